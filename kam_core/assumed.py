"""Assumptions in words, for a proof or a note under a table; and the code that states them in a notebook."""

from __future__ import annotations

from collections.abc import Iterable

from kam_core.index.declared import INDICES
from kam_core.matrices import MATRICES
from kam_core.params import Declared, Params, changes, fields_of
from kam_core.text import Translator

PROFIT = (
    "freight_is_cost_to_serve", "count_illustrative", "assumed_margin",
    "cost_per_order", "cost_per_line", "cost_per_return", "cost_per_visit_hour", "credit_rate",
)  # fmt: skip
"""What enters a profit."""

LIFETIME = ("discount_rate", "margin_growth", "horizon", "retention", "quiet_gap_ratio", *PROFIT)
"""What enters a lifetime value."""

EVIDENCE = ("half_life_days", "weight_customer", "weight_ours", "weight_vote")
"""What enters the value of an index."""

CHANCES = ("sd_confirmed", "sd_assumed", "doubling_days", "widening_cap", "placed_from")
"""What enters the probability of a quadrant, and whether a subject is placed at all."""


def said(params: Params, names: Iterable[str], t: Translator) -> list[str]:
    """The named assumptions as they stand: title and value."""
    declared = {item.name: item for item in fields_of()}
    return [_line(declared[name], getattr(getattr(params, declared[name].group), name), t) for name in names]


def told(params: Params, t: Translator) -> list[str]:
    """Every assumption that differs from its default: title and value."""
    items = {item.id: item.title for index in INDICES.values() for item in index.items}
    return [
        *said(params, changes(params), t),
        *(t("weight of {item} {value}", item=t(items.get(key, key)), value=f"{weight:g}") for key, weight in params.weights),
        *(t("cut of {axis} {value}", axis=_axis(key, t), value=f"{cut:g}") for key, cut in params.cuts),
    ]


def code(params: Params) -> str:
    """
    Python that makes these assumptions.

    >>> code(Params.of(horizon=3, cuts={"loyalty.x": 55.0}))
    "kam.Params.of(horizon=3, cuts={'loyalty.x': 55.0})"
    """
    parts = [f"{name}={value!r}" for name, value in changes(params).items()]
    parts += [f"{name}={dict(pairs)!r}" for name, pairs in (("weights", params.weights), ("cuts", params.cuts)) if pairs]
    return f"kam.Params.of({', '.join(parts)})"


def _line(item: Declared, value: object, t: Translator) -> str:
    title = t(item.title) if item.title else item.name
    if isinstance(value, bool):
        return t("{title}: {value}", title=title, value=t("yes") if value else t("no"))
    unit = t(item.unit) if item.unit else ""
    if value is None:
        return t("{title}: {value}", title=title, value=t("none"))
    written = f"{t.percent(value)}{unit.removeprefix('%')}" if item.percent else f"{value:g} {unit}".strip()
    return t("{title}: {value}", title=title, value=written)


def _axis(key: str, t: Translator) -> str:
    name, _, side = key.partition(".")
    matrix = MATRICES.get(name)
    return t(getattr(matrix, side).label) if matrix and side in ("x", "y") else key

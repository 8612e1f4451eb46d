"""
The assumptions a workbook keeps: rows of ``parameters`` (name, value), and named sets of them to go back to.

Only what differs from the defaults is kept, so that a better default of a later release reaches everybody who never chose. Weights
are called ``weight:<item>``, cuts ``cut:<matrix>.<axis>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.errors import BadArgument, KamError
from kam_core.index.declared import INDICES, index_of
from kam_core.matrices import MATRICES, Axis, checked_params, matrix_of
from kam_core.params import Declared, Params, changes, fields_of
from kam_core.schema import MONEY_DIGITS
from kam_core.text import N_
from kam_core.workbook.edits import Change, Delete, Edit, Insert

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

_HEAD = "set"
"""The row every named set has, one of nothing but defaults too: its name has to stand somewhere."""

_TRUTH = {"true": True, "false": False}


def saved(wb: Workbook) -> Params:
    """The assumptions of a workbook: what it keeps, the defaults elsewhere. Rows without sense are left out (``unreadable``)."""
    return _read(wb)[0]


def unreadable(wb: Workbook) -> tuple[str, ...]:
    """The names of kept assumptions that were left out: unknown, out of bounds, or no number."""
    return _read(wb)[1]


def written(params: Params) -> dict[str, str]:
    """What differs from the defaults, as text by name; ``understood`` reads it back."""
    scalars = {name: "" if value is None else str(value) for name, value in changes(params).items()}
    weights = {f"weight:{name}": repr(value) for name, value in params.weights}
    return {**scalars, **weights, **{f"cut:{name}": repr(value) for name, value in params.cuts}}


def understood(rows: Iterable[tuple[str, str]]) -> tuple[Params, tuple[str, ...]]:
    """
    Assumptions from their written form, and the names that were left out.

    >>> understood([("horizon", "3"), ("cut:loyalty.x", "55"), ("horizont", "4")])[1]
    ('horizont',)
    """
    params, refused = Params(), []
    for name, text in rows:
        try:
            params = checked_params(_with(params, name, "" if text is None else str(text)))
        except (KamError, ValueError):
            refused.append(name)
    return params, tuple(refused)


def edits(wb: Workbook, params: Params) -> list[Edit]:
    """What to apply so that the workbook keeps these assumptions; nothing for what it keeps already."""
    checked_params(params)
    return _rewritten(wb, "parameters", {}, written(params))


def set_edits(wb: Workbook, name: str, params: Params) -> list[Edit]:
    """What to apply so that the workbook keeps a named set; an existing set of that name is replaced. A set without a name raises."""
    if not name.strip():
        raise BadArgument(value=name)
    return _rewritten(wb, "parameter_sets", {"set_name": name.strip()}, {_HEAD: name.strip(), **written(checked_params(params))})


def unset_edits(wb: Workbook, name: str) -> list[Edit]:
    """What to apply so that a named set is gone; nothing for one that is not there."""
    return _rewritten(wb, "parameter_sets", {"set_name": name.strip()}, {})


def defaults() -> dict[str, Any]:
    """Every assumption by the name it is kept under (``horizon``, ``weight:trust.reliability``, ``cut:loyalty.x``), as declared."""
    weights = {f"weight:{item.id}": item.weight for index in INDICES.values() for item in index.items}
    cuts = {f"cut:{matrix.id}.{axis}": getattr(matrix, axis).cut for matrix in MATRICES.values() for axis in "xy"}
    return {**{item.name: item.default for item in fields_of()}, **weights, **cuts}


def weights_of(index: str) -> list[Declared]:
    """The weights of an index as a form needs them; an unknown index raises with the closest names."""
    return [
        Declared("weights", f"weight:{item.id}", item.weight, 0.0, 5.0, 0.05, "", item.title, item.question)
        for item in index_of(index).weighing
    ]


def cuts_of(matrix: str) -> list[Declared]:
    """The two cuts of a matrix likewise; only the scale of an index, 0-100, has bounds."""
    declared = matrix_of(matrix)
    return [_cut(f"cut:{matrix}.x", declared.x), _cut(f"cut:{matrix}.y", declared.y)]


def _cut(name: str, axis: Axis) -> Declared:
    scale = axis.id in INDICES
    low, high, unit = (0.0, 100.0, N_("points")) if scale else (None, None, "")
    return Declared("cuts", name, axis.cut, low, high, 1.0, unit, axis.label, N_("From the cut on it is high."))


def value_of(params: Params, name: str) -> Any:
    """One assumption by the name it is kept under; an unknown name raises ``KeyError``."""
    kind, _, key = name.partition(":")
    if key:
        return dict(params.weights if kind == "weight" else params.cuts).get(key, defaults()[name])
    return getattr(getattr(params, {item.name: item.group for item in fields_of()}[name]), name)


def with_value(params: Params, name: str, value: Any) -> Params:
    """
    Assumptions with one of them changed, by the name it is kept under; a weight or cut as declared is kept no longer.

    >>> written(with_value(Params(), "cut:loyalty.x", 55.0)), written(with_value(Params(), "cut:loyalty.x", 60.0))
    ({'cut:loyalty.x': '55.0'}, {})
    """
    kind, _, key = name.partition(":")
    if key:
        others = {k: v for k, v in (params.weights if kind == "weight" else params.cuts) if k != key}
        pairs = tuple(sorted((others if value == defaults()[name] else {**others, key: float(value)}).items()))
        return checked_params(replace(params, weights=pairs) if kind == "weight" else replace(params, cuts=pairs))
    group = {item.name: item.group for item in fields_of()}[name]
    return checked_params(replace(params, **{group: replace(getattr(params, group), **{name: value})}))


def differences(left: Params, right: Params) -> dict[str, tuple[Any, Any]]:
    """
    What two sets do not share: both values by name, in the order of the declarations.

    >>> differences(Params.of(horizon=3), Params())
    {'horizon': (3, 5)}
    """
    if left == right:
        return {}
    values = {name: (value_of(left, name), value_of(right, name)) for name in defaults()}
    return {name: pair for name, pair in values.items() if pair[0] != pair[1]}


def in_other_money(rows: pd.DataFrame, scale: float, *, defaults: bool) -> pd.DataFrame:
    """
    Rows of ``parameters`` with their amounts of money multiplied; the rest as it is.

    With ``defaults`` the amounts nobody changed are added: they are money too, and would stand unscaled among scaled money.
    """
    money = {item.name: item.default for item in fields_of() if item.unit.startswith("money")}
    if defaults:
        more = {name: str(value) for name, value in money.items() if value is not None and name not in set(rows["name"])}
        rows = pd.concat([rows, pd.DataFrame({"name": list(more), "value": list(more.values())}, dtype="string")], ignore_index=True)
    amounts = pd.to_numeric(rows["value"].where(rows["name"].isin(money)), errors="coerce") * scale
    return rows.assign(value=amounts.round(MONEY_DIGITS).astype("object").where(amounts.notna(), rows["value"]).astype("string"))


def sets(wb: Workbook) -> dict[str, Params]:
    """The named sets of a workbook, by name."""
    rows = wb.table("parameter_sets")
    return {
        str(name): understood((n, v) for n, v in zip(part["name"], part["value"], strict=True) if n != _HEAD)[0]
        for name, part in rows.groupby("set_name", sort=True)
    }


def _read(wb: Workbook) -> tuple[Params, tuple[str, ...]]:
    key = ("assumptions", wb.revisions["parameters"])
    kept = wb.memo.get(key)
    if kept is None:
        rows = wb.table("parameters") if wb.revisions["parameters"] else None
        pairs: Sequence[tuple[Any, Any]] = () if rows is None else list(zip(rows["name"], rows["value"], strict=True))
        kept = wb.memo.put(key, understood(pairs))
    found: tuple[Params, tuple[str, ...]] = kept
    return found


def _with(params: Params, name: str, text: str) -> Params:
    kind, _, key = name.partition(":")
    if kind in ("weight", "cut") and key:
        pairs = params.weights if kind == "weight" else params.cuts
        changed = tuple(sorted({**dict(pairs), key: float(text)}.items()))
        return replace(params, weights=changed) if kind == "weight" else replace(params, cuts=changed)
    groups = {item.name: item for item in fields_of()}
    if name not in groups:
        raise BadArgument(value=name)
    item = groups[name]
    group = replace(getattr(params, item.group), **{name: _value(text, item.default)})
    return replace(params, **{item.group: group})


def _value(text: str, default: object) -> object:
    if isinstance(default, bool):
        return _TRUTH[text.strip().lower()] if text.strip().lower() in _TRUTH else float("nan")
    if not text.strip() and default is None:
        return None
    return int(float(text)) if isinstance(default, int) and float(text).is_integer() else float(text)


def _rewritten(wb: Workbook, table: str, fixed: Mapping[str, str], wanted: Mapping[str, str]) -> list[Edit]:
    rows = wb.table(table)
    for column, value in fixed.items():
        rows = rows[rows[column] == value]
    there = {str(name): (int(row), value) for row, name, value in zip(rows.index, rows["name"], rows["value"], strict=True)}
    made: list[Edit] = [Insert(table, {**fixed, "name": n, "value": v}) for n, v in wanted.items() if n not in there]
    made += [Change(table, there[n][0], "value", there[n][1], v) for n, v in wanted.items() if n in there and there[n][1] != v]
    return [*made, *(Delete(table, row) for name, (row, _) in there.items() if name not in wanted)]

"""
Every assumption once: default, bounds, step, unit, and a one-line string that says what it is.

A parameter set is a frozen dataclass, so it is hashable and serves as a cache key as it is. ``fields_of`` lists the
declarations for a form; ``replace`` (of ``dataclasses``) makes a changed copy; ``validate`` refuses what is out of bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from kam_core.errors import OutOfBounds, UnknownName


def _p(default: Any, low: float | None = None, high: float | None = None, step: float | None = None, unit: str = "") -> Any:
    return field(default=default, metadata={"low": low, "high": high, "step": step, "unit": unit})


@dataclass(frozen=True)
class ValueParams:
    """Profit and lifetime value (methods 2 and 3)."""

    discount_rate: float = _p(0.10, 0.0, 0.5, 0.01, "per year")
    """Discount rate i: what a unit of money a year from now is worth less today."""
    margin_growth: float = _p(0.0, -0.5, 0.5, 0.01, "per year")
    """Growth g of the yearly profit of an account."""
    horizon: int = _p(5, 3, 10, 1, "years")
    """Horizon T of the lifetime value."""
    retention: float | None = _p(None, 0.0, 1.0, 0.01, "per year")
    """One retention r for all accounts; empty = each account's own (entered, contract, portfolio and rhythm)."""
    quiet_gap_ratio: float = _p(2.0, 1.0, 10.0, 0.5, "own gaps")
    """Silence, in multiples of the own median gap, from which the rhythm lowers retention."""
    assumed_margin: float | None = _p(None, 0.0, 1.0, 0.01, "of revenue")
    """Gross margin assumed for lines without a cost; empty = their profit stays unknown."""
    freight_is_cost_to_serve: bool = _p(False)
    """Count cost lines of the activity 'freight' as cost to serve."""
    count_illustrative: bool = _p(False)
    """Count cost lines marked illustrative (sample data) in the profit."""


@dataclass(frozen=True)
class EvidenceParams:
    """How several ratings of one item become one value, and how sure it is (methods, common conventions)."""

    half_life_days: float = _p(180.0, 30.0, 1080.0, 30.0, "days")
    """Age at which a rating weighs half in the mean of several raters."""
    weight_customer: float = _p(1.0, 0.0, 2.0, 0.1)
    """Weight of a customer's own answer."""
    weight_ours: float = _p(0.5, 0.0, 2.0, 0.1)
    """Weight of a judgement by our own people."""
    weight_vote: float = _p(1.0, 0.0, 2.0, 0.1)
    """Weight of an accepted vote."""
    sd_confirmed: float = _p(12.5, 0.0, 50.0, 0.5, "points")
    """Standard deviation of one confirmed answer, points of 100 (.5 on a 1-5 scale)."""
    sd_assumed: float = _p(25.0, 0.0, 50.0, 0.5, "points")
    """Standard deviation of one assumed answer, points of 100 (1.0 on a 1-5 scale)."""
    doubling_days: float = _p(360.0, 90.0, 1080.0, 30.0, "days")
    """Age at which the standard deviation of an answer has doubled."""
    widening_cap: float = _p(3.0, 1.0, 5.0, 0.5, "times")
    """Age widens the standard deviation by at most this factor."""
    hollow_below: float = _p(0.60, 0.0, 1.0, 0.05, "coverage")
    """Below this coverage a point is drawn hollow."""
    placed_from: float = _p(0.30, 0.0, 1.0, 0.05, "coverage")
    """Below this coverage a point is not placed."""
    change_band: float = _p(5.0, 0.0, 20.0, 1.0, "points")
    """A quadrant change counts as a move only beyond this distance from the cut (or after two quarter-ends)."""


@dataclass(frozen=True)
class Params:
    """All assumptions of a workbook. Weights and cuts that differ from the declared ones are kept as sorted pairs."""

    value: ValueParams = field(default_factory=ValueParams)
    evidence: EvidenceParams = field(default_factory=EvidenceParams)
    weights: tuple[tuple[str, float], ...] = ()
    """Overridden item weights: ('trust.reliability', 0.4), ..."""
    cuts: tuple[tuple[str, float], ...] = ()
    """Overridden cuts: ('loyalty.x', 55.0), ..."""

    @classmethod
    def of(cls, **changed: Any) -> Params:
        """
        The defaults with some scalar parameters changed, by their names.

        >>> Params.of(horizon=3, half_life_days=90.0).value.horizon
        3
        """
        groups = {item.name: item.group for item in fields_of(cls)}
        base = cls()
        for name, value in changed.items():
            if name not in groups:
                raise UnknownName.of("parameter", name, list(groups))
            group = getattr(base, groups[name])
            base = replace(base, **{groups[name]: replace(group, **{name: value})})
        return validate(base)

    def weight(self, key: str, default: float) -> float:
        """The weight of an item, overridden or as declared."""
        return dict(self.weights).get(key, default)

    def cut(self, key: str, default: float) -> float:
        """The cut of an axis, overridden or as declared."""
        return dict(self.cuts).get(key, default)


@dataclass(frozen=True)
class Declared:
    """One parameter as a form needs it."""

    group: str
    name: str
    default: Any
    low: float | None
    high: float | None
    step: float | None
    unit: str


def fields_of(params: type | object = Params) -> Iterator[Declared]:
    """Every scalar parameter with its bounds, group by group."""
    for group in fields(params):  # type: ignore[arg-type]
        default = group.default_factory() if callable(group.default_factory) else None
        if not is_dataclass(default):
            continue
        for item in fields(default):
            meta = item.metadata
            yield Declared(group.name, item.name, item.default, meta["low"], meta["high"], meta["step"], meta["unit"])


def changes(params: Params) -> dict[str, Any]:
    """
    The scalar parameters that differ from their defaults, by name.

    >>> changes(Params.of(horizon=3))
    {'horizon': 3}
    """
    present = {item.name: getattr(getattr(params, item.group), item.name) for item in fields_of(params)}
    return {item.name: present[item.name] for item in fields_of(params) if present[item.name] != item.default}


def validate(params: Params) -> Params:
    """
    Return the parameters unchanged, or raise with the name, the bounds and what was given.

    >>> validate(Params()).value.horizon
    5
    """
    for item in fields_of(params):
        value = getattr(getattr(params, item.group), item.name)
        if value is None or isinstance(value, bool):
            continue
        low, high = item.low or 0.0, item.high if item.high is not None else float("inf")
        if not isinstance(value, (int, float)) or not low <= value <= high:
            raise OutOfBounds(name=item.name, low=item.low, high=item.high, value=value)
    for key, weight in params.weights:
        if not weight >= 0:
            raise OutOfBounds(name=key, low=0, high="∞", value=weight)
    return params

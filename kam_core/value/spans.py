"""
What accounts brought and cost within a span of months counted back from a date (methods 2).

Missing is not zero, and zero is not missing: an account without a line in a span brought 0 there once it had bought before, and
has no figure before that; lines without a cost have no profit, unless a margin is assumed for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

EVER = 10**6
"""Months ago before which nothing happened."""

QUARTERS_POSSIBLE = 8
"""Repeat rate looks at the last eight quarters, or as many as the account has been buying."""

STEEPEST_FALL = -6 / 13
"""The slope of an account whose whole revenue of 12 months lies in the first of them: -5.5 / 143 a month over 1 / 12."""


@dataclass(frozen=True)
class Months:
    """Amounts by account and month: place of the account (of ``n``), months ago, and the amounts (NaN = none)."""

    n: int
    at: npt.NDArray[np.intp]
    ago: Floats
    amounts: Mapping[str, Floats]
    _oldest: dict[str, Floats] = field(default_factory=dict, repr=False, compare=False)

    def total(self, start: int, end: int) -> dict[str, Floats]:
        """Sums per account over ``start <= months ago < end``; an account with no value at all has none (NaN), not zero."""
        rows = (self.ago >= start) & (self.ago < end)
        at = self.at[rows]
        return {name: _sum(self.n, at, values[rows]) for name, values in self.amounts.items()}

    def oldest(self, name: str) -> Floats:
        """Months since the first value of each account, -1 where there is none."""
        if name not in self._oldest:
            rows = ~np.isnan(self.amounts[name])
            self._oldest[name] = np.full(self.n, -1.0)
            np.maximum.at(self._oldest[name], self.at[rows], self.ago[rows])
        return self._oldest[name]


def _sum(n: int, at: npt.NDArray[np.intp], values: Floats) -> Floats:
    rows = ~np.isnan(values)
    total = np.bincount(at[rows], weights=values[rows], minlength=n)
    return np.where(np.bincount(at[rows], minlength=n) > 0, total, np.nan)


def earned(bought: Months, served: Months, start: int, end: int, margin: float | None) -> dict[str, Floats]:
    """
    Money and counts of every account in a span of months: revenue, gross profit, costs, profit and what they are made of.

    Gross profit is that of the lines whose cost is known; an assumed margin fills the rest when given.
    """
    known = {name: bought.oldest(name) >= start for name in bought.amounts}
    return _earned(bought.total(start, end), served.total(start, end), known, margin)


def earned_in(bought: Months, served: Months, before: Months, margin: float | None) -> dict[str, Floats]:
    """The same for a span of days: all that ``bought`` and ``served`` hold; ``before`` tells who bought at any time up to its end."""
    known = {name: before.oldest(name) >= 0 for name in before.amounts}
    return _earned(bought.total(0, EVER), served.total(0, EVER), known, margin)


def _earned(
    sums: dict[str, Floats], spent: dict[str, Floats], known: Mapping[str, npt.NDArray[np.bool_]], margin: float | None
) -> dict[str, Floats]:
    """``known`` says, for each amount, which accounts had any by the end of the span: they brought zero in it, not nothing."""
    quiet = np.isnan(sums["lines"])
    sums = {name: np.where(quiet & known[name], 0.0, values) for name, values in sums.items()}
    revenue, covered, cost = sums["revenue"], sums["revenue_with_cost"], sums["cost"]
    gross = covered - cost
    if margin is not None:
        gross = np.nan_to_num(gross) + margin * (revenue - np.nan_to_num(covered))
    with np.errstate(divide="ignore", invalid="ignore"):
        coverage = np.where(revenue != 0, np.nan_to_num(covered) / revenue, np.nan)
    serve = spent["amount"]
    credit = spent.get("credit", np.full(len(serve), np.nan))
    burden = np.nan_to_num(serve) + np.nan_to_num(credit)
    only_served = quiet & np.isnan(gross) & ~(np.isnan(serve) & np.isnan(credit))
    return {
        "revenue": revenue,
        "revenue_with_cost": covered,
        "cost_of_goods": cost,
        "gross_profit": gross,
        "cost_to_serve": serve,
        "cost_of_credit": credit,
        "profit": np.where(only_served, -burden, gross - burden),
        "cost_coverage": coverage,
        "discount": sums["discount"],
        **{name: sums[name] for name in ("lines", "orders", "order_lines", "return_lines") if name in sums},
    }


def slope(bought: Months) -> Floats:
    """
    Trend of volume: least-squares slope of monthly revenue over 12 zero-filled months, a month, as a share of the own monthly mean.

    An account that bought in the year before but not in the last one has fallen as steeply as can be. Below two quarters of
    history, and two years after the last purchase, there is no trend.
    """
    revenue = bought.amounts["revenue"]
    last = (bought.ago < 12) & ~np.isnan(revenue)
    rise = np.bincount(bought.at[last], weights=revenue[last] * (5.5 - bought.ago[last]) / 143, minlength=bought.n)
    mean = np.nan_to_num(bought.total(0, 12)["revenue"]) / 12
    before = np.nan_to_num(bought.total(12, 24)["revenue"]) > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(mean > 0, rise / mean, np.where(before, STEEPEST_FALL, np.nan))
    return np.where(bought.oldest("lines") >= 3, relative, np.nan)


def repeat_rate(bought: Months) -> Floats:
    """Share of the possible quarters (from the first purchase, at most the last eight) with a purchase; missing below two."""
    rows = ~np.isnan(bought.amounts["bought"]) & (bought.ago < 3 * QUARTERS_POSSIBLE)
    quarter = (bought.ago[rows] // 3).astype("int64")
    possible = np.minimum(bought.oldest("bought") // 3 + 1, QUARTERS_POSSIBLE)
    pairs = np.unique(bought.at[rows] * QUARTERS_POSSIBLE + quarter)
    active = np.bincount(pairs // QUARTERS_POSSIBLE, minlength=bought.n)
    return np.where(possible >= 2, active / np.maximum(possible, 1), np.nan)

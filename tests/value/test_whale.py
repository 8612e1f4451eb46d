"""The whale curve: its worked case, its undefined cases, and what holds for any profits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.value.whale import whale_curve

WORKED = [50, 30, 20, 5, 0, -5, -15, -25]
PROFITS = st.lists(st.floats(-1e9, 1e9).map(lambda x: round(x, 2)), max_size=40)


def test_the_worked_case() -> None:
    """50 30 20 5 0 -5 -15 -25: peak 175 %, erosion 75 points, 37.5 % of the accounts lose money."""
    curve = whale_curve(WORKED)

    assert curve.frame["cumulative"].tolist() == [0, 50, 80, 100, 105, 105, 100, 85, 60]
    assert (curve.total, curve.peak_percent, curve.erosion, curve.losers / len(WORKED)) == (60, 175, 75, 0.375)
    assert (curve.winners, curve.gained, curve.lost, curve.peak, curve.peak_at) == (4, 105, -45, 105, 0.5)


@pytest.mark.parametrize("profits", [[], [np.nan, np.nan]])
def test_nobody_has_a_profit(profits: list[float]) -> None:
    """A point at the origin, no percentages."""
    curve = whale_curve(profits)

    assert curve.frame[["share", "cumulative"]].to_numpy().tolist() == [[0, 0]]
    assert (curve.total, curve.peak, curve.peak_percent, curve.erosion, curve.winners, curve.losers) == (0, 0, None, None, 0, 0)


@pytest.mark.parametrize(
    ("profits", "peak", "percent"), [([7], 7, 100), ([-7], 0, None), ([5, -5], 5, None), ([5, -6], 5, None), ([0], 0, None)]
)
def test_percentages_need_a_profit_in_all(profits: list[float], peak: float, percent: float | None) -> None:
    """One account, nobody earning, a total of zero or below: money is shown, a percentage only of a positive total."""
    curve = whale_curve(profits)

    assert (curve.peak, curve.peak_percent) == (peak, percent)
    assert curve.frame["percent"].isna().all() == (percent is None)


def test_missing_profits_are_left_out() -> None:
    """An account without a known profit is no loser and no step of the curve."""
    assert whale_curve([*WORKED, np.nan]).frame.equals(whale_curve(WORKED).frame)


@given(PROFITS, st.randoms())
def test_the_order_of_accounts_does_not_matter(profits: list[float], random: object) -> None:
    """Sorting is the curve's own business."""
    shuffled = list(profits)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert whale_curve(shuffled).frame.equals(whale_curve(profits).frame)


@given(PROFITS)
def test_the_peak_is_what_the_winners_earn(profits: list[float]) -> None:
    """At least the total, at least nothing; gained and lost add up to the total."""
    curve = whale_curve(profits)

    assert curve.peak >= max(curve.total, 0)
    assert curve.peak == pytest.approx(curve.gained, abs=1e-3)
    assert curve.gained + curve.lost == pytest.approx(curve.total, abs=1e-3)


@given(PROFITS, st.sampled_from([0.25, 2.0, 1024.0]))
def test_the_currency_does_not_matter(profits: list[float], rate: float) -> None:
    """Another unit of money gives the same percentages."""
    one, other = whale_curve(profits), whale_curve([rate * p for p in profits])

    assert (one.peak_percent, one.peak_at, one.losers) == (other.peak_percent, other.peak_at, other.losers)


def test_the_profits_given_stay_as_they_are() -> None:
    """The curve sorts a copy."""
    given_profits = np.array([1.0, 3.0, 2.0])
    whale_curve(given_profits)

    assert given_profits.tolist() == [1, 3, 2]

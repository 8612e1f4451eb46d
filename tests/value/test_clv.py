"""Lifetime value: worked numbers of the literature, and what has to hold for any margin and retention."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.value.clv import multiple, net_present_value, survival

RATES = st.floats(0, 1)
NO_CONTRACT = np.array([np.nan])


def value(margin: float, retention: float, discount: float = 0.1, growth: float = 0.0, years: int = 5) -> float:
    alive = survival([retention], years, NO_CONTRACT, NO_CONTRACT)
    return float(net_present_value([margin], alive, discount, growth)[0])


@pytest.mark.parametrize(("retention", "expected"), [(0.8, 2.6667), (0.9, 4.5), (0.95, 6.3333)])
def test_multiple_without_an_end(retention: float, expected: float) -> None:
    """r / (1 + i - r) at a discount of 10 %."""
    assert expected == round(multiple(retention, 0.1), 4)


@pytest.mark.parametrize(("retention", "expected"), [(0.8, 2.124), (0.9, 2.85)])
def test_multiple_of_five_years(retention: float, expected: float) -> None:
    """The default horizon, margin at the end of each year."""
    assert expected == round(multiple(retention, 0.1, 5), 3) == round(value(1, retention), 3)


def test_a_margin_that_never_fades_is_infinite() -> None:
    """Nobody leaves and nothing is discounted, or growth outruns both: infinite, not negative."""
    assert [multiple(1, 0), multiple(1, 0.1, growth=0.2), multiple(1, 0, 5)] == [math.inf, math.inf, 5.0]


@pytest.mark.parametrize(
    ("before", "after", "gain"), [(0.7, 0.75, 22), (0.8, 0.85, 27), (0.85, 0.9, 32), (0.9, 0.95, 41), (0.95, 0.99, 42)]
)
def test_what_five_points_of_retention_bring(before: float, after: float, gain: int) -> None:
    """The arithmetic behind a famous claim (methods 22), infinite horizon."""
    assert gain == round((multiple(after, 0.1) / multiple(before, 0.1) - 1) * 100)


@given(st.floats(-1e9, 1e9), RATES, st.floats(0, 0.5), st.floats(-0.5, 0.5), st.integers(3, 10))
def test_value_is_margin_times_multiple(margin: float, retention: float, discount: float, growth: float, years: int) -> None:
    """Linear in the margin; a loss is worth its mirror image."""
    expected = margin * multiple(retention, discount, years, growth)

    assert math.isclose(expected, value(margin, retention, discount, growth, years), rel_tol=1e-9, abs_tol=1e-6)
    assert value(-margin, retention, discount, growth, years) == -value(margin, retention, discount, growth, years)


@given(RATES, RATES, st.integers(3, 10))
def test_who_stays_longer_is_worth_more(one: float, other: float, years: int) -> None:
    """Monotone in retention for a profit, the other way round for a loss."""
    low, high = sorted((one, other))

    assert value(100, low, years=years) <= value(100, high, years=years) + 1e-9
    assert value(-100, low, years=years) >= value(-100, high, years=years) - 1e-9


def test_a_contract_holds_to_its_end_and_is_renewed_once_a_year() -> None:
    """One and a half years at 60 %: sure, then one renewal in the second year, two in the third; without a rate the retention."""
    alive = survival([0.9, 0.9, 0.9], 3, [1.5, 1.5, np.nan], [0.6, np.nan, 0.6])

    assert alive.round(4).tolist() == [[1, 0.6, 0.36], [1, 0.9, 0.81], [0.9, 0.81, 0.729]]


@given(RATES, st.floats(0, 8), RATES)
def test_survival_never_rises(retention: float, contract: float, renewal: float) -> None:
    """Between 0 and 1, and never higher than the year before."""
    alive = survival([retention], 10, [contract], [renewal])[0]

    assert ((alive >= 0) & (alive <= 1)).all()
    assert (np.diff(alive) <= 0).all()


def test_unknown_stays_unknown() -> None:
    """No profit or no retention, no value."""
    assert np.isnan([value(np.nan, 0.8), value(100, np.nan)]).all()

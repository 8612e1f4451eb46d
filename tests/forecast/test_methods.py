"""The five rules on a series worked by hand, and what holds of any series."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.forecast.methods import METHODS, foretold, known_quarters

NAN = float("nan")
TWO_YEARS = np.array([[10.0, 20, 30, 40, 5, 10, 15, 20]])
"""The newest first: last year 40, 30, 20, 10, the year before half of it."""

amounts = st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=4, max_size=16)


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("naive", [10, 10, 10, 10]),
        ("seasonal", [40, 30, 20, 10]),
        ("mean", [25, 25, 25, 25]),
        ("drift", [40 * 2**0.5, 30 * 2**0.5, 20 * 2**0.5, 10 * 2**0.5]),
        ("smooth", [33.76953125, 26.26953125, 18.76953125, 11.26953125]),
    ],
)
def test_each_rule_by_hand(rule: str, wanted: list[float]) -> None:
    """
    Twice the year before grows by the root of two. Seasons lie 11.25, 3.75, -3.75, -11.25 around the mean of 18.75; smoothing 8.75,
    11.25, 13.75, 16.25, 28.75, 26.25, 23.75, 21.25 by halves ends at 22.51953125.
    """
    assert foretold(TWO_YEARS)[list(METHODS).index(rule), 0] == pytest.approx(wanted)


def test_growth_counts_only_pairs_of_quarters_a_year_apart() -> None:
    """Five quarters make one pair, 20 against 10; four make none; and a loss on either side does not grow."""
    history = np.array([[20.0, 1, 1, 8, 10], [20, 1, 1, 8, NAN], [20, 1, 1, 8, -10], [-20, 1, 1, 8, 10]])
    assert foretold(history)[list(METHODS).index("drift"), :, 0] == pytest.approx([8 * 2**0.5, 8, 8, 8])


def test_growth_is_never_steeper_than_a_doubling() -> None:
    """From 1 to 100 counts as from 1 to 2, and back as a halving."""
    history = np.array([[100.0, 100, 100, 100, 1, 1, 1, 1], [1, 1, 1, 1, 100, 100, 100, 100]])
    assert foretold(history)[list(METHODS).index("drift"), :, 0] == pytest.approx([100 * 2**0.5, 0.5**0.5])


def test_a_hole_ends_the_past_and_three_quarters_are_none() -> None:
    """What lies behind a missing quarter does not count; with fewer than four nothing is foretold."""
    history = np.array([[1.0, 2, 3, 4, NAN, 9], [1, 2, 3, NAN, 4, 5], [NAN, 1, 2, 3, 4, 5]])
    assert known_quarters(history).tolist() == [4, 3, 0]
    assert np.isnan(foretold(history)).all(axis=(0, 2)).tolist() == [False, True, True]
    assert np.isnan(foretold(np.array([[1.0, 2, 3]]))).all()


@given(st.floats(-1e6, 1e6), st.integers(4, 16))
def test_a_constant_is_foretold_exactly(value: float, quarters: int) -> None:
    """By every rule."""
    assert foretold(np.full((1, quarters), value)) == pytest.approx(np.full((5, 1, 4), value))


@given(amounts, st.floats(0.01, 100))
def test_another_currency_gives_the_same_in_it(history: list[float], rate: float) -> None:
    """Every rule scales, and a series is foretold alone as among others."""
    own = foretold(np.array([history]))
    assert foretold(rate * np.array([history, history[::-1]]))[:, :1] == pytest.approx(rate * own, rel=1e-6, abs=1e-3)

"""The 80 % range of a lifetime value: intervals by hand, and what few accounts or one year do to it."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

import kam_core as kam
from kam_core.params import Params
from kam_core.value.bounds import bounds, portfolio_range, wilson
from tests.value.portfolio import book
from tests.value.test_tornado import present

DAY = date(2024, 6, 30)
Z = 1.2815515655446004
YEARS = [(id, "2023-01-15", 100.0, 50.0) for id in "ABCDE"] + [(id, "2024-01-15", 100.0, 60.0) for id in "ABCD"]
"""Of five accounts four stayed; each earned 50, then 40 (E nothing)."""


def interval(k: int, n: int) -> tuple[float, float]:
    """Wilson's interval as the roots of (p − k/n)² = z² p(1 − p)/n."""
    roots = np.roots([1 + Z**2 / n, -(2 * k / n + Z**2 / n), (k / n) ** 2])
    return float(min(roots)), float(max(roots))


@pytest.mark.parametrize(("k", "n"), [(4, 5), (0, 7), (12, 12), (279, 365)])
def test_wilson(k: int, n: int) -> None:
    """The two shares that the observed one is 1.28 standard deviations from."""
    assert wilson(k, n) == pytest.approx(interval(k, n), abs=1e-9)


def test_no_case_says_nothing() -> None:
    """Of nobody anything may be true."""
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_range_of_an_account_by_hand() -> None:
    """A: 40 a year at 80 % (4 of 5), 50 the year before; both causes as the root of the squares."""
    scores = kam.score(book(YEARS), DAY)
    found = bounds(scores, Params()).iloc[0]
    value, (low, high) = present(40, 0.8, 0.1, 5), interval(4, 5)
    spread = Z * abs(value - present(50, 0.8, 0.1, 5)) / math.sqrt(2)

    assert found["clv_low"] == pytest.approx(value - math.hypot(value - present(40, low, 0.1, 5), spread), abs=0.005)
    assert found["clv_high"] == pytest.approx(value + math.hypot(present(40, high, 0.1, 5) - value, spread), abs=0.005)


def test_the_range_of_the_portfolio_by_hand() -> None:
    """Four times 40 now, five times 50 before; five accounts are few."""
    told = portfolio_range(kam.score(book(YEARS), DAY), Params())
    value, (low, _) = present(160, 0.8, 0.1, 5), interval(4, 5)
    spread = Z * abs(value - present(250, 0.8, 0.1, 5)) / math.sqrt(2)

    assert (told.kept, told.asked, told.few) == (4, 5, True)
    assert told.value == pytest.approx(value, abs=0.005)
    assert told.low == pytest.approx(value - math.hypot(value - present(160, low, 0.1, 5), spread), abs=0.005)


def test_a_rate_that_was_given_moves_ten_points() -> None:
    """Entered 90 %: 80 % to 100 %, whatever the portfolio does; a loss-maker's higher rate is its lower end."""
    lines = [*YEARS, ("F", "2024-01-15", 10.0, 60.0)]
    scores = kam.score(book(lines, facts=[("F", "retention", 0.9, "2024-01-01")]), DAY)
    found = bounds(scores, Params()).iloc[5]

    assert found["clv_low"] == pytest.approx(present(-50, 1.0, 0.1, 5), abs=0.005)
    assert found["clv_high"] == pytest.approx(present(-50, 0.8, 0.1, 5), abs=0.005)


def test_some_accounts_keep_the_rate_of_all() -> None:
    """Narrowed to one account, four of five still stand behind its rate."""
    scores = kam.score(book(YEARS), DAY)
    some = scores.head(1)

    assert bounds(some, Params(), scores).iloc[0].tolist() == pytest.approx(bounds(scores, Params()).iloc[0].tolist())
    assert portfolio_range(some, Params(), scores).asked == 5


def test_unknown_has_no_range() -> None:
    """Without costs neither value nor range."""
    scores = kam.score(book([("A", "2024-01-15", 10.0, None)]), DAY)

    assert bounds(scores, Params()).isna().all(axis=None)
    assert math.isnan(portfolio_range(scores, Params()).value)

"""The Pareto check: what the largest fifth holds, and how few hold four fifths."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kam_core.portfolio.pareto import pareto
from tests.portfolio.resellers import lines

AMOUNTS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=60)


def test_the_worked_whale_by_hand() -> None:
    """Methods B: 50 30 20 5 0 -5 -15 -25. Two of eight hold 80 of the 60 that are left, and 80 of the 105 gained; three hold 84."""
    found = pareto([50, 30, 20, 5, 0, -5, -15, -25])

    assert (found.n, found.top, found.held, found.total, found.gained, found.losers, found.few) == (8, 2, 80.0, 60.0, 105.0, 3, 3)
    assert (round(found.share, 4), round(found.share_of_gains, 4)) == (1.3333, 0.7619)


def test_the_resellers_again_in_pandas() -> None:
    """127 of 635 are the largest fifth; their share and the few that hold 80 % come out of a plain sort of the lines."""
    bought = lines().groupby("account_id")["revenue"].sum().sort_values(ascending=False)
    so_far = bought.cumsum() / bought.sum()
    found = pareto(bought)

    assert (found.n, found.top) == (635, 127)
    assert abs(found.share - so_far.iloc[126]) < 1e-9
    assert found.few == int((so_far < 0.8).sum()) + 1


def test_nothing_left_has_no_share() -> None:
    """A total of zero or less has no share of the total; without any gain there is no share at all."""
    assert np.isnan(pareto([10, -10]).share)
    assert pareto([10, -10]).share_of_gains == 1.0
    assert np.isnan(pareto([-1, -2]).share_of_gains)
    assert pareto([-1, -2]).few == 0
    assert (pareto([]).n, pareto([np.nan]).n, pareto([np.nan, 5]).n) == (0, 0, 1)


def test_all_alike_is_told() -> None:
    """When everybody brings the same, no class means anything; a single account, or one that differs, is not that."""
    assert pareto([7.1] * 12).alike
    assert not pareto([7.1] * 11 + [7.2]).alike
    assert not pareto([7.1]).alike
    assert not pareto([0.0] * 12).alike


@given(AMOUNTS, st.randoms(use_true_random=False))
def test_order_and_currency_change_nothing(amounts: list[int], random: object) -> None:
    """Rows in another order, or money in cents, give the same counts and shares."""
    shuffled = list(amounts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = pareto(amounts), pareto([100 * amount for amount in shuffled])

    assert (one.n, one.top, one.losers, one.few) == (two.n, two.top, two.losers, two.few)
    assert np.allclose([one.share, one.share_of_gains], [two.share, two.share_of_gains], equal_nan=True)

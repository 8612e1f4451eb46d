"""Concentration: the worked case, the ends of the scale, and what changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kam_core.concentration import concentration
from kam_core.params import ConcentrationParams

AMOUNTS = st.lists(st.integers(1, 10**9), min_size=1, max_size=40)


def test_the_worked_case() -> None:
    """Shares .4 .3 .2 .1: HHI .30, 3.333 effective accounts, normalised .0667, the largest holds 40 %."""
    found = concentration([0.2, 0.4, 0.1, 0.3])

    assert found is not None
    assert (round(found.hhi, 4), round(found.effective, 3), round(found.normalised, 4)) == (0.3, 3.333, 0.0667)
    assert ([round(share, 12) for share in (found.top1, found.top5, found.top10)], found.excluded) == ([0.4, 1, 1], 0)


def test_zeros_returns_and_unknown_amounts_have_no_share() -> None:
    """They are counted as excluded and change nothing else."""
    plain, found = concentration([3, 1]), concentration([0, 3, -7, np.nan, 1])

    assert found is not None and plain is not None
    assert (found.excluded, found.hhi, found.top1) == (3, plain.hhi, 0.75)


@pytest.mark.parametrize("amounts", [[], [0.0], [-5.0, np.nan]])
def test_nothing_positive_has_no_concentration(amounts: list[float]) -> None:
    """No shares, no figure."""
    assert concentration(amounts) is None


def test_one_account_is_all() -> None:
    """The end of the scale."""
    found = concentration([42.0])

    assert found is not None
    assert (found.hhi, found.effective, found.normalised, found.top1, found.top10) == (1, 1, 1, 1, 1)


@given(st.integers(2, 50), st.floats(0.01, 1e9))
def test_equal_accounts(n: int, amount: float) -> None:
    """n equal ones are n effective ones, normalised 0."""
    found = concentration([amount] * n)

    assert found is not None
    assert (found.effective, found.normalised) == (pytest.approx(n), pytest.approx(0, abs=1e-9))


@given(AMOUNTS, st.randoms())
def test_order_and_currency_do_not_matter(amounts: list[int], random: object) -> None:
    """Between 1/n and 1; the same shuffled and in another unit."""
    one = concentration(amounts)
    random.shuffle(amounts)  # type: ignore[attr-defined]
    other = concentration([4.0 * amount for amount in amounts])

    assert one is not None
    assert one == other
    assert 1 / len(amounts) - 1e-12 <= one.hhi <= 1 + 1e-12
    assert one.top1 <= one.top5 <= one.top10 <= 1 + 1e-12


@given(AMOUNTS)
def test_a_merger_never_lowers_concentration(amounts: list[int]) -> None:
    """Two accounts that become one group weigh more than apart."""
    assume(len(amounts) > 1)
    apart, merged = concentration(amounts), concentration([amounts[0] + amounts[1], *amounts[2:]])

    assert apart is not None and merged is not None
    assert merged.hhi >= apart.hhi


@pytest.mark.parametrize(
    ("amounts", "level"),
    [([1] * 11, "diversified"), ([1] * 10, "moderate"), ([1] * 4, "moderate"), ([1] * 3, "concentrated"), ([5], "concentrated")],
)
def test_the_level_by_the_limits(amounts: list[int], level: str) -> None:
    """Below 0.10 diversified, up to 0.25 moderate, above concentrated; other limits, other words."""
    found = concentration(amounts)

    assert found is not None
    assert found.level(ConcentrationParams()) == level
    assert found.level(ConcentrationParams(hhi_moderate=1.0, hhi_concentrated=1.0)) == ("moderate" if len(amounts) == 1 else "diversified")

"""What may be lost: the expectation by hand, the draws against the exact distribution, and the time they take."""

from __future__ import annotations

import time
from itertools import product

import numpy as np
import pytest

from kam_core.concentration.loss import DRAWS, expected_loss, loss

SHARES = np.array([0.30, 0.20, 0.15, 0.12, 0.08, 0.05, 0.04, 0.03, 0.02, 0.01])
KEPT = np.array([0.90, 0.75, 0.60, 0.95, 0.50, 0.80, 0.30, 0.99, 0.70, 0.85])


def exact(shares: np.ndarray, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every outcome of n accounts and its probability, the smallest loss first."""
    lost = np.array(list(product((0.0, 1.0), repeat=len(shares))))
    chance = np.prod(np.where(lost == 1, 1 - kept, kept), axis=1)
    value = lost @ shares
    order = np.argsort(value)
    return value[order], chance[order]


def test_the_draws_follow_the_exact_distribution() -> None:
    """All 1,024 outcomes of ten accounts: the share of draws up to any loss is within 4 standard errors of its probability."""
    found = loss(SHARES, KEPT)
    value, chance = exact(SHARES, KEPT)
    assert found is not None

    for at in np.linspace(0.0, 0.8, 41):
        p = float(chance[value <= at + 1e-6].sum())
        assert abs(float((found.draws <= at + 1e-6).mean()) - p) <= 4 * np.sqrt(p * (1 - p) / DRAWS) + 1e-4, at


def test_the_expected_and_the_95_percent_loss() -> None:
    """The expectation is exact (.1706, by hand); the exact 95 % loss lies in the interval that is told."""
    found = loss(SHARES, KEPT)
    value, chance = exact(SHARES, KEPT)
    by_hand = 0.030 + 0.050 + 0.060 + 0.006 + 0.040 + 0.010 + 0.028 + 0.0003 + 0.006 + 0.0015
    assert found is not None

    assert found.expected == pytest.approx(by_hand) == pytest.approx(float(value @ chance)) == pytest.approx(expected_loss(SHARES, KEPT))
    assert abs(float(found.draws.mean()) - by_hand) < 4 * float(found.draws.std()) / np.sqrt(DRAWS)
    worst = value[np.searchsorted(np.cumsum(chance), 0.95)]
    assert found.low - 1e-6 <= worst <= found.high + 1e-6
    assert found.low <= found.worst <= found.high


def test_the_same_seed_the_same_draws_in_any_order() -> None:
    """Nothing changes with the order of the rows; another seed draws others."""
    order = np.random.default_rng(3).permutation(len(SHARES))
    one, other, third = loss(SHARES, KEPT), loss(SHARES[order], KEPT[order]), loss(SHARES, KEPT, seed=1)
    assert one is not None and other is not None and third is not None

    assert np.array_equal(one.draws, other.draws)
    assert not np.array_equal(one.draws, third.draws)


def test_who_surely_stays_or_leaves() -> None:
    """Retention 1 is never lost, 0 always; together there is no chance left."""
    found = loss([0.7, 0.3], [1.0, 0.0])
    assert found is not None

    assert (found.expected, found.worst, set(found.draws)) == (pytest.approx(0.3), pytest.approx(0.3), {0.3})


def test_an_unknown_retention_is_no_zero() -> None:
    """It enters neither figure, and the part that is known is told; without any there is no figure."""
    found = loss([0.6, 0.4], [0.5, np.nan])
    assert found is not None

    assert (found.known, found.expected, found.draws.max()) == (pytest.approx(0.6), pytest.approx(0.3), pytest.approx(0.6))
    assert loss([0.6, 0.4], [np.nan, np.nan]) is None
    assert loss([], []) is None


def test_10_000_accounts_in_a_second() -> None:
    """10,000 draws of 10,000 accounts take less than one CPU second."""
    random = np.random.default_rng(5)
    shares = random.pareto(1.2, 10_000)
    before = time.process_time()
    found = loss(shares / shares.sum(), random.uniform(0.3, 0.99, 10_000))

    assert time.process_time() - before < 1.0
    assert found is not None and abs(float(found.draws.mean()) - found.expected) < 0.005

"""The statistics behind the verdicts, against scipy, published values and plain resampling."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kam_core.myths.evidence import RESAMPLES, SEED, best_count, best_share, rank_correlation, rate, ratio_per_head, share_interval


def test_a_rank_correlation_is_that_of_scipy_ties_included() -> None:
    """Forty pairs on a coarse grid, so that many are tied."""
    from scipy.stats import spearmanr

    random = np.random.default_rng(1)
    x, y = random.integers(0, 6, 40).astype(float), random.integers(0, 6, 40).astype(float)

    found = rank_correlation(x, y)

    assert (pytest.approx(spearmanr(x, y).statistic, abs=1e-12), 40) == (found.value, found.n)


def test_the_interval_is_that_of_bonett_and_wright() -> None:
    """By hand: two neighbours of ten swapped, 6 * 2 / 990 off one; z +- 1.95996 sqrt((1 + rho^2 / 2) / 7)."""
    rho = 1 - 6 * 2 / (10 * 99)
    z, error = 0.5 * math.log((1 + rho) / (1 - rho)), math.sqrt((1 + rho * rho / 2) / 7)

    found = rank_correlation([2, 1, 3, 4, 5, 6, 7, 8, 9, 10], range(1, 11))

    assert found.value == pytest.approx(rho)
    assert found.low == pytest.approx(math.tanh(z - 1.959964 * error), abs=1e-6)
    assert found.high == pytest.approx(math.tanh(z + 1.959964 * error), abs=1e-6)


def test_several_comparisons_widen_the_interval() -> None:
    """Six comparisons at 95 % together: 2.638 standard deviations instead of 1.960."""
    random = np.random.default_rng(2)
    x, y = random.normal(size=50), random.normal(size=50)
    one, six = rank_correlation(x, y), rank_correlation(x, y, 6)

    wider = (math.atanh(six.high) - math.atanh(six.low)) / (math.atanh(one.high) - math.atanh(one.low))

    assert wider == pytest.approx(2.63826 / 1.95996, abs=1e-4)


def test_nineteen_in_twenty_intervals_of_unconnected_figures_hold_zero() -> None:
    """300 seeded samples of 40 independent pairs: between 92 % and 98 % of the intervals contain 0."""
    random = np.random.default_rng(3)
    found = [rank_correlation(*random.normal(size=(2, 40))) for _ in range(300)]

    assert 0.92 < np.mean([one.low < 0 < one.high for one in found]) < 0.98


@pytest.mark.parametrize(("x", "y", "n"), [
    ([1, 2, 3], [1, 2, 3], 3), ([1, 1, 1, 1, 1], [1, 2, 3, 4, 5], 5), ([1, 2, np.nan, 4], [1, np.inf, 3, 4], 2), ([], [], 0),
])  # fmt: skip
def test_what_tells_nothing_has_no_correlation(x, y, n) -> None:
    """Fewer than four whole pairs, or a side on which all are alike."""
    found = rank_correlation(x, y)

    assert (True, n) == (math.isnan(found.value), found.n)


def test_the_share_of_the_best_fifth() -> None:
    """By hand: of eleven accounts three are the best fifth (rounded up), missing amounts are no accounts, losses count in the total."""
    amounts = [50, 30, 20, 5, 0, 0, 0, 0, -5, -15, -25, np.nan]

    assert 3 == best_count(11)
    assert best_share(amounts) == pytest.approx(100 / 60)
    assert math.isnan(best_share([5, -5])) and math.isnan(best_share([]))


def test_the_bootstrap_is_that_of_plain_resampling() -> None:
    """The same draws, sorted one by one: the shares of 1,000 resamples agree at both ends."""
    amounts = np.sort(np.random.default_rng(4).lognormal(3, 1.2, 57))[::-1]
    drawn = amounts[np.random.default_rng(SEED).integers(0, 57, (RESAMPLES, 57))]
    shares = [np.sort(row)[::-1][:12].sum() / row.sum() for row in drawn]

    found = share_interval(amounts)

    assert [found.low, found.high] == pytest.approx(np.quantile(shares, [0.025, 0.975]))
    assert found.low < found.value < found.high
    assert share_interval(amounts) == found


def test_a_total_near_zero_has_no_interval() -> None:
    """When many resamples lose money in all, the share of the best says nothing sure."""
    found = share_interval([100, 10, 5, -20, -30, -60, 2, 1, 3, -9])

    assert found.value == pytest.approx(110 / 2)
    assert math.isnan(found.low) and math.isnan(found.high)


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"), [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (8, 10, 0.4902, 0.9433), (1, 29, 0.0061, 0.1718)]
)
def test_wilson_intervals_as_published(yes, n, low, high) -> None:
    """Newcombe 1998, method 3: 1 of 29 gives 0.0061 to 0.1718; the exact ends 0 and 1 stay exact."""
    found = rate(yes, n)

    assert [found.low, found.high] == pytest.approx([low, high], abs=5e-5)


def test_what_a_new_customer_costs_in_old_ones() -> None:
    """By hand: 900 / 10 against 1,000 / 100 is 9 times, and chance alone makes it exp(1.96 sqrt(.11)) times more or less."""
    found = ratio_per_head(900, 10, 1000, 100)
    factor = math.exp(1.959964 * math.sqrt(0.11))

    assert [found.low, found.value, found.high] == pytest.approx([9 / factor, 9, 9 * factor])
    assert math.isnan(ratio_per_head(900, 0, 1000, 100).value)
    assert math.isnan(ratio_per_head(900, 10, 0, 100).value)

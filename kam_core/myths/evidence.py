"""The statistics behind the verdicts: rank correlation, shares of the best fifth, a rate, a ratio of counts; each with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.value.bounds import wilson

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
RESAMPLES, SEED = 1000, 20131129
"""Of the bootstrap; the seed is fixed so that the same data give the same interval."""
AT_A_TIME = 2_000_000
"""Draws held in memory together."""
_NEARLY_ONE = 1 - 1e-9


@dataclass(frozen=True)
class Estimate:
    """A value with its interval (NaN where there is none) and what it rests on."""

    value: float
    low: float
    high: float
    n: int


UNKNOWN = Estimate(float("nan"), float("nan"), float("nan"), 0)


def spread(comparisons: int = 1) -> float:
    """
    Half the width of a normal interval in standard deviations; several comparisons hold together at 95 % (Bonferroni).

    >>> round(spread(), 3), round(spread(6), 3)
    (1.96, 2.638)
    """
    return NormalDist().inv_cdf(1 - (1 - LEVEL) / comparisons / 2)


def rank_correlation(x: npt.ArrayLike, y: npt.ArrayLike, comparisons: int = 1) -> Estimate:
    """
    Spearman's rank correlation of the pairs where both are known, with the interval of Fisher's z.

    The variance of z is (1 + rho^2 / 2) / (n - 3) (Bonett & Wright 2000). Fewer than four pairs, or all alike on one side, tell nothing.
    """
    pairs = pd.DataFrame({"x": np.asarray(x, "float64"), "y": np.asarray(y, "float64")}).replace([np.inf, -np.inf], np.nan).dropna()
    n = len(pairs)
    if n < 4 or (pairs.nunique() < 2).any():
        return Estimate(float("nan"), float("nan"), float("nan"), n)
    rho = float(np.corrcoef(pairs["x"].rank(), pairs["y"].rank())[0, 1])
    z, error = np.arctanh(np.clip(rho, -_NEARLY_ONE, _NEARLY_ONE)), np.sqrt((1 + rho**2 / 2) / (n - 3))
    reach = spread(comparisons) * error
    return Estimate(rho, float(np.tanh(z - reach)), float(np.tanh(z + reach)), n)


def best_share(amounts: npt.ArrayLike, part: float = 0.2) -> float:
    """
    Share of the total that the best part of the accounts holds (the number rounded up); NaN while the total is not positive.

    >>> best_share([80, 10, 5, 3, 2])
    0.8
    """
    values = _known(amounts)
    total = float(values.sum())
    return float(np.sort(values)[::-1][: best_count(len(values), part)].sum()) / total if total > 0 else float("nan")


def best_count(n: int, part: float = 0.2) -> int:
    """
    How many accounts a part of them is, rounded up.

    >>> best_count(635), best_count(6), best_count(0)
    (127, 2, 0)
    """
    return int(np.ceil(n * part - 1e-9))


def share_interval(amounts: npt.ArrayLike, part: float = 0.2) -> Estimate:
    """
    That share with a percentile bootstrap over the accounts (seeded).

    Resamples whose total is not positive have no share; when they are more than one in forty there is no interval.
    """
    values = np.sort(_known(amounts))[::-1]
    value = best_share(values, part)
    if np.isnan(value) or len(values) < 2:
        return Estimate(value, float("nan"), float("nan"), len(values))
    shares = _resampled(values, best_count(len(values), part))
    if np.isnan(shares).mean() > (1 - LEVEL) / 2:
        return Estimate(value, float("nan"), float("nan"), len(values))
    low, high = np.nanquantile(shares, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high), len(values))


def _resampled(ranked: Floats, best: int) -> Floats:
    """The share of the ``best`` of every resample: how often each of the ranked amounts was drawn, counted from the top."""
    n, random, found = len(ranked), np.random.default_rng(SEED), []
    rows = max(1, AT_A_TIME // n)
    for start in range(0, RESAMPLES, rows):
        many = min(rows, RESAMPLES - start)
        drawn = random.integers(0, n, (many, n)) + n * np.arange(many)[:, None]
        times = np.bincount(drawn.ravel(), minlength=many * n).reshape(many, n)
        before = np.cumsum(times, axis=1) - times
        top, total = np.clip(best - before, 0, times) @ ranked, times @ ranked
        found.append(np.where(total > 0, top / np.where(total > 0, total, 1.0), np.nan))
    return np.concatenate(found)


def rate(successes: int, n: int) -> Estimate:
    """
    A share of yes and no with Wilson's interval.

    >>> found = rate(8, 10)
    >>> round(found.low, 3), round(found.high, 3)
    (0.49, 0.943)
    """
    if not n:
        return UNKNOWN
    return Estimate(successes / n, *wilson(successes, n, spread()), n)


def ratio_per_head(first: float, new: int, second: float, old: int) -> Estimate:
    """
    (first / new) / (second / old) with the interval that two counts of chance give: log ratio +- 1.96 sqrt(1/new + 1/old).

    >>> round(ratio_per_head(900, 10, 1000, 100).value, 6)
    9.0
    """
    if not new or not old or not second > 0 or not first > 0:
        return Estimate(float("nan"), float("nan"), float("nan"), new + old)
    value, reach = (first / new) / (second / old), np.exp(spread() * np.sqrt(1 / new + 1 / old))
    return Estimate(value, float(value / reach), float(value * reach), new + old)


def _known(amounts: npt.ArrayLike) -> Floats:
    values = np.asarray(amounts, dtype="float64")
    known: Floats = values[~np.isnan(values)]
    return known

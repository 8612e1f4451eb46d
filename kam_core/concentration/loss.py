"""
What may be lost within a year when each account leaves with its own probability: the expectation, and 10,000 draws.

The draws are independent of one another. A crisis that takes several accounts at once is not modelled: what is lost in one is more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

DRAWS, SEED = 10_000, 16
LEVEL = 0.95
CHUNK = 250
"""Draws made at once, so that 10,000 accounts take a few megabytes."""
STEPS = 1 << 16
"""Probabilities are met to 1 in 65,536: two bytes of chance a draw and account."""


@dataclass(frozen=True)
class Loss:
    """Shares of the total, 0-1."""

    expected: float
    """Sum of share x (1 - retention), exact."""
    worst: float
    """The 95 % loss: not exceeded in 95 of 100 draws."""
    low: float
    high: float
    """Between these the 95 % loss lies with 95 % confidence: so many draws tell it no better."""
    draws: Floats
    """The loss of each draw."""
    known: float
    """The share of the total whose retention is known; the rest is in no figure here."""


def expected_loss(shares: npt.ArrayLike, retention: npt.ArrayLike) -> float:
    """
    Sum of share x (1 - retention) over the holders whose retention is known.

    >>> round(expected_loss([.5, .3, .2], [.9, .8, float("nan")]), 12)
    0.11
    """
    share, kept = np.asarray(shares, "float64"), np.asarray(retention, "float64")
    return float(np.nansum(share * (1 - kept)))


def loss(shares: npt.ArrayLike, retention: npt.ArrayLike, draws: int = DRAWS, seed: int = SEED) -> Loss | None:
    """The loss of holders who each leave or stay as a whole; ``None`` where no retention is known. The same seed, the same draws."""
    share, kept = np.asarray(shares, "float64"), np.asarray(retention, "float64")
    told = ~np.isnan(kept) & (share > 0)
    if not told.any():
        return None
    share, leaves = share[told], 1 - np.clip(kept[told], 0, 1)
    order = np.lexsort((leaves, -share))
    found = _drawn(share[order], leaves[order], draws, seed)
    low, high = _between(found)
    worst = float(np.quantile(found, LEVEL, method="inverted_cdf"))
    return Loss(float((share * leaves).sum()), worst, low, high, found, float(share.sum()))


def _drawn(share: Floats, leaves: Floats, draws: int, seed: int) -> Floats:
    """The loss of each draw: who surely leaves is lost in all, who surely stays in none."""
    surely = float(share[leaves >= 1].sum())
    open_ = (leaves > 0) & (leaves < 1)
    weight = share[open_].astype("float32")
    limit = np.clip(np.rint(leaves[open_] * STEPS), 1, STEPS - 1).astype("uint16")
    random, found = np.random.default_rng(seed), np.empty(draws)
    for start in range(0, draws, CHUNK):
        n = min(CHUNK, draws - start)
        chance = random.integers(0, STEPS, size=(n, len(weight)), dtype="uint16")
        found[start : start + n] = (chance < limit).astype("float32") @ weight
    return found + surely


def _between(found: Floats) -> tuple[float, float]:
    """The order statistics between which the quantile lies with 95 % confidence (normal approximation of the binomial)."""
    n = len(found)
    spread = 1.96 * np.sqrt(n * LEVEL * (1 - LEVEL))
    low, high = int(np.floor(n * LEVEL - spread)), int(np.ceil(n * LEVEL + spread))
    ordered = np.sort(found)
    return float(ordered[max(low, 0)]), float(ordered[min(high, n - 1)])

"""The Pareto check (methods 1): how much the largest fifth of the accounts holds, and how few hold four fifths."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt

TOP, MOST = 0.2, 0.8
"""The fifth that is looked at, and the share that is called most of it."""


@dataclass(frozen=True)
class Pareto:
    """What the largest accounts hold of an amount; losses are told apart, so that a share never hides them."""

    n: int
    """Accounts with a known amount."""
    top: int
    """How many the largest fifth is, rounded up."""
    held: float
    """What they hold."""
    total: float
    """Of all accounts, losses taken off."""
    gained: float
    """Of the accounts above zero."""
    losers: int
    few: int
    """So many of the largest hold four fifths of what is gained."""

    @property
    def share(self) -> float:
        """What they hold of the total; above 1 where the others lose money, NaN where nothing is left."""
        return self.held / self.total if self.total > 0 else np.nan

    @property
    def share_of_gains(self) -> float:
        """What they hold of what the winners earn, 0-1; NaN without any."""
        return self.held / self.gained if self.gained > 0 else np.nan

    @property
    def alike(self) -> bool:
        """Whether all hold the same, to rounding: then no class means anything."""
        return self.n > 1 and self.gained > 0 and not self.losers and abs(self.held / self.top - self.total / self.n) < 1e-9 * self.total


def pareto(amounts: npt.ArrayLike) -> Pareto:
    """
    The check of some amounts; missing ones are left out.

    >>> found = pareto([50, 30, 20, 5, 0, -5, -15, -25])
    >>> found.top, found.held, round(found.share, 4), round(found.share_of_gains, 4), found.few
    (2, 80.0, 1.3333, 0.7619, 3)
    """
    values = np.asarray(amounts, dtype="float64")
    ranked = np.sort(values[~np.isnan(values)])[::-1]
    gains = np.maximum(ranked, 0.0)
    gained, n = float(gains.sum()), len(ranked)
    top = ceil(round(TOP * n, 9))
    few = int(np.searchsorted(np.cumsum(gains), MOST * gained * (1 - 1e-12)) + 1) if gained > 0 else 0
    return Pareto(n, top, float(gains[:top].sum()), float(ranked.sum()), gained, int((ranked < 0).sum()), few)

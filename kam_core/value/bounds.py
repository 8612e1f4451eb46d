"""
How far a lifetime value may lie from its estimate: an 80 % range for each account and for the portfolio.

Proposed definition. Two things are uncertain. The retention: where it is the portfolio's own, the Wilson interval of the k accounts
of n that stayed; where somebody gave it (entered, contract, set for all) 10 points to either side. The yearly profit: the spread of
the last two years, 1.28 standard deviations. Both ends are full reruns of the lifetime value, put together as the root of the
squares. The rates of all accounts move together; one year of history says nothing about the spread of the profit, and is told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam_core.params import Params
from kam_core.value.clv import Floats
from kam_core.value.lifetime import worth
from kam_core.value.retention import stayed

Z80 = 1.2815515655446004
"""Standard normal quantile of 90 %: four in five lie within so many standard deviations."""

JUDGED = 0.10
"""Points to either side of a retention that somebody gave."""

FEW = 30
"""Fewer accounts behind a rate of the portfolio are called few."""

OWN = ("portfolio", "rhythm")
"""Origins that rest on the rate of the portfolio."""


@dataclass(frozen=True)
class Range:
    """The value of a portfolio and its 80 % range; how many accounts stayed, of how many."""

    low: float
    value: float
    high: float
    kept: int
    asked: int

    @property
    def few(self) -> bool:
        """Whether so few accounts stand behind the rate that it says little."""
        return self.asked < FEW


@dataclass(frozen=True)
class _Reruns:
    value: Floats
    low_rate: Floats
    high_rate: Floats
    year_before: Floats
    """With the profit of the year before; the value itself where there is none."""


def wilson(kept: int, asked: int, z: float = Z80) -> tuple[float, float]:
    """
    The Wilson interval of a share; without any case everything is possible.

    >>> [round(end, 4) for end in wilson(8, 10)]
    [0.6016, 0.9138]
    """
    if not asked:
        return 0.0, 1.0
    share, more = kept / asked, z * z / asked
    half = z * math.sqrt(share * (1 - share) / asked + more / (4 * asked))
    # At 0 and 1 the bound is exact; rounding would put it a hair beyond.
    return max((share + more / 2 - half) / (1 + more), 0.0), min((share + more / 2 + half) / (1 + more), 1.0)


def bounds(scores: pd.DataFrame, params: Params, every: pd.DataFrame | None = None) -> pd.DataFrame:
    """Columns ``clv_low`` and ``clv_high`` for the accounts of a score; ``every`` is the score of all accounts, when these are some."""
    found = _reruns(scores, params, every)
    low, high = _together(found.value, found.low_rate, found.high_rate, found.year_before)
    return pd.DataFrame({"clv_low": low, "clv_high": high}, index=scores.index)


def portfolio_range(scores: pd.DataFrame, params: Params, every: pd.DataFrame | None = None) -> Range:
    """The same for their sum; NaN where no value is known."""
    found, known = _reruns(scores, params, every), scores["clv"].notna().to_numpy()
    totals = [np.array([part[known].sum()]) for part in (found.value, found.low_rate, found.high_rate, found.year_before)]
    low, high = _together(*totals)
    kept, asked = stayed(scores if every is None else every)
    if not known.any():
        return Range(np.nan, np.nan, np.nan, kept, asked)
    return Range(float(low[0]), float(totals[0][0]), float(high[0]), kept, asked)


def _reruns(scores: pd.DataFrame, params: Params, every: pd.DataFrame | None) -> _Reruns:
    low, high = _rates(scores, *stayed(scores if every is None else every))
    now, before = (scores[name].to_numpy("float64") for name in ("profit_12m", "profit_prior_12m"))
    ends = [worth(scores, params.value, scores.assign(retention=rate)) for rate in (low, high)]
    value = worth(scores, params.value, scores)
    return _Reruns(value, ends[0], ends[1], worth(scores, params.value, scores, np.where(np.isnan(before), now, before)))


def _rates(scores: pd.DataFrame, kept: int, asked: int) -> tuple[Floats, Floats]:
    """The retention of each account at the two ends of its interval; silence lowers both as it lowers the rate."""
    rate, own = scores["retention"].to_numpy("float64"), scores["retention_origin"].isin(OWN).to_numpy()
    silence = rate / (kept / asked) if kept else np.ones(len(rate))
    low, high = wilson(kept, asked)
    return (
        np.where(own, silence * low, np.maximum(rate - JUDGED, 0.0)),
        np.where(own, np.minimum(silence * high, 1.0), np.minimum(rate + JUDGED, 1.0)),
    )


def _together(value: Floats, low_rate: Floats, high_rate: Floats, year_before: Floats) -> tuple[Floats, Floats]:
    """Two causes as the root of the squares; the spread of two years is their distance over the root of two."""
    spread = Z80 * np.abs(value - year_before) / math.sqrt(2)
    down = np.maximum(value - np.minimum(low_rate, high_rate), 0.0)
    up = np.maximum(np.maximum(low_rate, high_rate) - value, 0.0)
    return value - np.hypot(down, spread), value + np.hypot(up, spread)

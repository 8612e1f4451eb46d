"""When a model of purchases is not to be believed: what it takes for granted is tested on the purchases themselves, and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam_core.text import N_
from kam_core.value.gamma_gamma import correlation

DOUBTS: Mapping[str, str] = {
    "correlated": N_("Frequency and spend go together (r = {r}, n = {n}); Gamma-Gamma takes them to be unrelated."),
    "truncated": N_("{share} of all customers appear in the first {weeks} weeks: the data begin in mid-life, so leaving is underrated."),
    "seasonal": N_("Purchases have a season: the strongest month has {times} times those of the weakest."),
    "short": N_("The history is {weeks} weeks, the middle gap between purchases {gap}: too short to tell who has left."),
    "few": N_("{n} customers came back: too few for a model."),
}
"""What may be wrong (message ids)."""

RELATED, OPENING, CROWDED, SEASON, GAPS, FEWEST = 0.2, 0.1, 0.35, 2.0, 3.0, 50
"""
From which correlation, in which share of the history, from which share of customers, ratio of months, history in gaps, repeat buyers.
"""

YEAR_WEEKS = 52


@dataclass(frozen=True)
class Doubt:
    """One doubt and the figures in its sentence."""

    id: str
    facts: Mapping[str, float]


def doubts(frame: pd.DataFrame, months: pd.Series) -> list[Doubt]:
    """
    What speaks against a model of purchases on a table of customers in weeks; ``months`` = purchases by calendar month, in order.

    >>> won_today = pd.DataFrame({"frequency": [0.0], "recency": [0.0], "T": [0.0], "monetary_value": [0.0]})
    >>> [doubt.id for doubt in doubts(won_today, pd.Series([1]))]
    ['few', 'short']
    """
    repeat = frame[frame["frequency"] > 0]
    found = [Doubt("few", {"n": len(repeat)})] if len(repeat) < FEWEST else []
    r, n = correlation(repeat[repeat["monetary_value"] > 0])
    if n >= FEWEST and abs(r) > RELATED:
        found.append(Doubt("correlated", {"r": r, "n": n}))
    return [*found, *_truncated(frame), *_seasonal(months), *_short(frame, repeat)]


def _truncated(frame: pd.DataFrame) -> list[Doubt]:
    history = float(frame["T"].max())
    weeks = history * OPENING
    share = float((frame["T"] > history - weeks).mean())
    return [Doubt("truncated", {"share": share, "weeks": round(weeks)})] if len(frame) >= FEWEST and share > CROWDED else []


def _seasonal(months: pd.Series) -> list[Doubt]:
    """The strongest against the weakest calendar month, over whole years: two at least, or nothing is said."""
    years = len(months) // 12
    if years < 2:
        return []
    by_month = months.to_numpy("float64")[-12 * years :].reshape(years, 12).sum(axis=0)
    times = by_month.max() / max(by_month.min(), 1.0)
    return [Doubt("seasonal", {"times": times})] if times >= SEASON else []


def _short(frame: pd.DataFrame, repeat: pd.DataFrame) -> list[Doubt]:
    history = float(frame["T"].max()) if len(frame) else 0.0
    gap = float((repeat["recency"] / repeat["frequency"]).median()) if len(repeat) else np.inf
    return [Doubt("short", {"weeks": round(history), "gap": round(gap, 1) if np.isfinite(gap) else 0.0})] if history < GAPS * gap else []

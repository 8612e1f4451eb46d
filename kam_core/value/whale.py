"""The whale curve: cumulative profit with the most profitable account first (Kaplan; methods 2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd


@dataclass(frozen=True)
class WhaleCurve:
    """The curve and the figures one says about it. Percentages are ``None`` when the total is not positive (undefined)."""

    frame: pd.DataFrame
    """share (of accounts, 0-1), cumulative (money), percent (of the total, 100 = all; NaN when undefined); starts at the origin."""
    total: float
    peak: float
    peak_percent: float | None
    erosion: float | None
    """Points of the total lost again after the peak."""
    peak_at: float
    """Share of accounts at the peak."""
    winners: int
    losers: int
    gained: float
    lost: float


def whale_curve(profits: npt.ArrayLike) -> WhaleCurve:
    """
    The whale curve of the profits of accounts (money; missing ones are left out).

    >>> curve = whale_curve([50, 30, 20, 5, 0, -5, -15, -25])
    >>> curve.total, curve.peak_percent, curve.erosion, curve.losers
    (60.0, 175.0, 75.0, 3)
    """
    profit = np.asarray(profits, dtype="float64")
    profit = np.sort(profit[~np.isnan(profit)])[::-1]
    cumulative = np.concatenate([[0.0], np.cumsum(profit)])
    n, total = len(profit), float(cumulative[-1])
    peak_index = int(np.argmax(cumulative))
    share = np.arange(n + 1) / max(n, 1)
    percent = cumulative / total * 100 if total > 0 else np.full(n + 1, np.nan)
    peak_percent = float(percent[peak_index]) if total > 0 else None
    return WhaleCurve(
        frame=pd.DataFrame({"share": share, "cumulative": cumulative, "percent": percent}),
        total=total,
        peak=float(cumulative[peak_index]),
        peak_percent=peak_percent,
        erosion=None if peak_percent is None else peak_percent - 100,
        peak_at=float(share[peak_index]),
        winners=int((profit > 0).sum()),
        losers=int((profit < 0).sum()),
        gained=float(profit[profit > 0].sum()),
        lost=float(profit[profit < 0].sum()),
    )

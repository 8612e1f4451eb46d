"""How much of last year is left (methods 20): accounts, net revenue retention and gross revenue retention, 12 months on 12."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Kept:
    """Shares of what the accounts of the 12 months before last were and brought; missing without any."""

    n: int
    """Accounts that brought revenue in the 12 months before the last 12."""
    accounts: float
    net: float
    gross: float
    """Net, with no account counted above what it brought then."""


def kept(scores: pd.DataFrame) -> Kept:
    """What is left of the accounts with revenue in the 12 months before the last 12; new ones do not count."""
    then, now = (scores[name].to_numpy("float64") for name in ("revenue_prior_12m", "revenue_12m"))
    had = then > 0
    then, now = then[had], np.nan_to_num(now[had])
    total = float(then.sum())
    if not total > 0:
        return Kept(0, np.nan, np.nan, np.nan)
    return Kept(len(then), float((now > 0).mean()), float(now.sum()) / total, float(np.minimum(now, then).sum()) / total)

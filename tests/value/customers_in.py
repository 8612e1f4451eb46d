"""Customers to fit models to: the CDNOW log of the papers, and customers drawn from a model."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from kam_core.value.rfm_summary import rfm_summary

CDNOW = Path(__file__).parent / "cdnow"
CALIBRATED, ENDED = "1997-09-30", "1998-06-30"


@cache
def log(name: str = "sample") -> pd.DataFrame:
    """The lines of the CDNOW log (``full``) or of its 1/10 sample."""
    return pd.read_parquet(CDNOW / f"{name}.parquet").astype({"revenue": "float64"})


@cache
def cdnow(name: str = "sample") -> pd.DataFrame:
    """The 39 weeks of calibration of the papers: a line of 0 dollars is a purchase there."""
    return rfm_summary(log(name), CALIBRATED, free_orders=True)


def drawn(
    n: int, seed: int, r: float, alpha: float, a: float, b: float, weeks: float = 104.0, *, leaves_at_once: bool = False
) -> pd.DataFrame:
    """Customers of BG/NBD (with ``leaves_at_once`` of MBG/NBD), each watched for up to ``weeks``."""
    rng = np.random.default_rng(seed)
    T = weeks - rng.uniform(0, weeks / 4, n)
    rate, leave = rng.gamma(r, 1 / alpha, n), rng.beta(a, b, n)
    x, last, now = np.zeros(n), np.zeros(n), np.zeros(n)
    here = np.flatnonzero(rng.random(n) >= leave) if leaves_at_once else np.arange(n)
    while len(here):
        now[here] += rng.exponential(1 / rate[here])
        here = here[now[here] <= T[here]]
        x[here], last[here] = x[here] + 1, now[here]
        here = here[rng.random(len(here)) >= leave[here]]
    return pd.DataFrame({"frequency": x, "recency": last, "T": T})

"""Portfolios whose groups are known, as the features of their accounts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

NAMES = ("profit", "categories", "silence", "repeat")
"""The features of the planted portfolio."""

GROUPS = ((50_000, 6, 0.5, 0.95), (2_000, 2, 1.0, 0.6), (200, 4, 9.0, 0.15))
"""Their middles, the highest profit first."""


def planted(each: int = 40, seed: int = 1) -> tuple[pd.DataFrame, pd.Series]:
    """Three groups of accounts that differ in all four features, and the group of each account (1, 2, 3 as text)."""
    draw = np.random.default_rng(seed)
    noise = lambda width: np.exp(draw.normal(0, width))  # noqa: E731
    rows = [
        (money * noise(0.3), many * noise(0.1), silent * noise(0.2), rate + draw.normal(0, 0.04))
        for money, many, silent, rate in GROUPS
        for _ in range(each)
    ]
    frame = indexed(np.array(rows), NAMES)
    return frame, pd.Series(np.repeat(["1", "2", "3"], each), index=frame.index)


def indexed(values: object, names: Sequence[str]) -> pd.DataFrame:
    """Features of accounts A0000, A0001, ..."""
    rows = np.asarray(values, dtype=float)
    return pd.DataFrame(rows, columns=list(names), index=pd.Index([f"A{i:04d}" for i in range(len(rows))], name="account_id"))

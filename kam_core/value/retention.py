"""
The yearly retention of each account and where it comes from (methods 3), in this order: a rate set for all; entered for the
account; its contract; else the portfolio's own rate, lowered for accounts that are silent beyond their own rhythm.

The portfolio's rate is the share, among accounts that bought in the 12 months before last, that bought in the last 12.
The rhythm lowers it to r * q0 / q once the silence q (days since the last order / own median gap) passes q0 (2 by default).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam_core.params import ValueParams
from kam_core.text import N_

ORIGINS = {
    "parameter": N_("set for all"),
    "entered": N_("entered for the account"),
    "contract": N_("from the contract"),
    "portfolio": N_("the portfolio's own"),
    "rhythm": N_("the portfolio's, lowered by silence"),
}

MIN_ACCOUNTS = 5
"""Fewer accounts active in the year before last say nothing about retention."""


def stayed(state: pd.DataFrame) -> tuple[int, int]:
    """How many accounts bought in the last 12 months, of how many that bought in the 12 months before."""
    before = state["revenue_prior_12m"].to_numpy() > 0
    return int((state["revenue_12m"].to_numpy()[before] > 0).sum()), int(before.sum())


def portfolio_retention(state: pd.DataFrame) -> float | None:
    """The portfolio's own yearly retention; ``None`` when too few accounts bought in the 12 months before last."""
    kept, asked = stayed(state)
    return None if asked < MIN_ACCOUNTS else kept / asked


def retention(state: pd.DataFrame, params: ValueParams) -> pd.DataFrame:
    """Columns ``retention`` (0-1, missing when nothing tells it) and ``retention_origin`` for every row of the account state."""
    n = len(state)
    own = portfolio_retention(state)
    rate = np.full(n, np.nan if own is None else own)
    origin = np.full(n, "portfolio" if own is not None else "", dtype=object)
    gap, silent = state["median_gap_days"].to_numpy("float64"), state["days_since_last"].to_numpy("float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = silent / np.maximum(gap, 1.0)
    quiet = (ratio > params.quiet_gap_ratio) & ~np.isnan(rate) & ~np.isnan(gap)
    rate[quiet] *= params.quiet_gap_ratio / ratio[quiet]
    origin[quiet] = "rhythm"
    for column, name in (("renewal_probability", "contract"), ("fact_retention", "entered")):
        if column in state:
            given = state[column].to_numpy("float64")
            # A rate typed as 80 for 80 % is no rate: taken as one it would make the lifetime value explode.
            known = (given >= 0) & (given <= 1) & ((state["contract_live"].to_numpy("float64") == 1) if name == "contract" else True)
            rate[known], origin[known] = given[known], name
    if params.retention is not None:
        rate[:], origin[:] = params.retention, "parameter"
    return pd.DataFrame({"retention": rate, "retention_origin": origin}, index=state.index)

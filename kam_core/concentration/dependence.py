"""Dependence both ways (methods 16): our share of their purchases against their share of our revenue."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kam_core.index.measured import measure
from kam_core.params import ConcentrationParams
from kam_core.text import N_

FIELDS: Mapping[str, str] = {
    "mutual": N_("Both depend"),
    "we_depend": N_("We depend"),
    "they_depend": N_("They depend"),
    "neither": N_("Neither depends"),
}
"""The four fields (message ids)."""
ADVICE: Mapping[str, str] = {
    "mutual": N_("Plan together, and bind both by contract."),
    "we_depend": N_("Win other accounts; make leaving costly for them."),
    "they_depend": N_("A strong place: earn it by service, not by price."),
    "neither": N_("Room on both sides: grow what pays."),
}
COLUMNS = ("account_id", "account_name", "owner", "revenue_12m", "our_share", "their_share", "dependence")


def dependence(scores: pd.DataFrame, limits: ConcentrationParams, total: float | None = None) -> pd.DataFrame:
    """
    The accounts whose purchases are known, the largest first: their_share (of our revenue), our_share (of their purchases), field.

    Our share is the one entered, else our revenue of 12 months in what they spend a year (``wallet_spend``); above 1 the facts
    contradict one another. ``total`` is our revenue, by default that of the accounts given; only positive amounts count.
    """
    revenue = scores["revenue_12m"].to_numpy("float64")
    all_ = float(revenue[revenue > 0].sum()) if total is None else total
    found = scores[["account_id", "account_name", "owner", "revenue_12m"]].copy()
    found["our_share"] = measure("wallet_share", scores)
    found["their_share"] = np.clip(revenue, 0, None) / all_ if all_ > 0 else np.nan
    found = found[found["our_share"].notna() & found["their_share"].notna()]
    we, they = found["their_share"] >= limits.disclosed_from, found["our_share"] >= limits.they_depend_from
    found["dependence"] = np.select([we & they, we, they], ["mutual", "we_depend", "they_depend"], "neither")
    return found.sort_values(["revenue_12m", "account_id"], ascending=[False, True]).reset_index(drop=True)[list(COLUMNS)]

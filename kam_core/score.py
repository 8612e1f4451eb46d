"""One row per account: profit, lifetime value and the indices, as of a date, under parameters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import account_state, as_of_or_last
from kam_core.index import index_table
from kam_core.params import Params, validate
from kam_core.value.clv import net_present_value, survival
from kam_core.value.retention import retention

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

INDICES = ("importance", "trust", "confidence", "attitude", "patronage")
"""The index columns a score always has; one that is not declared yet stays missing."""


def score(
    book: Workbook,
    as_of: date | str | None = None,
    window: str | None = None,
    params: Params | None = None,
    scenario: None = None,
) -> pd.DataFrame:
    """
    Score every account on a date.

    ``as_of`` defaults to the last transaction date (without transactions the last ``valid_on``); money covers all facts up to it
    unless ``window`` (``"12m"``) says less. ``scenario`` is reserved for what-if. Returns a new frame, sorted by ``account_id``:
    money in the workbook's currency, indices and coverage 0-100 and 0-1, missing where nothing is known.
    """
    if scenario is not None:
        raise NotImplementedError
    params = validate(params or Params())
    state = account_state(book, as_of, window, params)
    valued = pd.concat([state, lifetime_value(state, params)], axis=1)
    indices = index_table(book, valued, as_of_or_last(book, as_of), params)
    for name in INDICES:
        valued[name] = indices[name].to_numpy() if name in indices else np.nan
        valued[f"{name}_coverage"] = indices[f"{name}_coverage"].to_numpy() if name in indices else 0.0
    return valued


def lifetime_value(state: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Columns ``retention``, ``retention_origin`` and ``clv`` (m_0 = profit of the last 12 months) for an account state."""
    value = params.value
    told = retention(state, value)
    by_contract = told["retention_origin"].eq("contract").to_numpy()
    years = np.where(by_contract, state["contract_years"].to_numpy("float64"), np.nan)
    alive = survival(told["retention"].to_numpy(), value.horizon, years, state["renewal_probability"].to_numpy("float64"))
    earned = state["profit_12m"].to_numpy("float64")
    silent = state["revenue"].notna().to_numpy() & state["revenue_12m"].isna().to_numpy() & state["lifetime_profit"].notna().to_numpy()
    margin = np.where(np.isnan(earned) & silent, 0.0, earned)
    told["clv"] = net_present_value(margin, alive, value.discount_rate, value.margin_growth)
    return told

"""Lifetime value of every account of a state: yearly margin, retention and its origin, contract, discounting put together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam_core.params import Params
from kam_core.value.clv import net_present_value, survival
from kam_core.value.retention import retention


def lifetime_value(state: pd.DataFrame, params: Params) -> pd.DataFrame:
    """Columns ``retention``, ``retention_origin`` and ``clv`` (m_0 = profit of the last 12 months) for an account state."""
    value = params.value
    told = retention(state, value)
    by_contract = told["retention_origin"].eq("contract").to_numpy()
    years = np.where(by_contract, state["contract_years"].to_numpy("float64"), np.nan)
    alive = survival(told["retention"].to_numpy(), value.horizon, years, state["renewal_probability"].to_numpy("float64"))
    told["clv"] = net_present_value(state["profit_12m"].to_numpy("float64"), alive, value.discount_rate, value.margin_growth)
    return told

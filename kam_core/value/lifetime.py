"""Lifetime value of every account of a state: yearly margin, retention and its origin, contract, discounting put together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.params import Params, ValueParams
from kam_core.value.clv import Floats, net_present_value, survival
from kam_core.value.retention import retention


def lifetime_value(state: pd.DataFrame, params: Params, rates: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Columns ``retention``, ``retention_origin`` and ``clv`` (m_0 = profit of the last 12 months) for an account state.

    ``rates`` are the first two where they are known already: what somebody assumes says nothing about how customers stay.
    """
    told = (retention(state, params.value) if rates is None else rates[["retention", "retention_origin"]]).copy()
    told["clv"] = worth(state, params.value, told)
    return told


def worth(state: pd.DataFrame, value: ValueParams, rates: pd.DataFrame, profit: npt.ArrayLike | None = None) -> Floats:
    """The lifetime value of each account under these retentions; ``profit`` stands in for the one of the last 12 months."""
    yearly = state["profit_12m"].to_numpy("float64") if profit is None else profit
    return net_present_value(yearly, still_customers(state, value.horizon, rates), value.discount_rate, value.margin_growth)


def still_customers(state: pd.DataFrame, horizon: int, rates: pd.DataFrame) -> Floats:
    """
    The share of each account that is still a customer at the end of each coming year, shape (accounts, horizon).

    A retention that comes from the contract is the chance of a renewal: until the contract ends the account stays.
    """
    by_contract = rates["retention_origin"].eq("contract").to_numpy()
    rate, left = rates["retention"].to_numpy("float64"), state["contract_years"].to_numpy("float64")
    return survival(rate, horizon, np.where(by_contract, left, np.nan), rate)


def expected_profit(state: pd.DataFrame, value: ValueParams, rates: pd.DataFrame) -> Floats:
    """What each account is expected to earn in each coming year, not discounted, shape (accounts, horizon)."""
    years = np.arange(1, value.horizon + 1, dtype="float64")
    grown = state["profit_12m"].to_numpy("float64")[:, None] * (1 + value.margin_growth) ** years
    return np.asarray(grown * still_customers(state, value.horizon, rates), dtype="float64")


def contract_steps(scores: pd.DataFrame) -> Floats:
    """Years until the contract ends of the accounts whose retention is the chance of its renewal; NaN for the others."""
    return np.where(scores["retention_origin"].eq("contract"), scores["contract_years"].to_numpy("float64"), np.nan)

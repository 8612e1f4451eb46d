"""Measured items: a column of the account state becomes 0-100, against the item's scale or against the other accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from kam_core.index.shapes import Floats, Item, Scaling

LOW_PERCENTILE, HIGH_PERCENTILE = 5.0, 95.0
"""The ends of the logarithmic scale of money (methods 6)."""
EQUAL_DIGITS = 12
"""Values that agree to so many digits of the largest are one value."""


def measured(item: Item, state: pd.DataFrame) -> tuple[Floats, Floats]:
    """
    The raw measure and its value 0-100 (NaN where unknown) for every row of the state.

    Scales that compare accounts need all accounts in the state, not a filtered part of it.
    """
    raw = measure(str(item.measure), state)
    value = _SCALINGS[item.scaling](raw, item)
    return raw, 100.0 - value if item.reverse else value


def measure(name: str, state: pd.DataFrame) -> Floats:
    """A column of the state by name, or one derived from several; unknown to the state = missing for all."""
    if name in DERIVED:
        return DERIVED[name][0](state)
    return _column(state, name)


def columns_of(name: str) -> tuple[str, ...]:
    """The columns of the state that a measure reads."""
    return DERIVED[name][1] if name in DERIVED else (name,)


def _column(state: pd.DataFrame, name: str) -> Floats:
    if name not in state.columns:
        return np.full(len(state), np.nan)
    values = state[name].to_numpy("float64", na_value=np.nan)
    return np.where(np.isfinite(values), values, np.nan)


def _wallet_share(state: pd.DataFrame) -> Floats:
    """The share somebody entered, else our sales of the last 12 months in what they spend a year (never bought: unknown)."""
    entered, spend = _column(state, "fact_wallet_share"), _column(state, "fact_wallet_spend")
    bought = np.where(np.isnan(_column(state, "revenue")), np.nan, np.nan_to_num(_column(state, "revenue_12m")))
    share = np.where(spend > 0, bought / np.where(spend > 0, spend, 1.0), np.nan)
    return np.where(np.isnan(entered), share, entered)


def _of_revenue(state: pd.DataFrame, *columns: str) -> Floats:
    """Columns together in per cent of the revenue; missing where nothing was sold, or none of them is known."""
    parts, revenue = [_column(state, name) for name in columns], _column(state, "revenue")
    known = ~np.all([np.isnan(part) for part in parts], axis=0) & (revenue > 0)
    return np.where(known, 100.0 * np.sum(np.nan_to_num(parts), axis=0) / np.where(revenue > 0, revenue, 1.0), np.nan)


def _net_margin(state: pd.DataFrame) -> Floats:
    """Gross profit in per cent of the revenue (methods 2)."""
    return _of_revenue(state, "gross_profit")


def _serving_share(state: pd.DataFrame) -> Floats:
    """Cost to serve and cost of credit in per cent of the revenue: at the net margin an account breaks even."""
    return _of_revenue(state, "cost_to_serve", "cost_of_credit")


def _profit_margin(state: pd.DataFrame) -> Floats:
    """Profit by revenue of the last 12 months; missing where nothing was sold."""
    bought = _column(state, "revenue_12m")
    return np.where(bought > 0, _column(state, "profit_12m") / np.where(bought > 0, bought, 1.0), np.nan)


def _growth(state: pd.DataFrame) -> Floats:
    """Revenue of the last 12 months against the 12 before, 0 = as before; missing where nothing was bought then."""
    before = _column(state, "revenue_prior_12m")
    return np.where(before > 0, _column(state, "revenue_12m") / np.where(before > 0, before, 1.0) - 1.0, np.nan)


def _revenue_share(state: pd.DataFrame) -> Floats:
    """Share of all positive revenue of the last 12 months; what is below zero has no share."""
    bought = _column(state, "revenue_12m")
    total = float(np.nansum(np.maximum(bought, 0.0)))
    return np.where(bought >= 0, bought / total, np.nan) if total > 0 else np.full(len(state), np.nan)


DERIVED: Mapping[str, tuple[Callable[[pd.DataFrame], Floats], tuple[str, ...]]] = {
    "net_margin": (_net_margin, ("gross_profit", "revenue")),
    "serving_share": (_serving_share, ("cost_to_serve", "cost_of_credit", "revenue")),
    "profit_margin": (_profit_margin, ("profit_12m", "revenue_12m")),
    "growth": (_growth, ("revenue_12m", "revenue_prior_12m")),
    "revenue_share": (_revenue_share, ("revenue_12m",)),
    "wallet_share": (_wallet_share, ("fact_wallet_share", "fact_wallet_spend", "revenue", "revenue_12m")),
}
"""Measures made of several columns: how, and of which."""


def _linear(raw: Floats, item: Item) -> Floats:
    """Along the scale of the item; beyond its ends counts as its ends."""
    return 100.0 * np.clip((raw - item.low) / (item.high - item.low), 0.0, 1.0)


def _log_band(raw: Floats, item: Item) -> Floats:  # noqa: ARG001 - one signature for all scalings
    """100 (ln x - ln p5) / (ln p95 - ln p5), clipped; p5 and p95 over the accounts with a value; 0 stays 0, all equal are 50."""
    positive = raw[raw > 0]
    if not len(positive):
        return np.where(raw == 0, 0.0, np.nan)
    low, high = np.log(np.percentile(positive, [LOW_PERCENTILE, HIGH_PERCENTILE]))
    log = np.log(np.where(raw > 0, raw, 1.0))
    value = np.full(len(raw), 50.0) if high <= low else 100.0 * np.clip((log - low) / (high - low), 0.0, 1.0)
    return np.where(raw > 0, value, np.where(raw == 0, 0.0, np.nan))


def _percentile(raw: Floats, item: Item) -> Floats:  # noqa: ARG001 - one signature for all scalings
    """Share of the accounts with a value that lie below, equal ones counted half; a single account is 50."""
    if np.isnan(raw).all():
        return np.full(len(raw), np.nan)
    # Equal but for the last bits of a sum is equal: those bits depend on the order of adding, and would make ranks of nothing.
    largest = float(np.nanmax(np.abs(raw)))
    raw = np.round(raw / (largest or 1.0), EQUAL_DIGITS)
    known = np.sort(raw[~np.isnan(raw)])
    below, upto = np.searchsorted(known, raw, "left"), np.searchsorted(known, raw, "right")
    return np.where(np.isnan(raw), np.nan, 100.0 * (below + upto) / (2.0 * len(known)))


_SCALINGS: Mapping[Scaling, Callable[[Floats, Item], Floats]] = {"linear": _linear, "log_band": _log_band, "percentile": _percentile}

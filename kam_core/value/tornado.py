"""
What moves a lifetime value: one assumption at a time goes down and up, the others are held (methods 3).

Every end is a full rerun of the lifetime value, not a slope: it holds for loss-makers, whose value falls when they stay longer,
and for contracts, whose first years no retention changes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from kam_core.params import Params, ValueParams, fields_of
from kam_core.text import N_
from kam_core.value.clv import Floats
from kam_core.value.lifetime import worth

STEPS: Mapping[str, float] = {"retention": 0.10, "margin": 0.02, "margin_growth": 0.05, "discount_rate": 0.04, "horizon": 2.0}
"""How far each assumption moves to either side: points of retention, points of margin on revenue, points a year, years."""

TITLES: Mapping[str, str] = {
    "retention": N_("Retention"),
    "margin": N_("Margin rate"),
    "margin_growth": N_("Growth of profit"),
    "discount_rate": N_("Discount rate"),
    "horizon": N_("Horizon"),
}

COLUMNS = ["assumption", "stands_at", "low_by", "high_by", "low_value", "high_value", "low_change", "high_change", "width"]


def tornado(
    scores: pd.DataFrame, params: Params, accounts: Collection[str] | None = None, steps: Mapping[str, float] = STEPS
) -> pd.DataFrame:
    """
    One row an assumption, the widest first: what the value of the accounts (all, or those named) becomes at its two ends.

    ``scores`` as ``kam.score`` gives them under ``params``. Columns: stands_at (the assumption as it stands; NaN where it differs by
    account), low_by and high_by (how far it moves, within the bounds of the parameter), low_value and high_value (the value there),
    low_change, high_change, width (the distance of the two ends). Money in the workbook's currency; NaN where no value is known.
    """
    shown = scores if accounts is None else scores[scores["account_id"].isin(list(accounts))]
    value = _total(worth(shown, params.value, shown))
    rows = []
    for name, step in steps.items():
        base, ends = _base(shown, params.value, name), _ends(params.value, name, step)
        low, high = (_total(moved(shown, params, name, by)) for by in ends)
        rows.append((name, base, *ends, low, high, low - value, high - value, abs(high - low)))
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.sort_values("width", ascending=False, kind="stable").reset_index(drop=True)


def moved(scores: pd.DataFrame, params: Params, name: str, by: float) -> Floats:
    """The lifetime value of each account when one assumption moves by so much; a retention stays within 0 and 1."""
    value = params.value
    if name == "retention":
        return worth(scores, value, scores.assign(retention=(scores["retention"] + by).clip(0, 1)))
    if name == "margin":
        return worth(scores, value, scores, scores["profit_12m"].to_numpy("float64") + by * np.nan_to_num(judged_revenue(scores, value)))
    to = getattr(value, name) + by
    return worth(scores, replace(value, **{name: round(to) if name == "horizon" else to}), scores)


def judged_revenue(scores: pd.DataFrame, value: ValueParams) -> Floats:
    """The revenue of the last 12 months a profit rests on: of lines whose cost is known, or all of it with an assumed margin."""
    return scores["revenue_with_cost_12m" if value.assumed_margin is None else "revenue_12m"].to_numpy("float64")


def _total(values: Floats) -> float:
    return float(np.nansum(values)) if np.isfinite(values).any() else np.nan


def _base(scores: pd.DataFrame, value: ValueParams, name: str) -> float:
    if name == "margin":
        revenue = np.nansum(judged_revenue(scores, value))
        return float(np.nansum(scores["profit_12m"]) / revenue) if revenue > 0 else np.nan
    if name == "retention":
        rates = scores["retention"].dropna().unique()
        return float(rates[0]) if len(rates) == 1 else np.nan
    return float(getattr(value, name))


def _ends(value: ValueParams, name: str, step: float) -> tuple[float, float]:
    """How far it may move to either side within the bounds of the parameter."""
    if name in ("retention", "margin"):
        return -step, step
    bounds = {item.name: (item.low, item.high) for item in fields_of() if item.group == "value"}[name]
    now = float(getattr(value, name))
    low, high = (limit if limit is not None else now for limit in bounds)
    return max(now - step, low) - now, min(now + step, high) - now

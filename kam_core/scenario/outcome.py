"""What a portfolio looks like under a scenario: a year's profit and loss, concentration, lifetime value, who loses money."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import account_state
from kam_core.assumptions import saved
from kam_core.concentration import concentration
from kam_core.errors import BadArgument
from kam_core.matrices import checked_params
from kam_core.params import Params
from kam_core.scenario.change import Scenario
from kam_core.schema import MONEY_DIGITS
from kam_core.text import N_
from kam_core.value.lifetime import lifetime_value
from kam_core.value.retention import retention
from kam_core.value.whale import WhaleCurve, whale_curve

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

YEAR = "_12m"
"""A scenario is told by a year: as if the last 12 months had gone so."""

TODAY = "today"
"""The column of a comparison that no scenario has."""

FIGURES: Mapping[str, tuple[str, str]] = {
    "accounts": (N_("Accounts"), "count"),
    "revenue": (N_("Revenue"), "money"),
    "open_revenue": (N_("Revenue without a known cost"), "money"),
    "cost_of_goods": (N_("Cost of goods"), "money"),
    "assumed_margin": (N_("Assumed margin"), "money"),
    "gross_profit": (N_("Gross profit"), "money"),
    "cost_to_serve": (N_("Cost to serve"), "money"),
    "credit": (N_("Cost of credit"), "money"),
    "stranded": (N_("Stranded cost"), "money"),
    "profit": (N_("Profit"), "money"),
    "losing": (N_("Accounts losing money"), "count"),
    "peak": (N_("Peak of the whale curve"), "money"),
    "hhi": (N_("HHI of revenue"), "hhi"),
    "effective": (N_("Effective accounts"), "number"),
    "top1": (N_("Share of the largest"), "share"),
    "clv": (N_("Lifetime value"), "money"),
}
"""
By name: title and kind, of 12 months. The steps add up: revenue − revenue without a known cost − cost of goods + assumed margin =
gross profit; gross profit − cost to serve − cost of credit − stranded cost = profit.
"""


@dataclass(frozen=True)
class Outcome:
    """The accounts that are left, with their lifetime value, and the figures of ``FIGURES`` (NaN = nothing tells it)."""

    scores: pd.DataFrame
    figures: Mapping[str, float]
    curve: WhaleCurve


def valued(state: pd.DataFrame, params: Params, scenario: Scenario | None = None, accounts: Collection[str] | None = None) -> pd.DataFrame:
    """
    An account state (or only some of its ``accounts``) with retention, its origin and lifetime value, as it is or under a scenario.

    Retentions come from the whole state as it is: what somebody assumes says nothing about how customers stay.
    """
    scenario = scenario or Scenario()
    assumed = scenario.assumed(params)
    rates = scenario.rated(retention(state, assumed.value))
    if accounts is not None:
        shown = state["account_id"].isin(list(accounts))
        state, rates = state[shown].reset_index(drop=True), rates[shown].reset_index(drop=True)
    changed = scenario.applied(state, params)
    left = rates[~state["account_id"].isin(scenario.lost)].reset_index(drop=True)
    return pd.concat([changed, lifetime_value(changed, assumed, left)], axis=1)


def outcome(
    wb: Workbook,
    scenario: Scenario | None = None,
    as_of: date | str | None = None,
    params: Params | None = None,
    accounts: Collection[str] | None = None,
) -> Outcome:
    """The portfolio (or some of its ``accounts``) under a scenario on a date; without one as it is. Writes nothing."""
    scenario, params = scenario or Scenario(), checked_params(saved(wb) if params is None else params)
    state = account_state(wb, as_of, None, params)
    after = valued(state, params, scenario, accounts)
    shown = state if accounts is None else state[state["account_id"].isin(list(accounts))]
    without = replace(scenario, stranded=0.0).applied(shown, params)
    stranded = scenario.left_behind(shown, YEAR)
    return Outcome(after, _figures(after, without, stranded), whale_curve(after[f"profit{YEAR}"]))


def compare(
    wb: Workbook,
    scenarios: Mapping[str, Scenario] | Collection[Scenario],
    as_of: date | str | None = None,
    params: Params | None = None,
    accounts: Collection[str] | None = None,
) -> pd.DataFrame:
    """
    The figures of ``FIGURES`` today and under each scenario: a row a figure, a column ``today`` and one a scenario.

    Scenarios without a name are called by their place, from 1; one that is called ``today`` itself raises.
    """
    named = scenarios if isinstance(scenarios, Mapping) else {str(place): one for place, one in enumerate(scenarios, 1)}
    if TODAY in named:
        raise BadArgument(value=TODAY)
    told = {TODAY: outcome(wb, None, as_of, params, accounts), **{n: outcome(wb, s, as_of, params, accounts) for n, s in named.items()}}
    return pd.DataFrame({name: found.figures for name, found in told.items()}, index=pd.Index(FIGURES, name="figure"))


def largest(scores: pd.DataFrame) -> str | None:
    """The account with the most revenue in the last 12 months; ``None`` when no account has any."""
    revenue = scores.set_index("account_id")[f"revenue{YEAR}"]
    return str(revenue.idxmax()) if (revenue > 0).any() else None


def _figures(after: pd.DataFrame, without: pd.DataFrame, stranded: float) -> dict[str, float]:
    """The steps from gross profit to profit add up; a cost to serve of an account without a known profit is no part of it."""
    known = without[f"profit{YEAR}"].notna()
    steps = ("gross_profit", "cost_to_serve", "cost_of_credit")
    gross, served, credit = (float(without.loc[known, f"{name}{YEAR}"].sum()) for name in steps)
    revenue, covered, goods = (float(without[f"{name}{YEAR}"].sum()) for name in ("revenue", "revenue_with_cost", "cost_of_goods"))
    anything = bool(known.any()) or stranded > 0 or without.empty
    profits, share = after[f"profit{YEAR}"], concentration(after[f"revenue{YEAR}"])
    return {
        "accounts": float(len(after)),
        "revenue": revenue,
        "open_revenue": revenue - covered,
        "cost_of_goods": goods if anything else np.nan,
        "assumed_margin": round(gross - (covered - goods), MONEY_DIGITS) + 0.0 if anything else np.nan,
        "gross_profit": gross if anything else np.nan,
        "cost_to_serve": served if anything else np.nan,
        "credit": credit if anything else np.nan,
        "stranded": stranded if anything else np.nan,
        "profit": gross - served - credit - stranded if anything else np.nan,
        "losing": float((profits < 0).sum()) if anything else np.nan,
        "peak": whale_curve(profits).peak if anything else np.nan,
        "hhi": share.hhi if share else np.nan,
        "effective": share.effective if share else np.nan,
        "top1": share.top1 if share else np.nan,
        "clv": float(after["clv"].sum()) if after["clv"].notna().any() or after.empty else np.nan,
    }

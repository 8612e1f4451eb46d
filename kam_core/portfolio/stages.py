"""
The lifecycle stages of an account and the rules that lead there, declared as data (methods 19: Dwyer, Schurr & Oh; 考察, 形成, 稳定, 退化).

Rules are tried in their order and the first that holds decides; each says why in words. A proposed definition: every limit is a
parameter of the workbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kam_core.params import Params
from kam_core.text import N_, Translator

SILENT_YEARS = 2.0
"""An account without a rhythm of its own counts as lost when it bought nothing for so long."""


@dataclass(frozen=True)
class Stage:
    """A stage: its name, the strategy and the next step for one of its accounts (message ids)."""

    title: str
    strategy: str
    step: str


STAGES: Mapping[str, Stage] = {
    "prospect": Stage(N_("Prospect"), N_("Win the first order: a need, an offer, a date."), N_("Agree on a first order")),
    "exploring": Stage(N_("Exploring"), N_("Test and prove: keep every promise of the first orders."),
                       N_("Review first orders together")),
    "forming": Stage(N_("Forming"), N_("Widen and deepen: more people, more categories, more sites."),
                     N_("Open a category or a site")),
    "stable": Stage(N_("Stable"), N_("Protect and co-create: a plan for the year, an idea together."), N_("Plan the year together")),
    "declining": Stage(N_("Declining"), N_("Diagnose and win back: find the reason before offering a price."),
                       N_("Visit and ask for the reason")),
    "churned": Stage(N_("Churned"), N_("Exit review: why did they go, and would we want them back?"), N_("Hold an exit review")),
}  # fmt: skip
"""In the order of a life."""


@dataclass(frozen=True)
class Rule:
    """One way into a stage: why in words, with the facts it names (a message id)."""

    id: str
    stage: str
    why: str


RULES = (
    Rule("never", "prospect", N_("Has not bought yet")),
    Rule("gap_churned", "churned", N_("Silent for {gap_ratio} own gaps")),
    Rule("silent", "churned", N_("No rhythm of its own, and nothing bought in two years")),
    Rule("shrinking", "declining", N_("Revenue {growth} in a year")),
    Rule("gap_declining", "declining", N_("Silent for {gap_ratio} own gaps")),
    Rule("against_us", "declining", N_("Net support {net_support}: more against than for us")),
    Rule("returns", "declining", N_("Returned more than it bought in twelve months")),
    Rule("young", "exploring", N_("First bought less than {young_years} ago")),
    Rule("few_orders", "exploring", N_("{order_days} so far")),
    Rule("growing", "forming", N_("Revenue {growth} in a year")),
    Rule("share_rising", "forming", N_("Our share of their purchases rose to {share}")),
    Rule("again", "forming", N_("Buys again after a year without")),
    Rule("steady", "stable", N_("Revenue {growth} in a year, {share} of their purchases")),
    Rule("steady_low_share", "stable", N_("Revenue {growth} in a year; only {share} of their purchases: stable by growth only")),
    Rule("steady_growth", "stable", N_("Revenue {growth} in a year; share of their purchases unknown: growth only")),
    Rule("rhythm", "stable", N_("Within its own rhythm; growth unknown")),
)
"""The first that holds decides; the last always does."""

BY_ID = {rule.id: rule for rule in RULES}


def judged(facts: pd.DataFrame, params: Params) -> pd.DataFrame:
    """
    The stage of each account and the rule that fired (an id of ``RULES``): columns stage and rule.

    ``facts`` has revenue, revenue_12m, revenue_prior_12m, lines_24m, growth, gap_ratio, net_support, tenure_years, order_days,
    days_since_last, share and share_change; what is unknown makes no rule hold.
    """
    holds = _holds(facts, params)
    first = np.stack([np.asarray(holds[rule.id], dtype=bool) for rule in RULES]).argmax(axis=0)
    ids, stages = ([getattr(RULES[place], name) for place in first] for name in ("id", "stage"))
    return pd.DataFrame({"stage": stages, "rule": ids}, index=facts.index, dtype=object)


def _holds(f: pd.DataFrame, params: Params) -> dict[str, pd.Series]:
    """Whether each rule holds, by its id; a comparison with something unknown does not."""
    limits, grown, shared = params.portfolio, f["growth"].notna(), f["share"].notna()
    return {
        "never": f["revenue"].isna(),
        "gap_churned": f["gap_ratio"] > limits.churned_gap,
        "silent": f["gap_ratio"].isna() & (f["tenure_years"] >= SILENT_YEARS) & (f["lines_24m"] == 0),
        "shrinking": f["growth"] < -limits.growth_band,
        "gap_declining": f["gap_ratio"] > limits.declining_gap,
        "against_us": f["net_support"] < 0,
        "returns": f["revenue_12m"] < 0,
        "young": f["tenure_years"] < limits.young_years,
        # Returns alone are no order; totals of periods are orders nobody counted.
        "few_orders": f["order_days"].mask(f["days_since_last"].isna(), 0.0) < limits.young_orders,
        "growing": f["growth"] > limits.growth_band,
        "share_rising": f["share_change"] > limits.share_rise,
        "again": ~(f["revenue_prior_12m"] > 0) & (f["revenue_12m"] > 0),
        "steady": grown & (f["share"] >= limits.stable_share),
        "steady_low_share": grown & shared,
        "steady_growth": grown,
        "rhythm": pd.Series(True, index=f.index),
    }


def why(row: Mapping[str, Any], t: Translator, params: Params) -> str:
    """Why an account stands where it does, in words; ``row`` as ``lifecycle`` has it."""
    told = {
        "growth": signed(row["growth"], t),
        "gap_ratio": f"{row['gap_ratio']:.1f}",
        "share": t.percent(row["share"]),
        "net_support": f"{row['net_support']:+.2f}".replace("-", "−"),
        "young_years": t.n("{n} year", "{n} years", params.portfolio.young_years),
        "order_days": t.n("{n} order", "{n} orders", 0 if pd.isna(row["order_days"]) else row["order_days"]),
    }
    return t(BY_ID[row["rule"]].why, **told)


def signed(share: float, t: Translator) -> str:
    """
    A change as per cent with its sign.

    >>> from kam_core.text import translator
    >>> signed(0.25, translator("en")), signed(-0.4, translator("en"))
    ('+25%', '−40%')
    """
    return f"+{t.percent(share)}" if share > 0 else t.percent(share)

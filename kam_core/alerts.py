"""Which accounts should worry whom, and why: rules on the scores, the worst reason of each account first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam_core.findings import RENEWAL_DAYS
from kam_core.matrices import MATRICES
from kam_core.params import Params
from kam_core.text import N_, Translator


@dataclass(frozen=True)
class Rule:
    """One reason to worry: its risk and the next step it suggests."""

    kind: str
    risk: str
    why: str
    step: str


RULES = {
    rule.kind: rule
    for rule in (
        Rule("spurious_renewal", "high", N_("Buys out of habit, renews in {days} days"), N_("Executive visit before the contract talks")),
        Rule("low_trust_renewal", "high", N_("Trust {trust}, renews in {days} days"), N_("Keep a promise they can see, then talk renewal")),
        Rule("loss", "high", N_("Loses {loss} in twelve months"), N_("Re-price by service menu")),
        Rule("quiet", "medium", N_("Quiet: {silent} days, own rhythm {gap}"), N_("Call the buyer; ask about the stock")),
    )
}
HEAVY_LOSS = 0.05
"""From this share of the revenue on a loss is a high risk."""

MATERIAL = 0.0005
"""A loss below this share of the portfolio's revenue is no high risk, however large it is for the account."""

QUIET_DAYS = 30
"""A shorter silence worries nobody, however often the account buys."""

RISKS = {"high": N_("High"), "medium": N_("Medium")}


def alerts(scores: pd.DataFrame, loyalty: pd.DataFrame, params: Params | None = None) -> pd.DataFrame:
    """
    One line an account with a reason: account_id, account_name, owner, kind, risk, at_stake (money a year), and what the words
    need (days, silent, gap, loss, trust).

    At stake is the loss of 12 months where the reason is a loss, else the revenue of 12 months. High risks come first, within a risk
    the largest stake; a loss is high from ``HEAVY_LOSS`` of the account's and ``MATERIAL`` of the portfolio's revenue on.

    An account has one line, under the first rule that holds. Trust is low below the cut of the relationship matrix, and worries nobody
    when it is too thinly answered to be placed; an account is quiet when its silence passes ``quiet_gap_ratio`` own median gaps
    and ``QUIET_DAYS``.
    """
    params = params or Params()
    low_trust, _ = MATRICES["relationship"].cuts(params)
    quadrant = loyalty.set_index("account_id")["quadrant"].reindex(scores["account_id"]).to_numpy()
    renewal = scores["renews_in_days"].to_numpy("float64")
    soon = renewal <= RENEWAL_DAYS
    silent, gap = scores["days_since_last"].to_numpy("float64"), scores["median_gap_days"].to_numpy("float64")
    bought = scores["revenue_12m"].to_numpy("float64")
    loss = -scores["profit_12m"].to_numpy("float64")
    doubted = (scores["trust"] < low_trust) & (scores["trust_coverage"] >= params.evidence.placed_from)
    holds = {
        "spurious_renewal": soon & (quadrant == "spurious"),
        "low_trust_renewal": soon & doubted.to_numpy(bool),
        "loss": loss > 0,
        "quiet": (silent > params.value.quiet_gap_ratio * gap) & (silent > QUIET_DAYS) & (bought > 0),
    }
    kind = np.select(list(holds.values()), list(holds), default="")
    frame = scores[["account_id", "account_name", "owner", "trust"]].assign(
        kind=kind, days=renewal, silent=silent, gap=gap, loss=loss, at_stake=np.where(kind == "loss", loss, bought)
    )
    light = (kind == "loss") & ((loss < HEAVY_LOSS * np.nan_to_num(bought)) | (loss < MATERIAL * np.nansum(bought)))
    frame["risk"] = np.where(light, "medium", frame["kind"].map({kind: rule.risk for kind, rule in RULES.items()}))
    frame = frame[frame["kind"] != ""]
    order = np.lexsort((-frame["at_stake"].fillna(0).to_numpy(), (frame["risk"] != "high").to_numpy()))
    return frame.iloc[order].reset_index(drop=True)


def why(alert: pd.Series, t: Translator, symbol: str) -> str:
    """The reason in words."""
    return t(
        RULES[alert["kind"]].why,
        days=t.count(alert["days"]), trust=t.index(alert["trust"]), loss=t.money(alert["loss"], symbol),
        silent=t.count(alert["silent"]), gap=t.count(alert["gap"]),
    )  # fmt: skip

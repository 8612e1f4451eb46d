"""
The sentence a page opens with, computed from the data.

Each function picks the sentence that holds and fills in figures; when the data say nothing it asks the page's question. No praise,
no adjectives, never a constant.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam_core import matrix_findings
from kam_core.decision import words as decision
from kam_core.effort import words as effort
from kam_core.params import AlertParams
from kam_core.text import Translator
from kam_core.value.whale import WhaleCurve

RENEWAL_DAYS = AlertParams.renewal_days
"""Renewals within half a year are called soon."""

WORTH_SAYING = 1.1
"""Below this many times the profit that is left, the losses are told in money."""


def profit(curve: WhaleCurve, t: Translator, symbol: str) -> str:
    """What the whale curve says: who earns, who loses, what is left."""
    n = len(curve.frame) - 1
    if n == 0:
        return t("Who earns the money, and who eats it?")
    if curve.losers == 0:
        return t.n(
            "{n} account earns {money}; none loses money.",
            "{n} accounts earn {money}; none loses money.",
            curve.winners,
            money=t.money(curve.total, symbol),
        )
    facts = {"all": t.count(n), "lost": t.money(-curve.lost, symbol), "gained": t.money(curve.gained, symbol)}
    if curve.winners == 0:
        return t.n("{n} account loses {lost}; none earns money.", "{n} accounts lose {lost}; none earns money.", curve.losers, **facts)
    if curve.total <= 0 or curve.gained < WORTH_SAYING * curve.total:
        return t.n(
            "{n} of {all} accounts loses {lost}; the others earn {gained}.",
            "{n} of {all} accounts lose {lost}; the others earn {gained}.", curve.losers, **facts,
        )  # fmt: skip
    times = f"{curve.gained / curve.total:.1f}"
    if 1 in (curve.losers, n - curve.losers):
        return t.n(
            "{n} of {all} accounts loses money. The rest earns {times} times the profit that is left.",
            "{n} of {all} accounts lose money. The rest earns {times} times the profit that is left.", curve.losers, times=times, **facts,
        )  # fmt: skip
    return t(
        "{losers} of {all} accounts lose money. The other {winners} earn {times} times the profit that is left.",
        losers=t.count(curve.losers), winners=t.count(n - curve.losers), times=times, **facts,
    )  # fmt: skip


def revenue(revenues: pd.Series, t: Translator) -> str:
    """What the revenue says when no cost is known: how few accounts bring four fifths of it."""
    ranked = np.sort(revenues[revenues > 0].to_numpy())[::-1]
    if not len(ranked):
        return t("Who brings the revenue?")
    few = int(np.searchsorted(np.cumsum(ranked), 0.8 * ranked.sum() * (1 - 1e-12)) + 1)
    return t.n(
        "{n} of {all} accounts brings 80% of the revenue. Profit shows once costs are known.",
        "{n} of {all} accounts bring 80% of the revenue. Profit shows once costs are known.", few, all=t.count(len(ranked)),
    )  # fmt: skip


def loyalty(placed: pd.DataFrame, t: Translator) -> str:
    """How many rated accounts buy out of habit, and how many of those renew soon."""
    rated = placed[placed["quadrant"].notna()]
    if rated.empty:
        return t("Who is loyal, and who only buys?")
    habit = rated[rated["quadrant"] == "spurious"]
    soon = int((habit["renews_in_days"] <= RENEWAL_DAYS).sum())
    facts = {"habit": t.count(len(habit)), "all": t.count(len(rated))}
    if soon:
        return t.n(
            "{habit} of {all} rated accounts buy out of habit; {n} renews within six months.",
            "{habit} of {all} rated accounts buy out of habit; {n} renew within six months.", soon, **facts,
        )  # fmt: skip
    return t("{habit} of {all} rated accounts buy out of habit.", **facts)


def relationship(placed: pd.DataFrame, t: Translator) -> str:
    """How many important accounts still need trust."""
    rated = placed[placed["quadrant"].notna()]
    if rated.empty:
        return t("Which important accounts trust us?")
    short = int((rated["quadrant"] == "priority").sum())
    return t.n("{n} important account still needs trust.", "{n} important accounts still need trust.", short)


BY_MATRIX = {
    "loyalty": loyalty,
    "relationship": relationship,
    "selection": matrix_findings.selection,
    "needs": matrix_findings.needs,
    "delivered_value": matrix_findings.delivered,
    "decision": decision.matrix,
    "follow_up": effort.matrix,
}
"""The sentence of each matrix page."""


def account(row: pd.Series, alert: str | None, t: Translator, symbol: str) -> str:
    """What matters about one account: its alert, else what it earned."""
    if alert:
        return alert
    if pd.isna(row["revenue"]):
        return t("No purchase yet: a prospect.")
    if pd.notna(row["profit_12m"]):
        facts = {"profit": t.money(row["profit_12m"], symbol), "revenue": t.money(row["revenue_12m"], symbol)}
        return t("Earned {profit} on {revenue} revenue in twelve months.", **facts)
    return t("Bought for {revenue} in all.", revenue=t.money(row["revenue"], symbol))


def worries(found: pd.DataFrame, t: Translator, symbol: str) -> str:
    """How many accounts are at high risk and what that puts at stake; ``found`` are the alerts."""
    high = found[found["risk"] == "high"] if len(found) else found
    if len(high):
        money = t.money(high["at_stake"].sum(), symbol)
        return t.n("{n} account is at high risk: {money} a year at stake.", "{n} accounts are at high risk: {money} a year at stake.",
                   len(high), money=money)  # fmt: skip
    if len(found):
        return t.n("{n} account needs a look; none is at high risk.", "{n} accounts need a look; none is at high risk.", len(found))
    return t("None of the checks finds an account that needs you.")


def key_accounts(scores: pd.DataFrame, t: Translator) -> str:
    """How many key accounts there are and what they bring."""
    key = scores["status"] == "key"
    if not key.any():
        return t("No account is a key account yet.")
    bought, every = scores.loc[key, "revenue_12m"].sum(), scores["revenue_12m"].sum()
    if not every > 0:
        return t.n("{n} key account.", "{n} key accounts.", int(key.sum()))
    share = t.percent(bought / every)
    return t.n("{n} key account brings {share} of the revenue of twelve months.",
               "{n} key accounts bring {share} of the revenue of twelve months.", int(key.sum()), share=share)  # fmt: skip

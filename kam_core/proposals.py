"""
What the data propose for the register, and why: whom to make key, whom to review, whom to release (methods 23).

The rules are declared as data: an account is proposed when every condition of a rule holds. A person decides; a decision with a
reason stands until its next review, and until then nothing is proposed again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

import numpy as np
import pandas as pd

from kam_core.alerts.judge import holds
from kam_core.alerts.rules import Condition
from kam_core.params import Params
from kam_core.register import KEY
from kam_core.text import N_, Translator

Standing = Literal["key", "customer", "prospect", "former"]


@dataclass(frozen=True)
class Rule:
    """One reason to decide about accounts of a standing: what it suggests, in which words, and what must hold."""

    id: str
    about: Standing
    suggestion: str
    why: str
    holds: tuple[Condition, ...]


SUGGESTIONS: Mapping[str, str] = {"key": N_("Make key"), "release": N_("Release"), "review": N_("Review")}
"""What can be proposed, in the order of the list."""

_IMPORTANT = Condition("importance", ">=", "key_importance", N_("Importance"), "points")
_UNIMPORTANT = Condition("importance", "<", "release_importance", N_("Importance"), "points")
_RATED = Condition("importance_coverage", ">=", "hollow_below", N_("Answered"), "share")
_LOSING = Condition("profit_12m", "<", 0, N_("Profit, 12 months"), "money")
_ATTRACTIVE = Condition("attractiveness", ">=", "selection.y", N_("Attractiveness"), "points")
_UNATTRACTIVE = Condition("attractiveness", "<", "selection.y", N_("Attractiveness"), "points")
_STRONG = Condition("strength", ">=", "selection.x", N_("Business strength"), "points")
_WEAK = Condition("strength", "<", "selection.x", N_("Business strength"), "points")
_STRATEGIC = N_("Strategic account, {sure} sure: attractiveness {attractiveness}, strength {strength}")
_STREAMLINE = N_("Streamline account, {sure} sure: attractiveness {attractiveness}, strength {strength}")
_STAR = N_("Star account, {sure} sure: attractiveness {attractiveness}, strength {strength}")

RULES = {
    rule.id: rule
    for rule in (
        Rule("prospect", "prospect", "key", N_("A prospect of importance {importance}, answered to {coverage}"), (_IMPORTANT, _RATED)),
        Rule("important", "customer", "key", N_("Importance {importance}, answered to {coverage}"),
             (_IMPORTANT, _RATED, Condition("revenue_12m", ">", 0, N_("Revenue, 12 months"), "money"))),
        Rule("large_growing", "customer", "key", N_("Class {abc}, number {rank}; yearly revenue {before} → {revenue}"),
             (Condition("class_a", ">=", 1, N_("Class A"), "count"),
              Condition("rank", "<=", "most_key_accounts", N_("Rank by profit"), "count"),
              Condition("growth", ">=", "key_growth", N_("Growth of revenue"), "share"))),
        Rule("strategic", "customer", "key", _STRATEGIC, (_ATTRACTIVE, _STRONG)),
        Rule("strategic_prospect", "prospect", "key", _STRATEGIC, (_ATTRACTIVE, _STRONG)),
        Rule("star", "customer", "key", _STAR, (_ATTRACTIVE, _WEAK)),
        Rule("star_prospect", "prospect", "key", _STAR, (_ATTRACTIVE, _WEAK)),
        Rule("stopped", "key", "release", N_("Bought nothing in twelve months"),
             (Condition("days_since_last", ">=", 0, N_("Days since last order"), "days"),
              Condition("revenue_12m", "<=", 0, N_("Revenue, 12 months"), "money"))),
        Rule("unimportant_losing", "key", "release", N_("Importance only {importance}, and a loss of {loss} in twelve months"),
             (_UNIMPORTANT, _RATED, _LOSING)),
        Rule("streamline_losing", "key", "release",
             N_("Streamline account, {sure} sure, and a loss of {loss} in twelve months"),
             (_UNATTRACTIVE, _WEAK, _LOSING)),
        Rule("losing_quiet", "key", "review", N_("Loses {loss} in twelve months and is quiet: {silent} days, own rhythm {gap}"),
             (_LOSING, Condition("silent_gaps", ">", "quiet_gap_ratio", N_("Silence in own gaps"), "times"),
              Condition("days_since_last", ">", "quiet_days", N_("Days since last order"), "days"))),
        Rule("losing_again", "key", "review", N_("Loses money for the second year: {loss} after {loss_before}"),
             (_LOSING, Condition("profit_prior_12m", "<", 0, N_("Profit of the year before"), "money"))),
        Rule("unimportant", "key", "review", N_("Importance only {importance}, answered to {coverage}"), (_UNIMPORTANT, _RATED)),
        Rule("streamline", "key", "review", _STREAMLINE, (_UNATTRACTIVE, _WEAK)),
    )
}  # fmt: skip
"""The rules in the order in which they speak: of several that hold, the first gives the suggestion."""

COVERED_BY = {"unimportant_losing": "unimportant", "streamline_losing": "streamline"}
"""A rule that says what a weaker one says too; that one then stays silent."""

SELECTION = frozenset({"strategic", "strategic_prospect", "star", "star_prospect", "streamline_losing", "streamline"})
"""The rules that rest on the selection matrix (methods 12); they hold nothing where a register does not say where accounts stand on it."""

PLACED = ("attractiveness", "strength", "sure")
"""What they read: columns of ``kam_core.selection.selected``."""


def proposals(table: pd.DataFrame, params: Params) -> pd.DataFrame:
    """
    What the data propose for the accounts of a register: its rows with ``rules`` (ids of those that hold, by |, the deciding one first)
    and ``suggestion``; whom to make key first, the most important and then the most profitable first.

    Left out: former accounts, and whoever was decided on with a reason and a next review still to come.
    """
    evidence, standing = _evidence(table), _standing(table)
    settled = (table["review_in_days"] > 0) & (table["decided_why"].fillna("").astype(str).str.strip() != "")
    held = {rule.id: holds(rule.holds, evidence, params) & (standing == rule.about) & ~settled.to_numpy(bool) for rule in RULES.values()}
    for stronger, weaker in COVERED_BY.items():
        held[weaker] &= ~held[stronger]
    truth = np.column_stack(list(held.values()))
    some = truth.any(axis=1)
    rules = ["|".join(name for name, so in zip(RULES, row, strict=True) if so) for row in truth[some]]
    found = table[some].assign(rules=rules, suggestion=[RULES[names.split("|")[0]].suggestion for names in rules])
    place = found["suggestion"].map({name: at for at, name in enumerate(SUGGESTIONS)})
    worth = found[["importance", "profit_12m"]].fillna(-np.inf)
    order = np.lexsort((-worth["profit_12m"], -worth["importance"], place))
    return found.iloc[order].reset_index(drop=True)


def why(row: Mapping[str, Any], t: Translator, symbol: str) -> str:
    """The reasons of a proposal in words, with the figures they rest on."""
    facts = {
        "importance": t.index(row["importance"]),
        "coverage": t.percent(row["importance_coverage"], 0),
        "abc": row["abc"],
        "rank": t.count(row["rank"]),
        "before": t.money(row["revenue_prior_12m"], symbol),
        "revenue": t.money(row["revenue_12m"], symbol),
        "loss": t.money(-row["profit_12m"], symbol),
        "loss_before": t.money(-row["profit_prior_12m"], symbol),
        "silent": t.count(row["days_since_last"]),
        "gap": t.count(row["median_gap_days"]),
        "attractiveness": t.index(row.get("attractiveness")),
        "strength": t.index(row.get("strength")),
        "sure": t.percent(row.get("sure"), 0),
    }
    told = [t(RULES[rule].why, **facts) for rule in row["rules"].split("|")]
    return reduce(lambda first, second: t("{first}; {second}", first=first, second=second), told)


def _evidence(table: pd.DataFrame) -> pd.DataFrame:
    """The measures that conditions speak of: the register, its class as a number, the silence in own gaps, its place if one is known."""
    gap, unknown = table["median_gap_days"], {name: np.nan for name in PLACED if name not in table}
    silent = table["days_since_last"] / gap.where(gap > 0)
    return table.assign(class_a=(table["abc"] == "A").astype("float64"), silent_gaps=silent, **unknown)


def _standing(table: pd.DataFrame) -> np.ndarray[Any, np.dtype[Any]]:
    """What each account is to us; who never bought and has no status is a prospect."""
    status = table["status"].fillna("")
    prospect = (status == "prospect") | ((status == "") & table["days_since_last"].isna())
    return np.select([status == KEY, status == "former", prospect], [KEY, "former", "prospect"], "customer")

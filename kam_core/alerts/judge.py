"""Which rule holds for which account, and in which order a list tells it."""

from __future__ import annotations

import operator
from collections.abc import Iterable

import numpy as np
import pandas as pd

from kam_core.alerts.rules import RISKS, RULES, Condition, Rule
from kam_core.params import Params

SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def judged(measures: pd.DataFrame, params: Params | None = None) -> pd.DataFrame:
    """
    Every reason of every account: the measures with kind, risk and at_stake (money a year).

    At stake is the loss of 12 months where the reason is a loss, else the revenue of 12 months. Accounts whose worst reason is of
    the highest risk come first, within a risk the largest stake; the reasons of an account stand together, the worst first.
    """
    params = params or Params()
    found = [_of(measures, rule, params) for rule in RULES.values()]
    return ordered(pd.concat(found, ignore_index=True))


def ordered(reasons: pd.DataFrame) -> pd.DataFrame:
    """Reasons in the order of the list."""
    kinds, risks = list(RULES), list(RISKS)
    ranked = pd.DataFrame({
        "account_id": reasons["account_id"].astype(str),
        "risk": [risks.index(risk) for risk in reasons["risk"]],
        "rule": [kinds.index(kind) for kind in reasons["kind"]],
        "stake": -reasons["at_stake"].fillna(0).to_numpy("float64"),
    }).sort_values(["account_id", "risk", "rule"])  # fmt: skip
    worst = ranked.drop_duplicates("account_id").sort_values(["risk", "stake", "account_id"])
    ranked["place"] = ranked["account_id"].map({account: place for place, account in enumerate(worst["account_id"])})
    order = ranked.sort_values(["place", "risk", "rule"], kind="stable").index
    return reasons.loc[order].reset_index(drop=True)


def worst(reasons: pd.DataFrame) -> pd.DataFrame:
    """One line an account, its worst reason; ``more`` says how many further ones it has, ``second`` the kind of the next one."""
    listed = ordered(reasons)
    accounts = listed["account_id"]
    first = ~accounts.duplicated()
    following = listed["kind"].shift(-1).where(accounts == accounts.shift(-1))
    more = accounts.map(accounts.value_counts()).astype("int64") - 1
    return listed.assign(more=more, second=following)[first].reset_index(drop=True)


def holds(conditions: Iterable[Condition], measures: pd.DataFrame, params: Params) -> np.ndarray:
    """Whether all conditions hold, by row; what is unknown holds nothing."""
    met = np.ones(len(measures), dtype=bool)
    for condition in conditions:
        met &= SIGNS[condition.sign](measures[condition.measure].to_numpy("float64"), condition.threshold(params))
    return met


def at_risk(scores: pd.DataFrame, reasons: pd.DataFrame, by: str) -> pd.DataFrame:
    """The accounts with a high risk that have something to lose: those whose ``by`` (a column of the score) is above zero."""
    high = reasons.loc[reasons["risk"] == "high", "account_id"]
    return scores[scores["account_id"].isin(high) & (scores[by] > 0)]


def _of(measures: pd.DataFrame, rule: Rule, params: Params) -> pd.DataFrame:
    found = measures[holds(rule.holds, measures, params)]
    high = holds(rule.high_if, found, params) if rule.high_if else np.zeros(len(found), dtype=bool)
    return found.assign(kind=rule.kind, risk=np.where(high, "high", rule.risk), at_stake=found[rule.stake])

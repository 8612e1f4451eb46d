"""
Who loses money, and where one starts with each (methods 2): own process, order behaviour, service menu, terms, release.

A rung is proposed by a rule from the account's own figures, with the figure as its reason; a person decides. Before anybody is let go:
contribution = gross profit − (1 − fixed share) x cost to serve − cost of credit. Above zero the account still pays for fixed costs that
would stay, so its release destroys profit in the short run and is never proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam_core import findings
from kam_core.params import Params
from kam_core.text import N_, Translator
from kam_core.value.whale import WhaleCurve

LADDER: Mapping[str, str] = {
    "process": N_("Fix our own process"),
    "order": N_("Change how they order"),
    "menu": N_("Price by a service menu"),
    "renegotiate": N_("Renegotiate"),
    "release": N_("Release"),
}
"""The rungs, the first one first (message ids)."""

MANY_RETURNS = 0.10
"""Share of the lines that come back from which our own process comes first (proposed definition)."""
DEAR = 2.0
"""Times the portfolio's median cost of an order from which our own process comes first (proposed definition)."""
SMALL = 0.5
"""Part of the portfolio's median order below which orders are small (proposed definition)."""


@dataclass(frozen=True)
class Rule:
    """A rung, when it is the first, and why: a message id with ``{value}`` and ``{usual}`` and the columns that fill it."""

    id: str
    rung: str
    when: Callable[[pd.DataFrame], pd.Series]
    reason: str
    value: str
    usual: str = ""


def _below_cost(rows: pd.DataFrame) -> pd.Series:
    return rows["gross_profit"] < 0


RULES: tuple[Rule, ...] = (
    Rule("returns", "process", lambda r: r["return_share"] >= MANY_RETURNS, N_("{value} of its lines come back"), "return_share"),
    Rule("order_cost", "process", lambda r: ~_below_cost(r) & (r["order_cost"] >= DEAR * r["usual_order_cost"]),
         N_("An order costs {value} to serve, usually {usual}"), "order_cost", "usual_order_cost"),
    Rule("small_orders", "order", lambda r: ~_below_cost(r) & (r["burden"] > 0) & (r["average_order"] < SMALL * r["usual_order"]),
         N_("Orders of {value}, usually {usual}"), "average_order", "usual_order"),
    Rule("credit", "renegotiate", lambda r: r["cost_of_credit"].fillna(0) >= r["loss"],
         N_("Waiting for its money costs {value}, more than the loss: shorten the time to pay"), "cost_of_credit"),
    Rule("discount", "renegotiate", lambda r: r["discount"].fillna(0) >= r["loss"],
         N_("Discounts of {value} are more than the loss"), "discount"),
    Rule("hopeless", "release", lambda r: _releasable(r),
         N_("Small, sold below cost even without its discounts, and at a loss two years running: margin {value}"), "gross_margin"),
    Rule("price", "renegotiate", _below_cost, N_("Sold below cost: margin {value}"), "gross_margin"),
    Rule("menu", "menu", lambda r: r["burden"] > 0, N_("Service takes {value} of revenue, more than it earns"), "burden_share"),
    Rule("other", "process", lambda r: r["loss"] > 0, N_("Loss without a cause in the data: {value}"), "loss"),
)  # fmt: skip
"""In the order they are tried; the first that holds is the first step."""


def _releasable(rows: pd.DataFrame) -> pd.Series:
    """Not while it covers fixed costs, not a key or large account, not for a light loss, a discount, or after one bad year."""
    bare = rows["gross_profit"] + rows["discount"].fillna(0) < 0
    twice = (rows["profit_12m"] < 0) & (rows["profit_prior_12m"] < 0)
    return (rows["contribution"] <= 0) & ~rows["is_key"] & rows["heavy"] & bare & twice & (rows["revenue"] < rows["usual_revenue"])


def loss_makers(scores: pd.DataFrame, params: Params, every: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    The accounts whose profit is below zero, the largest loss first; what is usual comes from ``every`` account.

    Columns of the score, and: loss (> 0), margin (profit / revenue), gross_margin, discount_share (of the price before it),
    burden (cost to serve and of credit), burden_share, average_order, order_cost, return_share, contribution, stranded (its release
    destroys profit in the short run), rung (id of ``LADDER``), rule (id), value and usual (the figures of the reason).
    """
    rows = measured(scores, params, scores if every is None else every)
    rows = rows[rows["profit"] < 0].sort_values(["loss", "account_id"], ascending=[False, True], kind="stable", ignore_index=True)
    chosen = np.full(len(rows), len(RULES) - 1)
    for place in reversed(range(len(RULES))):
        chosen[RULES[place].when(rows).fillna(False).to_numpy(bool)] = place
    return rows.assign(
        rung=pd.Series([RULES[at].rung for at in chosen], dtype="object"), rule=pd.Series([RULES[at].id for at in chosen], dtype="object"),
        value=[float(rows[RULES[at].value].iloc[row]) for row, at in enumerate(chosen)],
        usual=[float(rows[RULES[at].usual].iloc[row]) if RULES[at].usual else np.nan for row, at in enumerate(chosen)],
    )  # fmt: skip


def measured(scores: pd.DataFrame, params: Params, every: pd.DataFrame) -> pd.DataFrame:
    """The figures the rules look at, for every account of a score; shares are missing where there is no revenue above zero."""
    rows, usual = _ratios(scores), _ratios(every)
    serve = scores["cost_to_serve"].fillna(0.0) * (1 - params.serving.fixed_cost_share)
    contribution = scores["gross_profit"].fillna(0.0) - serve - scores["cost_of_credit"].fillna(0.0)
    contribution = contribution.where(scores["profit"].notna())
    return rows.assign(
        heavy=rows["margin"] <= -params.alerts.heavy_loss, contribution=contribution, stranded=contribution > 0,
        is_key=scores["status"].eq("key"),
        usual_order=usual["average_order"].median(), usual_order_cost=usual["order_cost"].median(), usual_revenue=usual["revenue"].median(),
    )  # fmt: skip


def _ratios(scores: pd.DataFrame) -> pd.DataFrame:
    revenue = scores["revenue"].where(scores["revenue"] > 0)
    orders, lines = scores["orders"].where(scores["orders"] > 0), scores["order_lines"] + scores["return_lines"]
    burden = scores[["cost_to_serve", "cost_of_credit"]].sum(axis=1, min_count=1)
    covered = scores["revenue_with_cost"].where(scores["revenue_with_cost"] > 0)
    return scores.assign(
        loss=-scores["profit"], margin=scores["profit"] / revenue, gross_margin=scores["gross_profit"] / covered,
        discount_share=scores["discount"] / (revenue + scores["discount"]), burden=burden, burden_share=burden / revenue,
        average_order=revenue / orders, order_cost=burden.where(burden > 0) / orders,
        return_share=scores["return_lines"] / lines.where(lines > 0),
    )  # fmt: skip


def new_losers(now: pd.DataFrame, before: pd.DataFrame) -> set[str]:
    """Accounts that lose money now and did not a while before: of both scores only the profit is looked at."""
    then = before.set_index("account_id")["profit"]
    losing = now.loc[now["profit"] < 0, "account_id"]
    return {str(account) for account in losing if not then.get(account, np.nan) < 0}


_MONEY = frozenset({"average_order", "order_cost", "cost_of_credit", "discount", "loss"})


def reason(row: Mapping[str, object] | pd.Series, t: Translator, symbol: str) -> str:
    """Why the first step is proposed, in the session's language, with the account's own figure."""
    rule = next(rule for rule in RULES if rule.id == row["rule"])
    write: Callable[[object], str] = lambda v: t.money(v, symbol) if rule.value in _MONEY else t.percent(v, 1)  # noqa: E731
    return t(rule.reason, value=write(row["value"]), usual=write(row["usual"]))


def stranding(row: Mapping[str, object] | pd.Series, t: Translator, symbol: str) -> str:
    """What letting the account go would do in the short run."""
    money = t.money(abs(float(str(row["contribution"]))), symbol)
    if row["stranded"]:
        return t("Release destroys {money} of profit in the short run: its fixed costs stay.", money=money)
    return t("Without its fixed costs too it loses {money}.", money=money)


def finding(curve: WhaleCurve, t: Translator, symbol: str) -> str:
    """What the page of profit opens with: who earns, and who gives how much of it back."""
    if not curve.losers or not curve.winners:
        return findings.profit(curve, t, symbol)
    facts = {"gained": t.money(curve.gained, symbol), "lost": t.money(-curve.lost, symbol)}
    won = t.n("{n} account earns {gained}.", "{n} accounts earn {gained}.", curve.winners, **facts)
    if curve.total > 0:
        lost = t.n("{n} gives {lost} of it back.", "{n} give {lost} of it back.", curve.losers, **facts)
    else:
        lost = t.n("{n} loses {lost}: more than all of it.", "{n} lose {lost}: more than all of it.", curve.losers, **facts)
    return f"{won}{lost}" if won.endswith("。") else f"{won} {lost}"

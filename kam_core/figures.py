"""
The figures a page shows, declared: what each means in words, which columns of the score make it up, and how to get it again.

The proof card reads this; so does anybody who wonders what a number is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from kam_core.assumed import LIFETIME, PROFIT
from kam_core.concentration import concentration
from kam_core.errors import UnknownName
from kam_core.schema import MONEY_DIGITS
from kam_core.text import N_, Translator

Kind = Literal["money", "count", "number", "share", "index", "days"]
"""How a figure is written: an amount, how many, with decimals, per cent, 0-100, a span of days."""


@dataclass(frozen=True)
class Part:
    """One term of a figure: a column of the score, or made of several (``_MADE``), added (+1) or subtracted (-1)."""

    column: str
    title: str
    sign: int = 1


@dataclass(frozen=True)
class Figure:
    """
    What a figure is. ``by`` is the score column that ranks the accounts behind it; ``code`` recomputes it in a notebook.

    ``code`` reads ``scores`` (the accounts of the page), or holds ``{context}``: date, window and assumptions as arguments.
    """

    id: str
    title: str
    formula: str
    by: str
    code: str
    parts: tuple[Part, ...] = ()
    money: bool = True
    question: str = "account_months"
    """The SQL file that gathers it."""
    value: Callable[[pd.DataFrame], float] | None = None
    """The figure of some accounts, from their scores; without it the sum of ``by``."""
    kind: Kind | None = None
    """How it is written; without it money, or a plain number."""
    sql: str = ""
    """The figure as SQL over the rows of ``account_money``; empty where assumptions are judged in Python."""
    assumes: tuple[str, ...] = ()
    """Names of the assumptions that enter it."""
    costs: bool = False
    """Whether costs are part of it."""

    @property
    def span(self) -> str | None:
        """How much it covers whatever the window of the page: the last 12 months, or (``None``) the window."""
        return "12m" if self.by.endswith("_12m") or self.id == "clv" else None


_REVENUE = N_("Revenue = sum of the order lines, net of discounts and taxes, dated within the window.")
_PROFIT = N_("Profit = revenue − cost of goods − cost to serve − cost of credit, on lines whose cost is known.")


def _profit_parts(span: str) -> tuple[Part, ...]:
    return (
        Part(f"revenue{span}", N_("Revenue")),
        Part(f"open_revenue{span}", N_("Revenue without a known cost"), -1),
        Part(f"cost_of_goods{span}", N_("Cost of goods"), -1),
        Part(f"assumed_margin{span}", N_("Assumed margin on that revenue")),
        Part(f"cost_to_serve{span}", N_("Cost to serve"), -1),
        Part(f"cost_of_credit{span}", N_("Cost of credit"), -1),
    )


def _losing(scores: pd.DataFrame) -> float:
    return float((scores["profit"] < 0).sum()) if scores["profit"].notna().any() else np.nan


def _burden(scores: pd.DataFrame) -> float:
    told = scores.loc[scores["profit"].notna(), ["cost_to_serve", "cost_of_credit"]]
    return float(told.sum().sum()) if told.notna().any().any() else np.nan


def _effective(scores: pd.DataFrame) -> float:
    found = concentration(scores["revenue_12m"])
    return found.effective if found else np.nan


def _concentrated(name: str, factor: float = 1.0) -> Callable[[pd.DataFrame], float]:
    """A measure of ``kam.concentration``, in parts of one or more."""

    def value(scores: pd.DataFrame) -> float:
        found = concentration(scores["revenue_12m"])
        return factor * float(getattr(found, name)) if found else np.nan

    return value


def _of_one(column: str) -> Callable[[pd.DataFrame], float]:
    """What only an account has: the portfolio has no sum of it."""
    return lambda scores: float(scores[column].iloc[0]) if len(scores) == 1 else np.nan


_POSITIVE = "FILTER (WHERE revenue_12m > 0)"
_POSITIVE_SQUARES = f"sum(revenue_12m ^ 2) {_POSITIVE}"

FIGURES: Mapping[str, Figure] = {
    figure.id: figure
    for figure in (
        Figure("revenue", N_("Revenue"), _REVENUE, "revenue", 'scores["revenue"].sum(min_count=1)', sql="sum(revenue)"),
        Figure("revenue_12m", N_("Revenue, 12 months"), _REVENUE, "revenue_12m",
               'scores["revenue_12m"].sum(min_count=1)', sql="sum(revenue_12m)"),
        Figure("profit_12m", N_("Profit, 12 months"), _PROFIT, "profit_12m", 'scores["profit_12m"].sum(min_count=1)', _profit_parts("_12m"),
               sql="sum(profit_12m)", assumes=PROFIT, costs=True),
        Figure("profit", N_("Profit, all years"), _PROFIT, "profit", 'scores["profit"].sum(min_count=1)', _profit_parts(""),
               sql="sum(profit)", assumes=PROFIT, costs=True),
        Figure("losing", N_("Accounts losing money"), N_("Accounts whose profit over all years is below zero."), "profit",
               '(scores["profit"] < 0).sum()', money=False, value=_losing, kind="count",
               sql="count(*) FILTER (WHERE profit < 0)", assumes=PROFIT, costs=True),
        Figure("lost", N_("Lost in them"), N_("The sum of the profits below zero."), "profit", 'scores["profit"].clip(upper=0).sum()',
               value=lambda scores: float(scores["profit"].clip(upper=0).sum(min_count=1)),
               sql="sum(least(profit, 0))", assumes=PROFIT, costs=True),
        Figure("burden", N_("Cost to serve and credit"), N_("Cost to serve and cost of credit of the accounts whose profit is known."),
               "cost_to_serve", 'scores.loc[scores["profit"].notna(), ["cost_to_serve", "cost_of_credit"]].sum().sum()',
               question="account_costs", value=_burden, assumes=PROFIT, costs=True),
        Figure("clv", N_("Lifetime value"),
               N_("Lifetime value = Σ over the coming years of yearly profit × share still a customer ÷ (1 + discount rate)^year. "
                  "Yearly profit = last 12 months, paid at year's end."), "clv",
               'scores["clv"].sum(min_count=1)', assumes=LIFETIME, costs=True),
        Figure("effective", N_("Effective accounts"),
               N_("Effective accounts = 1 ÷ Σ share², over accounts with revenue in the last 12 months: "
                  "that many equal accounts would be just as concentrated."),
               "revenue_12m", 'kam.concentration(scores["revenue_12m"]).effective', money=False, value=_effective, kind="number",
               sql="sum(revenue_12m) FILTER (WHERE revenue_12m > 0) ^ 2 / sum(revenue_12m ^ 2) FILTER (WHERE revenue_12m > 0)"),
        Figure("hhi", N_("HHI x10,000"),
               N_("HHI = Σ share², over accounts with revenue in the last 12 months; 10,000 = one account has all."),
               "revenue_12m", '10_000 * kam.concentration(scores["revenue_12m"]).hhi', money=False, value=_concentrated("hhi", 10_000),
               kind="count", sql=f"10000 * {_POSITIVE_SQUARES} / sum(revenue_12m) {_POSITIVE} ^ 2"),
        *(Figure(f"top{n}", title, N_("Share of the largest accounts in the revenue of the last 12 months, returns left out."),
                 "revenue_12m", f'kam.concentration(scores["revenue_12m"]).top{n}', money=False, kind="share",
                 value=_concentrated(f"top{n}"),
                 sql=f"list_sum(list_slice(list_reverse_sort(list(revenue_12m) {_POSITIVE}), 1, {n})) / sum(revenue_12m) {_POSITIVE}")
          for n, title in ((1, N_("Largest account")), (5, N_("Five largest accounts")), (10, N_("Ten largest accounts")))),
        Figure("days_since_last", N_("Days since last order"),
               N_("Days from the last order to the as-of date; own rhythm = median of the days between orders."), "days_since_last",
               'scores["days_since_last"].iloc[0]', money=False, question="account_rhythm", value=_of_one("days_since_last"),
               kind="days", sql="min(days_since_last)"),
    )
}  # fmt: skip


_AT_RISK = N_(
    "At risk = sum over the accounts with a high-risk alert (renewal out of habit or without trust, heavy loss, high concentration) "
    "that have something to lose: those above zero. What loss-makers cost stands in the profit. Snoozed alerts count too."
)


def _at_risk(name: str, title: str, by: str, assumes: tuple[str, ...]) -> Figure:
    high = """kam.alerts(wb, {of_account}, snoozed=True).query("risk == 'high'")["account_id"]"""
    code = f'scores[scores["account_id"].isin({high})]["{by}"].clip(lower=0).sum()'
    return Figure(name, title, _AT_RISK, by, code, value=lambda scores: float(scores[by].clip(lower=0).sum()), assumes=assumes, costs=True)


AT_RISK: Mapping[str, Figure] = {
    figure.id: figure
    for figure in (
        _at_risk("profit_at_risk", N_("Profit at risk"), "profit_12m", PROFIT),
        _at_risk("clv_at_risk", N_("Lifetime value at risk"), "clv", LIFETIME),
    )
}
"""Figures over the accounts with a high-risk alert (``kam_core.alerts.at_risk``), of whose scores ``value`` makes them."""


def figure_of(name: str) -> Figure:
    """The declaration of a figure; an unknown name raises with the closest ones."""
    try:
        return FIGURES[name]
    except KeyError:
        raise UnknownName.of("figure", name, list(FIGURES)) from None


def value_of(figure: Figure, scores: pd.DataFrame) -> float:
    """The figure of a portfolio, or of one account when ``scores`` has one row; NaN when nothing tells it."""
    return figure.value(scores) if figure.value else float(scores[figure.by].sum(min_count=1))


def shown(figure: Figure, value: object, t: Translator, symbol: str) -> str:
    """The figure as a card shows it, in the session's language."""
    kind = figure.kind or ("money" if figure.money else "number")
    if kind == "money":
        return t.money(value, symbol)
    write: Mapping[str, Callable[[object], str]] = {"share": t.percent, "index": t.index, "number": t.number}
    return write.get(kind, t.count)(value)


def terms_of(figure: Figure, scores: pd.DataFrame) -> pd.DataFrame:
    """
    The terms of a figure: title (message id), amount with its sign; they add up to the figure.

    Empty when it has no terms, or nothing tells the figure; a term that is nothing is left out.
    """
    rows = [(part.title, part.sign * _amount(part.column, scores)) for part in figure.parts]
    told = [row for row in rows if row[1]] if not np.isnan(value_of(figure, scores)) else []
    return pd.DataFrame(told, columns=["title", "amount"])


def _amount(column: str, scores: pd.DataFrame) -> float:
    """A column's sum, to the four decimals money is stored with."""
    name, month, _ = column.partition("_12m")
    values = _MADE[name](scores, month) if name in _MADE else scores[column]
    return round(float(values.sum()), MONEY_DIGITS)


def _open_revenue(scores: pd.DataFrame, span: str) -> pd.Series:
    """Revenue of the lines without a cost."""
    return scores[f"revenue{span}"] - scores[f"revenue_with_cost{span}"].fillna(0)


def _assumed_margin(scores: pd.DataFrame, span: str) -> pd.Series:
    """What the gross profit holds beyond the lines whose cost is known."""
    known = scores[f"revenue_with_cost{span}"].fillna(0) - scores[f"cost_of_goods{span}"].fillna(0)
    return scores[f"gross_profit{span}"] - known


def _served(scores: pd.DataFrame, span: str) -> pd.Series:
    """Cost to serve as far as it is part of a profit."""
    return scores[f"cost_to_serve{span}"].where(scores[f"profit{span}"].notna())


def _credited(scores: pd.DataFrame, span: str) -> pd.Series:
    """Cost of credit likewise."""
    return scores[f"cost_of_credit{span}"].where(scores[f"profit{span}"].notna())


_MADE: Mapping[str, Callable[[pd.DataFrame, str], pd.Series]] = {
    "open_revenue": _open_revenue,
    "assumed_margin": _assumed_margin,
    "cost_to_serve": _served,
    "cost_of_credit": _credited,
}

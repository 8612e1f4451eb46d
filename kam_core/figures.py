"""
The figures a page shows, declared: what each means in words, which columns of the score make it up, and how to get it again.

The proof card reads this; so does anybody who wonders what a number is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam_core.concentration import concentration
from kam_core.errors import UnknownName
from kam_core.text import N_

MONEY_DIGITS = 4
"""Money is stored to four decimals."""


@dataclass(frozen=True)
class Part:
    """One term of a figure: a column of the score, or made of several (``_MADE``), added (+1) or subtracted (-1)."""

    column: str
    title: str
    sign: int = 1


@dataclass(frozen=True)
class Figure:
    """What a figure is. ``by`` is the score column that ranks the accounts behind it; ``code`` recomputes it in a notebook."""

    id: str
    title: str
    formula: str
    by: str
    code: str
    parts: tuple[Part, ...] = ()
    money: bool = True
    question: str = "account_months"
    """The SQL file that gathers it."""


_REVENUE = N_("Revenue = sum of the order lines, net of discounts and taxes, dated within the window.")
_PROFIT = N_("Profit = revenue − cost of goods − cost to serve, on lines whose cost is known.")


def _profit_parts(span: str) -> tuple[Part, ...]:
    return (
        Part(f"revenue{span}", N_("Revenue")),
        Part(f"open_revenue{span}", N_("Revenue without a known cost"), -1),
        Part(f"cost_of_goods{span}", N_("Cost of goods"), -1),
        Part(f"assumed_margin{span}", N_("Assumed margin on that revenue")),
        Part(f"cost_to_serve{span}", N_("Cost to serve"), -1),
    )


FIGURES: Mapping[str, Figure] = {
    figure.id: figure
    for figure in (
        Figure("revenue_12m", N_("Revenue, 12 months"), _REVENUE, "revenue_12m", 'scores["revenue_12m"].sum()'),
        Figure("profit_12m", N_("Profit, 12 months"), _PROFIT, "profit_12m", 'scores["profit_12m"].sum()', _profit_parts("_12m")),
        Figure("profit", N_("Profit, all years"), _PROFIT, "profit", 'scores["profit"].sum()', _profit_parts("")),
        Figure("losing", N_("Accounts losing money"), N_("Accounts whose profit over all years is below zero."), "profit",
               '(scores["profit"] < 0).sum()', money=False),
        Figure("clv", N_("Lifetime value"),
               N_("Lifetime value = Σ over the coming years of yearly profit × share still a customer ÷ (1 + discount rate)^year. "
                  "Yearly profit = last 12 months, paid at year's end."), "clv", 'scores["clv"].sum()'),
        Figure("effective", N_("Effective accounts"),
               N_("Effective accounts = 1 ÷ Σ share², over accounts with revenue in the last 12 months: "
                  "that many equal accounts would be just as concentrated."),
               "revenue_12m", 'kam.concentration(scores["revenue_12m"]).effective', money=False),
        Figure("days_since_last", N_("Days since last order"),
               N_("Days from the last order to the as-of date; own rhythm = median of the days between orders."), "days_since_last",
               'scores["days_since_last"]', money=False, question="account_rhythm"),
    )
}  # fmt: skip


def figure_of(name: str) -> Figure:
    """The declaration of a figure; an unknown name raises with the closest ones."""
    try:
        return FIGURES[name]
    except KeyError:
        raise UnknownName.of("figure", name, list(FIGURES)) from None


def value_of(figure: Figure, scores: pd.DataFrame) -> float:
    """The figure of a portfolio, or of one account when ``scores`` has one row; NaN when nothing tells it."""
    if figure.id == "losing":
        return float((scores["profit"] < 0).sum()) if scores["profit"].notna().any() else np.nan
    if figure.id == "effective":
        found = concentration(scores["revenue_12m"])
        return found.effective if found else np.nan
    if not figure.money and len(scores) != 1:
        return np.nan
    return float(scores[figure.by].sum(min_count=1))


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


_MADE: Mapping[str, Callable[[pd.DataFrame, str], pd.Series]] = {
    "open_revenue": _open_revenue,
    "assumed_margin": _assumed_margin,
    "cost_to_serve": _served,
}

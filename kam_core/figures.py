"""
The figures a page shows, declared: what each means in words, which columns of the score make it up, and how to get it again.

The proof card reads this; so does anybody who wonders what a number is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kam_core.concentration import concentration
from kam_core.errors import UnknownName
from kam_core.text import N_


@dataclass(frozen=True)
class Part:
    """One term of a figure: a column of the score, added (+1) or subtracted (-1)."""

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
_GOODS = N_("Cost of goods")


def _profit_parts(span: str) -> tuple[Part, ...]:
    return (
        Part(f"revenue{span}", N_("Revenue")),
        Part(f"cost_of_goods{span}", _GOODS, -1),
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
               N_("Effective accounts = 1 ÷ Σ share², over accounts with revenue in the last 12 months: as many equal accounts would be as concentrated."),
               "revenue_12m", 'kam.concentration(scores["revenue_12m"]).effective', money=False),
        Figure("days_since_last", N_("Days since last order"),
               N_("Days from the last day with an order to the date; own rhythm = median of the days between orders."), "days_since_last",
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
        return float((scores["profit"] < 0).sum())
    if figure.id == "effective":
        found = concentration(scores["revenue_12m"])
        return found.effective if found else np.nan
    return float(scores[figure.by].sum(min_count=1))


def terms_of(figure: Figure, scores: pd.DataFrame) -> pd.DataFrame:
    """The terms of a figure: title (message id), amount with its sign; they add up to the figure. Empty when it has no terms."""
    rows = [(part.title, part.sign * _amount(part.column, scores)) for part in figure.parts]
    return pd.DataFrame(rows, columns=["title", "amount"])


def _amount(column: str, scores: pd.DataFrame) -> float:
    """A column's sum; cost of goods is what lies between revenue and gross profit, where the cost is known."""
    if not column.startswith("cost_of_goods"):
        return float(scores[column].sum())
    span = column.removeprefix("cost_of_goods")
    known = scores[scores[f"gross_profit{span}"].notna()]
    return float(known[f"revenue{span}"].sum() - known[f"gross_profit{span}"].sum())

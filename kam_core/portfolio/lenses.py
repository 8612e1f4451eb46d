"""
The rankings of a portfolio as one frame each: a row an account with its class, from the scores of all accounts.

Classes compare all accounts; who is shown is chosen afterwards, so that a filter changes nobody's class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.params import Params
from kam_core.portfolio import potential as value
from kam_core.portfolio.orders import DIGITS, orders
from kam_core.portfolio.rfm import rfm
from kam_core.text import N_
from kam_core.value.abc import abc, double_abc

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

NAMED = ("account_id", "account_name", "owner", "region", "country", "industry", "tier", "parent_id", "revenue", "profit")


@dataclass(frozen=True)
class OrderClass:
    """A corner of order value against frequency: its name, its rule and what to do (message ids)."""

    title: str
    rule: str
    action: str


ORDER_CLASSES: Mapping[str, OrderClass] = {
    "large_often": OrderClass(N_("Large and often"), N_("Order value and frequency at or above the middle."),
                              N_("Protect: supply and service come first.")),
    "large_seldom": OrderClass(N_("Large, seldom"), N_("Order value at or above the middle, frequency below it."),
                               N_("Shorten the gaps: agree on call-offs or a schedule.")),
    "small_often": OrderClass(N_("Small, often"), N_("Frequency at or above the middle, order value below it."),
                              N_("Bundle: minimum order or free freight from a size.")),
    "small_seldom": OrderClass(N_("Small, seldom"), N_("Order value and frequency below the middle."),
                               N_("Digital orders, standard terms.")),
}  # fmt: skip
"""Cut at the middle (median) of all accounts, frequency to one decimal; a proposed definition."""


def ranked(scores: pd.DataFrame, params: Params) -> pd.DataFrame:
    """ABC by revenue and by profit: abc_revenue, abc_profit, rank_revenue, rank_profit, cell (missing = too few, or unknown)."""
    limits = params.portfolio
    found = scores[list(NAMED)].reset_index(drop=True)
    cuts = (limits.abc_a, limits.abc_b)
    ranks = {f"rank_{name}": found[name].rank(ascending=False, method="min") for name in ("revenue", "profit")}
    classes = {f"abc_{name}": abc(found[name], *cuts) for name in ("revenue", "profit")}
    return found.assign(**ranks, **classes, cell=double_abc(found["revenue"], found["profit"], *cuts)["cell"])


def ordered(book: Workbook, scores: pd.DataFrame, as_of: date, window: str | None, params: Params) -> pd.DataFrame:
    """What ``orders`` says of each account, and its order_class (missing without a frequency)."""
    found = scores[list(NAMED)].reset_index(drop=True)
    figures = orders(book, found["account_id"], as_of, window, params).drop(columns="account_id")
    size, pace = figures["order_value"], figures["orders_a_year"].round(DIGITS)
    known = size.notna() & pace.notna()
    large, often = size >= size[known].median(), pace >= pace[known].median()
    names = np.where(large, np.where(often, "large_often", "large_seldom"), np.where(often, "small_often", "small_seldom"))
    return pd.concat([found, figures], axis=1).assign(order_class=pd.Series(names, dtype=object).where(known, None))


def lately(book: Workbook, scores: pd.DataFrame, as_of: date, window: str | None, params: Params) -> pd.DataFrame:
    """
    RFM of each account: days_since_last, order_days, orders, r, f, m, code and group; orders and money cover the window.

    An account known by totals of periods alone has no frequency, so no code.
    """
    found = scores[[*NAMED, "days_since_last", "order_days"]].reset_index(drop=True)
    placed = orders(book, found["account_id"], as_of, window, params)["orders"]
    days = found["days_since_last"].where(found["order_days"].notna())
    return pd.concat([found.assign(orders=placed), rfm(days, placed, found["revenue"])], axis=1)


def valued(book: Workbook, scores: pd.DataFrame, as_of: date, params: Params) -> pd.DataFrame:
    """High, potential and low value: potential and its coverage, worth and value_class; revenue and profit are those of 12 months."""
    found = scores[list(NAMED)].assign(revenue=scores["revenue_12m"], profit=scores["profit_12m"]).reset_index(drop=True)
    judged = value.potential(book, scores, as_of, params).reset_index(drop=True)
    worth, _ = value.worth_of(found)
    named = value.classes(worth, judged["potential"], params)
    return pd.concat([found, judged], axis=1).assign(worth=worth, value_class=named)

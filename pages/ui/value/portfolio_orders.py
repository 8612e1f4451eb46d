"""Order value against frequency: both ranked, the corners cut at the middle."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from kam_core import charts
from kam_core.charts.spread import Axis
from kam_core.portfolio.lenses import ORDER_CLASSES, ordered
from kam_core.portfolio.orders import FEWEST, SHORTEST
from pages.ui import about
from pages.ui.value.portfolio_lens import Class, Lens, alike, in_cell, key, narrowed, of_points
from pages.ui.view import View

HEIGHT = 400
TONES = {"large_often": "hh", "large_seldom": "lh", "small_often": "hl", "small_seldom": "ll"}
"""The colour of each corner: frequency is the axis to the right."""


def lens(view: View) -> Lens:
    """Size and pace of the orders of those shown."""
    t = view.t
    every = view.kept("ordered", lambda: ordered(view.book, view.every_score, view.as_of, view.window, view.params))
    accounts, known = narrowed(view, every), every["order_class"].notna()
    drawn = accounts[accounts["order_class"].notna()]
    return Lens(
        id="orders",
        finding=_finding(view, accounts),
        title=t("Order value and frequency"),
        subtitle=" · ".join([about.window(view), t("Both axes by multiples; dotted = the middle of all accounts"), key(view, len(drawn))]),
        accounts=accounts,
        by="order_class",
        classes=[Class(name, t(one.title), t(one.rule), t(one.action)) for name, one in ORDER_CLASSES.items()],
        columns=("order_value", "median_order_value", "value_rank", "orders_a_year", "frequency_rank", "orders"),
        tail=("revenue",),
        figure=partial(_figure, view, drawn, every[known]) if len(drawn) else None,
        height=HEIGHT,
        picked=partial(_picked, view, drawn, every[known]),
        definition=t("Order = order number, else a day with a positive line; frequency from the account's first order to its last."),
        note=_note(view, accounts),
    )


def _note(view: View, accounts: pd.DataFrame) -> str:
    t, without = view.t, int((accounts["orders"].notna() & accounts["order_class"].isna()).sum())
    never = int(accounts["orders"].isna().sum())
    told = []
    if without:
        told.append(t.n("{n} account has no frequency: fewer than {k} orders, or {days} days.",
                        "{n} accounts have no frequency: fewer than {k} orders, or {days} days.",
                        without, k=t.count(FEWEST), days=t.count(SHORTEST)))  # fmt: skip
    if never:
        told.append(t.n("{n} account has no single order in the window.", "{n} accounts have no single order in the window.", never))
    return " ".join(told)


def _finding(view: View, accounts: pd.DataFrame) -> str:
    t, size, pace = view.t, accounts["order_value"].median(), accounts["orders_a_year"].median()
    if np.isnan(size):
        return t("No single order is known: order value and frequency cannot be told.")
    if np.isnan(pace):
        return t("The middle account orders for {value} at a time; no rhythm is known yet.", value=t.money(size, view.symbol))
    if alike(accounts["order_class"]) and alike(accounts["order_value"]):
        return t("All accounts order alike: for {value}, {pace} times a year.", value=t.money(size, view.symbol), pace=f"{pace:.1f}")
    often = int((accounts["order_class"] == "large_often").sum())
    return t.n(
        "The middle account orders for {value}, {pace} times a year; {n} account orders both larger and more often.",
        "The middle account orders for {value}, {pace} times a year; {n} accounts order both larger and more often.",
        often, value=t.money(size, view.symbol), pace=f"{pace:.1f}",
    )  # fmt: skip


def _points(drawn: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        "account_id": drawn["account_id"], "account_name": drawn["account_name"], "x": drawn["orders_a_year"], "y": drawn["order_value"],
        "tone": drawn["order_class"].map({name: place for place, name in enumerate(ORDER_CLASSES)}), "loss": drawn["profit"] < 0,
        "rank": drawn["revenue"].rank(ascending=False, method="first"),
    })  # fmt: skip


def _axes(view: View, every: pd.DataFrame) -> tuple[Axis, Axis]:
    t = view.t
    x = Axis(t("Orders a year"), lambda value: f"{value:.3g}", "log", float(every["orders_a_year"].median()))
    y = Axis(t("Order value"), lambda value: t.axis_money(value, view.symbol), "log", float(every["order_value"].median()))
    return x, y


def _figure(view: View, drawn: pd.DataFrame, every: pd.DataFrame) -> Any:
    def made() -> Any:
        look = {"t": view.t, "theme": view.theme, "height": HEIGHT, "alt": _finding(view, drawn)}
        corners = {TONES[name]: (TONES[name], view.t(one.title)) for name, one in ORDER_CLASSES.items()}
        return charts.spread(_points(drawn), *_axes(view, every), tones=[TONES[name] for name in ORDER_CLASSES], corners=corners, **look)

    return view.kept("orders_figure", made)


def _picked(view: View, drawn: pd.DataFrame, every: pd.DataFrame, event: Any) -> list[str]:
    x, y = _axes(view, every)
    places = x.to(drawn["orders_a_year"]), y.to(drawn["order_value"])
    return of_points(event) or in_cell(_figure(view, drawn, every), event, drawn["account_id"], *places)

"""How the account buys: its mix of two years, its rhythm, and the next order expected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.habits import FORMULAS, LAST_ORDERS, MIN_GAPS, Habits, NextOrder, Span, habits, has_categories, mix
from pages.ui import cards, download, frame, habits_more, pictures
from pages.ui.tables import money_column, scaled, text_column
from pages.ui.view import View
from pages.ui.words import plain


@dataclass(frozen=True)
class Bought:
    """The habits and the mix of an account, with their figures (``None`` where there is nothing to draw)."""

    habits: Habits
    mix: pd.DataFrame
    names: list[str]
    bars: Any
    gaps: Any
    by_product: bool


def show(view: View, account_id: str) -> None:
    """The next order, the gaps, the mix."""
    t = view.t
    found: Bought = view.kept("bought", lambda: _bought(view, account_id), account_id)
    if found.habits.orders.empty and found.mix.empty:
        st.write(t("No order yet: rhythm and next order show with the first ones."))
        return
    _figures(view, found.habits, account_id)
    left, right = st.columns(2, gap="medium")
    with left:
        frame.section(t("What it buys"), t("Blue: 12 months to {day}, grey: the 12 before; money and share", day=t.day(view.as_of)))
        _mix(view, found, account_id)
    with right:
        key = t("Days between orders; band: 10% to 90% of own gaps; hollow: silence so far; bar at the foot: next order")
        frame.section(t("Rhythm"), key)
        _gaps(view, found, account_id)
    habits_more.show(view, account_id, by_product=found.by_product)


def _bought(view: View, account_id: str) -> Bought:
    """By category, or by product where no line names a category."""
    t, look = view.t, {"t": view.t, "theme": view.theme}
    found = habits(view.book, account_id, view.as_of)
    mixed = mix(view.book, account_id, view.as_of)
    by_product = not has_categories(mixed)
    if by_product:
        mixed = mix(view.book, account_id, view.as_of, by_product=True)
    names = [_name(t, row) for row in mixed.to_dict("records")]
    bars = charts.mix(mixed, names, symbol=view.symbol, **look) if has_categories(mixed) else None
    return Bought(found, mixed, names, bars, charts.gaps(found, view.as_of, **look) if found.gaps else None, by_product)


def _figures(view: View, found: Habits, account_id: str) -> None:
    """Next order, its size, the own rhythm, the orders; how many values each rests on stands below it."""
    t, size, rhythm, upcoming = view.t, found.size, found.rhythm, found.next_order
    few = t("from {n} orders on", n=t.count(MIN_GAPS + 1))
    last = t("last {day}", day=t.day(found.orders["day"].max()))
    told = (
        (
            "next_order",
            t("Next order expected"),
            t.day(upcoming.expected if upcoming else None),
            _when(view, upcoming) or few,
            ".next_order",
        ),
        ("order_size", t("Expected size"), t.money(size.middle if size else None, view.symbol), _between(view, size), ".size"),
        (
            "rhythm",
            t("Own rhythm"),
            _days(view, rhythm),
            t.n("{n} gap", "{n} gaps", rhythm.n) if rhythm else t("one order so far"),
            ".rhythm",
        ),
        ("orders", t("Orders"), t.count(len(found.orders)), last, ".orders"),
    )
    rows = partial(_orders, view, found)
    made = [
        cards.Card(
            name, label, value, below, t(FORMULAS[name]), cards.call(view, account_id, "habits", "habits", part), rows, "account_order_days"
        )
        for name, label, value, below, part in told
    ]
    cards.row(view, account_id, made, (30, 28, 20, 22))
    if upcoming:
        st.caption(plain(" ".join([_told(view, upcoming), t(FORMULAS["next_order"])])))


def _orders(view: View, found: Habits) -> pd.DataFrame:
    """Every order with the days since the one before, the latest first."""
    t = view.t
    gaps = [t.missing, *(t.count(gap) for gap in found.gaps)][: len(found.orders)]
    columns = {
        t("Date"): [t.day(day) for day in found.orders["day"]],
        t("Revenue"): [t.amount(value, view.symbol) for value in found.orders["revenue"]],
        t("Lines"): [t.count(lines) for lines in found.orders["lines"]],
        t("Days since the one before"): gaps,
    }
    return pd.DataFrame(columns).iloc[::-1]


def _days(view: View, rhythm: Span | None) -> str:
    t = view.t
    return t.n("{n} day", "{n} days", rhythm.middle) if rhythm else t.missing


def _between(view: View, size: Span | None) -> str | None:
    t = view.t
    if size is None:
        return None
    return t("{low} to {high}, last {n}", low=t.money(size.low, view.symbol), high=t.money(size.high, view.symbol), n=t.count(size.n))


def _when(view: View, upcoming: NextOrder | None) -> str | None:
    t = view.t
    return t("{first} to {last}", first=t.day(upcoming.first), last=t.day(upcoming.last)) if upcoming else None


def _told(view: View, upcoming: NextOrder) -> str:
    """Where the expected day stands against the date of the page."""
    t = view.t
    n = t.n("{n} own gap", "{n} own gaps", upcoming.n)
    if upcoming.silent:
        return t.n(
            "Overdue by {n} day: silent for longer than nine in ten of {gaps}.",
            "Overdue by {n} days: silent for longer than nine in ten of {gaps}.",
            upcoming.overdue,
            gaps=n,
        )
    if upcoming.overdue > 0:
        return t.n(
            "Due {n} day ago, within the interval of {gaps}.", "Due {n} days ago, within the interval of {gaps}.", upcoming.overdue, gaps=n
        )
    return t.n("Due in {n} day, from {gaps}.", "Due in {n} days, from {gaps}.", -upcoming.overdue, gaps=n)


def _mix(view: View, found: Bought, account_id: str) -> None:
    t = view.t
    if found.bars is None:
        st.caption(t("The orders name no category and no product.") if len(found.mix) else t("Nothing was bought in two years."))
        return
    pictures.chart(view, lambda: found.bars, "mix", height=found.bars.layout.height)
    _mix_table(view, found.mix, found.names)
    download.below(view, f"mix-{account_id}", found.mix, lambda: found.bars)


def _name(t: Any, row: dict[str, Any]) -> str:
    if row["others"]:
        return t.n("{n} other", "{n} others", row["others"])
    return row["name"] or t("(no name)")


def _mix_table(view: View, found: pd.DataFrame, names: list[str]) -> None:
    t = view.t
    money, unit = scaled(pd.concat([found["now"], found["before"]]), t.lang)
    half = len(found)
    table = pd.DataFrame(
        {
            "name": [name[:40] for name in names],
            "now": money.iloc[:half].to_numpy(),
            "before": money.iloc[half:].to_numpy(),
            "step": [t.change(100 * step) for step in found["share_now"] - found["share_before"]],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=32,
        alt=t("What it buys, two years side by side"),
        column_config={
            "name": text_column(t("Category or product"), 150),
            "now": money_column(t, t("12 months"), view.symbol, unit, 108),
            "before": money_column(t, t("12 before"), view.symbol, unit, 130),
            "step": text_column(t("Share, points"), 118, right=True),
        },
    )


def _gaps(view: View, found: Bought, account_id: str) -> None:
    t, size = view.t, found.habits.size
    if found.gaps is None:
        st.caption(
            t("One order so far; a rhythm needs two.") if len(found.habits.orders) else t("Only totals of periods; a rhythm needs orders.")
        )
        return
    pictures.chart(view, lambda: found.gaps, "gaps", height=found.gaps.layout.height)
    st.caption(plain(t(FORMULAS["order_size"])))
    if size and size.n < LAST_ORDERS:
        st.caption(t.n("Only {n} order so far: read the size with care.", "Only {n} orders so far: read the size with care.", size.n))
    download.below(view, f"orders-{account_id}", found.habits.orders, lambda: found.gaps)

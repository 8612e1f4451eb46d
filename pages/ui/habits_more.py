"""Further habits of the account: its mix over time, its seasons, its swings, what it may buy next and what accounts like it buy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.forecast import forecast, sums, words
from kam_core.habits import OTHERS, Pattern, mix_by_quarter, pattern
from kam_core.habits.pattern import ABOUT
from kam_core.history import quarters
from kam_core.ledger import months
from kam_core.workbook import lookup
from pages.ui import cards, download, frame, pictures
from pages.ui.segments import basket
from pages.ui.segments.basket_tables import as_file, fitted
from pages.ui.tables import text_column, whole
from pages.ui.view import View
from pages.ui.words import plain

SUGGESTED, ROW, HEIGHT = 6, 32, 240


@dataclass(frozen=True)
class More:
    """The pattern of an account with its pictures (``None`` where there is nothing to draw), and the sentence of its forecast."""

    pattern: Pattern
    over_time: pd.DataFrame
    stack: Any
    season: Any
    coming: str
    caution: str


def show(view: View, account_id: str, *, by_product: bool) -> None:
    """Mix and season side by side, the figures, what comes and what accounts like it buy."""
    t = view.t
    found: More = view.kept("habits_more", lambda: _made(view, account_id, by_product), account_id, view.book.revisions["interactions"])
    left, right = st.columns(2, gap="medium")
    with left:
        frame.section(t("Mix over time"), t("Revenue by quarter, counted back by day"))
        _drawn(view, found.stack, "stack", t("Nothing was bought in two years."), found.over_time, account_id)
    with right:
        _season(view, found, account_id)
    _figures(view, found.pattern, account_id)
    frame.section(t("Next four quarters"))
    st.write(plain(found.coming))
    if found.caution:
        st.caption(plain(found.caution))
    _alike(view, account_id)


def _made(view: View, account_id: str, by_product: bool) -> More:
    t, look = view.t, {"t": view.t, "theme": view.theme}
    over_time = mix_by_quarter(view.book, account_id, view.as_of, by_product=by_product)
    found = pattern(view.book, account_id, view.as_of, view.params)
    own = forecast(sums(view.book, view.as_of, view.params).total("revenue", [account_id]))
    names = {row.name: _name(t, str(row.name), int(row.others)) for row in over_time.itertuples(index=False)}
    return More(
        found,
        over_time,
        charts.mix_over_time(over_time, names, symbol=view.symbol, **look) if len(over_time) else None,
        charts.season(found.season, **look) if len(found.season) else None,
        words.finding(own, 0, "revenue", t, view.symbol),
        words.caution(own, 0, t),
    )


def _name(t: Any, name: str, others: int) -> str:
    if name == OTHERS and others:
        return str(t.n("{n} other", "{n} others", others))
    return name or str(t("(no name)"))


def _drawn(view: View, figure: Any, name: str, otherwise: str, table: pd.DataFrame, account_id: str) -> None:
    if figure is None:
        st.caption(otherwise)
        return
    pictures.chart(view, lambda: figure, name, height=HEIGHT)
    download.below(view, f"{name}-{account_id}", table, lambda: figure)


def _season(view: View, found: More, account_id: str) -> None:
    t, table = view.t, found.pattern.season
    years = int(table["years"].iloc[0]) if len(table) else 0
    told = t("one year is no season yet") if years == 1 else t.n("from {n} whole year", "from {n} whole years", years)
    frame.section(t("Season"), t("Month by its last day; 100 = mean month · {years}", years=told) if years else "")
    _drawn(view, found.season, "season", t("A season needs a whole year of orders."), table, account_id)


def _figures(view: View, found: Pattern, account_id: str) -> None:
    """How much it swings, what discount it gets, how it pays, each with its proof; what is not known is said so."""
    t, swing, share, days = view.t, found.volatility, found.discount_share, found.payment_days
    past = t.n("{n} whole quarter", "{n} whole quarters", found.quarters)
    owed = t("owes {money}", money=t.money(found.receivables, view.symbol)) if found.receivables is not None else None
    told = (
        ("volatility", t("Swing of its quarters"), None if swing is None else t.percent(swing, 0), past),
        ("discount_share", t("Discount, 12 months"), None if share is None else t.percent(share), None),
        ("payment_days", t("Pays after"), None if days is None else t.n("{n} day", "{n} days", days), owed),
    )
    made = [
        cards.Card(name, label, value, below, t(ABOUT[name]), cards.call(view, account_id, "habits", "pattern", f".{name}"),
                   partial(_behind, view, account_id, name), "" if name == "payment_days" else "account_months")
        for name, label, value, below in told if value is not None
    ]  # fmt: skip
    if made:
        cards.row(view, account_id, made)
    unknown = [label for _, label, value, _ in told if value is None]
    if unknown:
        st.caption(plain(t("Not known: {figures}.", figures=unknown)))


def _behind(view: View, account_id: str, name: str) -> pd.DataFrame:
    """The quarters of the swing, the months of the discount, the facts of the payment."""
    t = view.t
    if name == "payment_days":
        facts = lookup.of_account(view.book, "account_facts", account_id)
        return facts[facts["fact"].isin(["payment_days", "receivables"])]
    if name == "volatility":
        told = quarters(view.book, view.as_of, view.params, account_id)
        columns = {t("Period to"): [t.day(end) for end in told["period_end"]],
                   t("Revenue"): [t.amount(value, view.symbol) for value in told["revenue"]]}  # fmt: skip
        return pd.DataFrame(columns).iloc[::-1]
    rows = months(view.book, view.as_of).to_pandas()
    own = rows[(rows["account_id"] == account_id) & (rows["months_ago"] < 12)].sort_values("months_ago")
    return pd.DataFrame({
        t("Months ago"): [t.count(ago) for ago in own["months_ago"]],
        t("Revenue"): [t.amount(value, view.symbol) for value in own["revenue"]],
        t("Discount"): [t.amount(value, view.symbol) for value in own["discount"]],
    })  # fmt: skip


def _alike(view: View, account_id: str) -> None:
    """What accounts of the same size that share an item with it buy, and it does not."""
    t = view.t
    frame.section(t("Accounts like this also buy"), t("Same size, same item; expected = what they pay in the middle, twelve months"))
    found = basket.of(view, basket.known(view)[0])
    own = found.gaps[found.gaps["account_id"] == account_id]
    if own.empty:
        known = account_id in found.baskets.accounts
        st.caption(t("It buys all that enough accounts like it buy.") if known else t("No basket of twelve months to compare."))
        return
    shown = own.head(SUGGESTED)
    table = pd.DataFrame({
        "item": [fitted(name, 270) for name in shown["item"]], "because": [fitted(name, 270) for name in shown["because"]],
        "alike": [t("{n} of {all} alike", n=t.count(both), all=t.count(n)) for both, n in zip(shown["both"], shown["n"], strict=True)],
        "share": [t.percent(value, 0) for value in shown["confidence"]],
        "expected": [t.money(value, view.symbol) for value in shown["expected"]],
    })  # fmt: skip
    whole(
        table,
        t("Accounts like this also buy"),
        {
            "item": text_column(t("They also buy"), 270),
            "because": text_column(t("Like it they buy"), 270),
            "alike": text_column(t("Alike that buy it"), 150, right=True),
            "share": text_column(t("Share"), 100, right=True),
            "expected": text_column(t("Expected a year"), 150, right=True),
        },
        ROW,
    )
    download.below(view, f"alike-{account_id}", as_file(own, found.names))

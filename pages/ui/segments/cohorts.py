"""Cohorts: who came together, who stayed, and how much of their money."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.charts.cohorts import FEW
from kam_core.portfolio.cohorts import PERIODS, SMALL, Cohorts, cohorts
from kam_core.portfolio.kept import kept
from kam_core.text import N_, Translator
from kam_core.value.retention import MIN_ACCOUNTS
from pages.ui import download, frame, linked, overview, pictures, state
from pages.ui.tables import money_column, number_column, scaled, text_column
from pages.ui.view import View
from pages.ui.words import plain

LEFT = {"retained": N_("Accounts"), "net": N_("Money, net"), "gross": N_("Money, gross")}
MOST = 24
"""Rows of the triangle; older cohorts stand in the file."""
HEIGHT = 116


def show(view: View) -> None:
    """The whole part."""
    t = view.t
    period, of = _choices(view)
    found: Any = view.kept("cohorts", lambda: cohorts(view.book, view.as_of, period, view.accounts), period)
    frame.finding(_finding(view, found))
    _said(view, found)
    if found.table.empty:
        return
    _cards(view)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _triangle(view, found, of)
    with right:
        _curves(view, found)
    _table(view, found)
    told = t("Cohort = period of the calendar of the first order line above zero; net = revenue of the period ÷ that of the first")
    capped = t("gross = the same, no account counted above its own first period")
    frame.source(view, told, capped, *overview.left_out(view))


def _choices(view: View) -> tuple[str, str]:
    t = view.t
    with st.container(horizontal=True, vertical_alignment="bottom"):
        period = st.segmented_control(
            t("First purchase by"),
            list(PERIODS),
            required=True,
            format_func=lambda name: t(PERIODS[name]),
            **linked.choice(state.BEGAN, list(PERIODS), "quarter", plain_default=True),
        )
        of = st.segmented_control(
            t("What is left of"),
            list(LEFT),
            required=True,
            format_func=lambda name: t(LEFT[name]),
            **linked.choice(state.LEFT, list(LEFT), "retained", plain_default=True),
        )
    return str(period), str(of)


LATER = {
    "year": N_("A year after the first, {accounts} of {n} accounts buy; they bring {net} of the money of the first year."),
    "half": N_("Half a year after the first, {accounts} of {n} accounts buy; they bring {net} of the money of the first half-year."),
    "quarter": N_("A quarter after the first, {accounts} of {n} accounts buy; they bring {net} of the money of the first quarter."),
}


def _finding(view: View, found: Cohorts) -> str:
    t = view.t
    if found.table.empty:
        return t("Nobody has bought anything up to {day}: there is no cohort yet.", day=t.day(view.as_of))
    later = found.average[found.average["age"] == 1]
    if later.empty:
        return t("No cohort has a second period behind it yet. Who stays shows then.")
    row = later.iloc[0]
    n = int(row["n"])
    if n < MIN_ACCOUNTS:
        return t.n("Only {n} account began after the data did and has a second period behind it: too few to tell who stays.",
                   "Only {n} accounts began after the data did and have a second period behind them: too few to tell who stays.",
                   n)  # fmt: skip
    return t(LATER[found.period], n=t.count(n), accounts=t.percent(row["retained"]), net=t.percent(row["net"]))


def _said(view: View, found: Cohorts) -> None:
    """Where the data begin, and who is in no cohort."""
    t, told = view.t, []
    if found.table["censored"].any():
        told.append(t("The data begin on {day}: who bought before seems to begin then, so the cohorts marked ← may hold older customers.",
                      day=t.day(found.first_day)))  # fmt: skip
    if found.returns_only:
        told.append(t.n("{n} account has returns alone ({money}) and is in no cohort.",
                        "{n} accounts have returns alone ({money}) and are in no cohort.", found.returns_only,
                        money=t.money(found.returns_revenue, view.symbol)))  # fmt: skip
    if told:
        st.caption(plain(" ".join(told)))


def _cards(view: View) -> None:
    """How much of last year's accounts and money is left: full years on both sides, so that no first period is cut."""
    t, left = view.t, kept(view.scores)
    cards = (
        (t("Accounts left"), left.accounts, t("share of those of the 12 months before that bought in the last 12")),
        (t("Money left, net"), left.net, t("what they bring now ÷ what they brought then")),
        (t("Money left, gross"), left.gross, t("the same without what grew")),
    )
    n = left.n
    below = t("of {n} a year before", n=t.count(n)) if n >= MIN_ACCOUNTS else t("too few: {n}", n=t.count(n))
    with st.container(horizontal=True, gap="small"):
        for label, value, about in cards:
            shown = t.percent(value) if n >= MIN_ACCOUNTS else t.missing
            with st.container(width="stretch"):
                st.metric(label, shown, below, delta_color="off", delta_arrow="off", border=True, height=HEIGHT, help=about)


def label(t: Translator, period: str, first: object) -> str:
    """
    The name of a period by its first day.

    >>> from kam_core.text import translator
    >>> [label(translator("en"), period, "2011-07-01") for period in ("year", "half", "quarter")]
    ['2011', 'H2 2011', 'Q3 2011']
    """
    day = pd.Timestamp(first)  # type: ignore[arg-type]
    if period == "quarter":
        return t.quarter(day)
    if period == "half":
        return t("H1 {year}", year=day.year) if day.month < 7 else t("H2 {year}", year=day.year)
    return str(day.year)


def _triangle(view: View, found: Cohorts, of: str) -> None:
    t = view.t
    key = t("% by period since the first; behind the name its accounts · grey: fewer than {n} · bare: still running · open: not begun",
            n=t.count(SMALL))  # fmt: skip
    frame.section(t("What is left: {what}", what=t(LEFT[of])), key)
    figure: Any = view.kept("cohort_map", lambda: _map(view, found, of), found.period, of)
    pictures.chart(view, lambda: figure, "cohort_map", height=figure.layout.height)
    if len(found.table) > MOST:
        st.caption(t("The last {n} of {all} cohorts; the file has every one.", n=t.count(MOST), all=t.count(len(found.table))))
    if of != "retained":
        st.caption(t("The first period begins with each account's first order and is shorter: money after it looks larger."))
    marks = found.table[["cohort", "small", "censored"]]
    download.below(view, "cohorts", lambda: found.cells.merge(marks, on="cohort"), lambda: figure)


def _map(view: View, found: Cohorts, of: str) -> Any:
    t, table = view.t, found.table.tail(MOST).reset_index(drop=True)
    cells = found.cells.merge(table[["cohort", "small"]].assign(row=table.index), on="cohort")
    names = [_named(t, found.period, row) for row in table.to_dict("records")]
    return charts.cohort_map(cells, names, of, t=t, title=t("First purchase"), theme=view.theme)


def _named(t: Translator, period: str, row: dict[Any, Any]) -> str:
    mark = "← " if row["censored"] else ""
    return f"{mark}{label(t, period, row['cohort'])} · {t.count(row['n'])}"


def _curves(view: View, found: Cohorts) -> None:
    t = view.t
    key = t("Periods that are over, cohorts marked ← left out where others tell · hollow: fewer than {n} accounts", n=t.count(FEW))
    frame.section(t("On average"), key)
    if len(found.average) < 2:
        st.caption(t("No cohort has a second period behind it yet. Who stays shows then."))
        return
    figure: Any = view.kept("cohort_curves", lambda: charts.cohort_curves(found.average, t=t, theme=view.theme), found.period)
    pictures.chart(view, lambda: figure, "cohort_curves", height=figure.layout.height)
    download.below(view, "cohort-average", found.average, lambda: figure)


def _table(view: View, found: Cohorts) -> None:
    t, table = view.t, found.table.iloc[::-1]
    frame.section(t("The cohorts"), t("Revenue of all periods so far; ← may hold older customers"))
    money, unit = scaled(pd.concat([table["base"], table["revenue"]]), t.lang)
    second = found.cells[(found.cells["age"] == 1) & ~found.cells["running"]].set_index("cohort")
    rows = pd.DataFrame({
        "cohort": [f"{'← ' if row['censored'] else ''}{label(t, found.period, row['cohort'])}" for row in table.to_dict("records")],
        "n": table["n"].to_numpy(),
        "base": money.iloc[: len(table)].to_numpy(),
        "revenue": money.iloc[len(table) :].to_numpy(),
        **{name: [t.percent(value) for value in second[name].reindex(table["cohort"])] for name in LEFT},
    })  # fmt: skip
    st.dataframe(
        rows,
        hide_index=True,
        row_height=34,
        height=min(36 + 34 * len(rows), 36 + 34 * 8),
        key=f"cohort_rows_{found.period}",
        alt=t("The cohorts, the latest first"),
        column_config={
            "cohort": text_column(t("First purchase"), 130),
            "n": number_column(t("Accounts"), 90),
            "base": money_column(t, t("First period"), view.symbol, unit, 130),
            "revenue": money_column(t, t("All periods"), view.symbol, unit, 130),
            "retained": text_column(t("Accounts in the second"), 170, right=True),
            "net": text_column(t("Money in the second, net"), 190, right=True),
            "gross": text_column(t("Money in the second, gross"), 200, right=True),
        },
    )
    download.below(view, "cohort-list", found.table)

"""The parts of the register: its figures, the load of each owner, what is wrong with it, and the grid in which people decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core import proposals as proposed
from kam_core import register as book_of
from kam_core.selection import selected
from kam_core.text import N_
from pages.ui import decisions, frame, linked, pictures, state
from pages.ui.view import View
from pages.ui.words import plain

LISTS = {
    "key": N_("Key accounts"),
    "proposals": N_("Proposals"),
    "prospects": N_("Prospects"),
    "all": N_("All accounts"),
    "policy": N_("Service policy"),
}
OWNERS = 9
"""Bars of the chart; owners beyond it have the fewest key accounts."""

READ = ("interactions", "policies")
"""Tables the register reads beside those of the scores."""


@dataclass(frozen=True)
class Facts:
    """What the page says: the register of everybody and of whom the page is narrowed to, what is proposed, what is wrong."""

    every: pd.DataFrame
    table: pd.DataFrame
    proposals: pd.DataFrame
    warnings: list[str]
    finding: str
    figure: Callable[[], Any]

    @property
    def key(self) -> pd.DataFrame:
        """The key accounts shown."""
        return self.table[self.table["status"] == book_of.KEY]

    @property
    def undated(self) -> pd.DataFrame:
        """The key accounts shown that have no date for their next review."""
        return self.key[book_of.checks(self.key)["no_review"] & self.key["row_id"].notna()]


def facts(view: View) -> Facts:
    """Everything the page says, kept until something it reads changes."""
    return view.kept("register", lambda: _facts(view), tuple(view.book.revisions[name] for name in READ))


def _facts(view: View) -> Facts:
    t, params = view.t, view.params
    every = selected(book_of.register(view.book, view.every_score, view.as_of, params), view.matrix("selection"))
    table = every if view.accounts is None else every[every["account_id"].isin(view.accounts)]
    found = proposed.proposals(table, params)
    more = int((found["suggestion"] == book_of.KEY).sum())
    finding = book_of.finding(table, more, t)
    figure = partial(owners_figure, view, table, found)
    return Facts(every, table, found, book_of.warnings(every, params, t), finding, figure)


def owners_figure(view: View, table: pd.DataFrame, found: pd.DataFrame, size: str = "mini") -> Any:
    """The load of each owner, those with most key accounts first."""
    key = book_of.owners(table)
    more = found.loc[found["suggestion"] == book_of.KEY, "owner"].value_counts()
    load = pd.DataFrame({"key": key, "proposed": more}).fillna(0).astype(int).rename_axis("owner").reset_index()
    load = load.sort_values(["key", "proposed", "owner"], ascending=[False, False, True]).head(OWNERS)
    return charts.key_accounts_by_owner(load, view.params.register.most_per_owner, t=view.t, theme=view.theme, size=size)


def figures(view: View, found: Facts) -> None:
    """How many, how spread, what is overdue, what hangs on them; on a narrow screen two in a line."""
    with st.container(horizontal=True, gap="small"):
        for label, value, beside, about in (*_counted(view, found), *_overdue(view, found), _revenue(view, found)):
            look = {"delta_color": "off", "delta_arrow": "off", "border": True, "height": 116}
            st.metric(label, value, plain(beside) if beside else None, help=about, **look)


def _counted(view: View, found: Facts) -> list[tuple[str, str, str | None, str]]:
    t, limits, load = view.t, view.params.register, book_of.owners(found.every)
    most = t.count(limits.most_per_owner)
    left = limits.most_key_accounts - int((found.every["status"] == book_of.KEY).sum())
    return [
        (
            t("Key accounts"),
            t.count(len(found.key)),
            t.n("{n} place left", "{n} places left", left) if left >= 0 else t("{n} above the limit", n=t.count(-left)),
            t("At most {n} accounts can be looked after as key accounts.", n=t.count(limits.most_key_accounts)),
        ),
        (
            t("Owners above {n}", n=most),
            t.count(int((load > limits.most_per_owner).sum())),
            t("most: {owner}, {n}", owner=load.index[0], n=t.count(load.iloc[0])) if len(load) else None,
            t("Owners with more than {n} key accounts, filters aside.", n=most),
        ),
    ]


def _overdue(view: View, found: Facts) -> list[tuple[str, str, str | None, str]]:
    t, checks, with_cadence = view.t, book_of.checks(found.key), int(found.key["cadence_days"].notna().sum())
    return [
        (
            t("Reviews overdue"),
            t.count(int(checks["review_overdue"].sum())),
            t("{n} without a date", n=t.count(int(checks["no_review"].sum()))),
            t("Key accounts whose next review lies before the date of the page."),
        ),
        (
            t("Contacts overdue"),
            t.count(int(checks["contact_overdue"].sum())) if with_cadence else t.missing,
            t("of {n} with a cadence", n=t.count(with_cadence)) if with_cadence else t("no service policy yet"),
            t("Key accounts whose last visit, call, mail or meeting is longer ago than their service policy says."),
        ),
    ]


def _revenue(view: View, found: Facts) -> tuple[str, str, str | None, str]:
    t, revenue, whole = view.t, found.key["revenue_12m"].sum(min_count=1), found.table["revenue_12m"].sum()
    return (
        t("Revenue, 12 months"),
        t.money(revenue, view.symbol),
        t("{share} of all", share=t.percent(revenue / whole)) if whole > 0 and len(found.key) else None,
        t("Revenue of the key accounts in the twelve months up to the date of the page."),
    )


def choose(view: View, found: Facts) -> str:
    """Which list; it is in the link (``?list=``)."""
    t = view.t
    counts = {
        "key": len(found.key),
        "proposals": len(found.proposals),
        "prospects": int((found.table["status"] == "prospect").sum()),
        "all": len(found.table),
    }
    link = linked.choice(state.LIST, list(LISTS), "key", plain_default=True)
    chosen = st.segmented_control(
        t("List"),
        list(LISTS),
        required=True,
        label_visibility="collapsed",
        format_func=lambda name: f"{t(LISTS[name])}  {t.count(counts[name])}" if name in counts else t(LISTS[name]),
        **link,
    )
    return str(chosen)


def go(name: str) -> None:
    """Show another list from the next run on."""
    state.put(state.LIST, name)
    state.keep_in_link(state.LIST, name)


def standing(view: View, found: Facts) -> None:
    """The load of each owner beside what is wrong; before there is a key account, the way to the proposals."""
    t = view.t
    if found.key.empty:
        _invitation(view, found)
        return
    left, right = st.columns([56, 44], gap="medium")
    with left:
        frame.section(
            t("Key accounts by owner"),
            t(
                "Pale = proposed · red = above the limit of {n} · at most {shown} owners",
                n=t.count(view.params.register.most_per_owner),
                shown=OWNERS,
            ),
        )
        figure = view.kept("owners_figure", found.figure, tuple(view.book.revisions[name] for name in READ))
        pictures.chart(view, lambda: figure, "owners", height=int(figure.layout.height))
    with right:
        frame.section(t("What needs a hand"))
        for warning in found.warnings:
            st.markdown(f":material/warning: {plain(warning)}")
        if not found.warnings:
            st.caption(t("Every key account has an owner, a review date to come, and buys."))
        _hands(view, found)


def _hands(view: View, found: Facts) -> None:
    """What can be done about it at once."""
    t = view.t
    with st.container(horizontal=True, gap="small"):
        if len(found.undated) and not view.stage and st.button(t("Set review dates"), icon=":material/event:"):
            decisions.ask(decisions.REVIEW_DATES)
        if found.key["cadence_days"].isna().all():
            st.button(t("Write a service policy"), icon=":material/handshake:", on_click=go, args=("policy",))


def _invitation(view: View, found: Facts) -> None:
    t, n = view.t, int((found.proposals["suggestion"] == book_of.KEY).sum())
    with st.container(border=True):
        if n:
            st.write(
                t.n(
                    "The data propose {n} account. Look at the reasons and decide.",
                    "The data propose {n} accounts. Look at the reasons and decide.",
                    n,
                )
            )
            st.button(t("Look at the proposals"), type="primary", icon=":material/how_to_vote:", on_click=go, args=("proposals",))
            return
        st.write(t("Nothing in the data proposes a key account yet. Choose one among all accounts, or rate some first."))
        st.button(t("All accounts"), type="primary", icon=":material/list:", on_click=go, args=("all",))

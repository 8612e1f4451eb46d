"""The frame every page has: title row with date and assumptions, the finding, the source line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

import kam_core as kam
from kam_core import alerts
from kam_core.accounts import as_of_or_last
from kam_core.errors import KamError, WorkbookOlder
from kam_core.text import Translator
from kam_core.workbook import lookup
from pages.ui import cache, refusal, state
from pages.ui.words import plain

FIRST_DAY = date(1990, 1, 1)
"""The earliest date the control offers."""


@dataclass(frozen=True)
class View:
    """What a page needs to show: the workbook, the date, the assumptions, and how to write and draw."""

    t: Translator
    book: kam.Workbook
    as_of: date
    params: kam.Params
    theme: str

    @property
    def symbol(self) -> str:
        """The currency sign of the workbook."""
        return self.book.meta.get("currency", "")

    @property
    def is_sample(self) -> bool:
        """Whether this is a shipped portfolio."""
        return self.book.meta.get("sample") in kam.samples.SAMPLES

    @property
    def scores(self) -> pd.DataFrame:
        """Every account's scores."""
        return cache.scores(self.book, self.as_of, self.params)

    def matrix(self, name: str) -> pd.DataFrame:
        """Every subject's place on a matrix."""
        return cache.matrix(self.book, name, self.as_of, self.params)

    @property
    def alerts(self) -> pd.DataFrame:
        """Every account one should look at, and why."""
        return self.kept("alerts", lambda: alerts.alerts(self.scores, self.matrix("loyalty"), self.params))

    @property
    def ratings_invented(self) -> bool:
        """Whether ratings in this workbook are illustrative."""
        return bool(self.kept("invented", lambda: lookup.illustrative(self.book, "ratings")))

    def kept(self, key: str, make: object, *more: object) -> object:
        """Something computed once for this data, date and set of assumptions."""
        return cache.kept(self.book, (key, self.as_of, self.params, self.symbol, self.t.lang, self.theme, *more), make)


def here() -> View:
    """The view of this session, without drawing anything."""
    _through_the_router()
    t = state.translator()
    try:
        book = cache.book(state.book_path() or cache.sample_path())
    except WorkbookOlder as error:
        st.error(refusal.told(t, error), icon=":material/history:")
        if not st.button(t("Open it anyway"), type="primary"):
            st.stop()
        cache.shelf().get(state.book_path() or cache.sample_path(), accept_older=True)
        st.rerun()
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        st.stop()
    theme = "dark" if st.context.theme.type == "dark" else "light"
    return View(t, book, _as_of(book), _params(), theme)


def page(title: str, *, controls: bool = True) -> View:
    """Draw the title row and return the view."""
    view = here()
    left, right = st.columns([1, 1], vertical_alignment="center")
    with left, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(title, width="content", anchor=False)
        if view.is_sample:
            st.badge(view.t("Sample data"), color="gray")
    with right, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        if controls and view.book.revision:
            _date_popover(view)
            _assumptions_popover(view)
    notice = state.drop(state.NOTICE)
    if notice:
        st.toast(notice, icon=":material/check:")
    return view


def finding(text: str) -> None:
    """The sentence above everything."""
    st.subheader(plain(text), anchor=False)


def section(title: str, subtitle: str = "") -> None:
    """A chart's or table's title and its key of symbols."""
    with st.container(gap=None):
        st.markdown(f"#### {plain(title)}")
        if subtitle:
            st.caption(plain(subtitle))


def source(view: View, *more: str) -> None:
    """The line at the foot: data, date, definition."""
    t = view.t
    parts = [t("Figures up to {day}", day=t.day(view.as_of))]
    if view.is_sample:
        parts.append(t(kam.samples.SAMPLES[view.book.meta["sample"]].about))
    st.caption(plain(" · ".join([*parts, *more])))


def _through_the_router() -> None:
    """Streamlit answers a deep link without ``app.py`` until the router has run once in the process: say so, and start over."""
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


def _as_of(book: kam.Workbook) -> date:
    """The date chosen or linked; one that the control would refuse falls back to the day the figures reach."""
    last, chosen = as_of_or_last(book, None), state.get(state.AS_OF) or st.query_params.get(state.AS_OF)
    try:
        day = as_of_or_last(book, chosen or None)
    except ValueError:
        return last
    return day if FIRST_DAY <= day <= last else last


def _flag(key: str) -> bool:
    """A switch as chosen, or as the link says before its toggle was drawn."""
    chosen = state.get(key)
    return bool(chosen) if chosen is not None else st.query_params.get(key) == "true"


def _params() -> kam.Params:
    value = kam.Params().value
    return kam.Params(value=replace(value, freight_is_cost_to_serve=_flag(state.FREIGHT), count_illustrative=_flag(state.ILLUSTRATIVE)))


def _date_popover(view: View) -> None:
    t, last = view.t, as_of_or_last(view.book, None)
    with st.popover(t.day(view.as_of), type="tertiary", icon=":material/calendar_today:"):
        st.date_input(
            t("As of"),
            value=last,
            min_value=FIRST_DAY,
            max_value=last,
            key=state.AS_OF,
            format="YYYY-MM-DD",
            persist_state="session",
            bind="query-params",
        )
        st.caption(t("All figures are computed from what was valid up to this day."))


def _assumptions_popover(view: View) -> None:
    t = view.t
    on = view.params.value.freight_is_cost_to_serve + view.params.value.count_illustrative
    label = t("Assumptions · {n} on", n=t.count(on)) if on else t("Assumptions")
    with st.popover(label, type="tertiary", icon=":material/tune:"):
        st.toggle(t("Count freight as cost to serve"), key=state.FREIGHT, persist_state="session", bind="query-params")
        if view.is_sample:
            st.toggle(
                t("Count illustrative costs"),
                key=state.ILLUSTRATIVE,
                persist_state="session",
                bind="query-params",
                help=t("Invented visits and support of 60 accounts."),
            )
        st.caption(
            t(
                "Lifetime value: {years} years, {rate} a year; cut of the matrices at 60.",
                years=view.params.value.horizon,
                rate=t.percent(view.params.value.discount_rate),
            )
        )

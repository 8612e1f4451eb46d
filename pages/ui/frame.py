"""The frame every page has: title row with date and assumptions, the finding, the source line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

import kam_core as kam
from kam_core import alerts, assumptions
from kam_core.accounts import as_of_or_last
from kam_core.errors import KamError, WorkbookOlder
from kam_core.text import Translator
from kam_core.workbook import lookup
from pages.ui import cache, refusal, scope, state
from pages.ui.words import plain

FIRST_DAY = date(1990, 1, 1)
"""The earliest date the control offers."""


@dataclass(frozen=True)
class View:
    """What a page needs to show: the workbook, the date, the assumptions, what it is narrowed to, and how to write and draw."""

    t: Translator
    book: kam.Workbook
    as_of: date
    params: kam.Params
    theme: str
    window: str | None = None
    """Money covers all facts up to the date, or this much (``"12m"``)."""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Attribute of accounts and the values that are shown; empty = every account."""
    stage: bool = False
    """Whether the workbook is disguised for a stage: aliases, scaled money, nothing can be changed."""

    @property
    def symbol(self) -> str:
        """The currency sign of the workbook."""
        return self.book.meta.get("currency", "")

    @property
    def is_sample(self) -> bool:
        """Whether this is a shipped portfolio."""
        return self.book.meta.get("sample") in kam.samples.SAMPLES

    @property
    def every_score(self) -> pd.DataFrame:
        """The scores of every account, whatever the page is narrowed to."""
        return cache.scores(self.book, self.as_of, self.params, self.window)

    @property
    def scores(self) -> pd.DataFrame:
        """The scores of the accounts the page is narrowed to."""
        return self.kept("narrowed", lambda: self._narrowed(self.every_score)) if self.filters else self.every_score

    def matrix(self, name: str, as_of: date | None = None) -> pd.DataFrame:
        """The place of those accounts on a matrix (on another day)."""
        placed = cache.matrix(self.book, name, as_of or self.as_of, self.params, self.window)
        if not self.filters:
            return placed
        return self.kept(f"narrowed_{name}", lambda: placed[placed["account_id"].isin(self.scores["account_id"])], as_of)

    @property
    def alerts(self) -> pd.DataFrame:
        """Every account one should look at, and why."""
        return self.kept("alerts", lambda: alerts.alerts(self.scores, self.matrix("loyalty"), self.params))

    @property
    def accounts(self) -> tuple[str, ...] | None:
        """The ids of the accounts the page is narrowed to; ``None`` = every account."""
        return tuple(self.scores["account_id"]) if self.filters else None

    @property
    def ratings_invented(self) -> bool:
        """Whether ratings in this workbook are illustrative."""
        return bool(self.kept("invented", lambda: lookup.illustrative(self.book, "ratings")))

    def _narrowed(self, frame: pd.DataFrame) -> pd.DataFrame:
        keep = pd.Series(True, index=frame.index)
        for name, values in self.filters:
            keep &= frame[name].isin(values)
        return frame[keep].reset_index(drop=True)

    def kept(self, key: str, make: object, *more: object) -> object:
        """Something computed once for this data, date, set of assumptions and choice of accounts."""
        full = (key, self.as_of, self.params, self.window, self.filters, self.symbol, self.t.lang, self.theme, *more)
        return cache.kept(self.book, full, make)


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
    if state.stage_safe():
        with st.spinner(t("Putting on the disguise")):
            book = cache.disguised(book)
    theme = "dark" if st.context.theme.type == "dark" else "light"
    filters = tuple(state.chosen_filters().items())
    return View(t, book, _as_of(book), _params(book), theme, scope.window(), filters, state.stage_safe())


def page(title: str, *, controls: bool = True, slide: str | None = None) -> View:
    """
    Draw the title row and return the view.

    ``controls`` are date, filters and assumptions; ``slide`` is what the wall shows of this page. A page with controls ends here
    when the filters leave no account.
    """
    view = here()
    t = view.t
    left, right = st.columns([1, 1], vertical_alignment="center")
    with left, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(title, width="content", anchor=False)
        if view.is_sample:
            st.badge(t("Sample data"), color="gray")
        if view.stage:
            st.badge(t("Stage-safe: aliases, scaled amounts"), color="orange", icon=":material/theater_comedy:")
    with right, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        if controls and view.book.revision:
            _date_popover(view)
            scope.popover(view)
            _assumptions_popover(view)
        if slide and view.book.revision and st.button(t("Present"), icon=":material/present_to_all:", shortcut="Ctrl+Shift+P"):
            st.switch_page("pages/present.py", query_params={state.SLIDE: slide})
    notice = state.drop(state.NOTICE)
    if notice:
        st.toast(notice, icon=":material/check:")
    if controls and view.filters and view.scores.empty and len(view.every_score):
        _nobody(view)
    return view


def locked(view: View) -> None:
    """On a stage nothing can be changed: say so, and how to go on; ends the page there."""
    if view.stage:
        finding(view.t("Nothing can be changed while names are disguised."))
        st.caption(view.t("Switch off stage-safe at the foot of the rail to go on."))
        st.stop()


def _nobody(view: View) -> None:
    """The filters leave no account: say which, and the way back."""
    t = view.t
    finding(t("No account matches: {filters}.", filters=scope.words(view)))
    st.button(t("Show every account"), type="primary", icon=":material/filter_alt_off:", on_click=state.clear_filters)
    st.stop()


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
    if view.filters:
        parts.append(t("only {filters}", filters=scope.words(view)))
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


def _flag(key: str, otherwise: bool) -> bool:
    """A switch as chosen, or as the link says before its toggle was drawn, or as the workbook keeps it."""
    chosen, told = state.get(key), st.query_params.get(key)
    return bool(chosen) if chosen is not None else told == "true" if told in ("true", "false") else otherwise


def _params(book: kam.Workbook) -> kam.Params:
    """The assumptions the workbook keeps, under the two switches of the session."""
    kept = assumptions.saved(book)
    freight = _flag(state.FREIGHT, kept.value.freight_is_cost_to_serve)
    illustrative = _flag(state.ILLUSTRATIVE, kept.value.count_illustrative)
    return replace(kept, value=replace(kept.value, freight_is_cost_to_serve=freight, count_illustrative=illustrative))


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
        kept = assumptions.saved(view.book).value
        st.toggle(
            t("Count freight as cost to serve"),
            kept.freight_is_cost_to_serve,
            key=state.FREIGHT,
            persist_state="session",
            bind="query-params",
        )
        if view.is_sample:
            st.toggle(
                t("Count illustrative costs"),
                kept.count_illustrative,
                key=state.ILLUSTRATIVE,
                persist_state="session",
                bind="query-params",
                help=t("Invented visits and support of 60 accounts."),
            )
        st.caption(
            t(
                "Lifetime value: {years} years, {rate} a year.",
                years=view.params.value.horizon,
                rate=t.percent(view.params.value.discount_rate),
            )
        )
        st.page_link("pages/settings.py", label=t("All assumptions"), icon=":material/settings:")

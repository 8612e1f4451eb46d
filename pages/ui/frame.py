"""The frame every page has: title row with date and assumptions, the finding, the source line."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

import kam_core as kam
from kam_core.errors import KamError, WorkbookOlder
from kam_core.text import Translator
from pages.ui import address, cache, choices, linked, refusal, scope, state
from pages.ui.view import View
from pages.ui.words import plain


def here() -> View:
    """The view of this session, without drawing anything."""
    through_the_router()
    t = state.translator()
    try:
        book = cache.book(state.book_path() or cache.sample_path())
    except WorkbookOlder as error:
        st.error(_refused(t, error), icon=":material/history:")
        if not st.button(t("Open it anyway"), type="primary"):
            st.stop()
        cache.shelf().get(state.book_path() or cache.sample_path(), accept_older=True)
        st.rerun()
    except KamError as error:
        st.error(_refused(t, error), icon=":material/error:")
        st.stop()
    if state.stage_safe():
        with st.spinner(t("Putting on the disguise")):
            book = cache.disguised(book)
    theme = "dark" if st.context.theme.type == "dark" else "light"
    view = View(t, book, choices.as_of(book), choices.params(book), theme, scope.window(), (), state.stage_safe())
    view = replace(view, filters=scope.filters(view))
    if view.stage:
        ids, (owners, regions) = set(view.every_score["account_id"]), (set(view.every_score[name].dropna()) for name in ("owner", "region"))
        whose = {linked.MEANT_OWNERS: owners, linked.MEANT_REGIONS: regions}
        accounts = dict.fromkeys((state.ACCOUNT, linked.LOST, linked.MEANT, state.DELIVERED_TO), ids)
        address.tidy({**accounts, **whose, **dict.fromkeys(state.FILTERS, ()), **dict(view.filters)})
    return view


def page(title: str, *, controls: bool = True, slide: str = "overview") -> View:
    """
    Draw the title row and return the view.

    ``controls`` are date, filters and assumptions; ``slide`` is what the wall shows of this page. A page with controls ends here
    when the filters leave no account.
    """
    view = here()
    t, left_out = view.t, scope.unknown(view)
    left, right = st.columns([5, 6], vertical_alignment="center")
    with left, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.header(title, width="content", anchor=False)
        if view.is_sample:
            st.badge(t("Sample data"), color="gray")
        if view.stage:
            st.badge(t("Stage-safe: aliases, scaled amounts"), color="orange", icon=":material/theater_comedy:")
    with right, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        if controls and view.book.revision:
            choices.date_popover(view)
            scope.popover(view)
            choices.assumptions_popover(view)
        if view.book.revision and st.button(t("Present"), icon=":material/present_to_all:", shortcut="P"):
            st.switch_page("pages/present.py", query_params={state.SLIDE: slide})
    notice = state.drop(state.NOTICE)
    if notice and not view.stage:
        st.toast(notice, icon=":material/check:")
    if controls and left_out and not view.stage:
        st.warning(
            plain(t("Left out of the filters, because no account has it: {values}.", values=t.listed(left_out))),
            icon=":material/filter_alt_off:",
        )
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


def _refused(t: Translator, error: KamError) -> str:
    """Why a workbook does not open; its name is not for a stage."""
    return t("This workbook does not open. Switch off stage-safe to see why.") if state.stage_safe() else refusal.told(t, error)


def through_the_router() -> None:
    """Streamlit answers a deep link without ``app.py`` until the router has run once in the process: say so, and start over."""
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()

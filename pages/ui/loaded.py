"""After a load: what was loaded, the way to its reconciliation, names that look alike, and the way back, above the figures it changed."""

from __future__ import annotations

import streamlit as st

import kam_core as kam
from kam_core.errors import KamError, UnknownName
from kam_core.workbook.diff import line_of
from pages.ui import reconcile, refusal, state, twins
from pages.ui.view import View
from pages.ui.words import plain

LOADED = "loaded"


def remember(book: kam.Workbook, batch: int) -> None:
    """The load this session made last."""
    state.put(LOADED, (book.id, batch))


def line(view: View) -> None:
    """One line about the load made last in this session, until it is put away; never on a stage."""
    t, (book, batch) = view.t, state.get(LOADED) or ("", 0)
    if book != view.book.id or view.stage:
        return
    try:
        told = line_of(view.book, batch)
    except UnknownName:
        return
    if not told["live"]:
        return
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            rows = max(told["counts"].values(), default=0)
            said = t.n("{n} row loaded from {file} as batch {batch}.", "{n} rows loaded from {file} as batch {batch}.", rows,
                       file=told["source"], batch=batch)  # fmt: skip
            st.markdown(plain(said), width="stretch")
            reconcile.link(view, batch)
            if st.button(t("Undo"), key="undo_loaded", type="tertiary", icon=":material/undo:"):
                _undo(view, batch)
            if st.button("", key="put_away_loaded", type="tertiary", icon=":material/close:", help=t("Put this line away")):
                state.drop(LOADED)
                st.rerun()
        twins.line_after_load(view, batch)


def _undo(view: View, batch: int) -> None:
    t = view.t
    try:
        view.book.undo(batch, author=state.author())
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    state.drop(LOADED)
    state.put(state.NOTICE, t("Batch {batch} is undone.", batch=batch))
    st.rerun()

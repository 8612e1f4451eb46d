"""The frame of the settings page: which of its four parts one looks at."""

from __future__ import annotations

import streamlit as st

from kam_core.text import N_
from pages.ui import state
from pages.ui.view import View

TABS = {"journal": N_("Journal"), "parameters": N_("Assumptions"), "currency": N_("Currency"), "workbook": N_("Workbook")}


def tab() -> str:
    """The part the link names; a link that names none means the journal."""
    told = state.link(state.TAB)
    return told if told in TABS else "journal"


def choose(view: View) -> None:
    """The switch between the parts; the link keeps it."""
    t, key = view.t, "settings_tab"
    state.put(key, tab())
    st.segmented_control(
        t("Part"), list(TABS), required=True, format_func=lambda name: t(TABS[name]), key=key, label_visibility="collapsed",
        on_change=_follow, args=(key,),
    )  # fmt: skip


def _follow(key: str) -> None:
    chosen = str(state.get(key))
    state.keep_in_link(state.TAB, None if chosen == "journal" else chosen)

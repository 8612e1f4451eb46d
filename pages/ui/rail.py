"""The rail: wordmark, which workbook, language."""

from __future__ import annotations

import streamlit as st

from kam_core.errors import KamError
from kam_core.text import LANGUAGES, Translator
from pages.ui import cache, state, workbooks
from pages.ui.server import ROOT

NAMES = {"en": "EN", "zh": "中文"}


def logo() -> None:
    """The wordmark of the session's theme."""
    dark = st.context.theme.type == "dark"
    st.logo(str(ROOT / "static" / f"logo-{'dark' if dark else 'light'}.svg"), size="large")


def foot(t: Translator) -> None:
    """Workbook and language at the rail's foot; opens the sample at the first start."""
    path = state.book_path()
    if path is None or not path.exists():
        try:
            path = state.linked_book() or cache.sample_path()
        except KamError:
            path = cache.sample_file()  # the page says why it does not open; the menu below stays within reach
        state.start_with(path)
    state.keep_book_in_link(path, cache.sample_file())
    with st.sidebar:
        st.space("medium")
        workbooks.switcher(t)
        workbooks.keep_private(t)
        link = state.linked(state.LANGUAGE, LANGUAGES, state.language())
        st.segmented_control(t("Language"), LANGUAGES, required=True, format_func=NAMES.get, label_visibility="collapsed", **link)

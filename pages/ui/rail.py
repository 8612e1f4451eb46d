"""The rail: wordmark, which workbook, the disguise for a stage, language."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import streamlit as st

from kam_core import disguise
from kam_core.errors import KamError
from kam_core.text import LANGUAGES, Translator
from pages.ui import cache, linked, state, workbooks
from pages.ui.server import ROOT

NAMES = {"en": "EN", "zh": "中文"}


def logo() -> None:
    """The wordmark of the session's theme."""
    dark = st.context.theme.type == "dark"
    st.logo(str(ROOT / "static" / f"logo-{'dark' if dark else 'light'}.svg"), size="large")


def settle() -> Path:
    """Which workbook this session looks at: chosen, linked, or the sample at the first start; the link keeps it."""
    path = state.book_path()
    if path is None or not path.exists():
        try:
            path = state.linked_book() or cache.sample_path()
        except KamError:
            path = cache.sample_file()  # the page says why it does not open; the menu below stays within reach
        state.start_with(path)
    state.keep_book_in_link(path, cache.sample_file())
    return path


def foot(t: Translator) -> None:
    """Workbook, disguise and language at the rail's foot."""
    path = settle()
    with st.sidebar:
        st.space("medium")
        if not state.stage_safe():
            workbooks.switcher(t)
            workbooks.keep_private(t)
        stage_switch(t, path)
        link = linked.choice(state.LANGUAGE, LANGUAGES, state.language())
        st.segmented_control(t("Language"), LANGUAGES, required=True, format_func=NAMES.get, label_visibility="collapsed", **link)


def stage_switch(t: Translator, path: Path) -> None:
    """Aliases and scaled money instead of names and amounts, for a room of strangers."""
    st.toggle(
        t("Stage-safe"),
        help=t("Every name becomes an alias and every amount is scaled, before anything leaves the server."),
        **linked.switch(state.STAGE, _disguise_choice, path),
    )


def turn_disguise() -> None:
    """The same by a key, where there is no rail; the disguise is put on before anything is drawn anew, so that nothing blinks."""
    state.turn_stage()
    path = settle()
    _disguise_choice(path)
    with suppress(KamError):  # the wall says why it does not open
        if state.stage_safe():
            cache.disguised(cache.book(path))


def _disguise_choice(path: Path) -> None:
    """The account one looks at and the owners one filters by stay the same; of a workbook that does not open nothing is kept."""
    try:
        known = [disguise.aliases(cache.book(path)), disguise.owners(cache.book(path))]
    except KamError:
        known = [{}, {}]
    state.rename(*(names if state.stage_safe() else {after: before for before, after in names.items()} for names in known))

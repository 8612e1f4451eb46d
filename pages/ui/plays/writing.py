"""A play in both languages, side by side, to be changed: one Save for all of it, and the way back to the proposed one."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from kam_core.playbook.shapes import Play
from kam_core.playbook.written import NOTHING, as_proposed, is_written, lines, play_of, proposed, saving
from kam_core.text import LANGUAGES, N_, translator
from pages.ui import forms, state
from pages.ui.view import View

NAMES = {"en": N_("English"), "zh": N_("Chinese")}
MOST_STRATEGY, MOST_ACTIONS = 300, 3_000
"""Characters a sentence of strategy and all actions may take."""


def form(view: View, play: str) -> None:
    """The form of one play; on a stage it is only shown. The page says what was saved (``forms.saved``)."""
    t = view.t
    turn = state.turn(f"play_{play}")
    with st.form(f"play_{play}_{turn}", border=False):
        told = {lang: _side(view, play, lang, column, turn) for lang, column in zip(LANGUAGES, st.columns(2), strict=True)}
        sent = st.form_submit_button(t("Save the play"), icon=":material/check:", disabled=view.stage)
    if sent:
        state.bump(f"play_{play}")
        forms.save(view, saving(view.book, play, told), _said(view, told))
    if is_written(view.book, play) and not view.stage:
        label = t("Back to the proposed one") if proposed(play, t) != NOTHING else t("Take it out")
        if st.button(label, key=f"propose_{play}", type="tertiary", icon=":material/restart_alt:"):
            state.bump(f"play_{play}")
            forms.save(view, as_proposed(view.book, [play]), t("The play is the proposed one again."))


def _said(view: View, told: Mapping[str, Play]) -> str:
    """That it is saved, and where one language has more actions than the other."""
    t, (en, zh) = view.t, (len(told[lang].actions) for lang in LANGUAGES)
    if en == zh:
        return t("Play saved.")
    return t("Play saved. It has {en} actions in English and {zh} in Chinese.", en=t.count(en), zh=t.count(zh))


def _side(view: View, play: str, lang: str, column: object, turn: int) -> Play:
    """What is written in one language."""
    t, now = view.t, play_of(view.book, play, translator(lang))
    with column:  # type: ignore[attr-defined]
        st.caption(t(NAMES[lang]))
        key = f"{play}_{lang}_{turn}_{view.book.revisions['plays']}"
        strategy = st.text_area(t("Strategy"), now.strategy, max_chars=MOST_STRATEGY, height=84, key=f"strategy_{key}", disabled=view.stage)
        actions = st.text_area(
            t("Actions, one a line"), "\n".join(now.actions), max_chars=MOST_ACTIONS, height=180, key=f"actions_{key}", disabled=view.stage
        )  # fmt: skip
    return Play((strategy or "").strip(), lines(actions or ""))

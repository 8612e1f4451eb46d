"""What a customer sees: the questions of the invitation, one Send, thanks; of the workbook nothing but what the survey says."""

from __future__ import annotations

from datetime import date

import streamlit as st

from kam_core import surveys
from kam_core.errors import InvitationRefused, KamError
from kam_core.schema import MAX_TEXT
from kam_core.surveys import Invitation, Question
from kam_core.text import LANGUAGES, Translator
from kam_core.workbook import Workbook
from pages.ui import cache, linked, state
from pages.ui.rail import NAMES
from pages.ui.words import plain

THANKED = "survey_thanked"
WIDTH, ONE_ROW = 680, 7
"""Pixels of the page, and how many steps of a scale stand in one row on a phone."""


def show() -> None:
    """The questionnaire, or one sentence that says why it cannot be answered."""
    t = state.translator()
    with st.container(horizontal=True, horizontal_alignment="center"), st.container(width=WIDTH):
        _language(t)
        key = state.link(state.INVITED) or ""
        if key and state.get(THANKED) == key:
            st.header(t("Thank you."), anchor=False)
            st.write(t("Your answers have arrived. You can close this window."))
            return
        try:
            book, token, asked = surveys.found(cache.shelf(), key, date.today())
            answers, comment = _questions(t, asked)
        except KamError as error:
            _refused(t, error)
            return
        problem = st.container()
        if st.button(t("Send answers"), type="primary", icon=":material/send:", width="stretch"):
            with problem:
                _send(t, book, token, asked, answers, comment, key)


def _language(t: Translator) -> None:
    link = linked.choice(state.LANGUAGE, LANGUAGES, state.language())
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.segmented_control(t("Language"), LANGUAGES, required=True, format_func=NAMES.get, label_visibility="collapsed", **link)


def _refused(t: Translator, error: KamError) -> None:
    """What went wrong, without anything of the workbook."""
    known = error if isinstance(error, InvitationRefused) else InvitationRefused.saying(InvitationRefused.template_away)
    thanked = known.template == InvitationRefused.template_answered
    st.header(t("Thank you.") if thanked else t("Questionnaire"), anchor=False)
    st.info(plain(t.error(known)), icon=":material/check_circle:" if thanked else ":material/info:")


def _questions(t: Translator, asked: Invitation) -> tuple[dict[str, float], str]:
    """The questions; what is answered so far, by item, and the comment."""
    title = asked.title or t("Questionnaire")
    st.set_page_config(page_title=title)
    st.header(plain(title), anchor=False)
    if asked.intro:
        st.write(plain(asked.intro))
    st.caption(t("Questions with a star need an answer."))
    if asked.contact_name:
        st.caption(plain(t("Your answers are kept under your name: {who}.", who=asked.contact_name)))
    given = {question.item: _question(t, asked, question) for question in asked.asked.questions}
    comment = st.text_area(
        t("Anything else you want to tell us"), max_chars=MAX_TEXT, key=f"answer_{asked.row_id}_comment", persist_state="session"
    )
    return {item: float(value) for item, value in given.items() if value is not None}, str(comment or "")


def _question(t: Translator, asked: Invitation, question: Question) -> int | None:
    steps = question.steps
    star = " \\*" if question.item in asked.asked.required else ""
    ends = {"first": steps[0], "low": t(question.low), "last": steps[-1], "high": t(question.high)}
    with st.container(gap="xsmall"):
        chosen = st.segmented_control(
            f"**{plain(t(question.text))}**{star}",
            steps,
            format_func=str,
            key=f"answer_{asked.row_id}_{question.item}",
            persist_state="session",
            width="stretch" if len(steps) <= ONE_ROW else "content",
            wrap=True,
        )
        st.caption(plain(t("{first} = {low}, {last} = {high}", **ends)))
    return chosen


def _send(t: Translator, book: Workbook, token: str, asked: Invitation, answers: dict[str, float], comment: str, key: str) -> None:
    """Store them, or say what is missing; what is typed stays."""
    missing = [q for q in asked.asked.questions if q.item in asked.asked.required and q.item not in answers]
    if missing:
        lines = [t(InvitationRefused.template_incomplete), *(f"· {t(question.text)}" for question in missing)]
        st.error("  \n".join(map(plain, lines)), icon=":material/error:")
        return
    try:
        surveys.answer(book, token, answers, comment, date.today())
    except KamError as error:
        _refused(t, error)
        return
    state.put(THANKED, key)
    st.rerun()

"""Judging the feasibility of an account where the priority list shows what follows from it: one signed answer, with its undo."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from kam_core.errors import KamError
from kam_core.index.answers import Answer, Signature, rating_edits, ratings_of
from kam_core.index.declared.selection import FEASIBILITY
from pages.ui import refusal, saving, state
from pages.ui.view import View

ITEM = FEASIBILITY.items[0]
STEPS = tuple(range(int(ITEM.low), int(ITEM.high) + 1))
CHOSEN, ANSWER = "feasible_account", "feasible_answer"


def edit(view: View, known: pd.DataFrame) -> None:
    """The form: which account, how feasible, why; on a stage nothing can be changed."""
    if view.stage:
        return
    t, names = view.t, dict(zip(known["account_id"], known["account_name"], strict=True))
    with st.expander(t("Judge feasibility"), icon=":material/edit:"):
        account = st.selectbox(t("Account"), list(names), format_func=lambda one: names.get(one, one), key=CHOSEN)
        with st.form("feasibility", border=False):
            st.write(t(ITEM.question))
            answer = st.segmented_control(t("Answer"), STEPS, key=ANSWER, label_visibility="collapsed")
            st.caption(" · ".join(f"{step} = {t(words)}" for step, words in zip((1, 3, 5), ITEM.anchors, strict=True)))
            note = st.text_input(t("Note"), max_chars=1000, key="feasible_note")
            pressed = st.form_submit_button(t("Save"), type="primary", icon=":material/check:")
        if pressed and answer is None:
            st.error(t("Choose an answer from 1 to 5 first."), icon=":material/error:")
        elif pressed and account:
            _save(view, account, int(answer), note.strip(), names[account])
        saving.last_batch(view)


def _save(view: View, account: str, answer: int, note: str, name: str) -> None:
    """One batch; on the same day one's own answer is put right instead of given again."""
    t, seen = view.t, ratings_of(view.book, [account], [ITEM.id])
    rows = seen.astype(object).where(lambda cells: cells.notna(), None).to_dict("records")
    signed = Signature(state.author(), view.as_of, note=note)
    edits = rating_edits([Answer("account", account, ITEM.id, answer, tuple(rows))], signed, datetime.now(UTC).date())
    try:
        if edits:
            view.book.apply(edits, author=state.author())
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    state.put(state.NOTICE, t("Feasibility of {account}: {answer}.", account=name, answer=t.count(answer)))
    st.rerun()

"""Notes on the account: written here, listed with the latest first, deleted with a way back."""

from __future__ import annotations

from typing import Any

import streamlit as st

import kam_core as kam
from kam_core.schema import MAX_TEXT
from pages.ui import download, forms, plans, state
from pages.ui.paging import paged
from pages.ui.view import View
from pages.ui.words import plain

PAGE = 10
"""Notes at a time."""


def show(view: View, account_id: str) -> None:
    """The form, and a page of the notes."""
    t = view.t
    rows = plans.stored(view, "notes", account_id)
    if not view.stage:
        _write(view, account_id)
    if rows.empty:
        st.caption(t("No note yet. What would your stand-in need to know?"))
        return
    latest = rows.reset_index().sort_values(["date", "row_id"], ascending=False)
    part, _ = paged(latest, PAGE, f"notes_page_{account_id}", anew=True)
    for note in part.itertuples():
        _note(view, note)
    download.below(view, f"notes-{account_id}", latest.drop(columns="row_id"))


def _write(view: View, account_id: str) -> None:
    t = view.t
    with st.form("write_note", clear_on_submit=True):
        text = st.text_area(t("Note"), max_chars=MAX_TEXT, height=96, placeholder=t("What was said, what changed, what to remember"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            day = st.date_input(t("Date"), view.as_of, format="YYYY-MM-DD", width=160)
            sent = st.form_submit_button(t("Keep the note"), type="primary", icon=":material/check:")
    if sent and text.strip():
        values = {"account_id": account_id, "date": day or view.as_of, "text": text.strip(), "author": state.author()}
        forms.save(view, [kam.Insert("notes", values)], t("Note kept."))
    elif sent:
        st.warning(t("The note is empty; nothing was kept."), icon=":material/edit_off:")


def _note(view: View, note: Any) -> None:
    t = view.t
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            by = f" · {note.author}" if isinstance(note.author, str) and note.author else ""
            st.caption(plain(f"{t.day(note.date)}{by}"), width="content")
            if not view.stage and st.button(t("Delete"), key=f"delete_note_{note.row_id}", type="tertiary", icon=":material/delete:"):
                forms.save(view, [kam.Delete("notes", int(note.row_id))], t("Note deleted."))
        for line in note.text.splitlines():
            st.markdown(plain(line) or " ")

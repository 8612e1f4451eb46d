"""Asking without a link: a form to print, a sheet to send, and the filled sheet read in as one batch."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import surveys
from kam_core.errors import KamError
from kam_core.export import csv_bytes, xlsx_bytes
from kam_core.surveys import Filled, Person, Questionnaire
from pages.ui import cache, frame, refusal, state
from pages.ui.tables import number_column, text_column
from pages.ui.view import View
from pages.ui.words import file_stem

TURN, TYPES = "survey_sheet", ["csv", "tsv", "xlsx", "xls", "ods", "parquet"]


def ways(view: View, survey_id: str, row: Any, invited: pd.DataFrame) -> None:
    """The printed form, the empty sheet, and the filled one."""
    t = view.t
    try:
        asked = surveys.questionnaire(row["questionnaire"] if isinstance(row["questionnaire"], str) else None)
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    frame.section(
        t("On paper, or in a sheet"), t("One form a person, in both languages; the sheet has a row a person and a column a question")
    )
    _files(view, survey_id, row, invited, asked)
    _read(view, survey_id)


def _files(view: View, survey_id: str, row: Any, invited: pd.DataFrame, asked: Questionnaire) -> None:
    t = view.t
    title, intro = (row[name] if isinstance(row[name], str) else "" for name in ("title", "intro"))
    waiting = invited[invited["standing"].isin(["waiting", "expired"])].astype(object).fillna("")
    persons = [Person(r["contact_name"], r["account_name"], r["contact_id"] or r["account_id"]) for r in waiting.to_dict("records")]
    sheet = surveys.template(asked, invited, t)
    look = {"type": "tertiary", "icon": ":material/download:", "on_click": "ignore"}
    with st.container(horizontal=True, gap="small"):
        for label, who, name in (
            (t.n("Form to print for {n} person", "Form to print for {n} people", len(persons)), persons, "forms"),
            (t("Blank form to print"), [], "form"),
        ):
            make = partial(_printed, asked, survey_id, title, intro, who)
            st.download_button(
                label,
                make,
                f"{file_stem(f'{name}-{survey_id}')}.html",
                "text/html",
                key=f"survey_{name}",
                disabled=name == "forms" and not who,
                **look,
            )
        st.download_button(
            t("Sheet, CSV"), partial(csv_bytes, sheet), f"{file_stem(f'sheet-{survey_id}')}.csv", "text/csv", key="survey_csv", **look
        )
        st.download_button(
            t("Sheet, XLSX"), partial(xlsx_bytes, sheet, t("Answers")), f"{file_stem(f'sheet-{survey_id}')}.xlsx", key="survey_xlsx", **look
        )


def _printed(asked: Questionnaire, survey_id: str, title: str, intro: str, who: list[Person]) -> bytes:
    return surveys.form(asked, survey_id, title, intro, who).encode()


def _read(view: View, survey_id: str) -> None:
    """A filled sheet: what it holds, what is refused, and one Save."""
    t = view.t
    file = st.file_uploader(t("A filled sheet"), TYPES, key=f"survey_file_{survey_id}_{state.turn(TURN)}")
    if file is None:
        return
    try:
        found = _filled(view, survey_id, file.name, file.getvalue())
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    people, answers = (t.n("{n} person", "{n} people", found.people), t.n("{n} answer", "{n} answers", found.answers))
    st.write(t("Understood: {answers} of {people}.", answers=answers, people=people))
    _refused(view, found)
    if st.button(
        t.n("Save {n} answer", "Save {n} answers", found.answers), type="primary", icon=":material/check:", disabled=not found.edits
    ):
        _save(view, found)


def _filled(view: View, survey_id: str, name: str, content: bytes) -> Filled:
    """The sheet as read; it lies in the session's own folder only while it is read."""
    folder = cache.uploads()
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, suffix=Path(name).suffix, delete=False) as kept:
        kept.write(content)
    path = Path(kept.name)
    try:
        return surveys.filled(view.book, survey_id, path, date.today())
    finally:
        path.unlink(missing_ok=True)


def _refused(view: View, found: Filled) -> None:
    t = view.t
    if not found.refused:
        return
    st.warning(
        t.n(
            "{n} row is not taken; correct it and read the sheet again.",
            "{n} rows are not taken; correct them and read the sheet again.",
            len(found.refused),
        )
    )
    table = pd.DataFrame(
        {
            "line": [row.line for row in found.refused],
            "who": [row.who for row in found.refused],
            "why": [_why(view, row.reason, dict(row.facts)) for row in found.refused],
        }
    )
    config = {"line": number_column(t("Line"), 70), "who": text_column(t("Who"), 200), "why": text_column(t("Reason"), 480)}
    st.dataframe(
        table,
        hide_index=True,
        height=min(36 + 34 * len(table), 300),
        row_height=34,
        alt=t("Rows that are not taken"),
        placeholder=t.missing,
        column_config=config,
    )


def _why(view: View, reason: str, facts: dict[str, Any]) -> str:
    if "item" in facts:
        facts["item"] = view.t(str(facts["item"]))
    return view.t(reason, **facts) if facts else view.t(reason)


def _save(view: View, found: Filled) -> None:
    t = view.t
    try:
        view.book.apply(found.edits, author=state.author())
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    state.bump(TURN)
    state.put(state.NOTICE, t.n("{n} answer saved.", "{n} answers saved.", found.answers))
    st.rerun()

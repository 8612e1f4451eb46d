"""A small form over the page for one row of a table: add, change or delete it as one batch, and the line that takes it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.errors import KamError
from kam_core.schema import CHOICE_TITLES, Column
from kam_core.workbook import Edit
from kam_core.workbook.edits import same
from pages.ui import refusal, state
from pages.ui.view import View
from pages.ui.words import plain

LONG = ("note", "text", "promise", "action", "need", "counter", "evidence")
"""Columns whose text takes lines."""


@dataclass(frozen=True)
class Form:
    """What is asked: the columns of a table, in the order of the form; texts are in the session's language."""

    table: str
    columns: tuple[str, ...]
    title: str
    said: str
    """What is said once it is saved."""
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Columns that are chosen from a list: value and what people read for it."""
    to_delete: bool = True
    """Whether the form takes a row out, too."""
    about: str = ""
    """What stands above the fields."""


def ask(view: View, form: Form, fixed: Mapping[str, Any], row: pd.Series | None = None, usual: Mapping[str, Any] | None = None) -> None:
    """
    Open the form: empty (with what is ``usual``) for a new row, which gets what is ``fixed`` too; filled for a row that is there.

    A row is named by its row id. Nothing is asked on a stage.
    """
    if not view.stage:
        st.dialog(form.title, width="medium")(_body)(view, form, dict(fixed), row, dict(usual or {}))


def _body(view: View, form: Form, fixed: dict[str, Any], row: pd.Series | None, usual: dict[str, Any]) -> None:
    t, declared = view.t, kam.TABLES[form.table]
    place = "new" if row is None else str(row.name)
    if form.about:
        st.caption(plain(form.about))
    with st.form(f"form_{form.table}_{place}", border=False):
        told = {}
        for names in _side_by_side([declared.column(name) for name in form.columns]):
            for box, column in zip(st.columns(len(names)), names, strict=True):
                now = usual.get(column.name) if row is None else row[column.name]
                with box:
                    told[column.name] = _field(view, form, column, None if pd.isna(now) else now, place)
        sent = st.form_submit_button(t("Save"), type="primary", icon=":material/check:")
    if sent:
        save(view, _edits(form, fixed, row, told), form.said)
    if (
        row is not None
        and form.to_delete
        and st.button(t("Delete"), key=f"delete_{form.table}_{place}", type="tertiary", icon=":material/delete:")
    ):
        save(view, [kam.Delete(form.table, int(str(row.name)))], t("Deleted."))


def _side_by_side(columns: list[Column]) -> list[list[Column]]:
    """Rows of the form: two short fields beside each other, a long one alone."""
    rows: list[list[Column]] = []
    for column in columns:
        alone = column.name in LONG
        if rows and not alone and len(rows[-1]) == 1 and rows[-1][0].name not in LONG:
            rows[-1].append(column)
        else:
            rows.append([column])
    return rows


def _field(view: View, form: Form, column: Column, now: Any, place: str) -> Any:
    """One cell as a widget; an empty one is missing."""
    t, key = view.t, f"field_{form.table}_{place}_{column.name}"
    label = t("{title} (needed)", title=t(column.title)) if column.required else t(column.title)
    options = _options(view, form, column)
    if options is not None:
        listed = ["", *options] if now in (None, "") or str(now) in options else ["", str(now), *options]
        at = 0 if now in (None, "") else listed.index(str(now))
        return st.selectbox(label, listed, at, format_func=lambda v: options.get(v, v or t.missing), key=key) or None
    if column.kind == "date":
        return st.date_input(label, pd.Timestamp(now).date() if now is not None else None, format="YYYY-MM-DD", key=key)
    if column.kind in ("money", "number", "share", "integer"):
        whole = column.kind == "integer" or column.low in (1, -2)
        return st.number_input(
            label,
            min_value=None if column.low is None else float(column.low),
            max_value=None if column.high is None else float(column.high),
            value=None if now is None else float(now),
            step=1.0 if whole else 0.05 if column.kind == "share" else 0.25,
            format="%.0f" if whole else "%.2f",
            key=key,
        )
    text = "" if now is None else str(now)
    return st.text_area(label, text, key=key, height=96) if column.name in LONG else st.text_input(label, text, key=key)


def _options(view: View, form: Form, column: Column) -> dict[str, str] | None:
    """What can be chosen for a column, and how it reads; ``None`` for a column that is typed."""
    t = view.t
    if column.name in form.options:
        return dict(form.options[column.name])
    if column.kind == "choice":
        return {choice: t(CHOICE_TITLES.get(choice, choice)) for choice in column.choices}
    return {"True": t("yes"), "False": t("no")} if column.kind == "boolean" else None


def _edits(form: Form, fixed: Mapping[str, Any], row: pd.Series | None, told: Mapping[str, Any]) -> list[Edit]:
    """What the form comes to; a row that was left as it is comes to nothing."""
    declared = kam.TABLES[form.table]
    if row is None:
        keys = {key: f"{key[0].upper()}-{uuid4().hex[:10]}" for key in declared.key if key not in fixed}
        given = {name: value for name, value in told.items() if value not in (None, "")}
        return [kam.Insert(form.table, {**keys, **fixed, **given})]
    return [
        kam.Change(form.table, int(str(row.name)), name, None if pd.isna(row[name]) else row[name], value)
        for name, value in told.items()
        if not same(declared.column(name), row[name], value)
    ]


def save(view: View, edits: list[Edit], said: str) -> None:
    """One batch of edits; what is refused is said where it was typed."""
    if edits:
        act(view, lambda author: view.book.apply(edits, author=author), said)
    else:
        st.rerun()


def act(view: View, write: Callable[[str], int], said: str) -> None:
    """One batch, written by its author, remembered for the line that takes it back; a refusal is said."""
    t = view.t
    try:
        batch = write(state.author())
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    state.put(state.SAVED, (view.book.id, batch, said))
    state.put(state.NOTICE, t("{said} Batch {batch}: undo it here or in the journal.", said=said, batch=batch))
    st.rerun()


def saved(view: View) -> None:
    """The line under what was just written: its batch, the way back, and the journal."""
    t, kept = view.t, state.get(state.SAVED)
    if not kept or kept[0] != view.book.id:
        return
    _, batch, said = kept
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plain(t("{said} Batch {batch}.", said=said, batch=batch)), width="content")
        undo = st.button(t("Undo"), key=f"undo_saved_{batch}", type="tertiary", icon=":material/undo:")
        st.page_link("pages/settings.py", label=t("Journal"), icon=":material/history:")
    if undo:
        _undo(view, batch)


def _undo(view: View, batch: int) -> None:
    try:
        view.book.undo(batch, author=state.author())
    except KamError as error:
        state.drop(state.SAVED)
        st.error(refusal.told(view.t, error), icon=":material/error:")
        return
    state.drop(state.SAVED)
    state.put(state.NOTICE, view.t("Batch {batch} is undone.", batch=batch))
    st.rerun()

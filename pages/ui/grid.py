"""The parts of the tables page: choose, filter, edit a page of rows, save as one batch, undo any batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.errors import KamError, StaleEdit
from kam_core.schema import CHOICE_TITLES, Column, Table
from kam_core.workbook import Edit, lookup
from pages.ui import refusal, state
from pages.ui.editor import edits, rebased, undisputed
from pages.ui.frame import View
from pages.ui.tables import text_column

PAGE = 100
CONFLICTS = "conflicts"


@dataclass(frozen=True)
class Shown:
    """One page of a table: its rows (indexed by row id), how many match, how many there are, and the key of its grid."""

    key: str
    rows: pd.DataFrame
    matching: int
    total: int


def choose(view: View) -> Table:
    """Which table; it is in the link (``?table=``). Filled tables first."""
    t = view.t
    counts = view.kept("counts", lambda: {name: view.book.count(name) for name in kam.TABLES}, tuple(view.book.revisions.values()))
    names = sorted(kam.TABLES, key=lambda name: counts[name] == 0)
    link = state.linked(state.TABLE, names, names[0])
    chosen = st.selectbox(
        t("Table"),
        names,
        format_func=lambda name: f"{t(kam.TABLES[name].title)}  {t.count(counts[name])}",
        label_visibility="collapsed",
        **link,
    )
    return kam.TABLES[str(chosen)]


def search(view: View, declared: Table) -> str:
    """The text that rows must contain."""
    t = view.t
    return st.text_input(
        t("Find"),
        key=f"find_{declared.name}",
        placeholder=t("Find in any text column"),
        label_visibility="collapsed",
        icon=":material/search:",
    )


def page_of(view: View, declared: Table, text: str) -> Shown:
    """The rows to show: those that contain a text, a page at a time."""
    book = view.book
    matching = lookup.matching(book, declared.name, text)
    pages = max(1, -(-matching // PAGE))
    number = 1 if pages == 1 else st.pagination(pages, key=f"page_{declared.name}_{text}")
    key = f"grid_{book.id[:8]}_{declared.name}_{text}_{number}_{state.turn('grid')}"
    return Shown(key, _snapshot(view, declared, text, int(number), key), matching, book.count(declared.name))


def _snapshot(view: View, declared: Table, text: str, number: int, key: str) -> pd.DataFrame:
    """The rows as they were when the first cell of this grid was edited: what somebody else saves meanwhile must not shift them."""
    kept = state.get(f"shown_{key}")
    told = state.get(key, {})
    if kept is not None and any(told.get(part) for part in ("edited_rows", "added_rows", "deleted_rows")):
        return kept
    rows = lookup.page(view.book, declared.name, text, rows=PAGE, number=number)
    state.put(f"shown_{key}", rows)
    return rows


def finding(view: View, declared: Table, shown: Shown) -> str:
    """How many rows, how many shown."""
    t, title = view.t, view.t(declared.title)
    if shown.total == 0:
        return t("{table}: no rows yet. Add one below, or upload a file.", table=title)
    if shown.matching < shown.total:
        return t("{table}: {some} of {all} rows match.", table=title, some=t.count(shown.matching), all=t.count(shown.total))
    return t.n("{table}: {n} row.", "{table}: {n} rows.", shown.total, table=title)


def editor(view: View, declared: Table, shown: Shown) -> dict[str, Any]:
    """The grid; what was edited so far."""
    t = view.t
    data = shown.rows.copy()
    for column in declared.columns:
        if column.kind == "date":
            data[column.name] = pd.to_datetime(data[column.name]).dt.date
        elif column.kind in ("id", "text", "choice"):
            data[column.name] = data[column.name].fillna("")
    st.data_editor(
        data,
        key=shown.key,
        hide_index=True,
        num_rows="dynamic",
        row_height=34,
        height=min(36 + 34 * (len(data) + 1), 430),
        alt=t(declared.title),
        column_config={column.name: _config(column, t) for column in declared.columns},
    )
    told: dict[str, Any] = state.get(shown.key, {})
    return told


def save(view: View, declared: Table, shown: Shown, told: dict[str, Any]) -> None:
    """One Save for all edits: one batch, or nothing and the reason."""
    t = view.t
    pending = edits(declared.name, shown.rows, told, view.as_of)
    with st.container(horizontal=True, vertical_alignment="center"):
        label = t.n("Save {n} change", "Save {n} changes", len(pending)) if pending else t("Save")
        pressed = st.button(label, type="primary", icon=":material/check:", disabled=not pending, shortcut="Ctrl+Enter")
        if pending and st.button(t("Discard"), type="tertiary"):
            start_anew()
            st.rerun()
        st.caption(
            t.n(
                "{n} unsaved change: save or discard it before you go on.",
                "{n} unsaved changes: save or discard them before you go on.",
                len(pending),
            )
            if pending
            else t("One batch. You can undo it in the journal below.")
        )
    key, conflicts = state.get(CONFLICTS, ("", []))
    if conflicts and key == shown.key:
        choice = _conflicts(view, declared, shown, conflicts)
        if choice:
            _apply(view, shown, rebased(pending, conflicts) if choice == "mine" else undisputed(pending, conflicts))
    elif pressed:
        _apply(view, shown, pending)


def _apply(view: View, shown: Shown, pending: list[Edit]) -> None:
    t = view.t
    try:
        if pending:
            view.book.apply(pending, author=state.author())
    except StaleEdit as error:
        state.put(CONFLICTS, (shown.key, error.facts["conflicts"]))
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    else:
        state.put(state.NOTICE, t.n("{n} change saved.", "{n} changes saved.", len(pending)))
        start_anew()
    st.rerun()


def start_anew() -> None:
    """Start the grid anew from what is stored."""
    state.drop(CONFLICTS)
    state.bump("grid")


def _conflicts(view: View, declared: Table, shown: Shown, conflicts: list[dict[str, Any]]) -> str | None:
    """Both values of every cell that moved on; nothing was saved. Whose values shall stand, once that is said."""
    t, told = view.t, pd.DataFrame(conflicts)
    st.error(t(StaleEdit.template, count=t.count(len(told))), icon=":material/sync_problem:")
    table = pd.DataFrame(
        {
            "row": [_row_name(shown, row_id) for row_id in told["row_id"]],
            "column": [t(declared.column(name).title) if name else t.missing for name in told["column"]],
            "yours": told["yours"].astype(str),
            "theirs": [t("deleted") if gone else str(v) for gone, v in zip(told["gone"], told["theirs"], strict=True)],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        alt=t("Cells changed by somebody else"),
        column_config={
            "row": text_column(t("Row"), 220),
            "column": text_column(t("Column"), 150),
            "yours": text_column(t("Yours"), 200),
            "theirs": text_column(t("Theirs"), 200),
        },
    )
    with st.container(horizontal=True):
        theirs = st.button(t("Keep theirs"))
        mine = st.button(t("Use mine"), type="primary", disabled=bool(told["gone"].any()))
    return "theirs" if theirs else "mine" if mine else None


def _row_name(shown: Shown, row_id: int) -> str:
    """What a person calls a row: the first texts that stand in it."""
    texts = [str(v) for v in shown.rows.loc[row_id].tolist()[:3] if isinstance(v, str) and v] if row_id in shown.rows.index else []
    return " · ".join(texts[:2]) or str(row_id)


def _config(column: Column, t: Any) -> Any:
    title, more = t(column.title), {"required": column.required, "disabled": not column.editable}
    if column.kind == "choice":
        return st.column_config.SelectboxColumn(
            title, options=[*([] if column.required else [""]), *column.choices], format_func=lambda c: t(CHOICE_TITLES.get(c, c)), **more
        )
    if column.kind == "date":
        return st.column_config.DateColumn(title, format="YYYY-MM-DD", **more)
    if column.kind == "boolean":
        return st.column_config.CheckboxColumn(title, **more)
    if column.kind in ("money", "number", "share", "integer"):
        return st.column_config.NumberColumn(title, min_value=column.low, max_value=column.high, **more)
    return st.column_config.TextColumn(title, max_chars=4000, **more)

"""A page of rows to edit: the grid, and what is typed into it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.schema import CHOICE_TITLES, FIRST_DAY, LAST_DAY, MAX_TEXT, Column, Table
from kam_core.workbook import lookup
from kam_core.workbook.lookup import Sought
from kam_core.workbook.suspects import about_accounts
from pages.ui import narrow, state, unsaved
from pages.ui.editor import edits, overlaid, typed, usual_values
from pages.ui.tables import text_column
from pages.ui.view import View

PAGE = 100
CONFLICTS, SHOWN = "conflicts", "shown"
OF_ACCOUNT = "of_account"


@dataclass(frozen=True)
class Shown:
    """One page of a table: its rows as stored (by row id) and as drawn, how many match, how many there are, the key of its grid."""

    key: str
    rows: pd.DataFrame
    data: pd.DataFrame
    matching: int
    total: int
    sought: Sought


def page_of(view: View, declared: Table, sought: Sought) -> Shown:
    """The rows to show, a page at a time; what was typed into another page waits meanwhile."""
    book = view.book
    matching = lookup.matching(book, declared.name, sought)
    number = narrow.number(declared, sought, max(1, -(-matching // PAGE)))
    what = hashlib.sha256(repr(sought).encode("utf-8", "replace")).hexdigest()[:10]
    stem = f"grid_{book.id[:8]}_{declared.name}_{what}_{number}"
    unsaved.settle(view, f"{stem}_{state.turn('grid')}")
    key = f"{stem}_{state.turn('grid')}"
    rows, data = _snapshot(view, declared, sought, number, key)
    return Shown(key, rows, data, matching, book.count(declared.name), sought)


def _snapshot(view: View, declared: Table, sought: Sought, number: int, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows as they were when the first cell of this grid was edited: what somebody else saves meanwhile must not shift them."""
    kept_key, rows, data = state.get(SHOWN, ("", None, None))
    told = state.get(key) or {}
    if kept_key == key and any(told.get(part) for part in ("edited_rows", "added_rows", "deleted_rows")):
        return rows, data
    carried = unsaved.of(view).carried
    gone = {edit.row_id for edit in carried if isinstance(edit, kam.Delete) and edit.table == declared.name}
    rows = lookup.page(view.book, declared.name, sought, rows=PAGE, number=number)
    rows = rows[~rows.index.isin(list(gone))]
    data = typed(overlaid(rows, declared.name, carried), declared)
    state.put(SHOWN, (key, rows, data))
    return rows, data


def finding(view: View, declared: Table, shown: Shown) -> str:
    """How many rows, how many shown."""
    t, title = view.t, view.t(declared.title)
    if shown.total == 0:
        return t("{table}: no rows yet. Add one below, or upload a file.", table=title)
    if shown.matching < shown.total:
        return t("{table}: {some} of {all} rows match.", table=title, some=t.count(shown.matching), all=t.count(shown.total))
    return t.n("{table}: {n} row.", "{table}: {n} rows.", shown.total, table=title)


def editor(view: View, declared: Table, shown: Shown) -> None:
    """The grid; what is typed into it is noted as unsaved."""
    t = view.t
    named = about_accounts(declared.name) and declared.name != "accounts"
    beside = next((i for i, c in enumerate(declared.columns) if c.name in ("account_id", "subject_id", "to_id")), -1) + 1
    order = [c.name for c in declared.columns]
    order[beside:beside] = [OF_ACCOUNT] if named else []
    usual = usual_values(declared, view.as_of, shown.sought.account)
    st.data_editor(
        shown.data[order].assign(**({OF_ACCOUNT: shown.data[OF_ACCOUNT].fillna("")} if named else {})).reset_index(drop=True),
        key=shown.key,
        hide_index=True,
        num_rows="dynamic",
        row_height=34,
        height=min(36 + 34 * (len(shown.data) + 1), 430),
        alt=t(declared.title),
        column_config={
            **{column.name: _config(column, t, usual.get(column.name)) for column in declared.columns},
            **({OF_ACCOUNT: text_column(t("Name of the account"), 180, disabled=True)} if named else {}),
        },
    )
    live = edits(declared.name, shown.rows, state.get(shown.key) or {}, view.as_of, shown.sought.account)
    touched = {edit.row_id for edit in live if not isinstance(edit, kam.Insert)}
    unsaved.note(view, shown.key, live, {(declared.name, row): _row_name(shown, row) for row in touched})


def start_anew(view: View | None = None) -> None:
    """Start the grid anew from what is stored; with the view, nothing waits to be saved any more."""
    state.drop(CONFLICTS)
    state.bump("grid")
    if view is not None:
        unsaved.forget(view)


def _row_name(shown: Shown, row_id: int) -> str:
    """What a person calls a row: the first texts that stand in it."""
    texts = [str(v) for v in shown.rows.loc[row_id].tolist()[:3] if isinstance(v, str) and v] if row_id in shown.rows.index else []
    return " · ".join(texts[:2]) or str(row_id)


def _config(column: Column, t: Any, usual: Any) -> Any:
    title, more = t(column.title), {"required": column.required, "disabled": not column.editable, "default": usual}
    if column.kind == "choice":
        return st.column_config.SelectboxColumn(
            title,
            options=[*([] if column.required else [""]), *column.choices],
            format_func=lambda c: t(CHOICE_TITLES.get(c, c)) if c else t.missing,
            **more,
        )
    if column.kind == "date":
        return st.column_config.DateColumn(
            title, format="YYYY-MM-DD", min_value=pd.Timestamp(FIRST_DAY).date(), max_value=pd.Timestamp(LAST_DAY).date(), **more
        )
    if column.kind == "boolean":
        return st.column_config.CheckboxColumn(title, **more)
    if column.kind in ("money", "number", "share", "integer"):
        return st.column_config.NumberColumn(title, min_value=column.low, max_value=column.high, **more)
    return st.column_config.TextColumn(title, max_chars=MAX_TEXT, **more)

"""One batch of the journal: what it did cell by cell, row by row, and its undo."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.errors import KamError, UnknownName
from kam_core.workbook.diff import Done, done, line_of, root_of, row_names
from pages.ui import cache, draft, frame, reconcile, refusal, state, titles
from pages.ui.grid import start_anew
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

WAYS = 6
"""Buttons that lead to batches that stand in the way."""


def open_if_linked(view: View) -> None:
    """The batch the link names lies over the finished page."""
    told = state.link(state.BATCH)
    if told and told.isdecimal():
        dialog(view, int(told))


def dialog(view: View, number: int) -> None:
    """What a batch did."""
    t = view.t

    @st.dialog(t("Batch {batch}", batch=number), width=860, on_dismiss=_leave)
    def show() -> None:
        try:
            line = line_of(view.book, number)
        except UnknownName as error:
            st.error(refusal.told(t, error), icon=":material/error:")
            return
        _head(view, line)
        reconcile.of_batch(view, number)
        for name in line["counts"]:
            if name in kam.TABLES:
                _table(view, number, name)
        _foot(view, line)

    show()


def ask_undo(view: View, number: int) -> None:
    """Undo a batch, after a look at how many rows that concerns."""
    t = view.t

    @st.dialog(t("Undo"))
    def ask() -> None:
        rows = _rows(view, line_of(view.book, number))
        st.write(t.n("Batch {batch}: {n} row is affected.", "Batch {batch}: {n} rows are affected.", rows, batch=number))
        st.caption(t("The undo is a batch of its own; you can undo it as well."))
        if st.button(t("Undo batch {batch}", batch=number), type="primary"):
            _undo(view, number)
        _refused(view, number)

    state.drop(state.REFUSED)
    ask()


def _head(view: View, line: dict[str, Any]) -> None:
    """Who, when, out of which file; what undid it, or what it undid."""
    t = view.t
    facts = [titles.of_batch(t, line), line["author"] or t("nobody named"), titles.moment(t, line["recorded_at"])]
    st.caption(plain(" · ".join([*facts, *([line["source"]] if line["source"] else [])])))
    if line["file_hash"]:
        st.caption(t("SHA-256 of the file"))
        st.code(line["file_hash"], language=None)
    with st.container(horizontal=True, vertical_alignment="center"):
        if line["undone_by"] is not None:
            st.badge(t("undone"), color="gray", icon=":material/undo:")
            _way(int(line["undone_by"]), t("by batch {batch}", batch=int(line["undone_by"])))
        if line["target"] is not None:
            root, again = root_of(view.book, int(line["batch"]))
            st.markdown(t("What batch {batch} did, undone.", batch=root) if again else t("What batch {batch} did, once more.", batch=root))
            _way(int(line["target"]), t("Open batch {batch}", batch=int(line["target"])))


def _way(number: int, label: str) -> None:
    """The way to another batch: the link names it, and the page of the journal opens it."""
    if st.button(label, key=f"way_{number}", type="tertiary", icon=":material/arrow_forward:"):
        state.drop(state.REFUSED)
        st.switch_page("pages/settings.py", query_params={state.BATCH: str(number)})


def _table(view: View, number: int, name: str) -> None:
    t, told = view.t, _done(view, number, name)
    parts = [
        (told.changed, t.n("{n} row changed", "{n} rows changed", told.changed)),
        (told.added, t.n("{n} row added", "{n} rows added", told.added)),
        (told.deleted, t.n("{n} row deleted", "{n} rows deleted", told.deleted)),
    ]
    frame.section(t(kam.TABLES[name].title), t.listed([text for n, text in parts if n]) or t("Nothing changed."))
    if len(told.cells):
        _cells(view, told)
    for title, rows, n in ((t("Added"), told.came, told.added), (t("Deleted"), told.went, told.deleted)):
        if len(rows):
            more = t("{title}: the first {some} of {all}", title=title, some=t.count(len(rows)), all=t.count(n)) if n > len(rows) else title
            _sample(view, name, rows, more)


def _cells(view: View, told: Done) -> None:
    t, declared = view.t, kam.TABLES[told.table]
    cells = told.cells.to_dict("records")
    table = pd.DataFrame(
        {
            "row": [titles.of_row(t, cell["row"]) for cell in cells],
            "column": [t(declared.column(cell["column"]).title) for cell in cells],
            "old": [titles.of_value(t, declared.column(cell["column"]), cell["old"]) for cell in cells],
            "new": [titles.of_value(t, declared.column(cell["column"]), cell["new"]) for cell in cells],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=30,
        height=min(33 + 30 * len(table), 300),
        alt=t("What changed"),
        column_config={
            "row": text_column(t("Row"), 250),
            "column": text_column(t("Column"), 150),
            "old": text_column(t("Before"), 200),
            "new": text_column(t("After"), 200),
        },
    )
    if told.changed > told.cells["row_id"].nunique():
        st.caption(t("The first {some} of {all} changed rows.", some=t.count(told.cells["row_id"].nunique()), all=t.count(told.changed)))


def _sample(view: View, name: str, rows: pd.DataFrame, title: str) -> None:
    t, declared = view.t, kam.TABLES[name]
    shown = {
        t(declared.column(column).title): [titles.of_value(t, declared.column(column), value) for value in rows[column]] for column in rows
    }
    st.caption(title)
    st.dataframe(pd.DataFrame(shown), hide_index=True, row_height=30, height=33 + 30 * len(rows), alt=t.listed({t(declared.title): title}))


def _foot(view: View, line: dict[str, Any]) -> None:
    """Undo, with the rows concerned; or why there is nothing to undo."""
    t, number, rows = view.t, int(line["batch"]), _rows(view, line)
    if not line["live"]:
        st.caption(t("This batch is undone; to have it back, undo the batch that undid it."))
        return
    back = t.n("{n} row goes back to what it was before.", "{n} rows go back to what they were before.", rows)
    st.caption(titles.sentences(t, [back, t("The undo is a batch of its own; you can undo it as well.")]))
    if st.button(t("Undo batch {batch}", batch=number), type="primary", icon=":material/undo:"):
        _undo(view, number)
    _refused(view, number)


def _undo(view: View, number: int) -> None:
    t = view.t
    try:
        view.book.undo(number, author=state.author())
    except KamError as error:
        state.put(state.REFUSED, (view.book.id, number, error))
        return
    if "parameters" in line_of(view.book, number)["counts"]:
        draft.follow(view)
    state.put(state.NOTICE, t("Batch {batch} is undone.", batch=number))
    state.drop(state.REFUSED)
    start_anew()
    st.rerun()


def _refused(view: View, number: int) -> None:
    """Why it was not undone; kept while the dialog is open, so that its buttons work."""
    kept = state.get(state.REFUSED)
    if kept and kept[:2] == (view.book.id, number):
        st.error(refusal.told(view.t, kept[2]), icon=":material/block:")
        _conflicts(view, kept[2].facts.get("conflicts", []))


def _conflicts(view: View, conflicts: Any) -> None:
    """What stands against an undo, row by row, and the way to the batches that did it."""
    t, told = view.t, pd.DataFrame(conflicts)
    if told.empty:
        return
    names = {name: row_names(view.book, str(name), part["row_id"].dropna()) for name, part in told.groupby("table") if "row_id" in part}
    rows = told.head(100).to_dict("records")
    table = pd.DataFrame(
        {
            "table": [t(kam.TABLES[row["table"]].title) for row in rows],
            "row": [titles.of_row(t, names[row["table"]][row["row_id"]]) if pd.notna(row.get("row_id")) else row["key"] for row in rows],
            "why": [t("changed by batch {batch}", batch=int(row["batch"])) if pd.notna(row.get("batch")) else t("there is another one")
                    for row in rows],
        }
    )  # fmt: skip
    st.dataframe(
        table,
        hide_index=True,
        row_height=30,
        alt=t("What stands against the undo"),
        column_config={"table": text_column(t("Table"), 160), "row": text_column(t("Row"), 300), "why": text_column(t("Why"), 260)},
    )
    batches = sorted({int(number) for number in told.get("batch", pd.Series(dtype="float64")).dropna()}, reverse=True)[:WAYS]
    st.caption(t("Undo those first, the latest first:") if batches else "")
    with st.container(horizontal=True):
        for number in batches:
            _way(number, t("Open batch {batch}", batch=number))


def _rows(view: View, line: dict[str, Any]) -> int:
    return sum(_done(view, int(line["batch"]), name).rows for name in line["counts"] if name in kam.TABLES)


def _done(view: View, number: int, name: str) -> Done:
    """Kept: a batch never changes what it did; the names of accounts may."""
    made: Done = cache.kept(view.book, ("done", number, name), lambda: done(view.book, number, name), tables=("accounts",))
    return made


def _leave() -> None:
    state.drop(state.REFUSED)
    state.keep_in_link(state.BATCH, None)

"""The workbook as a file: language, which one, copies, backups, trash, where it lies and what is in it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.errors import KamError
from kam_core.text import LANGUAGES
from kam_core.workbook import aside, lookup
from kam_core.workbook.backup import verify
from pages.ui import cache, frame, recipes, refusal, state, titles, workbooks
from pages.ui.rail import NAMES
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

LISTED = 8
"""Backups and deleted workbooks shown; the others lie in the folder."""


def shown(view: View) -> None:
    """Finding, language, this workbook, its backups, the trash."""
    path = view.book.path
    frame.finding(_finding(view))
    left, right = st.columns(2, gap="large")
    with left:
        _which(view)
        _language(view)
        if path:
            _backups(view)
            _trash(view)
    with right:
        _inside(view)
        recipes.managed(view)


def _finding(view: View) -> str:
    t, counts = view.t, lookup.filled(view.book)
    name = workbooks.name_of(view.book.path, t) if view.book.path else ""
    if not counts:
        return t("{name} is empty.", name=name)
    facts = {"name": name, "n": t.count(view.book.revision), "rows": t.count(sum(counts.values()))}
    return t.n("{name}: {rows} rows in {tables} table, {batches} batches.", "{name}: {rows} rows in {tables} tables, {batches} batches.",
               len(counts), name=facts["name"], rows=facts["rows"], tables=t.count(len(counts)), batches=facts["n"])  # fmt: skip


def _which(view: View) -> None:
    t, path = view.t, view.book.path
    frame.section(t("Workbooks"), t("Each is one file. Choose another one here or at the foot of the rail."))
    if path:
        with st.container(gap="xxsmall"):
            workbooks.choices(t, path, "page")
        with st.container(horizontal=True):
            workbooks.actions(t, path, "page")


def _language(view: View) -> None:
    t = view.t
    frame.section(t("Language"), t("Yours alone; the workbook holds both."))
    state.put("language_here", state.language())
    st.segmented_control(
        t("Language"), LANGUAGES, required=True, format_func=NAMES.get, key="language_here", label_visibility="collapsed",
        on_change=_speak, args=("language_here",),
    )  # fmt: skip


def _speak(key: str) -> None:
    state.put(state.LANGUAGE, state.get(key))
    state.keep_in_link(state.LANGUAGE, state.get(key))


def _backups(view: View) -> None:
    t, path = view.t, view.book.path
    assert path is not None
    frame.section(t("Backups of this workbook"), t("A verified copy; the workbook goes on being used meanwhile."))
    if st.button(t("Back up now"), key="back_up_here", icon=":material/save:"):
        try:
            with st.spinner(t("Copying and comparing every row")):
                made = cache.shelf().back_up(path)
            st.success(t("Written and verified: {file}", file=plain(made.name)), icon=":material/check:")
        except KamError as error:
            st.error(refusal.told(t, error), icon=":material/error:")
    refused = state.drop(workbooks.REFUSED)
    if refused:
        st.error(refused, icon=":material/error:")
    kept = aside.backed_up(path)
    if not kept:
        st.caption(t("There is no backup of this workbook yet."))
    for number, one in enumerate(kept[:LISTED]):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_when(view, one), width="stretch")
            if st.button(t("Verify"), key=f"verify_{number}", type="tertiary", icon=":material/verified:"):
                _verify(view, one)
            if st.button(t("Restore"), key=f"restore_{number}", type="tertiary", icon=":material/settings_backup_restore:"):
                workbooks.ask_restore(t, one, path)
    _more(view, len(kept))


def _trash(view: View) -> None:
    t, kept = view.t, aside.trashed()
    frame.section(t("Trash"), t("Deleted and replaced workbooks; nothing is erased, and what comes back overwrites nothing."))
    if not kept:
        st.caption(t("The trash is empty."))
    for number, one in enumerate(kept[:LISTED]):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{plain(one.name)} · {_when(view, one)}", width="stretch")
            if st.button(t("Bring back"), key=f"bring_back_{number}", type="tertiary", icon=":material/restore_from_trash:"):
                _bring_back(view, one)
    _more(view, len(kept))


def _bring_back(view: View, one: aside.Kept) -> None:
    t = view.t
    try:
        path = cache.shelf().out_of_trash(one.path)
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    state.put(state.NOTICE, plain(t("{name} is back.", name=path.stem)))
    state.look_at(path)
    st.rerun()


def _verify(view: View, one: aside.Kept) -> None:
    t = view.t
    try:
        with st.spinner(t("Reading every block")):
            rows = verify(one.path)
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    st.success(t("Whole: {rows} row versions.", rows=t.count(sum(n for name, n in rows.items() if name.startswith("rows_")))))


def _when(view: View, one: aside.Kept) -> str:
    t = view.t
    when = f"{t.day(one.when)} {one.when:%H:%M}" if one.when else t("day unknown")
    return f"{when} · {titles.size(t, one.size)}"


def _more(view: View, n: int) -> None:
    if n > LISTED:
        st.caption(view.t.n("{n} more lies in the folder.", "{n} more lie in the folder.", n - LISTED))


def _inside(view: View) -> None:
    """Where the file lies, how large it is, and the rows of each table."""
    t, path, counts = view.t, view.book.path, lookup.filled(view.book)
    frame.section(t("Where it lies"), titles.size(t, aside.size_of(path)) if path else "")
    if path:
        st.code(str(path), language=None, wrap_lines=True)
    frame.section(t("What is in it"))
    if not counts:
        st.caption(t("Nothing yet: upload a file, or type rows into the tables."))
        st.page_link("pages/upload.py", label=t("Upload a file"), icon=":material/upload:")
        return
    st.dataframe(
        pd.DataFrame({"table": [t(kam.TABLES[name].title) for name in counts], "rows": list(counts.values())}),
        hide_index=True,
        row_height=30,
        height=min(34 + 30 * len(counts), 604),
        alt=t("Rows by table"),
        column_config={
            "table": text_column(t("Table"), 300),
            "rows": st.column_config.NumberColumn(t("Rows"), width=120, format="localized"),
        },
    )

"""The journal: the last batches, each with its undo."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.errors import KamError
from kam_core.workbook import lookup
from pages.ui import cache, refusal, state
from pages.ui.frame import View
from pages.ui.grid import start_anew
from pages.ui.tables import text_column
from pages.ui.words import plain

LINES = 12


def journal(view: View) -> None:
    """The last batches, each with its undo."""
    t, lines = view.t, view.book.journal()
    if lines.empty:
        st.caption(t("No changes yet."))
        return
    for line in lines.head(LINES).itertuples():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{line.batch}**", width=34)
            counts = json.loads(line.counts)
            what = t.listed([f"{t(kam.TABLES[name].title)} {t.count(rows)}" for name, rows in counts.items() if name in kam.TABLES])
            st.markdown(f"{_kind(t, line)} · {plain(what)}", width="stretch")
            if line.kind == "edit":
                _what(view, int(line.batch), list(counts))
            st.caption(f"{plain(line.source or '')} {plain(line.author or '')} {line.recorded_at:%Y-%m-%d %H:%M} UTC", width="content")
            if line.live:
                if st.button(t("Undo"), key=f"undo_{line.batch}", type="tertiary", icon=":material/undo:"):
                    _undo(view, int(line.batch), sum(counts.values()))
            else:
                st.badge(t("undone"), color="gray")


def _what(view: View, batch: int, tables: list[str]) -> None:
    """What an edit changed: old and new, cell by cell."""
    t = view.t
    with st.popover(t("What changed"), type="tertiary"):
        for name in tables:
            cells = cache.kept(view.book, ("diff", batch, name), lambda name=name: lookup.diff(view.book, batch, name), tables=())
            titles = {column.name: t(column.title) for column in kam.TABLES[name].columns}
            shown = pd.DataFrame(
                {
                    "column": [titles[column] for column in cells["column"]],
                    "old": [t.missing if pd.isna(v) else str(v) for v in cells["old"]],
                    "new": [t.missing if pd.isna(v) else str(v) for v in cells["new"]],
                }
            )
            st.dataframe(
                shown,
                hide_index=True,
                row_height=30,
                alt=t("What changed"),
                column_config={
                    "column": text_column(t("Column"), 140),
                    "old": text_column(t("Before"), 160),
                    "new": text_column(t("After"), 160),
                },
            )


def _undo(view: View, batch: int, rows: int) -> None:
    t = view.t

    @st.dialog(t("Undo"))
    def ask() -> None:
        st.write(t.n("Batch {batch}: {n} row is affected.", "Batch {batch}: {n} rows are affected.", rows, batch=batch))
        st.caption(t("The undo is a batch of its own; you can undo it as well."))
        if st.button(t("Undo batch {batch}", batch=batch), type="primary"):
            try:
                view.book.undo(batch, author=state.author())
            except KamError as error:
                st.error(refusal.told(t, error), icon=":material/error:")
                return
            state.put(state.NOTICE, t("Batch {batch} is undone.", batch=batch))
            start_anew()
            st.rerun()

    ask()


def _kind(t: Any, line: Any) -> str:
    words = {"edit": t("Edit"), "load": t("Load"), "undo": t("Undo"), "sample": t("Sample"), "import": t("Import")}
    text = words.get(line.kind, line.kind)
    text += f" → {int(line.target)}" if pd.notna(line.target) else ""
    return f"{text} ({t('illustrative')})" if line.illustrative else text

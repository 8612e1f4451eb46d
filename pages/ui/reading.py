"""A file read apart, in a process of its own: how far it is, and the choices of how the table in it is found."""

from __future__ import annotations

import time
from dataclasses import fields
from typing import Any

import streamlit as st

from kam_core.errors import KamError
from kam_core.ingest import apart
from kam_core.ingest.inspect import SEPARATORS, inspect
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.source import Source
from pages.ui import cache, refusal, state
from pages.ui.upload import READ, TURN, File, Seen, forget
from pages.ui.view import View
from pages.ui.words import plain

ENCODINGS = ("utf-8", "gb18030", "big5", "shift_jis", "euc_kr", "cp1252", "utf-16")
DELIMITERS = (",", ";", "\t", "|", " ", "，")
HEADER_ROWS = ("0", "1", "2", "3", "4", "5")
HIDDEN = " (hidden)"
MEMBERS = "members"
BEAT = 0.4
"""Seconds between two signs of life, each of which hears a press on Stop."""


def seen(view: View, file: File) -> Seen:
    """What a file holds, by the choices made so far; one that is no table ends the page with a plain sentence and the way on."""
    t = view.t
    try:
        source = read(view, file, way(file))
        key = ("inspect", str(file.path), file.table, way(file))
        told = cache.kept(file.book, key, lambda: inspect(source, file.table), tables=())
    except KamError as error:
        if not _asked(view, file, error):
            st.error(refusal.told(t, error), icon=":material/error:")
            st.caption(t("Nothing was stored. Choose another file, or say how this one is to be read."))
            otherwise(view, file, None)
        st.stop()
    return Seen(file, source, told)


def read(view: View, file: File, chosen: ReadOptions) -> Source:
    """The file read to its end, once for these choices; progress and Stop while it lasts."""
    kept = state.get(READ)
    if kept and kept[0] == (str(file.path), chosen):
        return kept[1]
    forget()
    place = st.empty()
    try:
        with place.container():
            bar = _Bar(view, file)
            st.button(view.t("Stop"), on_click=state.bump, args=(TURN,), key="stop_reading", icon=":material/stop:")
        source = apart.open_source(file.path, chosen, progress=bar.progress, cancel=bar.beat)
    finally:
        place.empty()
    if kept:
        kept[1].discard()
    state.put(READ, ((str(file.path), chosen), source))
    return source


def way(file: File) -> ReadOptions:
    """How the table is found, as far as somebody said."""
    told = {field.name: state.get(_key(file, field.name)) or None for field in fields(ReadOptions)}
    rows = told["header_rows"]
    return ReadOptions(**{**told, "header_rows": int(rows) if rows in HEADER_ROWS else None})


def follow(file: File, chosen: ReadOptions) -> None:
    """Make these the choices for a file, as a recipe has them."""
    for field in fields(ReadOptions):
        value = getattr(chosen, field.name)
        state.put(_key(file, field.name), value if value is None else str(value))


def part(view: View, seen: Seen) -> None:
    """Which of several files of an archive, and of several sheets (or tables of a page), is read."""
    members = state.get(_key(seen.file, MEMBERS))
    if members:
        st.selectbox(view.t("File"), members, key=_key(seen.file, "member"), persist_state="session")
    names = [seen.source.dialect.sheet, *_others(seen.source)]
    if len(names) > 1:
        key = _key(seen.file, "sheet")
        state.start(key, names[0])
        st.selectbox(view.t("Sheet"), sorted(names), key=key, persist_state="session")


def otherwise(view: View, file: File, source: Source | None) -> None:
    """What the file cannot say by itself, or was misunderstood: header, range, encoding, separator."""
    t = view.t
    auto = t("As found")
    st.segmented_control(
        t("Rows of the header"), HEADER_ROWS, key=_key(file, "header_rows"), persist_state="session",
        help=t("How many rows name the columns; 0 = none. Nothing chosen: as found."),
    )  # fmt: skip
    if source is None or not source.dialect.delimiter:
        st.text_input(t("Cells"), key=_key(file, "cells"), placeholder="B3:F200", persist_state="session", max_chars=20,
                      help=t("The part of the sheet to read, as in a formula."))  # fmt: skip
    if source is None or source.dialect.encoding:
        left, right = st.columns(2)
        left.selectbox(t("Encoding"), ENCODINGS, index=None, placeholder=auto, key=_key(file, "encoding"), format_func=str.upper,
                       persist_state="session")  # fmt: skip
        right.selectbox(t("Separator"), DELIMITERS, index=None, placeholder=auto, key=_key(file, "delimiter"),
                        format_func=lambda sign: SEPARATORS.get(sign, sign), persist_state="session")  # fmt: skip


def _asked(view: View, file: File, error: KamError) -> bool:
    """An archive of several files, or a workbook without the sheet: ask which one it is to be."""
    t = view.t
    for name, told, label in (("member", MEMBERS, t("File")), ("sheet", "sheets", t("Sheet"))):
        names = error.facts.get("choices") if told in error.facts else None
        if isinstance(names, list) and names:
            state.put(_key(file, told), names)
            st.warning(refusal.told(t, error), icon=":material/help:")
            st.selectbox(label, names, index=None, key=_key(file, name), placeholder=t("Choose one"), persist_state="session")
            return True
    return False


def _others(source: Source) -> list[str]:
    told = [repair.detail.removesuffix(HIDDEN) for repair in source.repairs.all() if repair.kind == "sheet_not_read"]
    return [name for name in told if name not in ("…", "more of the same")]


def _key(file: File, name: str) -> str:
    return f"read_{name}_{file.path.parent.name}"


class _Bar:
    """How far the reading is; every sign of life lets a press on Stop, or on another page, end it."""

    def __init__(self, view: View, file: File) -> None:
        self._t, self._done = view.t, 0.0
        self._text = view.t("Reading {name}", name=plain(file.name))
        self._bar: Any = st.progress(0.0, self._text)
        self._last = time.monotonic()

    def progress(self, rows: int, done: int, total: int) -> None:
        self._done = min(done / max(total, 1), 1.0)
        self._text = self._t("{rows} rows read", rows=self._t.count(rows))
        self._show()

    def beat(self) -> bool:
        if time.monotonic() - self._last > BEAT:
            self._show()
        return False

    def _show(self) -> None:
        self._last = time.monotonic()
        self._bar.progress(self._done, self._text)

"""The parts of the upload page: file, what was understood, mapping, questions, problems, load."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.errors import KamError
from kam_core.export import csv_bytes
from kam_core.ingest.fields import fields
from kam_core.ingest.inspect import inspect
from kam_core.workbook import home, lookup
from pages.ui import cache, frame, refusal, state
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "parquet"]
UNLOCKS = ("transactions", "costs", "ratings", "contacts", "contracts")
TARGET, TURN, CURRENCY, FILE, ALREADY, KIND = "upload_target", "upload", "upload_currency", "upload_file", "upload_already", "upload_table"


@dataclass(frozen=True)
class File:
    """An uploaded file on disk, the workbook it goes to and the table it is for."""

    path: Path
    name: str
    table: str
    book: kam.Workbook
    private: bool


@dataclass(frozen=True)
class Seen:
    """What was understood of a file before anything is read in full."""

    file: File
    told: Any


def choose(view: View) -> File | None:
    """The file, what it holds, and where it goes."""
    t = view.t
    left, middle, right = st.columns([46, 27, 27], gap="medium")
    with left:
        given = st.file_uploader(t("CSV, TSV, Excel or Parquet; Chinese or English headers"), TYPES, key=f"file_{state.turn(TURN)}")
    state.start(KIND, "transactions")
    with middle:
        table = st.selectbox(
            t("What is in it?"),
            list(kam.TABLES),
            format_func=lambda name: t(kam.TABLES[name].title),
            key=KIND,
            help=t("Orders, an account list, or a table with a column per month all go to Transactions."),
        )
    with right:
        current = view.book.path.stem if view.book.path else ""
        where = st.radio(
            t("Where to?"),
            ["new", "here"],
            format_func={"new": t("A private workbook of my own"), "here": plain(t("Add to {name}", name=current))}.get,
            index=0 if view.is_sample else 1,
            key=f"{TARGET}_{view.book.id}",
        )
    _tidy(given.file_id if given else None)
    if given is None:
        forget()
        return None
    try:
        book = _private() if where == "new" else view.book
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        st.stop()
    return File(_on_disk(given), given.name, str(table), book, where == "new")


def inspected(view: View, file: File) -> Seen:
    """Encoding, shape and proposed columns; a file that is no table ends the page with a plain sentence."""
    try:
        told = cache.kept(file.book, ("inspect", str(file.path), file.table), lambda: inspect(file.path, file.table), tables=())
        return Seen(file, told)
    except KamError as error:
        st.error(refusal.told(view.t, error), icon=":material/error:")
        st.caption(view.t("Nothing was stored. Choose another file."))
        st.stop()


def mapping(view: View, seen: Seen) -> dict[str, str | None]:
    """Which column becomes what: proposed, remembered, or chosen here."""
    t, guesses, choices = view.t, seen.told.guesses, fields(seen.file.table)
    known = view.book.known_mapping(seen.file.table, seen.told.header_key) or {}
    frame.section(t("Columns"), t("Click a field to change it. Empty = left out."))
    if known:
        st.badge(t("Same header as before: mapping reused"), color="blue", icon=":material/history:")
    table = pd.DataFrame(
        {
            "column": [guess.column for guess in guesses],
            "example": [guess.example[:60] for guess in guesses],
            "field": [known.get(guess.column, guess.field) if known else guess.field for guess in guesses],
            "sure": [round(guess.confidence * 100) for guess in guesses],
        }
    )
    edited = st.data_editor(
        table,
        hide_index=True,
        row_height=32,
        height=min(36 + 32 * len(table), 330),
        key=f"map_{seen.told.header_key}_{seen.file.table}_{t.lang}",
        disabled=["column", "example", "sure"],
        alt=t("Columns of the file and the fields they become"),
        column_config={
            "column": text_column(t("In the file"), 170),
            "example": text_column(t("Example"), 170),
            "field": st.column_config.SelectboxColumn(
                t("Becomes"), options=list(choices), format_func=lambda name: t(choices[name].title), width=170
            ),
            "sure": st.column_config.ProgressColumn(t("Sure"), min_value=0, max_value=100, format="%d%%", width=90, color="blue"),
        },
    )
    return {row.column: row.field if isinstance(row.field, str) else None for row in edited.itertuples()}


def questions(view: View, seen: Seen) -> kam.LoadOptions:
    """The few things a file cannot tell by itself."""
    t, options = view.t, kam.LoadOptions()
    frame.section(t("Options"), t("Everything else was decided from the file and is listed below."))
    if not seen.file.book.meta.get("currency"):
        signs = {"": t("not stated"), "¥": "¥", "$": "$", "€": "€", "£": "£"}
        st.segmented_control(t("Currency"), list(signs), default=_currency(seen), required=True, format_func=signs.get, key=CURRENCY)
    currency = _rated(view, seen)
    with st.expander(t("Read it otherwise"), icon=":material/rule:"):
        order = st.segmented_control(
            t("03/04/2025: which is it?"),
            ["auto", "day", "month"],
            default="auto",
            required=True,
            key="upload_day_first",
            format_func={"auto": t("As in the file"), "day": t("3 April"), "month": t("4 March")}.get,
        )
        day = st.date_input(t("Date for figures without one"), value=None, key="upload_valid_on", format="YYYY-MM-DD")
        totals = st.toggle(t("Load total rows (合计) as data"), key="upload_totals")
    return replace(options, day_first=None if order == "auto" else order == "day", valid_on=day, keep_totals=totals, currency=currency)


def _rated(view: View, seen: Seen) -> str | None:
    """Which of the currencies with an exchange rate the amounts are in; asked only where the workbook keeps rates."""
    t, known = view.t, list(lookup.currencies(seen.file.book))
    if not known:
        return None
    ours = seen.file.book.meta.get("currency") or t("the workbook's own money")
    told = st.segmented_control(
        t("The amounts are in"), ["", *known], default="", required=True, format_func=lambda name: name or ours, key="upload_rates",
        help=t("Each row is multiplied by the exchange rate of its day; a row before the first rate is left out and listed."),
    )  # fmt: skip
    return str(told) or None


def _currency(seen: Seen) -> str:
    """The sign that headers and examples show; empty when they show none."""
    text = " ".join(f"{guess.column} {guess.example}" for guess in seen.told.guesses)
    return next((sign for sign, marks in {"¥": "¥￥元", "€": "€", "£": "£", "$": "$"}.items() if any(mark in text for mark in marks)), "")


def unlocks(view: View) -> None:
    """What each file unlocks, with a template."""
    t = view.t
    frame.section(t("What each file unlocks"))
    told = {
        "transactions": (t("account, date, amount"), t("Profit, whale curve, lifetime value, repeat patronage")),
        "costs": (t("account, date, activity, amount"), t("True customer profit: which accounts cost more than they bring")),
        "ratings": (t("account, item, value"), t("Loyalty quadrants and relationship matrix")),
        "contacts": (t("account, name, role, influence, support"), t("Decision chain, trust by person")),
        "contracts": (t("account, end date"), t("Renewals, retention by contract")),
    }
    for name in UNLOCKS:
        needs, gives = told[name]
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(f"**{t(kam.TABLES[name].title)}**", width=140)
            st.markdown(needs, width=290)
            st.markdown(gives, width="stretch")
            st.download_button(
                t("Template"),
                partial(_template, name),
                f"{name}.csv",
                "text/csv",
                key=f"template_{name}",
                type="tertiary",
                icon=":material/download:",
                on_click="ignore",
            )


def _template(name: str) -> bytes:
    return csv_bytes(pd.DataFrame(columns=list(kam.TABLES[name].names)))


def _private() -> kam.Workbook:
    """The private workbook of this session's upload: a random file that only it knows; a new one after each load."""
    kept = state.get(TARGET) or state.put(TARGET, str(home.private_path()))
    return cache.book(Path(kept))


def _tidy(file_id: str | None) -> None:
    """Remove the copy of an upload that was replaced or taken back."""
    before = state.get(FILE)
    if before and before != file_id:
        shutil.rmtree(home.home("temp", "uploads") / before, ignore_errors=True)
    state.put(FILE, file_id)


def _on_disk(given: Any) -> Path:
    """Stream the upload into a folder of its own, under a safe form of its name."""
    name = Path(given.name)
    safe = home.file_name(name.stem).removesuffix(home.SUFFIX) + re.sub(r"[^.a-z0-9]", "", name.suffix.lower())[:8]
    path = home.home("temp", "uploads", given.file_id) / safe
    if not path.exists():
        draft = path.with_name(f"{path.name}.part")
        with open(draft, "wb") as target:
            given.seek(0)
            shutil.copyfileobj(given, target)
        draft.replace(path)
    return path


def discard() -> None:
    """Let go of what was staged."""
    kept = state.drop(state.STAGED)
    if kept:
        kept[1].discard()


def forget() -> None:
    discard()
    state.drop(ALREADY)

"""The upload page before a file was read: which file, what is in it, where it goes; what each file unlocks."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.errors import KamError
from kam_core.export import csv_bytes
from kam_core.ingest.inspect import Inspection
from kam_core.ingest.source import Source
from kam_core.workbook import home
from pages.ui import cache, frame, refusal, state
from pages.ui.view import View
from pages.ui.words import plain
from pages.ui.workbooks import name_of

TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "html", "htm", "xml", "zip", "gz", "parquet"]
UNLOCKS = ("transactions", "costs", "ratings", "contacts", "contracts")
TARGET, TURN, FILE, ALREADY, KIND, READ = "upload_target", "upload", "upload_file", "upload_already", "upload_table", "upload_read"
CURRENCY, RATES, VALID_ON = "upload_currency", "upload_rates", "upload_valid_on"
ANSWERS = (CURRENCY, RATES, VALID_ON)
"""What was answered about one file and is asked anew about the next."""


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
    """A file that was read, and what was understood of it."""

    file: File
    source: Source
    told: Inspection


def choose(view: View) -> File | None:
    """The file, what it holds, and where it goes."""
    t = view.t
    left, middle, right = st.columns([46, 27, 27], gap="medium")
    with left:
        label = t("CSV, Excel, ODS, web table, Parquet, zip; headers in Chinese or English")
        given = st.file_uploader(label, TYPES, key=f"file_{state.turn(TURN)}")
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
        current = name_of(view.book.path, t) if view.book.path else ""
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
        for key in (READ, *ANSWERS):
            state.drop(key)
        shutil.rmtree(cache.uploads() / before, ignore_errors=True)
    state.put(FILE, file_id)


def _on_disk(given: Any) -> Path:
    """Stream the upload into a folder of its own, under a safe form of its name."""
    name = Path(given.name)
    safe = home.file_name(name.stem).removesuffix(home.SUFFIX) + re.sub(r"[^.a-z0-9]", "", name.suffix.lower())[:8]
    path = cache.uploads() / given.file_id / safe
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
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

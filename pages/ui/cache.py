"""
The one module that caches. Open workbooks are shared by the process; results are kept in the workbook's own memory under keys that
carry the revisions of the tables they read, so nothing is ever cleared by hand and no session sees another workbook's figures.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import disguise, own
from kam_core.alerts import READ, every
from kam_core.gathered import measures_of, tables_of
from kam_core.index.declared import INDICES
from kam_core.index.shapes import SubjectType
from kam_core.ledger import tables_read
from kam_core.matrices import Matrix
from kam_core.workbook import home

READ_BY_SCORE = ("accounts", "transactions", "costs", "account_facts", "contracts", "contacts", "ratings", "parameters")
SAMPLE_NAMES = {"resellers": "AdventureWorks resellers (sample)", "online_retail": "Online Retail II (sample)"}


@st.cache_resource(on_release=lambda shelf: shelf.close_all())
def shelf() -> kam.Shelf:
    """The open workbooks of this process."""
    home.purge_private()
    return kam.Shelf()


@st.cache_resource(scope="session", on_release=partial(shutil.rmtree, ignore_errors=True), show_spinner=False)
def uploads() -> Path:
    """Where the files lie that a session gives: gone when it leaves, written anew when it comes back."""
    return home.home("temp", "uploads", secrets.token_hex(8))


def read_by_score(params: kam.Params) -> tuple[str, ...]:
    """The tables a score reads under these assumptions."""
    return tuple(dict.fromkeys((*READ_BY_SCORE, *tables_read(params))))


def book(path: Path) -> kam.Workbook:
    """The open workbook of a file."""
    return shelf().get(path)


def sample_file(name: str = "resellers") -> Path:
    """Where a sample portfolio lies or will lie."""
    return home.path_of(SAMPLE_NAMES[name])


def sample_path(name: str = "resellers") -> Path:
    """A sample portfolio, made when first asked for (and made anew when that was cut short)."""
    return kam.samples.ready(shelf(), sample_file(name), name)


def kept(wb: kam.Workbook, key: tuple[Hashable, ...], make: Callable[[], Any], tables: tuple[str, ...] = READ_BY_SCORE) -> Any:
    """A result of this workbook, computed once for the revisions of the tables it reads."""
    full = (*key, tuple(wb.revisions[name] for name in tables))
    found = wb.memo.get(full)
    return found if found is not None else wb.memo.put(full, make())


def disguised(wb: kam.Workbook) -> kam.Workbook:
    """The workbook under its disguise, made anew when it changed; it lasts as long as the opened workbook, and there is one of it."""
    stamp = (wb.revision, wb.meta.get("currency"), wb.meta.get("sample"))
    made, book = wb.memo.get("disguised") or (None, None)
    if made != stamp:
        _, book = wb.memo.put("disguised", (stamp, disguise.disguised(wb)))
    return book


def scores(wb: kam.Workbook, as_of: object, params: kam.Params, window: str | None = None) -> pd.DataFrame:
    """``kam.score``, kept."""
    make = partial(kam.score, wb, as_of=as_of, window=window, params=params)
    return kept(wb, ("scores", as_of, params, window), make, read_by_score(params))


def matrix(
    wb: kam.Workbook, name: str, as_of: object, params: kam.Params, window: str | None = None, subject_type: SubjectType | None = None
) -> pd.DataFrame:
    """``kam.matrix``, kept."""
    make = partial(kam.matrix, wb, name, as_of=as_of, window=window, params=params, subject_type=subject_type)
    return kept(wb, ("matrix", name, as_of, params, window, subject_type), make, read_by_matrix(wb, name, params))


def read_by_matrix(wb: kam.Workbook, name: str, params: kam.Params) -> tuple[str, ...]:
    """The tables a matrix reads under these assumptions, those it is kept in included."""
    mine = (own.TABLE,) if name.startswith(own.PREFIX) else ()
    return tuple(dict.fromkeys((*read_by_declared(own.named(wb, name), params), *mine)))


def read_by_declared(declared: Matrix, params: kam.Params) -> tuple[str, ...]:
    """The tables of a score, and what the axes and subjects of a matrix rest on besides."""
    further = tables_of(measures_of(INDICES[axis.id] for axis in (declared.x, declared.y) if axis.id in INDICES))
    needed = ("needs",) if "need" in declared.subject_types else ()
    return tuple(dict.fromkeys((*read_by_score(params), *further, *needed)))


def alerts(wb: kam.Workbook, as_of: Any, params: kam.Params) -> pd.DataFrame:
    """``kam.alerts``, kept; snoozed ones are marked, not left out."""

    def make() -> pd.DataFrame:
        return every(wb, as_of, params, scores(wb, as_of, params), matrix(wb, "loyalty", as_of, params))

    return kept(wb, ("alerts", as_of, params), make, tables=tuple(dict.fromkeys((*read_by_score(params), *READ))))

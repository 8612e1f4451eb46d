"""
CSV and XLSX of a frame, safe to open in a spreadsheet.

Text that a spreadsheet would run (it begins with = + - @, a tab or a carriage return, also full width) gets an apostrophe in
CSV and is written as a typed string in XLSX. Numbers stay numbers, negative ones too.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

import pandas as pd

from kam_core.errors import TooLarge
from kam_core.text import N_

_RUNNABLE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST = 48
_ENDLESS = (float("inf"), float("-inf"))
_LAST_ROW = 1_048_575
"""Rows beneath the header that a sheet of Excel can hold."""


def harmless(text: object) -> object:
    """
    Text that no spreadsheet takes for a formula; everything else unchanged.

    >>> harmless("=1+1"), harmless("Nord AG"), harmless(-3.5)
    ("'=1+1", 'Nord AG', -3.5)
    """
    return f"'{text}" if isinstance(text, str) and text.startswith(_RUNNABLE) else text


def csv_bytes(frame: pd.DataFrame, notes: Mapping[str, str] | None = None) -> bytes:
    """UTF-8 with byte order mark (Excel reads Chinese), days and times ISO, missing empty; notes follow after an empty line."""
    safe = frame.map(harmless)
    safe.columns = pd.Index([harmless(name) for name in frame.columns])
    text = safe.to_csv(index=False, lineterminator="\r\n")
    if notes:
        lines = pd.DataFrame([(harmless(k), harmless(v)) for k, v in notes.items()])
        text += "\r\n" + lines.to_csv(index=False, header=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def xlsx_bytes(frame: pd.DataFrame, title: str = "Table", notes: Mapping[str, str] | None = None) -> bytes:
    """
    One sheet with a frozen bold header and fitting widths, one with the notes (filters, date, definitions).

    More rows than a sheet holds raise ``TooLarge``; missing and infinite numbers are empty.
    """
    import xlsxwriter

    if len(frame) > _LAST_ROW:
        raise TooLarge(what=N_("The table"), found=f"{len(frame):,}", limit=f"{_LAST_ROW:,}")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    number = book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet(_sheet_name(title))
    sheet.freeze_panes(1, 0)
    for j, name in enumerate(frame.columns):
        values = frame[name]
        sheet.write_string(0, j, str(name), head)
        for i, value in enumerate(values.tolist(), start=1):
            if not pd.isna(value) and value not in _ENDLESS:
                _write(sheet, i, j, value, day)
        width = max([len(str(name)), *(len(str(v)) for v in values.head(200).tolist())])
        sheet.set_column(j, j, min(width + 2, _WIDEST), number if values.dtype == "float64" else None)
    if notes:
        about = book.add_worksheet("About")
        for i, (key, value) in enumerate(notes.items()):
            about.write_string(i, 0, key, head)
            about.write_string(i, 1, value)
        about.set_column(0, 1, _WIDEST)
    book.close()
    return buffer.getvalue()


def _write(sheet: object, i: int, j: int, value: object, day: object) -> None:
    if isinstance(value, str):
        sheet.write_string(i, j, value)  # type: ignore[attr-defined]
    elif hasattr(value, "year"):
        sheet.write_datetime(i, j, value, day)  # type: ignore[attr-defined]
    else:
        sheet.write(i, j, value)  # type: ignore[attr-defined]


def _sheet_name(title: str) -> str:
    name = "".join(c for c in title if c not in "[]:*?/\\'")[:31].strip()
    return name if name and name.casefold() != "about" else "Table"

"""
CSV and XLSX of a frame, safe to open in a spreadsheet.

Text that a spreadsheet would run (it begins with = + - @, a tab or a carriage return, also full width) gets an apostrophe in
CSV and is written as a typed string in XLSX. Numbers stay numbers, negative ones too.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.columns import Head
from kam_core.errors import TooLarge
from kam_core.text import N_

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Book

_RUNNABLE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST = 48
_SAMPLE = 200
"""Rows that decide how wide a column is."""
_ENDLESS = (float("inf"), float("-inf"))
_LAST_ROW = 1_048_575
"""Rows beneath the header that a sheet of Excel can hold."""

FORMATS: Mapping[str, str] = {
    "share": "0.0%", "index": "0", "count": "#,##0", "days": "#,##0", "years": "0.0", "number": "#,##0.00", "integer": "0",
    "date": "yyyy-mm-dd", "time": "yyyy-mm-dd hh:mm",
}  # fmt: skip
"""Excel's number format of each kind; money has its symbol in it."""


def harmless(text: object) -> object:
    """
    Text that no spreadsheet takes for a formula; everything else unchanged. Reading takes the apostrophe off again.

    >>> harmless("=1+1"), harmless("Nord AG"), harmless(-3.5)
    ("'=1+1", 'Nord AG', -3.5)
    """
    return f"'{text}" if isinstance(text, str) and text.lstrip("'").startswith(_RUNNABLE) else text


def csv_bytes(frame: pd.DataFrame, notes: Mapping[str, str] | None = None, heads: Sequence[Head] = ()) -> bytes:
    """
    UTF-8 with byte order mark (Excel reads Chinese), days and times ISO, missing empty.

    ``heads`` give the titles; the notes, and what each column is, follow after an empty line.
    """
    safe = frame.copy(deep=False)
    for name in safe.columns:
        if safe[name].dtype.kind not in "iufbM":
            safe[name] = safe[name].astype(object).map(harmless)
    safe.columns = pd.Index([harmless(title) for title in _titles(frame, heads)])
    text = safe.to_csv(index=False, lineterminator="\r\n")
    told = [*(notes or {}).items(), *_meanings(heads)]
    if told:
        wide = max(map(len, told))
        lines = pd.DataFrame([[*map(harmless, line), *[""] * (wide - len(line))] for line in told])
        text += "\r\n" + lines.to_csv(index=False, header=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def xlsx_bytes(
    frame: pd.DataFrame, title: str = "Table", notes: Mapping[str, str] | None = None, heads: Sequence[Head] = (), about: str = "About"
) -> bytes:
    """
    One sheet with a frozen bold header, filters, fitting widths and a number format by kind; one (``about``) with the notes.

    More rows than a sheet holds raise ``TooLarge``; missing and infinite numbers are empty.
    """
    import xlsxwriter

    if len(frame) > _LAST_ROW:
        raise TooLarge(what=N_("The table"), found=f"{len(frame):,}", limit=f"{_LAST_ROW:,}")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True})
    sheet = book.add_worksheet(_sheet_name(title, about))
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for j, (name, head) in enumerate(zip(frame.columns, _titles(frame, heads), strict=True)):
        sheet.write_string(0, j, head, bold)
        _column(sheet, book, j, frame[name], head, heads[j] if heads else None)
    if len(frame.columns):
        sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
    _notes(book, bold, about, [*(notes or {}).items(), *_meanings(heads)])
    book.close()
    return buffer.getvalue()


def _titles(frame: pd.DataFrame, heads: Sequence[Head]) -> list[str]:
    return [head.title for head in heads] if heads else [str(name) for name in frame.columns]


def _meanings(heads: Sequence[Head]) -> list[tuple[str, ...]]:
    """Title, field and meaning of every column."""
    return [(head.title, head.name, head.about) for head in heads]


def _column(sheet: Any, book: Book, j: int, values: pd.Series, title: str, head: Head | None) -> None:
    """The cells of a column; the format is the column's, and that of a day its own."""
    day, time = (book.add_format({"num_format": FORMATS[kind]}) for kind in ("date", "time"))
    pattern = _pattern(head, values)
    sheet.set_column(j, j, _width(values, title, pattern), book.add_format({"num_format": pattern}) if pattern else None)
    written = book.add_format({"num_format": pattern}) if pattern else None
    for i, value in enumerate(values.tolist(), start=1):
        if pd.isna(value) or value in _ENDLESS:
            continue
        if isinstance(value, str):
            sheet.write_string(i, j, value)
        elif hasattr(value, "year"):
            sheet.write_datetime(i, j, value, time if head and head.kind == "time" else day)
        else:
            sheet.write(i, j, value, written)


def _pattern(head: Head | None, values: pd.Series) -> str | None:
    if head is not None and head.kind == "money":
        sign = head.symbol.replace('"', "")
        money = f'"{sign}"#,##0.00' if sign else "#,##0.00"
        return f"{money};-{money}"
    if head is not None and head.kind in FORMATS:
        return FORMATS[head.kind]
    return "#,##0.00" if values.dtype == "float64" else None


def _width(values: pd.Series, title: str, pattern: str | None) -> int:
    """Wide enough for the first rows; a Chinese sign takes two places, and a formatted number a few more than its digits."""
    some = values.head(_SAMPLE)
    numbers = some.dtype.kind in "iuf"
    longest = [f"{value:,.2f}" if numbers and pattern and pattern != "0.0%" else str(value)[:_WIDEST] for value in some.tolist()]
    return min(max([min(_places(title), 22), *map(_places, longest)]) + 2, _WIDEST)


def _places(text: str) -> int:
    return len(text) + sum(sign > "\u2e7f" for sign in text)


def _notes(book: Book, bold: Any, about: str, told: Iterable[tuple[str, ...]]) -> None:
    lines = list(told)
    if not lines:
        return
    sheet, wrapped = book.add_worksheet(about), book.add_format({"text_wrap": True, "valign": "top"})
    for i, line in enumerate(lines):
        for j, text in enumerate(line):
            sheet.write_string(i, j, text, bold if j == 0 else wrapped)
    sheet.set_column(0, 1, 32)
    sheet.set_column(2, 2, 2 * _WIDEST)


def _sheet_name(title: str, about: str) -> str:
    name = "".join(c for c in title if c not in "[]:*?/\\'")[:31].strip()
    return name if name and name.casefold() != about.casefold() else "Table"

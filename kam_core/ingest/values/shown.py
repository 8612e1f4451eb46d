"""A cell of a workbook as the text that the parsers of values read."""

from __future__ import annotations

from datetime import date, datetime, time


def as_text(cell: object) -> str:
    """
    A cell as text: whole numbers without ``.0``, days and times in ISO form, nothing as "".

    Spreadsheets keep 15 digits: longer numbers come in the form that shows it, 1.2E+17.

    >>> as_text(12.0), as_text(date(2024, 3, 5)), as_text(0.1)
    ('12', '2024-03-05', '0.1')
    """
    if isinstance(cell, float):
        if -1e15 < cell < 1e15:
            return str(int(cell)) if cell.is_integer() else repr(cell)
        return f"{cell:.15e}" if abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)

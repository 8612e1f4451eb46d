"""What is to be known of a sheet before a reader lays it out in memory: how far it reaches, and what its cells do not show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kam_core.errors import TooLarge, UnreadableFile
from kam_core.ingest.repair import RepairLog

MAX_CELLS = 40_000_000
"""Cells of the rectangle that a sheet reaches over; a reader needs 32 bytes for each, empty or not."""
_FREE = 2_000_000
_SPARSE = 20
"""Beyond 2 million cells at least one in twenty must be written."""
_ROWS, _COLUMNS = 1 << 20, 1 << 14

Area = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, each as row and column from 0, both included."""


@dataclass
class SheetFacts:
    """How far a sheet reaches, its error values by row and column from 0, its merged cells, what is hidden or not calculated."""

    rows: int = 0
    columns: int = 0
    written: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    uncalculated: int = 0

    def reach(self, row: int, column: int) -> None:
        """Note that a cell is written."""
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)
        self.written += 1

    @property
    def is_table(self) -> bool:
        """Whether it holds more than a title or a column of notes."""
        return self.rows > 1 and self.columns > 1 and self.written > 3

    @property
    def is_bearable(self) -> bool:
        """Whether the rectangle can be laid out in memory."""
        area = self.rows * self.columns
        return area <= _FREE or (area <= MAX_CELLS and area <= _SPARSE * self.written)

    def bear(self) -> None:
        """Raise TooLarge for a sheet that is too big, or nearly empty and yet reaches too far."""
        if not self.is_bearable:
            corner = f"{letters(self.columns - 1)}{self.rows}"
            raise TooLarge.saying(TooLarge.template_sheet, corner=corner, cells=f"{self.rows * self.columns:,}")

    def tell(self, log: RepairLog) -> None:
        """Note what a person would not see in the table."""
        log.add("hidden_cells", "rows", count=self.hidden_rows)
        log.add("hidden_cells", "columns", count=self.hidden_columns)
        log.add("not_calculated", count=self.uncalculated)


def together(sheets: list[SheetFacts]) -> SheetFacts:
    """All sheets as if they stood one below the other, for readers that lay out all of them at once."""
    return SheetFacts(sum(one.rows * one.columns for one in sheets), 1, sum(one.written for one in sheets))


def letters(column: int) -> str:
    """
    The letters of a column from 0.

    >>> letters(0), letters(27), letters(16383)
    ('A', 'AB', 'XFD')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def number(text: str) -> int:
    """
    The column from 0 that some letters name, at most that of XFD.

    >>> number("A"), number("ab"), number("XFD")
    (0, 27, 16383)
    """
    column = 0
    for letter in text.upper()[:4]:
        column = column * 26 + ord(letter) - 64
    return min(column, _COLUMNS) - 1


def area(cells: str | None, name: str) -> Area:
    """
    The area that "B3:F200", "B:F" or "3:200" names, the whole sheet for None.

    >>> area("B3:F200", "")
    ((2, 1), (199, 5))
    """
    if not cells:
        return (0, 0), (_ROWS - 1, _COLUMNS - 1)
    found = re.fullmatch(r"\$?([A-Za-z]{0,3})\$?(\d{0,7}):\$?([A-Za-z]{0,3})\$?(\d{0,7})", cells.replace(" ", ""))
    if not found or cells.strip() == ":":
        raise UnreadableFile.saying(UnreadableFile.template_cells, name=name, cells=cells)
    left, top, right, bottom = found.groups()
    first = (int(top or 1) - 1, number(left) if left else 0)
    last = (int(bottom) - 1 if bottom else _ROWS - 1, number(right) if right else _COLUMNS - 1)
    if first[0] < 0 or first > last or first[1] > last[1]:
        raise UnreadableFile.saying(UnreadableFile.template_cells, name=name, cells=cells)
    return first, last

"""Merged cells: only their first cell holds the value; labels are given to the others, amounts are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kam_core.ingest.files.survey import Area
from kam_core.ingest.repair import Repair
from kam_core.ingest.values.shown import as_text

_DEEPEST_HEADER = 30
_MOST_FILLED = 5_000_000
_AMOUNT = re.compile(r"[-+(]?\s*[¥￥$€£]?\s*[\d.,]+\s*[)%]?")
_YEARS = range(1900, 2101)

Rows = Sequence[list[object]]


class Merged:
    """
    The merged cells of a sheet, filled while its rows stream by.

    In the header a label stands for all the cells it was merged over, so that header rows join; among the data a label or a day
    goes down its column. Titles over the whole table stay one cell, and amounts are left where they stand: they count once.
    """

    def __init__(self, areas: Sequence[Area], left: int, first: Rows) -> None:
        self._left = left
        self._open: list[tuple[int, int, int, object]] = []
        self._free = _MOST_FILLED
        self._header = _header_end(first) if areas else 0
        self._width = max(map(len, first), default=0)
        self._by_row: dict[int, list[Area]] = {}
        for area in areas:
            if area[0][1] >= left:
                self._by_row.setdefault(area[0][0], []).append(area)

    def fill(self, at: int, row: list[object], below: list[object]) -> list[Repair]:
        """Fill the cells of a row (numbered from 0) in place; ``below`` is the row under it. The repairs name what was done."""
        repairs = []
        for area in self._by_row.get(at, ()):
            repair = self._begun(area, row, below)
            if repair:
                repairs.append(repair)
        if self._open:
            self._open = [one for one in self._open if one[0] >= at]
            for _, first, last, value in self._open:
                row += [""] * (last + 1 - len(row))
                for column in range(first, last + 1):
                    if row[column] == "":
                        row[column] = value
        return repairs

    def _begun(self, area: Area, row: list[object], below: list[object]) -> Repair | None:
        """Open an area for filling, if it is to be filled."""
        (top, first), (bottom, last) = area[0], area[1]
        first, last = first - self._left, min(last - self._left, self._width - 1)
        if first >= len(row) or row[first] == "":
            return None
        value = row[first]
        size = (bottom - top + 1) * (last - first + 1)
        if top < self._header:
            if self._is_title(first, last, row, below):
                return None
        elif bottom > top:
            last, size = first, bottom - top + 1
        else:
            return None
        if not _is_label(value, top < self._header):
            return Repair(top + 1, "merged_left", as_text(value)[:80], size - 1) if top >= self._header else None
        self._free -= size
        if self._free < 0 or size < 2:
            return None
        self._open.append((bottom, first, last, value))
        return Repair(top + 1, "merged_filled", as_text(value)[:80], size - 1)

    def _is_title(self, first: int, last: int, row: list[object], below: list[object]) -> bool:
        """A text that stands alone over half of the table or more; or over nothing that it could be the parent of."""
        if last == first:
            return False
        alone = all(cell == "" for i, cell in enumerate(row) if i != first)
        if alone and first == 0 and 2 * (last - first + 1) >= self._width:
            return True
        return sum(1 for cell in below[first : last + 1] if cell != "") < 2


def _is_label(value: object, in_header: bool) -> bool:
    if isinstance(value, bool | int | float):
        return in_header and value in _YEARS
    return in_header or not isinstance(value, str) or not _AMOUNT.fullmatch(value)


def _header_end(rows: Rows) -> int:
    """The first row that holds a number or a day: what stands above could be the header."""
    for at, row in enumerate(rows[:_DEEPEST_HEADER]):
        if any(not isinstance(cell, str) and not _is_label(cell, True) for cell in row):
            return at
    width = max(map(len, rows[:_DEEPEST_HEADER]), default=0)
    return next((at for at, row in enumerate(rows[:_DEEPEST_HEADER]) if len(row) == width and "" not in row), 0)

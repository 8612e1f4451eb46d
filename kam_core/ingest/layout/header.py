"""Where a table begins in the rows of a file, and what its columns are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kam_core.ingest.layout.evidence import Evidence, Rows, are_periods, numbers_as_labels, scale_of, text_over_text
from kam_core.ingest.layout.forms import filled, is_blank, is_value, looks_typed, trimmed
from kam_core.ingest.layout.labels import labels_of
from kam_core.ingest.values.dates import parse_period

MOST_HEADER_ROWS = 5
DEEPEST = 40
"""Rows above a table among which its header is looked for."""
_CELLS = 60_000
"""Cells of the sample that are weighed: very wide tables are known from fewer rows."""
_LONG_PARENT, _LONG_REMARK = 80, 40


@dataclass(frozen=True)
class Header:
    """Where a table begins: rows above it, rows of its header (0 without one), its labels as they stand, its width in cells."""

    skipped: int
    rows: int
    labels: tuple[str, ...]
    width: int


def find_header(rows: Rows, told: int | None = None) -> Header:
    """
    Where the table begins among the first rows of a file; ``told`` is the number of header rows when a person decided it.

    The first row whose cells look like the values below them is the first data row; rows of text right above it are the header.

    >>> find_header([["Report"], ["id", "amount", "day"], ["a", "1", "2024-01-01"]]).labels
    ('id', 'amount', 'day')
    """
    width = usual_width(rows)
    if not width:
        return Header(0, 0, (), 0)
    rows = rows[: max(DEEPEST, _CELLS // width)]
    finder = _Finder(rows, width)
    first, data = finder.bounds() if told is None else finder.told(told)
    labels, width = labels_of(rows, first, data, width)
    return Header(first, data - first, labels, width)


def usual_width(rows: Rows) -> int:
    """
    The number of cells of most rows, where a few wide rows count more than many narrow ones: those are titles and notes.

    >>> usual_width([["Title"], ["Note"], ["a", "b", "c"], ["1", "2", "3"]])
    3
    """
    widths = Counter(len(row) for row in rows if not is_blank(row))
    if 2 * max(widths.values(), default=0) <= widths.total():
        # Where rows end differently, empty cells at their ends tell nothing.
        widths = Counter(len(trimmed(row)) for row in rows if not is_blank(row))
    weights = {width: often * max((1 - 1 / width) ** 2, 0.03) for width, often in widths.items()}
    best = max(weights, key=lambda width: (weights[width], width), default=0)
    # Of two tables of about the same size and width the first one counts.
    return next((width for width in widths if weights[width] >= 0.8 * weights[best] and width >= 0.7 * best), best)


class _Finder:
    def __init__(self, rows: Rows, width: int) -> None:
        self.rows, self.width = rows, width
        self.filled = [0 if is_blank(row) else filled(row) for row in rows]
        self.evidence = Evidence(rows, width)
        usual = [n for row, n in zip(rows, self.filled, strict=True) if n and len(row) >= width - 1]
        self.full = max(1.0, 0.5 * median(usual)) if usual else 1.0

    def bounds(self) -> tuple[int, int]:
        """The first header row (or data row, without a header) and the first data row."""
        data = self._first_data()
        if data is None:
            return self._text_bounds()
        later = self._later_header(data)
        data = data if later is None else later + 1
        first, data = self._header_above(data)
        if self._has_number_labels(first, data):
            return (self._parents(data) if first == data else first), data + 1
        return first, data

    def told(self, count: int) -> tuple[int, int]:
        """The bounds when the number of header rows is known."""
        first, data = self.bounds()
        if count and first < data:
            first = max(0, min(first, data - count))
        return first, min(first + count, len(self.rows))

    def _has_number_labels(self, first: int, data: int) -> bool:
        """Whether the first row of values is a row of labels: above all data, or under merged labels that leave its cells open."""
        row = self.rows[data]
        if first == data:
            return numbers_as_labels(row, self._body(data + 1))
        above = self.rows[data - 1]
        # Merged labels leave cells open, or stand there again where they were filled in: wide ones beside, tall ones below.
        opened = any(cell.strip() and above[i : i + 1] in ([], [""]) for i, cell in enumerate(row))
        tall = any(cell.strip() and not looks_typed(cell) and cell == over for cell, over in zip(row, above, strict=False))
        wide = any(a == b != "" for a, b in pairwise(above))
        if not (opened or tall or wide) or scale_of(row) != "periods":
            return False
        return numbers_as_labels(row, self._body(data + 1))

    def _first_data(self) -> int | None:
        for at, row in enumerate(self.rows):
            if (
                self.evidence.is_data(at)
                and self.filled[at] >= self.full
                and len(row) >= 0.6 * self.width
                and not self._has_labels_below(at)
            ):
                return at
        return None

    def _has_labels_below(self, at: int) -> bool:
        """Whether a row is periods over what is measured in each of them: values, but above a row of labels."""
        return (
            at + 1 < len(self.rows) and self.evidence.header[at + 1] > 1 and self.evidence.is_header(at + 1) and are_periods(self.rows[at])
        )

    def _text_bounds(self) -> tuple[int, int]:
        """The bounds of a table without a row of values over values."""
        # One text in all cells is a merged title.
        first = next((at for at, row in enumerate(self.rows) if self._fits(at) and (self.width == 1 or len(set(row)) > 1)), 0)
        likely = range(first, min(len(self.rows), first + DEEPEST))
        head = next(
            (at for at in likely if self.evidence.is_header(at) and self._fits(at) and not any(map(looks_typed, self.rows[at]))), None
        )
        if head is not None:
            return self._parents(head), head + 1
        body = self._body(first + 1)
        if text_over_text(self.rows[first], body, self.width) or numbers_as_labels(self.rows[first], body):
            return first, first + 1
        return first, first

    def _fits(self, at: int) -> bool:
        """Whether a row could be the bottom row of a header: about as wide as the table, filled, and not with values."""
        row = self.rows[at]
        if self.filled[at] == 1 < self.width and row[0].strip():
            return False
        if self._values(at) >= max(2, 0.2 * self.filled[at]):
            return False
        return self.filled[at] >= self.full and len(trimmed(row)) >= min(self.width - 1, self.full)

    def _header_above(self, data: int) -> tuple[int, int]:
        """The first header row above a data row, and the row below the header; twice the data row when there is no header."""
        at = next((i for i in range(data - 1, -1, -1) if self.filled[i]), -1)
        below = at + 1
        # Under the labels there may be a row with units or remarks for some columns only, or a broken data row.
        for _ in range(2):
            if at >= 0 and not self._fits(at):
                below = below if self._is_remark(at) else at
                at -= 1
        if at < 0 or not self._fits(at) or self.evidence.data[at] > self.evidence.header[at] or self._too_long(at):
            return data, data
        # Text over text below a row of labels is data, too: its values may be missing.
        while not self.evidence.is_header(at) and at > 0 and self._fits(at - 1) and self.evidence.is_header(at - 1):
            at, below = at - 1, at
        if not self.evidence.header[at] and (at < data - 1 or not text_over_text(self.rows[at], self._body(data), self.width)):
            return data, data
        return self._parents(at), below

    def _is_remark(self, at: int) -> bool:
        cells = [(i, cell) for i, cell in enumerate(self.rows[at]) if cell.strip()]
        if not cells or cells[-1][0] == 0 or any(len(cell) > _LONG_REMARK for _, cell in cells):
            return False
        return self.evidence.is_header(at) and not self._values(at) and not self._too_long(at)

    def _values(self, at: int) -> int:
        """How many cells of a row are values that no column is called by: anything but periods."""
        return sum(1 for cell in self.rows[at] if is_value(cell.strip()) and not parse_period(cell))

    def _too_long(self, at: int) -> bool:
        """More labels than the table below has columns: then it is a line of its own."""
        return len(trimmed(self.rows[at])) > self.width and len(self._body(at + 1)) > 2 and self._steady()

    def _steady(self) -> bool:
        """Whether nearly all rows have the same width, so that a wider one cannot be their header."""
        widths = [len(row) for row in self.rows if not is_blank(row)]
        return self.width <= 3 and sum(n == self.width for n in widths) >= len(widths) - 2

    def _parents(self, bottom: int) -> int:
        """The top row of a header whose bottom row is known."""
        top = bottom
        while top > 0 and bottom - top < MOST_HEADER_ROWS - 1 and self._is_parent(top - 1, top):
            top -= 1
        return top

    def _is_parent(self, at: int, child: int) -> bool:
        row, below = self.rows[at], self.rows[child]
        cells = [(i, cell.strip()) for i, cell in enumerate(row) if cell.strip()]
        texts = [text for _, text in cells]
        if not cells or cells[-1][0] >= self.width:
            return False
        if len(cells) < max(3, self.width // 4) and any(len(text) > _LONG_PARENT or text.endswith(":") or "：" in text for text in texts):
            return False
        if are_periods(row):
            return True
        if len(cells) > 1 and len(set(texts)) == 1:
            return False  # one text over all columns is a title
        if len(cells) == self.width:
            return self.evidence.is_header(at) and self._is_full_parent(row, below)
        under = [i for i, cell in enumerate(below) if cell.strip()]
        beside = set(under) & {i for i, _ in cells}
        if len(cells) == 1:
            return cells[0][0] > 0 and not looks_typed(texts[0]) and any(i > cells[0][0] for i in under)
        # Names with values beside them ("Printed on", "5 March") stand at the left edge and leave the rest empty.
        return cells[-1][0] > 1 or (0 not in beside and self.width < 4) or 0 not in under

    def _is_full_parent(self, row: Sequence[str], below: Sequence[str]) -> bool:
        """Whether a row with all cells filled is part of the header below it, and no line of its own: the same again, or short labels."""
        if list(row) == list(below):
            return True
        # A sentence with commas in it leaves blanks before its cells.
        sentence = row[-1][:1] == " " and below[-1][:1] != " "
        longest = _LONG_REMARK if self.width > 2 else _LONG_REMARK // 2
        return len(row) == self.width and not sentence and all(len(cell) <= longest for cell in row)

    def _later_header(self, data: int) -> int | None:
        """A full row of labels further down, when what stands above it is no table: names with values beside them, say."""
        for at in range(data + 1, min(len(self.rows) - 1, DEEPEST)):
            typed = self.evidence.typed_columns[at]
            if typed and self.evidence.header[at] >= typed and self._fits(at) and self.evidence.is_data(at + 1):
                above = [i for i in range(data, at) if self.filled[i]]
                if any(trimmed(self.rows[i]) == trimmed(self.rows[at]) for i in range(data)):
                    return None  # the header again, on another page
                alike = sum(1 for i in above if self.evidence.header[i] < 0.5 * self.evidence.data[i] and len(self.rows[i]) == self.width)
                return at if alike < 0.6 * len(above) else None
        return None

    def _body(self, at: int) -> Rows:
        return [row for row in self.rows[at:] if not is_blank(row)]

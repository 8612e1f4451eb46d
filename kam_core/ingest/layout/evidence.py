"""What the cells of a row say about the row: whether it belongs to the data below it or stands above them as a header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from kam_core.ingest.layout.forms import form_of, is_value, looks_typed, missing
from kam_core.ingest.values.dates import parse_period

Rows = Sequence[Sequence[str]]

_TYPED_SHARE = 0.6
_FORM_SHARE = 0.8
_LONG_LABEL = 60


class Column:
    """What is known of one column from the rows looked at so far, from the last one upwards."""

    def __init__(self) -> None:
        self.seen, self.typed = 0, 0
        self.forms: Counter[str] = Counter()
        self.values: Counter[str] = Counter()

    def add(self, cell: str) -> None:
        """Take in one cell; a missing one says nothing."""
        if missing(cell):
            return
        self.seen += 1
        self.values[cell] += 1
        if is_value(cell):
            self.typed += 1
        else:
            self.forms[form_of(cell)] += 1

    @property
    def is_typed(self) -> bool:
        """Mostly numbers, amounts, dates, links."""
        return self.typed >= _TYPED_SHARE * self.seen > 0

    def weight(self, cell: str) -> float:
        """How much a cell above this column looks like a header (positive) or like one more of its values (negative)."""
        if missing(cell) or not self.seen:
            return 0.0
        typed = is_value(cell)
        if self.is_typed:
            return -1.0 if typed else 1.0
        form, often = self.forms.most_common(1)[0] if self.forms else ("", 0)
        if "9" in form and often >= max(2, _FORM_SHARE * self.seen):
            return -1.0 if form_of(cell) == form else 0.0 if typed else 0.8
        return 0.0


class Evidence:
    """
    For every row of a sample: how much of it is text over values (``header``) and values over values (``data``).

    Each row is compared with the rows below it.
    """

    def __init__(self, rows: Rows, width: int) -> None:
        self.header, self.data = [0.0] * len(rows), [0.0] * len(rows)
        self.typed_columns = [0] * len(rows)
        self.columns = [Column() for _ in range(width)]
        for at in range(len(rows) - 1, -1, -1):
            row = rows[at][:width]
            weights = [column.weight(cell) for column, cell in zip(self.columns, row, strict=False)]
            self.header[at] = sum(w for w in weights if w > 0)
            self.data[at] = -sum(w for w in weights if w < 0)
            self.typed_columns[at] = sum(column.is_typed for column in self.columns)
            if width < 3 or sum(not missing(cell) for cell in row) > 1:  # a title or a note tells nothing of the column it stands in
                for column, cell in zip(self.columns, row, strict=False):
                    column.add(cell)

    def is_header(self, at: int) -> bool:
        """Text over values, mostly."""
        return self.header[at] > self.data[at]

    def is_data(self, at: int) -> bool:
        """Values over values, mostly."""
        return self.data[at] > self.header[at]


def numbers_as_labels(row: Sequence[str], below: Rows) -> bool:
    """
    Whether the values in a row are labels: periods or a scale side by side, over rows that are nothing of the kind.

    >>> numbers_as_labels(["Region", "2023", "2024"], [["A", "5", "7"]]), numbers_as_labels(["2023", "2024"], [["2022", "2023"]])
    (True, False)
    """
    if not below and all(looks_typed(cell.strip()) for cell in row if cell.strip()):
        return False
    scale = scale_of(row)
    if scale and all(scale_of(other) != scale for other in below[:5] if list(other) != list(row)):
        return True
    return _whole_over_fractions(row, below)


def scale_of(row: Sequence[str]) -> str:
    """What the values in a row count: "periods" (they may repeat as a whole, under other labels), "numbers" in even steps, or nothing."""
    cells = [cell.strip() for cell in row if looks_typed(cell.strip())]
    cycle = len(dict.fromkeys(cells))
    if cycle < 2 or cells != cells[:cycle] * (len(cells) // cycle):
        return ""
    if all(parse_period(cell) for cell in cells):
        return "periods"
    if cycle < len(cells) or not all(cell.isdecimal() and len(cell) < 10 for cell in cells):
        return ""
    steps = {int(b) - int(a) for a, b in pairwise(cells)}
    return "numbers" if len(steps) == 1 and (len(cells) >= 5 or (len(cells) == 4 and cells[0] in "01" and steps == {1})) else ""


def are_periods(row: Sequence[str]) -> bool:
    """
    Whether all values in a row are periods, several of them.

    >>> are_periods(["客户", "2024年1月", "2024年1月", "2024年2月"]), are_periods(["客户", "2024年1月", "5"])
    (True, False)
    """
    cells = {cell.strip() for cell in row if looks_typed(cell.strip())}
    return len(cells) > 1 and all(parse_period(cell) for cell in cells)


def _whole_over_fractions(row: Sequence[str], below: Rows) -> bool:
    """Whether different whole numbers stand over columns of fractions: numbers of places, say, over what was measured there."""
    cells = [(i, cell.strip()) for i, cell in enumerate(row) if looks_typed(cell.strip())]
    if len(cells) < 5 or len(below) < 3 or len({cell for _, cell in cells}) < len(cells) or not all(cell.isdecimal() for _, cell in cells):
        return False
    under = [other[i] for other in below[:20] for i, _ in cells if i < len(other) and other[i].strip()]
    return sum("." in cell for cell in under) >= 0.8 * len(under) > 0


def text_over_text(row: Sequence[str], below: Rows, width: int) -> bool:
    """
    Whether a row of text over text is a header: distinct labels that do not turn up again among the values of their columns.

    Without any sign against it, it is: most tables have one.
    """
    cells = [cell.strip() for cell in row if cell.strip()]
    if not cells:
        return False
    if not below:
        return not any(map(looks_typed, cells))
    score = 1.0 - (len(set(cells)) < len(cells)) - 0.5 * (len(cells) < width) - sum(len(cell) > _LONG_LABEL for cell in cells)
    for index, cell in enumerate(row):
        values = Counter(other[index].strip() for other in below if index < len(other) and other[index].strip())
        if not cell.strip() or not values:
            continue
        closed = values.total() >= 4 and 2 * len(values) <= values.total()
        score += -1.5 * (values[cell.strip()] > 1) + 0.5 * (closed and not values[cell.strip()]) - is_value(cell)
    return score > 0

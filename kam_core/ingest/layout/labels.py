"""What the columns of a table are called, from the one or several rows of its header."""

from __future__ import annotations

from collections.abc import Sequence

from kam_core.ingest.layout.evidence import Rows
from kam_core.ingest.layout.forms import is_blank, trimmed
from kam_core.ingest.layout.glued import parted


def labels_of(rows: Rows, first: int, data: int, width: int) -> tuple[tuple[str, ...], int]:
    """One label per column, the rows of the header joined by a blank, and the width they lead to."""
    header = [list(row) for row in rows[first:data] if not is_blank(row)]
    if not header:
        return tuple(f"c{i + 1}" for i in range(width)), width
    body = [row for row in rows[data:] if not is_blank(row)]
    for row in header:
        _narrowed(row, body, width)
    width = max(width, *(len(trimmed(row)) for row in header))
    for row in header:
        if len(row) == width - 1:
            row[:] = parted(row, body) or ([""] * _has_row_names(body, width) + row)
        row[width:] = [""] * (width - len(row))
    if len(header) == 1:
        return tuple(header[0][:width]), width
    _spread(header)
    same = len({tuple(row) for row in header}) == 1
    return tuple(_joined([row[i].strip() for row in header], same) for i in range(width)), width


def _narrowed(row: list[str], body: Rows, width: int) -> None:
    """Take empty cells out of a header that has more cells than the rows below it ever have."""
    for _ in range(len(trimmed(row)) - width):
        if "" not in row[:-1] or any(len(trimmed(other)) > width for other in body):
            return
        row.remove("")


def _has_row_names(body: Rows, width: int) -> bool:
    """Whether the last column holds something: then a header that is one short has no label for the first one (as R writes)."""
    return any(len(row) == width and row[-1].strip() for row in body)


def _spread(header: list[list[str]]) -> None:
    """Fill merged cells: a label stands for the empty cells to its right, up to the next label beside or above, over labels."""
    starts: set[int] = set()
    for level, row in enumerate(header[:-1]):
        own = {i for i, cell in enumerate(row) if cell.strip()}
        starts |= own
        label = ""
        for i in range(len(row)):
            if i in starts:
                label = row[i]
            elif label and any(below[i].strip() for below in header[level + 1 :]):
                row[i] = label


def _joined(parts: Sequence[str], same: bool) -> str:
    """The labels of one column from top to bottom; one that only repeats the label above it (a tall merged cell) counts once."""
    return " ".join(part for i, part in enumerate(parts) if part and (same or i == 0 or part != parts[i - 1]))

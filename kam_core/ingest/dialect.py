"""The shape of a text table: delimiter, quote character, and which row is the header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from kam_core.ingest.amounts import is_missing, plain
from kam_core.ingest.dates import parse_period
from kam_core.ingest.records import records

DELIMITERS = (",", ";", "\t", "|", "，")
QUOTES = ('"', "'")
SAMPLE_ROWS = 200

Rows = Sequence[Sequence[str]]

_TYPED = re.compile(
    r"[-+(]?\s*(?:[a-z]{2,3}\s?)?[¥$€£]?\s*[-+]?[\d.,]*\d[\d.,' ]*(?:e[-+]?\d+)?\s*(?:[%kmb]|bn|元|[百千十]?[万亿]元?)?\s*[-+)]?"
    r"|\d{1,4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,4}日?)?月?(?:[ t]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[- ][a-z]{3,9}[- ,]+\d{2,4}|#(?:n/a|ref!|div/0!|value!|name\?)|true|false",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dialect:
    """How a file was read; ``header_row`` is its line or sheet row, 0 without a header."""

    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    line_end: str = ""
    header_row: int = 0
    sheet: str = ""


@dataclass(frozen=True)
class Header:
    """Where a table begins: how many rows stand above it, its header cells, and its width in cells."""

    skipped: int
    labels: tuple[str, ...]
    has_header: bool


def looks_typed(cell: str) -> bool:
    """
    True for what looks like a number, an amount, a date or an error value.

    >>> looks_typed("￥1,234.50"), looks_typed("2024年3月"), looks_typed("Customer 7")
    (True, True, False)
    """
    return len(cell) <= 64 and _TYPED.fullmatch(plain(cell)) is not None


def find_delimiter(lines: list[str]) -> tuple[str, str]:
    """
    The delimiter and quote character under which the sample is most like a table.

    Consistency after Pollock's lesson: share of rows of the usual width, wide rather than narrow, cells that look like values.
    """
    best = max(((_score(lines, d, q), -i, d, q) for i, (d, q) in enumerate(_candidates(lines))), default=(0.0, 0, ",", '"'))
    return (best[2], best[3]) if best[0] > 0 else (",", '"')


def _candidates(lines: list[str]) -> list[tuple[str, str]]:
    text = "".join(lines)
    apostrophes = re.search(r"(?:^|[,;\t|，])'[^'\n]*'(?:[,;\t|，]|\s*$)", text, re.MULTILINE)
    return [(d, q) for q in QUOTES if q == '"' or apostrophes for d in DELIMITERS if d in text]


def _score(lines: list[str], delimiter: str, quote: str) -> float:
    rows = [row for batch in records(iter([lines]), delimiter, quote, 1) for row in batch.rows if any(row)]
    widths = Counter(len(row) for row in rows)
    # Of several usual widths the wider one is the table, the narrower ones are titles and notes.
    width, often = max(widths.items(), key=lambda item: (item[1] * (1 - 1 / item[0]), item[0]), default=(1, 0))
    if width < 2:
        return 0.0
    cells = list(chain.from_iterable(rows))
    typed = sum(1 for cell in cells if not cell or looks_typed(cell)) / len(cells)
    soiled = sum(1 for cell in cells if cell[:1] in QUOTES or cell[-1:] in QUOTES) / len(cells)
    return (often / len(rows)) ** 2 * (1 - 1 / width) * (0.3 + typed) * (1 - soiled)


def find_header(rows: Rows) -> Header:
    """
    Where the table begins. Rows filled to a third or less above it are a preamble; a header is text over values.

    >>> find_header([["Report"], ["id", "amount", "day"], ["a", "1", "2024-01-01"]]).labels
    ('id', 'amount', 'day')
    """
    width = usual_width(rows)
    skipped = 0
    while skipped < len(rows) - 1 and _filled(rows[skipped]) <= width / 3 and any(_filled(row) > width / 3 for row in rows[skipped + 1 :]):
        skipped += 1
    top, below = rows[skipped], [row for row in rows[skipped + 1 :] if any(row)]
    width = max(width, len(_trimmed(top)))
    if not _is_header(top, below):
        return Header(skipped, tuple(f"c{i + 1}" for i in range(width)), False)
    return Header(skipped, tuple(cell.strip() for cell in top[:width]) + ("",) * (width - len(top)), True)


def usual_width(rows: Rows) -> int:
    """The number of cells that most rows have, empty ones at the end left out; the wider of two equally usual ones."""
    widths = Counter(len(_trimmed(row)) for row in rows if any(row))
    return max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _is_header(top: Sequence[str], below: Rows) -> bool:
    """Text over values, or periods side by side over amounts; text over text is taken for a header when its cells differ."""
    filled = [cell.strip() for cell in top if cell.strip()]
    typed = [cell for cell in filled if looks_typed(cell)]
    if not filled or (len(typed) == len(filled) and not _periods(typed)):
        return False
    if not typed or _periods(typed):
        return len(set(filled)) == len(filled) or any(_is_typed_column(i, below) for i in range(len(top)))
    text_over_values = sum(1 for i, cell in enumerate(top) if cell.strip() and not looks_typed(cell) and _is_typed_column(i, below))
    values_over_values = sum(1 for i, cell in enumerate(top) if looks_typed(cell) and _is_typed_column(i, below))
    return text_over_values > values_over_values


def _periods(cells: list[str]) -> bool:
    return len(set(cells)) == len(cells) and all(parse_period(cell) for cell in cells)


def _is_typed_column(index: int, below: Rows) -> bool:
    cells = [row[index] for row in below if index < len(row) and not is_missing(row[index])]
    return bool(cells) and sum(map(looks_typed, cells)) >= 0.6 * len(cells)

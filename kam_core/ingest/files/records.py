"""Text to records: lines cut into cells, where one bad quote costs one record and not the rest of the file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import AnyStr, BinaryIO, TextIO, TypeVar

from kam_core.errors import TooLarge
from kam_core.ingest.files import clean
from kam_core.ingest.files.cutter import Cutter
from kam_core.ingest.repair import CONTINUED, Reject, Repair
from kam_core.text import N_

MAX_CELL = 32_000
"""
Characters in one cell (Excel's own limit is 32,767).

The limit of Python's csv module is process-wide state, so it is left at its default (131,072, above ours): the length is
checked here, and the module's own refusal of longer cells is caught record by record.
"""
MAX_LINE = 16_000_000
"""Characters in one line (500 columns of full cells)."""
_BUFFER = 500_000
_LINES = 25_000
_BESIDE_BARS = re.compile(r"(?<![ \t])[ \t]+(?=\|)|(?<=\|)[ \t]+")
"""A run of blanks is looked at once, from its beginning: a long one without a bar must not take the square of its length."""
_FRAME = re.compile(r"^\||\|(?=\r?$)", re.MULTILINE)

Lines = list[str]
Item = TypeVar("Item")


@dataclass
class Batch:
    """Some consecutive records: the line each begins on, its cells, and what had to be put right or left out."""

    lines: Sequence[int]
    rows: Sequence[list[str]]
    repairs: list[Repair] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    raw: dict[int, str] = field(default_factory=dict)
    """The text of records that look odd, by line: what is needed to cut them in another way."""


@dataclass(frozen=True)
class Signs:
    """Delimiter (with a blank after it where that belongs to it), quote, the escape before quotes ("" when doubled), bars around lines."""

    delimiter: str
    quote: str = '"'
    escape: str = ""
    framed: bool = False


def plain_text(text: str, signs: Signs) -> str:
    r"""
    Text with doubled quotes as the only escape, without bars around its lines; zero characters that escape nothing are removed.

    >>> print(plain_text('"5\\" pipe","C:\\\\"', Signs(",", escape="\\")))
    "5"" pipe","C:\"
    >>> plain_text("| a | b |", Signs("|", framed=True))
    'a|b'
    """
    quote = signs.quote
    if "\0" in text:
        text = text.replace("\0" + quote, quote * 2).replace("\0", "")
    if signs.escape and signs.escape in text:
        text = re.sub(rf"\\([\\{quote}])", lambda match: quote * 2 if match[1] == quote else "\\", text)
    return _FRAME.sub("", _BESIDE_BARS.sub("", text)) if signs.framed else text


def text_blocks(stream: TextIO, signs: Signs) -> Iterator[str]:
    """A text in plain form, in pieces of whole lines; raises TooLarge for a line beyond 16,000,000 characters."""
    for text in _whole_lines(stream.read, "\n", "\r"):
        yield plain_text(text, signs)


def utf8_blocks(stream: BinaryIO, signs: Signs) -> Iterator[str | bytes]:
    """The same of a stream of valid UTF-8, where pieces that are plain already stay bytes."""
    special = [sign.encode() for sign in ("\0", signs.escape, "|" * signs.framed) if sign]
    for data in _whole_lines(stream.read, b"\n", b"\r"):
        yield plain_text(_decoded(data), signs) if any(sign in data for sign in special) else data


def _whole_lines(read: Callable[[int], AnyStr], lf: AnyStr, cr: AnyStr) -> Iterator[AnyStr]:
    """Pieces of whole lines (LF, CRLF, CR, mixed); never much more than the longest line that is borne is held in memory."""
    rest = lf[:0]
    while piece := read(_BUFFER):
        piece = rest + piece
        # A CR at the very end may be half of a CRLF: it waits for the next read.
        cut = max(piece.rfind(lf), piece.rfind(cr, 0, len(piece) - 1)) + 1
        rest = piece[cut:]
        if len(rest) > MAX_LINE:
            raise TooLarge(what=N_("One line of the file"), found=f"> {MAX_LINE:,}", limit=f"{MAX_LINE:,}")
        if cut:
            yield piece[:cut]
    if rest:
        yield rest


def _decoded(data: bytes) -> str:
    return data.decode(errors="replace")  # valid when it was looked at; it may have been written to since


def records(texts: Iterator[str | bytes], delimiter: str, quote: str, first_line: int, width: int = 0) -> Iterator[Batch]:
    """
    The records of a text (or UTF-8) that comes in pieces of whole lines; ``first_line`` is the number of its first line in the file.

    When the usual ``width`` is known, the text of every record of another width, or with a quote out of place, comes along.
    """
    cutter, carried = Cutter(delimiter, quote), list[str]()
    for text, ends in _ahead(texts):
        data = text if isinstance(text, bytes) else text.encode()
        rows = None if carried or len(delimiter) > 1 else clean.cut(data, delimiter, quote, MAX_CELL)
        if rows is not None and len(rows.columns) == (width or len(rows.columns)):
            yield Batch(range(first_line, first_line + len(rows)), rows)
            first_line += len(rows)
            continue
        for block, is_last in _ahead(_blocks(text if isinstance(text, str) else _decoded(text))):
            lines = carried + block
            batch, used = _records(lines, cutter, first_line, ends and is_last, width)
            if batch.rows or batch.rejects:
                yield batch
            carried, first_line = lines[used:], first_line + used


def _blocks(text: str) -> Iterator[Lines]:
    buffer = io.StringIO(text, newline="")
    while lines := list(islice(buffer, _LINES)):
        yield lines


def _ahead(items: Iterator[Item]) -> Iterator[tuple[Item, bool]]:
    """Each item, and whether it is the last one."""
    item = next(items, None)
    while item is not None:
        following = next(items, None)
        yield item, following is None
        item = following


def _records(lines: Lines, cutter: Cutter, first_line: int, last: bool, width: int) -> tuple[Batch, int]:
    """The records in these lines and how many lines they took; an open last record is left for the next block."""
    rows = cutter.quickly(lines) if max(map(len, lines)) <= MAX_CELL else None
    if rows is None:
        return _with_care(lines, cutter, first_line, last, width)
    odd = {i for i, row in enumerate(rows) if len(row) != width} if width else set()
    if width and cutter.has_stray("".join(lines)):
        odd.update(i for i, line in enumerate(lines) if cutter.has_stray(line))
    return Batch(range(first_line, first_line + len(rows)), rows, raw={first_line + i: lines[i] for i in odd}), len(lines)


def _with_care(lines: Lines, cutter: Cutter, first_line: int, last: bool, width: int) -> tuple[Batch, int]:
    """Record by record: spans of several lines, overlong cells and quotes out of place are looked at one by one."""
    numbers, rows, at = list[int](), list[list[str]](), 0
    batch, usual = Batch(numbers, rows), width
    while at < len(lines):
        row, span = cutter.one(lines, at)
        # Quotes that close in a later line are believed when the record is as wide as the others.
        if row is None and at + span >= len(lines) and not last and sum(map(len, lines[at:])) <= 4 * MAX_CELL:
            break
        line, text = first_line + at, lines[at]
        if row is None or (span > 1 and len(row) != usual and len(cutter.pieces(text).cells) == usual):
            row, span = _tolerated(text, line, cutter, batch)
        if max(map(len, row), default=0) > MAX_CELL:
            batch.rejects.append(Reject(line, "", max(row, key=len)[:80], "text_too_long"))
        else:
            numbers.append(line)
            rows.append(row)
            usual = width or len(row) or usual
            if width and span == 1 and len(text) <= MAX_CELL and (len(row) != width or cutter.has_stray(text)):
                batch.raw[line] = text
        if span > 1:
            batch.repairs.append(Repair(line, CONTINUED, text[:80].strip(), span - 1))
        at += span
    return batch, at


def _tolerated(line: str, number: int, cutter: Cutter, batch: Batch) -> tuple[list[str], int]:
    """The cells of one line whose quotes are out of place; only this record is touched."""
    pieces = cutter.pieces(line)
    if max(map(len, pieces.cells)) <= MAX_CELL:
        batch.repairs.append(Repair(number, "open_quote" if pieces.opened else "stray_quote", line[:80].strip()))
    return pieces.cells, 1

"""Text to records: lines cut into cells, where one bad quote costs one record and not the rest of the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TextIO

from kam_core.errors import TooLarge
from kam_core.ingest.repair import Reject, Repair
from kam_core.text import N_

MAX_CELL = 32_000
"""
Characters in one cell (Excel's own limit is 32,767).

The limit of Python's csv module is process-wide state, so it is left at its default (131,072, above ours): the length is
checked here, and the module's own refusal of longer cells is caught record by record.
"""
MAX_LINE = 16_000_000
"""Characters in one line (500 columns of full cells)."""
_BUFFER = 2_000_000
_LINES = 25_000

Lines = list[str]


@dataclass
class Batch:
    """Some consecutive records: the line each begins on, its cells, and what had to be put right or left out."""

    lines: Sequence[int]
    rows: list[list[str]]
    repairs: list[Repair] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def line_blocks(stream: TextIO) -> Iterator[Lines]:
    """
    The lines of a text, line ends kept (LF, CRLF, CR, mixed), at most 50,000 in a block; zero characters are removed.

    Raises TooLarge for a line beyond 16,000,000 characters: never more than that is held in memory.
    """
    rest = ""
    while text := stream.read(_BUFFER):
        text = (rest + text).replace("\0", "")
        # A CR at the very end may be half of a CRLF: it waits for the next read.
        cut = max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1
        rest = text[cut:]
        if len(rest) > MAX_LINE:
            raise TooLarge(what=N_("One line of the file"), found=f"> {MAX_LINE:,}", limit=f"{MAX_LINE:,}")
        yield from _blocks(text[:cut])
    yield from _blocks(rest)


def _blocks(text: str) -> Iterator[Lines]:
    buffer = io.StringIO(text, newline="")
    while lines := list(islice(buffer, _LINES)):
        yield lines


def records(blocks: Iterator[Lines], delimiter: str, quote: str, first_line: int) -> Iterator[Batch]:
    """The records of a text, block by block; ``first_line`` is the number of its first line in the file."""
    carried: Lines = []
    block = next(blocks, None)
    while block is not None:
        following = next(blocks, None)
        lines = carried + block
        batch, used = _records(lines, _Cutter(delimiter, quote), first_line, last=following is None)
        if batch.rows or batch.rejects:
            yield batch
        carried, first_line, block = lines[used:], first_line + used, following


def _records(lines: Lines, cut: _Cutter, first_line: int, last: bool) -> tuple[Batch, int]:
    """The records in these lines and how many lines they took; an open last record is left for the next block."""
    rows = cut.quickly(lines)
    if rows is not None:
        return Batch(range(first_line, first_line + len(rows)), rows), len(lines)
    batch = Batch([], [])
    used = _with_care(lines, cut, first_line, last, batch)
    return batch, used


def _with_care(lines: Lines, cut: _Cutter, first_line: int, last: bool, batch: Batch) -> int:
    """Record by record: spans of several lines, overlong cells and open quotes are looked at one by one."""
    numbers: list[int] = []
    at, width = 0, 0
    while at < len(lines):
        row, span = cut.one(lines, at)
        if row is None and at + span >= len(lines) and not last and sum(map(len, lines[at:])) <= 4 * MAX_CELL:
            break
        line = first_line + at
        if row is None or (span > 1 and len(row) != width and len(cut.literally(lines[at])) == width):
            row, span = cut.literally(lines[at]), 1
            batch.repairs.append(Repair(line, "open_quote", lines[at][:80].strip()))
        longest = max(map(len, row), default=0)
        if longest > MAX_CELL:
            batch.rejects.append(Reject(line, "", max(row, key=len)[:80], "text_too_long"))
        else:
            numbers.append(line)
            batch.rows.append(row)
            width = len(row) or width
        at += span
    batch.lines = numbers
    return at


class _Cutter:
    """Cuts lines at one delimiter, with one quote character."""

    def __init__(self, delimiter: str, quote: str) -> None:
        self.delimiter, self.quote = delimiter, quote

    def quickly(self, lines: Lines) -> list[list[str]] | None:
        """All records at once, or None unless each line is one whole record of bearable length."""
        if max(map(len, lines), default=0) > MAX_CELL:
            return None
        reader = csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote)
        try:
            rows = list(reader)
        except csv.Error:
            return None
        whole = reader.line_num == len(rows) and not (rows[-1] and rows[-1][-1].endswith(("\n", "\r")))
        return rows if whole else None

    def one(self, lines: Lines, at: int) -> tuple[list[str] | None, int]:
        """The record that begins at a line, and its span in lines; None when its quotes do not close properly."""
        reader = csv.reader(islice(_from(lines, at), 4 * MAX_CELL), delimiter=self.delimiter, quotechar=self.quote, strict=True)
        try:
            return next(reader), reader.line_num
        except csv.Error:
            return self._stray(lines[at]) if reader.line_num == 1 else (None, reader.line_num)

    def literally(self, line: str) -> list[str]:
        """The cells of one line with its quotes as plain characters."""
        return next(csv.reader([line], delimiter=self.delimiter, quoting=csv.QUOTE_NONE), []) if len(line) <= 4 * MAX_CELL else [line]

    def _stray(self, line: str) -> tuple[list[str] | None, int]:
        """A line with a quote inside a quoted cell, read as leniently as everywhere else."""
        try:
            row = next(csv.reader([line], delimiter=self.delimiter, quotechar=self.quote))
        except csv.Error:
            return [line.rstrip("\r\n")], 1
        return (None, 1) if row and row[-1].endswith(("\n", "\r")) else (row, 1)


def _from(lines: Lines, at: int) -> Iterator[str]:
    for index in range(at, len(lines)):
        yield lines[index]

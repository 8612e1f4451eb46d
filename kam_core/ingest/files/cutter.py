"""One line of text to cells, in three ways: strictly, tolerantly where quotes are wrong, and with quotes as plain characters."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader

_CROWD = 100
"""Quotes in one line up to which each that opens a cell may look for its end beyond the beginnings of others."""
_MOST_LINES = 128_000
"""Lines that one record may span; the csv module itself refuses cells beyond 131,072 characters."""


@dataclass(frozen=True)
class Pieces:
    """The cells of one line, which of them stood in quotes, and whether a quote that opens a cell was taken as text."""

    cells: list[str]
    quoted: list[bool]
    opened: bool


class Cutter:
    r"""
    Cuts lines at one delimiter, with one quote character. A delimiter of two characters ends with a blank (", ").

    >>> Cutter(",", '"').pieces('1,"2,x,"a, b",""c"').cells
    ['1', '"2', 'x', 'a, b', '"c']
    """

    def __init__(self, delimiter: str, quote: str) -> None:
        self.sign, self.blank, self.quote = delimiter[0], len(delimiter) > 1, quote
        sign, mark = re.escape(self.sign), re.escape(quote)
        self._end = re.compile(rf" *(?:{sign}|$)")
        self._stray = re.compile(rf"{mark}(?<=[^{sign}{mark}\s]{mark})(?=[^{sign}{mark}\s])")

    def quickly(self, lines: Sequence[str]) -> list[list[str]] | None:
        """All records at once, or None unless each line is one whole record with its quotes in place."""
        reader = self._reader(iter(lines))
        try:
            rows = list(reader)
        except csv.Error:
            return None
        return rows if reader.line_num == len(rows) else None

    def one(self, lines: Sequence[str], at: int) -> tuple[list[str] | None, int]:
        """The record that begins at a line, and its span in lines; None when its quotes are not in place."""
        reader = self._reader(islice(_from(lines, at), _MOST_LINES))
        try:
            return next(reader), reader.line_num
        except csv.Error:
            return None, reader.line_num

    def pieces(self, line: str) -> Pieces:
        """
        The cells of one line. A quote opens only at the beginning of a cell and closes only at its end; any other is text.

        A quote that would run over the beginning of another quoted cell, or is never closed, is text too.
        """
        text, at, cells, quoted, opened = line.rstrip("\r\n"), 0, list[str](), list[bool](), False
        crowded = self.blank and text.count(self.quote) > _CROWD
        while True:
            at = self._begins(text, at)
            end = self._closes(text, at, crowded) if text.startswith(self.quote, at) else 0
            if end > 0:
                cells.append(text[at + 1 : end].replace(self.quote * 2, self.quote))
                at = text.find(self.sign, end)
            else:
                opened = opened or end < 0
                begin, at = at, text.find(self.sign, at)
                cells.append(text[begin : at if at >= 0 else len(text)])
            quoted.append(end > 0)
            if at < 0:
                return Pieces(cells, quoted, opened)
            at += 1

    def literally(self, line: str) -> list[str]:
        """The cells of one line with its quotes as plain characters."""
        cells = line.rstrip("\r\n").split(self.sign)
        return [cell.lstrip(" ") for cell in cells] if self.blank else cells

    def has_stray(self, line: str) -> bool:
        """Whether a quote stands in the middle of a text, where the strict way takes it as it is."""
        return self._stray.search(line) is not None

    def _reader(self, lines: Iterator[str]) -> Reader:
        return csv.reader(lines, delimiter=self.sign, quotechar=self.quote, skipinitialspace=self.blank, strict=True)

    def _begins(self, text: str, at: int) -> int:
        while self.blank and text.startswith(" ", at):
            at += 1
        return at

    def _closes(self, text: str, at: int, crowded: bool) -> int:
        """Where the quote that opens at a place closes; -1 when it is no opening quote."""
        instead, place = -1, text.find(self.quote, at + 1)
        while place >= 0:
            after = text[place + 1 : place + 2]
            if after == self.quote:
                # A pair at the end of a cell is one quote of text and the closing one, unless doubling leads to an end.
                if instead < 0 and text[place + 2 : place + 3] in ("", self.sign):
                    instead = place + 1
                place += 1
            elif self._end.match(text, place + 1):
                return place
            elif place - 1 > at and (text[place - 1] == self.sign or (crowded and text[place - 2 : place] == self.sign + " ")):
                return instead
            place = text.find(self.quote, place + 1)
        return instead


def _from(lines: Sequence[str], at: int) -> Iterator[str]:
    for index in range(at, len(lines)):
        yield lines[index]

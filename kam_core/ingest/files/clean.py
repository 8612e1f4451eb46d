"""
The fast way through clean text: many lines cut into Arrow columns at once, where that gives exactly what the careful way gives.

A block of lines is clean when every line is one whole record of the same width, each quote opens or closes a cell or is doubled
inside one, and no cell is overlong. Everything else is declined, and ``records.py`` looks at it line by line.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np
import pyarrow as pa
from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, read_csv

_MINIMUM = 100
"""Lines below which the careful way is as quick."""
_LONGEST_LINE = 100_000
_LF, _CR = 10, 13


class Rows(Sequence[list[str]]):
    """The rows of Arrow columns, made into lists only where somebody looks at them."""

    def __init__(self, columns: list[pa.StringArray]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0])

    @overload
    def __getitem__(self, index: int) -> list[str]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[str]]: ...
    def __getitem__(self, index: int | slice) -> list[str] | list[list[str]]:
        if isinstance(index, slice):
            return [list(row) for row in zip(*(column[index].to_pylist() for column in self.columns), strict=True)]
        return [column[index].as_py() for column in self.columns]

    def __iter__(self) -> Iterator[list[str]]:
        return iter(self[:])


def cut(data: bytes, delimiter: str, quote: str, longest: int) -> Rows | None:
    r"""
    The records of whole lines of UTF-8, or None unless the block is clean; no cell is longer than ``longest`` bytes.

    >>> cut(b"a,b\n" * 100, ",", '"', 9)[0]
    ['a', 'b']
    >>> cut(b"a,b\n" * 100 + b"a\n", ",", '"', 9) is None
    True
    """
    signs = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(signs == _LF)
    if len(ends) < _MINIMUM or not _ends_well(data, signs, ends):
        return None
    width = _width(data, delimiter, quote)
    if width < 2 or not delimiter.isascii() or not _well_quoted(signs, ends, ord(delimiter), ord(quote)):
        return None
    columns = _columns(data, delimiter, quote, width)
    if columns is None or len(columns[0]) != len(ends) or max(map(_longest, columns)) > longest:
        return None
    return Rows(columns)


def may_say(columns: list[pa.StringArray], words: Iterable[str], least: int) -> list[int]:
    """
    The indexes of rows of which at least so many cells may begin with one of some words, or hold nothing to read.

    A superset, found by the first byte: a cell is out only when it begins with a digit or another letter of ASCII.
    """
    out = np.zeros(256, dtype=bool)
    out[[*b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"]] = True
    out[[ord(sign) for word in words for sign in (word[:1].lower(), word[:1].upper()) if sign.isascii()]] = False
    counts = np.zeros(len(columns[0]), np.int16)
    for index, column in enumerate(columns):
        starts, text = _buffers(column)
        # An empty cell shows the first byte of the next one here, or none: it is in by its length.
        first = text[np.minimum(starts[:-1], len(text) - 1)] if len(text) else starts[:-1]
        counts += ~out[first] | (starts[1:] == starts[:-1])
        if not len(counts) or counts.max() + len(columns) - 1 - index < least:
            return []
    found: list[int] = np.flatnonzero(counts >= least).tolist()
    return found


def _buffers(column: pa.StringArray) -> tuple[np.ndarray, np.ndarray]:
    """Where each cell starts (and the last one ends), and the bytes of the column."""
    _, starts, text = column.buffers()
    offsets = np.frombuffer(starts, np.int32)[column.offset : column.offset + len(column) + 1]
    return offsets, np.frombuffer(text, np.uint8) if text else np.empty(0, np.uint8)


def _ends_well(data: bytes, signs: np.ndarray, ends: np.ndarray) -> bool:
    """Whether every line ends, in LF or CRLF, and none is blank."""
    if ends[-1] != len(data) - 1:
        return False
    before = 1
    if b"\r" in data:
        before = 2
        if np.count_nonzero(signs == _CR) != np.count_nonzero(signs[ends - 1] == _CR):
            return False
    return bool(ends[0] >= before and (np.diff(ends) > before).all())


def _width(data: bytes, delimiter: str, quote: str) -> int:
    """The number of cells in the first line; 0 when it tells nothing."""
    first = data[: data.find(b"\n") + 1]
    # Arrow takes a byte order mark for its own; anywhere but at the start of a file it is text.
    if len(first) > _LONGEST_LINE or first.startswith(codecs.BOM_UTF8):
        return 0
    try:
        return len(next(csv.reader([first.decode(errors="replace")], delimiter=delimiter, quotechar=quote), []))
    except csv.Error:
        return 0


def _well_quoted(signs: np.ndarray, ends: np.ndarray, delimiter: int, quote: int) -> bool:
    """Whether quotes stand only around whole cells or doubled inside them, and no quoted cell goes over a line end."""
    at = np.flatnonzero(signs == quote)
    if len(at) % 2:
        return False
    opening, closing = at[::2], at[1::2]
    border = np.zeros(256, dtype=bool)
    # A doubled quote inside a cell closes and opens it again: then the neighbour is the other quote of the pair.
    border[[delimiter, _LF, quote]] = True
    opens = border[signs[opening - 1]]  # before the first byte comes the last one, a line end
    border[_CR] = True
    if not (opens.all() and border[signs[closing + 1]].all()):
        return False
    return bool((np.searchsorted(ends, opening) == np.searchsorted(ends, closing)).all())


def _columns(data: bytes, delimiter: str, quote: str, width: int) -> list[pa.StringArray] | None:
    names = [str(i) for i in range(width)]
    try:
        table = read_csv(
            pa.BufferReader(data),
            ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
            ParseOptions(delimiter=delimiter, quote_char=quote, ignore_empty_lines=False),
            ConvertOptions(check_utf8=False, column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    return [column.chunk(0) if column.num_chunks == 1 else column.combine_chunks() for column in table.columns]


def _longest(column: pa.StringArray) -> int:
    """Bytes of the longest cell."""
    return int(np.diff(_buffers(column)[0]).max())

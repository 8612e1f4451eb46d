"""A file as one stream of text columns, whatever it is: CSV and its kin, XLSX, Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import overload

import numpy as np
import pyarrow as pa

from kam_core.errors import Cancelled, EmptyFile, TooLarge
from kam_core.ingest.files import columnar, sheets, texts
from kam_core.ingest.files.clean import Rows as CleanRows
from kam_core.ingest.files.decode import Cancel, FileFacts, Progress, examine
from kam_core.ingest.files.dialect import Dialect
from kam_core.ingest.files.records import Batch
from kam_core.ingest.layout.forms import is_blank
from kam_core.ingest.layout.mending import Mender
from kam_core.ingest.layout.names import unique_names
from kam_core.ingest.layout.structure import Layout, Squarer, find_layout, top_rows
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.repair import Reject, RepairLog
from kam_core.ingest.values.totals import may_be_totals, total_rows
from kam_core.text import N_

MAX_COLUMNS = 500
"""Columns of a file that is loaded."""
SAMPLE_ROWS = 200
_SAMPLE_BLANKS = 400

Position = Callable[[], int]
"""Bytes of the file that were read so far."""


@dataclass
class Chunk:
    """Some rows, column by column: the line each begins on, the cells as text (missing = ""), the indexes of total rows."""

    lines: pa.Int64Array
    columns: list[pa.StringArray]
    totals: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def row(self, index: int) -> tuple[str, ...]:
        """The cells of one row."""
        return tuple(column[index].as_py() for column in self.columns)


@dataclass
class Source:
    """
    A file that was looked at and can be streamed, as often as wanted.

    ``labels`` are the header cells as they stand, ``names`` the same made unique.
    """

    path: Path
    facts: FileFacts
    dialect: Dialect
    layout: Layout
    names: tuple[str, ...]
    top: list[list[str]]
    """The first data rows as they stand."""
    repairs: RepairLog

    @property
    def sample(self) -> list[list[str]]:
        """The first data rows, as wide as the header."""
        width = self.layout.width
        return [(row + [""] * (width - len(row)))[:width] for row in self.top]

    @property
    def labels(self) -> tuple[str, ...]:
        """The header cells as they stand in the file."""
        return self.layout.labels

    @property
    def has_header(self) -> bool:
        """Whether the file names its columns."""
        return self.layout.has_header

    @property
    def skipped(self) -> int:
        """The line of the last row above the data."""
        return self.layout.skipped

    def chunks(self, progress: Progress | None = None, cancel: Cancel | None = None) -> Iterator[Chunk]:
        """
        The data rows, some ten thousand at a time, each as wide as the header; what that took is noted in ``repairs``.

        Raises Cancelled when ``cancel`` says so, TooLarge, UnreadableFile.
        """
        done, width = 0, self.layout.width
        mender = Mender(self.top, width, self.dialect.delimiter, self.dialect.quote)
        squarer = Squarer(self.layout, self.top, mender, self.repairs)
        with _open(self.facts, self.dialect, width) as (batches, position):
            for batch in squarer.squared(_heeding(_after(batches, self.layout.skipped), cancel)):
                chunk = _chunk(batch, width)
                done += len(chunk.lines)
                yield chunk
                if progress:
                    progress(done, min(position(), self.facts.size), self.facts.size)

    def discard(self) -> None:
        """Delete what is kept of it on the disk: nothing, unless it was read apart."""


def records_of(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Every record of the file as it stands, also those that are no data: its line and its cells."""
    with _open(source.facts, source.dialect) as (batches, _):
        for batch in batches:
            yield from zip(batch.lines, batch.rows, strict=True)


def open_source(
    path: str | Path | Source, options: ReadOptions | None = None, cancel: Cancel | None = None, most_columns: int = MAX_COLUMNS
) -> Source:
    """
    Look at a file: kind, encoding, dialect, header, first rows; what ``options`` leave open is found out.

    Raises EmptyFile when it has no rows, UnreadableFile when it is no table, TooLarge beyond 1 GB or ``most_columns``.
    """
    if isinstance(path, Source):  # opened before: what is noted from here on is not noted there
        return replace(path, repairs=path.repairs.copy())
    path, options = Path(path), options or ReadOptions()
    facts = examine(path, cancel, options)
    log = RepairLog()
    facts.tell(log)
    if facts.kind == "parquet":
        return _parquet_source(path, facts, log, most_columns)
    if facts.kind == "text":
        dialect = texts.find_dialect(facts, options, log)
    else:
        dialect = Dialect(facts.encoding, sheet=sheets.pick(facts, options, log), cells=options.cells or "")
    with _open(facts, dialect) as (batches, _):
        lines, rows = _first_rows(batches, path, most_columns)
    layout = find_layout(lines, rows, options.header_rows)
    layout.tell(log)
    names = unique_names(layout.labels, log)
    dialect = replace(dialect, header_row=layout.header_lines[-1] if layout.header_lines else 0)
    body = [row for line, row in zip(lines, rows, strict=True) if line > layout.skipped]
    return Source(path, facts, dialect, layout, names, top_rows(body), log)


def _parquet_source(path: Path, facts: FileFacts, log: RepairLog, most_columns: int) -> Source:
    labels, sample = columnar.look(facts.content, SAMPLE_ROWS)
    _check_width(len(labels), most_columns)
    layout = Layout((), (), 0, labels, (), True, len(labels))
    return Source(path, facts, Dialect(), layout, unique_names(labels, log), sample, log)


def _open(facts: FileFacts, dialect: Dialect, width: int = 0) -> AbstractContextManager[tuple[Iterator[Batch], Position]]:
    if facts.kind == "parquet":
        return columnar.opened(facts.content)
    if facts.kind == "text":
        return texts.opened(facts, dialect, width)
    return sheets.opened(facts, dialect.sheet, dialect.cells)


def _first_rows(batches: Iterator[Batch], path: Path, most_columns: int) -> tuple[list[int], list[list[str]]]:
    lines, rows, filled = list[int](), list[list[str]](), 0
    for batch in batches:
        for line, row in zip(batch.lines, batch.rows, strict=True):
            _check_width(len(row), most_columns)
            lines.append(line)
            rows.append(row)
            filled += not is_blank(row)
            if filled >= SAMPLE_ROWS or (filled and len(rows) - filled >= _SAMPLE_BLANKS):
                return lines, rows
    if not filled:
        raise EmptyFile(name=path.name, detail=N_("it holds no rows"))
    return lines, rows


def _check_width(width: int, most: int) -> None:
    if width > most:
        raise TooLarge(what=N_("The number of columns"), found=f"{width:,}", limit=f"{most:,}")


def _heeding(batches: Iterator[Batch], cancel: Cancel | None) -> Iterator[Batch]:
    for batch in batches:
        if cancel and cancel():
            raise Cancelled()
        yield batch


def _after(batches: Iterator[Batch], line: int) -> Iterator[Batch]:
    """The batches without the rows up to a line."""
    for batch in batches:
        if batch.lines and batch.lines[0] <= line:
            first = next((i for i, number in enumerate(batch.lines) if number > line), len(batch.lines))
            batch = replace(batch, lines=batch.lines[first:], rows=list(islice(batch.rows, first, None)))
        yield batch


class _Texts(Sequence[str]):
    """An Arrow column that becomes a list when somebody looks into it."""

    def __init__(self, column: pa.StringArray) -> None:
        self._column = column
        self._list: list[str] | None = None

    def __len__(self) -> int:
        return len(self._column)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if self._list is None:
            self._list = self._column.to_pylist()
        return self._list[index]


def _chunk(batch: Batch, width: int) -> Chunk:
    lines = _whole_numbers(batch.lines)
    if isinstance(batch.rows, CleanRows):
        return Chunk(lines, batch.rows.columns, _totals_among(batch.rows.columns), batch.rejects)
    cells: list[Sequence[str]] = list(zip(*batch.rows, strict=True)) if batch.rows else [()] * width
    return Chunk(lines, [pa.array(column, pa.string()) for column in cells], total_rows(cells), batch.rejects)


def _whole_numbers(numbers: Sequence[int]) -> pa.Int64Array:
    """As Arrow; asked for an array of numpy, ``pa.array`` would import pandas."""
    known = np.arange(numbers.start, numbers.stop) if isinstance(numbers, range) else np.array(numbers)
    return pa.Int64Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(known.astype(np.int64, copy=False))])


def _totals_among(columns: list[pa.StringArray]) -> list[int]:
    """The total rows of many: only those with a cell that may tell are looked at."""
    near = may_be_totals(columns)
    found = total_rows([_Texts(column.take(pa.array(near))) for column in columns]) if near else []
    return [near[index] for index in found]

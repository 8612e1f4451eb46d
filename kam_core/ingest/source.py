"""A file as one stream of text columns, whatever it is: CSV and its kin, XLSX, Parquet."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from kam_core.errors import Cancelled, TooLarge, UnreadableFile
from kam_core.ingest import columnar, sheets
from kam_core.ingest.decode import Cancel, FileFacts, Progress, examine
from kam_core.ingest.dialect import SAMPLE_ROWS, Dialect, Header, find_delimiter, find_header
from kam_core.ingest.names import unique_names
from kam_core.ingest.records import Batch, line_blocks, records
from kam_core.ingest.repair import Reject, RepairLog
from kam_core.ingest.totals import total_rows
from kam_core.text import N_

MAX_COLUMNS = 500
_SAMPLE_CHARACTERS = 200_000

Position = Callable[[], int]
"""Bytes of the file that were read so far."""


@dataclass
class Chunk:
    """Some rows, column by column: the line each begins on, the cells as text (missing = ""), the indexes of total rows."""

    lines: Sequence[int]
    columns: list[Sequence[str]]
    totals: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


@dataclass
class Source:
    """
    A file that was looked at and can be streamed, as often as wanted.

    ``labels`` are the header cells as they stand, ``names`` the same made unique; ``sample`` holds the first data rows.
    """

    path: Path
    facts: FileFacts
    dialect: Dialect
    labels: tuple[str, ...]
    names: tuple[str, ...]
    has_header: bool
    sample: list[list[str]]
    repairs: RepairLog
    skipped: int

    def chunks(self, progress: Progress | None = None, cancel: Cancel | None = None) -> Iterator[Chunk]:
        """
        The data rows, some ten thousand at a time; short rows are padded, blank rows left out, both noted in ``repairs``.

        Raises Cancelled when ``cancel`` says so, TooLarge, UnreadableFile.
        """
        done = 0
        with _open(self.path, self.facts, self.dialect) as (batches, position):
            for batch in _after(batches, self.skipped):
                if cancel and cancel():
                    raise Cancelled()
                chunk = _chunk(batch, len(self.names), self.repairs)
                done += len(chunk.lines)
                yield chunk
                if progress:
                    progress(done, min(position(), self.facts.size), self.facts.size)


def open_source(path: str | Path, sheet: str | None = None, cancel: Cancel | None = None) -> Source:
    """
    Look at a file: kind, encoding, dialect, header, first rows.

    Raises UnreadableFile when it is no table, TooLarge beyond 1 GB or 500 columns.
    """
    path = Path(path)
    facts = examine(path, cancel)
    log = RepairLog()
    log.add("unreadable_characters", facts.encoding, count=facts.replaced)
    if facts.kind == "parquet":
        return _parquet_source(path, facts, log)
    dialect = _text_dialect(path, facts, log) if facts.kind == "text" else Dialect(sheet=sheets.pick(path, sheet, log))
    with _open(path, facts, dialect) as (batches, _):
        lines, rows = _first_rows(batches, path)
    header = find_header(rows)
    return _source(path, facts, dialect, header, lines, rows, log)


def rows(
    path: str | Path, *, sheet: str | None = None, progress: Progress | None = None, cancel: Cancel | None = None
) -> tuple[tuple[str, ...], Iterator[Chunk]]:
    """The unique column names of a file and its data rows, chunk by chunk."""
    source = open_source(path, sheet, cancel)
    return source.names, source.chunks(progress, cancel)


def _source(
    path: Path, facts: FileFacts, dialect: Dialect, header: Header, lines: list[int], rows: list[list[str]], log: RepairLog
) -> Source:
    at = header.skipped
    for line, row in zip(lines[:at], rows[:at], strict=True):
        log.add("preamble", " ".join(filter(None, row))[:200], line)
    if not header.has_header:
        log.add("no_header")
    names = unique_names(header.labels, log)
    dialect = replace(dialect, header_row=lines[at] if header.has_header else 0)
    last_skipped = lines[at] if header.has_header else (lines[at - 1] if at else 0)
    width = len(names)
    sample = [(row + [""] * width)[:width] for row in rows[at + header.has_header :] if any(row)]
    return Source(path, facts, dialect, header.labels, names, header.has_header, sample, log, last_skipped)


def _parquet_source(path: Path, facts: FileFacts, log: RepairLog) -> Source:
    labels, sample = columnar.look(path, SAMPLE_ROWS)
    _check_width(len(labels))
    return Source(path, facts, Dialect(), labels, unique_names(labels, log), True, sample, log, 0)


def _text_dialect(path: Path, facts: FileFacts, log: RepairLog) -> Dialect:
    with path.open(encoding=facts.encoding, errors="replace", newline="") as stream:
        text = stream.read(_SAMPLE_CHARACTERS)
        more = bool(stream.read(1))
    zeros = text.count("\0")
    log.add("zero_characters", "removed", count=zeros)
    lines = list(io.StringIO(text.replace("\0", ""), newline=""))
    # The last line of a longer file is cut somewhere: it tells nothing.
    lines = lines[: SAMPLE_ROWS + 50] if not more or len(lines) == 1 else lines[:-1][: SAMPLE_ROWS + 50]
    ends = [end for end in ("\r\n", "\n", "\r") if any(line.endswith(end) for line in lines)]
    told = lines[0].strip() if lines else ""
    if told.casefold().startswith("sep=") and len(told) == 5:
        delimiter, quote = told[4], '"'
    elif told.casefold() == "sep=":
        delimiter, quote = "\t", '"'
    else:
        delimiter, quote = find_delimiter([line for line in lines if len(line) < _SAMPLE_CHARACTERS])
    return Dialect(facts.encoding, delimiter, quote, ends[0] if ends else "")


def _open(path: Path, facts: FileFacts, dialect: Dialect) -> AbstractContextManager[tuple[Iterator[Batch], Position]]:
    if facts.kind == "parquet":
        return columnar.opened(path)
    if facts.kind == "xlsx":
        return sheets.opened(path, dialect.sheet, facts.size)
    return _OpenText(path, dialect)


class _OpenText(AbstractContextManager[tuple[Iterator[Batch], Position]]):
    def __init__(self, path: Path, dialect: Dialect) -> None:
        self._raw = path.open("rb")
        self._stream = io.TextIOWrapper(self._raw, dialect.encoding, "replace", newline="")
        self._dialect = dialect

    def __enter__(self) -> tuple[Iterator[Batch], Position]:
        first = self._stream.readline(16)
        told = first.strip().casefold().startswith("sep=")
        if not told:
            self._stream.seek(0)
        batches = records(line_blocks(self._stream), self._dialect.delimiter, self._dialect.quote, 2 if told else 1)
        return batches, self._raw.tell

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def _first_rows(batches: Iterator[Batch], path: Path) -> tuple[list[int], list[list[str]]]:
    lines: list[int] = []
    rows: list[list[str]] = []
    for batch in batches:
        for line, row in zip(batch.lines, batch.rows, strict=True):
            _check_width(len(row))
            if any(cell.strip() for cell in row):
                lines.append(line)
                rows.append(row)
            if len(rows) >= SAMPLE_ROWS:
                return lines, rows
    if not rows:
        raise UnreadableFile(name=path.name, detail=N_("it holds no rows"))
    return lines, rows


def _check_width(width: int) -> None:
    if width > MAX_COLUMNS:
        raise TooLarge(what=N_("The number of columns"), found=f"{width:,}", limit=f"{MAX_COLUMNS:,}")


def _after(batches: Iterator[Batch], line: int) -> Iterator[Batch]:
    """The batches without the rows up to a line."""
    for batch in batches:
        if batch.lines and batch.lines[0] <= line:
            first = next((i for i, number in enumerate(batch.lines) if number > line), len(batch.lines))
            batch = Batch(batch.lines[first:], list(islice(batch.rows, first, None)), batch.repairs, batch.rejects)
        yield batch


def _chunk(batch: Batch, width: int, log: RepairLog) -> Chunk:
    log.extend(batch.repairs)
    lines, rows = batch.lines, batch.rows
    if set(map(len, rows)) != {width} or not all(map(any, rows)):
        lines, rows = _squared(batch, width, log)
    columns: list[Sequence[str]] = list(zip(*rows, strict=True)) if rows else [()] * width
    return Chunk(lines, columns, total_rows(columns), batch.rejects)


def _squared(batch: Batch, width: int, log: RepairLog) -> tuple[list[int], list[list[str]]]:
    """All rows with the same number of cells; a row with too many is rejected unless the extra ones are empty."""
    lines: list[int] = []
    rows: list[list[str]] = []
    for line, row in zip(batch.lines, batch.rows, strict=True):
        if not any(row):
            log.add("blank_row", row=line)
            continue
        if len(row) < width:
            log.add("short_row", f"{len(row)} of {width} cells", line)
            row = row + [""] * (width - len(row))
        elif any(cell.strip() for cell in row[width:]):
            extra = " | ".join(row[width:])[:200]
            log.add("long_row", extra, line)
            batch.rejects.append(Reject(line, "", extra, "too_many_cells"))
        lines.append(line)
        rows.append(row[:width])
    return lines, rows

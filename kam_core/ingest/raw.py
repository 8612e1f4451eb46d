"""The rows of a file as they stand, put into a temporary table of text under generated names."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from kam_core.ingest.files.decode import Cancel, Progress
from kam_core.ingest.source import Chunk, Source
from kam_core.ingest.values.totals import word_of

PREVIEWED = 200
VIEWS = ("_typed", "_ledger")
"""Ends of the names of relations that are views."""


@dataclass
class Raw:
    """
    The staged text: table ``rows`` (line, fingerprint of the whole row, c0..cn of the wanted columns) and table ``rejects``.

    No word of the file is ever part of an SQL statement: columns are known by their number.
    """

    cursor: duckdb.DuckDBPyConnection
    source: Source
    token: str
    wanted: Sequence[int] = ()
    """The source columns that are kept."""
    rows_read: int = 0
    totals: int = 0
    """Total rows left out."""
    kept_totals: int = 0
    """Total rows that are to count as data."""
    duplicates: int = 0
    last_line: int = 0
    """The last line on which a row began."""
    periods: tuple[int, ...] = ()
    """The source columns that were turned into rows."""
    first: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    currency: str = ""
    """That of the amounts, when it is not the workbook's own."""
    made: list[str] = field(default_factory=list)
    """Temporary relations of this load that exist."""

    @property
    def rows(self) -> str:
        """Name of the table of text."""
        return self.name("rows")

    @property
    def rejects(self) -> str:
        """Name of the table of rejected cells: line, index of the column, value, reason."""
        return self.name("rejects")

    @property
    def left(self) -> str:
        """Name of the table of total rows left out: line, the word for a total, c0..cn as text."""
        return self.name("left")

    @property
    def repeated(self) -> str:
        """Name of the table of lines that repeat a row further up."""
        return self.name("repeated")

    @property
    def standing(self) -> str:
        """Name of the table of text with one row per row of the file."""
        return self.name("wide") if self.periods else self.rows

    @property
    def fates(self) -> str:
        """The rejected lines, each with the first of its reasons, as an SQL relation."""
        first = ", ".join(f"min_by({column}, (col, reason)) AS {column}" for column in ("reason", "value"))
        return f"(SELECT line, {first} FROM {self.rejects} GROUP BY line)"

    @property
    def per_row(self) -> int:
        """Staged rows that one row of the file was turned into."""
        return max(len(self.periods), 1)

    def name(self, what: str) -> str:
        """A generated name for a temporary relation of this load."""
        name = f"staged_{self.token}_{what}"
        if name not in self.made:
            self.made.append(name)
        return name

    def drop(self, *names: str) -> None:
        """Drop temporary tables of this load; names that are gone already do no harm."""
        for name in names:
            kind = "VIEW" if name.endswith(VIEWS) else "TABLE"
            self.cursor.execute(f"DROP {kind} IF EXISTS {name}")
            if name in self.made:
                self.made.remove(name)

    def count(self, query: str) -> int:
        """The one whole number that a query gives."""
        row = self.cursor.execute(query).fetchall()
        return int(row[0][0] or 0)

    def label(self, index: int) -> str:
        """The name of a source column; "" for the row as a whole."""
        return self.source.names[index] if 0 <= index < len(self.source.names) else ""


def stage_rows(
    cursor: duckdb.DuckDBPyConnection,
    source: Source,
    wanted: Sequence[int],
    *,
    keep_totals: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Raw:
    """
    Stream a file into a temporary table; only the wanted columns are kept, all of them go into the fingerprint.

    Raises Cancelled, with nothing left behind.
    """
    raw = Raw(cursor, source, secrets.token_hex(4), wanted)
    listed = "".join(f", c{i} VARCHAR" for i in wanted)
    cursor.execute(f"CREATE TEMP TABLE {raw.rows} (line BIGINT, fingerprint UBIGINT{listed})")
    cursor.execute(f"CREATE TEMP TABLE {raw.left} (line BIGINT, word VARCHAR{listed})")
    cursor.execute(f"CREATE TEMP TABLE {raw.rejects} (line BIGINT, col INTEGER, value VARCHAR, reason VARCHAR)")
    try:
        for chunk in source.chunks(progress, cancel):
            _add(raw, chunk, wanted, keep_totals)
        _note_repeated(raw)
        raw.duplicates = raw.count(f"SELECT count(*) FROM {raw.repeated}")
    except BaseException:
        raw.drop(*list(raw.made))
        raise
    return raw


def _note_repeated(raw: Raw) -> None:
    firsts = f"SELECT fingerprint, min(line) AS line FROM {raw.rows} GROUP BY fingerprint HAVING count(*) > 1"
    raw.cursor.execute(
        f"CREATE TEMP TABLE {raw.repeated} AS SELECT r.line FROM {raw.rows} r JOIN ({firsts}) f "
        "ON f.fingerprint = r.fingerprint AND r.line > f.line"
    )


def _add(raw: Raw, chunk: Chunk, wanted: Sequence[int], keep_totals: bool) -> None:
    kept = set(chunk.lines.to_pylist()) if chunk.rejects else ()
    raw.rows_read += len(chunk.lines) + sum(1 for reject in chunk.rejects if reject.row not in kept)
    words = {} if keep_totals else {index: word_of(chunk.row(index)) for index in chunk.totals}
    raw.kept_totals += len(chunk.totals) - len(words)
    raw.totals += len(words)
    left = {chunk.lines[index].as_py(): word for index, word in words.items()}
    for line, word in left.items():
        raw.source.repairs.add("total_row", word, line)
    for reject in chunk.rejects:
        if reject.row not in left:
            raw.cursor.execute(f"INSERT INTO {raw.rejects} VALUES (?, -1, ?, ?)", [reject.row, reject.value, reject.reason])
    for index in range(min(PREVIEWED - len(raw.first), len(chunk.lines))):
        raw.first.append((chunk.lines[index].as_py(), chunk.row(index)))
    ends = [chunk.lines[-1].as_py()] if len(chunk.lines) else []
    raw.last_line = max([raw.last_line, *ends, *(reject.row for reject in chunk.rejects)])
    if len(chunk.lines):
        _insert(raw, chunk, wanted, words)


def _insert(raw: Raw, chunk: Chunk, wanted: Sequence[int], left: Mapping[int, str]) -> None:
    every = [f"a{i}" for i in range(len(chunk.columns))]
    texts = [pc.utf8_trim_whitespace(chunk.columns[i]) for i in wanted]
    table = pa.table([chunk.lines, *chunk.columns, *texts], names=["line", *every, *(f"c{i}" for i in wanted)])
    kept = "".join(f", c{i}" for i in wanted)
    if left:
        totals = table.take(pa.array(left, pa.int64())).append_column("word", pa.array(left.values(), pa.string()))
        _put(raw, totals, raw.left, f"line, word{kept}")
        table = table.take(pa.array([i for i in range(table.num_rows) if i not in left], pa.int64()))
    # The whole row is hashed here, so that columns nobody wants need not be stored.
    _put(raw, table, raw.rows, f"line, hash({', '.join(every)}){kept}")


def _put(raw: Raw, table: pa.Table, name: str, selected: str) -> None:
    incoming = f"incoming_{raw.token}"
    raw.cursor.register(incoming, table)
    try:
        raw.cursor.execute(f"INSERT INTO {name} SELECT {selected} FROM {incoming}")
    finally:
        raw.cursor.unregister(incoming)

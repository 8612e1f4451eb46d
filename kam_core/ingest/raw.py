"""The rows of a file as they stand, put into a temporary table of text under generated names."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from kam_core.ingest.decode import Cancel, Progress
from kam_core.ingest.source import Chunk, Source

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
    rows_read: int = 0
    totals: int = 0
    duplicates: int = 0
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
    raw = Raw(cursor, source, secrets.token_hex(4))
    listed = "".join(f", c{i} VARCHAR" for i in wanted)
    cursor.execute(f"CREATE TEMP TABLE {raw.rows} (line BIGINT, fingerprint BIGINT{listed})")
    cursor.execute(f"CREATE TEMP TABLE {raw.rejects} (line BIGINT, col INTEGER, value VARCHAR, reason VARCHAR)")
    try:
        for chunk in source.chunks(progress, cancel):
            _add(raw, chunk, wanted, keep_totals)
        raw.duplicates = raw.count(f"SELECT count(*) - count(DISTINCT fingerprint) FROM {raw.rows}")
    except BaseException:
        raw.drop(*list(raw.made))
        raise
    return raw


def _add(raw: Raw, chunk: Chunk, wanted: Sequence[int], keep_totals: bool) -> None:
    kept = set(chunk.lines)
    raw.rows_read += len(chunk.lines) + sum(1 for reject in chunk.rejects if reject.row not in kept)
    for reject in chunk.rejects:
        raw.cursor.execute(f"INSERT INTO {raw.rejects} VALUES (?, -1, ?, ?)", [reject.row, reject.value, reject.reason])
    out = [] if keep_totals else chunk.totals
    for index in out:
        raw.source.repairs.add("total_row", next(filter(None, (column[index] for column in chunk.columns))), chunk.lines[index])
    raw.totals += len(out)
    for index in range(min(PREVIEWED - len(raw.first), len(chunk.lines))):
        raw.first.append((chunk.lines[index], tuple(column[index] for column in chunk.columns)))
    if chunk.lines:
        _insert(raw, chunk, wanted, out)


def _insert(raw: Raw, chunk: Chunk, wanted: Sequence[int], out: Sequence[int]) -> None:
    # The whole row is hashed here, so that columns nobody wants need not travel.
    fingerprints = pa.array(map(hash, zip(*chunk.columns, strict=True)), pa.int64())
    texts = [pc.utf8_trim_whitespace(pa.array(chunk.columns[i], pa.string())) for i in wanted]
    table = pa.table([pa.array(chunk.lines, pa.int64()), fingerprints, *texts], names=["line", "fingerprint", *(f"c{i}" for i in wanted)])
    if out:
        left = set(out)
        table = table.take(pa.array([i for i in range(table.num_rows) if i not in left], pa.int64()))
    incoming = f"incoming_{raw.token}"
    raw.cursor.register(incoming, table)
    try:
        raw.cursor.execute(f"INSERT INTO {raw.rows} SELECT * FROM {incoming}")
    finally:
        raw.cursor.unregister(incoming)

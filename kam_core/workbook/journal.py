"""
The journal: one line per batch, the lines one looks for, and undo.

Undo is itself a batch that marks its target as not live; undoing the undo marks it live again. Either is refused, with the
list, when rows of the target were changed by a later batch that still holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from kam_core.errors import UndoRefused, UnknownName
from kam_core.schema import TABLES
from kam_core.text import N_
from kam_core.workbook.tables import doubled_keys

if TYPE_CHECKING:
    from kam_core.workbook.reader import Reader


RESTORED = N_("A backup was put in place here. Bring back the file it replaced from the trash instead.")
RESTORE = "restore"
"""The kind of a batch that says a backup was put in place: it has no rows of its own to undo."""


@dataclass(frozen=True)
class Batch:
    """One line of the journal."""

    batch: int
    kind: str
    tables: Mapping[str, int]
    author: str = ""
    source: str = ""
    file_hash: str | None = None
    illustrative: bool = False
    target: int | None = None


def write(cursor: duckdb.DuckDBPyConnection, line: Batch) -> None:
    """Add the line of a batch."""
    cursor.execute(
        "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, true)",
        [line.batch, line.kind, datetime.now(UTC).replace(tzinfo=None), _storable(line.author), _storable(line.source), line.file_hash,
         line.illustrative, json.dumps(dict(line.tables)), line.target],
    )  # fmt: skip


def _storable(text: str) -> str:
    """A file name may hold what no encoding has (a lone surrogate)."""
    return text.encode("utf-8", "replace").decode()


def revisions(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The last batch that touched each table (0: none)."""
    last = dict.fromkeys(TABLES, 0)
    for batch, counts in cursor.execute("SELECT batch, counts FROM batches ORDER BY batch").fetchall():
        last.update(dict.fromkeys(json.loads(counts), batch))
    return last


def undo(cursor: duckdb.DuckDBPyConnection, target: int, batch: int, author: str) -> dict[str, int]:
    """Undo a batch inside an open transaction; returns the tables it touches. Raises ``UndoRefused`` with the conflicts."""
    chain = _chain(cursor, target)
    root, live = chain[-1]
    tables = json.loads(cursor.execute("SELECT counts FROM batches WHERE batch = ?", [root]).fetchall()[0][0])
    conflicts = [c for name in tables for c in (_changed_later(cursor, name, root) if live else _taken(cursor, name, root))]
    if not conflicts:
        cursor.execute("UPDATE batches SET live = NOT live WHERE list_contains(?, batch)", [[link for link, _ in chain]])
        conflicts = [{"table": name, "key": key} for name, key in doubled_keys(cursor, tables)]
    if conflicts:
        raise UndoRefused(batch=target, count=len(conflicts), conflicts=conflicts)
    write(cursor, Batch(batch, "undo", tables, author, target=target))
    return dict(tables)


def _chain(cursor: duckdb.DuckDBPyConnection, target: int) -> list[tuple[int, bool]]:
    """
    The batch, what it undid, what that undid, ... down to the batch whose rows are concerned, each with whether it holds.

    Links hold in turns; where two neighbours do not, a later undo went past this one, and there is nothing left to undo.
    """
    chain: list[tuple[int, bool]] = []
    link: int | None = target
    while link is not None:
        row = cursor.execute("SELECT target, live FROM batches WHERE batch = ?", [link]).fetchall()
        if not row:
            raise UnknownName.of("batch", target, [])
        chain.append((link, bool(row[0][1])))
        link = row[0][0]
    if cursor.execute("SELECT kind FROM batches WHERE batch = ?", [chain[-1][0]]).fetchall()[0][0] == RESTORE:
        raise UndoRefused(RESTORED, batch=target, count=0, conflicts=[])
    if any(live != (place % 2 == 0) for place, (_, live) in enumerate(chain)):
        raise UndoRefused(f"Batch {target} has been undone already.", batch=target, count=0, conflicts=[])
    return chain


def _changed_later(cursor: duckdb.DuckDBPyConnection, name: str, batch: int) -> list[dict[str, Any]]:
    """Rows the batch opened that a later live batch has closed."""
    return _listed(
        cursor, name,
        f"SELECT r.row_id, c.batch FROM rows_{name} r JOIN closings c ON c.version = r.version AND c.tbl = $name "
        "JOIN batches b ON b.batch = c.batch WHERE r.batch = $batch AND b.live AND c.batch <> $batch",
        batch,
    )  # fmt: skip


def _taken(cursor: duckdb.DuckDBPyConnection, name: str, batch: int) -> list[dict[str, Any]]:
    """Rows the (undone) batch had closed that another live batch has closed since, or that are themselves undone by now."""
    return _listed(
        cursor, name,
        f"""WITH own AS (SELECT r.version, r.row_id, r.batch FROM closings c JOIN rows_{name} r ON r.version = c.version
                        WHERE c.tbl = $name AND c.batch = $batch)
        SELECT own.row_id, c.batch FROM own JOIN closings c ON c.version = own.version AND c.tbl = $name
            JOIN batches b ON b.batch = c.batch WHERE c.batch <> $batch AND b.live
        UNION ALL SELECT own.row_id, own.batch FROM own JOIN batches b ON b.batch = own.batch WHERE NOT b.live AND own.batch <> $batch""",
        batch,
    )  # fmt: skip


def _listed(cursor: duckdb.DuckDBPyConnection, name: str, sql: str, batch: int) -> list[dict[str, Any]]:
    found = cursor.execute(f"{sql} LIMIT 1000", {"name": name, "batch": batch}).fetchall()
    return [{"table": name, "row_id": row_id, "batch": other} for row_id, other in found]


@dataclass(frozen=True)
class Wanted:
    """Which lines of the journal: of a kind, by somebody, about a table, holding a text, recorded within days (UTC); empty = every one."""

    kind: str = ""
    author: str = ""
    table: str = ""
    text: str = ""
    """In the name of the file or of the author, or the number of the batch."""
    since: datetime | None = None
    until: datetime | None = None
    """Before this moment."""


def lines(book: Reader, wanted: Wanted, *, rows: int | None = None, number: int = 1) -> pd.DataFrame:
    """The lines wanted, the latest first, a page (from 1) of ``rows`` or all; columns of ``batches`` and ``undone_by``."""
    where, params = _where(wanted)
    page = "" if rows is None else f"LIMIT {int(rows)} OFFSET {int(rows) * (int(number) - 1)}"
    return book.frame(
        "SELECT b.*, (SELECT max(u.batch) FROM batches u WHERE u.target = b.batch AND u.live) AS undone_by "
        f"FROM batches b WHERE {where} ORDER BY batch DESC {page}",
        params,
    )


def how_many(book: Reader, wanted: Wanted) -> int:
    """How many lines are wanted."""
    where, params = _where(wanted)
    return int(book.frame(f"SELECT count(*) AS n FROM batches WHERE {where}", params)["n"].iloc[0])


def choices(book: Reader) -> dict[str, list[str]]:
    """What the lines can be narrowed to: kinds, authors, tables that occur."""
    found = book.frame("SELECT DISTINCT kind, author, counts FROM batches")
    tables = {name for counts in found["counts"].unique() for name in json.loads(counts)}
    texts = {name: sorted({str(value) for value in found[name].dropna() if value}) for name in ("kind", "author")}
    return {**texts, "table": [name for name in TABLES if name in tables]}


def _where(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    parts = {
        "kind": ("kind = $kind", wanted.kind),
        "author": ("author = $author", wanted.author),
        # the counts are JSON: {"accounts": 3}
        "table": ("contains(counts, $table)", f'"{wanted.table}"' if wanted.table else ""),
        "text": ("contains(lower(concat_ws(' ', source, author, CAST(batch AS VARCHAR))), lower($text))", wanted.text),
        "since": ("recorded_at >= $since", wanted.since),
        "until": ("recorded_at < $until", wanted.until),
    }
    asked = {name: part for name, part in parts.items() if part[1]}
    return " AND ".join(sql for sql, _ in asked.values()) or "true", {name: value for name, (_, value) in asked.items()}

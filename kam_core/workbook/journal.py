"""
The journal: one line per batch, and undo.

Undo is itself a batch that marks its target as not live; undoing the undo marks it live again. Either is refused, with the
list, when rows of the target were changed by a later batch that still holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from kam_core.errors import UndoRefused, UnknownName
from kam_core.schema import TABLES
from kam_core.workbook.tables import doubled_keys


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
        [line.batch, line.kind, datetime.now(UTC).replace(tzinfo=None), line.author, line.source, line.file_hash,
         line.illustrative, json.dumps(dict(line.tables)), line.target],
    )  # fmt: skip


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
    """The batch, what it undid, what that undid, ... down to the batch whose rows are concerned, each with whether it holds."""
    chain: list[tuple[int, bool]] = []
    link: int | None = target
    while link is not None:
        row = cursor.execute("SELECT target, live FROM batches WHERE batch = ?", [link]).fetchall()
        if not row:
            raise UnknownName.of("batch", target, [])
        chain.append((link, bool(row[0][1])))
        link = row[0][0]
    if not chain[0][1]:
        raise UndoRefused(f"Batch {target} has been undone already.", batch=target, count=0, conflicts=[])
    return chain


def _changed_later(cursor: duckdb.DuckDBPyConnection, name: str, batch: int) -> list[dict[str, Any]]:
    """Rows the batch opened that a later live batch has closed."""
    found = cursor.execute(
        f"SELECT r.row_id, c.batch FROM rows_{name} r JOIN closings c ON c.version = r.version AND c.tbl = '{name}' "
        "JOIN batches b ON b.batch = c.batch WHERE r.batch = ? AND b.live AND c.batch <> ? LIMIT 1000",
        [batch, batch],
    ).fetchall()
    return [{"table": name, "row_id": row_id, "batch": later} for row_id, later in found]


def _taken(cursor: duckdb.DuckDBPyConnection, name: str, batch: int) -> list[dict[str, Any]]:
    """Rows the (undone) batch had closed that another live batch has closed since."""
    found = cursor.execute(
        "SELECT later.version, later.batch FROM closings own JOIN closings later ON later.version = own.version AND later.tbl = own.tbl "
        "JOIN batches b ON b.batch = later.batch WHERE own.tbl = ? AND own.batch = ? AND later.batch <> ? AND b.live LIMIT 1000",
        [name, batch, batch],
    ).fetchall()
    return [{"table": name, "row_id": version, "batch": later} for version, later in found]

"""What tells one workbook from another and an older copy from a newer one: its id, its schema, its commit sequence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import duckdb

from kam_core.errors import WorkbookDamaged, WorkbookNewer, WorkbookOlder
from kam_core.text import N_
from kam_core.workbook import home, tables
from kam_core.workbook.connection import first_line, opened


@dataclass(frozen=True)
class Stamp:
    """Id, schema version and commit sequence (the last batch) of a workbook."""

    uuid: str
    schema: int
    sequence: int


def of(cursor: duckdb.DuckDBPyConnection, name: str) -> Stamp:
    """The stamp of an open file; a database that is no workbook raises ``WorkbookDamaged``."""
    try:
        meta = dict(cursor.execute("SELECT name, value FROM meta WHERE name IN ('uuid', 'schema')").fetchall())
        sequence = int(cursor.execute("SELECT coalesce(max(batch), 0) FROM batches").fetchall()[0][0])
        stamp = Stamp(meta["uuid"], int(meta["schema"]), sequence)
    except (duckdb.ProgrammingError, KeyError, ValueError) as error:
        raise WorkbookDamaged(path=name, detail=N_("it is a database, but not a workbook")) from error
    # The id becomes a file name, and the file may come from anybody.
    if not re.fullmatch(r"[0-9a-f]{32}", stamp.uuid):
        raise WorkbookDamaged(path=name, detail=N_("its id is none of ours"))
    return stamp


def peek(path: Path) -> Stamp:
    """The stamp of a closed file, log included, without touching either."""
    connection = opened(path, read_only=True)
    try:
        return of(connection, path.name)
    except duckdb.Error as error:
        raise WorkbookDamaged(path=path.name, detail=first_line(error)) from error
    finally:
        connection.close()


def renew(path: Path) -> None:
    """Give a closed workbook an id of its own: it is no copy of another any more."""
    connection = opened(path)
    try:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'uuid'", [uuid4().hex])
    finally:
        connection.close()


def check(stamp: Stamp, name: str | None, *, accept_older: bool) -> None:
    """Refuse a file of a later release, and one that is older than what this computer has seen of it."""
    if stamp.schema > tables.SCHEMA_VERSION:
        raise WorkbookNewer(path=name, found=stamp.schema, known=tables.SCHEMA_VERSION)
    seen = home.sequence_seen(stamp.uuid)
    if seen is not None and seen > stamp.sequence and not accept_older:
        raise WorkbookOlder(path=name, seen=seen, found=stamp.sequence)

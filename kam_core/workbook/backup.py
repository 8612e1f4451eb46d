"""Copies of a workbook: online backup, verified before it counts, and restore with the old file kept."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from kam_core.errors import WorkbookDamaged, WorkbookExists
from kam_core.workbook import home

if TYPE_CHECKING:
    from kam_core.workbook.book import Workbook


def copy(book: Workbook, path: Path) -> Path:
    """Copy an open workbook to a new file; readers and writers go on meanwhile. An existing file is not overwritten."""
    if path.exists():
        raise WorkbookExists(name=path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = home.home("backups") / f".{secrets.token_hex(8)}.duckdb"
    alias = f"copy_{secrets.token_hex(4)}"
    with book.reading() as cursor:
        source = cursor.execute("SELECT current_database()").fetchall()[0][0]
        cursor.execute(f"ATTACH '{draft.as_posix()}' AS {alias}")
        try:
            cursor.execute(f'COPY FROM DATABASE "{source}" TO {alias}')
            expected = _sequence(cursor, alias)
        finally:
            cursor.execute(f"DETACH {alias}")
    if verified_sequence(draft) != expected:
        draft.unlink(missing_ok=True)
        raise WorkbookDamaged(path=path.name, detail="the copy did not match; it was discarded")
    with open(draft, "rb+") as file:
        os.fsync(file.fileno())
    shutil.move(draft, path)
    return path


def restore(backup: Path, path: Path) -> Path:
    """Put a verified backup in the place of a closed workbook; the file that was there goes to the trash."""
    verified_sequence(backup)
    if path.exists():
        home.move_to_trash(path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    shutil.copyfile(backup, draft)
    os.replace(draft, path)
    return path


def verified_sequence(path: Path) -> int:
    """Open a file read-only and return its last batch; a file that does not open raises."""
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise WorkbookDamaged(path=path.name, detail=str(error).splitlines()[0]) from error
    try:
        return _sequence(connection)
    except duckdb.Error as error:
        raise WorkbookDamaged(path=path.name, detail="it is not a workbook") from error
    finally:
        connection.close()


def _sequence(cursor: duckdb.DuckDBPyConnection, alias: str | None = None) -> int:
    prefix = f"{alias}." if alias else ""
    return int(cursor.execute(f"SELECT coalesce(max(batch), 0) FROM {prefix}batches").fetchall()[0][0])

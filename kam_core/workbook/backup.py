"""Copies of a workbook: online backup, verified before it counts, and restore with the old file kept."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from kam_core.errors import WorkbookDamaged, WorkbookExists, WorkbookMissing
from kam_core.text import N_
from kam_core.workbook import home, stamp, tables
from kam_core.workbook.connection import opened, quoted

if TYPE_CHECKING:
    from kam_core.workbook.book import Workbook

_Digests = dict[str, tuple[int, int]]


def copy(book: Workbook, path: Path, *, uuid: str | None = None) -> Path:
    """
    Copy an open workbook to a new file; readers and writers go on meanwhile. An existing file is not overwritten.

    With a ``uuid`` the copy is a workbook of its own, whose changes are counted apart.
    """
    if path.exists():
        raise WorkbookExists(name=path.stem)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = home.home("backups") / f".{secrets.token_hex(8)}.duckdb"
    try:
        with book.reading() as cursor:
            expected = _copied(cursor, draft, uuid or book.id)
        if _digests(draft) != expected or stamp.peek(draft).uuid != (uuid or book.id):
            raise WorkbookDamaged(path=path.name, detail=N_("the copy did not match; it was discarded"))
        return _placed(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def restore(backup: Path, path: Path) -> Path:
    """Put a verified backup in the place of a closed workbook; the file that was there goes to the trash."""
    if not backup.is_file():
        raise WorkbookMissing(name=backup.stem)
    draft = path.with_name(f".{secrets.token_hex(4)}.restoring")
    try:
        _copy_synced(backup, draft)
        if home.log_of(backup).exists():
            _copy_synced(home.log_of(backup), home.log_of(draft))
        stamp.peek(draft)
        _digests(draft)
        if path.exists():
            home.move_to_trash(path)
        home.log_of(path).unlink(missing_ok=True)  # of a file that is gone: it must not be replayed onto this one
        return home.move(draft, path)
    finally:
        draft.unlink(missing_ok=True)
        home.log_of(draft).unlink(missing_ok=True)


def verify(file: Path) -> dict[str, int]:
    """
    Read every block of a closed workbook, its log included, without changing it; returns the rows of each table.

    One that is gone, damaged or no workbook raises.
    """
    if not file.is_file():
        raise WorkbookMissing(name=file.stem)
    stamp.peek(file)
    return {name: rows for name, (rows, _) in _digests(file).items()}


def _copied(cursor: duckdb.DuckDBPyConnection, draft: Path, uuid: str) -> _Digests:
    """Copy in one transaction, so that rows and checksums are those of one moment; returns the checksums of the source."""
    alias = f"copy_{secrets.token_hex(4)}"
    name = str(cursor.execute("SELECT current_database()").fetchall()[0][0]).replace('"', '""')
    cursor.execute(f"ATTACH '{quoted(draft)}' AS {alias}")
    try:
        cursor.execute("BEGIN")
        digests = tables.digests(cursor, f'"{name}"')
        cursor.execute(f'COPY FROM DATABASE "{name}" TO {alias}')
        cursor.execute(f"UPDATE {alias}.meta SET value = ? WHERE name = 'uuid'", [uuid])
        cursor.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):
            cursor.execute("ROLLBACK")
        raise
    finally:
        cursor.execute(f"DETACH {alias}")
    return digests


def _digests(path: Path) -> _Digests:
    """Rows and checksums of a closed file; reading every block, it finds damage anywhere."""
    connection = opened(path, read_only=True)
    try:
        name = str(connection.execute("SELECT current_database()").fetchall()[0][0]).replace('"', '""')
        return tables.digests(connection, f'"{name}"')
    except duckdb.Error as error:
        raise WorkbookDamaged(path=path.name, detail=N_("it is not a whole workbook")) from error
    finally:
        connection.close()


def _placed(draft: Path, path: Path) -> Path:
    """Move a finished copy to its name, which nobody must have taken meanwhile."""
    beside = path.with_name(f".{draft.name}")
    try:
        _copy_synced(draft, beside)
        try:
            os.link(beside, path)
        except FileExistsError:
            raise WorkbookExists(name=path.stem) from None
        except OSError:  # a disk without hard links (a USB stick)
            if path.exists():
                raise WorkbookExists(name=path.stem) from None
            os.rename(beside, path)
        return path
    finally:
        beside.unlink(missing_ok=True)


def _copy_synced(source: Path, target: Path) -> None:
    with open(source, "rb") as read, open(target, "wb") as written:
        shutil.copyfileobj(read, written, 1 << 20)
        written.flush()
        os.fsync(written.fileno())

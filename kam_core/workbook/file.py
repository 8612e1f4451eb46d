"""The file under a workbook: held, opened, checked for its age, opened again after a fatal error, closed."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

import duckdb

from kam_core.errors import BadEdit, WorkbookDamaged
from kam_core.workbook import home, journal, stamp, tables
from kam_core.workbook.connection import connect, first_line
from kam_core.workbook.cursors import Cursors
from kam_core.workbook.edits import NOT_TO_CHANGE
from kam_core.workbook.holder import Holder
from kam_core.workbook.memo import Memo
from kam_core.workbook.reader import Reader


class WorkbookFile(Reader):
    """
    An open file and what is known of it: ``path`` (``None``: in memory), ``id``, ``meta``, ``revision``, ``revisions``, ``memo``.

    Raises WorkbookLocked, WorkbookDamaged, WorkbookOlder, WorkbookNewer; the file is then as it was.
    """

    def __init__(self, path: str | Path | None = None, *, accept_older: bool = False) -> None:
        self.path = Path(path).expanduser().resolve() if path is not None else None
        self.memo = Memo()
        self._write = threading.RLock()
        with ExitStack() as undone:
            # A file of any name is held before the engine touches it; a new one has no other name yet.
            self._holder = self._hold(undone) if self.path and self.path.exists() else None
            self._open(accept_older=accept_older)
            undone.callback(self._cursors.close, fold=False)
            self._holder = self._holder or (self._hold(undone) if self.path else None)
            undone.pop_all()

    def _hold(self, undone: ExitStack) -> Holder:
        assert self.path
        holder = Holder(self.path)
        undone.callback(holder.release)
        return holder

    def _open(self, *, accept_older: bool) -> None:
        name = self.path.name if self.path else None
        if self.path and home.log_of(self.path).exists():
            # Opening for writing folds the log into the file; what is to be refused has to stay as it is.
            stamp.check(stamp.peek(self.path), name, accept_older=accept_older)
        cursors = Cursors(connect(self.path))
        try:
            with cursors.reading() as cursor:
                if tables.blank(cursor):
                    tables.create(cursor, uuid.uuid4().hex)
                found = stamp.of(cursor, name or "")
                if self.path:
                    stamp.check(found, name, accept_older=accept_older)
                if found.schema < tables.SCHEMA_VERSION:
                    tables.upgrade(cursor)
                self.id = found.uuid
                self._read_state(cursor)
        except BaseException as error:
            cursors.close(fold=False)
            if isinstance(error, duckdb.Error):
                raise WorkbookDamaged(path=name, detail=first_line(error)) from error
            raise
        if self.path:
            home.remember_sequence(self.id, self.revision)
        self._cursors = cursors

    def _read_state(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.meta: dict[str, str] = dict(cursor.execute("SELECT name, value FROM meta").fetchall())
        self.revision = int(cursor.execute("SELECT coalesce(max(batch), 0) FROM batches").fetchall()[0][0])
        self.revisions = journal.revisions(cursor)
        self._next_version = tables.next_version(cursor)

    def _reopen(self, broken: Cursors) -> None:
        """After a fatal error (a disk full inside a checkpoint) only a fresh start of the engine can read again."""
        with self._write:
            if self.path and broken is self._cursors and not broken.closed:
                with suppress(duckdb.Error):
                    broken.close(fold=False)
                self._open(accept_older=False)

    def set_meta(self, name: str, value: str) -> None:
        """Note something about the file itself (name, currency, which sample); its id and schema are not to be changed."""
        if name in ("uuid", "schema"):
            raise BadEdit(table="meta", column=name, detail=NOT_TO_CHANGE)
        self._remember(name, value.encode("utf-8", "replace").decode())

    def forget_meta(self, name: str) -> None:
        """Forget what was noted under a name; what the file needs stays."""
        if name in ("uuid", "schema"):
            raise BadEdit(table="meta", column=name, detail=NOT_TO_CHANGE)
        with self._write, self.reading() as cursor:
            cursor.execute("DELETE FROM meta WHERE name = ?", [name])
            self.meta = {key: value for key, value in self.meta.items() if key != name}

    def _remember(self, name: str, value: str) -> None:
        with self._write, self.reading() as cursor:
            if self.meta.get(name) != value:
                cursor.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [name, value])
                self.meta = {**self.meta, name: value}

    def close(self) -> None:
        """Fold the log into the file and let go of it; who reads just now is waited for, then interrupted."""
        with self._write:
            if not self._cursors.closed:
                self._cursors.close(fold=True)
            if self._holder:
                self._holder.release()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._cursors.closed

    @property
    def busy(self) -> bool:
        """Whether somebody reads or writes just now."""
        return self._cursors.busy

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own, closed afterwards; a closed workbook raises ``WorkbookError``, a damaged block ``WorkbookDamaged``."""
        if self._cursors.closed:
            with self._write:  # it may be opening again just now
                pass
        cursors = self._cursors
        try:
            with cursors.reading() as cursor:
                yield cursor
        except duckdb.FatalException:
            self._reopen(cursors)
            raise
        except duckdb.Error as error:
            if "Corrupt database file" in str(error):
                raise WorkbookDamaged(path=self.path and self.path.name, detail=first_line(error)) from error
            raise

"""
A workbook: one DuckDB file with a portfolio in it, and the only way to it.

Reads take a cursor each (sharing a connection between threads mixes up answers). Writes hold one lock for the final insert
only, are one transaction and one batch each, and return when the batch is on the disk.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from kam_core.errors import NotStored, TooLarge, WorkbookError
from kam_core.schema import table
from kam_core.text import N_
from kam_core.workbook import backup, changes, home, journal, loads, merging, reconciled
from kam_core.workbook.connection import MEMORY_LIMIT, first_line
from kam_core.workbook.edits import Edit
from kam_core.workbook.file import WorkbookFile
from kam_core.workbook.journal import Batch
from kam_core.workbook.report import LoadReport

if TYPE_CHECKING:
    from kam_core.ingest.recipes import Recipe
    from kam_core.ingest.source import Source
    from kam_core.ingest.stage import LoadOptions, Staged

FREE_SPACE_FLOOR = 64 * 2**20
"""Below this the workbook refuses writes, before the engine meets a full disk."""

_Write = Callable[[duckdb.DuckDBPyConnection, int], dict[str, int]]


class Workbook(WorkbookFile):
    """
    A portfolio in one file; ``Workbook()`` lives in memory.

    >>> from kam_core.workbook import Insert
    >>> wb = Workbook()
    >>> batch = wb.apply([Insert("accounts", {"account_id": "A-017", "account_name": "Nord AG"})])
    >>> wb.table("accounts")["account_name"].tolist()
    ['Nord AG']
    >>> _ = wb.undo(batch)
    >>> len(wb.table("accounts")), wb.revision
    (0, 2)
    """

    def apply(self, edits: Sequence[Edit], *, author: str = "") -> int:
        """Apply edits as one batch, all or none; ``StaleEdit`` when a cell has moved on. Returns the batch."""
        return self._commit(
            lambda cursor, batch: changes.apply(cursor, edits, batch, self._reserve(len(edits))), Batch(0, "edit", {}, author)
        )

    def merge(self, keep: str, gone: Sequence[str], *, take: Mapping[str, str] | None = None, author: str = "") -> int:
        """
        Make one account out of several as one batch: every row that names one of ``gone`` names ``keep`` from then on.

        The attributes of ``keep`` stay and its missing ones are filled from the others; ``take`` = {attribute: account} says otherwise.
        Raises UnknownName, BadEdit. ``kam_core.identity.preview`` says beforehand what moves.
        """
        return self._commit(
            lambda cursor, batch: merging.merge(cursor, keep, gone, take or {}, batch, self._reserve),
            Batch(0, "merge", {}, author, f"{', '.join(gone)} → {keep}"),
        )

    def record(
        self,
        kind: str,
        rows: Mapping[str, pa.Table],
        *,
        source: str = "",
        author: str = "",
        illustrative: bool = False,
    ) -> int:
        """Add rows to several tables as one batch. Keyed tables are updated by key, the others appended to."""

        def write(cursor: duckdb.DuckDBPyConnection, batch: int) -> dict[str, int]:
            return {name: loads.record(cursor, name, data, batch, self._reserve) for name, data in rows.items()}

        return self._commit(write, Batch(0, kind, {}, author, source, illustrative=illustrative))

    def stage(
        self,
        name: str,
        path: str | Path | Source,
        mapping: Mapping[str, str | None] | None = None,
        *,
        recipe: Recipe | str | None = None,
        options: LoadOptions | None = None,
        progress: Callable[[int, int, int], None] | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> Staged:
        """
        Read, map and check a file (or a source that was opened) outside the write lock; nothing is stored until ``accept``.

        A recipe (or its name here, or its .json file) says what ``mapping`` and ``options`` leave open.
        """
        from kam_core.ingest import stage as staging

        declared = table(name).name
        if recipe is not None:
            mapping, options = loads.by_recipe(self, declared, recipe, mapping, options)
        if mapping is None and loads.remembers(self.meta, declared):
            from kam_core.ingest.source import open_source

            path = open_source(path, options)  # once: its header is asked for, then its rows
        known = mapping if mapping is not None else loads.remembered_mapping(self.meta, declared, path, options)
        cursor = self._cursors.take()
        try:
            with self._cursors.at_work(cursor):
                return staging.stage(cursor, declared, path, mapping=known, options=options, progress=progress, cancel=cancel)
        except BaseException as error:
            cursor.close()
            if isinstance(error, duckdb.OutOfMemoryException):
                raise TooLarge(what=Path(str(getattr(path, "path", path))).name, found=f"> {MEMORY_LIMIT}", limit=MEMORY_LIMIT) from error
            raise

    def known_mapping(self, name: str, header: str) -> dict[str, str | None] | None:
        """The mapping last used here for a header (its fingerprint), or ``None``."""
        return loads.known_mapping(self.meta, name, header)

    def accept(self, staged: Staged, *, again: bool = False, author: str = "") -> LoadReport:
        """Store what was staged as one batch; the same bytes a second time raise ``AlreadyLoaded`` unless ``again``."""

        def write(cursor: duckdb.DuckDBPyConnection, batch: int) -> dict[str, int]:
            if not again:
                loads.refuse_twice(cursor, staged)
            return loads.store(cursor, staged, batch, self._reserve)

        line = Batch(0, "load", {}, author, staged.file_name, staged.file_hash)
        with self._write:  # until it is discarded: a second click must find nothing left to store
            batch = self._commit(write, line, staged.cursor)
            report = LoadReport.of(staged, batch)
            with suppress(duckdb.Error, WorkbookError):  # conveniences: the load is stored whatever becomes of them
                report = replace(report, reconciliation=reconciled.stored(self, staged, batch))
                for name, value in reconciled.notes(staged, report.reconciliation).items():
                    self._remember(name, value)
                staged.discard()
                self._remember(*loads.mapping_of(staged))
        return report

    def load(
        self,
        name: str,
        path: str | Path | Source,
        mapping: Mapping[str, str | None] | None = None,
        again: bool = False,
        *,
        recipe: Recipe | str | None = None,
        options: LoadOptions | None = None,
        author: str = "",
    ) -> LoadReport:
        """Read a CSV, TSV, XLSX or Parquet file into a table, listing every repair and every rejected row; ``recipe`` as in ``stage``."""
        staged = self.stage(name, path, mapping, recipe=recipe, options=options)
        try:
            return self.accept(staged, again=again, author=author)
        finally:
            staged.close()

    def undo(self, batch: int, *, author: str = "") -> int:
        """Undo a batch (or an undo) as a batch of its own; refused with the list when later changes rest on it."""
        return self._commit(lambda cursor, own: journal.undo(cursor, int(batch), own, author), None)

    def resume(self, seen: int, source: str, *, author: str = "") -> int:
        """
        Note that a backup took the place of this workbook, as a batch whose number no other batch ever had.

        A session that still speaks of a batch of before (its undo, say) must not meet another one under the same number.
        """
        with self._write:
            self.revision = max(self.revision, seen)
            return self._commit(lambda *_: {}, Batch(0, journal.RESTORE, {}, author, source))

    def backup(self, path: str | Path) -> Path:
        """Write a consistent copy while others read and write; verified by rows and checksums, then moved into place."""
        return backup.copy(self, Path(path).expanduser().resolve())

    # -- inside

    def _commit(self, write: _Write, line: Batch | None, staged: duckdb.DuckDBPyConnection | None = None) -> int:
        """One transaction, one batch. What the engine cannot do (disk full, out of memory) becomes a ``WorkbookError``."""
        with self._write:
            self._refuse_on_full_disk()
            batch = self.revision + 1
            try:
                with self.reading() as own, self._cursors.at_work(staged or own):
                    self._transact(staged or own, write, line, batch)
            except (duckdb.OperationalError, duckdb.FatalException) as error:
                # A checkpoint may fail after the commit it belongs to; once the file is open again it shows.
                if self.revision != batch:
                    raise NotStored(detail=first_line(error)) from error
            return batch

    def _transact(self, cursor: duckdb.DuckDBPyConnection, write: _Write, line: Batch | None, batch: int) -> None:
        sent = False
        try:
            cursor.execute("BEGIN")
            counts = write(cursor, batch)
            if line is not None:
                journal.write(cursor, replace(line, batch=batch, tables=counts))
            sent = True
            cursor.execute("COMMIT")
            self.revisions = {**self.revisions, **dict.fromkeys(counts, batch)}
            self.revision = batch
            if self.path:
                home.remember_sequence(self.id, batch)
        except BaseException:
            with suppress(duckdb.Error):
                cursor.execute("ROLLBACK")
            if sent:  # interrupted on the way out: the file knows what became of it
                with suppress(duckdb.Error):
                    self._read_state(cursor)
            raise

    def _reserve(self, rows: int) -> int:
        start = self._next_version
        self._next_version += max(rows, 1)
        return start

    def _refuse_on_full_disk(self) -> None:
        if self.path and shutil.disk_usage(self.path.parent).free < FREE_SPACE_FLOOR:
            raise WorkbookError(N_("The disk is almost full. Free some space; nothing was changed, reading still works."))

"""
A workbook: one DuckDB file with a portfolio in it, and the only way to it.

Reads take a cursor each (sharing a connection between threads mixes up answers). Writes hold one lock for the final insert
only, are one transaction and one batch each, and return when the batch is on the disk.
"""

from __future__ import annotations

import json
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import pyarrow as pa

from kam_core.errors import AlreadyLoaded, WorkbookDamaged, WorkbookError, WorkbookNewer, WorkbookOlder
from kam_core.schema import TABLES, table
from kam_core.workbook import backup, changes, home, journal, tables
from kam_core.workbook.connection import connect
from kam_core.workbook.edits import Edit
from kam_core.workbook.journal import Batch
from kam_core.workbook.memo import Memo
from kam_core.workbook.report import LoadReport

if TYPE_CHECKING:
    from kam_core.ingest.stage import LoadOptions, Staged

FREE_SPACE_FLOOR = 64 * 2**20
"""Below this the workbook refuses writes, before the engine meets a full disk."""


class Workbook:
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

    def __init__(self, path: str | Path | None = None, *, accept_older: bool = False) -> None:
        self.path = Path(path).expanduser().resolve() if path is not None else None
        self.memo = Memo()
        self._write = threading.RLock()
        self._open()
        try:
            self._check_age(accept_older)
        except WorkbookError:
            self.close()
            raise

    # -- the file

    def _open(self) -> None:
        self._connection = connect(self.path)
        try:
            with self.reading() as cursor:
                if not cursor.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'batches'").fetchall():
                    tables.create(cursor)
                    cursor.executemany(
                        "INSERT INTO meta VALUES (?, ?)", [("uuid", uuid.uuid4().hex), ("schema", str(tables.SCHEMA_VERSION))]
                    )
                self._read_state(cursor)
        except duckdb.Error as error:
            self._connection.close()
            raise WorkbookDamaged(path=self.path and self.path.name, detail=str(error).splitlines()[0]) from error

    def _read_state(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.meta: dict[str, str] = dict(cursor.execute("SELECT name, value FROM meta").fetchall())
        self.id = self.meta["uuid"]
        if int(self.meta["schema"]) > tables.SCHEMA_VERSION:
            self._connection.close()
            raise WorkbookNewer(path=self.path and self.path.name, found=self.meta["schema"], known=tables.SCHEMA_VERSION)
        self.revision = int(cursor.execute("SELECT coalesce(max(batch), 0) FROM batches").fetchall()[0][0])
        self.revisions = journal.revisions(cursor)
        self._next_version = tables.next_version(cursor)

    def _check_age(self, accept_older: bool) -> None:
        seen = home.sequence_seen(self.id) if self.path else None
        if seen is not None and seen > self.revision and not accept_older:
            raise WorkbookOlder(path=self.path and self.path.name, seen=seen, found=self.revision)
        if self.path:
            home.remember_sequence(self.id, self.revision)

    def close(self) -> None:
        """Fold the log into the file and let go of it."""
        with self._write:
            with suppress(duckdb.Error):
                self._connection.execute("CHECKPOINT")
            self._connection.close()
            if self.path:
                home.holder_file(self.path).unlink(missing_ok=True)

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- reading

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own, closed afterwards."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            with suppress(duckdb.Error):
                cursor.close()

    def arrow(self, sql: str, params: Mapping[str, Any] | None = None) -> pa.Table:
        """The answer of a query as an Arrow table; parameters are named ``$name``."""
        with self.reading() as cursor:
            return cursor.sql(sql, params=dict(params or {})).to_arrow_table()

    def frame(self, sql: str, params: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The answer of a query as a frame (DECIMAL arrives as float64)."""
        with self.reading() as cursor:
            return cursor.execute(sql, dict(params or {})).df()

    def table(self, name: str) -> pd.DataFrame:
        """The current rows of a table, indexed by row id, columns as declared."""
        columns = ", ".join(f'"{column}"' for column in table(name).names)
        return self.frame(f"SELECT row_id, {columns} FROM {table(name).name} ORDER BY row_id").set_index("row_id")

    def count(self, name: str) -> int:
        """How many current rows a table has."""
        with self.reading() as cursor:
            return int(cursor.execute(f"SELECT count(*) FROM {table(name).name}").fetchall()[0][0])

    def journal(self) -> pd.DataFrame:
        """Every batch, the latest first: batch, kind, recorded_at (UTC), author, source, counts (JSON), target, live, ..."""
        return self.frame("SELECT * FROM batches ORDER BY batch DESC")

    def changed_keys(self, name: str, column: str, since: int, limit: int = 500) -> list[str] | None:
        """Values of a column in rows opened or closed after a revision; ``None`` when there are too many to bother."""
        sql = f"""
            WITH moved AS (
                SELECT batch FROM batches WHERE batch > $since UNION SELECT target FROM batches WHERE batch > $since AND target IS NOT NULL)
            SELECT DISTINCT "{table(name).column(column).name}" AS k FROM rows_{name}
            WHERE batch IN (FROM moved) OR version IN (SELECT version FROM closings WHERE tbl = $name AND batch IN (FROM moved)) LIMIT $limit"""
        with self.reading() as cursor:
            undone_twice = cursor.execute(
                "SELECT 1 FROM batches b JOIN batches u ON b.target = u.batch WHERE b.batch > ? AND u.kind = 'undo'", [since]
            ).fetchall()
            keys = cursor.execute(sql, {"since": since, "name": name, "limit": limit + 1}).fetchall()
        return None if undone_twice or len(keys) > limit else [str(key[0]) for key in keys]

    def last_day(self) -> date | None:
        """The day the figures reach: the last transaction, or without any the last dated fact."""
        for sql in (
            "SELECT max(date) FROM transactions",
            "SELECT max(d) FROM (SELECT max(valid_on) AS d FROM account_facts UNION ALL SELECT max(valid_on) FROM ratings)",
        ):
            with self.reading() as cursor:
                day: date | None = cursor.execute(sql).fetchall()[0][0]
            if day is not None:
                return day
        return None

    # -- writing

    def apply(self, edits: Sequence[Edit], *, author: str = "") -> int:
        """Apply edits as one batch, all or none; ``StaleEdit`` when a cell has moved on. Returns the batch."""
        return self._commit(
            lambda cursor, batch: changes.apply(cursor, edits, batch, self._reserve(len(edits))), Batch(0, "edit", {}, author)
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
            return {name: self._write_relation(cursor, name, data, batch) for name, data in rows.items()}

        return self._commit(write, Batch(0, kind, {}, author, source, illustrative=illustrative))

    def stage(
        self,
        name: str,
        path: str | Path,
        mapping: Mapping[str, str | None] | None = None,
        *,
        options: LoadOptions | None = None,
        progress: Callable[[int, int, int], None] | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> Staged:
        """Read, map and check a file outside the write lock; nothing is stored until ``accept``."""
        from kam_core.ingest import stage as staging

        known = mapping if mapping is not None else changes.remembered_mapping(self, name, path, options)
        return staging.stage(
            self._connection.cursor(), table(name).name, path, mapping=known, options=options, progress=progress, cancel=cancel
        )

    def known_mapping(self, name: str, header: str) -> dict[str, str | None] | None:
        """The mapping last used here for a header (its fingerprint), or ``None``."""
        return changes.known_mapping(self, name, header)

    def accept(self, staged: Staged, *, again: bool = False, author: str = "") -> LoadReport:
        """Store what was staged as one batch; the same bytes a second time raise ``AlreadyLoaded`` unless ``again``."""
        if not again:
            self._refuse_twice(staged)

        def write(cursor: duckdb.DuckDBPyConnection, batch: int) -> dict[str, int]:
            counts = {
                name: self._write_staged(cursor, name, relation, batch, only_new=name == "accounts" and staged.table == "transactions")
                for name, relation in staged.targets.items()
            }
            return {name: rows for name, rows in counts.items() if rows or name == staged.table}

        with suppress(duckdb.Error):
            staged.cursor.execute("ROLLBACK")
        line = Batch(0, "load", {}, author, staged.file_name, staged.file_hash)
        batch = self._commit(write, line, staged.cursor)
        changes.remember_mapping(self, staged)
        report = LoadReport.of(staged, batch)
        staged.discard()
        return report

    def load(
        self,
        name: str,
        path: str | Path,
        mapping: Mapping[str, str | None] | None = None,
        again: bool = False,
        *,
        options: LoadOptions | None = None,
        author: str = "",
    ) -> LoadReport:
        """Read a CSV, TSV, XLSX or Parquet file into a table, listing every repair and every rejected row."""
        staged = self.stage(name, path, mapping, options=options)
        try:
            return self.accept(staged, again=again, author=author)
        finally:
            staged.discard()

    def undo(self, batch: int, *, author: str = "") -> int:
        """Undo a batch (or an undo) as a batch of its own; refused with the list when later changes rest on it."""
        return self._commit(lambda cursor, own: journal.undo(cursor, batch, own, author), None)

    def set_meta(self, name: str, value: str) -> None:
        """Note something about the file itself (name, currency, which sample)."""
        with self._write, self.reading() as cursor:
            cursor.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [name, value])
            self.meta = {**self.meta, name: value}

    def backup(self, path: str | Path) -> Path:
        """Write a consistent copy while others read and write; verified by row counts, then moved into place."""
        return backup.copy(self, Path(path).expanduser().resolve())

    # -- inside

    def _commit(
        self,
        write: Callable[[duckdb.DuckDBPyConnection, int], dict[str, int]],
        line: Batch | None,
        cursor: duckdb.DuckDBPyConnection | None = None,
    ) -> int:
        with self._write, self.reading() as own:
            self._refuse_on_full_disk()
            cursor = cursor or own
            batch = self.revision + 1
            cursor.execute("BEGIN")
            try:
                counts = write(cursor, batch)
                if line is not None:
                    journal.write(cursor, Batch(**{**line.__dict__, "batch": batch, "tables": counts}))
                cursor.execute("COMMIT")
            except BaseException as error:
                with suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                if isinstance(error, duckdb.FatalException):
                    self._reopen()
                raise
            self.revision = batch
            self.revisions = {**self.revisions, **dict.fromkeys(counts, batch)}
            if self.path:
                home.remember_sequence(self.id, batch)
            return batch

    def _reopen(self) -> None:
        """After a fatal error (a disk full inside a checkpoint) only a fresh start of the engine can read again."""
        with suppress(duckdb.Error):
            self._connection.close()
        self._open()

    def _reserve(self, rows: int) -> int:
        start = self._next_version
        self._next_version += max(rows, 1)
        return start

    def _write_relation(self, cursor: duckdb.DuckDBPyConnection, name: str, data: pa.Table, batch: int) -> int:
        cursor.register("incoming", data)
        try:
            casts = ", ".join(f'CAST("{c}" AS {table(name).column(c).sql_type}) AS "{c}"' for c in data.column_names)
            cursor.execute(f"CREATE OR REPLACE TEMP TABLE incoming_typed AS SELECT {casts} FROM incoming")
            return self._write_staged(cursor, name, "incoming_typed", batch)
        finally:
            with suppress(duckdb.Error):
                cursor.unregister("incoming")

    def _write_staged(self, cursor: duckdb.DuckDBPyConnection, name: str, relation: str, batch: int, *, only_new: bool = False) -> int:
        columns = [row[0] for row in cursor.execute(f"DESCRIBE {relation}").fetchall()]
        rows = int(cursor.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0])
        start = self._reserve(rows)
        if TABLES[name].key:
            way = tables.add_unknown if only_new else tables.upsert
            return way(cursor, name, relation, columns, batch, start)
        return tables.append(cursor, name, relation, columns, batch, start)

    def _refuse_twice(self, staged: Staged) -> None:
        twice = self.frame(
            "SELECT batch, recorded_at, counts FROM batches WHERE live AND file_hash = $hash ORDER BY batch", {"hash": staged.file_hash}
        )
        for line in twice.itertuples():
            if staged.table in json.loads(line.counts):
                raise AlreadyLoaded(name=staged.file_name, batch=int(line.batch), when=f"{line.recorded_at:%Y-%m-%d}")

    def _refuse_on_full_disk(self) -> None:
        if self.path and shutil.disk_usage(self.path.parent).free < FREE_SPACE_FLOOR:
            raise WorkbookError("The disk is almost full. Free some space; nothing was changed, reading still works.")


"""What goes into the tables in bulk: staged files and frames, and the mappings remembered of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from kam_core.errors import AlreadyLoaded, BadEdit, LoadError
from kam_core.schema import TABLES, Column, table
from kam_core.text import N_
from kam_core.workbook import tables
from kam_core.workbook.connection import first_line
from kam_core.workbook.edits import NEEDED

if TYPE_CHECKING:
    from kam_core.ingest.stage import LoadOptions, Staged

Reserve = Callable[[int], int]
"""Takes a number of rows, gives the first of as many free version numbers."""

MAPPING = "mapping:"


def store(cursor: duckdb.DuckDBPyConnection, staged: Staged, batch: int, reserve: Reserve) -> dict[str, int]:
    """Write what is staged inside an open transaction; returns the rows by table."""
    if not set(staged.targets.values()) <= set(staged.raw.made):
        raise LoadError(N_("This file was stored or discarded already. Read it again."))
    _name_to_id(cursor, staged)
    counts = {
        name: _write(cursor, name, relation, batch, reserve, only_new=name == "accounts" != staged.table)
        for name, relation in staged.targets.items()
    }
    return {name: rows for name, rows in counts.items() if rows or name == staged.table}


def _name_to_id(cursor: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Ratings that call an account by its name are about that account, where exactly one has the name and none the id."""
    if staged.table != "ratings":
        return
    for relation, column in ((staged.targets["ratings"], "subject_id"), (staged.targets.get("accounts"), "account_id")):
        if relation:
            cursor.execute(
                f"UPDATE {relation} SET {column} = known.account_id FROM (SELECT account_name, min(account_id) AS account_id FROM accounts "
                f"GROUP BY account_name HAVING count(*) = 1) AS known WHERE known.account_name = {relation}.{column} "
                f"AND {relation}.{column} NOT IN (SELECT account_id FROM accounts WHERE account_id IS NOT NULL)"
            )


def record(cursor: duckdb.DuckDBPyConnection, name: str, data: pa.Table, batch: int, reserve: Reserve) -> int:
    """Write a frame inside an open transaction; a column without a place, a missing needed value, a number that is none raise."""
    columns = [table(name).column(column) for column in data.column_names]
    cursor.register("incoming", data)
    try:
        casts = ", ".join(_cast(column) for column in columns)
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE incoming_typed AS SELECT {casts} FROM incoming")
    except duckdb.DataError as error:
        raise BadEdit(table=name, column=", ".join(data.column_names), detail=first_line(error)) from error
    finally:
        with suppress(duckdb.Error):  # an aborted transaction refuses this too
            cursor.unregister("incoming")
    _refuse_missing(cursor, name, data.column_names)
    return _write(cursor, name, "incoming_typed", batch, reserve)


def refuse_twice(cursor: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Raise ``AlreadyLoaded`` when the same bytes were loaded into that table and still count."""
    lines = cursor.execute(
        "SELECT batch, recorded_at, counts FROM batches WHERE live AND file_hash = ? ORDER BY batch", [staged.file_hash]
    ).fetchall()
    for batch, recorded_at, counts in lines:
        if staged.table in json.loads(counts):
            raise AlreadyLoaded(name=staged.file_name, batch=int(batch), when=f"{recorded_at:%Y-%m-%d}")


def known_mapping(meta: Mapping[str, str], name: str, header: str) -> dict[str, str | None] | None:
    """The mapping last used for a header (its fingerprint), or ``None``."""
    kept = meta.get(f"{MAPPING}{name}:{header}")
    return json.loads(kept) if kept else None


def remembered_mapping(meta: Mapping[str, str], name: str, path: str | Path, options: LoadOptions | None) -> dict[str, str | None] | None:
    """The mapping last used for a file with the same header, or ``None``."""
    if not any(key.startswith(f"{MAPPING}{name}:") for key in meta):
        return None
    from kam_core.ingest import stage as staging

    return known_mapping(meta, name, staging.header_of(path, options))


def mapping_of(staged: Staged) -> tuple[str, str]:
    """Name and text under which the mapping is kept for the next file with that header; the periods of a wide table are found anew."""
    fields = list(staged.mapping.values())
    mapping = {column: field for column, field in staged.mapping.items() if fields.count(field) == 1}
    return f"{MAPPING}{staged.table}:{staged.header_key}", json.dumps(mapping, ensure_ascii=False, sort_keys=True)


def _write(
    cursor: duckdb.DuckDBPyConnection, name: str, relation: str, batch: int, reserve: Reserve, *, only_new: bool = False
) -> int:  # fmt: skip
    columns = [row[0] for row in cursor.execute(f"DESCRIBE {relation}").fetchall()]
    rows = int(cursor.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0])
    start = reserve(rows)
    if TABLES[name].key:
        way = tables.add_unknown if only_new else tables.upsert
        return way(cursor, name, relation, columns, batch, start)
    return tables.append(cursor, name, relation, columns, batch, start)


def _cast(column: Column) -> str:
    value = f'CAST("{column.name}" AS {column.sql_type})'
    if column.sql_type == "DOUBLE":
        # Frames say NaN for missing; infinity is no number anybody measured.
        value = f"CASE WHEN isnan({value}) THEN NULL WHEN isinf({value}) THEN CAST('it must be a number' AS DOUBLE) ELSE {value} END"
    return f'{value} AS "{column.name}"'


def _refuse_missing(cursor: duckdb.DuckDBPyConnection, name: str, given: list[str]) -> None:
    """Rows to append need every required value; those of a keyed table may be updates, and are looked at once they are merged."""
    for column in table(name).key or [column.name for column in table(name).columns if column.required]:
        if column not in given or tables.holds_missing(cursor, "incoming_typed", column):
            raise BadEdit(table=name, column=column, detail=NEEDED)

"""
The tables inside the file. Nothing is ever updated in place: a row version is added, or closed by a line in ``closings``.

``rows_<table>`` holds every version with its batch; the view ``<table>`` shows the current ones: opened by a live batch and
closed by none. A batch that was undone is not live, so undoing a million rows marks one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from kam_core.errors import BadEdit
from kam_core.schema import TABLES, Table, table
from kam_core.workbook.edits import NEEDED

SCHEMA_VERSION = 5
"""
1: the first release. 2: decisions of the register, notes, snoozed alerts, exchange rates, sets of parameters.
3: other names of merged accounts, and what is kept apart. 4: segmentations and segments, scenarios, evidence of value beyond purchases.
"""

_AT_ONCE = 100
"""Rows in one INSERT with parameters."""

_BASE = """
CREATE TABLE meta (name VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE batches (batch BIGINT PRIMARY KEY, kind VARCHAR, recorded_at TIMESTAMP, author VARCHAR, source VARCHAR,
    file_hash VARCHAR, illustrative BOOLEAN, counts VARCHAR, target BIGINT, live BOOLEAN);
CREATE TABLE closings (tbl VARCHAR, version BIGINT, batch BIGINT);
"""


def create(cursor: duckdb.DuckDBPyConnection, uuid: str) -> None:
    """Create everything at once, so that a kill leaves a workbook or none; then checkpoint, so that no DDL ever waits in the log."""
    cursor.execute("BEGIN")
    cursor.execute(_BASE)
    for declared in TABLES.values():
        _create(cursor, declared)
    cursor.execute("INSERT INTO meta VALUES ('uuid', ?), ('schema', ?)", [uuid, str(SCHEMA_VERSION)])
    cursor.execute("COMMIT")
    cursor.execute("CHECKPOINT")


def upgrade(cursor: duckdb.DuckDBPyConnection) -> None:
    """
    Add what a workbook of an earlier release lacks: tables and columns, all at once; nothing that is there is touched.

    Columns are found by name, so a column that a release adds in the middle of a table stands last in an older file.
    """
    found = cursor.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database()").fetchall()
    there = {(table, column) for table, column in found}
    cursor.execute("BEGIN")
    for declared in TABLES.values():
        if (f"rows_{declared.name}", "version") not in there:
            _create(cursor, declared)
            continue
        missing = [c for c in declared.columns if (f"rows_{declared.name}", c.name) not in there]
        for column in missing:
            cursor.execute(f'ALTER TABLE rows_{declared.name} ADD COLUMN "{column.name}" {column.sql_type}')
        if missing:
            cursor.execute(_view(declared).replace("CREATE VIEW", "CREATE OR REPLACE VIEW"))
    cursor.execute("UPDATE meta SET value = ? WHERE name = 'schema'", [str(SCHEMA_VERSION)])
    cursor.execute("COMMIT")
    cursor.execute("CHECKPOINT")


def _create(cursor: duckdb.DuckDBPyConnection, declared: Table) -> None:
    columns = ", ".join(f'"{c.name}" {c.sql_type}' for c in declared.columns)
    cursor.execute(f"CREATE TABLE rows_{declared.name} (version BIGINT, row_id BIGINT, batch BIGINT, {columns})")
    cursor.execute(_view(declared))


def blank(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file holds nothing at all yet."""
    return not cursor.execute("SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() LIMIT 1").fetchall()


def digests(cursor: duckdb.DuckDBPyConnection, database: str) -> dict[str, tuple[int, int]]:
    """Rows and checksum of every table of an attached database, apart from its id; one of an earlier release has fewer tables."""
    held = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [database.strip('"').replace('""', '"')])
    there = {name for (name,) in held.fetchall()}
    found = {}
    for name in ("batches", "closings", "meta", *(own for own in map("rows_{}".format, TABLES) if own in there)):
        but = " WHERE name <> 'uuid'" if name == "meta" else ""
        row = cursor.execute(f"SELECT count(*), coalesce(sum(CAST(hash(t) AS HUGEINT)), 0) FROM {database}.main.{name} t{but}").fetchall()[
            0
        ]
        found[name] = (int(row[0]), int(row[1]))
    return found


def _view(declared: Table) -> str:
    return f"""
        CREATE VIEW {declared.name} AS SELECT * FROM rows_{declared.name}
        WHERE batch NOT IN (SELECT batch FROM batches WHERE NOT live)
          AND version NOT IN (SELECT version FROM closings WHERE tbl = '{declared.name}'
                              AND batch NOT IN (SELECT batch FROM batches WHERE NOT live))"""


def next_version(cursor: duckdb.DuckDBPyConnection) -> int:
    """One more than the highest version number in the file."""
    union = " UNION ALL ".join(f"SELECT max(version) AS v FROM rows_{name}" for name in TABLES)
    return int(cursor.execute(f"SELECT coalesce(max(v), 0) + 1 FROM ({union})").fetchall()[0][0])


def append(cursor: duckdb.DuckDBPyConnection, name: str, source: str, columns: Sequence[str], batch: int, start: int) -> int:
    """Add all rows of a relation as new rows; returns how many."""
    listed = ", ".join(f'"{column}"' for column in columns)
    rows = _count(cursor, source)  # before: the source may ask which keys the table lacks
    cursor.execute(
        f"INSERT INTO rows_{name} (version, row_id, batch, {listed}) "
        f"SELECT {start} - 1 + row_number() OVER (), {start} - 1 + row_number() OVER (), {batch}, {listed} FROM {source}"
    )
    return rows


def open_versions(cursor: duckdb.DuckDBPyConnection, name: str, rows: Sequence[tuple[int, int, Mapping[str, Any]]], batch: int) -> None:
    """Add row versions given as (version, row id, values)."""
    names = table(name).names
    listed = ", ".join(f'"{column}"' for column in names)
    marks = f"(?, ?, ?{', ?' * len(names)})"
    for first in range(0, len(rows), _AT_ONCE):
        part = rows[first : first + _AT_ONCE]
        values = [value for version, row_id, row in part for value in (version, row_id, batch, *(row.get(column) for column in names))]
        cursor.execute(f"INSERT INTO rows_{name} (version, row_id, batch, {listed}) VALUES {', '.join([marks] * len(part))}", values)


def close_versions(cursor: duckdb.DuckDBPyConnection, name: str, versions: Sequence[int], batch: int) -> None:
    """Close row versions."""
    cursor.execute("INSERT INTO closings SELECT ?, unnest(CAST(? AS BIGINT[])), ?", [name, list(versions), batch])


def upsert(cursor: duckdb.DuckDBPyConnection, name: str, source: str, columns: Sequence[str], batch: int, start: int) -> int:
    """
    Add rows of a keyed table: a known key closes its version and opens the next one, keeping what the source leaves empty.

    Rows that change nothing are left alone; a key that stands twice in the source counts as updated twice; a new row without a needed
    value raises.
    Returns how many versions were opened.
    """
    declared = table(name)
    given, keys = set(columns), ", ".join(f'"{k}"' for k in declared.key)
    # arg_max passes over empty cells: of several rows with one key the last value of each column is kept.
    lasts = "".join(f', arg_max("{c}", n) AS "{c}"' for c in columns if c not in declared.key)
    once = f"(SELECT {keys}{lasts}, min(n) AS n FROM (SELECT *, row_number() OVER () AS n FROM {source}) GROUP BY {keys})"
    on = " AND ".join(f's."{k}" = t."{k}"' for k in declared.key)
    merged = ", ".join(_merged(c, c in given) for c in declared.names)
    differs = " OR ".join(f's."{c}" IS NOT NULL AND s."{c}" IS DISTINCT FROM t."{c}"' for c in columns)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE upserted AS SELECT {start} - 1 + row_number() OVER (ORDER BY s.n) AS version, "
        f"t.version AS replaced, t.row_id AS known, {merged} FROM {once} s LEFT JOIN {name} t ON {on} WHERE t.version IS NULL OR {differs}"
    )
    for column in declared.columns:
        if column.required and holds_missing(cursor, "upserted", column.name):
            raise BadEdit(table=name, column=column.name, detail=NEEDED)
    cursor.execute(f"INSERT INTO closings SELECT '{name}', replaced, {batch} FROM upserted WHERE replaced IS NOT NULL")
    listed = ", ".join(f'"{column}"' for column in declared.names)
    cursor.execute(
        f"INSERT INTO rows_{name} (version, row_id, batch, {listed}) "
        f"SELECT version, coalesce(known, version), {batch}, {listed} FROM upserted ORDER BY version"
    )
    opened = _count(cursor, "upserted")
    cursor.execute("DROP TABLE upserted")
    return opened


def add_unknown(cursor: duckdb.DuckDBPyConnection, name: str, source: str, columns: Sequence[str], batch: int, start: int) -> int:
    """Add only the rows whose key is not in the table yet; returns how many."""
    on = " AND ".join(f's."{k}" = t."{k}"' for k in table(name).key)
    return append(cursor, name, f"(SELECT * FROM {source} s WHERE NOT EXISTS (SELECT 1 FROM {name} t WHERE {on}))", columns, batch, start)


def doubled_keys(cursor: duckdb.DuckDBPyConnection, names: Iterable[str]) -> list[tuple[str, str]]:
    """Keys that stand twice among the current rows of keyed tables: (table, key)."""
    found: list[tuple[str, str]] = []
    for name in names:
        key = TABLES[name].key
        if key:
            listed = ", ".join(f'"{k}"' for k in key)
            rows = cursor.execute(f"SELECT {listed} FROM {name} GROUP BY {listed} HAVING count(*) > 1").fetchall()
            found += [(name, " ".join(map(str, row))) for row in rows]
    return found


def holds_missing(cursor: duckdb.DuckDBPyConnection, relation: str, column: str) -> bool:
    """Whether any row of a relation lacks a value in a column."""
    return bool(cursor.execute(f'SELECT 1 FROM {relation} WHERE "{column}" IS NULL LIMIT 1').fetchall())


def _merged(column: str, given: bool) -> str:
    return f'coalesce(s."{column}", t."{column}") AS "{column}"' if given else f't."{column}" AS "{column}"'


def _count(cursor: duckdb.DuckDBPyConnection, source: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0])

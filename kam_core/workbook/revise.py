"""Many rows changed at once, in SQL: the versions that hold are closed, the next ones opened under the same row ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb

from kam_core.errors import LoadError
from kam_core.schema import table
from kam_core.text import N_

CHANGED = N_("Accounts or rows that this file means were changed since it was read. Read it again.")

Reserve = Callable[[int], int]
"""Takes a number of rows, gives the first of as many free version numbers."""


def revise(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    values: Mapping[str, str],
    where: str,
    params: Mapping[str, Any],
    batch: int,
    reserve: Reserve,
) -> int:
    """
    Give all rows that fit a condition new values (SQL by column); returns how many.

    No row may fit the condition any more once it has its new values.
    """
    declared, asked = table(name), dict(params)
    rows = int(cursor.execute(f"SELECT count(*) FROM {declared.name} WHERE {where}", asked).fetchall()[0][0])
    if rows:
        listed = ", ".join(f'"{column}"' for column in declared.names)
        given = ", ".join(f'{values.get(column) or chr(34) + column + chr(34)} AS "{column}"' for column in declared.names)
        cursor.execute(
            f"INSERT INTO rows_{declared.name} (version, row_id, batch, {listed}) "
            f"SELECT {reserve(rows)} - 1 + row_number() OVER (), row_id, {int(batch)}, {given} FROM {declared.name} WHERE {where}",
            asked,
        )
        # Those just opened do not fit any more.
        cursor.execute(f"INSERT INTO closings SELECT '{declared.name}', version, {int(batch)} FROM {declared.name} WHERE {where}", asked)
    return rows


def replace(cursor: duckdb.DuckDBPyConnection, name: str, relation: str, by: Sequence[str], batch: int, reserve: Reserve) -> int:
    """
    Put the rows of a relation in the place of the stored rows that have the same in some columns, and add the others.

    Columns that the relation lacks stay. Raises ``LoadError`` where a row may take the place of several, or several that of one.
    """
    declared = table(name)
    given = [row[0] for row in cursor.execute(f"DESCRIBE {relation}").fetchall()]
    on = " AND ".join(f's."{declared.column(column).name}" = t."{column}"' for column in by)
    rows = int(cursor.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0])
    values = ", ".join(f'{"s" if column in given else "t"}."{column}"' for column in declared.names)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE replacing AS SELECT {reserve(rows)} - 1 + s.n AS version, t.version AS replaced, t.row_id AS known, "
        f"{values} FROM (SELECT *, row_number() OVER () AS n FROM {relation}) s LEFT JOIN {declared.name} t ON {on}"
    )
    found = cursor.execute("SELECT count(*), count(replaced), count(DISTINCT replaced) FROM replacing").fetchall()[0]
    if found[0] != rows or found[1] != found[2]:
        raise LoadError(CHANGED)
    listed = ", ".join(f'"{column}"' for column in declared.names)
    cursor.execute(f"INSERT INTO closings SELECT '{declared.name}', replaced, {int(batch)} FROM replacing WHERE replaced IS NOT NULL")
    cursor.execute(
        f"INSERT INTO rows_{declared.name} (version, row_id, batch, {listed}) "
        f"SELECT version, coalesce(known, version), {int(batch)}, {listed} FROM replacing ORDER BY version"
    )
    cursor.execute("DROP TABLE replacing")
    return rows

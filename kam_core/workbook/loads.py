"""What goes into the tables in bulk: staged files and frames, and the mappings remembered of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from kam_core.errors import AlreadyLoaded, BadEdit, BadRecipe, LoadError
from kam_core.schema import TABLES, Column, naming_accounts, table
from kam_core.text import N_
from kam_core.workbook import tables
from kam_core.workbook.connection import first_line
from kam_core.workbook.edits import NEEDED
from kam_core.workbook.revise import CHANGED, Reserve, replace

if TYPE_CHECKING:
    from kam_core.ingest.recipes import Recipe
    from kam_core.ingest.source import Source
    from kam_core.ingest.stage import LoadOptions, Staged
    from kam_core.workbook.book import Workbook

MAPPING = "mapping:"


def store(cursor: duckdb.DuckDBPyConnection, staged: Staged, batch: int, reserve: Reserve) -> dict[str, int]:
    """Write what is staged inside an open transaction; returns the rows by table."""
    if not set(staged.targets.values()) <= set(staged.raw.made):
        raise LoadError(N_("This file was stored or discarded already. Read it again."))
    _refuse_changed(cursor, staged)
    _name_to_id(cursor, staged)
    by = staged.options.update_by
    counts = {
        name: replace(cursor, name, relation, by, batch, reserve) if by and name == staged.table
        else _write(cursor, name, relation, batch, reserve, only_new=name == "accounts" != staged.table)
        for name, relation in staged.targets.items()
    }  # fmt: skip
    return {name: rows for name, rows in counts.items() if rows or name == staged.table}


def _refuse_changed(cursor: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Raise where accounts were merged or parted since the file was read: its rows would be put on the wrong ones."""
    told = dict(staged.known.aliases)
    held = dict(cursor.execute("SELECT alias, account_id FROM aliases WHERE list_contains($told, alias)", {"told": list(told)}).fetchall())
    gone = "SELECT alias FROM aliases WHERE alias NOT IN (SELECT account_id FROM accounts WHERE account_id IS NOT NULL)"
    if held != told or any(
        cursor.execute(f"SELECT 1 FROM {relation} WHERE {column} IN ({gone}) LIMIT 1").fetchall()
        for name, relation in staged.targets.items()
        for column in naming_accounts(name).keys() & set(_columns(cursor, relation))
    ):
        raise LoadError(CHANGED)


def _name_to_id(cursor: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Ratings, contacts and the like that call an account by its name are of it, where exactly one has the name and none the id."""
    from kam_core.ingest.meaning.fields import ACCOUNT_TABLES

    named = "subject_id" if staged.table == "ratings" else "account_id"
    if staged.table in ACCOUNT_TABLES or named not in staged.mapping.values():
        return
    for relation, column in ((staged.targets[staged.table], named), (staged.targets.get("accounts"), "account_id")):
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


def remembers(meta: Mapping[str, str], name: str) -> bool:
    """Whether any mapping into a table is remembered."""
    return any(key.startswith(f"{MAPPING}{name}:") for key in meta)


def remembered_mapping(
    meta: Mapping[str, str], name: str, path: str | Path | Source, options: LoadOptions | None
) -> dict[str, str | None] | None:
    """The mapping last used for a file with the same header, or ``None``."""
    if not remembers(meta, name):
        return None
    from kam_core.ingest import stage as staging

    return known_mapping(meta, name, staging.header_of(path, options))


def by_recipe(
    wb: Workbook, name: str, recipe: Recipe | str, mapping: Mapping[str, str | None] | None, options: LoadOptions | None
) -> tuple[Mapping[str, str | None], LoadOptions]:
    """Mapping and options as a recipe says them, where they are not given; one for another table raises ``BadRecipe``."""
    from kam_core.ingest import recipes

    known = recipes.told(wb, recipe) if isinstance(recipe, str) else recipe
    if known.table != name:
        raise BadRecipe.saying(BadRecipe.template_table, name=known.name, table=known.table, asked=name)
    return (known.mapping if mapping is None else mapping), options or known.options_on()


def mapping_of(staged: Staged) -> tuple[str, str]:
    """Name and text under which the mapping is kept for the next file with that header; the periods of a wide table are found anew."""
    fields = list(staged.mapping.values())
    mapping = {column: field for column, field in staged.mapping.items() if fields.count(field) == 1}
    return f"{MAPPING}{staged.table}:{staged.header_key}", json.dumps(mapping, ensure_ascii=False, sort_keys=True)


def _write(
    cursor: duckdb.DuckDBPyConnection, name: str, relation: str, batch: int, reserve: Reserve, *, only_new: bool = False
) -> int:  # fmt: skip
    columns = _columns(cursor, relation)
    rows = int(cursor.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0])
    start = reserve(rows)
    if TABLES[name].key:
        way = tables.add_unknown if only_new else tables.upsert
        return way(cursor, name, relation, columns, batch, start)
    return tables.append(cursor, name, relation, columns, batch, start)


def _columns(cursor: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    return [row[0] for row in cursor.execute(f"DESCRIBE {relation}").fetchall()]


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

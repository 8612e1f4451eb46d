"""Edits and remembered mappings, written as row versions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from kam_core.errors import BadEdit, StaleEdit
from kam_core.schema import table
from kam_core.workbook.edits import Change, Delete, Edit, Insert, checked, checked_row, same
from kam_core.workbook.tables import doubled_keys

if TYPE_CHECKING:
    from kam_core.ingest.stage import LoadOptions, Staged
    from kam_core.workbook.book import Workbook

_MAPPING = "mapping:"


def apply(cursor: duckdb.DuckDBPyConnection, edits: Sequence[Edit], batch: int, start: int) -> dict[str, int]:
    """Write edits inside an open transaction; every stale cell is collected before anything is refused."""
    counts: dict[str, int] = defaultdict(int)
    changes: dict[tuple[str, int], list[Change]] = defaultdict(list)
    conflicts: list[dict[str, Any]] = []
    version = start
    for edit in edits:
        counts[edit.table] += 1
        if isinstance(edit, Change):
            changes[edit.table, edit.row_id].append(edit)
        elif isinstance(edit, Insert):
            _insert(cursor, edit.table, checked_row(table(edit.table), edit.values), version, version, batch)
            version += 1
        else:
            conflicts += _delete(cursor, edit, batch)
    for (name, row_id), cells in changes.items():
        conflicts += _change(cursor, name, row_id, cells, version, batch)
        version += 1
    if conflicts:
        raise StaleEdit(count=len(conflicts), conflicts=conflicts)
    for name, key in doubled_keys(cursor, counts):
        raise BadEdit(table=name, column=table(name).key[0], detail=f"{key} is there already")
    return dict(counts)


def _change(
    cursor: duckdb.DuckDBPyConnection, name: str, row_id: int, cells: list[Change], version: int, batch: int
) -> list[dict[str, Any]]:
    current = _current(cursor, name, row_id)
    if current is None:
        return [{"table": name, "row_id": row_id, "column": cell.column, "yours": cell.new, "theirs": None, "gone": True} for cell in cells]
    declared = table(name)
    stale = [
        {"table": name, "row_id": row_id, "column": c.column, "yours": c.new, "theirs": current[c.column], "gone": False}
        for c in cells
        if not same(declared.column(c.column), c.old, current[c.column])
    ]
    if stale:
        return stale
    row = {column: current[column] for column in declared.names}
    for cell in cells:
        if not declared.column(cell.column).editable:
            raise BadEdit(table=name, column=cell.column, detail="this column is not edited by hand")
        row[cell.column] = checked(declared, cell.column, cell.new)
        if row[cell.column] is None and declared.column(cell.column).required:
            raise BadEdit(table=name, column=cell.column, detail="a value is needed")
    _close(cursor, name, int(current["version"]), batch)
    _insert(cursor, name, row, version, row_id, batch)
    return []


def _delete(cursor: duckdb.DuckDBPyConnection, edit: Delete, batch: int) -> list[dict[str, Any]]:
    current = _current(cursor, edit.table, edit.row_id)
    if current is None:
        return [{"table": edit.table, "row_id": edit.row_id, "column": "", "yours": None, "theirs": None, "gone": True}]
    _close(cursor, edit.table, int(current["version"]), batch)
    return []


def _current(cursor: duckdb.DuckDBPyConnection, name: str, row_id: int) -> dict[str, Any] | None:
    result = cursor.execute(f"SELECT * FROM {table(name).name} WHERE row_id = ?", [row_id])
    names = [column[0] for column in result.description]
    rows = result.fetchall()
    return dict(zip(names, rows[0], strict=True)) if rows else None


def _close(cursor: duckdb.DuckDBPyConnection, name: str, version: int, batch: int) -> None:
    cursor.execute("INSERT INTO closings VALUES (?, ?, ?)", [name, version, batch])


def _insert(cursor: duckdb.DuckDBPyConnection, name: str, row: Mapping[str, Any], version: int, row_id: int, batch: int) -> None:
    listed = "".join(f', "{column}"' for column in row)
    marks = ", ?" * len(row)
    cursor.execute(
        f"INSERT INTO rows_{name} (version, row_id, batch{listed}) VALUES (?, ?, ?{marks})", [version, row_id, batch, *row.values()]
    )


def known_mapping(book: Workbook, name: str, header: str) -> dict[str, str | None] | None:
    """The mapping last used for a header (its fingerprint), or ``None``."""
    kept = book.meta.get(f"{_MAPPING}{name}:{header}")
    return json.loads(kept) if kept else None


def remembered_mapping(book: Workbook, name: str, path: str | Path, options: LoadOptions | None) -> dict[str, str | None] | None:
    """The mapping last used for a file with the same header, or ``None``."""
    if not any(key.startswith(_MAPPING) for key in book.meta):
        return None
    from kam_core.ingest import stage as staging

    return known_mapping(book, name, staging.header_of(path, options))


def remember_mapping(book: Workbook, staged: Staged) -> None:
    """Keep the mapping for the next file with that header. It is a convenience, not a fact: no batch, no journal line."""
    fields = list(staged.mapping.values())
    mapping = {column: field for column, field in staged.mapping.items() if fields.count(field) == 1}
    name, text = f"{_MAPPING}{staged.table}:{staged.header_key}", json.dumps(mapping, ensure_ascii=False, sort_keys=True)
    if book.meta.get(name) != text:
        book.set_meta(name, text)

"""Edits of people, written as row versions: what they touch is read at once, checked cell by cell, and written at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import duckdb

from kam_core.errors import BadEdit, StaleEdit
from kam_core.schema import table
from kam_core.workbook.edits import NEEDED, NOT_BY_HAND, Change, Delete, Edit, Insert, checked, checked_row, same
from kam_core.workbook.tables import close_versions, doubled_keys, open_versions

_Row = dict[str, Any]
_RowKey = tuple[str, int]


@dataclass
class _Plan:
    """What the edits come to: versions to close, rows to open (row id or ``None`` for a new one), and what stands against it."""

    closed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    opened: dict[str, list[tuple[int | None, _Row]]] = field(default_factory=lambda: defaultdict(list))
    conflicts: list[dict[str, Any]] = field(default_factory=list)


def apply(cursor: duckdb.DuckDBPyConnection, edits: Sequence[Edit], batch: int, start: int) -> dict[str, int]:
    """Write edits inside an open transaction; every stale cell is collected before anything is refused."""
    counts = Counter(name for name, _ in dict.fromkeys(_row_of(edit, place) for place, edit in enumerate(edits)))
    plan = _planned(edits, _current(cursor, edits))
    if plan.conflicts:
        raise StaleEdit(count=len(plan.conflicts), conflicts=[_signed(cursor, conflict) for conflict in plan.conflicts])
    for name, versions in plan.closed.items():
        close_versions(cursor, name, versions, batch)
    version = count(start)
    for name, rows in plan.opened.items():
        numbered = [(next(version), row_id, row) for row_id, row in rows]
        open_versions(cursor, name, [(number, number if row_id is None else row_id, row) for number, row_id, row in numbered], batch)
    for name, key in doubled_keys(cursor, counts):
        raise BadEdit.saying(BadEdit.template_taken, table=name, column=table(name).key[0], key=key)
    return dict(counts)


def _row_of(edit: Edit, place: int) -> tuple[str, object]:
    """The row an edit is about; every added row is one of its own."""
    return table(edit.table).name, f"new {place}" if isinstance(edit, Insert) else int(edit.row_id)


def _planned(edits: Sequence[Edit], current: dict[_RowKey, _Row]) -> _Plan:
    plan = _Plan()
    cells: dict[_RowKey, list[Change]] = defaultdict(list)
    for edit in edits:
        if isinstance(edit, Change):
            cells[edit.table, int(edit.row_id)].append(edit)
        elif isinstance(edit, Insert):
            plan.opened[edit.table].append((None, checked_row(table(edit.table), edit.values)))
        else:
            row = current.pop((edit.table, int(edit.row_id)), None)
            if row is None:
                plan.conflicts.append(_conflict(edit, "", None, None, gone=True))
            else:
                plan.closed[edit.table].append(row["version"])
    for key, changes in cells.items():
        _plan_changes(plan, key, changes, current.get(key))
    return plan


def _plan_changes(plan: _Plan, key: _RowKey, changes: Sequence[Change], current: _Row | None) -> None:
    name, row_id = key
    if current is None:
        plan.conflicts += [_conflict(cell, cell.column, cell.new, None, gone=True) for cell in changes]
        return
    stale = [cell for cell in changes if not same(table(name).column(cell.column), cell.old, current[cell.column])]
    if stale:
        plan.conflicts += [_conflict(cell, cell.column, cell.new, current, gone=False) for cell in stale]
        return
    plan.closed[name].append(current["version"])
    plan.opened[name].append((row_id, _changed(name, changes, current)))


def _changed(name: str, changes: Sequence[Change], current: Mapping[str, Any]) -> _Row:
    """The row with its new cells, each checked."""
    declared = table(name)
    row = {column: current[column] for column in declared.names}
    for cell in changes:
        if not declared.column(cell.column).editable:
            raise BadEdit(table=name, column=cell.column, detail=NOT_BY_HAND)
        row[cell.column] = checked(declared, cell.column, cell.new)
        if row[cell.column] is None and declared.column(cell.column).required:
            raise BadEdit(table=name, column=cell.column, detail=NEEDED)
    return row


def _current(cursor: duckdb.DuckDBPyConnection, edits: Sequence[Edit]) -> dict[_RowKey, _Row]:
    """The current rows that changes and deletions are about, in one query a table."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for edit in edits:
        if not isinstance(edit, Insert):
            wanted[edit.table].add(int(edit.row_id))
    found: dict[_RowKey, _Row] = {}
    for name, ids in wanted.items():
        result = cursor.execute(f"SELECT * FROM {table(name).name} WHERE row_id IN ({', '.join(map(str, ids))})")
        names = [column[0] for column in result.description]
        found |= {(name, row["row_id"]): row for row in (dict(zip(names, values, strict=True)) for values in result.fetchall())}
    return found


def _conflict(edit: Change | Delete, column: str, yours: object, current: _Row | None, *, gone: bool) -> dict[str, Any]:
    return {
        "table": edit.table, "row_id": int(edit.row_id), "column": column, "yours": yours,
        "theirs": current[column] if current else None, "gone": gone, "batch": current["batch"] if current else None,
    }  # fmt: skip


def _signed(cursor: duckdb.DuckDBPyConnection, conflict: dict[str, Any]) -> dict[str, Any]:
    """The conflict with who made the other change, when (UTC) and in which batch; all ``None`` for a row that never was."""
    found = cursor.execute(
        "SELECT b.batch, b.author, b.recorded_at FROM batches b WHERE b.batch = coalesce(CAST(? AS BIGINT), ("
        f"SELECT max(c.batch) FROM closings c JOIN rows_{table(conflict['table']).name} r ON r.version = c.version WHERE c.tbl = ? "
        "AND r.row_id = ?))",
        [conflict["batch"], conflict["table"], conflict["row_id"]],
    ).fetchall()
    batch, by, at = found[0] if found else (None, None, None)
    return {**conflict, "batch": batch, "by": by, "at": at}

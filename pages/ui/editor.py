"""From what the grid says was edited to edits: pure, so that it is tested without a browser. Positions mean the snapshot that was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

import kam_core as kam
from kam_core.errors import BadEdit
from kam_core.schema import Column, Table
from kam_core.workbook import Edit
from kam_core.workbook.edits import NEEDED, checked, same


def edits(table: str, shown: pd.DataFrame, told: Mapping[str, Any], today: date | None = None, account: str = "") -> list[Edit]:
    """
    The edits behind a grid's state.

    ``shown`` is the frame the grid was given (indexed by row id), ``told`` its state: edited_rows {position: {column: value}},
    added_rows [{column: value}], deleted_rows [position]. A row that was added and left empty is no edit, nor is a position that was
    not shown. What an added row does not say is filled in where there is a plain answer: it is valid on ``today`` and about ``account``.
    """
    declared = kam.TABLES[table]
    editable = {column.name for column in declared.columns if column.editable}
    ids = [int(row_id) for row_id in shown.index]
    found: list[Edit] = []
    deleted = {place for place in map(_place, told.get("deleted_rows") or []) if 0 <= place < len(ids)}
    for position, cells in (told.get("edited_rows") or {}).items():
        place = _place(position)
        if place in deleted or not 0 <= place < len(ids):
            continue
        for column, new in cells.items():
            if column in editable:
                found.append(kam.Change(table, ids[place], column, _plain(shown[column].iloc[place]), new))
    for row in told.get("added_rows") or []:
        values = {column: value for column, value in row.items() if column in editable and value not in (None, "")}
        usual = usual_values(declared, today, account)
        if any(str(usual.get(column)) != str(value) for column, value in values.items()):
            found.append(kam.Insert(table, {**usual, **values}))
    return [*found, *(kam.Delete(table, ids[place]) for place in sorted(deleted))]


def usual_values(declared: Table, today: date | None, account: str = "") -> dict[str, Any]:
    """What a new row says where nobody says otherwise."""
    usual: dict[str, Any] = {"subject_type": "account"} if "subject_type" in declared.names else {}
    if account:
        column = next((name for name in ("account_id", "subject_id") if name in declared.names), None)
        usual |= {column: account} if column else {}
    return {**usual, "valid_on": today} if today and "valid_on" in declared.names else usual


def merged(earlier: Sequence[Edit], later: Sequence[Edit]) -> list[Edit]:
    """Both as one list: the later value of a cell stands, on top of what was seen first; a cell that is as it was is no change."""
    changes: dict[tuple[str, int, str], kam.Change] = {}
    gone = {(edit.table, edit.row_id): edit for edit in (*earlier, *later) if isinstance(edit, kam.Delete)}
    for edit in (*earlier, *later):
        if isinstance(edit, kam.Change) and (edit.table, edit.row_id) not in gone:
            key = (edit.table, edit.row_id, edit.column)
            changes[key] = replace(edit, old=changes[key].old) if key in changes else edit
    kept = [edit for edit in changes.values() if not same(_column(edit), edit.old, edit.new)]
    return [*kept, *(edit for edit in (*earlier, *later) if isinstance(edit, kam.Insert)), *gone.values()]


def overlaid(rows: pd.DataFrame, table: str, pending: Sequence[Edit]) -> pd.DataFrame:
    """The rows with what is not saved yet put in; a value that cannot stand in its column is left out (it waits to be refused)."""
    here = [edit for edit in pending if isinstance(edit, kam.Change) and edit.table == table and edit.row_id in rows.index]
    data = rows.astype(dict.fromkeys({edit.column for edit in here}, object))
    for edit in here:
        if _refusal(edit, edit.column, edit.new) is None:
            data.loc[edit.row_id, edit.column] = checked(kam.TABLES[table], edit.column, edit.new)
    return data


def typed(data: pd.DataFrame, declared: Table) -> pd.DataFrame:
    """The rows as a grid wants them: days, numbers, yes or no, and texts without a missing one."""
    shown = data.copy()
    for column in declared.columns:
        if column.kind == "date":
            shown[column.name] = pd.to_datetime(shown[column.name]).dt.date
        elif column.kind == "boolean":
            shown[column.name] = shown[column.name].astype("boolean")
        elif column.kind in ("id", "text", "choice"):
            shown[column.name] = shown[column.name].astype(object).where(shown[column.name].notna(), "")
        else:
            shown[column.name] = pd.to_numeric(shown[column.name])
    return shown


def refused(pending: Sequence[Edit]) -> list[tuple[Edit, BadEdit]]:
    """What the workbook will not take, cell by cell: the edit and the error that names the column."""
    found: list[tuple[Edit, BadEdit]] = []
    for edit in pending:
        if isinstance(edit, kam.Change):
            cells = {edit.column: edit.new}
        elif isinstance(edit, kam.Insert):
            cells = {**{c.name: None for c in kam.TABLES[edit.table].columns if c.required}, **edit.values}
        else:
            continue
        errors = [_refusal(edit, column, value) for column, value in cells.items()]
        found += [(edit, error) for error in errors if error is not None]
    return found


def rebased(pending: Sequence[Edit], conflicts: Sequence[Mapping[str, Any]]) -> list[Edit]:
    """The same edits on top of what somebody else saved meanwhile: where both changed a cell, mine stands; deleted rows stay deleted."""
    theirs = {(c["table"], c["row_id"], c["column"]): c["theirs"] for c in conflicts if not c["gone"]}
    return [
        replace(edit, old=theirs[edit.table, edit.row_id, edit.column])
        if isinstance(edit, kam.Change) and (edit.table, edit.row_id, edit.column) in theirs
        else edit
        for edit in undisputed(pending, [c for c in conflicts if c["gone"]])
    ]


def undisputed(pending: Sequence[Edit], conflicts: Sequence[Mapping[str, Any]]) -> list[Edit]:
    """The edits that nobody disputes: what somebody else changed or deleted meanwhile stays as it is."""
    gone = {(c["table"], c["row_id"]) for c in conflicts if c["gone"]}
    theirs = {(c["table"], c["row_id"], c["column"]) for c in conflicts}
    return [
        edit
        for edit in pending
        if isinstance(edit, kam.Insert)
        or ((edit.table, edit.row_id) not in gone and (edit.table, edit.row_id, getattr(edit, "column", "")) not in theirs)
    ]


def _refusal(edit: Edit, name: str, value: Any) -> BadEdit | None:
    declared = kam.TABLES[edit.table]
    try:
        if checked(declared, name, value) is None and declared.column(name).required:
            return BadEdit(table=edit.table, column=name, detail=NEEDED)
    except BadEdit as error:
        return error
    return None


def _column(edit: kam.Change) -> Column:
    return kam.TABLES[edit.table].column(edit.column)


def _place(position: Any) -> int:
    return int(position) if str(position).isdigit() else -1


def _plain(value: Any) -> Any:
    return None if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)) or value is pd.NA else value

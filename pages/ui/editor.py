"""From what the grid says was edited to edits: pure, so that it is tested without a browser. Positions mean the snapshot that was shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

import kam_core as kam
from kam_core.schema import Table
from kam_core.workbook import Edit


def edits(table: str, shown: pd.DataFrame, told: Mapping[str, Any], today: date | None = None) -> list[Edit]:
    """
    The edits behind a grid's state.

    ``shown`` is the frame the grid was given (indexed by row id), ``told`` its state: edited_rows {position: {column: value}},
    added_rows [{column: value}], deleted_rows [position]. A row that was added and left empty is no edit.
    What an added row does not say is filled in where there is a plain answer: it is valid on ``today`` and is about an account.
    """
    declared = kam.TABLES[table]
    editable = {column.name for column in declared.columns if column.editable}
    ids = [int(row_id) for row_id in shown.index]
    found: list[Edit] = []
    deleted = {int(position) for position in told.get("deleted_rows", [])}
    for position, cells in told.get("edited_rows", {}).items():
        if int(position) in deleted:
            continue
        for column, new in cells.items():
            if column in editable:
                found.append(kam.Change(table, ids[int(position)], column, _plain(shown[column].iloc[int(position)]), new))
    for row in told.get("added_rows", []):
        values = {column: value for column, value in row.items() if column in editable and value not in (None, "")}
        if values:
            found.append(kam.Insert(table, {**_usual(declared, today), **values}))
    return [*found, *(kam.Delete(table, ids[position]) for position in sorted(deleted))]


def rebased(pending: list[Edit], conflicts: list[dict[str, Any]]) -> list[Edit]:
    """The same edits on top of what somebody else saved meanwhile: where both changed a cell, mine stands."""
    theirs = {(c["row_id"], c["column"]): c["theirs"] for c in conflicts}
    return [
        replace(edit, old=theirs[edit.row_id, edit.column])
        if isinstance(edit, kam.Change) and (edit.row_id, edit.column) in theirs
        else edit
        for edit in pending
    ]


def undisputed(pending: list[Edit], conflicts: list[dict[str, Any]]) -> list[Edit]:
    """The edits that nobody disputes: what somebody else changed or deleted meanwhile stays as it is."""
    gone = {c["row_id"] for c in conflicts if c["gone"]}
    theirs = {(c["row_id"], c["column"]) for c in conflicts}
    return [
        edit
        for edit in pending
        if isinstance(edit, kam.Insert) or (edit.row_id not in gone and (edit.row_id, getattr(edit, "column", "")) not in theirs)
    ]


def _usual(declared: Table, today: date | None) -> dict[str, Any]:
    usual: dict[str, Any] = {"subject_type": "account"} if "subject_type" in declared.names else {}
    return {**usual, "valid_on": today} if today and "valid_on" in declared.names else usual


def _plain(value: Any) -> Any:
    return None if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)) or value is pd.NA else value

"""
Named scenarios in a workbook: rows of the table ``scenarios`` (scenario, part, subject_id, value), one batch each time.

Accounts lost and accounts, owners and regions that are meant have a row each, named in ``subject_id``; a number has a row with its
value.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.errors import BadArgument
from kam_core.scenario.change import BOUNDS, Scenario
from kam_core.workbook.edits import Change, Delete, Edit, Insert

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

SUBJECTS = {"lost": "lost", "account": "accounts", "owner": "owners", "region": "regions"}
"""Parts that name somebody, and the field of a scenario that lists them."""

Row = tuple[str, str, float | None]


def saved(wb: Workbook) -> dict[str, Scenario]:
    """The named scenarios of a workbook, by name; rows without sense are left out (``unreadable``)."""
    return {name: _understood(part)[0] for name, part in _rows(wb)}


def unreadable(wb: Workbook) -> dict[str, int]:
    """How many rows of each named scenario were left out: an unknown part, nobody named, a number out of bounds."""
    return {name: bad for name, part in _rows(wb) if (bad := _understood(part)[1])}


def save_edits(wb: Workbook, name: str, scenario: Scenario) -> list[Edit]:
    """What to apply so that the workbook keeps a scenario under a name; one of that name is replaced. An empty one raises."""
    name = name.strip()
    if not name or not scenario.changes:
        raise BadArgument(value=name)
    wanted, there = written(scenario), _there(wb, name)
    made: list[Edit] = [
        Insert("scenarios", {"scenario": name, "part": part, "subject_id": subject or None, "value": value})
        for part, subject, value in wanted
        if (part, subject) not in there
    ]
    for part, subject, value in wanted:
        row, old = there.get((part, subject), (0, value))
        if old != value:
            made.append(Change("scenarios", row, "value", old, value))
    stay = {there[part, subject][0] for part, subject, _ in wanted if (part, subject) in there}
    return [*made, *(edit for edit in delete_edits(wb, name) if edit.row_id not in stay)]


def rename_edits(wb: Workbook, name: str, to: str) -> list[Edit]:
    """What to apply so that a scenario goes by another name; a name that is taken, or none, raises."""
    to = to.strip()
    if not to or to in saved(wb):
        raise BadArgument(value=to)
    return [Change("scenarios", row, "scenario", name, to) for row in _of(wb, name).index.map(int)]


def delete_edits(wb: Workbook, name: str) -> list[Delete]:
    """What to apply so that a scenario is gone; nothing for one that is not there."""
    return [Delete("scenarios", int(row)) for row in _of(wb, name).index]


def written(scenario: Scenario) -> list[Row]:
    """
    A scenario as rows (part, subject, value).

    >>> written(Scenario(lost=("A-1",), price=0.02))
    [('lost', 'A-1', None), ('price', '', 0.02)]
    """
    named: list[Row] = [(part, subject, None) for part, field in SUBJECTS.items() for subject in dict.fromkeys(getattr(scenario, field))]
    empty = Scenario()
    return [*named, *((name, "", float(getattr(scenario, name))) for name in BOUNDS if getattr(scenario, name) != getattr(empty, name))]


def _understood(rows: pd.DataFrame) -> tuple[Scenario, int]:
    """The scenario of some rows, and how many of them were left out."""
    fields: dict[str, Any] = dict.fromkeys(SUBJECTS.values(), ())
    bad = 0
    for part, subject, value in _cells(rows):
        if part in SUBJECTS and subject:
            fields[SUBJECTS[part]] += (subject,)
        elif part in BOUNDS and value is not None and BOUNDS[part][0] <= value <= BOUNDS[part][1]:
            fields[part] = value
        else:
            bad += 1
    return Scenario(**fields), bad


def _cells(rows: pd.DataFrame) -> Iterable[Row]:
    for part, subject, value in zip(rows["part"], rows["subject_id"], rows["value"], strict=True):
        yield str(part), subject if isinstance(subject, str) else "", None if pd.isna(value) else float(value)


def _rows(wb: Workbook) -> list[tuple[str, pd.DataFrame]]:
    return [(str(name), part) for name, part in wb.table("scenarios").groupby("scenario", sort=True)] if wb.revisions["scenarios"] else []


def _of(wb: Workbook, name: str) -> pd.DataFrame:
    rows = wb.table("scenarios")
    return rows[rows["scenario"] == name]


def _there(wb: Workbook, name: str) -> dict[tuple[str, str], tuple[int, float | None]]:
    rows = _of(wb, name)
    return {(part, subject): (int(row), value) for row, (part, subject, value) in zip(rows.index, _cells(rows), strict=True)}

"""
What drafted ratings would do, before they are saved: index, coverage and quadrant of the accounts they touch.

An overlay in memory over the rows of the workbook; nothing is written. It takes the edits ``Workbook.apply`` takes and says what
the figures will be after it, by the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.assumptions import saved
from kam_core.engine import question
from kam_core.index.answers import ratings_of
from kam_core.index.cells import Cells, Ratings, combine, kinds
from kam_core.index.declared import INDICES
from kam_core.index.engine import IndexInputs, index_values, inputs, judged_items
from kam_core.index.evidence import Contacts, contacts_of, roll_up
from kam_core.index.shapes import Index, Item, SubjectType
from kam_core.matrices import MATRICES, Matrix, checked_params
from kam_core.params import EvidenceParams, Params
from kam_core.placing import placed
from kam_core.schema import table
from kam_core.workbook.edits import Change, Delete, Edit, Insert, checked, checked_row

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

_ABOUT = ("subject_type", "subject_id", "item")

INDEX_COLUMNS = ("account_id", "account_name", "index", "before", "after", "coverage_before", "coverage_after")


@dataclass(frozen=True)
class Draft:
    """What changes when drafted ratings are saved, for the accounts they touch."""

    indices: pd.DataFrame
    """One row an account and index touched (``INDEX_COLUMNS``): 0-100 and coverage 0-1; NaN = nothing is known."""
    matrices: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]]
    """Every matrix that uses one of those indices: its table (as ``kam.matrix``) of the accounts before and after, row by row."""


def draft(
    wb: Workbook,
    edits: Sequence[Edit],
    as_of: date | str | None = None,
    window: str | None = None,
    params: Params | None = None,
    matrices: Iterable[Matrix] = MATRICES.values(),
) -> Draft:
    """
    What ``wb.apply(edits)`` would do to the indices and quadrants of accounts on a date; never writes.

    Only edits of ratings count; those of contacts reach the account they belong to, and a matrix that places contacts is told of
    the account. Accounts that do not exist are left out.
    """
    from kam_core.accounts import account_state, as_of_or_last

    params, day = checked_params(saved(wb) if params is None else params), as_of_or_last(wb, as_of)
    drafted = [edit for edit in edits if edit.table == "ratings"]
    about = _about(wb, drafted)
    used = [matrix for matrix in matrices if "account" in matrix.subject_types]
    touched = {index.id for _, _, item in about for index in _indices_of(item)}
    used = [matrix for matrix in used if touched & {matrix.x.id, matrix.y.id}]
    asked = touched.union(*({matrix.x.id, matrix.y.id} for matrix in used))
    indices = {name: index for name, index in INDICES.items() if name in asked}
    data = inputs(wb, account_state(wb, day, window, params), day, params, indices=indices)
    ids = pd.Index(data.state["account_id"])
    contacts = contacts_of(wb, ids)
    pairs = _pairs(about, ids, contacts)
    places = np.array(sorted({place for place, _ in pairs}), dtype=np.int64)
    before = data.taken(places)
    after = _after(wb, drafted, before, contacts.taken(places)[0], day, params.evidence)
    found = {index for _, index in pairs}
    tables = {
        matrix.id: (placed(before, matrix, params), placed(after, matrix, params)) for matrix in used if found & {matrix.x.id, matrix.y.id}
    }
    at = {int(place): row for row, place in enumerate(places)}
    return Draft(_values(before, after, [(at[place], index) for place, index in pairs], params), tables)


def _about(wb: Workbook, drafted: Sequence[Edit]) -> set[tuple[str, str, str]]:
    """Type of subject, subject and item of every rating that is drafted, of one that moves to another subject before and after."""
    rows = [edit.row_id for edit in drafted if not isinstance(edit, Insert)]
    found = wb.frame(question("ratings_rows"), {"rows": rows}).to_dict("list") if rows else {"row_id": []}
    there = {row_id: {name: found[name][i] for name in _ABOUT} for i, row_id in enumerate(found["row_id"])}
    after = {row_id: dict(row) for row_id, row in there.items()}
    for edit in drafted:
        if isinstance(edit, Change) and edit.row_id in after and edit.column in after[edit.row_id]:
            after[edit.row_id][edit.column] = edit.new
    new = [edit.values for edit in drafted if isinstance(edit, Insert)]
    return {
        (str(row.get("subject_type") or "account"), str(row.get("subject_id")), str(row.get("item")))
        for row in (*there.values(), *after.values(), *new)
    }


def _indices_of(item: str) -> list[Index]:
    """The indices that an answer enters; an item can belong to several."""
    return [index for index in INDICES.values() if any(own.id == item and own.judged for own in (*index.items, index.given))]


def _pairs(about: Iterable[tuple[str, str, str]], ids: pd.Index, contacts: Contacts) -> list[tuple[int, str]]:
    """Place of the account and index of every account that is touched, by itself or by a contact."""
    found: set[tuple[int, str]] = set()
    for subject_type, subject_id, item in about:
        if subject_type not in ("account", "contact"):
            continue
        place = int((ids if subject_type == "account" else contacts.ids).get_indexer(pd.Index([subject_id]))[0])
        if place >= 0:
            account = place if subject_type == "account" else int(contacts.account[place])
            found |= {(account, index.id) for index in _indices_of(item) if subject_type in index.subjects}
    return sorted(found, key=lambda pair: (pair[0], list(INDICES).index(pair[1])))


def _after(
    wb: Workbook, drafted: Sequence[Edit], before: IndexInputs, contacts: Contacts, day: date, params: EvidenceParams
) -> IndexInputs:
    """The inputs of the same accounts as they would be."""
    ids = pd.Index(before.state["account_id"])
    of_people = [index for index in before.indices.values() if "contact" in index.subjects]
    alone, shared = ([i for i in of_people if ("account" in i.subjects) is wanted] for wanted in (False, True))
    asked, told = judged_items(before.indices.values(), "account"), judged_items(alone, "contact")
    rows = laid_over(ratings_of(wb, [*ids, *contacts.ids], [item.id for item in (*asked, *told)]), drafted)
    cells = combined(rows, "account", ids, asked, day, params)
    if len(contacts.ids):
        cells = roll_up(cells, combined(rows, "contact", contacts.ids, judged_items(shared, "contact"), day, params), contacts)
    if before.people is None:
        return replace(before, cells=cells)
    people = replace(before.people, cells=combined(rows, "contact", contacts.ids, told, day, params))
    return replace(before, cells=cells, people=people)


def laid_over(rows: pd.DataFrame, drafted: Sequence[Edit]) -> pd.DataFrame:
    """The rating rows as they would be: versions rise in the order in which ``Workbook.apply`` writes, new rows before changed ones."""
    declared = table("ratings")
    there: dict[Any, dict[Any, Any]] = {row["row_id"]: row for row in rows.to_dict("records")}
    version = int(rows["version"].max()) if len(rows) else 0
    for new in (edit for edit in drafted if isinstance(edit, Insert)):
        version += 1
        there[f"new {version}"] = {**dict.fromkeys(list(rows.columns)), **checked_row(declared, new.values), "version": version}
    for edit in drafted:
        if isinstance(edit, Change) and edit.row_id in there:
            version += 1
            there[edit.row_id] |= {edit.column: checked(declared, edit.column, edit.new), "version": version}
        elif isinstance(edit, Delete):
            there.pop(edit.row_id, None)
    return pd.DataFrame(list(there.values()), columns=rows.columns)


def combined(
    rows: pd.DataFrame, subject_type: SubjectType, subjects: pd.Index, items: Sequence[Item], day: date, params: EvidenceParams
) -> Cells:
    """Rating rows as one value a cell, as ``evidence`` gathers them from the workbook."""
    at = subjects.get_indexer(pd.Index(rows["subject_id"])).astype(np.int64)
    item = pd.Index([item.id for item in items]).get_indexer(pd.Index(rows["item"])).astype(np.int64)
    age = np.asarray((pd.Timestamp(day) - pd.to_datetime(rows["valid_on"])).dt.days.fillna(0), dtype=np.int64)
    counted = (at >= 0) & (item >= 0) & (age >= 0) & rows["subject_type"].fillna("account").eq(subject_type).to_numpy(dtype=bool)
    rater = np.asarray(pd.factorize(rows["rater"].fillna(""))[0], dtype=np.uint64)
    recorded, value = rows["version"].to_numpy(dtype=np.int64), rows["value"].to_numpy(dtype=np.float64)
    ratings = Ratings(item * len(subjects) + at, rater, age, recorded, value, kinds(rows))
    return combine(ratings.take(counted), items, len(subjects), params)


def _values(before: IndexInputs, after: IndexInputs, pairs: Sequence[tuple[int, str]], params: Params) -> pd.DataFrame:
    lines = []
    for name in dict.fromkeys(index for _, index in pairs):
        old, new = (index_values(data, data.indices[name], params) for data in (before, after))
        for row in (row for row, index in pairs if index == name):
            who = before.state.iloc[row]
            lines.append((who["account_id"], who["account_name"], name,
                          old.value[row], new.value[row], old.coverage[row], new.coverage[row]))  # fmt: skip
    return pd.DataFrame(lines, columns=list(INDEX_COLUMNS))

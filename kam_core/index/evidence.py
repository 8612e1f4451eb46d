"""
The judged items of every subject of a workbook, kept between calls: after an edit only the subjects it touched are read again.

Answers of contacts roll up to their account, weighted by influence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.engine import question
from kam_core.index.cells import Cells, Ints, Ratings, combine
from kam_core.index.shapes import Floats, Item, SubjectType
from kam_core.index.subjects import listed
from kam_core.params import EvidenceParams

if TYPE_CHECKING:
    import pyarrow as pa

    from kam_core.workbook import Workbook

INFLUENCE_UNKNOWN = 3.0
"""Influence (1-5) of a contact nobody has rated, and the weight of an answer given for the account as a whole."""


FEW = 500
"""Up to so many subjects their ratings are picked out in the engine; beyond it reading all and picking here is cheaper."""


@dataclass(frozen=True)
class _Kept:
    revision: int
    subjects: pd.Index
    cells: Cells


def judged(
    wb: Workbook, subject_type: SubjectType, subjects: pd.Index, items: Sequence[Item], as_of: date, params: EvidenceParams
) -> Cells:
    """The judged items of the subjects on a date, one column a subject in the order given; ids that do not exist stay empty."""
    key = ("judged", subject_type, len(subjects), tuple(items), as_of, params)
    revision = wb.revisions.get("ratings", 0)
    kept: _Kept | None = wb.memo.get(key)
    if kept is not None and (kept.subjects is subjects or kept.subjects.equals(subjects)):
        if kept.revision == revision:
            return kept.cells
        subjects = kept.subjects
        changed = _changed(wb, kept.revision, revision)
        if changed is not None:
            cells = _again(wb, subject_type, kept, changed, items, as_of, params)
            wb.memo.put(key, _Kept(revision, subjects, cells))
            return cells
    cells = gather(wb, subject_type, subjects, items, as_of, params)
    wb.memo.put(key, _Kept(revision, subjects, cells))
    return cells


def _changed(wb: Workbook, since: int, now: int) -> list[str] | None:
    """The subjects rated since a revision, asked once for all types of subject."""
    key = ("rated", since, now)
    kept: tuple[list[str] | None] | None = wb.memo.get(key)
    if kept is None:
        kept = wb.memo.put(key, (wb.changed_keys("ratings", "subject_id", since),))
    return kept[0]


def _again(
    wb: Workbook, subject_type: SubjectType, kept: _Kept, changed: list[str], items: Sequence[Item], as_of: date, params: EvidenceParams
) -> Cells:
    places = kept.subjects.get_indexer(pd.Index(changed, dtype=kept.subjects.dtype))
    places = np.unique(places[places >= 0])
    if not len(places):
        return kept.cells
    return kept.cells.patched(places, gather(wb, subject_type, kept.subjects[places], items, as_of, params))


def gather(
    wb: Workbook, subject_type: SubjectType, subjects: pd.Index, items: Sequence[Item], as_of: date, params: EvidenceParams
) -> Cells:
    """Read the ratings of these subjects and combine them; nothing is kept."""
    if not len(subjects) or not _answered(wb, items):
        return combine(_nothing(), items, len(subjects), params)
    ids, everyone = subjects.tolist(), len(subjects) > FEW
    asked = {"subject_type": subject_type, "items": [item.id for item in items], "as_of": as_of, "everyone": everyone}
    answers = wb.arrow(question("evidence"), asked | {"subjects": [] if everyone else ids})
    return combine(_ratings(answers, _hashes(wb, subjects, ids)), items, len(subjects), params)


def _hashes(wb: Workbook, subjects: pd.Index, ids: list[str]) -> pd.Index:
    """The hash of each subject, in their order; those of many are kept, because a matrix of another day asks for the same."""
    key = ("hashes", len(ids))
    kept: tuple[pd.Index, pd.Index] | None = wb.memo.get(key)
    if kept is not None and (kept[0] is subjects or kept[0].equals(subjects)):
        return kept[1]
    found: pd.Index = pd.Index(_column(wb.arrow(question("evidence_hashes"), {"ids": ids}), "id", np.uint64))
    if len(ids) > FEW:
        wb.memo.put(key, (subjects, found))
    return found


def _answered(wb: Workbook, items: Sequence[Item]) -> bool:
    """Whether anybody answered any of the items; what is measured alone need not go through all ratings."""
    revision = wb.revisions.get("ratings", 0)
    kept: tuple[int, frozenset[str]] | None = wb.memo.get(("answered",))
    if kept is None or kept[0] != revision:
        more = None if kept is None else wb.changed_keys("ratings", "item", kept[0])
        known = frozenset(wb.frame(question("rated_items"))["item"]) if kept is None or more is None else kept[1] | frozenset(more)
        kept = wb.memo.put(("answered",), (revision, known))
    return any(item.id in kept[1] for item in items)


def _ratings(table: pa.Table, subjects: pd.Index) -> Ratings:
    at = subjects.get_indexer(pd.Index(_column(table, "subject", np.uint64))).astype(np.int64)
    ratings = Ratings(
        _column(table, "item", np.int64) * len(subjects) + at,
        _column(table, "rater", np.uint64),
        _column(table, "age", np.int64),
        _column(table, "recorded", np.int64),
        _column(table, "value", np.float64),
        _column(table, "kind", np.int8),
    )
    return ratings.take(at >= 0)


def _column(table: pa.Table, name: str, kind: Any) -> npt.NDArray[Any]:
    return np.asarray(table.column(name).to_numpy(), dtype=kind)


def _nothing() -> Ratings:
    none = np.zeros(0, dtype=np.int64)
    return Ratings(none, none.astype(np.uint64), none, none, none.astype(np.float64), none.astype(np.int8))


@dataclass(frozen=True)
class Contacts:
    """The contacts that belong to one of the accounts."""

    ids: pd.Index
    account: Ints
    """Position of the account of each contact."""
    influence: Floats

    def taken(self, accounts: Ints) -> tuple[Contacts, Ints]:
        """The contacts of the accounts at these places, their accounts counted among these, and where they stand among all."""
        at = pd.Index(accounts).get_indexer(pd.Index(self.account)).astype(np.int64)
        kept = np.flatnonzero(at >= 0)
        return Contacts(self.ids[kept], at[kept], self.influence[kept]), kept


def contacts_of(wb: Workbook, accounts: pd.Index) -> Contacts:
    """The contacts of the accounts with their influence; an unknown influence counts 3."""
    key, revision = ("contacts",), wb.revisions.get("contacts", 0)
    kept: tuple[int, pd.Index, Contacts] | None = wb.memo.get(key)
    if kept is not None and kept[0] == revision and kept[1].equals(accounts):
        return kept[2]
    table = listed(wb, "contacts")
    at = accounts.get_indexer(pd.Index(table["account_id"]))
    known = at >= 0
    influence = table["influence"].fillna(INFLUENCE_UNKNOWN).to_numpy("float64")
    found = Contacts(pd.Index(table["subject_id"][known]), at[known].astype(np.int64), influence[known])
    wb.memo.put(key, (revision, accounts, found))
    return found


@dataclass(frozen=True)
class _Rolled:
    accounts: Cells
    people: Cells
    contacts: Contacts
    cells: Cells


def rolled_up(wb: Workbook, accounts: Cells, people: Cells, contacts: Contacts) -> Cells:
    """``roll_up``, but items whose answers are the very arrays of the last time are taken from it."""
    key = ("rolled", accounts.items, people.items)
    kept: _Rolled | None = wb.memo.get(key)
    if kept is not None and kept.contacts is contacts:
        same = {
            item: kept.cells.row(item)
            for item in people.items
            if accounts.row(item) is kept.accounts.row(item) and people.row(item) is kept.people.row(item)
        }
        cells = roll_up(accounts, people, contacts, same)
    else:
        cells = roll_up(accounts, people, contacts)
    wb.memo.put(key, _Rolled(accounts, people, contacts, cells))
    return cells


def roll_up(accounts: Cells, people: Cells, contacts: Contacts, known: Mapping[str, Floats] | None = None) -> Cells:
    """
    The cells of the accounts with the answers of their contacts in them, item by item.

    value = sum influence·value / sum influence over the contacts that answered; an answer for the account itself counts like a
    contact of influence 3. Items that ``people`` does not have stay as they are; those in ``known`` are taken from there.
    """
    rows = dict(zip(accounts.items, accounts.rows, strict=True)) | dict(known or {})
    for item in people.items:
        if item not in (known or {}):
            rows[item] = _with_contacts(accounts.row(item), people.row(item), contacts)
    return Cells(accounts.items, tuple(rows.values()))


def _with_contacts(own: Floats, people: Floats, contacts: Contacts) -> Floats:
    answered = ~np.isnan(people[0])
    if not answered.any():
        return own
    at, influence = contacts.account[answered], contacts.influence[answered]
    mean, sd, fresh, count = people[:, answered]
    mine = np.where(np.isnan(own[0]), 0.0, INFLUENCE_UNKNOWN)
    own_mean, own_sd, own_fresh, own_count = np.nan_to_num(own)

    def total(values: Floats) -> Floats:
        return np.bincount(at, weights=values, minlength=own.shape[1]).astype(np.float64, copy=False)

    weight = total(influence) + mine
    weight = np.where(weight > 0, weight, np.nan)
    return np.stack(
        [
            (total(influence * mean) + mine * own_mean) / weight,
            np.sqrt(total((influence * sd) ** 2) + (mine * own_sd) ** 2) / weight,
            np.nan_to_num((total(influence * fresh) + mine * own_fresh) / weight),
            total(count) + own_count,
        ]
    )

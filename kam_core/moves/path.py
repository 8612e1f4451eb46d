"""
The value of an index after every single answer.

A moment is one subject on one day with the answers given so far. All moments of all subjects are valued at once, as if each were
a subject of its own, by the very arithmetic of the index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.engine import question
from kam_core.index.cells import Cells, Ints, Ratings, combine, kinds
from kam_core.index.engine import IndexInputs, IndexResult, index_values, judged_items
from kam_core.index.evidence import INFLUENCE_UNKNOWN, Contacts, roll_up
from kam_core.index.shapes import Floats, Index, Item, SubjectType
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

_CELL = ["rated_type", "rated_id", "item", "rater"]
"""Whose answer to what: the next one takes its place."""


@dataclass(frozen=True)
class Moment:
    """A subject on a day: its first ``known`` answers count, and each measure as it was at one of the ``measured`` stages."""

    subject: int
    day: date
    known: int
    measured: int


@dataclass(frozen=True)
class Answers:
    """The ratings behind some subjects, in the order in which they became valid; those of one subject stand together."""

    subject_type: SubjectType
    subjects: tuple[str, ...]
    index: Index
    rows: pd.DataFrame
    first: Ints
    """Where the rows of each subject begin; one more entry than subjects."""
    items: tuple[Item, ...]
    shared: tuple[Item, ...]
    """Items that contacts answer for their account."""
    people: pd.DataFrame | None = None
    """For accounts and an index of contacts only: ``contact``, ``place`` of its account, ``influence`` and what is measured of it."""

    def of(self, subject: int) -> pd.DataFrame:
        """The rows of one subject."""
        return self.rows.iloc[self.first[subject] : self.first[subject + 1]]


def answers(
    wb: Workbook, subjects: Sequence[str], subject_type: SubjectType, index: Index, as_of: date, people: pd.DataFrame | None = None
) -> Answers:
    """
    Read what was answered about these subjects up to a date; answers outside the scale of their item do not count and are left out.

    ``people`` are the contacts of the accounts where the index is one of contacts only (``contacts_measured``).
    """
    items = judged_items([index], subject_type if people is None else "contact")
    shared = judged_items([index], "contact") if subject_type == "account" and {"account", "contact"} <= set(index.subjects) else []
    rolled = bool(shared) or people is not None
    names = [item.id for item in items]
    asked = {"subjects": list(subjects), "subject_type": subject_type, "items": names, "rolled": rolled, "as_of": as_of}
    rows = wb.frame(question("moves_ratings"), asked)
    low, high = ({item.id: getattr(item, end) for item in items} for end in ("low", "high"))
    rows = rows[(rows["value"] >= rows["item"].map(low)) & (rows["value"] <= rows["item"].map(high))]
    rows = rows if people is None else rows[rows["rated_type"] == "contact"]
    place = rows["subject_id"].map({subject: place for place, subject in enumerate(subjects)}).to_numpy("int64")
    order = np.argsort(place, kind="stable")
    rows = rows.iloc[order].reset_index(drop=True)
    rows["valid_on"] = pd.to_datetime(rows["valid_on"])
    rows["before"] = rows.groupby(["subject_id", *_CELL])["value"].shift()
    first = np.searchsorted(place[order], np.arange(len(subjects) + 1))
    return Answers(subject_type, tuple(subjects), index, rows, first, tuple(items), tuple(shared), people)


def valued(found: Answers, moments: Sequence[Moment], measures: Mapping[str, Sequence[Floats]], params: Params) -> IndexResult:
    """The index at each moment; ``measures`` has for each measured item its value by stage, one entry a subject."""
    taken = [np.arange(found.first[one.subject], found.first[one.subject] + one.known) for one in moments]
    row = np.concatenate([*taken, np.zeros(0, dtype=np.int64)]).astype(np.int64)
    moment = np.repeat(np.arange(len(moments)), [len(rows) for rows in taken])
    days = np.array([one.day for one in moments], dtype="datetime64[D]")
    if found.people is not None:
        return _of_people(found, found.people, moments, row, moment, days, params)
    cells = _cells(found, row, moment, days, params)
    stage = np.array([one.measured for one in moments], dtype=np.int64)
    subject = np.array([one.subject for one in moments], dtype=np.int64)
    values = {name: np.stack(stages)[stage, subject] for name, stages in measures.items()}
    state = pd.DataFrame(index=range(len(moments)))
    return index_values(IndexInputs(found.subject_type, state, cells, {found.index.id: found.index}, values), found.index, params)


def _of_people(
    found: Answers,
    people: pd.DataFrame,
    moments: Sequence[Moment],
    row: Ints,
    moment: Ints,
    days: npt.NDArray[np.datetime64],
    params: Params,
) -> IndexResult:
    """An index of contacts for their accounts: every contact of the account at every moment, those without an answer included."""
    who = pd.DataFrame({"moment": np.arange(len(moments)), "place": [one.subject for one in moments]}).merge(people, on="place")
    rows, at = found.rows.iloc[row], pd.MultiIndex.from_frame(who[["moment", "contact"]])
    person = at.get_indexer(pd.MultiIndex.from_arrays([moment, rows["rated_id"]])).astype(np.int64)
    age = _ages(rows, days[moment])
    cells = combine(_ratings(rows, person, age, found.items, len(who)), found.items, len(who), params.evidence)
    measures = {item.id: who[item.id].to_numpy("float64") for item in found.index.items if not item.judged}
    indices = {found.index.id: found.index}
    contacts = Contacts(pd.Index(range(len(who))), who["moment"].to_numpy("int64"), who["influence"].to_numpy("float64"))
    inner = IndexInputs("contact", pd.DataFrame(index=range(len(who))), cells, indices, measures)
    state, none = pd.DataFrame(index=range(len(moments))), Cells((), ())
    return index_values(IndexInputs("account", state, none, indices, {}, inner, contacts), found.index, params)


def _ages(rows: pd.DataFrame, days: npt.NDArray[np.datetime64]) -> Ints:
    """Days of each answer on its day; an answer without a date is of today."""
    valid = rows["valid_on"].to_numpy("datetime64[D]")
    return np.where(np.isnat(valid), 0, (days - valid).astype("int64"))


def _cells(found: Answers, row: Ints, moment: Ints, days: npt.NDArray[np.datetime64], params: Params) -> Cells:
    """The judged items at each moment, the answers of contacts rolled up."""
    rows = found.rows.iloc[row]
    age = _ages(rows, days[moment])
    by_contact = rows["contact_name"].notna().to_numpy() | (rows["rated_type"] != found.subject_type).to_numpy()
    own = combine(
        _ratings(rows[~by_contact], moment[~by_contact], age[~by_contact], found.items, len(days)), found.items, len(days), params.evidence
    )
    if not by_contact.any():
        return own
    theirs = rows[by_contact]
    pairs = pd.MultiIndex.from_arrays([moment[by_contact], theirs["rated_id"]])
    person, everyone = pairs.factorize()
    people = combine(_ratings(theirs, person, age[by_contact], found.shared, len(everyone)), found.shared, len(everyone), params.evidence)
    influence = theirs["influence"].fillna(INFLUENCE_UNKNOWN).to_numpy("float64")
    weight, account = np.zeros(len(everyone)), np.zeros(len(everyone), dtype=np.int64)
    weight[person], account[person] = influence, moment[by_contact]
    return roll_up(own, people, Contacts(pd.Index(range(len(everyone))), account, weight))


def _ratings(rows: pd.DataFrame, column: Ints, age: Ints, items: Sequence[Item], columns: int) -> Ratings:
    place = rows["item"].map({item.id: place for place, item in enumerate(items)}).to_numpy("int64")
    raters = pd.factorize(rows["rater"])[0].astype(np.uint64)
    return Ratings(place * columns + column, raters, age, rows["version"].to_numpy("int64"), rows["value"].to_numpy("float64"), kinds(rows))

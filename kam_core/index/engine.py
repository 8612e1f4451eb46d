"""
From items to an index: value, coverage, evidence and what the value may be once everything is known.

One pass an item over all subjects; nothing here reads the database except ``inputs``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.gathered import measures_of, with_measures
from kam_core.index.cells import Cells, Ints
from kam_core.index.chance import Bools
from kam_core.index.declared import INDICES, SCORED
from kam_core.index.drawn import Factor, Recall
from kam_core.index.evidence import Contacts, contacts_of, judged, rolled_up
from kam_core.index.measured import measured
from kam_core.index.results import IndexResult, Weighed, by_influence, nothing, weighed, with_given
from kam_core.index.shapes import Floats, Index, Item, SubjectType
from kam_core.index.subjects import subjects_of
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

__all__ = ["IndexInputs", "IndexResult", "index_table", "index_values", "inputs", "judged_items"]


@dataclass(frozen=True)
class IndexInputs:
    """Everything the indices of one type of subject read, one row (state) or column (cells) a subject."""

    subject_type: SubjectType
    state: pd.DataFrame
    cells: Cells
    indices: Mapping[str, Index]
    measures: Mapping[str, Floats] = field(default_factory=dict)
    """Values of measured items that were scaled among more subjects than these."""
    people: IndexInputs | None = None
    """For accounts: their contacts, where an index is asked of contacts only."""
    contacts: Contacts | None = None
    """Account and influence of those contacts, row by row."""
    recall: Recall | None = None
    """Where what is drawn is kept between calls."""
    made: dict[str, tuple[Factor, Factor]] = field(default_factory=dict, init=False, compare=False, repr=False)
    """Products looked at before."""

    def item(self, item: Item) -> tuple[Floats, Floats, Floats]:
        """
        Value 0-100 (NaN = missing), sd and evidence of one item; a measure is taken as exact and fresh.

        An item that is held against another one, or multiplied with it, is missing where the other is; the product is in per cent
        of the largest, its sd by the delta method.
        """
        value, sd, evidence = self.answer(item)
        twin = item.pair or item.times
        if not twin:
            return value, sd, evidence
        other, _, evidence2 = self.answer(self.twin(twin))
        if item.pair:
            return np.where(np.isnan(other), np.nan, value), sd, evidence
        first, second = self.factors(item)
        product, spread = first.mean * second.mean, np.hypot(first.sd * second.mean, first.mean * second.sd)
        return product, spread, (evidence + evidence2) / 2

    def answer(self, item: Item) -> tuple[Floats, Floats, Floats]:
        """Value, sd and evidence of one item by itself, whatever it is held against."""
        if item.judged:
            if item.id not in self.cells.items:
                return _unanswered(len(self.state))
            mean, sd, evidence, _ = self.cells.row(item.id)
            return mean, sd, evidence
        value = self.measures[item.id] if item.id in self.measures else measured(item, self.state)[1]
        known = ~np.isnan(value)
        return value, np.zeros(len(value)), known.astype("float64")

    def twin(self, name: str) -> Item:
        """The item that another one needs."""
        return next(item for index in self.indices.values() for item in index.items if item.id == name)

    def factors(self, item: Item) -> tuple[Factor, ...]:
        """The two answers whose product an item is, none for any other; where one of them is missing, both count as missing."""
        if item.times and item.id not in self.made:
            twin = self.twin(item.times)
            (value, sd, _), (value2, sd2, _) = self.answer(item), self.answer(twin)
            missing = np.isnan(value) | np.isnan(value2)
            first = _factor(item, value, sd, missing, 100.0 / (item.high * twin.high))
            self.made[item.id] = first, _factor(twin, value2, sd2, missing, 1.0)
        return self.made.get(item.id, ())

    def taken(self, places: Ints) -> IndexInputs:
        """The subjects at ``places`` alone, with the very values they have among all."""
        asked = [item for index in self.indices.values() for item in index.items if not item.judged]
        measures = {item.id: self.answer(item)[0][places] for item in asked}
        cells = Cells(self.cells.items, tuple(row[:, places] for row in self.cells.rows))
        found = IndexInputs(self.subject_type, self.state.iloc[places], cells, self.indices, measures)
        if self.people is None or self.contacts is None:
            return found
        contacts, kept = self.contacts.taken(places)
        return replace(found, people=self.people.taken(kept), contacts=contacts)


def _unanswered(n: int) -> tuple[Floats, Floats, Floats]:
    return np.full(n, np.nan), np.full(n, np.nan), np.zeros(n)


def _factor(item: Item, value: Floats, sd: Floats, missing: Bools, scale: float) -> Factor:
    """An answer on the scale of its item, times ``scale``; ``value`` and ``sd`` in points of 100."""
    points = scale * (item.high - item.low) / 100.0
    start, way = (scale * item.high, -points) if item.reverse else (scale * item.low, points)
    mean, spread = start + way * value, points * sd
    mean[missing], spread[missing] = np.nan, np.nan
    return Factor(mean, spread, scale * item.low, scale * item.high)


def inputs(
    wb: Workbook,
    state: pd.DataFrame,
    as_of: date,
    params: Params,
    subject_type: SubjectType = "account",
    indices: Mapping[str, Index] = INDICES,
) -> IndexInputs:
    """Gather what the indices of these subjects read; ``state`` has one row a subject (accounts: ``account_id``)."""
    asked = judged_items(indices.values(), subject_type)
    own = [index for index in indices.values() if subject_type in index.subjects]
    state = with_measures(wb, state, as_of, params, subject_type, measures_of(own))
    ids = pd.Index(state["account_id" if subject_type == "account" else "subject_id"])
    cells = judged(wb, subject_type, ids, asked, as_of, params.evidence)
    found = IndexInputs(subject_type, state, cells, indices, recall=Recall(wb.memo, ("drawn", subject_type, as_of)))
    return _with_people(wb, found, ids, as_of, params) if subject_type == "account" else found


def _with_people(wb: Workbook, data: IndexInputs, ids: pd.Index, as_of: date, params: Params) -> IndexInputs:
    """The answers of contacts: those to questions asked of the account too are put into its own, the others stay beside."""
    of_people = {name: index for name, index in data.indices.items() if "contact" in index.subjects}
    shared = [index for index in of_people.values() if "account" in index.subjects]
    alone = {name: index for name, index in of_people.items() if "account" not in index.subjects}
    contacts = contacts_of(wb, ids) if of_people else None
    if contacts is None or not len(contacts.ids):
        return data
    if shared:
        people = judged(wb, "contact", contacts.ids, judged_items(shared, "contact"), as_of, params.evidence)
        data = replace(data, cells=rolled_up(wb, data.cells, people, contacts))
    if not alone:
        return data
    who = subjects_of(wb, "contact", data.state)
    if len(who) > len(contacts.ids):  # somebody of an account that is not here
        who = who[ids.get_indexer(pd.Index(who["account_id"])) >= 0].reset_index(drop=True)
    return replace(data, people=inputs(wb, who, as_of, params, "contact", alone), contacts=contacts)


def judged_items(indices: Iterable[Index], subject_type: SubjectType) -> list[Item]:
    """What people can be asked about a type of subject: the judged items of its indices, and each index as one answer."""
    found: dict[str, Item] = {}
    for index in indices:
        if subject_type in index.subjects:
            found |= {item.id: item for item in (*index.items, index.given) if item.judged}
    return list(found.values())


def index_values(data: IndexInputs, index: Index, params: Params) -> IndexResult:
    """
    Index = sum w·item / sum w over the answered items; what is unanswered never pulls towards zero.

    Only the proportions of the weights matter. A direct answer for the whole index stands in where no item is answered. An index of
    contacts only is, for an account, the mean of its contacts weighted by influence.
    """
    if data.subject_type == "account" and "account" not in index.subjects:
        if data.people is None or data.contacts is None:
            return nothing(len(data.state))
        result = index_values(data.people, index, params)
        return by_influence(result, data.contacts.influence, data.contacts.account, len(data.state))
    weights = index.weights(params)
    whole = sum(weights.values())
    heaviest = sorted((item for item in index.items if weights[item.id] > 0), key=lambda item: -weights[item.id])
    items = [Weighed(weights[item.id] / whole, *data.item(item), data.factors(item)) for item in heaviest]
    result = weighed(items, len(data.state), index.peak, data.recall)
    return with_given(result, *data.answer(index.given)) if index.id in data.cells.items else result


def index_table(wb: Workbook, state: pd.DataFrame, as_of: date, params: Params) -> pd.DataFrame:
    """The indices of a score, aligned with the rows of ``state``: ``<index>``, ``<index>_coverage``, ``<index>_evidence``."""
    data = inputs(wb, state, as_of, params, indices={name: INDICES[name] for name in SCORED})
    columns: dict[str, object] = {"account_id": state["account_id"]}
    for index in data.indices.values():
        result = index_values(data, index, params)
        columns |= {index.id: result.value, f"{index.id}_coverage": result.coverage, f"{index.id}_evidence": result.evidence}
    return pd.DataFrame(columns, index=state.index)

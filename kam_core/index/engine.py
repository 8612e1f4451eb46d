"""
From items to an index: value, coverage, evidence and what the value may be once everything is known.

One pass an item over all subjects; nothing here reads the database except ``inputs``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.gathered import measures_of, with_measures
from kam_core.index.cells import Cells, Ints
from kam_core.index.chance import Spread
from kam_core.index.declared import INDICES, SCORED
from kam_core.index.evidence import contacts_of, judged, rolled_up
from kam_core.index.measured import measured
from kam_core.index.shapes import DIGITS, Floats, Index, Item, SubjectType
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

UNKNOWN_MEAN, UNKNOWN_SD = 50.0, 100.0 / 12**0.5
"""A missing answer is uniform over its range."""


@dataclass(frozen=True)
class IndexInputs:
    """Everything the indices of one type of subject read, one row (state) or column (cells) a subject."""

    subject_type: SubjectType
    state: pd.DataFrame
    cells: Cells
    indices: Mapping[str, Index]
    measures: Mapping[str, Floats] = field(default_factory=dict)
    """Values of measured items that were scaled among more subjects than these."""

    def item(self, item: Item) -> tuple[Floats, Floats, Floats]:
        """Value 0-100 (NaN = missing), sd and evidence of one item; a measure is taken as exact and fresh."""
        if item.judged:
            mean, sd, evidence, _ = self.cells.row(item.id)
            return mean, sd, evidence
        value = self.measures[item.id] if item.id in self.measures else measured(item, self.state)[1]
        known = ~np.isnan(value)
        return value, np.zeros(len(value)), known.astype("float64")

    def taken(self, places: Ints) -> IndexInputs:
        """The subjects at ``places`` alone, with the very values they have among all."""
        asked = [item for index in self.indices.values() for item in index.items if not item.judged]
        measures = {item.id: self.item(item)[0][places] for item in asked}
        cells = Cells(self.cells.items, tuple(row[:, places] for row in self.cells.rows))
        return IndexInputs(self.subject_type, self.state.iloc[places], cells, self.indices, measures)


@dataclass(frozen=True)
class IndexResult:
    """One index for every subject."""

    value: Floats
    """sum w·item / sum w over the answered items, 0-100; NaN = nothing is known."""
    coverage: Floats
    """Answered weight / total weight, 0-1."""
    evidence: Floats
    """Freshness of the answers, 0-1."""
    given: npt.NDArray[np.bool_]
    """The value is a direct answer for the whole index (no item is answered)."""
    spread: Spread
    """Mean, sd and flat parts, missing answers included; feeds the quadrant probability."""


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
    state = with_measures(wb, state, as_of, params, subject_type, measures_of(indices.values()))
    ids = pd.Index(state["account_id" if subject_type == "account" else "subject_id"])
    cells = judged(wb, subject_type, ids, asked, as_of, params.evidence)
    shared = [index for index in indices.values() if {"account", "contact"} <= set(index.subjects)]
    if subject_type == "account" and shared:
        contacts = contacts_of(wb, ids)
        if len(contacts.ids):
            people = judged(wb, "contact", contacts.ids, judged_items(shared, "contact"), as_of, params.evidence)
            cells = rolled_up(wb, cells, people, contacts)
    return IndexInputs(subject_type, state, cells, indices)


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

    Only the proportions of the weights matter. A direct answer for the whole index stands in where no item is answered.
    """
    weights = index.weights(params)
    whole = sum(weights.values())
    direct = data.cells.row(index.id) if index.id in data.cells.items else None
    result = _items(data, [(item, weights[item.id] / whole) for item in index.items]) if whole > 0 else _nothing(len(data.state))
    return result if direct is None else _with_given(result, *direct[:3])


def _items(data: IndexInputs, weighted: list[tuple[Item, float]]) -> IndexResult:
    n = len(data.state)
    total, answered, fresh, squares = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    widths = np.zeros((2, n))
    for item, weight in sorted(weighted, key=lambda pair: -pair[1]):
        if weight <= 0:
            continue
        value, sd, evidence = data.item(item)
        missing = np.isnan(value)
        known = weight * ~missing
        total += known * np.where(missing, 0.0, value)
        answered += known
        fresh += known * evidence
        squares += (weight * np.where(missing, UNKNOWN_SD, sd)) ** 2
        first = missing & (widths[0] == 0)
        widths[1, missing & ~first & (widths[1] == 0)] = 100.0 * weight
        widths[0, first] = 100.0 * weight
    some = np.where(answered > 0, answered, np.nan)
    mean = total + (1.0 - answered) * UNKNOWN_MEAN
    return IndexResult(
        np.round(total / some, DIGITS),
        np.round(answered, DIGITS),
        np.nan_to_num(fresh / some),
        np.zeros(n, dtype=bool),
        Spread(np.round(mean, DIGITS), np.sqrt(squares), widths),
    )


def _nothing(n: int) -> IndexResult:
    unknown = Spread(np.full(n, UNKNOWN_MEAN), np.full(n, UNKNOWN_SD), np.vstack([np.full(n, 100.0), np.zeros(n)]))
    return IndexResult(np.full(n, np.nan), np.zeros(n), np.zeros(n), np.zeros(n, dtype=bool), unknown)


def _with_given(result: IndexResult, value: Floats, sd: Floats, evidence: Floats) -> IndexResult:
    given = (result.coverage == 0) & ~np.isnan(value)
    if not given.any():
        return result
    spread = Spread(
        np.where(given, value, result.spread.mean),
        np.where(given, sd, result.spread.sd),
        np.where(given, 0.0, result.spread.widths),
    )
    return IndexResult(
        np.where(given, np.round(value, DIGITS), result.value),
        np.where(given, 1.0, result.coverage),
        np.where(given, evidence, result.evidence),
        given,
        spread,
    )


def index_table(wb: Workbook, state: pd.DataFrame, as_of: date, params: Params) -> pd.DataFrame:
    """The indices of a score, aligned with the rows of ``state``: ``<index>``, ``<index>_coverage``, ``<index>_evidence``."""
    data = inputs(wb, state, as_of, params, indices={name: INDICES[name] for name in SCORED})
    columns: dict[str, object] = {"account_id": state["account_id"]}
    for index in data.indices.values():
        result = index_values(data, index, params)
        columns |= {index.id: result.value, f"{index.id}_coverage": result.coverage, f"{index.id}_evidence": result.evidence}
    return pd.DataFrame(columns, index=state.index)

"""The terms of an index for one subject, and the rows of the workbook each term rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.engine import question
from kam_core.index.cells import answer_weight, kinds
from kam_core.index.engine import IndexInputs, index_values
from kam_core.index.evidence import INFLUENCE_UNKNOWN
from kam_core.index.measured import columns_of, measured
from kam_core.index.shapes import Index, Item, SubjectType
from kam_core.params import EvidenceParams, Params
from kam_core.text import N_

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

COLUMNS = (
    "item", "title", "question", "weight", "share", "raw", "value", "contribution", "possible",
    "source", "valid_on", "rater", "status", "ratings", "missing", "values",
)  # fmt: skip
"""
Columns of a build-up. ``share`` = of the whole weight (0-1); ``raw`` on the item's scale, ``value`` 0-100; ``contribution`` and
``possible`` in points of the index (missing for what is not answered); source, day, rater and status of the latest row behind it.
``values`` fills the placeholders of ``title``.
"""


_SIGNED = ("source", "valid_on", "rater", "status")

PERSON = N_("{contact}")
"""A term that is a person."""


def terms(data: IndexInputs, index: Index, place: int, rows: Mapping[str, pd.DataFrame], params: Params) -> pd.DataFrame:
    """
    The items of an index in order for the subject in row ``place``; the values are those of ``index_values``.

    An index with a peak counts its largest item twice: for its weight, and for the peak. Of two answers that are multiplied the
    first has the product as value and the second none of its own; both have their answer as ``raw``.
    """
    given = index_values(data, index, params).given[place]
    items = (index.given,) if given else index.items
    weights = {index.id: 1.0} if given else index.weights(params)
    values = {item.id: float(data.item(item)[0][place]) for item in items}
    whole = sum(weights.values()) or 1.0
    answered = sum(weights[id] for id, value in values.items() if not np.isnan(value)) or np.nan
    parts = _parts(weights, values, answered, 0.0 if given else index.peak)
    lines: list[tuple[Any, ...]] = []
    for item in items:
        value, weight, behind = values[item.id], weights[item.id], rows[item.id]
        missing = bool(np.isnan(value))
        raw = item.raw(float(data.answer(item)[0][place])) if item.judged else float(measured(item, data.state)[0][place])
        latest = _latest(behind) if not np.isnan(raw) else dict.fromkeys(_SIGNED)
        counted = int((behind["weight"] > 0).sum()) if item.judged else int(not missing)
        part = parts.get(item.id, np.nan)
        lines.append((item.id, item.title, item.question, weight, weight / whole, raw, value, part * value, part * 100.0,
                      *latest.values(), counted, missing, {}))  # fmt: skip
    return pd.DataFrame(lines, columns=list(COLUMNS))


def _parts(weights: Mapping[str, float], values: Mapping[str, float], answered: float, peak: float) -> dict[str, float]:
    """By how much the index moves with each item that is answered, 0-1."""
    known = {id: value for id, value in values.items() if not np.isnan(value)}
    parts = {id: (1.0 - peak) * weights[id] / answered for id in known}
    weighing = {id: value for id, value in known.items() if weights[id] > 0}
    if peak and weighing:
        parts[max(weighing, key=lambda id: weighing[id])] += peak
    return parts


def by_people(
    wb: Workbook, data: IndexInputs, index: Index, place: int, account: str, as_of: date, params: Params
) -> tuple[pd.DataFrame, Callable[[str], pd.DataFrame]]:
    """
    An index that is asked of contacts only, for the account in row ``place``: its contacts as terms, weighted by influence.

    Also returns what gives the rows behind a term (the id of a contact).
    """
    lines: list[dict[str, Any]] = []
    if data.people is not None and data.contacts is not None:
        result, who = index_values(data.people, index, params), data.people.state
        mine = np.flatnonzero(data.contacts.account == place)
        known = ~np.isnan(result.value[mine])
        answered = float(data.contacts.influence[mine][known].sum()) or np.nan
        whole = float(data.contacts.influence[mine].sum()) or 1.0
        for at in mine:
            weight, value = float(data.contacts.influence[at]), float(result.value[at])
            lines.append({
                "item": str(data.contacts.ids[int(at)]), "title": PERSON, "question": "", "weight": weight, "share": weight / whole,
                "raw": value, "value": value, "contribution": weight / answered * value,
                "possible": np.nan if np.isnan(value) else 100.0 * weight / answered, "missing": np.isnan(value), "ratings": 0,
                "values": {"contact": who["subject_name"].iloc[at]},
            })  # fmt: skip
    asked = {item.id for item in (*index.items, index.given)}

    every = wb.frame(question("evidence_rows"), {"subject_type": "account", "subject_id": account, "as_of": as_of})
    every = every[every["item"].isin(asked) & every["subject_type"].eq("contact")]

    def behind(contact: str) -> pd.DataFrame:
        return _weighed(every[every["subject_id"] == contact], index, "contact", as_of, params.evidence).reset_index(drop=True)

    for line in lines:
        rows = behind(line["item"])
        line |= {name: rows[name].iloc[0] if len(rows) else None for name in _SIGNED} | {"ratings": len(rows)}
    return pd.DataFrame(lines, columns=list(COLUMNS)), behind


def _latest(behind: pd.DataFrame) -> dict[str, Any]:
    counted = behind[behind["weight"] > 0]
    return {name: counted[name].iloc[0] for name in _SIGNED} if len(counted) else dict.fromkeys(_SIGNED)


def sources(
    wb: Workbook, data: IndexInputs, index: Index, place: int, subject_id: str, as_of: date, params: EvidenceParams
) -> dict[str, pd.DataFrame]:
    """For every item of the index (and the index as one answer) the rows behind it, the latest first; empty when there are none."""
    asked = {"subject_type": data.subject_type, "subject_id": subject_id, "as_of": as_of}
    ratings = _weighed(wb.frame(question("evidence_rows"), asked), index, data.subject_type, as_of, params)
    found = {item.id: ratings[ratings["item"] == item.id].reset_index(drop=True) for item in (*index.items, index.given) if item.judged}
    measures = [item for item in index.items if not item.judged]
    if measures:
        facts = wb.frame(question("evidence_facts"), {"account_id": subject_id, "as_of": as_of})
        found |= {item.id: pd.DataFrame(_measures(data.state.iloc[place], item, facts, as_of)) for item in measures}
    return found


def _weighed(rows: pd.DataFrame, index: Index, subject_type: SubjectType, as_of: date, params: EvidenceParams) -> pd.DataFrame:
    """Add ``weight``: the share of each row in the value of its item; 0 = replaced by a later answer, or it does not count."""
    rolled = subject_type == "account" and "contact" in index.subjects
    rows = rows[(rows["subject_type"] == subject_type) | rolled].copy()
    ends = {item.id: (item.low, item.high) for item in (*index.items, index.given)}
    rows = rows[rows["item"].isin(ends)]
    age = np.asarray((pd.Timestamp(as_of) - pd.to_datetime(rows["valid_on"])).dt.days, dtype=np.int64)
    inside = [ends[item][0] <= value <= ends[item][1] for item, value in zip(rows["item"], rows["value"], strict=True)]
    raw = answer_weight(age, kinds(rows), params) * np.array(inside, dtype="float64")
    who = ["subject_type", "subject_id", "item"]
    weight = pd.Series(raw, index=rows.index)
    weight = weight.where(~rows[weight > 0].duplicated([*who, "rater"]).reindex(rows.index, fill_value=True), 0.0)
    influence = rows["influence"].astype("float64").fillna(INFLUENCE_UNKNOWN)
    weight = weight / weight.groupby([rows[name] for name in who]).transform("sum").replace(0.0, np.nan) * influence
    rows["weight"] = (weight / weight.groupby(rows["item"]).transform("sum").replace(0.0, np.nan)).fillna(0.0)
    return rows


def _measures(state: pd.Series, item: Item, facts: pd.DataFrame, as_of: date) -> Iterator[dict[str, Any]]:
    """The dated facts and state columns a measured item reads."""
    for column in columns_of(str(item.measure)):
        dated = facts[facts["fact"] == column.removeprefix("fact_")] if column.startswith("fact_") else facts[:0]
        for turn, row in enumerate(dated.to_dict("records")):
            yield {str(name): value for name, value in row.items()} | {"item": item.id, "weight": float(turn == 0)}
        if column in state and pd.notna(state[column]) and not len(dated):
            yield {"item": item.id, "fact": column, "value": float(state[column]), "valid_on": pd.Timestamp(as_of), "source": "data",
                   "status": "confirmed", "rater": None, "weight": 1.0}  # fmt: skip

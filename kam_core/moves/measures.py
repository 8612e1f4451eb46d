"""Measured items at two dates: what the subject's own data changed, and what the other subjects changed through ranks and bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import account_state
from kam_core.engine import question
from kam_core.gathered import with_measures
from kam_core.index.evidence import INFLUENCE_UNKNOWN
from kam_core.index.measured import measured
from kam_core.index.shapes import Floats, Index, Item, SubjectType
from kam_core.index.subjects import subjects_of
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


@dataclass(frozen=True)
class Measured:
    """One measured item of some subjects: 0-100 before, with the new data of the subject alone, and after; and raw."""

    item: Item
    before: Floats
    own: Floats
    after: Floats
    raw_before: Floats
    raw_after: Floats


def states(
    wb: Workbook, index: Index, subject_type: SubjectType, days: Sequence[date], params: Params, window: str | None
) -> list[pd.DataFrame]:
    """The subjects with all the measures of an index on each day, by ``subject_id``."""
    columns = {item.measure for item in index.items if item.measure}
    found = []
    for day in days:
        who = subjects_of(wb, subject_type, account_state(wb, day, window, params))
        state = with_measures(wb, who, day, params, subject_type, columns)
        found.append(state.set_index(pd.Index(state["subject_id"], name="subject")))
    return found


def contacts_measured(wb: Workbook, index: Index, subjects: Sequence[str], as_of: date, params: Params) -> pd.DataFrame:
    """The contacts of some accounts with the measured items of an index of contacts: ``contact``, ``place``, ``influence``, item by id."""
    (state,) = states(wb, index, "contact", (as_of,), params, None)
    told = wb.frame(question("evidence_contacts")).set_index("subject_id")["influence"].fillna(INFLUENCE_UNKNOWN)
    people = pd.DataFrame({"contact": state["subject_id"], "place": pd.Index(subjects).get_indexer(pd.Index(state["account_id"]))})
    people["influence"] = people["contact"].map(told).astype("float64")
    for item in index.items:
        if not item.judged:
            people[item.id] = measured(item, state)[1]
    return people[people["place"] >= 0].reset_index(drop=True)


def measured_twice(index: Index, subjects: Sequence[str], before: pd.DataFrame, after: pd.DataFrame) -> dict[str, Measured]:
    """Every measured item of an index for some subjects, from the states of all subjects on two days."""
    return {item.id: _twice(item, subjects, before, after) for item in index.items if not item.judged}


def _twice(item: Item, subjects: Sequence[str], before: pd.DataFrame, after: pd.DataFrame) -> Measured:
    (raw, value), (raw_after, value_after) = (_by_subject(item, state) for state in (before, after))
    wanted = list(subjects)
    old, new = raw.reindex(wanted).to_numpy("float64"), raw_after.reindex(wanted).to_numpy("float64")
    then, now = value.reindex(wanted).to_numpy("float64"), value_after.reindex(wanted).to_numpy("float64")
    own = now.copy()
    if item.scaling != "linear":
        for place, subject in enumerate(wanted):
            same = old[place] == new[place] or (np.isnan(old[place]) and np.isnan(new[place]))
            own[place] = then[place] if same else _alone(item, raw, subject, new[place])
    return Measured(item, then, own, now, old, new)


def _by_subject(item: Item, state: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    raw, value = measured(item, state)
    return pd.Series(raw, index=state.index), pd.Series(value, index=state.index)


def _alone(item: Item, raw: pd.Series, subject: str, new: float) -> float:
    """The value of a subject with its new measure among the old measures of all others."""
    among = raw.copy()
    among.loc[subject] = new
    value = measured(replace(item, measure="raw"), pd.DataFrame({"raw": among}))[1]
    return float(value[among.index.get_loc(subject)])


def stages(found: Mapping[str, Measured]) -> dict[str, list[Floats]]:
    """
    The measures stage by stage: all before, then one after the other with the subject's own new data, then all after.

    Between two stages the index moves by what one item of the subject, and at last all other subjects, did to it.
    """
    names = list(found)
    return {
        name: [*([one.before] * (place + 1)), *([one.own] * (len(names) - place)), one.after]
        for place, (name, one) in enumerate(found.items())
    }

"""Effort against plan, for the axis of the input (methods 10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.gathered.source import Source
from kam_core.index.shapes import SubjectType
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


def _gather(wb: Workbook, state: pd.DataFrame, as_of: date, params: Params, subject_type: SubjectType) -> pd.DataFrame:
    from kam_core.effort.plan import effort_pairs, effort_ratio

    pairs = effort_pairs(wb, as_of, params, subject_type)
    ratio = pd.Series(effort_ratio(pairs), index=pd.Index(pairs["subject_id"]))
    return pd.DataFrame({"effort_of_plan": ratio.reindex(_ids(state, subject_type)).to_numpy()})


def _ids(state: pd.DataFrame, subject_type: SubjectType) -> pd.Series:
    return state["account_id" if subject_type == "account" else "subject_id"]


EFFORT = Source(
    ("effort_of_plan",), ("targets", "team", "interactions", "costs", "transactions", "accounts"), _gather, ("account", "owner")
)

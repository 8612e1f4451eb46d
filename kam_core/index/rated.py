"""Whom to ask: the accounts or contacts that can be rated on an index, those that matter most first, and what is known of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.engine import question
from kam_core.index.declared import INDICES
from kam_core.index.engine import index_values, inputs
from kam_core.index.shapes import Index, SubjectType
from kam_core.index.subjects import subjects_of
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

ASKABLE = tuple(index for index in INDICES.values() if any(item.judged for item in index.items))
"""The indices people answer; of the others everything is measured."""


def rated(wb: Workbook, index: Index, subject_type: SubjectType, as_of: date) -> pd.DataFrame:
    """
    Who has answers on an index, by either side, up to a date.

    One row a subject, by its id: ``items`` answered, of them ``confirmed``; ``oldest`` and ``newest`` day of the answers that
    stand; ``rater`` of the newest. Answers of contacts count for their account where the index rolls up.
    """
    asked = [item.id for item in (*index.items, index.given) if item.judged]
    rolled = subject_type == "account" and "contact" in index.subjects
    given = {"items": asked, "subject_type": subject_type, "as_of": as_of, "rolled": rolled}
    return wb.frame(question("ratings_standing"), given).set_index("subject_id")


def to_rate(wb: Workbook, scores: pd.DataFrame, index: Index, subject_type: SubjectType, as_of: date, params: Params) -> pd.DataFrame:
    """
    The subjects to rate, key accounts first and then the largest by revenue; contacts stand with their account.

    ``scores`` has one row an account (``kam.score``). Columns: ``subject_id``, ``subject_name``, ``account_id``,
    ``account_name``, ``revenue``, ``coverage`` of the index (0-1), and those of ``rated`` (``items`` is 0 where nobody answered).
    """
    accounts = scores.assign(account_name=scores["account_name"].fillna(scores["account_id"]), key=scores["status"].eq("key"))
    who = subjects_of(wb, subject_type, accounts)
    if subject_type == "account":
        who = who.assign(subject_name=who["account_name"])
    else:
        who = who[who["account_id"].isin(accounts["account_id"])].reset_index(drop=True)
        who = who.assign(key=who["account_id"].isin(accounts.loc[accounts["key"], "account_id"]))
    data = inputs(wb, who, as_of, params, subject_type, {index.id: index})
    who = who.assign(coverage=index_values(data, index, params).coverage)
    known = rated(wb, index, subject_type, as_of)
    columns = ["subject_id", "subject_name", "account_id", "account_name", "key", "revenue", "coverage"]
    found = who[columns].join(known, on="subject_id")
    found["items"] = found["items"].fillna(0).astype(np.int64)
    order = ["key", "revenue", "account_name", "subject_name"]
    return found.sort_values(order, ascending=[False, False, True, True], kind="stable").reset_index(drop=True)


@dataclass(frozen=True)
class Progress:
    """How far the rating of a list has come."""

    subjects: int
    rated: int
    coverage: float
    """Mean coverage of those that are rated; NaN without any."""
    confirmed: float
    """Share of the answers that stand which are confirmed; NaN without any."""
    oldest: date | None

    @property
    def lacking(self) -> int:
        """How many have no answer at all."""
        return self.subjects - self.rated


def progress(found: pd.DataFrame) -> Progress:
    """The figures of a list made by ``to_rate``."""
    known = found[found["items"] > 0]
    if known.empty:
        return Progress(len(found), 0, float("nan"), float("nan"), None)
    confirmed = float(known["confirmed"].sum() / known["items"].sum())
    return Progress(len(found), len(known), float(known["coverage"].mean()), confirmed, pd.Timestamp(known["oldest"].min()).date())

"""
Needs 需求 as measures: importance and fit of each need, and how well the needs of an account are met (methods 18).

The table of needs holds our own estimate. Where people of the customer answered about a need (ratings of the need, side *customer*),
the mean of their latest answers stands in its place: the customer's view comes first.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.engine import question
from kam_core.gathered.source import Asked, Source

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

LOW, HIGH = 1.0, 5.0
"""The scale of importance and fit; what lies outside is a slip of the pen and counts as unknown."""

ANSWERED = {"importance": "need_importance.stated", "fit": "need_performance.fit"}
"""The items under which customers answer, by the column they stand in for."""

TABLES = ("needs", "ratings")


def known_needs(wb: Workbook, as_of: date) -> pd.DataFrame:
    """
    One row a need: the columns of the table, importance and fit as the customer sees them where known.

    ``importance_by_customer``, ``fit_by_customer`` and ``by_customer`` (one of them) say where it is the customer's own answer. Values
    off the scale of 1-5 are missing.
    """
    needs = wb.table("needs").drop_duplicates("need_id", keep="last").reset_index(drop=True)
    for column in ("importance", "fit", "rival_fit"):
        value = pd.to_numeric(needs[column]).astype("float64")
        needs[column] = value.where(value.between(LOW, HIGH))
    answers = wb.frame(question("needs_by_customers"), {"items": list(ANSWERED.values()), "as_of": as_of})
    theirs = answers.set_index(["item", "need_id"])["value"]
    for column, item in ANSWERED.items():
        answer = np.full(len(needs), np.nan)
        if item in theirs.index.get_level_values("item"):
            answer = theirs[item].reindex(needs["need_id"]).to_numpy("float64", na_value=np.nan)
        needs[column] = np.where(np.isnan(answer), needs[column], answer)
        needs[f"{column}_by_customer"] = ~np.isnan(answer)
    return needs.assign(by_customer=needs["importance_by_customer"] | needs["fit_by_customer"])


def needs_met(needs: pd.DataFrame) -> pd.Series:
    """
    The importance-weighted mean of our fit by account, 1-5, over the needs of which both are known.

    >>> rows = {"account_id": ["A", "A", "A"], "importance": [5.0, 1.0, 4.0], "fit": [2.0, 5.0, None]}
    >>> needs_met(pd.DataFrame(rows)).to_dict()
    {'A': 2.5}
    """
    known = needs[needs["importance"].notna() & needs["fit"].notna()]
    weighted = known.assign(met=known["importance"] * known["fit"]).groupby("account_id")[["met", "importance"]].sum()
    return (weighted["met"] / weighted["importance"]).rename("needs_met")


def _of_needs(asked: Asked) -> pd.DataFrame:
    needs = known_needs(asked.wb, asked.as_of).set_index("need_id")[["importance", "fit"]]
    return needs.reindex(asked.subjects).reset_index(drop=True)


def _of_accounts(asked: Asked) -> pd.DataFrame:
    return needs_met(known_needs(asked.wb, asked.as_of)).reindex(asked.subjects).reset_index().drop(columns="account_id")


NEEDS = Source(("importance", "fit"), TABLES, _of_needs, ("need",))
NEEDS_MET = Source(("needs_met",), TABLES, _of_accounts)

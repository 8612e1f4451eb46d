"""Needs 需求分析 (methods 18): how large the gap of each is, where the best rival meets it better, and the same by kind of need."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.gathered.needs import HIGH, known_needs

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

UNSORTED = "other"
"""The kind of a need nobody gave one."""


def gaps(wb: Workbook, scores: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """
    The needs of the accounts of ``scores``, the largest gap first; what is not known of both comes last.

    Columns: those of the table, ``account_name``, ``by_customer``, ``gap`` = importance x (5 - fit), 0-20, and ``ahead`` = our fit
    less the rival's (below 0: the rival meets it better).
    """
    needs = known_needs(wb, as_of)
    needs = needs.merge(scores[["account_id", "account_name"]], on="account_id", how="inner")
    needs = needs.assign(
        category=needs["category"].fillna(UNSORTED),
        gap=needs["importance"] * (HIGH - needs["fit"]),
        ahead=needs["fit"] - needs["rival_fit"],
        value=pd.to_numeric(needs["value"]).astype("float64"),
    )
    order = ["gap", "importance", "value", "need_id"]
    return needs.sort_values(order, ascending=[False, False, False, True], na_position="last", kind="stable").reset_index(drop=True)


def by_category(needs: pd.DataFrame) -> pd.DataFrame:
    """One row a kind of need of ``gaps``, the largest mean gap first: ``n``, means, ``behind`` (the rival meets it better), ``value``."""
    groups = needs.groupby("category")
    found = groups[["importance", "fit", "rival_fit", "gap"]].mean()
    found = found.assign(
        n=groups.size(), behind=(needs["ahead"] < 0).groupby(needs["category"]).sum(), value=groups["value"].sum(min_count=1)
    )
    return found.sort_values("gap", ascending=False, na_position="last", kind="stable").reset_index()

"""Who is rated: accounts as they are in the state, contacts and needs as they are listed, owners of the accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kam_core.engine import question
from kam_core.index.shapes import SubjectType

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

CARRIED = ("profit", "revenue", "renews_in_days")
"""What a subject shows of its account (an owner: of all accounts together, the next renewal)."""


def subjects_of(wb: Workbook, subject_type: SubjectType, state: pd.DataFrame) -> pd.DataFrame:
    """
    One row a subject: ``subject_id``, ``account_id`` (missing for owners), ``account_name`` and what it shows of its account.

    For accounts it is the state itself, all its columns included.
    """
    if subject_type == "account":
        return state.assign(subject_id=state["account_id"])
    if subject_type == "owner":
        return _owners(state)
    found = listed(wb, f"{subject_type}s")
    columns = ["account_id", *(name for name in ("account_name", *CARRIED) if name in state)]
    return found.merge(state[columns], on="account_id", how="left")


def listed(wb: Workbook, table: str) -> pd.DataFrame:
    """The contacts or the needs, kept as long as nobody changes them."""
    key, revision = ("listed", table), wb.revisions.get(table, 0)
    kept: tuple[int, pd.DataFrame] | None = wb.memo.get(key)
    if kept is None or kept[0] != revision:
        kept = wb.memo.put(key, (revision, wb.frame(question(f"evidence_{table}"))))
    return kept[1]


def _owners(state: pd.DataFrame) -> pd.DataFrame:
    ways = {"profit": _total, "revenue": _total, "renews_in_days": "min"}
    present = {name: (name, way) for name, way in ways.items() if name in state}
    named = state[state["owner"].notna() & (state["owner"] != "")]
    owners = named.groupby("owner", sort=True).agg(accounts=("account_id", "size"), **present).reset_index()
    return owners.assign(subject_id=owners["owner"], subject_name=owners["owner"], account_id=None, account_name=None)


def _total(values: pd.Series) -> float:
    """The sum of what is known; missing where nothing is."""
    return float(values.sum(min_count=1))

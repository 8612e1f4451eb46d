"""
A play made a plan: each action for each account, owned by the account's owner, on days that one person can keep.

Nothing is written here: the edits are applied by who asked for them, as one batch.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pandas as pd

from kam_core.playbook.shapes import Play
from kam_core.workbook.edits import Edit, Insert

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

OPEN = ("planned", "doing")
"""States of an action that is still to be done."""

SPAN_DAYS = 90
"""From the date to the last action of the first accounts, unless asked otherwise."""
A_WEEK = 5
"""Accounts one owner begins with in a week; the next ones begin a week later each."""


@dataclass(frozen=True)
class Plan:
    """What would be written: a line an action, and the accounts left out because the same play is open there."""

    lines: pd.DataFrame
    """account_id, account_name, owner, action, due_on (day)."""
    left_out: tuple[str, ...]
    play: str
    strategy: str
    planned_on: date

    @property
    def accounts(self) -> int:
        """How many accounts get actions."""
        return int(self.lines["account_id"].nunique())

    def edits(self) -> list[Edit]:
        """One new row of ``actions`` a line."""
        shared = {"objective": self.strategy, "state": "planned", "play": self.play, "planned_on": self.planned_on}
        return [
            Insert("actions", {k: v for k, v in {"action_id": f"A-{uuid4().hex[:10]}", **_told(row), **shared}.items() if v})
            for row in self.lines.to_dict("records")
        ]


def _told(row: Mapping[Hashable, Any]) -> dict[str, object]:
    named = {"owner": row["owner"]} if isinstance(row["owner"], str) else {}
    return {"account_id": row["account_id"], "action": row["action"], "due_on": row["due_on"], **named}


def plan(wb: Workbook, play: str, told: Play, accounts: pd.DataFrame, as_of: date, span: int = SPAN_DAYS) -> Plan:
    """
    A play (in the words it is to have) as actions of some accounts.

    ``accounts`` has account_id, account_name and owner, the most urgent first: those of one owner begin in that order. An account
    where an action of the same play is planned or being done is left out. Due days are working days after ``as_of``.
    """
    busy = with_open(wb, play)
    asked = accounts.drop_duplicates("account_id")
    free = asked[~asked["account_id"].isin(busy)]
    turn = free.groupby(free["owner"].fillna("")).cumcount() // A_WEEK
    days = due_days(as_of, len(told.actions), span)
    lines = [
        {"account_id": id, "account_name": name, "owner": owner, "action": action, "due_on": working(day + timedelta(weeks=int(wait)))}
        for id, name, owner, wait in zip(free["account_id"], free["account_name"], free["owner"], turn, strict=True)
        for action, day in zip(told.actions, days, strict=True)
    ]
    columns = ["account_id", "account_name", "owner", "action", "due_on"]
    left_out = tuple(asked.loc[asked["account_id"].isin(busy), "account_id"])
    return Plan(pd.DataFrame(lines, columns=columns), left_out, play, told.strategy, as_of)


def with_open(wb: Workbook, play: str) -> set[str]:
    """The accounts where an action of a play is planned or being done."""
    rows = wb.table("actions")
    return set(rows.loc[(rows["play"] == play) & rows["state"].fillna(OPEN[0]).isin(OPEN), "account_id"].dropna())


def due_days(as_of: date, actions: int, span: int = SPAN_DAYS) -> list[date]:
    """
    The days of so many actions, evenly spread to the end of the span, on working days.

    >>> [str(day) for day in due_days(date(2024, 1, 1), 3, 90)]
    ['2024-01-31', '2024-03-01', '2024-04-01']
    """
    return [working(as_of + timedelta(days=round(span * (place + 1) / actions))) for place in range(actions)]


def working(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def followed(wb: Workbook, play: str, as_of: date) -> pd.DataFrame:
    """The actions of a play that were planned up to a day, a line each: account_id, state, due_on, done_on, planned_on."""
    return _followed(wb.table("actions"), play, as_of)


def _followed(rows: pd.DataFrame, play: str, as_of: date) -> pd.DataFrame:
    rows = rows[(rows["play"] == play) & rows["account_id"].notna()]
    since = pd.to_datetime(rows["planned_on"].fillna(rows["due_on"]))
    kept = rows.assign(planned_on=since)[since <= pd.Timestamp(as_of)]
    return kept[["account_id", "state", "due_on", "done_on", "planned_on"]].reset_index(drop=True)


def standing(wb: Workbook, plays: Sequence[str], as_of: date) -> pd.DataFrame:
    """How far each play is on a day, one row a play: accounts, actions, done, overdue."""
    rows = wb.table("actions")
    counts = [_counts(play, _followed(rows, play, as_of), as_of) for play in plays]
    return pd.DataFrame(counts, columns=["play", "accounts", "actions", "done", "overdue"])


def _counts(play: str, rows: pd.DataFrame, as_of: date) -> tuple[str, int, int, int, int]:
    late = rows["state"].fillna(OPEN[0]).isin(OPEN) & (pd.to_datetime(rows["due_on"]) < pd.Timestamp(as_of))
    return play, int(rows["account_id"].nunique()), len(rows), int((rows["state"] == "done").sum()), int(late.sum())

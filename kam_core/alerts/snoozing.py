"""
Snoozed alerts: a reason of an account that somebody left out until a day, and said why.

A snooze holds while ``since <= as_of < until``; it counts by the date of the figures, as everything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.alerts.rules import RULES
from kam_core.errors import BadArgument, UnknownName
from kam_core.text import N_
from kam_core.workbook.edits import Change, Edit, Insert

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

NO_REASON = N_("Say why: a snooze needs a reason.")
BACKWARDS = N_("A snooze has to end after the day it begins.")


def active(snoozes: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Those that hold on a day, indexed by row id as in the workbook."""
    day = pd.Timestamp(as_of)
    return snoozes[(pd.to_datetime(snoozes["since"]) <= day) & (day < pd.to_datetime(snoozes["until"]))]


def marked(reasons: pd.DataFrame, snoozes: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The reasons with ``until``, ``snoozed_why`` and ``snoozed_by`` where one is snoozed (of several the one that holds longest)."""
    now = active(snoozes, as_of).sort_values("until", kind="stable").drop_duplicates(["account_id", "kind"], keep="last")
    now = now.rename(columns={"reason": "snoozed_why", "author": "snoozed_by"})
    kept = now[["account_id", "kind", "until", "snoozed_why", "snoozed_by"]].astype({"until": "datetime64[us]"})
    return reasons.merge(kept, on=["account_id", "kind"], how="left")


def awake(reasons: pd.DataFrame) -> pd.DataFrame:
    """Those that nobody snoozed."""
    return reasons[reasons["until"].isna()].reset_index(drop=True)


def snooze(account_id: str, kinds: Iterable[str], *, since: date, until: date, reason: str, author: str = "") -> list[Edit]:
    """What to apply, as one batch, so that these reasons of an account are left out from a day on until another."""
    chosen = list(kinds)
    for kind in chosen:
        if kind not in RULES:
            raise UnknownName.of("alert", kind, list(RULES))
    if not reason.strip():
        raise BadArgument.saying(NO_REASON, value=reason)
    if until <= since:
        raise BadArgument.saying(BACKWARDS, value=until)
    told = {"account_id": account_id, "since": since, "until": until, "reason": reason.strip(), "author": author}
    return [Insert("snoozes", {**told, "kind": kind}) for kind in chosen]


def wake(wb: Workbook, account_id: str, kind: str, as_of: date) -> list[Edit]:
    """What to apply, as one batch, so that a reason is told again from a day on; that it was snoozed before stays on record."""
    now = active(wb.table("snoozes"), as_of)
    own = now[(now["account_id"] == account_id) & (now["kind"] == kind)]
    return [Change("snoozes", int(str(row)), "until", pd.Timestamp(until).date(), as_of) for row, until in own["until"].items()]

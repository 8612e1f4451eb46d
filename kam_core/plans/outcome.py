"""
What happened to the accounts that followed a play, beside those that stood in the same quadrant on the same day and did not.

Who gets a plan is chosen and not drawn by lot, so a difference is no effect: it is told with both counts and never as a cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.accounts import account_state
from kam_core.assumptions import saved
from kam_core.params import Params
from kam_core.placing import matrix
from kam_core.plans.making import followed

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

FEW = 10
"""With fewer accounts in either group nothing but counts is told."""
MOST_DAYS = 8
"""Of the days on which plans were made, so many (the latest) are looked at: each one places the whole portfolio."""

COLUMNS = (
    "account_id", "account_name", "followed", "since", "quadrant_now", "x_then", "x_now", "x_change", "y_then", "y_now", "y_change",
    "profit_then", "profit_now", "profit_change", "actions", "actions_done",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """One line an account (see ``COLUMNS``), those that followed and those that stood there and did not."""

    accounts: pd.DataFrame
    elsewhere: int
    """Accounts with actions of the play that did not stand in its quadrant when they were planned: they are compared with nobody."""
    earlier: int = 0
    """Accounts whose plan began before the last ``MOST_DAYS`` such days: where they stood then is not looked up."""
    waiting: int = 0
    """Accounts with a plan of which nothing is due or begun yet: they have followed nothing and count as not having done so."""

    @property
    def few(self) -> bool:
        """Whether either group is too small to say more than counts."""
        counts = self.accounts["followed"].value_counts()
        return min(int(counts.get(True, 0)), int(counts.get(False, 0))) < FEW

    def group(self, followed: bool) -> pd.DataFrame:
        """The accounts of one group."""
        return self.accounts[self.accounts["followed"] == followed]

    def now(self) -> pd.DataFrame:
        """How many accounts stand in which quadrant now: quadrant (missing = not placed), followed, others."""
        named = self.accounts["quadrant_now"].fillna("")
        counts = pd.crosstab(named, self.accounts["followed"]).reindex(columns=[True, False], fill_value=0)
        return counts.set_axis(["followed", "others"], axis=1).rename_axis("quadrant").reset_index()

    def medians(self) -> pd.DataFrame:
        """The median change of x, y and profit by group (index: followed, others); missing when there are too few."""
        columns = ["x_change", "y_change", "profit_change"]
        rows = [self.group(followed)[columns].median() for followed in (True, False)]
        found = pd.DataFrame(rows, index=["followed", "others"])
        return found.mask(pd.DataFrame(self.few, index=found.index, columns=found.columns))

    @property
    def done_share(self) -> float:
        """Share of the actions of those that followed which are done; missing without any."""
        total = float(self.group(True)["actions"].sum())
        return float(self.group(True)["actions_done"].sum()) / total if total else float("nan")


def outcome(
    wb: Workbook, name: str, quadrant: str, as_of: date, params: Params | None = None, accounts: Sequence[str] | None = None
) -> Outcome:
    """
    Everybody who stood in a quadrant when its play was planned for somebody, and where they stand on ``as_of``.

    Profit is that of 12 months, then and now. Followed has who has an action of the play that is due, begun or done; everybody else
    is held against the first such day on which they stood there. ``accounts`` narrows both groups.
    """
    params = saved(wb) if params is None else params
    acted = followed(wb, f"{name}.{quadrant}", as_of)
    acted = acted if accounts is None else acted[acted["account_id"].isin(list(accounts))]
    planned, acted = acted["account_id"].nunique(), acted[_due(acted, as_of)]
    first = acted.groupby("account_id")["planned_on"].min()
    days = sorted({pd.Timestamp(day).date() for day in first})[-MOST_DAYS:]
    parts = [_on(wb, name, quadrant, day, first, params) for day in days]
    then = pd.concat(parts, ignore_index=True).drop_duplicates("account_id") if parts else _nobody()
    then = then if accounts is None else then[then["account_id"].isin(list(accounts))]
    now = _where(wb, name, as_of, params).rename(columns=lambda column: column if column == "account_name" else f"{column}_now")
    found = then.merge(now, left_on="account_id", right_index=True, how="left")
    for axis in ("x", "y", "profit"):
        found[f"{axis}_change"] = found[f"{axis}_now"] - found[f"{axis}_then"]
    counts = acted.groupby("account_id")["state"].agg(actions="size", actions_done=lambda states: int((states == "done").sum()))
    found = found.merge(counts, left_on="account_id", right_index=True, how="left")
    stood, looked = int(found["followed"].astype(bool).sum()), int(pd.to_datetime(first).dt.date.isin(days).sum())
    return Outcome(found[list(COLUMNS)].reset_index(drop=True), looked - stood, len(first) - looked, planned - len(first))


def _due(acted: pd.DataFrame, as_of: date) -> pd.Series:
    """Which actions count: begun, or due on a day (without one, from the day they were planned); what was dropped counts once due."""
    due = pd.to_datetime(acted["due_on"]).fillna(acted["planned_on"])
    return acted["state"].isin(("doing", "done")) | (due <= pd.Timestamp(as_of))


def _on(wb: Workbook, name: str, quadrant: str, day: date, first: pd.Series, params: Params) -> pd.DataFrame:
    """Who stood in the quadrant on a day: those who began the play then, and those who never did."""
    there = _where(wb, name, day, params)
    there = there[there["quadrant"] == quadrant]
    began = there.index.isin(first.index[pd.to_datetime(first).dt.date == day])
    there = there[began | ~there.index.isin(first.index)]
    told = there.rename(columns={axis: f"{axis}_then" for axis in ("x", "y", "profit")}).drop(columns=["quadrant", "account_name"])
    return told.assign(followed=told.index.isin(first.index), since=day).reset_index()


def _where(wb: Workbook, name: str, day: date, params: Params) -> pd.DataFrame:
    """Where every account stands on a day, with its profit of 12 months, by account."""
    placed = matrix(wb, name, day, None, params, subject_type="account").set_index("account_id")
    profit = account_state(wb, day, None, params).set_index("account_id")["profit_12m"]
    shown = placed[["account_name", "quadrant", "x", "y"]].where(placed["quadrant"].notna())
    return shown.assign(account_name=placed["account_name"], profit=profit)


def _nobody() -> pd.DataFrame:
    columns = ["account_id", "x_then", "y_then", "profit_then", "followed", "since"]
    return pd.DataFrame({column: pd.Series(dtype=object) for column in columns})

"""A play made a plan: how many actions, whose, when, and none twice."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

import kam_core as kam
from kam_core.plans import due_days, plan
from kam_core.plans.making import standing
from kam_core.playbook.shapes import Play

DAY = date(2024, 3, 1)  # a Friday
PLAY = Play("Hold them.", ("Call", "Visit", "Thank"))


def listed(n: int, owner: str | None = "Li Na") -> pd.DataFrame:
    """So many accounts of one owner."""
    ids = [f"A{place:02d}" for place in range(n)]
    return pd.DataFrame({"account_id": ids, "account_name": [f"Account {id}" for id in ids], "owner": owner})


@pytest.fixture
def book() -> kam.Workbook:
    book = kam.Workbook()
    book.apply([kam.Insert("accounts", {"account_id": id, "account_name": id}) for id in listed(12)["account_id"]])
    return book


def test_counts_owners_and_days(book):
    """Three actions for each of twelve accounts; after five accounts of one owner the next begin a week later; no weekend."""
    made = plan(book, "loyalty.true", PLAY, listed(12), DAY, span=30)
    days = made.lines.pivot(index="account_id", columns="action", values="due_on")

    assert (len(made.lines), made.accounts, made.left_out) == (36, 12, ())
    # 30 days in three: 11, 21 and 31 March; the last is a Sunday, so 1 April
    assert days.loc["A00"].to_dict() == {"Call": date(2024, 3, 11), "Visit": date(2024, 3, 21), "Thank": date(2024, 4, 1)}
    assert (days.loc["A04", "Call"], days.loc["A05", "Call"], days.loc["A11", "Call"]) == (
        date(2024, 3, 11), date(2024, 3, 18), date(2024, 3, 25))  # fmt: skip
    assert all(day.weekday() < 5 for day in made.lines["due_on"])
    assert due_days(DAY, 2, 365)[-1] == date(2025, 3, 3)  # 1 March 2025 is a Saturday


def test_one_batch_its_rows_and_its_undo(book):
    """Planned, with the play, the strategy as objective and the day; without an owner the cell is empty; one undo takes all away."""
    made = plan(book, "loyalty.true", PLAY, listed(2, None), DAY)
    batch = book.apply(made.edits(), author="Li Na")
    rows = book.table("actions")

    assert len(rows) == 6 and rows["action_id"].is_unique and rows["owner"].isna().all()
    assert set(rows["play"]) == {"loyalty.true"} and set(rows["state"]) == {"planned"} and set(rows["objective"]) == {"Hold them."}
    assert set(pd.to_datetime(rows["planned_on"]).dt.date) == {DAY}
    book.undo(batch)
    assert book.table("actions").empty


def test_no_open_action_twice(book):
    """Who has an open action of the play is left out; once all of them are done or dropped the play can be planned again."""
    book.apply(plan(book, "loyalty.true", PLAY, listed(2), DAY).edits())
    again = plan(book, "loyalty.true", PLAY, listed(3), DAY)
    other = plan(book, "loyalty.latent", PLAY, listed(3), DAY)
    rows = book.table("actions")
    mine = rows[rows["account_id"] == "A00"]
    book.apply([kam.Change("actions", int(row), "state", "planned", "done") for row in mine.index])

    assert (again.left_out, again.accounts, other.accounts) == (("A00", "A01"), 1, 3)
    assert plan(book, "loyalty.true", PLAY, listed(3), DAY).left_out == ("A01",)
    # On the day after the last due day three are done, three are late.
    told = standing(book, ["loyalty.true", "loyalty.none"], date(2024, 7, 1)).set_index("play").to_dict("index")
    assert told == {"loyalty.true": {"accounts": 2, "actions": 6, "done": 3, "overdue": 3},
                    "loyalty.none": {"accounts": 0, "actions": 0, "done": 0, "overdue": 0}}  # fmt: skip


def test_nobody_and_nothing(book):
    """No account, or no action chosen: an empty plan without edits."""
    assert plan(book, "loyalty.true", PLAY, listed(0), DAY).edits() == []
    assert plan(book, "loyalty.true", Play("Only words.", ()), listed(3), DAY).edits() == []

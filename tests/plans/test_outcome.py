"""What became of accounts that followed a play, beside those that stood there and did not."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

import kam_core as kam
from kam_core.plans import outcome

THEN, NOW = date(2024, 1, 31), date(2024, 12, 31)
STAYED = 40.0


def rated(id: str, day: date, importance: float, trust: float) -> list[kam.Insert]:
    """Both indices of an account as whole answers of one rater."""
    answers = {"importance": importance, "trust": trust}
    shared = {"subject_type": "account", "subject_id": id, "valid_on": day, "rater": "R", "rater_side": "customer", "status": "confirmed"}
    return [kam.Insert("ratings", {**shared, "item": item, "value": value}) for item, value in answers.items()]


def made(followers: int, others: int) -> kam.Workbook:
    """Everybody stood at importance 80, trust 40 (priority); the k-th follower rose by 10 k, the others stayed; sales of a year fell."""
    book, edits = kam.Workbook(), []
    for place in range(followers + others):
        id, follows = f"A{place:02d}", place < followers
        edits += [kam.Insert("accounts", {"account_id": id, "account_name": f"Account {id}"}), *rated(id, THEN, 80.0, STAYED)]
        edits += rated(id, NOW, 80.0, STAYED + 10.0 * place if follows else STAYED)
        sold = [("2023-06-10", 100.0), ("2024-12-10", 100.0 + (place if follows else -10.0))]
        edits += [kam.Insert("transactions", {"account_id": id, "date": day, "revenue": money, "cost": 0.0}) for day, money in sold]
        if follows:
            told = {"action_id": f"X{place}", "account_id": id, "action": "Visit", "play": "relationship.priority", "planned_on": THEN}
            edits.append(kam.Insert("actions", {**told, "state": "done" if place % 2 else "planned"}))
    book.apply(edits)
    return book


def test_too_few_says_only_counts():
    """Three followed and two did not: counts of quadrants, no medians; half an action more or less is stated as it is."""
    found = outcome(made(3, 2), "relationship", "priority", NOW)
    now = found.now().set_index("quadrant").to_dict("index")

    assert found.few and found.medians().isna().all(axis=None)
    # trust 40, 50, 60: the last is at the cut and a core partner
    assert now == {"priority": {"followed": 2, "others": 2}, "core_partner": {"followed": 1, "others": 0}}
    assert found.done_share == pytest.approx(1 / 3)


def test_medians_of_both_groups_from_ten_on():
    """Ten against eleven: the median change of trust is that of 0, 10 .. 60, 60, 60, 60 by hand, and of profit likewise."""
    book = made(7, 11)
    extra = [kam.Insert("accounts", {"account_id": f"B{k}", "account_name": f"B{k}"}) for k in range(3)]
    for k in range(3):
        extra += [*rated(f"B{k}", THEN, 80.0, STAYED), *rated(f"B{k}", NOW, 80.0, 100.0)]
        extra += [kam.Insert("actions", {"action_id": f"Y{k}", "account_id": f"B{k}", "action": "Visit", "play": "relationship.priority",
                                         "planned_on": THEN, "state": "done"})]  # fmt: skip
    book.apply(extra)
    found = outcome(book, "relationship", "priority", NOW)
    medians = found.medians()

    assert not found.few
    assert medians.loc["followed", "x_change"] == pytest.approx(pd.Series([0, 10, 20, 30, 40, 50, 60, 60, 60, 60]).median())
    assert medians.loc["others", ["x_change", "y_change"]].tolist() == [0.0, 0.0]
    # profit of 12 months: 100 then; 100 + k now for the seven with sales (median of 0..6), 90 for the others
    assert medians["profit_change"].tolist() == [3.0, -10.0]


def test_a_plan_of_long_ago_is_said_to_be_too_old_and_not_to_be_elsewhere():
    """Nine days with plans: the accounts of the first day stood there, but only the last eight days are looked at."""
    book = made(1, 9)
    told = [{"action_id": f"N{k}", "account_id": f"A{k:02d}", "action": "Visit", "play": "relationship.priority",
             "planned_on": date(2024, 2, k)} for k in range(1, 9)]  # fmt: skip
    book.apply([kam.Insert("actions", row) for row in told])
    found = outcome(book, "relationship", "priority", NOW)

    assert (len(found.group(True)), found.elsewhere, found.earlier) == (8, 0, 1)


def test_a_plan_of_which_nothing_is_due_has_been_followed_by_nobody():
    """Two of three others get an action due next year: they stay in the comparison; begun, one of them has followed."""
    book = made(2, 3)
    told = {"action": "Visit", "play": "relationship.priority", "planned_on": date(2024, 11, 29), "due_on": date(2025, 2, 28)}
    book.apply([kam.Insert("actions", {**told, "action_id": f"W{k}", "account_id": f"A0{k}", "state": "planned"}) for k in (2, 3)])
    found = outcome(book, "relationship", "priority", NOW)
    book.apply([kam.Insert("actions", {**told, "action_id": "W5", "account_id": "A03", "state": "doing"})])
    begun = outcome(book, "relationship", "priority", NOW)

    assert (len(found.group(True)), len(found.group(False)), found.waiting) == (2, 3, 2)
    assert found.done_share == 0.5
    assert (len(begun.group(True)), len(begun.group(False)), begun.waiting) == (3, 2, 1)


def test_who_stood_elsewhere_or_planned_later_is_no_comparison():
    """A plan on another quadrant counts as elsewhere; before its day nobody has followed; narrowing leaves the rest out."""
    book = made(2, 2)
    other = {"action_id": "Z", "account_id": "A03", "action": "Visit", "play": "relationship.maintain", "planned_on": THEN}
    book.apply([kam.Insert("actions", other)])
    elsewhere = outcome(book, "relationship", "maintain", NOW)
    before = outcome(book, "relationship", "priority", date(2024, 1, 30))
    narrowed = outcome(book, "relationship", "priority", NOW, accounts=["A00", "A03"])

    assert (len(elsewhere.group(True)), elsewhere.elsewhere) == (0, 1)
    assert before.accounts.empty and pd.isna(before.done_share)
    assert narrowed.accounts["account_id"].tolist() == ["A00", "A03"]

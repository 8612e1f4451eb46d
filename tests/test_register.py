"""The register: what stands in it, what is wrong with it, and how a decision is written down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.errors import BadEdit, StaleEdit
from kam_core.params import Params
from kam_core.register import CHECKS, checks, completed, decision, finding, next_review, owners, prospect, register, review_dates, warnings
from kam_core.text import translator
from tests.value.portfolio import add, book, cells

EN = translator("en")
DAY = date(2024, 3, 31)
HOW: dict[str, Any] = {"author": "Ann", "day": DAY, "params": Params()}
CALM: dict[str, Any] = {
    "account_name": "Nord", "owner": "Li", "status": "key", "tier": "A", "review_on": pd.Timestamp("2024-12-31"), "review_in_days": 275.0,
    "revenue_12m": 100.0, "days_since_last": 5.0, "key_days": 900.0, "contact_overdue": False, "key_since": pd.Timestamp("2021-10-13"),
    "decided_why": None, "decided_by": None, "row_id": 7.0, "account_id": "A",
}  # fmt: skip


def rows(*changed: dict[str, Any]) -> pd.DataFrame:
    """Accounts of a register, calm key accounts but for what is said."""
    return pd.DataFrame([{**CALM, **row} for row in changed])


def portfolio() -> kam.Workbook:
    """Two accounts that bought, one key; a visit, a promise and a touch; one account that only stands in the facts."""
    wb = book(
        [
            ("A", "2024-01-10", 300, 100, "1"),
            ("A", "2023-01-10", 200, 100, "2"),
            ("B", "2022-01-10", 50, 10, "3"),
            ("X", "2024-02-01", 9, 1, "4"),
        ],
    )
    day = date(2024, 9, 30)
    add(wb, "accounts", [
        {"account_id": "A", "account_name": "Nord", "owner": "Li", "status": "key", "tier": "A", "key_since": date(2023, 1, 1),
         "decided_by": "Bob", "decided_why": "Large", "review_on": day},
        {"account_id": "B", "account_name": "Süd"},
    ])  # fmt: skip
    add(wb, "interactions", [
        {"account_id": "A", "date": date(2024, 3, 1), "kind": "visit"}, {"account_id": "A", "date": date(2024, 3, 20), "kind": "promise"},
        {"account_id": "A", "date": date(2024, 4, 20), "kind": "visit"}, {"account_id": "B", "date": date(2024, 1, 1)},
    ])  # fmt: skip
    add(wb, "contacts", [{"contact_id": "c", "account_id": "A", "contact_name": "Wu", "last_touch": date(2024, 3, 11)}])
    wb.apply([kam.Insert("policies", {"applies_to": "tier", "value": "A", "service_level": "Gold", "cadence_days": 14})])
    return wb


def test_what_stands_in_the_register() -> None:
    """Who decided what and why, the review, growth, and the service policy against the last contact (a promise is none) up to the day."""
    wb = portfolio()
    found = register(wb, kam.score(wb, DAY), DAY).set_index("account_id")
    a = found.loc["A"]

    assert (a["decided_by"], a["decided_why"], a["review_in_days"], a["key_days"]) == ("Bob", "Large", 183, 455)
    assert a["growth"] == pytest.approx(0.5)
    assert (a["last_contact"], a["days_since_contact"]) == (pd.Timestamp("2024-03-11"), 20)
    assert (a["service_level"], a["cadence_days"], a["policy_from"], a["contact_overdue"]) == ("Gold", 14, "tier", True)
    assert cells(found.loc[["B"]], "status", "review_on", "cadence_days", "policy_from") == [[None, None, None, None]]
    assert (bool(found.loc["B", "contact_overdue"]), found["abc"].isna().all()) == (False, True)


def test_an_account_that_only_stands_in_facts_is_in_the_register() -> None:
    """It has no row to change yet; a decision makes one."""
    wb = portfolio()
    found = register(wb, kam.score(wb, DAY), DAY).set_index("account_id", drop=False)
    if pd.notna(found.loc["X", "row_id"]):
        wb.apply([kam.Delete("accounts", int(found.loc["X", "row_id"]))])
        found = register(wb, kam.score(wb, DAY), DAY).set_index("account_id", drop=False)
    assert pd.isna(found.loc["X", "row_id"])
    wb.apply(decision(found.loc["X"].to_dict(), {"status": "key", "decided_why": "New"}, **HOW))

    assert cells(wb.table("accounts").query("account_id == 'X'"), "status", "key_since", "decided_by", "decided_why") == [
        ["key", pd.Timestamp(DAY), "Ann", "New"]
    ]


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        ({}, []),
        ({"owner": None}, ["no_owner"]),
        ({"owner": "  "}, ["no_owner"]),
        ({"review_in_days": 0.0}, []),
        ({"review_in_days": -1.0}, ["review_overdue"]),
        ({"review_in_days": np.nan}, ["no_review"]),
        ({"revenue_12m": 0.0}, ["buys_nothing"]),
        ({"revenue_12m": np.nan, "days_since_last": np.nan, "key_days": 365.0}, []),
        ({"revenue_12m": np.nan, "days_since_last": np.nan, "key_days": 366.0}, ["buys_nothing"]),
        ({"contact_overdue": True}, ["contact_overdue"]),
        ({"status": "regular", "owner": None, "review_in_days": -1.0, "revenue_12m": 0.0, "contact_overdue": True}, []),
    ],
)
def test_what_is_checked_of_a_key_account(row: dict[str, Any], kinds: list[str]) -> None:
    """Each at its boundary; a young key account may take a year to its first order; others are not checked."""
    found = checks(rows(row)).iloc[0]

    assert [kind for kind in CHECKS if found[kind]] == kinds


def test_too_many_key_accounts_and_too_many_with_one_owner() -> None:
    """35 and 5 are no warning, one more is; the limits are assumptions."""
    five = rows(*[{"owner": f"O{n // 5}"} for n in range(35)])
    assert warnings(five, Params(), EN) == []

    assert warnings(rows(*[{"owner": "O"}] * 6), Params(), EN) == ["O has 6 key accounts: more than 5."]
    assert warnings(pd.concat([five, rows({"owner": "P"})]), Params(), EN) == ["36 key accounts: more than 35 cannot be looked after."]
    assert warnings(rows({}, {}), Params.of(most_key_accounts=1, most_per_owner=1), EN) == [
        "2 key accounts: more than 1 cannot be looked after.", "Li has 2 key accounts: more than 1.",
    ]  # fmt: skip


def test_warnings_name_the_first_and_count_the_others() -> None:
    """One line a kind, three names at most."""
    late = rows(*[{"account_name": name, "review_in_days": -3.0, "owner": name} for name in "ABCDE"])

    assert warnings(late, Params(), EN) == ["5 reviews are overdue: A, B, C and 2 more"]
    assert warnings(late.head(1), Params(), EN) == ["1 review is overdue: A"]


def test_owners_are_counted_without_blanks() -> None:
    """Nobody is nobody's account; the busiest first."""
    found = owners(rows({"owner": "Li "}, {"owner": "Bo"}, {"owner": "Li"}, {"owner": ""}, {"owner": None}, {"status": "regular"}))

    assert found.to_dict() == {"Li": 2, "Bo": 1}


@pytest.mark.parametrize(
    ("table", "proposed", "sentence"),
    [
        (rows({}).iloc[:0], 0, "Which accounts are key?"),
        (rows({"status": None}), 3, "No account is key yet; the data propose 3."),
        (rows({}), 0, "1 key account."),
        (rows({}, {"review_in_days": -1.0}), 6, "2 key accounts; 1 review is overdue; the data propose 6 more."),
        (rows({}, {"review_in_days": np.nan}), 0, "2 key accounts; 1 has no review date."),
        (rows({"review_in_days": np.nan}), 0, "1 key account; no review date is set."),
    ],
)
def test_the_finding(table: pd.DataFrame, proposed: int, sentence: str) -> None:
    """How many, what is due (overdue before undated), how many more."""
    assert finding(table, proposed, EN) == sentence


REGULAR = {**CALM, "status": "regular", "review_on": pd.NaT, "key_since": pd.NaT}
NEXT = DAY + timedelta(days=365)


@pytest.mark.parametrize(
    ("row", "typed", "made"),
    [
        (CALM, {"owner": "Bo"}, {"owner": "Bo"}),
        (CALM, {"tier": "B"}, {"tier": "B", "decided_by": "Ann"}),
        (REGULAR, {"status": "key"}, {"status": "key", "decided_by": "Ann", "key_since": DAY, "review_on": NEXT}),
        (REGULAR, {"status": "key", "key_since": "2020-01-01", "review_on": "2024-06-01"},
         {"status": "key", "decided_by": "Ann", "key_since": "2020-01-01", "review_on": "2024-06-01"}),
        ({**CALM, "status": "candidate"}, {"status": "key"}, {"status": "key", "decided_by": "Ann", "key_since": DAY}),
        (CALM, {"status": "former"}, {"status": "former", "decided_by": "Ann", "key_since": None}),
        (CALM, {"status": "key"}, {"status": "key", "decided_by": "Ann"}),
        (REGULAR, {"status": "candidate"}, {"status": "candidate", "decided_by": "Ann"}),
    ],
)  # fmt: skip
def test_what_follows_from_a_decision(row: dict[str, Any], typed: dict[str, Any], made: dict[str, Any]) -> None:
    """By whom always; since when and the next review when an account becomes key; what was typed stands; another owner is no decision."""
    assert completed(row, typed, **HOW) == made


def test_the_next_review_is_an_assumption() -> None:
    """365 days unless the workbook says otherwise."""
    assert next_review(DAY, Params()) == date(2025, 3, 31)
    assert next_review(DAY, Params.of(review_after_days=90)) == date(2024, 6, 29)


def test_a_decision_is_one_batch_that_can_be_undone() -> None:
    """Only cells that change are written; the register is as before after its undo."""
    wb = portfolio()
    before = wb.table("accounts")
    seen = register(wb, kam.score(wb, DAY), DAY).set_index("account_id", drop=False)
    edits = decision(seen.loc["B"].to_dict(), {"status": "key", "tier": None, "decided_why": "Growing"}, **HOW)
    assert sorted(edit.column for edit in edits) == ["decided_by", "decided_why", "key_since", "review_on", "status"]

    batch = wb.apply(edits, author="Ann")
    assert register(wb, kam.score(wb, DAY), DAY)["status"].tolist()[:2] == ["key", "key"]
    wb.undo(batch)
    pd.testing.assert_frame_equal(wb.table("accounts"), before)


def test_a_decision_about_what_has_moved_on_is_refused() -> None:
    """Somebody else decided meanwhile: nothing is written over."""
    wb = portfolio()
    seen = register(wb, kam.score(wb, DAY), DAY).set_index("account_id", drop=False).loc["A"].to_dict()
    wb.apply(decision(seen, {"status": "former"}, **HOW))

    with pytest.raises(StaleEdit):
        wb.apply(decision(seen, {"status": "candidate"}, **HOW))


def test_one_review_date_for_many() -> None:
    """Given to all of them, with who gave it; what they had is what was seen."""
    wb = portfolio()
    table = register(wb, kam.score(wb, DAY), DAY)
    wb.apply(review_dates(table[table["account_id"].isin(["A", "B"])], NEXT, author="Ann"))

    assert cells(wb.table("accounts").query("account_id in ['A', 'B']"), "review_on", "decided_by") == [[pd.Timestamp(NEXT), "Ann"]] * 2


def test_a_prospect_gets_the_next_free_id() -> None:
    """What is known of it is kept, blanks are not; ids that are taken are left alone."""
    wb = kam.Workbook()
    wb.apply([kam.Insert("accounts", {"account_id": "P-001", "account_name": "Ost"})])
    wb.apply(
        prospect(wb.table("accounts"), {"account_name": " West ", "owner": "Li", "industry": " ", "decided_why": "Fair"}, author="Ann")
    )

    columns = ("account_id", "account_name", "owner", "industry", "status", "decided_by", "decided_why")
    assert cells(wb.table("accounts").tail(1), *columns) == [["P-002", "West", "Li", None, "prospect", "Ann", "Fair"]]


@pytest.mark.parametrize("name", ["", "  ", "ost", " OST "])
def test_a_prospect_needs_a_name_of_its_own(name: str) -> None:
    """Missing or taken, capitals and blanks aside, it is refused."""
    known = pd.DataFrame({"account_id": ["A"], "account_name": ["Ost"]})

    with pytest.raises(BadEdit):
        prospect(known, {"account_name": name}, author="Ann")

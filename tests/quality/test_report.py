"""Every check on a case made by hand and on its negative; the report adds up, and each finding leads to exactly its rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

import kam_core as kam
from kam_core.quality import CHECKS, any_of, counts_of, report, rows_of
from kam_core.quality.words import finding, says, weakens
from kam_core.workbook import lookup
from kam_core.workbook.lookup import Sought

DAY = date(2024, 6, 30)
OLD, NEW = date(2022, 1, 1), date(2024, 6, 1)
GOOD: dict[str, dict[str, list[Any]]] = {
    "accounts": {"account_id": ["A", "B"], "account_name": ["Nord", "Süd"], "owner": ["Li"] * 2, "industry": ["x"] * 2, "region": ["y"] * 2,
                 "key_since": [OLD, None], "parent_id": ["B", None]},
    "account_facts": {"account_id": ["A", "B"], "fact": ["wallet_spend"] * 2, "value": [5.0, 6.0], "valid_on": [NEW] * 2},
    "transactions": {"account_id": ["A", "B"], "date": [NEW, NEW], "category": ["c", "c"], "revenue": [9.0, 9.0], "cost": [5.0, 5.0]},
    "contracts": {"contract_id": ["1", "2"], "account_id": ["A", "B"], "value": [10.0, 10.0], "start_on": [OLD, OLD],
                  "end_on": [NEW, date(2025, 1, 1)], "renewal_probability": [None, 0.8]},
    "contacts": {"contact_id": ["A-1", "B-1"], "account_id": ["A", "B"], "contact_name": ["Li Na", "Han Holm"], "role": ["buyer"] * 2,
                 "influence": [3.0, 3.0], "support": [1.0, 0.0], "last_touch": [NEW, None]},
    "interactions": {"account_id": ["B"], "date": [NEW], "contact_id": ["B-1"], "hours": [1.0]},
    "ratings": {"subject_type": ["account", "contact", "account"], "subject_id": ["A", "B-1", "A"],
                "item": ["trust.credibility", "trust.credibility", "attitude.recommend"], "value": [7.0, 10.0, 0.0], "valid_on": [NEW] * 3,
                "rater": ["Ann"] * 3, "source": ["survey"] * 3},
    "competitors": {"account_id": ["A", "A", "A"], "competitor": ["X", "x", "Y"], "wallet_share": [0.9, 0.4, 0.6],
                    "valid_on": [OLD, NEW, NEW]},
    "links": {"from_id": ["Ann", "A-1"], "to_id": ["A-1", "B-1"], "kind": ["our_link", "influences"]},
    "needs": {"need_id": ["N"], "account_id": ["A"], "need": ["n"], "importance": [1.0], "fit": [1.0]},
}  # fmt: skip


def made(changes: dict[str, dict[str, list[Any]]] | None = None) -> kam.Workbook:
    """A workbook without a fault, but for what is changed in it."""
    book = kam.Workbook()
    tables = {name: {**rows, **(changes or {}).get(name, {})} for name, rows in GOOD.items()}
    book.record("import", {name: pa.table(rows) for name, rows in tables.items()})
    return book


def found(book: kam.Workbook) -> dict[str, int]:
    """Rows found by check."""
    checks = report(book, DAY).checks
    return dict(zip(checks["check"], checks["n"], strict=True))


def test_a_workbook_without_a_fault_has_no_finding() -> None:
    """The negative of every check at once: nothing is found, all is filled, and the sentence says so."""
    whole = report(made(), DAY)

    assert {} == dict(zip(whole.checks["check"], whole.checks["n"], strict=True))
    assert {1.0} == set(whole.tables["completeness"].dropna()) == set(whole.accounts["completeness"])
    assert "Nothing weakens the scores: 20 rows were checked." == finding(whole, kam.translator("en"))


FAULTS: dict[str, tuple[dict[str, dict[str, list[Any]]], int]] = {
    "accounts.owner": ({"accounts": {"owner": ["Li", "  "]}}, 1),
    "accounts.account_name": ({"accounts": {"account_name": [None, "Süd"]}}, 1),
    "transactions.cost": ({"transactions": {"cost": [None, None]}}, 2),
    "contracts.value": ({"contracts": {"value": [10.0, None]}}, 1),
    "contacts.role": ({"contacts": {"role": [None, "buyer"]}}, 1),
    "ratings.rater": ({"ratings": {"rater": ["Ann", "", "Ann"]}}, 1),
    "no_account": ({"transactions": {"account_id": ["A", "(no account)"]}}, 1),
    "no_ratings": ({"ratings": {"subject_id": ["A", "A-1", "A"]}}, 1),
    "no_contacts": ({"contacts": {"account_id": ["B", "B"]}}, 1),
    "no_spend": ({"account_facts": {"fact": ["wallet_spend", "mood"]}}, 1),
    "no_probability": ({"contracts": {"renewal_probability": [0.5, None]}}, 1),
    "old_ratings": ({"ratings": {"valid_on": [NEW, OLD, NEW]}}, 1),
    "old_facts": ({"account_facts": {"valid_on": [OLD, NEW]}}, 1),
    "untouched": ({"contacts": {"last_touch": [OLD, None]}}, 1),
    "ratings_differ": ({"ratings": {"subject_id": ["A", "B-1", "A"], "item": ["trust.credibility"] * 3, "value": [7.0, 9.0, 8.0]}}, 2),
    "off_scale": ({"ratings": {"value": [11.0, 10.0, 0.0]}}, 1),
    "unknown_item": ({"ratings": {"item": ["trust.credibility", "trust.credibility", "mood"]}}, 1),
    "unknown_subject": ({"ratings": {"subject_id": ["A", "B-1", "Z"]}}, 1),
    "shares_above_one": ({"competitors": {"wallet_share": [0.9, 0.5, 0.6]}}, 2),
    "ends_first": ({"contracts": {"start_on": [date(2024, 6, 2), OLD]}}, 1),
    "key_later": ({"accounts": {"key_since": [date(2024, 7, 1), None]}}, 1),
    "unknown_link": ({"links": {"to_id": ["A-1", "Z-9"]}}, 1),
    "accounts.parent_id?": ({"accounts": {"parent_id": ["Q", None]}}, 1),
    "interactions.contact_id?": ({"interactions": {"contact_id": ["Q"]}}, 1),
    "needs.account_id?": ({"needs": {"account_id": ["Q"]}}, 1),
    "accounts#": ({"accounts": {"account_id": ["A", "a "]}}, 2),
    "alike": ({"accounts": {"account_name": ["Nord AG", "ＮＯＲＤ GmbH"]}}, 2),
    "same_person": ({"contacts": {"account_id": ["A", "A"], "contact_name": ["Li, Na", "na LI"]}}, 2),
}


@pytest.mark.parametrize("check", FAULTS)
def test_a_fault_is_found_and_leads_to_its_rows(check: str) -> None:
    """As many rows as were made wrong; the question of the check gives exactly those, by itself and among all of its table."""
    changes, n = FAULTS[check]
    book, declared = made(changes), CHECKS[check]

    assert n == found(book).get(check)
    sql, facts = rows_of(book, check, DAY, kam.Params())
    assert n == lookup.matching(book, declared.table, Sought(question=sql, facts=tuple(facts.items())))
    counts = counts_of(book, declared.table, DAY, kam.Params())
    assert n == counts[check]
    sql, facts = any_of(book, tuple(counts), DAY, kam.Params())
    assert lookup.matching(book, declared.table, Sought(question=sql, facts=tuple(facts.items()))) >= n


def test_the_findings_say_what_how_many_why_and_where() -> None:
    """A line a check and account: the frame a notebook gets."""
    lines = kam.quality(made({"accounts": {"owner": [None, "Li"]}}), DAY)

    assert [("accounts", "A", "Nord", "accounts.owner", "completeness", "medium", 1)] == list(
        lines[["table", "account_id", "account_name", "check", "kind", "severity", "n"]].itertuples(index=False, name=None)
    )
    assert ["tables?table=accounts&problem=accounts.owner&account=A"] == lines["fix"].tolist()


def test_accounts_are_proposed_side_by_side_and_never_merged() -> None:
    """Both lines lead to both rows; the workbook is as it was."""
    book = made({"accounts": {"account_name": ["Nord AG", "Nord Inc"]}})
    rows = ",".join(str(row) for row in book.table("accounts").index)

    lines = kam.quality(book, DAY)

    assert {f"tables?table=accounts&rows={rows}"} == set(lines.loc[lines["check"] == "alike", "fix"])
    assert (1, 2) == (book.revision, book.count("accounts"))


def test_an_account_is_as_full_as_its_tables_and_as_fresh_as_its_latest_rows() -> None:
    """Mean over its tables; the last day of each kind of evidence up to the date."""
    whole = report(made({"accounts": {"owner": [None, "Li"]}}), DAY).accounts.set_index("account_id")
    tables_of_a = 8  # accounts, facts, sales, contracts, contacts, ratings, rivals, needs

    assert whole.loc["A", "completeness"] == pytest.approx((3 / 4 + tables_of_a - 1) / tables_of_a)
    assert [NEW] * 4 == [whole.loc["B", kind].date() for kind in ("rated", "described", "touched", "sold")]


def test_a_table_says_how_full_how_fresh_and_how_far_it_reaches() -> None:
    """Filled cells, accounts with a row, days since the latest."""
    tables = report(made({"transactions": {"cost": [None, 5.0]}}), DAY).tables.set_index("table")

    assert 0.75 == tables.loc["transactions", "completeness"]
    assert (1.0, 0.5) == (tables.loc["transactions", "covered"], tables.loc["needs", "covered"])
    assert (DAY - NEW).days == tables.loc["ratings", "age_days"]


def test_an_empty_workbook_asks_its_question() -> None:
    """Nothing to check is no all-clear."""
    whole = report(kam.Workbook())

    assert "What do the figures rest on?" == finding(whole, kam.translator("en"))
    assert 0 == len(whole.findings) == len(whole.accounts) == len(whole.twins)


def test_the_worst_come_first_in_the_sentence() -> None:
    """By how bad it is and the share of rows; at most three."""
    changes = {"transactions": {"cost": [None, None]}, "accounts": {"owner": [None, None], "region": [None, "y"]}, "needs": {"fit": [None]}}

    told = finding(report(made(changes), DAY), kam.translator("en"))

    assert told.startswith("3 things weaken the scores most: Cost is missing in 2 rows of Transactions; ")
    assert "Region" not in told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_check_has_its_words(lang: str) -> None:
    """One row and many, and what it weakens, without a hole."""
    t = kam.translator(lang)
    for check in CHECKS:
        for n in (1, 2):
            assert str(n) in says(check, n, t)
            assert "{" not in says(check, n, t) + weakens(check, t)

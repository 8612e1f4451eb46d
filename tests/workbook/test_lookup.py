"""Rows as a screen wants them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from kam_core.workbook import Insert, Workbook, lookup
from kam_core.workbook.lookup import Sought


def test_the_text_that_is_searched_is_taken_literally() -> None:
    """Per cent signs and quotes are letters like others; case does not matter."""
    wb = Workbook()
    wb.record("import", {"accounts": pa.table({"account_id": ["A", "B", "C"], "account_name": ["100% Nord", "Süd 'x'", "ost"]})})

    assert [1, 1, 1, 0] == [lookup.matching(wb, "accounts", Sought(text=text)) for text in ("100%", "'X'", "OST", "_")]
    assert ["ost"] == lookup.page(wb, "accounts", Sought(text="OST"), rows=10)["account_name"].tolist()


def test_pages_follow_one_another() -> None:
    """Each row stands on one page, in order."""
    wb = Workbook()
    wb.record("import", {"accounts": pa.table({"account_id": [f"A{i:02d}" for i in range(7)]})})

    pages = [lookup.page(wb, "accounts", rows=3, number=number)["account_id"].tolist() for number in (1, 2, 3)]
    assert [["A00", "A01", "A02"], ["A03", "A04", "A05"], ["A06"]] == pages


def test_filled_tables_are_counted_at_once() -> None:
    """Current rows by table, in the order of the schema; empty tables are left out."""
    wb = Workbook()
    wb.apply([Insert("goals", {"goal_id": "1", "account_id": "A", "text": "x"}), Insert("accounts", {"account_id": "A"})])
    batch = wb.apply([Insert("accounts", {"account_id": "B"})])

    assert [("accounts", 2), ("goals", 1)] == list(lookup.filled(wb).items())
    wb.undo(batch)
    assert {"accounts": 1, "goals": 1} == lookup.filled(wb)


def test_illustrative_rows_are_known_by_their_batch() -> None:
    """A table of a workbook, or of one account in it, says whether invented rows stand in it."""
    wb = Workbook()
    wb.record("import", {"needs": pa.table({"need_id": ["1"], "account_id": ["A"], "need": ["x"]})})
    wb.record("sample", {"needs": pa.table({"need_id": ["2"], "account_id": ["B"], "need": ["y"]})}, illustrative=True)

    assert [True, False, True, False] == [
        lookup.illustrative(wb, "needs"), lookup.illustrative(wb, "needs", "A"), lookup.illustrative(wb, "needs", "B"),
        lookup.illustrative(wb, "goals"),
    ]  # fmt: skip


def test_ratings_may_call_an_account_by_its_name(tmp_path: Path) -> None:
    """One account of that name: the rating is about it; a name that two accounts share, or none has, stands for itself."""
    wb = Workbook()
    wb.record("import", {"accounts": pa.table({"account_id": ["1", "2", "3"], "account_name": ["Nord", "Süd", "Süd"]})})
    file = tmp_path / "ratings.csv"
    file.write_text("客户名称,题项,评分\nNord,trust.credibility,7\nSüd,trust.credibility,6\nNeu,trust.credibility,5\n", encoding="utf-8")

    wb.load("ratings", file)

    assert ["1", "Süd", "Neu"] == wb.table("ratings")["subject_id"].tolist()
    assert ["1", "2", "3", "Neu", "Süd"] == sorted(wb.table("accounts")["account_id"])


def book_of_people() -> Workbook:
    """Two accounts, a contact of the first, ratings of all three, and a line of sales of nobody."""
    wb = Workbook()
    tables = {
        "accounts": {"account_id": ["A", "B"], "account_name": ["Nord AG", "Süd SE"]},
        "contacts": {"contact_id": ["A-1"], "account_id": ["A"], "contact_name": ["Li Na"]},
        "ratings": {"subject_type": ["contact", "account", "account"], "subject_id": ["A-1", "B", "A"], "item": ["trust"] * 3,
                    "value": [50.0, 70.0, 60.0]},
        "links": {"from_id": ["Ann"], "to_id": ["A-1"]},
    }  # fmt: skip
    wb.record("import", {name: pa.table(rows) for name, rows in tables.items()})
    return wb


def test_rows_know_the_account_they_are_about() -> None:
    """By their own id, or by the contact they name; the name stands beside every row."""
    wb = book_of_people()

    assert ["Nord AG", "Süd SE", "Nord AG"] == lookup.page(wb, "ratings", rows=9)["of_account"].tolist()
    assert ["Nord AG"] == lookup.page(wb, "links", rows=9)["of_account"].tolist()
    assert [50.0, 60.0] == sorted(lookup.page(wb, "ratings", Sought(account="A"), rows=9)["value"])


def test_the_name_of_an_account_finds_its_rows() -> None:
    """Searching for a firm finds what is recorded of it, though only its id stands there."""
    wb = book_of_people()

    assert [70.0] == lookup.page(wb, "ratings", Sought(text="süd"), rows=9)["value"].tolist()
    assert 0 == lookup.matching(wb, "ratings", Sought(text="west"))


def test_rows_are_sorted_both_ways_and_missing_ones_come_last() -> None:
    """Over pages too."""
    wb = Workbook()
    wb.record("import", {"accounts": pa.table({"account_id": ["A", "B", "C"], "employees": [5, None, 9]})})

    def ids(**how: object) -> list[str]:
        return [lookup.page(wb, "accounts", Sought(sort="employees", **how), rows=1, number=n)["account_id"].iloc[0] for n in (1, 2, 3)]

    assert (["A", "C", "B"], ["C", "A", "B"]) == (ids(), ids(descending=True))


def test_rows_may_be_named_by_id_or_by_a_question() -> None:
    """Side by side, or what a check finds; parameters stay parameters."""
    wb = book_of_people()
    first = int(wb.table("accounts").index[0])
    question = Sought(question="SELECT row_id FROM accounts WHERE account_name = $wanted", facts=(("wanted", "Süd SE"),))

    assert ["A"] == lookup.page(wb, "accounts", Sought(rows=(first, 10**9)), rows=9)["account_id"].tolist()
    assert ["B"] == lookup.page(wb, "accounts", question, rows=9)["account_id"].tolist()

"""What a batch did, row by row, in words that people know; what an undo did; which lines of the journal are wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pyarrow as pa
import pytest

from kam_core.errors import UnknownName
from kam_core.workbook import Change, Delete, Insert, Workbook, journal
from kam_core.workbook.diff import done, line_of, root_of, row_names
from kam_core.workbook.journal import Wanted


@pytest.fixture
def edited() -> tuple[Workbook, int]:
    """Two accounts; then one batch of Ann that changes the first, deletes the second and adds a third."""
    wb = Workbook()
    wb.apply([Insert("accounts", {"account_id": "A", "account_name": "Nord", "owner": "Li", "region": "East"})])
    wb.apply([Insert("accounts", {"account_id": "B", "account_name": "Süd"})])
    first, second = (int(row) for row in wb.table("accounts").index)
    edits = [Change("accounts", first, "owner", "Li", "Wang"), Delete("accounts", second), Insert("accounts", {"account_id": "C"})]
    return wb, wb.apply(edits, author="Ann")


def cells(told) -> list[tuple]:
    return list(told.cells[["row", "column", "old", "new"]].itertuples(index=False, name=None))


def test_changed_cells_added_and_deleted_rows_are_told_apart(edited) -> None:
    """Old and new of the changed cell alone, by the account's name; the others counted, with what stood in them."""
    wb, batch = edited

    told = done(wb, batch, "accounts")

    assert [(("Nord",), "owner", "Li", "Wang")] == cells(told)
    assert (1, 1, 1, 3) == (told.changed, told.added, told.deleted, told.rows)
    assert [{"account_id": "C"}] == told.came.to_dict("records")
    assert [{"account_id": "B", "account_name": "Süd"}] == told.went.to_dict("records")


def test_an_undo_did_the_opposite_and_its_undo_the_same_again(edited) -> None:
    """The diff of an undo is that of its target turned round, however long the chain."""
    wb, batch = edited
    undo = wb.undo(batch)
    again = wb.undo(undo)

    assert [(batch, False), (batch, True), (batch, False)] == [root_of(wb, line) for line in (batch, undo, again)]
    back = done(wb, undo, "accounts")
    assert [(("Nord",), "owner", "Wang", "Li")] == cells(back)
    assert ["Süd"] == back.came["account_name"].tolist()
    assert cells(done(wb, batch, "accounts")) == cells(done(wb, again, "accounts"))


def test_a_load_is_counted_not_listed() -> None:
    """A hundred thousand rows are a number and a few examples."""
    wb = Workbook()
    batch = wb.record("load", {"needs": pa.table({"need_id": [str(i) for i in range(100_000)], "account_id": ["A"] * 100_000,
                                                  "need": ["x"] * 100_000})})  # fmt: skip

    told = done(wb, batch, "needs")

    assert (100_000, 0, 0) == (told.added, told.changed, told.deleted)
    assert 0 < len(told.came) < 10
    assert told.cells.empty


def test_a_load_that_updates_accounts_tells_what_it_changed() -> None:
    """A known key with another owner is a changed cell, a new key an added row, the same again nothing."""
    wb = Workbook()
    wb.record("import", {"accounts": pa.table({"account_id": ["A", "B"], "owner": ["Li", "Li"]})})
    batch = wb.record("load", {"accounts": pa.table({"account_id": ["A", "B", "C"], "owner": ["Wang", "Li", "Li"]})})

    told = done(wb, batch, "accounts")

    assert [(("A",), "owner", "Li", "Wang")] == cells(told)
    assert (1, 1, 0) == (told.changed, told.added, told.deleted)


def test_rows_are_called_as_people_call_them() -> None:
    """The account by its name and what tells its rows apart; a deleted row still has its name."""
    wb = Workbook()
    wb.apply([
        Insert("accounts", {"account_id": "A", "account_name": "Nord"}),
        Insert("contacts", {"contact_id": "7", "account_id": "A", "contact_name": "Eva"}),
        Insert("ratings", {"subject_type": "account", "subject_id": "A", "item": "trust.reliability", "value": 4}),
        Insert("rates", {"currency": "USD", "rate": 0.9}),
        Insert("parameters", {"name": "horizon", "value": "3"}),
    ])  # fmt: skip
    ids = {name: [int(row) for row in wb.table(name).index] for name in ("contacts", "ratings", "rates", "parameters")}
    wb.apply([Delete("contacts", ids["contacts"][0])])

    told = {name: list(row_names(wb, name, rows).values()) for name, rows in ids.items()}

    assert {
        "contacts": [("Nord", "Eva")],
        "ratings": [("Nord", "trust.reliability")],
        "rates": [("USD",)],
        "parameters": [("horizon",)],
    } == told
    assert {} == row_names(wb, "rates", [])


def test_an_unknown_batch_is_refused() -> None:
    """There is nothing to tell of a line that is not there."""
    with pytest.raises(UnknownName, match="batch"):
        line_of(Workbook(), 7)


def test_a_line_knows_who_undid_it(edited) -> None:
    """Until that is undone in turn."""
    wb, batch = edited
    assert line_of(wb, batch)["undone_by"] is None
    undo = wb.undo(batch)
    assert undo == line_of(wb, batch)["undone_by"]
    wb.undo(undo)

    assert line_of(wb, batch)["undone_by"] is None
    assert {"accounts": 3} == line_of(wb, batch)["counts"]


def test_the_journal_is_narrowed_and_paged(edited) -> None:
    """By kind, author, table, text and day; pages follow one another, the latest first."""
    wb, batch = edited
    wb.record("sample", {"needs": pa.table({"need_id": ["1"], "account_id": ["A"], "need": ["x"]})}, source="Old 100%.csv", author="Bo")
    now = datetime.now(UTC).replace(tzinfo=None)

    def found(**wanted) -> list[int]:
        lines = journal.lines(wb, Wanted(**wanted))
        assert len(lines) == journal.how_many(wb, Wanted(**wanted))
        return lines["batch"].tolist()

    assert [4, 3, 2, 1] == found()
    assert [3, 2, 1] == found(kind="edit")
    assert [batch] == found(author="Ann")
    assert [4] == found(table="needs") == found(text="100%") == found(kind="sample", author="Bo", table="needs")
    assert [] == found(text="_") == found(table="accounts", author="Bo") == found(since=now + timedelta(hours=1))
    assert [4, 3, 2, 1] == found(since=now - timedelta(hours=1), until=now + timedelta(hours=1))
    assert [] == found(until=now - timedelta(hours=1))
    assert [[4, 3], [2, 1], []] == [journal.lines(wb, Wanted(), rows=2, number=page)["batch"].tolist() for page in (1, 2, 3)]
    assert {"kind": ["edit", "sample"], "author": ["Ann", "Bo"], "table": ["accounts", "needs"]} == journal.choices(wb)


def test_a_table_is_not_found_under_half_its_name() -> None:
    """Lines about parameter_sets are no lines about parameters."""
    wb = Workbook()
    wb.apply([Insert("parameter_sets", {"set_name": "x", "name": "set", "value": "x"})])

    assert (0, 1) == (journal.how_many(wb, Wanted(table="parameters")), journal.how_many(wb, Wanted(table="parameter_sets")))
    assert pd.isna(journal.lines(wb, Wanted())["undone_by"].iloc[0])

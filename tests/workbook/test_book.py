"""The workbook: batches, undo, revisions, stale edits, isolation of row versions."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core.errors import BadEdit, StaleEdit, UndoRefused, UnknownName
from kam_core.workbook import Change, Delete, Insert, Workbook


def _account(wb: Workbook, account_id: str, **values: object) -> int:
    wb.apply([Insert("accounts", {"account_id": account_id, **values})])
    frame = wb.table("accounts")
    return int(frame.index[frame["account_id"] == account_id][0])


def test_an_edit_is_one_batch_with_author_time_and_tables() -> None:
    """Every change is a line in the journal: who, when, which tables, how many rows."""
    wb = Workbook()

    batch = wb.apply(
        [Insert("accounts", {"account_id": "A"}), Insert("needs", {"need_id": "n", "account_id": "A", "need": "x"})], author="Li"
    )
    line = wb.journal().iloc[0]

    assert (batch, "edit", "Li", '{"accounts": 1, "needs": 1}', True) == (line.batch, line.kind, line.author, line.counts, bool(line.live))
    assert line.recorded_at is not None


def test_undo_of_an_update_brings_the_old_value_back() -> None:
    """Undo covers updates, not only created rows."""
    wb = Workbook()
    row = _account(wb, "A", owner="Li")
    batch = wb.apply([Change("accounts", row, "owner", "Li", "Wang")])

    wb.undo(batch)

    assert ["Li"] == wb.table("accounts")["owner"].tolist()


def test_undo_of_an_undo_restores_the_change_and_undo_again_takes_it_back() -> None:
    """Undo is itself a batch, so it can be undone, any number of times."""
    wb = Workbook()
    row = _account(wb, "A", owner="Li")
    batch = wb.apply([Change("accounts", row, "owner", "Li", "Wang")])
    seen = []
    undo = wb.undo(batch)
    for _ in range(4):
        seen.append(wb.table("accounts")["owner"].tolist())
        undo = wb.undo(undo)

    assert [["Li"], ["Wang"], ["Li"], ["Wang"]] == seen


def test_undo_is_refused_with_the_list_when_rows_changed_later() -> None:
    """A batch that later changes rest on is not undone; the conflict names row and batch."""
    wb = Workbook()
    row = _account(wb, "A", owner="Li")
    first = wb.apply([Change("accounts", row, "owner", "Li", "Wang")])
    second = wb.apply([Change("accounts", row, "owner", "Wang", "Zhao")])

    with pytest.raises(UndoRefused) as caught:
        wb.undo(first)

    assert [{"table": "accounts", "row_id": row, "batch": second}] == caught.value.facts["conflicts"]
    assert ["Zhao"] == wb.table("accounts")["owner"].tolist()


def test_redo_is_refused_when_another_change_took_the_place() -> None:
    """Undo, then another edit of the same cell: bringing the first edit back would hide the second, so it is refused."""
    wb = Workbook()
    row = _account(wb, "A", owner="Li")
    undo = wb.undo(wb.apply([Change("accounts", row, "owner", "Li", "Wang")]))
    wb.apply([Change("accounts", row, "owner", "Li", "Zhao")])

    with pytest.raises(UndoRefused):
        wb.undo(undo)

    assert ["Zhao"] == wb.table("accounts")["owner"].tolist()


def test_undo_of_a_delete_is_refused_when_the_key_was_taken_again() -> None:
    """Two rows with one key never stand side by side."""
    wb = Workbook()
    row = _account(wb, "A")
    gone = wb.apply([Delete("accounts", row)])
    _account(wb, "A")

    with pytest.raises(UndoRefused):
        wb.undo(gone)

    assert 1 == len(wb.table("accounts"))


def test_the_second_of_two_editors_gets_both_values() -> None:
    """An edit carries the value it saw; a cell that moved on is refused with theirs and yours, and nothing is stored."""
    wb = Workbook()
    row = _account(wb, "A", owner="Li", region="East")
    wb.apply([Change("accounts", row, "owner", "Li", "Wang")])

    with pytest.raises(StaleEdit) as caught:
        wb.apply([Change("accounts", row, "region", "East", "West"), Change("accounts", row, "owner", "Li", "Zhao")])

    assert [("owner", "Zhao", "Wang")] == [(c["column"], c["yours"], c["theirs"]) for c in caught.value.facts["conflicts"]]
    assert ["East"] == wb.table("accounts")["region"].tolist()


def test_an_edit_of_a_deleted_row_says_so() -> None:
    """Edit versus delete is not silent."""
    wb = Workbook()
    row = _account(wb, "A", owner="Li")
    wb.apply([Delete("accounts", row)])

    with pytest.raises(StaleEdit) as caught:
        wb.apply([Change("accounts", row, "owner", "Li", "Wang")])

    assert caught.value.facts["conflicts"][0]["gone"]


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("contacts", {"contact_id": "c", "account_id": "A", "contact_name": "x", "influence": 9}),
        ("contacts", {"contact_id": "c", "account_id": "A", "contact_name": "x", "role": "king"}),
        ("transactions", {"account_id": "A", "date": "2924-01-01", "revenue": 1}),
        ("transactions", {"account_id": "A", "date": "2024-01-01", "revenue": float("inf")}),
        ("transactions", {"account_id": "A", "date": "2024-01-01", "revenue": None}),
        ("accounts", {"account_id": "A", "account_name": "x" * 5000}),
    ],
)
def test_values_out_of_bounds_are_refused_and_nothing_is_stored(table: str, values: dict[str, object]) -> None:
    """Every value is checked against its declaration, wherever it comes from."""
    wb = Workbook()

    with pytest.raises(BadEdit):
        wb.apply([Insert(table, values)])

    assert (0, 0) == (wb.revision, wb.count(table))


def test_names_that_look_like_sql_or_html_are_plain_text() -> None:
    """No user input reaches SQL."""
    wb = Workbook()
    name = "x'); DROP TABLE rows_accounts; -- <script>alert(1)</script>"
    _account(wb, "A", account_name=name)

    assert [name] == wb.table("accounts")["account_name"].tolist()
    with pytest.raises(UnknownName):
        wb.table('accounts"; DROP TABLE batches; --')


def test_only_the_touched_tables_get_a_new_revision() -> None:
    """A rating leaves the revision of the transactions alone, so profit is not computed again."""
    wb = Workbook()
    _account(wb, "A")
    before = dict(wb.revisions)
    wb.apply(
        [
            Insert(
                "ratings", {"subject_type": "account", "subject_id": "A", "item": "trust.credibility", "value": 7, "valid_on": "2024-01-01"}
            )
        ]
    )

    assert {"ratings"} == {name for name, revision in wb.revisions.items() if revision != before[name]}


def test_a_keyed_table_is_updated_by_key_and_empty_cells_keep_what_is_known() -> None:
    """A second account list updates what it has; unchanged rows are left alone."""
    wb = Workbook()
    wb.record("import", {"accounts": pa.table({"account_id": ["A", "B"], "owner": ["Li", "Wang"], "region": ["East", "West"]})})
    batch = wb.record("import", {"accounts": pa.table({"account_id": ["A", "B", "C"], "owner": ["Zhao", None, "Xu"]})})

    frame = wb.table("accounts").set_index("account_id")

    assert {"A": "Zhao", "B": "Wang", "C": "Xu"} == frame["owner"].to_dict()
    assert "East" == frame.loc["A", "region"]
    assert '{"accounts": 2}' == wb.journal().set_index("batch").loc[batch, "counts"]
    wb.undo(batch)
    assert {"A": "Li", "B": "Wang"} == wb.table("accounts").set_index("account_id")["owner"].to_dict()


def test_a_workbook_reopens_with_everything(tmp_path: Path) -> None:
    """Closed and opened again, rows, revisions and journal are the same."""
    with Workbook(tmp_path / "a.duckdb") as wb:
        row = _account(wb, "A", owner="Li")
        batch = wb.apply([Change("accounts", row, "owner", "Li", "Wang")])
        wb.undo(batch)
        expected = (wb.revision, wb.revisions, wb.table("accounts").to_dict(), wb.id)
    with Workbook(tmp_path / "a.duckdb") as again:
        assert expected == (again.revision, again.revisions, again.table("accounts").to_dict(), again.id)


_steps = st.lists(st.tuples(st.sampled_from("icdu"), st.integers(0, 7), st.integers(0, 3)), max_size=14)


@given(_steps)
@settings(max_examples=15)
def test_undoing_everything_backwards_gives_the_first_state(steps: list[tuple[str, int, int]]) -> None:
    """Whatever was done, undone in reverse order the workbook is as it was (the revision only grows)."""
    wb = Workbook()
    _account(wb, "seed", owner="Li")
    first, batches = wb.table("accounts").to_dict(), []
    for kind, pick, value in steps:
        frame = wb.table("accounts")
        if kind == "i":
            batches.append(wb.apply([Insert("accounts", {"account_id": f"n{len(batches)}", "owner": str(value)})]))
        elif kind == "u" and batches:
            batches.append(wb.undo(batches[-1]))
        elif len(frame):
            row_id = int(frame.index[pick % len(frame)])
            old = frame.loc[row_id, "owner"]
            edit = Change("accounts", row_id, "owner", old, f"v{value}{len(batches)}") if kind == "c" else Delete("accounts", row_id)
            batches.append(wb.apply([edit]))
    for batch in reversed(batches):
        wb.undo(batch)

    assert first == wb.table("accounts").to_dict()
    assert 1 + 2 * len(batches) == wb.revision

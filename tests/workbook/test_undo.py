"""Undo, redo and what they touch: chains of any length, conflicts, and which keys have moved."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kam_core.errors import BadEdit, StaleEdit, UndoRefused, UnknownName
from kam_core.workbook import Change, Delete, Insert, Workbook


def _book(*owners: str) -> tuple[Workbook, list[int]]:
    wb = Workbook()
    wb.apply([Insert("accounts", {"account_id": f"A{n}", "owner": owner}) for n, owner in enumerate(owners)], author="Li")
    return wb, [int(row) for row in wb.table("accounts").index]


def _owners(wb: Workbook) -> list[str]:
    return wb.table("accounts")["owner"].tolist()


def test_an_undo_that_a_later_undo_went_past_is_not_undone_again() -> None:
    """Edit, undo, redo, undo of the edit: the redo has nothing left to give back, so undoing it does not bring the edit again."""
    wb, [row] = _book("Li")
    edit = wb.apply([Change("accounts", row, "owner", "Li", "Wang")])
    redo = wb.undo(wb.undo(edit))
    last = wb.undo(edit)
    assert ["Li"] == _owners(wb)

    for batch in (edit, redo):
        with pytest.raises(UndoRefused):
            wb.undo(batch)
    assert ["Li"] == _owners(wb)

    wb.undo(last)
    assert ["Wang"] == _owners(wb)
    wb.undo(redo)
    assert ["Li"] == _owners(wb)


def test_a_redo_is_refused_while_what_it_rests_on_is_undone() -> None:
    """The edit of a row does not come back before the row itself."""
    wb, [row] = _book("Li")
    edit = wb.apply([Change("accounts", row, "owner", "Li", "Wang")])
    undo_edit = wb.undo(edit)
    undo_row = wb.undo(1)

    with pytest.raises(UndoRefused) as caught:
        wb.undo(undo_edit)

    assert [{"table": "accounts", "row_id": row, "batch": 1}] == caught.value.facts["conflicts"]
    assert [] == _owners(wb)
    wb.undo(undo_row)
    wb.undo(undo_edit)
    assert ["Wang"] == _owners(wb)


@pytest.mark.parametrize("batch", [0, -1, 99])
def test_a_batch_that_does_not_exist_is_not_undone(batch: int) -> None:
    """It is named, and nothing happens."""
    wb, _ = _book("Li")

    with pytest.raises(UnknownName):
        wb.undo(batch)

    assert (1, ["Li"]) == (wb.revision, _owners(wb))


_steps = st.lists(st.tuples(st.sampled_from("cccuuuuid"), st.integers(0, 30), st.integers(0, 9)), min_size=3, max_size=16)


@given(_steps)
@settings(max_examples=15)
def test_undo_in_any_order_never_shows_a_row_twice_or_without_its_origin(steps: list[tuple[str, int, int]]) -> None:
    """Whatever is undone and redone: no key twice, no row whose creation is undone, and the same state after a fresh look."""
    wb, _ = _book("x", "y")
    for kind, pick, value in steps:
        frame = wb.table("accounts")
        try:
            if kind == "u":
                wb.undo(1 + pick % wb.revision)
            elif kind == "i":
                wb.apply([Insert("accounts", {"account_id": f"A{value}", "owner": "new"})])
            elif len(frame):
                row = int(frame.index[pick % len(frame)])
                old = frame.loc[row, "owner"]
                wb.apply([Delete("accounts", row) if kind == "d" else Change("accounts", row, "owner", old, f"v{value}")])
        except (UndoRefused, BadEdit):
            continue

        frame = wb.table("accounts")
        origin = wb.frame(
            "SELECT a.row_id FROM accounts a JOIN rows_accounts r ON r.version = a.row_id "
            "JOIN batches b ON b.batch = r.batch WHERE NOT b.live"
        )
        assert (True, True, 0) == (frame.index.is_unique, frame["account_id"].is_unique, len(origin))


def test_changed_keys_name_what_was_opened_closed_undone_and_redone() -> None:
    """After every kind of change exactly the keys it touched, and no more; too many are ``None``."""
    wb, rows = _book("a", "b", "c", "d")

    def touched(batch: int) -> list[str] | None:
        keys = wb.changed_keys("accounts", "account_id", batch - 1)
        return keys and sorted(keys)

    edit = wb.apply([Change("accounts", rows[1], "owner", "b", "B")])
    assert ["A1"] == touched(edit)
    assert ["A2"] == touched(wb.apply([Delete("accounts", rows[2])]))
    assert ["A9"] == touched(wb.apply([Insert("accounts", {"account_id": "A9"})]))
    assert [] == touched(wb.apply([Insert("needs", {"need_id": "n", "account_id": "A0", "need": "x"})]))
    undo = wb.undo(edit)
    assert ["A1"] == touched(undo)
    redo = wb.undo(undo)
    assert ["A1"] == touched(redo)
    assert ["A1"] == touched(wb.undo(redo))
    assert ["A1", "A2", "A9"] == touched(edit)
    assert [] == wb.changed_keys("accounts", "account_id", wb.revision)
    assert wb.changed_keys("accounts", "account_id", 0, limit=4) is None
    assert ["A0", "A1", "A2", "A3", "A9"] == sorted(wb.changed_keys("accounts", "account_id", 0, limit=5) or [])


def test_changed_keys_of_a_changed_key_are_both() -> None:
    """The old and the new one are to be computed again; missing ones are nobody's."""
    wb, [row] = _book("a")
    batch = wb.apply([Change("accounts", row, "account_id", "A0", "B0")])
    wb.apply([Insert("transactions", {"date": "2024-01-01", "revenue": 1})])

    assert ["A0", "B0"] == sorted(wb.changed_keys("accounts", "account_id", batch - 1) or [])
    assert [] == wb.changed_keys("transactions", "account_id", batch)


def test_a_stale_edit_says_who_changed_the_cell_when_and_in_which_batch() -> None:
    """Both values and the other person, for changed cells and for rows that are gone."""
    wb, [first, second] = _book("Li", "Li")
    wb.apply([Change("accounts", first, "owner", "Li", "Wang")], author="王")
    wb.apply([Delete("accounts", second)], author="Zoe")

    with pytest.raises(StaleEdit) as caught:
        wb.apply([Change("accounts", first, "owner", "Li", "Xu"), Delete("accounts", second), Delete("accounts", 99)])

    told = [(c["yours"], c["theirs"], c["gone"], c["by"], c["batch"], c["at"] is None) for c in caught.value.facts["conflicts"]]
    assert sorted(
        [("Xu", "Wang", False, "王", 2, False), (None, None, True, "Zoe", 3, False), (None, None, True, None, None, True)], key=str
    ) == sorted(told, key=str)
    assert 3 == wb.revision


def test_many_edits_are_one_batch_with_each_cell_right() -> None:
    """A pasted column: hundreds of cells, deletions and new rows at once."""
    wb, rows = _book(*["Li"] * 700)
    edits = [
        Change("accounts", row, column, old, f"{column}{row}") for row in rows[:600] for column, old in (("owner", "Li"), ("region", None))
    ]
    edits += [Delete("accounts", row) for row in rows[600:]] + [
        Insert("accounts", {"account_id": f"N{n}", "owner": "new"}) for n in range(600)
    ]

    batch = wb.apply(edits)

    frame = wb.table("accounts")
    assert [(f"owner{row}", f"region{row}") for row in rows[:600]] == list(
        frame.loc[rows[:600], ["owner", "region"]].itertuples(index=False, name=None)
    )
    assert (2, 1200, ["new"] * 600) == (batch, len(frame), frame["owner"].tolist()[600:])
    wb.undo(batch)
    assert ["Li"] * 700 == _owners(wb)


def test_values_as_frames_hold_them_are_taken() -> None:
    """Row ids and cells of NumPy and pandas; numbers, booleans and dates as text; missing in every form."""
    import numpy as np
    import pandas as pd

    wb, _ = _book("Li")
    [row] = wb.table("accounts").index
    wb.apply(
        [
            Change("accounts", row, "employees", pd.NA, np.float64(5)),
            Change("accounts", row, "key_since", pd.NaT, np.datetime64("2024-01-02")),
        ]
    )
    wb.apply([Insert("feedback", {"account_id": "A0", "date": "2024-01-01", "text": "x", "closed": "False", "told": np.bool_(True)})])

    assert (5, "2024-01-02") == (wb.table("accounts").loc[row, "employees"], str(wb.table("accounts").loc[row, "key_since"])[:10])
    assert [(False, True)] == list(wb.table("feedback")[["closed", "told"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("transactions", {"date": "2024-01-01", "revenue": 1e15}),
        ("transactions", {"date": "2024-01-01", "revenue": 1e300}),
        ("accounts", {"account_id": "A", "employees": 1e30}),
        ("feedback", {"account_id": "A", "date": "2024-01-01", "text": "x", "closed": "perhaps"}),
    ],
)
def test_values_too_large_or_ambiguous_are_refused_with_a_sentence(table: str, values: dict[str, object]) -> None:
    """What no column holds is a refused edit, never an error of the engine."""
    with pytest.raises(BadEdit, match="it must be"):
        Workbook().apply([Insert(table, values)])


def test_large_amounts_that_differ_by_a_cent_are_different() -> None:
    """A stale edit of ten billion is noticed as well."""
    wb = Workbook()
    wb.apply([Insert("contracts", {"contract_id": "c", "account_id": "A", "end_on": "2025-01-01", "value": 10_000_000_000.01})])
    row = int(wb.table("contracts").index[0])

    with pytest.raises(StaleEdit):
        wb.apply([Change("contracts", row, "value", 10_000_000_000.02, 1)])
    assert 2 == wb.apply([Change("contracts", row, "value", 10_000_000_000.01, 1)])


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "\u202egpj", "a\x00b", "\ud800", "x" * 4000, "😀", "%_\\", "';--"])
def test_hostile_names_are_stored_as_text(name: str) -> None:
    """In cells and as author: what no encoding has is replaced, NUL is dropped, everything else comes back as it was."""
    wb = Workbook()
    wb.apply([Insert("accounts", {"account_id": "A", "account_name": name})], author=name)

    expected = name.replace("\x00", "").encode("utf-8", "replace").decode()
    assert [expected] == wb.table("accounts")["account_name"].tolist()
    assert [expected] == [author.replace("\x00", "") for author in wb.journal()["author"]]

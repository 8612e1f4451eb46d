"""Rows as a screen wants them, and what a batch changed."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from kam_core.workbook import Change, Delete, Insert, Workbook, lookup


def test_the_text_that_is_searched_is_taken_literally() -> None:
    """Per cent signs and quotes are letters like others; case does not matter."""
    wb = Workbook()
    wb.record("import", {"accounts": pa.table({"account_id": ["A", "B", "C"], "account_name": ["100% Nord", "Süd 'x'", "ost"]})})

    assert [1, 1, 1, 0] == [lookup.matching(wb, "accounts", text) for text in ("100%", "'X'", "OST", "_")]
    assert ["ost"] == lookup.page(wb, "accounts", "OST", rows=10)["account_name"].tolist()


def test_pages_follow_one_another() -> None:
    """Each row stands on one page, in order."""
    wb = Workbook()
    wb.record("import", {"accounts": pa.table({"account_id": [f"A{i:02d}" for i in range(7)]})})

    pages = [lookup.page(wb, "accounts", rows=3, number=number)["account_id"].tolist() for number in (1, 2, 3)]
    assert [["A00", "A01", "A02"], ["A03", "A04", "A05"], ["A06"]] == pages


def test_what_a_batch_changed_is_told_cell_by_cell() -> None:
    """Changed cells with old and new, added rows without an old, deleted ones without a new; untouched cells are not listed."""
    wb = Workbook()
    wb.apply([Insert("accounts", {"account_id": "A", "owner": "Li", "region": "East"})])
    wb.apply([Insert("accounts", {"account_id": "B"})])
    first, second = (int(row) for row in wb.table("accounts").index)
    edits = [Change("accounts", first, "owner", "Li", "Wang"), Delete("accounts", second), Insert("accounts", {"account_id": "C"})]
    batch = wb.apply(edits)

    told = lookup.diff(wb, batch, "accounts").astype(object)
    cells = list(told.where(told.notna(), None)[["column", "old", "new"]].itertuples(index=False, name=None))

    assert ("owner", "Li", "Wang") in cells
    assert ("account_id", "B", None) in cells
    assert ("account_id", None, "C") in cells
    assert 3 == len(cells)


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

"""Rows of a file in another currency than most are added up as they stand; the workbook knows how many, as long as they count."""

from __future__ import annotations

from kam_core.workbook import Workbook
from kam_core.workbook.reconciled import mixed_currencies


def test_rows_in_another_currency_are_counted_while_their_load_counts(tmp_path) -> None:
    """Three rows, one in yen: one. A file of one currency adds none; undone, nothing is mixed."""
    mixed, plain = tmp_path / "mixed.csv", tmp_path / "plain.csv"
    mixed.write_text("customer,date,amount,currency\nA,2024-01-05,10,USD\nB,2024-01-06,1500,JPY\nA,2024-02-05,20,USD\n", encoding="utf-8")
    plain.write_text("customer,date,amount,currency\nA,2024-03-05,10,USD\nB,2024-03-06,15,USD\n", encoding="utf-8")
    wb = Workbook()
    assert 0 == mixed_currencies(wb)

    first = wb.load("transactions", mixed).batch
    wb.load("transactions", plain)
    assert 1 == mixed_currencies(wb)

    wb.undo(first)
    assert 0 == mixed_currencies(wb)

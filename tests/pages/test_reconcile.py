"""The reconcile screen: in the batch of the journal and before anything is stored, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import kam_core as kam
from tests.pages.chinese import english_left, half_width
from tests.pages.session import dialog, messages, opened, read, texts

UGLY = """2024 年销售明细
客户,日期,金额,成本
北方电气,2024-01-05,"1,234.50",60
南方机械,2024-02-05,50.25,70
,2024-02-06,5,70
南方机械,2024-13-45,100,70
南方机械,2024-03-05,=1+1,70
合计,,1540.00,
"""


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A workbook with one ugly file in it."""
    file = tmp_path / "sales.csv"
    file.write_text(UGLY, encoding="utf-8")
    with kam.Workbook(tmp_path / "book.duckdb") as book:
        book.load("transactions", file)
    return tmp_path / "book.duckdb"


def test_a_batch_of_the_journal_says_where_every_row_went(loaded):
    """The sentence, the sum with its minus signs, and the total of the file that its rows do not give."""
    session = opened(loaded, "settings", batch="1")

    assert [] == list(session.exception)
    said = [read(text.value) for text in dialog(session).markdown]
    sentence = "Every row is accounted for: 8 lines, 6 of them rows of data. Not loaded: 2 of 6 rows, with 100.00."
    assert f"{sentence} 1 of them has no readable amount. 1 total row is left out." in said
    table = next(table.value for table in dialog(session).dataframe if "share" in table.value)
    told = {part.strip(): (rows, revenue) for part, rows, revenue in zip(table["part"], table["rows"], table["revenue"], strict=True)}
    assert ("8", "") == told["Lines of the file"]
    assert ("−1", "−1,540.00") == told["Total rows left out"]
    assert ("−1", "−100.00") == told["Rejected: Not a date"]
    assert ("−1", "–") == told["Rejected: Not a number"], "what cannot be read is missing, not zero"
    assert ("3", "1,289.75") == told["Loaded"] == told["Stored"] == told["Shown in the app"]
    assert ("0", "0.00") == told["Difference"]
    (warning,) = messages(session)
    assert "Line 8, 合计: the file says Revenue 1,540.00, its rows give 1,389.75: difference 150.25." in warning


def test_the_rows_behind_a_part_are_shown_as_they_stand_in_the_file(loaded):
    """A part that is chosen shows its rows with their lines; those that are stored come from the workbook."""
    session = opened(loaded, "settings", batch="1")
    session.selectbox(key="behind_reconcile_1").select("rejected:not_a_number").run()

    rows = dialog(session).dataframe[1].value
    assert ["7", "南方机械", "2024-03-05", "=1+1", "70"] == rows.iloc[0].tolist()
    session.selectbox(key="behind_reconcile_1").select("no_account").run()
    assert [] == list(session.exception)
    assert ["(no account)"] == dialog(session).dataframe[1].value["account_id"].tolist()
    assert ["6 Feb 2024"] == dialog(session).dataframe[1].value["date"].tolist()


def test_the_reconciliation_is_told_in_chinese(loaded):
    """Parts, reasons, sentence, warning, rows: nothing English is left but what stands in the file."""
    session = opened(loaded, "settings", lang="zh", batch="1")
    session.selectbox(key="behind_reconcile_1").select("stored").run()

    data = {"sales.csv", "book", "SHA-256", "no account"}
    assert [] == english_left(texts(dialog(session)), data)
    assert [] == half_width(texts(dialog(session)), data)


def test_a_file_can_be_looked_at_before_it_is_stored(tmp_path):
    """Standing alone: what is staged is ready to load, and nothing is said of the workbook."""
    (tmp_path / "sales.csv").write_text(UGLY, encoding="utf-8")

    def page(path: str) -> None:
        from datetime import date

        import kam_core as kam
        from kam_core.text import translator
        from pages.ui import reconcile
        from pages.ui.view import View

        book = kam.Workbook()
        found = book.stage("transactions", path).reconciliation
        reconcile.show(View(translator("en"), book, date(2024, 5, 1), kam.Params(), "light"), found)

    session = AppTest.from_function(page, args=(str(tmp_path / "sales.csv"),)).run()

    assert [] == list(session.exception)
    table = session.dataframe[0].value
    assert "Ready to load" in table["part"].tolist()
    assert not {"Loaded", "Stored", "Shown in the app"} & set(table["part"])
    assert "stored" not in session.selectbox(key="behind_reconcile_file").options

"""Exported tables: no cell is ever run, numbers stay numbers, days stay days, and what goes out can come in again."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import kam_core as kam
from kam_core import columns, figures
from kam_core.export import csv_bytes, sheets, xlsx_bytes
from kam_core.export.sheets import harmless

RUNNABLE = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)", '=HYPERLINK("http://x","y")']
PLAIN = ["Nord AG", "1 - 2", "a=b", "me@acme.example", "'quoted", "中文 名称", 'say "hi", twice', "two\nlines", "", "−5"]


def table() -> pd.DataFrame:
    return pd.DataFrame({
        "account_id": ["A-1", "=B", "C"], "名称": ["Nord AG", "＝1", "南方"], "profit": [-1234.5, 0.25, np.nan], "lines": [3, 0, -2],
        "last_day": pd.to_datetime(["2024-02-29", None, "2013-11-29"]).astype("datetime64[s]"),
        "due": [date(2024, 1, 2), None, date(2025, 1, 1)],
        "live": [True, False, True], "tier": pd.Categorical(["-x", "b", "b"]),
    })  # fmt: skip


@pytest.mark.parametrize("text", RUNNABLE)
def test_text_that_a_spreadsheet_would_run(text: str) -> None:
    """An apostrophe in CSV, in cells, headers and notes; the text itself, as text, in XLSX."""
    frame = pd.DataFrame({"x": [text], text: ["y"]})
    first = csv_bytes(frame, {text: text}).decode("utf-8-sig")
    (head, row) = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(frame))).get_sheet_by_index(0).to_python()

    assert "'" + text == harmless(text)
    assert first.count("'" + text.replace('"', '""')) == 4
    assert (row[0].replace("\r", "\n"), head[1].replace("\r", "\n")) in {
        (t, t) for t in (text.replace("\r", "\n"), text.replace("\r", "_x000D_"))
    }


@pytest.mark.parametrize("value", [*PLAIN, -5, -3.5, None, date(2024, 1, 1), True])
def test_what_is_harmless_stays_as_it_is(value: object) -> None:
    """Numbers, negative ones too, days and ordinary text."""
    assert value == harmless(value)


def test_csv_has_a_mark_and_dates_a_spreadsheet_reads() -> None:
    """UTF-8 with byte order mark, CRLF, ISO days, numbers bare, missing empty, notes after an empty line."""
    found = csv_bytes(table(), {"as of": "2013-11-29"})

    assert found.startswith(b"\xef\xbb\xbf")
    assert found.decode("utf-8-sig").split("\r\n") == [
        "account_id,名称,profit,lines,last_day,due,live,tier",
        "A-1,Nord AG,-1234.5,3,2024-02-29,2024-01-02,True,'-x",
        "'=B,'＝1,0.25,0,,,False,b",
        "C,南方,,-2,2013-11-29,2025-01-01,True,b",
        "",
        "as of,2013-11-29",
        "",
    ]


def test_csv_keeps_the_time_of_a_time_stamp() -> None:
    """The journal's minutes are not cut off."""
    frame = pd.DataFrame({"recorded_at": [datetime(2024, 5, 1, 13, 30, 5)]})

    assert csv_bytes(frame).decode("utf-8-sig").split("\r\n")[1] == "2024-05-01 13:30:05"


def test_csv_comes_in_again(tmp_path: Path) -> None:
    """Through the workbench's own reader and through pandas: the same cells, nothing to repair but the mark."""
    path = tmp_path / "table.csv"
    path.write_bytes(csv_bytes(table()))
    found, by_pandas = kam.read_table(path).frame, pd.read_csv(path, encoding="utf-8-sig", parse_dates=["last_day"])

    assert list(found.columns) == list(by_pandas.columns) == list(table().columns)
    assert found["account_id"].tolist() == by_pandas["account_id"].tolist() == ["A-1", "'=B", "C"]
    assert [float(cell) for cell in found["profit"].tolist()[:2]] == by_pandas["profit"].tolist()[:2] == [-1234.5, 0.25]
    assert by_pandas["last_day"].tolist()[2] == pd.Timestamp("2013-11-29")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), min_size=1, max_size=8))
def test_no_csv_cell_begins_with_a_sign(texts: list[str]) -> None:
    """Any text: what pandas reads back is the text, with an apostrophe where it would be run."""
    back = pd.read_csv(io.BytesIO(csv_bytes(pd.DataFrame({"x": texts, "y": 1}))), encoding="utf-8-sig", keep_default_na=False, dtype=str)

    assert [harmless(text) for text in texts] == back["x"].tolist()
    assert [cell for cell in back["x"] if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))] == []


def test_xlsx_has_cells_of_their_kind_and_no_formula() -> None:
    """Numbers, days, flags and texts come back as such; there is no formula in the file."""
    found = xlsx_bytes(table(), "Scores", {"as of": "=2013"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(found))

    assert book.sheet_names == ["Scores", "About"]
    assert book.get_sheet_by_name("Scores").to_python() == [
        list(table().columns),
        ["A-1", "Nord AG", -1234.5, 3, date(2024, 2, 29), date(2024, 1, 2), True, "-x"],
        ["=B", "＝1", 0.25, 0, "", "", False, "b"],
        ["C", "南方", "", -2, date(2013, 11, 29), date(2025, 1, 1), True, "b"],
    ]
    assert book.get_sheet_by_name("About").to_python() == [["as of", "=2013"]]
    with zipfile.ZipFile(io.BytesIO(found)) as parts:
        assert [name for name in parts.namelist() if b"<f>" in parts.read(name)] == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [("A/B: [1]*?", "AB 1"), ("", "Table"), ("   ", "Table"), ("about", "Table"), ("x" * 40, "x" * 31), ("客户 矩阵", "客户 矩阵")],
)
def test_any_title_makes_a_sheet(title: str, expected: str) -> None:
    """What Excel forbids in a sheet name is left out."""
    assert CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(table(), title, {"a": "b"}))).sheet_names == [expected, "About"]


def test_xlsx_of_nothing_and_of_the_infinite() -> None:
    """No rows: the header; infinite and missing numbers: empty cells."""

    def read(frame: pd.DataFrame) -> list[list[object]]:
        return CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(frame))).get_sheet_by_index(0).to_python()

    assert read(table().iloc[:0]) == [list(table().columns)]
    assert read(pd.DataFrame({"x": [np.inf, -np.inf, np.nan, 1.0], "y": 1})) == [["x", "y"], ["", 1], ["", 1], ["", 1], [1, 1]]


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is cut off silently."""
    monkeypatch.setattr(sheets, "_LAST_ROW", 2)

    with pytest.raises(kam.KamError, match="3, and the limit is 2"):
        xlsx_bytes(table())


def test_the_frame_given_stays_as_it_is() -> None:
    """Exports read, nothing more."""
    frame = table()
    csv_bytes(frame), xlsx_bytes(frame)

    pd.testing.assert_frame_equal(table(), frame)


def scores(n: int) -> pd.DataFrame:
    """A table as a page offers it."""
    values = {name: np.linspace(-50.0, 150.0, n) for name in ("revenue", "profit", "clv", "trust", "attitude")}
    return pd.DataFrame({"account_id": [f"A-{i}" for i in range(n)], "account_name": "Nord AG", "quadrant": "true", **values,
                         "probability": 0.731, "last_day": pd.Timestamp("2024-02-29")})  # fmt: skip


@pytest.mark.parametrize(
    ("language", "money", "about", "quadrant"), [("en", "Revenue, €", "About", "True loyalty"), ("zh", "收入，€", "说明", "完全忠诚")]
)
def test_xlsx_in_a_language(language: str, money: str, about: str, quadrant: str) -> None:
    """Titles with the currency, choices in words, a filter over the header, formats by kind, and what every column is."""
    t = kam.translator(language)
    frame = columns.in_words(scores(2), t)
    found = xlsx_bytes(frame, "T", {"a": "b"}, columns.heads(frame, t, "€"), about)
    book = CalamineWorkbook.from_filelike(io.BytesIO(found))
    head, row, _ = book.get_sheet_by_name("T").to_python()
    notes = {line[1]: line for line in book.get_sheet_by_name(about).to_python()}

    assert money in head and quadrant in row and -50.0 in row and date(2024, 2, 29) in row
    assert notes["revenue"][0] == money and notes["revenue"][2] == t(figures.FIGURES["revenue"].formula)
    assert notes["b"][0] == "a"
    with zipfile.ZipFile(io.BytesIO(found)) as parts:
        styles, sheet = parts.read("xl/styles.xml").decode(), parts.read("xl/worksheets/sheet1.xml").decode()
    assert [code for code in ("&quot;€&quot;#,##0.00;-&quot;€&quot;#,##0.00", "0.0%", "yyyy-mm-dd") if code not in styles] == []
    assert '<autoFilter ref="A1:J3"/>' in sheet and 'state="frozen"' in sheet


def test_an_index_has_no_decimals_in_a_sheet() -> None:
    """Its format is a whole number; the cell keeps the value."""
    frame = pd.DataFrame({"trust": [62.55]})
    found = xlsx_bytes(frame, "T", heads=columns.heads(frame, kam.translator("en")))
    with zipfile.ZipFile(io.BytesIO(found)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()

    assert CalamineWorkbook.from_filelike(io.BytesIO(found)).get_sheet_by_index(0).to_python()[1] == [62.55]
    assert '<c r="A2" s="' in sheet


def test_csv_says_what_its_columns_are() -> None:
    """Titles in the language; notes, then title, field and meaning of each column, after an empty line."""
    t = kam.translator("zh")
    frame = pd.DataFrame({"account_id": ["A"], "revenue": [5.0]})
    lines = csv_bytes(frame, {"截至": "2024-01-31"}, columns.heads(frame, t, "¥")).decode("utf-8-sig").split("\r\n")

    assert lines[:4] == ["客户编号,收入，¥", "A,5.0", "", "截至,2024-01-31,"]
    assert lines[4] == "客户编号,account_id,"
    assert lines[5].startswith("收入，¥,revenue,")


def test_ten_thousand_rows_are_written_at_once() -> None:
    """CSV within a second of work, however many columns hold text."""
    import time

    frame, t = scores(10_000), kam.translator("en")
    started = time.process_time()
    found = csv_bytes(columns.in_words(frame, t), {"a": "b"}, columns.heads(frame, t, "$"))

    assert time.process_time() - started < 1
    assert found.count(b"True loyalty") == 10_000

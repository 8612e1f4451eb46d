"""Catalogue A, what no other test covers: whatever file comes, the table is right or the sentence is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kam_core as kam

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(content: str | bytes, name: str = "file.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return file


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """A workbook of one sheet from its rows, as Excel would save it."""
    xlsxwriter = pytest.importorskip("xlsxwriter")

    def file(rows: list[list[Any]], change: Callable[[Any, Any], None] | None = None, **options: Any) -> Path:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path, options) as book:
            made = book.add_worksheet("Data")
            for row, cells in enumerate(rows):
                made.write_row(row, 0, cells)
            if change:
                change(book, made)
        return path

    return file


def cells(path: Path) -> list[list[str]]:
    return kam.read_table(path).frame.to_numpy().tolist()


def kinds(path: Path) -> list[str]:
    return [repair.kind for repair in kam.read_table(path).repairs]


def test_a03_one_line_without_line_end(write: Write) -> None:
    """It is a header without rows; with a second line it is a table."""
    assert list(kam.read_table(write("name,amount")).frame.columns) == ["name", "amount"]
    assert cells(write("name,amount\nNord,1")) == [["Nord", "1"]]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("big5", "臺北捷運股份有限公司"),
        ("shift_jis", "株式会社ハナマル商店"),
        ("gb18030", "𠮷野家（上海）有限公司"),
        ("cp1252", "Süßwaren Müßig & Fööß"),
    ],
)
def test_a07_encodings_of_four_alphabets(write: Write, encoding: str, name: str) -> None:
    """The name as it was written; never characters of another alphabet."""
    path = write("id,name,amount\n" + "".join(f"{number},{name},{number}00\n" for number in range(1, 6)), encoding=encoding)

    assert [row[1] for row in cells(path)] == [name] * 5


def test_a09_a_blank_behind_the_delimiter(write: Write) -> None:
    """It belongs to the delimiter: names and cells come without."""
    read = kam.read_table(write("id, name, amount\n1, Nord AG, 5\n2, Ost, 6\n"))

    assert (list(read.frame.columns), read.frame.to_numpy().tolist()) == (
        ["id", "name", "amount"],
        [["1", "Nord AG", "5"], ["2", "Ost", "6"]],
    )


def test_a11_a_preamble_of_one_to_ten_lines(write: Write) -> None:
    """Each line is skipped and listed."""
    for lines in range(1, 11):
        path = write("Report made by somebody\n" * lines + TABLE)
        told = [(repair.row, repair.kind) for repair in kam.read_table(path).repairs]
        assert told == [(row, "preamble") for row in range(1, lines + 1)]
        assert cells(path) == [["A", "2024-01-01", "5"], ["B", "2024-01-02", "6"]]


TABLE = "customer,date,amount\nA,2024-01-01,5\nB,2024-01-02,6\n"


def test_a17_every_physical_record_is_counted(write: Write) -> None:
    """Short, long and blank rows: rows of the table, rows of the header and rows left out are the lines of the file."""
    text = "a,b,c\n" + "".join(["1,2,3\n", "4,5\n", "6,7,8,9\n", "\n", "10,,\n"] * 40)
    read = kam.read_table(write(text))
    blank = [repair.count for repair in read.repairs if repair.kind == "blank_row"]
    named = [repair.count for repair in read.repairs if repair.kind != "blank_row"]

    assert len(read.frame) + 1 + sum(blank) == text.count("\n")
    assert (sum(blank), sum(named)) == (40, 80)


def test_a18_a_quote_never_closed_costs_one_record(write: Write) -> None:
    """Two hundred rows, one of them with half a quotation: two hundred rows."""
    lines = [f"{number},note {number},{number}" for number in range(200)]
    lines[77] = '77,"he said,77'
    path = write("id,note,amount\n" + "\n".join(lines) + "\n")

    assert [row[0] for row in cells(path)] == [str(number) for number in range(200)]
    assert cells(path)[78] == ["78", "note 78", "78"]
    assert kinds(path) != []


def test_a21_duplicates_are_said_and_kept(write: Write) -> None:
    """Equal lines are two sales and counted; an account that stands twice in a list is loaded once and the second listed."""
    with kam.Workbook() as book:
        sales = book.load("transactions", write("customer,date,amount\nA,2024-01-01,5\nA,2024-01-01,5\n"))
        people = book.load("accounts", write("account id,account name\nX,Nord\nX,Nord AG\n", "list.csv"))

    assert (sales.rows_loaded, [r.count for r in sales.repairs if r.kind == "exact_duplicates"]) == (2, [1])
    assert (people.rows_loaded, people.rejects[["row", "reason"]].to_numpy().tolist()) == (1, [[3, "duplicate_key"]])


def test_a25_an_id_that_a_sheet_has_rounded(sheet: Callable[..., Path]) -> None:
    """Nineteen digits as a number have lost their last ones: said; as text they are whole."""
    path = sheet([["customer id", "date", "amount"], [1234567890123456789.0, "2024-03-05", 5], ["0012345678901234567", "2024-03-06", 6]])
    with kam.Workbook() as book:
        report = book.load("transactions", path)
        ids = book.frame("SELECT account_id FROM transactions ORDER BY row_id")["account_id"].tolist()

    assert ids[-1] == "0012345678901234567"
    assert "precision_lost" in [repair.kind for repair in report.repairs] or 2 in report.rejects["row"].tolist()

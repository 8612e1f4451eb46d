"""A robust read of a messy file into a frame of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.errors import Cancelled, EmptyFile, KamError, TooLarge, UnreadableFile
from kam_core.ingest import read_table
from kam_core.ingest.files import records as recording
from kam_core.ingest.source import open_source

Write = Callable[..., Path]


def cells(path: Path) -> list[list[str]]:
    return read_table(path).frame.to_numpy().tolist()


def kinds(path: Path) -> list[tuple[int | None, str]]:
    return [(repair.row, repair.kind) for repair in read_table(path).repairs]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
def test_every_delimiter(write: Write, delimiter: str) -> None:
    """Found by consistency, amounts with commas notwithstanding."""
    lines = [("id", "name", "amount"), ("1", "Nord AG", "12.5"), ("2", "甲公司", "7"), ("3", "x y", "1")]
    read = read_table(write("\n".join(delimiter.join(line) for line in lines)))

    assert read.dialect.delimiter == delimiter
    assert [tuple(read.frame.columns), *map(tuple, read.frame.to_numpy())] == lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end(write: Write, end: str) -> None:
    """LF, CRLF, CR, with and without one at the end of the file."""
    expected = [["1", "2"], ["3", "4"]]

    assert cells(write(end.join(["a,b", "1,2", "3,4"]))) == expected
    assert cells(write(end.join(["a,b", "1,2", "3,4", ""]))) == expected
    assert cells(write("a,b\r\n1,2\r3,4\n")) == expected


def test_all_is_text_and_missing_is_empty(write: Write) -> None:
    """dtype str, "" for a missing cell, no NaN."""
    frame = read_table(write("id,amount\n007,\n8,NA\n")).frame

    assert frame.to_dict("list") == {"id": ["007", "8"], "amount": ["", "NA"]}
    assert all(pd.api.types.is_string_dtype(dtype) for dtype in frame.dtypes)


def test_quotes_line_breaks_and_doubled_quotes(write: Write) -> None:
    """One record over several lines is one row."""
    path = write('name,note\n"Nord, AG","two\nlines"\n"say ""hi""",x\n')

    assert cells(path) == [["Nord, AG", "two\nlines"], ['say "hi"', "x"]]
    assert kinds(path) == []


def test_an_open_quote_costs_one_row(write: Write) -> None:
    """The rows below are read as if nothing had happened, and the row is named."""
    path = write('a,b,c\n1,2,3\n4,"5,6\n7,8,9\n10,"11",12\n')

    assert cells(path) == [["1", "2", "3"], ["4", '"5', "6"], ["7", "8", "9"], ["10", "11", "12"]]
    assert kinds(path) == [(3, "open_quote")]


def test_an_open_quote_at_the_end(write: Write) -> None:
    """Nothing is swallowed."""
    path = write('a,b\n1,2\n3,"4\n5,6\n')

    assert cells(path) == [["1", "2"], ["3", '"4'], ["5", "6"]]


def test_ragged_rows_are_kept_and_named(write: Write) -> None:
    """Short rows are padded; of long rows the extra cells are listed; blank rows are left out and listed."""
    path = write("a,b,c\n1,2\n\n3,4,5,6\n7,8,9,\n,,\n")

    assert cells(path) == [["1", "2", ""], ["3", "4", "5"], ["7", "8", "9"]]
    assert kinds(path) == [(2, "short_row"), (3, "blank_row"), (4, "long_row"), (6, "blank_row")]


def test_a_preamble_is_skipped_and_listed(write: Write) -> None:
    """Title rows with at most a third of the cells filled stand above the header."""
    read = read_table(write("销售报表,,\n单位：元,,\n客户,日期,金额\n甲,2024-01-01,5\n乙,2024-01-02,6\n"))

    assert list(read.frame.columns) == ["客户", "日期", "金额"]
    assert read.dialect.header_row == 3
    assert [(r.row, r.kind, r.detail) for r in read.repairs] == [(1, "preamble", "销售报表"), (2, "preamble", "单位：元")]


def test_a_table_without_header(write: Write) -> None:
    """Values over values: the names are c1, c2.., and no row is lost."""
    read = read_table(write("A,2024-01-01,5\nB,2024-01-02,6\nC,2024-01-03,7\n"))

    assert (read.has_header, list(read.frame.columns), len(read.frame)) == (False, ["c1", "c2", "c3"], 3)


def test_header_alone(write: Write) -> None:
    """No rows, but the columns."""
    read = read_table(write("客户,日期,金额\n"))

    assert (read.has_header, list(read.frame.columns), len(read.frame)) == (True, ["客户", "日期", "金额"], 0)


def test_periods_as_headers(write: Write) -> None:
    """2022 over an amount is a header when it stands beside 2023 and 2024."""
    read = read_table(write("客户,2022,2023,2024\n甲,1,2,3\n乙,4,5,6\n"))

    assert (read.has_header, list(read.frame.columns)) == (True, ["客户", "2022", "2023", "2024"])


def test_header_names_are_made_unique(write: Write) -> None:
    """Repeated, empty, overlong names and such with invisible characters; the labels stay known."""
    read = read_table(write(f"amount,amount,,na\u200bme,{'x' * 300}\n1,2,3,4,5\n"))

    assert read.names == ("amount", "amount_2", "c3", "name", "x" * 200)
    assert read.labels == tuple(read.frame.columns) == ("amount", "amount", "", "na\u200bme", "x" * 300)


def test_line_breaks_in_labels(write: Write) -> None:
    """They stay in the label; in the name they are blanks, and that alone is no renaming."""
    read = read_table(write('"Total\nstaff", Net ,"数量\n(件)"\n1,2,3\n4,5,6\n'))

    assert (read.labels, read.names) == (("Total\nstaff", " Net ", "数量\n(件)"), ("Total staff", "Net", "数量 (件)"))
    assert read.repairs == []


def test_sep_line_is_obeyed(write: Write) -> None:
    """Excel's own first line; rows keep the numbers of the file."""
    read = read_table(write("sep=;\na;b\n1,5;2\n3,5;4\n"))

    assert (read.dialect.delimiter, read.dialect.header_row, read.frame.to_numpy().tolist()) == (";", 2, [["1,5", "2"], ["3,5", "4"]])


@pytest.mark.parametrize("word", ["合计", "小计：", "总 计", "Total", "SUBTOTAL", "Grand total:"])
def test_total_rows_are_flagged(write: Write, word: str) -> None:
    """They stay in the frame and are named."""
    path = write(f"客户,日期,金额\n甲,2024-01-01,5\n{word},,5\n")

    assert (3, "total_row") in kinds(path)
    assert len(read_table(path).frame) == 2


def test_a_customer_called_total_is_none(write: Write) -> None:
    """A full row whose customer is Total is a row of TotalEnergies."""
    assert kinds(write("customer,date,amount\nTotal,2024-01-01,5\n")) == []


def test_zero_characters_are_removed_and_counted(write: Write) -> None:
    """They would cut a text off elsewhere."""
    path = write("a,b\nx\0y,1\nz,2\n")

    assert cells(path) == [["xy", "1"], ["z", "2"]]
    assert kinds(path) == [(None, "zero_characters")]


def test_a_huge_cell_is_left_out_and_named(write: Write) -> None:
    """5 MB in one cell cost one row, at once."""
    path = write("a,b\n1,2\n3," + "x" * 5_000_000 + "\n5,6\n")

    assert cells(path) == [["1", "2"], ["5", "6"]]
    assert kinds(path) == [(3, "row_left_out")]


def test_an_endless_line_is_refused(write: Write) -> None:
    """17 MB without a line end are no table."""
    with pytest.raises(TooLarge):
        read_table(write("a,b\n1,2\n" + "x" * 17_000_000))


def test_too_many_columns_are_refused(write: Write) -> None:
    """Before the rest is parsed."""
    wide = ",".join(f"c{i}" for i in range(10_000)) + "\n"

    with pytest.raises(TooLarge, match="5,000"):
        read_table(write(wide))
    with pytest.raises(TooLarge, match="500"):
        open_source(write(wide))
    assert read_table(write(",".join(f"c{i}" for i in range(700)) + "\n")).frame.shape == (0, 700)


@pytest.mark.parametrize(("content", "detail"), [("", "it is empty"), ("\n\n \n", "it holds no rows")])
def test_a_file_without_rows(write: Write, content: str, detail: str) -> None:
    """Read as a table without rows, which is said; there is nothing to load."""
    read = read_table(write(content))

    assert (read.frame.shape, read.has_header, read.labels) == ((0, 0), False, ())
    assert [(repair.kind, repair.detail) for repair in read.repairs] == [("empty_file", detail)]
    with pytest.raises(EmptyFile, match=detail):
        open_source(write(content))


def test_records_across_blocks(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a block ends makes no difference to what is read."""
    text = "a,b\n" + "".join(f'{i},"line {i}\nmore, of it"\n{i},x\r\n' for i in range(200))
    expected = cells(write(text))
    monkeypatch.setattr(recording, "_BUFFER", 37)
    monkeypatch.setattr(recording, "_LINES", 3)

    assert cells(write(text)) == expected
    assert len(expected) == 400


def test_rows_stream_with_progress(write: Write) -> None:
    """The names at once, the rows chunk by chunk, the bytes to the end."""
    path = write("a,b\n" + "1,2\n" * 400_000)
    told: list[tuple[int, int, int]] = []
    source = open_source(path)
    chunks = source.chunks(progress=lambda *done: told.append(done))

    assert (source.names, sum(len(chunk.lines) for chunk in chunks)) == (("a", "b"), 400_000)
    assert told[-1] == (400_000, path.stat().st_size, path.stat().st_size)
    assert len(told) >= 3


def test_reading_can_be_cancelled(write: Write) -> None:
    """Between two chunks."""
    path = write("a,b\n" + "1,2\n" * 120_000)
    asked = iter([False, False, True])

    with pytest.raises(Cancelled):
        read_table(path, cancel=lambda: next(asked))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(tmp_path / "book.csv")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("销售")
    for row, values in enumerate(
        (["报表"], [], ["客户", "日期", "金额"], ["甲", dt.datetime(2024, 3, 5), 12.0], ["乙", dt.datetime(2024, 3, 6), 0.1])
    ):
        for column, value in enumerate(values):
            sheet.write(row, column, value, day if isinstance(value, dt.datetime) else None)
    book.add_worksheet("other").write(0, 0, "x")
    book.close()
    return tmp_path / "book.csv"


def test_a_workbook_is_known_by_its_content(workbook: Path) -> None:
    """Though it is called .csv; days in ISO form, whole numbers without .0, rows numbered as in the sheet."""
    read = read_table(workbook)

    assert read.frame.to_numpy().tolist() == [["甲", "2024-03-05", "12"], ["乙", "2024-03-06", "0.1"]]
    assert (read.dialect.sheet, read.dialect.header_row) == ("销售", 3)
    assert [(r.kind, r.detail) for r in read.repairs] == [("sheet_not_read", "other"), ("preamble", "报表"), ("blank_row", "")]


def test_a_sheet_can_be_chosen(workbook: Path) -> None:
    """By its name; an unknown one is refused with the known ones."""
    assert read_table(workbook, sheet="other").dialect.sheet == "other"
    with pytest.raises(UnreadableFile, match="销售, other"):
        read_table(workbook, sheet="nowhere")


def test_parquet(tmp_path: Path) -> None:
    """The same text as from a CSV."""
    frame = pd.DataFrame(
        {"id": [1, 2], "day": pd.to_datetime(["2024-03-05 00:00", "2024-03-06 10:00"]), "amount": [12.0, None], "name": ["甲", None]}
    )
    frame.to_parquet(tmp_path / "a.parquet")

    assert cells(tmp_path / "a.parquet") == [["1", "2024-03-05", "12", "甲"], ["2", "2024-03-06 10:00:00", "", ""]]


_cell = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\x85"), max_size=12).map(str.strip)


@given(st.lists(st.tuples(_cell.filter(bool), _cell, st.integers(-999, 999).map(str)), min_size=1, max_size=20))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, str, str]]) -> None:
    """A properly quoted file comes back cell by cell, whatever stands in it."""
    import csv

    path = tmp_path_factory.mktemp("written") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("some name", "some note", "amount"), *table])
    read = read_table(path)

    assert [tuple(read.frame.columns), *map(tuple, read.frame.to_numpy())] == [("some name", "some note", "amount"), *table]


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_our_errors(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Noise is read as text or refused in plain words."""
    path = tmp_path_factory.mktemp("noise") / "a.csv"
    path.write_bytes(content)
    try:
        read_table(path)
    except KamError as error:
        assert error.message

"""Delimiters, quotes and escapes are found from the text alone."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.ingest import read_table
from kam_core.ingest.files.cutter import Cutter
from kam_core.ingest.files.dialect import find_signs
from kam_core.ingest.files.records import Signs, plain_text

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("id;price\na;1,5\nb;2,75\n", Signs(";")),
        ("id\tprice\tx\nSmith, A\t1,5\t2\nJones, B\t2,5\t3\n", Signs("\t")),
        ("id|name|n\n1|x, y|3\n2|z, w|4\n", Signs("|")),
        ("客户，日期，金额\n甲，2024-01-01，5\n", Signs("，")),
        ("id, name, n\n1, Al x, 3\n2, Bo y, 4\n", Signs(", ")),
        ('id; "name"; n\n1; "Al; x"; 3\n2; "Bo y"; 4\n', Signs("; ")),
        ("a, b\n0.5, 1.5\n1.5, 2.5\n", Signs(",")),
        ("id qty price\n1 5 3.5\n2 6 4.5\n", Signs(" ")),
        ("id~qty~price\n1~a b~3.5\n2~c d~4.5\n", Signs("~")),
        ("'id','a, b',5\n'x','c, d',6\n", Signs(",", "'")),
        ('id,"a \\"b\\" c",5\nx,"d \\"e\\", f",6\n', Signs(",", '"', "\\")),
        ('id,"C:\\dir\\",5\nx,"D:\\dir\\",6\n', Signs(",")),
    ],
)
def test_the_signs_of_a_text(text: str, signs: Signs) -> None:
    """Delimiter (with the blank that belongs to it), quote, escape: a blank before numbers changes nothing and is left alone."""
    assert find_signs(text.splitlines(keepends=True)) == signs


@pytest.mark.parametrize(
    "lines",
    [
        ["when", "2024-01-01 10:00", "2024-01-02 11:30"],
        ["name", "Alice Smith", "Bob Jones", "Carl May"],
        ["amount", "1 234", "12 000", "7"],
        ["at", "10:15", "11:30", "12:45"],
        ["path", "C:\\a", "C:\\b", "C:\\c"],
    ],
)
def test_one_column_stays_one_column(write: Write, lines: list[str]) -> None:
    """Blanks and colons inside values are no delimiters."""
    read = read_table(write("\n".join(lines) + "\n"))

    assert [*read.labels, *read.frame.iloc[:, 0]] == lines


def test_a_delimiter_that_is_told_is_taken(write: Write) -> None:
    """Even one that nothing speaks for."""
    assert read_table(write("a;b,c\n1;2,3\n"), delimiter=",").labels == ("a;b", "c")


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('1,"2,x,"a, b",c', ["1", '"2', "x", "a, b", "c"]),
        ('1,""quoted",c', ["1", '"quoted', "c"]),
        ('1,"24" frame",c', ["1", '24" frame', "c"]),
        ('1,"24"","b, c"', ["1", '24"', "b, c"]),
        ('1,"say ""hi""",c', ["1", 'say "hi"', "c"]),
        ('1,5" pipe,c', ["1", '5" pipe', "c"]),
        ('a,b,"', ["a", "b", '"']),
        ('"a" ,"b, c" ', ["a", "b, c"]),
        ("", [""]),
    ],
)
def test_quotes_out_of_place(line: str, cells: list[str]) -> None:
    """A quote opens only at the beginning of a cell, closes only at its end, and is text anywhere else."""
    assert Cutter(",", '"').pieces(line).cells == cells


_cell = st.text(st.sampled_from("ab Z0é华,;|\t'\"\\\n.-"), max_size=8).map(str.strip)
_row = st.tuples(st.from_regex(r"K[0-9]{3}", fullmatch=True), _cell, _cell, st.integers(0, 9999).map(str))


@given(
    st.lists(_row, min_size=1, max_size=12),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(['"', "'"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_csv_module_writes_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], delimiter: str, quote: str, end: str
) -> None:
    """Every dialect, every cell: delimiters, quotes, backslashes and line breaks inside cells included."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quotechar=quote, quoting=csv.QUOTE_ALL, lineterminator=end)
    writer.writerows([("the code", "a text", "another", "units"), *rows])
    path = tmp_path_factory.mktemp("written") / "a.csv"
    path.write_bytes(out.getvalue().encode())
    read = read_table(path)

    assert read.labels == ("the code", "a text", "another", "units")
    assert [tuple(row) for row in read.frame.to_numpy()] == rows
    assert not [repair for repair in read.repairs if repair.row]


@pytest.mark.parametrize(
    "text",
    [
        "a, b, c\n1, 2, 3\n4, 5, 6\n" + ', "a' * 4_900,
        "a,b\n1,2\n" + "-" * 30_000 + "x,3\n",
        "|a|b|\n|1|2|\n|3|4|\n|5" + " " * 30_000 + "6|7|\n",
    ],
    ids=["quotes that never close", "a rule that is none", "blanks far from a bar"],
)  # fmt: skip
def test_the_time_for_a_line_does_not_grow_with_its_square(write: Write, text: str) -> None:
    """Signs that lead to nothing, thousands in one line, cost a moment and no minutes."""
    began = time.process_time()
    read_table(write(text))

    assert time.process_time() - began < 2


def test_an_inner_quote_after_a_blank_is_text() -> None:
    """With blanks after the delimiter a cell in quotes may hold quoted words after a comma."""
    assert ["1", 'He said, "no" and left', "3"] == Cutter(", ", '"').pieces('1, "He said, "no" and left", 3').cells


def test_blanks_beside_bars_belong_to_them() -> None:
    """Bars around lines go, with the blanks on both sides of every bar; those inside a cell stay."""
    framed = Signs("|", framed=True)
    assert ["a||b  c\r\n", "\n", "\n"] == [plain_text(text, framed) for text in (" | a | | b  c |\t\r\n", "| |\n", "|\n")]

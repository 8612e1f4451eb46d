"""The fast way through clean text gives what the careful way gives, or stands aside."""

from __future__ import annotations

import csv
import io
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.errors import KamError
from kam_core.ingest.files import clean, records
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.source import open_source

Write = Callable[..., Path]
SOAK = os.environ.get("KAM_SOAK") == "1"
SIGNS = "ab0,;\"'\n\r \t.合:\ufeff\x0b\u2028"
CELLS = st.lists(st.text(SIGNS, max_size=4) | st.sampled_from(["Total", "合计", "1.5", "", "id", "备注：x"]), min_size=3, max_size=3)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks so short that a small file has many."""
    monkeypatch.setattr(clean, "_MINIMUM", 1)
    monkeypatch.setattr(records, "_BUFFER", 60)


def carefully(read: Callable[[], Any]) -> Any:
    """What is read when the fast way always stands aside."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clean, "cut", lambda *_: None)
        return read()


def recorded(text: str, delimiter: str, quote: str = '"') -> list[Any]:
    batches = list(records.records(iter([text]), delimiter, quote, 1))
    rows = [(line, list(row)) for batch in batches for line, row in zip(batch.lines, batch.rows, strict=True)]
    return [rows, [repair for batch in batches for repair in batch.repairs], [reject for batch in batches for reject in batch.rejects]]


def streamed(path: Path) -> list[Any] | str:
    """All that comes of a file."""
    try:
        source = open_source(path)
        chunks = list(source.chunks())
    except KamError as error:
        return error.message
    rows = [(line, chunk.row(i), i in chunk.totals) for chunk in chunks for i, line in enumerate(chunk.lines.to_pylist())]
    listed = sorted(map(repr, source.repairs.all()))
    return [rows, [reject for chunk in chunks for reject in chunk.rejects], listed, source.layout, source.dialect]


@given(st.text(SIGNS, max_size=60), st.sampled_from(",;\t"), st.sampled_from("\"'"))
def test_any_text_is_cut_alike_or_not_at_all(text: str, delimiter: str, quote: str) -> None:
    """Rows, their lines, repairs and rejects."""
    assert recorded(text, delimiter, quote) == carefully(lambda: recorded(text, delimiter, quote))


@given(st.lists(CELLS, min_size=1, max_size=12), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from(["\n", "\r\n"]))
def test_written_tables_are_cut_alike(table: list[list[str]], quoting: Any, end: str) -> None:
    """As csv writes them, with line breaks and quotes inside cells."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting, lineterminator=end).writerows(table)

    assert recorded(text.getvalue(), ",") == carefully(lambda: recorded(text.getvalue(), ","))


POLLUTIONS: tuple[Callable[[str], str], ...] = (
    lambda line: line,
    lambda line: "\n" + line,
    lambda line: line.replace(",", "", 1),
    lambda line: line[:-1] + ",x\n",
    lambda line: line.replace(",", ',"', 1),
    lambda line: line.replace(",", ',a"b', 1),
    lambda line: "合计,,,9\n" + line,
    lambda line: "Total,1,2,9\n" + line,
    lambda line: ",,,\n" + line,
    lambda line: "  ,\u3000,,\n" + line,
    lambda line: "id,name,day,amount\n" + line,
    lambda line: "ID,Name,day,amount\n" + line,
    lambda line: "\ncode,person\n" + line,
    lambda line: "备注：到此为止,,,\n" + line,
    lambda line: line[:-1] + "x" * 33_000 + "\n",
    lambda line: line.replace("\n", "\r\n"),
)


@pytest.mark.parametrize("seed", range(2000 if SOAK else 20))
def test_polluted_files_stream_alike(write: Write, seed: int) -> None:
    """Header, rows, lines, totals, footnotes, second tables, repairs: whatever stands where."""
    chance = random.Random(seed)
    first, second = chance.choice([("", "Customer "), ("id", "N"), ("客户", "合资"), ("Summit ", "Total ")])
    lines = [f"{first}{i},{second}{chance.randrange(9)},2024-01-{1 + i % 28:02},{chance.randrange(999)}.5\n" for i in range(260)]
    for _ in range(chance.randrange(5)):
        at = chance.choice([chance.randrange(260), 259, 0])
        lines[at] = chance.choice(POLLUTIONS)(lines[at])
    if chance.random() < 0.3:
        at, place = chance.randrange(260), chance.randrange(15)
        lines[at] = lines[at][:place] + chance.choice("\r\n\"\0'") + lines[at][place:]
    path = write("id,name,day,amount\n" + "".join(lines))

    assert streamed(path) == carefully(lambda: streamed(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_clean_file_goes_the_fast_way(write: Write, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block of it, with quoted cells, in any encoding."""
    path = write("编号,name,amount\n" + '1,"Nord, ""AG""",2\n2,甲公司,\n' * 300, encoding=encoding)
    kept, cut = [], clean.cut
    monkeypatch.setattr(clean, "cut", lambda *told: kept.append(cut(*told)) or kept[-1])

    assert sum(len(chunk.lines) for chunk in open_source(path).chunks()) == 600
    assert len(kept) > 20
    assert None not in kept


def test_a_byte_order_mark_is_taken_off_where_there_is_one(write: Write) -> None:
    """An encoding that was chosen takes no letters from a file without the mark."""
    for encoding in ("utf-8", "utf-8-sig"):
        source = open_source(write("name,b\n" + "1,2\n" * 40, encoding=encoding), ReadOptions(encoding="utf-8-sig"))
        assert (source.names, sum(len(chunk.lines) for chunk in source.chunks())) == (("name", "b"), 40)


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n\n3,4\n", "1,2\n3\n", "1,2\n3,4,5\n", "1\r2\n", "1,2\r3,4\r", "1,2\n3,4", '1,"2\n3",4\n', '1,a"b\n', '1,"a"b\n', '1, "a"\n',
        '1,"a\n', "1\n2\n", "\ufeff1,2\n", "1," + "x" * 40_000 + "\n",
    ],
)  # fmt: skip
def test_what_is_not_clean_is_left_to_the_careful_way(text: str) -> None:
    """Blank, ragged, lone CR, no end, a break in a cell, quotes out of place, one column, a mark in the text, a huge cell."""
    assert clean.cut(text.encode(), ",", '"', 32_000) is None


def test_rows_that_may_say_a_word() -> None:
    """A superset by the first letter: empty cells, signs, other scripts, either case; in slices of columns too."""
    cells = ["", "total", "Sum", " x", "abc", "9", "合计", "*Total", "", "T"]
    column, other = pa.array(["zzz", *cells], pa.string())[1:], pa.array(["a"] * 9 + ["t"], pa.string())

    assert clean.may_say([column], ["total", "sum", "合计"], 1) == [0, 1, 2, 3, 6, 7, 8, 9]
    assert clean.may_say([column, other], ["total"], 2) == [9]
    assert clean.may_say([pa.array(["", ""], pa.string())], (), 1) == [0, 1]
    assert clean.may_say([column[:0]], (), 1) == []

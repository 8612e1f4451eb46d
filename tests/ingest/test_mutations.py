"""A34: whatever happens to a file on its way, reading it ends soon, with a table or with an error of ours."""

from __future__ import annotations

import gzip
import os
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from kam_core.errors import KamError
from kam_core.ingest import read_table
from tests.ingest.making import ods, ods_cell, ods_row, stored, table, xlsb, xlsx, xml_book, zipped
from tests.ingest.mutations import mutated

COUNT = 10_000 if os.environ.get("KAM_SOAK") == "1" else 1_000
LONGEST = 2.0
"""Seconds of the processor for one file."""

CHINESE = (
    "销售明细表\n客户,日期,金额\n"
    + "".join(f'上海申通{i}有限公司,2024-0{i % 9 + 1}-0{i % 9 + 1},"{i},200.50"\n' for i in range(40))
    + "合计,,1\n"
)
ROWS: list[list[object]] = [["name", "day", "amount"], *([f"Client {i}", "2024-03-05", i * 1.5] for i in range(60))]


def corpus() -> dict[str, bytes]:
    """Small files of every kind that is read."""
    page = "<html><table>" + "".join(f"<tr><td rowspan=1>{a}<td>{b}</td><td>{c}</td></tr>" for a, b, c in ROWS) + "</table></html>"
    cell = '<Cell ss:Index="{0}"><Data ss:Type="String">{1}</Data></Cell>'.format
    rows = "".join(f"<Row>{cell(1, a)}{cell(2, c)}</Row>" for a, _, c in ROWS)
    twice = ods_row(ods_cell("x", 'table:number-columns-repeated="3"'), attributes='table:number-rows-repeated="2"')
    document = "".join(ods_row(*row) for row in ROWS) + twice
    text = "\n".join(";".join(map(str, row)) for row in ROWS)
    return {
        "gbk.csv": CHINESE.encode("gbk"),
        "utf8.csv": CHINESE.encode(),
        "utf16.csv": CHINESE.encode("utf-16"),
        "semicolon.csv": text.encode(),
        "book.xlsx": xlsx(table(ROWS)),
        "stored.xlsx": stored(xlsx(table(ROWS[:9]))),
        "old.xls": (Path(__file__).parent / "files" / "sheets.xls").read_bytes(),
        "binary.xlsb": stored(xlsb({"Data": ROWS})),
        "open.ods": ods(f'<table:table table:name="T">{document}</table:table>'),
        "page.xls": page.encode(),
        "xml.xls": xml_book(rows),
        "one.zip": zipped({"a.csv": CHINESE.encode("gbk")}),
        "one.csv.gz": gzip.compress(text.encode()),
    }


@pytest.mark.soak
def test_damaged_files_end_in_a_table_or_in_an_error_of_ours(tmp_path: Path) -> None:
    """Never in another error, never in more than two seconds."""
    path, slowest, outcomes = tmp_path / "file", (0.0, ""), Counter[str]()
    for name, content in mutated(corpus(), COUNT, seed=20_261_122):
        path.write_bytes(content)
        started, outcome = time.process_time(), "read"
        try:
            with suppress(KamError):
                read_table(path)
        except Exception as error:
            outcome = f"{type(error).__name__} in {name}"
        outcomes[outcome] += 1
        slowest = max(slowest, (time.process_time() - started, name))

    assert outcomes == {"read": COUNT}
    assert slowest[0] < LONGEST, slowest

"""What Excel opens as a workbook but is text: web pages with tables, and the XML spreadsheets of 2003."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kam_core.errors import TooLarge, UnreadableFile
from kam_core.ingest.files.html import html_cells
from kam_core.ingest.files.markup import Cell
from kam_core.ingest.files.spreadsheet_xml import xml_cells
from kam_core.ingest.files.survey import SheetFacts
from kam_core.text import N_

if TYPE_CHECKING:
    from kam_core.ingest.files.decode import FileFacts

MAX_BYTES = 100_000_000
_MAX_ROWS, _MAX_COLUMNS = 1 << 20, 1 << 14
_DTD = re.compile(r"<!(?:DOCTYPE(?!\s+html)|ENTITY)", re.IGNORECASE)


def survey(facts: FileFacts) -> dict[str, SheetFacts]:
    """The facts of all tables by name, in their order; raises TooLarge for what reaches too far."""
    found: dict[str, SheetFacts] = {}
    for cell in _cells(facts):
        table = found.setdefault(cell.table, SheetFacts())
        if cell.row >= _MAX_ROWS or cell.column >= _MAX_COLUMNS:
            raise TooLarge(what=N_("The number of cells"), found=f"{max(cell.row, cell.column):,}", limit=f"{_MAX_ROWS:,}")
        if cell.hides:
            table.hidden_rows += cell.hides == "row"
            table.hidden_columns += cell.hides == "column"
            continue
        if cell.value != "":
            table.reach(cell.row, cell.column)
        if cell.across > 1 or cell.down > 1:
            table.merged.append(((cell.row, cell.column), (cell.row + cell.down - 1, cell.column + cell.across - 1)))
    for table in found.values():
        table.bear()
    if not found:
        raise UnreadableFile(name=facts.name, detail=N_("it is a web page or XML without a table"))
    return found


def rows(facts: FileFacts, name: str) -> Iterator[list[object]]:
    """The rows of one table, as wide as what is written in it."""
    known = facts.surveys.get(name)
    width = known.columns if known else 0
    row: list[object] = []
    at = 0
    for cell in _cells(facts):
        if cell.table != name or cell.hides or cell.value == "":
            continue
        while at < cell.row:
            yield row + [""] * (width - len(row))
            row, at = [], at + 1
        row += [""] * (cell.column + 1 - len(row))
        row[cell.column] = cell.value
    yield row + [""] * (width - len(row))


def _cells(facts: FileFacts) -> Iterator[Cell]:
    if facts.content.stat().st_size > MAX_BYTES:
        raise TooLarge(what=facts.name, found=f"{facts.content.stat().st_size:,} bytes", limit=f"{MAX_BYTES:,} bytes")
    text = facts.content.read_text(facts.encoding, errors="replace")
    if _DTD.search(text, 0, 100_000):
        raise UnreadableFile(name=facts.name, detail=N_("its XML declares a document type, which no spreadsheet program writes"))
    reader: Callable[[str], Iterator[Cell]] = html_cells if facts.kind == "html" else xml_cells
    yield from reader(text)

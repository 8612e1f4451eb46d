"""OpenDocument sheets (ODS): how far they reach, what is merged, hidden, or an error."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from kam_core.errors import UnreadableFile
from kam_core.ingest.files import archive, markup
from kam_core.ingest.files.survey import SheetFacts, together
from kam_core.ingest.files.xlsx import checked
from kam_core.text import N_

_MOST = 1 << 20


@dataclass
class _Table:
    """A table while it is walked through."""

    facts: SheetFacts = field(default_factory=SheetFacts)
    row: int = 0
    column: int = 0
    repeated: int = 1
    filled: bool = False
    cell: tuple[int, bool] = (1, False)
    """How often the open cell is repeated, and whether a value is written in its tag."""
    text: list[str] = field(default_factory=list)


def look(path: Path, name: str) -> dict[str, SheetFacts]:
    """
    The facts of all sheets by name, as a reader lays out all of them at once.

    Raises UnreadableFile for protected and damaged files, TooLarge for what is too big.
    """
    parts = {part.filename: part for part in archive.check(path)}
    with archive.damage_told(name), zipfile.ZipFile(path) as file:
        if "META-INF/manifest.xml" in parts and b"encryption-data" in b"".join(checked(file, parts["META-INF/manifest.xml"], name)):
            raise UnreadableFile(name=name, detail=N_("it is protected by a password; save it without one"))
        text = b"".join(checked(file, parts["content.xml"], name)).decode("utf-8", "replace")
    tables = _tables(text)
    for facts in (*tables.values(), together(list(tables.values()))):
        facts.bear()
    return tables


def active_content(path: Path) -> list[str]:
    """What a workbook carries besides cells that could act; nothing of it is ever read."""
    names = [part.filename for part in archive.check(path)]
    macros = any(name.startswith(("Basic/", "Scripts/")) for name in names)
    return ["macros"] * macros + ["embedded objects"] * any(name.startswith("Object ") for name in names)


def _tables(text: str) -> dict[str, SheetFacts]:
    tables: dict[str, SheetFacts] = {}
    table: _Table | None = None
    for token in markup.tokens(text, ()):
        if token.tag == "table:table":
            if token.closes:
                table = None
            else:
                table = _Table()
                tables.setdefault(token.attributes.get("table:name", ""), table.facts)
        elif table is not None:
            _walk(table, token)
    return tables


def _walk(table: _Table, token: markup.Token) -> None:
    if token.tag == "table:table-row":
        if token.closes or token.closed:
            table.row += table.repeated
        if not token.closes:
            _open_row(table, token)
    elif token.tag in ("table:table-cell", "table:covered-table-cell"):
        if not token.closes:
            _open_cell(table, token)
        if token.closes or token.closed:
            _close_cell(table)
    elif token.tag == "table:table-column" and not token.closes and token.attributes.get("table:visibility") in ("collapse", "filter"):
        table.facts.hidden_columns += _times(token, "table:number-columns-repeated")
    elif token.text:
        table.text.append(token.text)


def _open_row(table: _Table, token: markup.Token) -> None:
    table.repeated = _times(token, "table:number-rows-repeated")
    table.column = 0
    if token.attributes.get("table:visibility") in ("collapse", "filter"):
        table.facts.hidden_rows += table.repeated


def _open_cell(table: _Table, token: markup.Token) -> None:
    attributes = token.attributes
    table.cell = _times(token, "table:number-columns-repeated"), any(key.startswith("office:") for key in attributes)
    table.text = []
    across, down = _span(attributes.get("table:number-columns-spanned")), _span(attributes.get("table:number-rows-spanned"))
    if across > 1 or down > 1:
        table.facts.merged.append(((table.row, table.column), (table.row + down - 1, table.column + across - 1)))


def _close_cell(table: _Table) -> None:
    times, has_value = table.cell
    text = "".join(table.text).strip()
    if has_value or text:
        facts = table.facts
        facts.reach(table.row + table.repeated - 1, table.column + times - 1)
        if text.startswith(("#", "Err:")) and len(text) < 12 and len(facts.errors) < 100_000:
            facts.errors[table.row, table.column] = text
    table.column += times
    table.text = []


def _times(token: markup.Token, name: str) -> int:
    return _span(token.attributes.get(name))


def _span(text: str | None) -> int:
    return min(max(int(text[:9]), 1), _MOST) if text and text[:9].isascii() and text[:9].isdigit() else 1

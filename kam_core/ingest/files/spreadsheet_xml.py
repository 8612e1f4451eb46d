"""The XML spreadsheets of Excel 2003, which many systems call .xls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from kam_core.ingest.files.markup import Cell, Token, tokens

_MOST = 1 << 20


@dataclass
class _Sheet:
    """A sheet while its tags come by, row and column from 0."""

    name: str
    row: int = -1
    column: int = -1
    across: int = 1
    down: int = 1
    kind: str | None = None
    """The type of the open value; None when none is open."""
    text: list[str] = field(default_factory=list)

    def value(self) -> Cell:
        """The cell whose value has just ended."""
        value = _typed("".join(self.text), self.kind or "")
        cell = Cell(self.name, max(self.row, 0), max(self.column, 0), value, self.across, self.down)
        self.kind = None
        return cell


def xml_cells(text: str) -> Iterator[Cell]:
    """The cells of all sheets; numbers, days and truth values come as such."""
    sheet: _Sheet | None = None
    for token in tokens(text, ("comment", "ss:comment")):
        tag = token.tag.removeprefix("ss:")
        if tag == "worksheet":
            sheet = None if token.closes else _Sheet(token.attributes.get("ss:name", ""))
        elif sheet is not None:
            if not token.tag and sheet.kind is not None:
                sheet.text.append(token.text)
            elif tag == "data" and token.closes and sheet.kind is not None:
                yield sheet.value()
            elif not token.closes:
                yield from _opened(sheet, tag, token)


def _opened(sheet: _Sheet, tag: str, token: Token) -> Iterator[Cell]:
    if tag == "row":
        attributes = token.attributes
        sheet.row, sheet.column, sheet.across = _place(attributes.get("ss:index"), sheet.row + 1), -1, 1
        if attributes.get("ss:hidden") == "1":
            yield Cell(sheet.name, sheet.row, 0, "", hides="row")
    elif tag == "cell":
        attributes = token.attributes
        sheet.column = _place(attributes.get("ss:index"), sheet.column + sheet.across)
        sheet.across, sheet.down = 1 + _count(attributes.get("ss:mergeacross")), 1 + _count(attributes.get("ss:mergedown"))
    elif tag == "column" and token.attributes.get("ss:hidden") == "1":
        yield Cell(sheet.name, 0, 0, "", hides="column")
    elif tag == "data":
        sheet.kind, sheet.text = token.attributes.get("ss:type", "String"), []


def _typed(text: str, kind: str) -> object:
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text.strip()[:19])
    except ValueError:
        return text
    return text.strip() == "1" if kind == "Boolean" else text


def _place(index: str | None, following: int) -> int:
    """Where a row or cell stands: as told (counted from 1, never backwards), else after the one before."""
    return max(_count(index) - 1, following) if index else following


def _count(text: str | None) -> int:
    return min(int(text[:8]), _MOST) if text and text[:8].isascii() and text[:8].isdigit() else 0

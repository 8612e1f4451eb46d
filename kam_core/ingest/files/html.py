"""The tables of a web page, which many systems call .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kam_core.ingest.files.markup import Cell, Token, tokens

_MOST_NESTED = 50
_MOST_ACROSS, _MOST_DOWN = 1_000, 65_534
_BREAKS = ("br", "p", "div", "li")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass
class _Table:
    """A table while its tags come by; cells that reach down from above push others to the right."""

    name: str
    row: int = -1
    column: int = 0
    taken: dict[int, int] = field(default_factory=dict)
    span: tuple[int, int] | None = None
    """How far the open cell reaches across and down; None when no cell is open."""
    text: list[str] = field(default_factory=list)

    def closed(self) -> Cell | None:
        """The cell that was open, where it stands."""
        if self.span is None:
            return None
        (across, down), self.span = self.span, None
        while self.taken.get(self.column, -1) >= self.row:
            self.column += 1
        at = self.column
        if down > 1:
            self.taken.update(dict.fromkeys(range(at, at + across), self.row + down - 1))
        self.column += across
        return Cell(self.name, self.row, at, _told(self.text), across, down)

    def opened(self, token: Token) -> None:
        """Begin a cell; one outside of any row begins a row too."""
        self.row = max(self.row, 0)
        attributes = token.attributes if token.written else {}
        self.span = _number(attributes.get("colspan"), _MOST_ACROSS), _number(attributes.get("rowspan"), _MOST_DOWN)
        self.text = []


def html_cells(text: str) -> Iterator[Cell]:
    """
    The cells of all tables, a table inside of another as one of its own; tables are called Table 1, Table 2 ..

    >>> [(cell.row, cell.column, cell.value) for cell in html_cells("<table><tr><th>a<th>b<tr><td>1 &amp; 2</table>")]
    [(0, 0, 'a'), (0, 1, 'b'), (1, 0, '1 & 2')]
    """
    stack: list[_Table] = []
    count = 0
    for token in tokens(text):
        if token.tag == "table" and not token.closes:
            count += 1
            if len(stack) < _MOST_NESTED:
                stack.append(_Table(f"Table {count}"))
        elif stack:
            cell = _walked(stack[-1], token)
            if cell:
                yield cell
            if token.tag == "table":
                stack.pop()
    for table in reversed(stack):
        cell = table.closed()
        if cell:
            yield cell


def _walked(table: _Table, token: Token) -> Cell | None:
    """One token inside of a table; the cell that ends with it."""
    if not token.tag:
        table.text.append(token.text)
    elif token.tag in ("td", "th"):
        cell = table.closed()
        if not token.closes:
            table.opened(token)
        return cell
    elif token.tag == "tr":
        cell = table.closed()
        if not token.closes:
            table.row, table.column = table.row + 1, 0
            if cell is None and token.written and _HIDDEN.search(token.written):
                return Cell(table.name, table.row, 0, "", hides="row")
        return cell
    elif token.tag in ("table", "tbody", "thead", "tfoot"):
        return table.closed()
    elif token.tag in _BREAKS:
        table.text.append(" ")
    return None


def _told(parts: list[str]) -> str:
    return " ".join("".join(parts).replace("\xa0", " ").split())


def _number(text: str | None, most: int) -> int:
    return min(max(int(text[:6]), 1), most) if text and text[:6].isascii() and text[:6].isdigit() else 1

"""What may stand below a table: footnotes, and another table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

import pyarrow as pa

from kam_core.ingest.files.clean import may_say
from kam_core.ingest.layout.evidence import Column, Rows
from kam_core.ingest.layout.forms import looks_typed, missing

MOST_NOTES = 60
"""Rows that are held back because they may be footnotes."""
_LONG_NOTE = 40
_LOOKED_AT = 100
_NOTE = re.compile(
    r"\s*(?:(?:foot)?notes?\b|sources?\s*[:：]|remarks?\b|n\.?b\.?\s|printed\b|generated\b|exported\b|created\b|prepared by"
    r"|report (?:run|date)|confidential|copyright|©|\*|†|‡|\[\w\]\s|\(?\d+ rows?\b.*(?:affected|selected|exported)|page \d+|end of|-- |— "
    r"|注[:：\d]|附注|备注|说明|制表|填表|审核|复核|经办|打印|导出|生成|数据来源|资料来源|来源|单位[:：]|统计口径|第\s*\d+\s*页|共\s*\d+\s*[条行页])",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"[^:：]{1,20}[:：]")


class Endings:
    """Tells rows of a table from footnotes and from the header of another table below."""

    def __init__(self, body: Rows, heads: Sequence[str], width: int) -> None:
        self.width = width
        self.heads = {cell.strip().casefold() for cell in heads if cell.strip()}
        self.columns = [Column() for _ in range(width)]
        self.longest = [0] * width
        for row in body[:_LOOKED_AT]:
            for i, cell in enumerate(row[:width]):
                self.columns[i].add(cell)
                self.longest[i] = max(self.longest[i], len(cell))
        self.typed = [i for i, column in enumerate(self.columns) if column.typed >= 0.9 * column.seen and column.seen >= 2]

    def repeats_header(self, row: Sequence[str]) -> bool:
        """Whether a row says the labels of the header again, nearly all of them."""
        cells = {cell.strip().casefold() for cell in row if cell.strip()}
        return bool(self.heads) and len(cells & self.heads) >= 0.8 * max(len(cells), len(self.heads)) and not all(map(looks_typed, cells))

    def like_header(self, columns: list[pa.StringArray]) -> list[int]:
        """The rows that may repeat the header, among them all that do."""
        return may_say(columns, self.heads, ceil(0.8 * len(self.heads) - 1e-9)) if self.heads else []

    def is_other_header(self, row: Sequence[str]) -> bool:
        """Whether a row below a blank one is a header: several texts, none of them a value, where the columns hold values."""
        cells = [(i, cell) for i, cell in enumerate(row) if not missing(cell)]
        over = [cell for i, cell in cells if i in self.typed]
        under = [i for i in self.typed if cells and i <= cells[-1][0]]
        if len(cells) < 2 or _is_sentence(row) or len({cell for _, cell in cells}) < len(cells):
            return False
        if any(looks_typed(cell) or (i < self.width and cell in self.columns[i].values) for i, cell in cells):
            return False
        return len(over) >= max(1, 0.5 * len(under))

    def may_be_note(self, row: Sequence[str], after_note: bool = False) -> bool:
        """Whether a row would be a footnote if nothing but such rows came after it; below a note a numbered text may be one, too."""
        cells = [(i, cell.strip()) for i, cell in enumerate(row) if cell.strip()]
        if self.width < 2:
            return _NOTE.match(cells[0][1]) is not None
        if any(i in self.typed and looks_typed(cell) for i, cell in cells):
            return False
        if _is_sentence(row) or (after_note and len(cells) <= max(2, self.width // 3)):
            return True
        if all(_NOTE.match(cell) or _LABELLED.match(cell) for _, cell in cells):
            return True
        # A name may begin like a note (Printed Matter Inc): a full row that nothing speaks against is a row.
        full = len(cells) == self.width > 2 and all(missing(cell) for i, cell in cells if i in self.typed)
        return not full and _NOTE.match(cells[0][1]) is not None

    def is_note(self, row: Sequence[str], after_blank: bool) -> bool:
        """Whether a row at the very end is a footnote: it says so, stands apart, or is longer than anything in its column."""
        i, text = next((i, cell.strip()) for i, cell in enumerate(row) if cell.strip())
        if _NOTE.match(text):
            return True
        column = self.columns[i] if i < self.width else Column()
        if text in column.values or (looks_typed(text) and len(row) > 1):
            return False
        alone = _is_sentence(row)
        longest = self.longest[i] if i < self.width else 0
        return (after_blank and (not alone or self.width > 1)) or (alone and len(text) > max(_LONG_NOTE, 1.5 * longest))


def _is_sentence(row: Sequence[str]) -> bool:
    """Whether a row is one text: a single cell, or several that its commas made, with blanks before all but the first."""
    cells = [cell for cell in row if cell.strip()]
    return all(cell[0] == " " for cell in cells[1:])

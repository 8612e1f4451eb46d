"""Rows of cells of a sheet as batches of text: errors put back, merged cells filled, one area cut out, monstrous cells refused."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kam_core.errors import TooLarge
from kam_core.ingest.files.encodings import HIDDEN
from kam_core.ingest.files.merged import Merged
from kam_core.ingest.files.records import MAX_CELL, Batch
from kam_core.ingest.files.survey import SheetFacts, area
from kam_core.ingest.repair import Reject, Repair
from kam_core.ingest.values.shown import as_text
from kam_core.text import N_

HUGE_CELL = 1_000_000
"""Characters of a cell for which a sheet is refused; a row with one of more than ``MAX_CELL`` is left out."""
ROWS = 20_000

Row = list[object]


class Reader:
    """Rows of cells to batches of text: errors put back, merged cells filled, one area cut out."""

    def __init__(self, facts: SheetFacts, left: int, cells: str, name: str) -> None:
        self._facts, self._left = facts, left
        (self._top, first), (self._bottom, last) = area(cells or None, name)
        self._columns = slice(max(first - left, 0), max(last - left + 1, 0)) if cells else slice(None)
        self._errors: dict[int, list[tuple[int, str]]] = {}
        for (row, column), value in facts.errors.items():
            self._errors.setdefault(row, []).append((column - left, value))

    def batches(self, rows: Iterator[Row], done: list[int]) -> Iterator[Batch]:
        """The rows, some ten thousand at a time; ``done`` counts them."""
        rows = islice(rows, self._bottom + 1)
        part = list(islice(rows, ROWS))
        merged = Merged(self._facts.merged, self._left, part)
        while part:
            following = list(islice(rows, ROWS))
            yield self._batch(part, following, done[0], merged)
            done[0] += len(part)
            part = following

    def _batch(self, part: list[Row], following: list[Row], before: int, merged: Merged) -> Batch:
        repairs: list[Repair] = []
        rejects: list[Reject] = []
        lines: list[int] = []
        taken: list[list[str]] = []
        for at, row in enumerate(part):
            line = before + at + 1
            for column, value in self._errors.get(line - 1, ()):
                if 0 <= column < len(row) and row[column] == "":
                    row[column] = value
            below = part[at + 1] if at + 1 < len(part) else following[0] if following else []
            filled = merged.fill(line - 1, row, below)
            if line <= self._top:
                continue
            cells = [cell if type(cell) is str else as_text(cell) for cell in row[self._columns]]
            repairs += filled
            if self._takes(cells, line, repairs, rejects):
                lines.append(line)
                taken.append(cells)
        return Batch(lines, taken, repairs, rejects)

    def _takes(self, cells: list[str], line: int, repairs: list[Repair], rejects: list[Reject]) -> bool:
        """Note characters nobody sees, and leave out a row with an overlong cell; raises TooLarge for a monstrous one."""
        if not all(map(str.isprintable, cells)):
            unseen = sum(len(HIDDEN.findall(cell)) for cell in cells)
            if unseen:
                repairs.append(Repair(line, "hidden_characters", "", unseen))
        longest = max(map(len, cells), default=0)
        if longest > HUGE_CELL:
            raise TooLarge(what=N_("One cell of the sheet"), found=f"{longest:,}", limit=f"{MAX_CELL:,}")
        if longest > MAX_CELL:
            rejects.append(Reject(line, "", max(cells, key=len)[:80], "text_too_long"))
        return longest <= MAX_CELL

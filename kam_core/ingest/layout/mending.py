"""Rows of a wrong width put right, where the kinds of the columns prove how."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from kam_core.ingest.files.cutter import Cutter
from kam_core.ingest.layout.forms import form_of, kind_of

_MOST_WAYS = 200
_MOST_QUOTES = 100
"""Quotes of a line up to which it is tried where a delimiter could be missing: the time grows with their square."""
_MOST_WIDTH = 120
_ENOUGH = 5
"""Rows in order without which nothing is proven."""
_BUDGET = 4_000_000
"""Cells of one file that are weighed to mend its rows, some seconds' work; what is left then is padded or rejected as it stands."""
_CUT_COST = 4
"""Cells' worth of work for each place at which a cell may be cut in two."""
_CLEARLY = 2.0
"""By how much (natural logarithm of the odds) a mended row must fit better than the row as it stands."""
_LONG = 64
_BREAKS = re.compile(r'(?<=.)(?=https?://|www\.)|(?<=[^"\s])(?=")')
_STRICT = frozenset(("number", "amount", "date", "time", "code", "link"))


@dataclass(frozen=True)
class Mended:
    """A row that fits, and what was done to it (a kind of repair)."""

    row: list[str]
    kind: str
    bonus: float = 0.0
    """What speaks for it besides the kinds of its cells."""


class _Kinds:
    """How likely a cell is in one column."""

    def __init__(self, cells: Sequence[str]) -> None:
        self.seen = len(cells)
        self.kinds = Counter(map(kind_of, cells))
        self.forms = Counter(form_of(cell) for cell in cells if kind_of(cell))
        told = self.forms.total()
        self.has_forms = told >= 5 and sum(n for _, n in self.forms.most_common(5)) >= 0.9 * told
        strict = sum(n for known, n in self.kinds.items() if known in _STRICT or not known)
        self.strict = self.seen >= 3 and strict >= 0.9 * self.seen
        """Nearly all cells are of kinds that are never taken for one another."""
        lengths = [len(cell) for cell in cells if cell]
        self.length = sum(lengths) / len(lengths) if lengths else 0.0

    def fit(self, cell: str) -> float:
        """The logarithm of how usual such a cell is here."""
        kind = kind_of(cell)
        score = math.log((self.kinds[kind] + 0.2) / (self.seen + 1))
        if kind and self.has_forms:
            score += math.log((self.forms[form_of(cell)] + 0.2) / (self.forms.total() + 1))
        if kind == "text" and self.length:
            score -= 0.3 * abs(math.log(len(cell) / self.length))
        return score

    def allows(self, cell: str) -> bool:
        """False for a cell of a kind that never stands here, where the others are all of one strict kind."""
        kind = kind_of(cell)
        return not kind or self.kinds[kind] >= 0.05 * self.seen or not self.strict


class Mender:
    """Knows the columns of a table from rows that are in order, and mends others."""

    def __init__(self, rows: Sequence[Sequence[str]], width: int, delimiter: str, quote: str) -> None:
        good = [row for row in rows if len(row) == width]
        self.width, self.cutter = width, Cutter(delimiter, quote) if delimiter else None
        self.others = [Cutter(sign, quote) for sign in ",;\t| " if delimiter and sign != delimiter[0]]
        self.columns = [_Kinds(column) for column in zip(*good, strict=True)] if len(good) >= _ENOUGH and width <= _MOST_WIDTH else []
        # Where many rows are short, empty cells at their ends were left out: nothing is to be cut in two.
        self.ragged = sum(len(row) < width for row in rows) > max(2, 0.05 * len(rows))
        self.left = _BUDGET

    def mend(self, row: list[str], raw: str = "") -> Mended | None:
        """The row in the way that fits the columns best, when that is clearly better than as it stands."""
        if not self.columns or self.left <= 0 or len(raw) > 20 * _LONG * self.width:
            return None
        asis = (row + [""] * (self.width - len(row)))[: self.width]
        best: Mended | None = None
        # Cells that would be cut off are worth more than any kind; empty ones are worth nothing.
        at_least = self._fit(asis) - 5.0 * sum(bool(cell.strip()) for cell in row[self.width :]) + _CLEARLY
        for found in islice(self._ways(row, raw), 40 * _MOST_WAYS):
            self.left -= self.width
            fit = self._fit(found.row) + found.bonus
            if fit > at_least + 1e-6 and self._allowed(found.row):
                best, at_least = found, fit
        return best

    def _allowed(self, row: Sequence[str]) -> bool:
        return all(column.allows(cell) for column, cell in zip(self.columns, row, strict=True))

    def _fit(self, row: Sequence[str]) -> float:
        return sum(column.fit(cell) for column, cell in zip(self.columns, row, strict=True))

    def _ways(self, row: list[str], raw: str) -> Iterator[Mended]:
        yield from self._narrower(row, [False] * len(row), "")
        if raw and self.cutter:
            pieces = self.cutter.pieces(raw)
            yield from self._narrower(pieces.cells, pieces.quoted, self.cutter.sign)
            for other in self.others:
                if raw.count(other.sign) >= self.width - 1:
                    found = other.pieces(raw)
                    for way in self._narrower(found.cells, found.quoted, other.sign):
                        yield Mended(way.row, "other_delimiter")
            yield from self._cut_at_quotes(raw)
        if len(row) == self.width - 1 and not self.ragged:
            yield from self._split(row)

    def _narrower(self, cells: list[str], quoted: list[bool], sign: str) -> Iterator[Mended]:
        """The cells without so many empty ones, or with so many neighbours joined, that they are as many as the columns."""
        extra = len(cells) - self.width
        if extra == 0:
            yield Mended(cells, "open_quote")
        if not 0 < extra <= self.width + 20:
            return
        empty = [i for i, cell in enumerate(cells) if not cell.strip() and not quoted[i]]
        for gone in islice(combinations(empty, extra), _MOST_WAYS):
            yield Mended([cell for i, cell in enumerate(cells) if i not in gone], "cell_removed", 0.5)
        for i in range(self.width if sign else 0):
            if not any(quoted[i : i + extra + 1]) and not self.columns[i].strict:
                yield Mended([*cells[:i], sign.join(cells[i : i + extra + 1]), *cells[i + extra + 1 :]], "cell_joined")

    def _cut_at_quotes(self, raw: str) -> Iterator[Mended]:
        """The cells when one delimiter is put back beside a quote; best where all quotes are in place then."""
        assert self.cutter
        quote, sign, line = self.cutter.quote, self.cutter.sign, raw.rstrip("\r\n")
        if line.count(quote) > _MOST_QUOTES:
            return
        for at in islice((m.start() for m in re.finditer(re.escape(quote), line)), _MOST_WAYS):
            # A quote beside a delimiter opens or closes a cell already.
            if 0 < at < len(line) - 1 and sign not in (line[at - 1], line[at + 1]):
                for place in (at, at + 1):
                    whole = f"{line[:place]}{sign}{line[place:]}"
                    cells = self.cutter.pieces(whole).cells
                    if len(cells) == self.width:
                        clean = _CLEARLY - 0.5 * sum(cell.count(quote) for cell in cells) if self.cutter.quickly([whole]) else 0.0
                        yield Mended(cells, "cell_split", max(0.0, clean))

    def _split(self, row: list[str]) -> Iterator[Mended]:
        """The best cut of one cell in two."""
        self.left -= _CUT_COST * sum(map(len, row))
        before = [0.0]
        for column, cell in zip(self.columns, row, strict=False):
            before.append(before[-1] + column.fit(cell))
        after = [0.0]
        for column, cell in zip(reversed(self.columns), reversed(row), strict=False):
            after.append(after[-1] + column.fit(cell))
        best: tuple[float, int, int] | None = None
        for i, cell in enumerate(row):
            around = before[i] + after[len(row) - 1 - i]
            for at in range(1, len(cell)) if len(cell) <= _LONG else (m.start() for m in _BREAKS.finditer(cell)):
                score = around + self.columns[i].fit(cell[:at]) + self.columns[i + 1].fit(cell[at:])
                if best is None or score > best[0]:
                    best = (score, i, at)
        if best:
            _, i, at = best
            yield Mended([*row[:i], row[i][:at], row[i][at:], *row[i + 1 :]], "cell_split")

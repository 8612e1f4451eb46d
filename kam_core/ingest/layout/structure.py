"""The rows of a file as a table: the header found in the first rows, and every row below it as wide as the header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kam_core.ingest.files.clean import Rows as CleanRows
from kam_core.ingest.files.clean import may_say
from kam_core.ingest.files.records import Batch
from kam_core.ingest.layout.endings import MOST_NOTES, Endings
from kam_core.ingest.layout.evidence import Rows
from kam_core.ingest.layout.forms import is_blank, trimmed
from kam_core.ingest.layout.header import find_header
from kam_core.ingest.layout.mending import Mender
from kam_core.ingest.repair import Reject, RepairLog


@dataclass(frozen=True)
class Layout:
    """How the table lies in its file, by the line numbers of the file."""

    above: tuple[tuple[int, str], ...]
    """The rows above the header, and blank ones within it: line and text ("" for a blank row)."""
    header_lines: tuple[int, ...]
    """The rows of the header, none without one."""
    skipped: int
    """The line of the last row above the first data row, 0 when there is none."""
    labels: tuple[str, ...]
    """The header cells as they stand in the file; those of several rows are joined by a blank."""
    heads: tuple[str, ...]
    """The cells of the bottom row of the header."""
    has_header: bool
    width: int

    def tell(self, log: RepairLog) -> None:
        """Note what stands above the data and what became of the header."""
        for line, text in self.above:
            log.add("preamble" if text else "blank_row", text, line)
        if not self.has_header:
            log.add("no_header")
        elif len(self.header_lines) == 1:
            made = [label for label in self.labels if label and label not in self.heads]
            log.add("label_split", ", ".join(made), self.header_lines[0], count=len(made) > 0)
            log.add("cell_removed", " | ".join(self.heads)[:200], self.header_lines[0], count=len(trimmed(self.heads)) > self.width)


def find_layout(lines: Sequence[int], rows: Rows, header_rows: int | None = None) -> Layout:
    """How the table lies in a file whose first rows are these; ``header_rows`` as a person decided it."""
    header = find_header(rows, header_rows)
    first, data = header.skipped, header.skipped + header.rows
    numbered = list(zip(lines, rows, strict=True))
    above = [(line, "" if is_blank(row) else " ".join(filter(None, row))[:200].strip()) for line, row in numbered[:first]]
    above += [(line, "") for line, row in numbered[first:data] if is_blank(row)]
    header_lines = tuple(line for line, row in numbered[first:data] if not is_blank(row))
    heads = tuple(rows[data - 1]) if header.rows else ()
    return Layout(tuple(above), header_lines, lines[data - 1] if data else 0, header.labels, heads, header.rows > 0, header.width)


def top_rows(body: Rows) -> list[list[str]]:
    """The first rows below the header; only those above the first blank row when they are several: they are of one table."""
    above = next((i for i, row in enumerate(body) if is_blank(row) and i > 1), len(body))
    return [list(row) for row in body[:above] if not is_blank(row)]


class Squarer:
    """Makes every row as wide as the header; what is left out or put right goes into the log, row by row."""

    def __init__(self, layout: Layout, body: Rows, mender: Mender, log: RepairLog) -> None:
        self._layout, self._mender, self._log = layout, mender, log
        self._endings = Endings(body, layout.heads, layout.width)
        self._held: list[tuple[int, list[str], bool]] = []
        self._after_blank = False
        self._noted = False
        self._second: tuple[int, str, int] | None = None
        self._first_row = [cell.strip() for cell in trimmed(body[0])] if body else []
        self._again: tuple[int, Sequence[str]] | None = None

    def squared(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """The data rows of the table, batch by batch."""
        for batch in batches:
            self._log.extend(batch.repairs)
            yield batch if self._is_square(batch) else self._made_square(batch)
        self._lines, self._rows = list[int](), list[list[str]]()
        rest = Batch(self._lines, self._rows)
        self._end(rest)
        if rest.rows:
            yield rest

    def _is_square(self, batch: Batch) -> bool:
        """Whether a batch can pass as it is, without a look at its rows one by one."""
        rows = batch.rows
        if self._held or self._second or self._again or self._after_blank:
            return False
        if not isinstance(rows, CleanRows) or len(rows.columns) != self._layout.width:
            return False
        if any(is_blank(rows[at]) for at in may_say(rows.columns, (), len(rows.columns))) or self._endings.may_be_note(rows[len(rows) - 1]):
            return False
        return not any(self._endings.repeats_header(rows[at]) for at in self._endings.like_header(rows.columns))

    def _made_square(self, batch: Batch) -> Batch:
        self._lines, self._rows = list[int](), list[list[str]]()
        out = Batch(self._lines, self._rows, rejects=batch.rejects)
        for line, row in zip(batch.lines, batch.rows, strict=True):
            if is_blank(row):
                self._log.add("blank_row", row=line)
                self._after_blank = True
                continue
            if self._again:
                self._decide(row)
            if self._second:
                self._second = (*self._second[:2], self._second[2] + 1)
            elif self._is_header(row):
                self._again = (line, row)
            elif self._begins_second(row):
                self._second = (self._held[0][0] if self._held else line, " ".join(row)[:200], 1 + len(self._held))
                self._held.clear()
            else:
                self._take(out, line, row, batch.raw.get(line, ""))
        return out

    def _is_header(self, row: Sequence[str]) -> bool:
        """Whether a row below the data is the header word by word, as at the top of a page."""
        return bool(self._layout.heads) and not self._held and trimmed(row) == trimmed(list(self._layout.heads))

    def _decide(self, row: Sequence[str] | None) -> None:
        """A header below which the first row comes again begins a second table; below any other it is that of another page."""
        line, labels = self._again or (0, ())
        self._again = None
        if row is not None and [cell.strip() for cell in trimmed(row)] == self._first_row:
            self._second = (line, " ".join(labels)[:200], 1)
        else:
            self._log.add("repeated_header", " ".join(labels)[:200], line)
            self._after_blank = False

    def _begins_second(self, row: Sequence[str]) -> bool:
        return self._endings.repeats_header(row) or (self._after_blank and self._endings.is_other_header(row))

    def _take(self, out: Batch, line: int, row: list[str], raw: str) -> None:
        """A row of the table, unless nothing but footnotes should follow."""
        mended = self._mender.mend(row, raw) if raw or len(row) > self._layout.width else None
        if mended is None and self._endings.may_be_note(row, self._noted) and len(self._held) < MOST_NOTES:
            self._held.append((line, row, self._after_blank))
            self._noted = self._noted or self._endings.is_note(row, self._after_blank)
            return
        self._release(out)
        self._after_blank = False
        if mended and mended.row != row[: self._layout.width]:
            self._log.add(mended.kind, " | ".join(row)[:200], line)
            row = mended.row
        self._put(out, line, row)

    def _release(self, out: Batch) -> None:
        """What was held back is data after all."""
        self._noted = False
        for line, row, _ in self._held:
            self._put(out, line, row)
        self._held.clear()

    def _end(self, out: Batch) -> None:
        """After the last row: what was held back is footnotes from the first one on that is clearly one, and data before it."""
        if self._again:
            self._decide(None)
        at = next((i for i, (_, row, blank) in enumerate(self._held) if self._endings.is_note(row, blank)), len(self._held))
        for line, row, _ in self._held[at:]:
            self._log.add("footnote", " ".join(filter(None, row))[:200].strip(), line)
        del self._held[at:]
        self._release(out)
        if self._second:
            line, text, count = self._second
            self._log.add("second_table", text, line, count)

    def _put(self, out: Batch, line: int, row: list[str]) -> None:
        width = self._layout.width
        if any(cell.strip() for cell in row[width:]):
            extra = " | ".join(row[width:])[:200]
            self._log.add("long_row", extra, line)
            out.rejects.append(Reject(line, "", extra, "too_many_cells"))
        elif len(row) < width:
            self._log.add("short_row", f"{len(row)} of {width} cells", line)
        self._lines.append(line)
        self._rows.append((row + [""] * (width - len(row)))[:width])

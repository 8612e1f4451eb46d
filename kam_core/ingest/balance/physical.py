"""The lines of a file, counted without reading it as a table: what a reconciliation has to add up to."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from pathlib import Path

from kam_core.ingest.balance.reconcile import ASIDE, Part
from kam_core.ingest.raw import Raw

_BLOCK = 4_000_000


def lines_in(path: Path, encoding: str) -> int:
    """
    The lines of a text file, whichever way each ends (LF, CRLF, CR); a last one needs no end.

    In every encoding that is read but UTF-16 and UTF-32 a line ends with the same bytes as in ASCII.
    """
    if encoding.lower().startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
        with path.open(encoding=encoding, errors="replace", newline="") as stream:
            return sum(1 for _ in stream)
    count, last = 0, b""
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            count += block.count(b"\n")
            if b"\r" in block or last == b"\r":
                count += block.count(b"\r") - block.count(b"\r\n") - (last == b"\r" and block[:1] == b"\n")
            last = block[-1:]
    return count + (last not in (b"", b"\n", b"\r"))


def aside(raw: Raw) -> list[Part]:
    """The lines of the file, those of them that are no data, and any that nobody has accounted for."""
    source = raw.source
    counts = Counter[str]()
    rows: list[int] = []
    for repair in source.repairs.all():
        if repair.kind in ASIDE:
            counts[repair.kind] += repair.count
            rows += [repair.row] if repair.row else []
    counts["header"] = len(source.layout.header_lines)
    whole = _whole(raw, [*rows, *source.layout.header_lines])
    rest = whole - sum(counts.values()) - raw.rows_read
    listed = [Part(kind, counts[kind]) for kind in ASIDE if counts[kind]]
    return [Part("file", whole), *listed, *([Part("unaccounted", rest)] if rest else []), Part("read", raw.rows_read)]


def _whole(raw: Raw, aside: list[int]) -> int:
    """The lines of a text; of a sheet, or of a text that is gone, the rows from the first to the last that is known."""
    source = raw.source
    with suppress(OSError):
        if source.facts.kind == "text":
            return lines_in(source.facts.content, source.dialect.encoding)
    seen = [*aside, *(line for line, _ in raw.first[:1]), *([raw.last_line] if raw.last_line else [])]
    return max(seen) - min(seen) + 1 if seen else 0

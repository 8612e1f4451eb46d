"""Text files: their dialect found out, their records streamed."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kam_core.ingest.files.decode import FileFacts
from kam_core.ingest.files.dialect import Dialect, find_signs
from kam_core.ingest.files.records import Batch, Signs, plain_text, records, text_blocks, utf8_blocks
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.repair import RepairLog

_SAMPLE_CHARACTERS = 200_000
_SAMPLE_LINES = 250
_SEP = "sep="


def find_dialect(facts: FileFacts, options: ReadOptions, log: RepairLog) -> Dialect:
    """How a text file is written; what ``options`` leave open is found from its first lines."""
    with facts.content.open(encoding=facts.encoding, errors="replace", newline="") as stream:
        text = stream.read(_SAMPLE_CHARACTERS)
        more = bool(stream.read(1))
    log.add("zero_characters", "removed", count=text.count("\0"))
    lines = list(io.StringIO(plain_text(text, Signs(",")), newline=""))
    # The last line of a longer file is cut somewhere: it tells nothing.
    lines = (lines if not more or len(lines) == 1 else lines[:-1])[:_SAMPLE_LINES]
    ends = [end for end in ("\r\n", "\n", "\r") if any(line.endswith(end) for line in lines)]
    told = _told(lines[0]) if lines else None
    if told is not None:
        log.add("preamble", lines[0].strip(), 1)
    delimiter = options.delimiter or told
    signs = find_signs([line for line in lines[told is not None :] if len(line) < _SAMPLE_CHARACTERS], delimiter)
    return Dialect(facts.encoding, signs.delimiter, signs.quote, signs.escape, signs.framed, ends[0] if ends else "")


def _told(line: str) -> str | None:
    """The delimiter that Excel's own first line ("sep=;") names; None when it is no such line."""
    text = line.rstrip("\r\n")
    if text[:4].casefold() != _SEP or len(text) > 5:
        return None
    return text[4:] or "\t"


@contextmanager
def opened(facts: FileFacts, dialect: Dialect, width: int) -> Iterator[tuple[Iterator[Batch], Callable[[], int]]]:
    """The records of a text file, and how many bytes of it were read so far; ``width`` is the usual one, 0 when not known yet."""
    with facts.content.open("rb") as raw, io.TextIOWrapper(raw, dialect.encoding, "replace", newline="") as stream:
        signs = Signs(dialect.delimiter, dialect.quote, dialect.escape, dialect.framed)
        told = _told(stream.readline(16)) is not None
        if not told:
            stream.seek(0)
        texts: Iterator[str | bytes] = text_blocks(stream, signs)
        if dialect.encoding in ("utf-8", "utf-8-sig") and not (told or facts.replaced):
            raw.seek(0)
            if dialect.encoding == "utf-8" or raw.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
                raw.seek(0)
            texts = utf8_blocks(raw, signs)
        yield records(texts, dialect.delimiter, dialect.quote, 2 if told else 1, width), raw.tell

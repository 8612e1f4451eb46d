"""Which encoding a text has: by its mark, by its zero bytes, by being UTF-8, else by which reading makes likely text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kam_core.errors import Cancelled, UnreadableFile
from kam_core.ingest.files.letters import models
from kam_core.text import N_

BLOCK = 1 << 20
_SAMPLE = 1 << 15
_CLOSE = 4.0
"""Readings whose likelihood differs by less (a factor of about 50) are both named."""
_LINES_TOLD = 20
_AROUND = 4_000
_WIDE = re.compile(rb"[\x80-\xff]")
_LINE_END = re.compile(rb"[\r\n]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = bytes(sorted({*range(1, 9), *range(14, 27), *range(28, 32), 127}))
HIDDEN = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069]|(?<!^)\ufeff")
"""Characters that nobody sees: control, zero width, direction of writing; a mark at the very beginning is none."""
_HIDDEN_IN_UTF8 = (b"\xe2\x80", b"\xe2\x81", codecs.BOM_UTF8)
_NO_TEXT = ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7")
_WIDER = {"cp950": "big5hkscs"}
"""Encodings that hold all characters of another and more."""


@dataclass(frozen=True)
class Guess:
    """An encoding by evidence; ``alternatives`` are others that give another text which is about as likely."""

    encoding: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """Whether a text is all readable, and how many characters of it nobody sees."""

    readable: bool
    hidden: int


@dataclass(frozen=True)
class Unread:
    """Characters that an encoding cannot read: how many, and the first lines they stand in."""

    count: int = 0
    lines: tuple[tuple[int, int], ...] = ()
    """Line and how many stand there."""


def chosen(encoding: str, name: str) -> str:
    """The Python name of an encoding that was chosen; raises UnreadableFile when no encoding of texts has that name."""
    try:
        b"a".decode(encoding, "replace")
        codec = codecs.lookup(encoding)
    except (LookupError, ValueError, UnicodeError) as error:
        raise UnreadableFile(name=name, detail=N_("there is no encoding of the name that was chosen")) from error
    if codec.incrementaldecoder is None or codec.name in _NO_TEXT:
        raise UnreadableFile(name=name, detail=N_("there is no encoding of the name that was chosen"))
    return codec.name


def by_mark(head: bytes, name: str) -> str:
    """The encoding when a mark or zero bytes tell it; "" when the whole text must be asked. Raises UnreadableFile for what is no text."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    zeros = head.count(0)
    wide = _by_zeros(head, zeros) if zeros > 1 else ""
    if not wide and zeros > max(3, len(head) // 20):
        raise UnreadableFile(name=name, detail=N_("it is not text (it is full of zero bytes)"))
    if not wide and len(head) - len(head.translate(None, _CONTROL)) > len(head) // 20:
        raise UnreadableFile(name=name, detail=N_("it is not text"))
    return wide


def _by_zeros(head: bytes, zeros: int) -> str:
    """UTF-32 and UTF-16 without a mark: zero bytes in every fourth or second place, and characters that people use."""
    quarter = len(head) // 4
    for encoding, empty in (("utf-32-le", head[3::4]), ("utf-32-be", head[0::4])):
        if (
            quarter
            and empty.count(0) >= quarter
            and zeros >= 2 * quarter
            and _common(head[: quarter * 4].decode(encoding, "replace")) >= 0.5
        ):
            return encoding
    odd = head[1::2].count(0)
    for encoding, apart in (("utf-16-le", zeros - odd), ("utf-16-be", odd)):
        if apart <= zeros // 10 and zeros >= len(head) // 40:
            common = _common(head[: len(head) // 2 * 2].decode(encoding, "replace"))
            if common >= 0.5 or (zeros > len(head) // 20 and common >= 0.2):
                return encoding
    return ""


def _common(text: str) -> float:
    """The share of characters that are no control characters and not among the many rare ones."""
    return len(re.findall(r"[\t\n\r -~\xa0-\u04ff\u3000-\u30ff\uac00-\ud7af\uff00-\uffee]", text)) / max(len(text), 1)


def guess(sample: bytes) -> Guess:
    """The encoding under which bytes beyond ASCII are most like text."""
    readings = {name: sample.decode(name, "replace") for name in models()}
    scores = {name: model.of(readings[name]) for name, model in models().items()}
    # A last character that was cut with the file says nothing against UTF-8.
    readings["utf-8"] = codecs.getincrementaldecoder("utf-8")("replace").decode(sample)
    scores["utf-8"] = max(model.of(readings["utf-8"]) for model in models().values()) - 1.0
    ranked = sorted(scores, key=lambda name: -scores[name])
    best = ranked[0]
    close = [name for name in ranked[1:] if scores[best] - scores[name] < _CLOSE and readings[name] != readings[best]]
    wider = _WIDER.get(best)
    if wider and "\ufffd" in readings[best] and sample.decode(wider, "replace").count("\ufffd") < readings[best].count("\ufffd"):
        best = wider
    return Guess(best, tuple(close[:3]))


def telling_lines(path: Path) -> bytes:
    """Lines with bytes beyond ASCII, from wherever they stand in the file: the only ones that tell an encoding."""
    found: dict[bytes, None] = {}
    size = 0
    with path.open("rb") as file:
        while size < _SAMPLE and (block := file.read(BLOCK)):
            for line in _beyond_ascii(block):
                if line not in found:
                    found[line] = None
                    size += len(line)
                if size >= _SAMPLE:
                    break
    return b"\n".join(found)


def _beyond_ascii(block: bytes) -> Iterator[bytes]:
    """The lines of a block that hold such bytes, of very long ones the surroundings."""
    at = 0
    while wide := _WIDE.search(block, at):
        start = max(at, wide.start() - _AROUND, block.rfind(b"\n", at, wide.start()) + 1, block.rfind(b"\r", at, wide.start()) + 1)
        end = _LINE_END.search(block, wide.end(), wide.end() + _AROUND)
        at = end.start() if end else min(wide.end() + _AROUND, len(block))
        yield block[start:at]


def unread(path: Path, encoding: str) -> Unread:
    """How many characters the encoding cannot read, and the first lines they stand in."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    count, line, told, ended = 0, 1, dict[int, int](), False
    with path.open("rb") as file:
        while not ended:
            block = file.read(BLOCK)
            ended = not block
            text = decoder.decode(block, ended)
            here = text.count("\ufffd")
            count += here
            if here and len(told) < _LINES_TOLD:
                for number, part in enumerate(text.split("\n"), line):
                    if "\ufffd" in part and (number in told or len(told) < _LINES_TOLD):
                        told[number] = told.get(number, 0) + part.count("\ufffd")
            line += text.count("\n")
    return Unread(count, tuple(told.items()))


def fit(path: Path, encoding: str, cancel: Callable[[], bool] | None = None) -> Fit:
    """Look at the whole text once: whether every byte of it fits the encoding, and how many characters of it nobody sees."""
    decoder = codecs.getincrementaldecoder(encoding)()
    hidden, readable = 0, True
    with path.open("rb") as file:
        while readable and (block := file.read(BLOCK)):
            if cancel and cancel():
                raise Cancelled()
            try:
                text = decoder.decode(block)
            except UnicodeError:
                readable = False
                break
            hidden += _hidden(text, block, encoding)
    try:
        decoder.decode(b"", readable)
    except UnicodeError:
        readable = False
    return Fit(readable, hidden)


def _hidden(text: str, block: bytes, encoding: str) -> int:
    """Characters nobody sees, zero bytes apart (they are removed and told on their own)."""
    if text.isascii() or encoding in ("utf-8", "utf-8-sig"):
        control = len(block) - len(block.translate(None, _CONTROL))
        if not control and not any(first[0] in block and first in block for first in _HIDDEN_IN_UTF8):
            return 0
    return len(HIDDEN.findall(text))

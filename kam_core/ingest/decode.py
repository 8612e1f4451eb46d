"""Bytes to text: what a file is by its content, which encoding it has, and what could not be read."""

from __future__ import annotations

import codecs
import hashlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kam_core.errors import Cancelled, TooLarge, UnreadableFile
from kam_core.text import N_

MAX_BYTES = 1_000_000_000
_BLOCK = 1 << 20
_SAMPLE = 1 << 18

FileKind = Literal["text", "xlsx", "parquet"]
Progress = Callable[[int, int, int], object]
"""Called with rows done, bytes done, bytes in all."""
Cancel = Callable[[], bool]

_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", N_("it is a PNG picture")),
    (b"\xff\xd8\xff", N_("it is a JPEG picture")),
    (b"GIF8", N_("it is a GIF picture")),
    (b"%PDF", N_("it is a PDF document")),
    (b"{\\rtf", N_("it is a formatted text document")),
    (b"SQLite format 3", N_("it is an SQLite database")),
    (b"\x1f\x8b", N_("it is a gzip archive; unpack it first")),
    (b"7z\xbc\xaf", N_("it is a 7-Zip archive; unpack it first")),
    (b"Rar!", N_("it is a RAR archive; unpack it first")),
    (b"\x7fELF", N_("it is a program")),
    (b"\xd0\xcf\x11\xe0", N_("it is an old Excel file (.xls) or protected by a password; save it as .xlsx without a password")),
)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = bytes(sorted({*range(1, 9), *range(14, 27), *range(28, 32)}))


@dataclass(frozen=True)
class FileFacts:
    """What is known about a file before it is read: kind, size, fingerprint, and for text the encoding."""

    kind: FileKind
    size: int
    sha256: str
    encoding: str = ""
    replaced: int = 0
    """Characters that the encoding cannot read; they show as U+FFFD."""


def examine(path: Path, cancel: Cancel | None = None) -> FileFacts:
    """
    Look at the whole file once: kind by content, SHA-256, encoding.

    Raises UnreadableFile for what is no table, TooLarge beyond 1 GB, Cancelled.
    """
    size = _size(path)
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    kind = _kind(path, head)
    encoding = _encoding_by_head(path, head) if kind == "text" else ""
    digest, readable = _read_through(path, encoding or ("utf-8" if kind == "text" else ""), cancel)
    if kind != "text":
        return FileFacts(kind, size, digest)
    if not encoding:
        encoding = "utf-8" if readable else _guess(_telling_lines(path))
    return FileFacts(kind, size, digest, encoding, 0 if readable else _replaced(path, encoding))


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnreadableFile(name=path.name, detail=N_("there is no such file")) from error
    if path.is_dir():
        raise UnreadableFile(name=path.name, detail=N_(N_("it is a folder")))
    if size == 0:
        raise UnreadableFile(name=path.name, detail=N_("it is empty"))
    if size > MAX_BYTES:
        raise TooLarge(what=path.name, found=f"{size:,} bytes", limit=f"{MAX_BYTES:,} bytes")
    return size


def _kind(path: Path, head: bytes) -> FileKind:
    """The kind by its first bytes; the name is not asked."""
    for magic, what in _REFUSED:
        if head.startswith(magic):
            raise UnreadableFile(name=path.name, detail=what)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if head.startswith(b"MZ") and b"\0" in head[:512]:
        raise UnreadableFile(name=path.name, detail=N_(N_("it is a program")))
    if head[8:12] == b"DUCK":
        raise UnreadableFile(name=path.name, detail=N_("it is a DuckDB database; open it as a workbook"))
    if re.match(rb"\s*(?:<!doctype html|<html|<\?xml)", head[:200], re.IGNORECASE):
        raise UnreadableFile(name=path.name, detail=N_("it is a web page or XML; save it as .xlsx or .csv"))
    return "text"


def _zip_kind(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFile(name=path.name, detail=N_(N_("it is a damaged zip archive or Excel file"))) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise UnreadableFile(name=path.name, detail=N_("it is a binary Excel file (.xlsb); save it as .xlsx"))
    raise UnreadableFile(name=path.name, detail=N_("it is a zip archive, not an Excel file; unpack it first"))


def _encoding_by_head(path: Path, head: bytes) -> str:
    """The encoding when a mark or zero bytes tell it; "" when the whole text must be asked."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    zeros = head.count(0)
    if zeros > max(3, len(head) / 20):
        odd = head[1::2].count(0)
        if zeros - odd <= zeros // 10:
            return "utf-16-le"
        if odd <= zeros // 10:
            return "utf-16-be"
        raise UnreadableFile(name=path.name, detail=N_("it is not text (it is full of zero bytes)"))
    if len(head) - len(head.translate(None, _CONTROL)) > len(head) // 20:
        raise UnreadableFile(name=path.name, detail=N_("it is not text"))
    return ""


def _read_through(path: Path, encoding: str, cancel: Cancel | None) -> tuple[str, bool]:
    """Fingerprint of the file, and whether every byte of it fits the encoding."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder(encoding)() if encoding else None
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if cancel and cancel():
                raise Cancelled()
            digest.update(block)
            decoder = _fed(decoder, block)
    return digest.hexdigest(), _fed(decoder, b"", final=True) is not None


def _fed(decoder: codecs.IncrementalDecoder | None, block: bytes, final: bool = False) -> codecs.IncrementalDecoder | None:
    """The decoder after a block, or None from the first byte on that it cannot read."""
    try:
        if decoder:
            decoder.decode(block, final)
    except UnicodeError:
        return None
    return decoder


def _telling_lines(path: Path) -> bytes:
    """Lines with bytes beyond ASCII, from wherever they stand in the file: the only ones that tell an encoding."""
    found = bytearray()
    with path.open("rb") as file:
        while len(found) < _SAMPLE and (block := file.read(_BLOCK)):
            for line in re.finditer(rb"[^\r\n]{0,4000}[\x80-\xff][^\r\n]{0,4000}", block):
                found += line[0] + b"\n"
    return bytes(found[:_SAMPLE])


def _guess(sample: bytes) -> str:
    """
    One of gb18030, utf-8 (damaged in places), cp1252.

    Chinese text is made of the common characters of GB 2312; western accents read as GB 18030 give rare ones.
    """
    unreadable = sample.decode("utf-8", "replace").count("\ufffd")
    wide = len(re.findall(rb"[\xc3-\xf4][\x80-\xbf]{1,3}", sample))
    chinese = [c for c in sample.decode("gb18030", "replace") if c > "\x7f"]
    common = sum(1 for c in chinese if c != "\ufffd" and c.encode("gb2312", "ignore"))
    if wide > 20 * unreadable:
        return "utf-8"
    return "gb18030" if chinese and common >= 0.6 * len(chinese) else "cp1252"


def _replaced(path: Path, encoding: str) -> int:
    """How many characters the encoding cannot read."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with path.open("rb") as file:
        blocks = iter(lambda: file.read(_BLOCK), b"")
        return sum(decoder.decode(block).count("\ufffd") for block in blocks) + decoder.decode(b"", True).count("\ufffd")

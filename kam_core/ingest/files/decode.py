"""Bytes to text: what a file is by its content, which encoding it has, and what could not be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from kam_core.errors import Cancelled, EmptyFile, TooLarge, UnreadableFile
from kam_core.ingest.files import archive, compound, encodings
from kam_core.ingest.files.encodings import BLOCK, Guess, Unread
from kam_core.ingest.files.survey import SheetFacts
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.repair import RepairLog
from kam_core.text import N_

MAX_BYTES = 1_000_000_000
_SAMPLE = 1 << 18

FileKind = Literal["text", "xlsx", "xlsb", "xls", "ods", "html", "xml", "parquet"]
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
    (b"7z\xbc\xaf", N_("it is a 7-Zip archive; unpack it first")),
    (b"Rar!", N_("it is a RAR archive; unpack it first")),
    (b"BZh", N_("it is a bzip2 archive; unpack it first")),
    (b"\xfd7zXZ", N_("it is an xz archive; unpack it first")),
    (b"\x7fELF", N_("it is a program")),
    (b"MIME-Version:", N_("it is a web archive (.mht); save it as .xlsx or .csv")),
)
_DOCUMENTS = (("word/", N_("it is a Word document")), ("ppt/", N_("it is a PowerPoint presentation")))
_HTML = re.compile(
    r"[\s\ufeff]*+(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(r"[\s\ufeff]*(?:<\?xml\b|<(?:\w+:)?Workbook\b)")
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")


@dataclass(frozen=True)
class FileFacts:
    """What is known about a file before it is read: kind, size, fingerprint, and for text the encoding."""

    kind: FileKind
    size: int
    sha256: str
    content: Path
    """Where the table stands: the file itself, or what was unpacked from it."""
    name: str
    encoding: str = ""
    alternatives: tuple[str, ...] = ()
    """Encodings under which the text would be another one and about as likely."""
    unread: Unread = field(default_factory=Unread)
    """Characters that the encoding cannot read; they show as U+FFFD."""
    hidden: int = 0
    """Characters in a text that nobody sees: control, direction of writing, zero width."""
    unpacked: archive.Unpacked | None = None
    surveys: dict[str, SheetFacts] = field(default_factory=dict, compare=False, repr=False)
    """What was found out about sheets, by name, so that it is found out once."""

    @property
    def replaced(self) -> int:
        """How many characters the encoding cannot read."""
        return self.unread.count

    def tell(self, log: RepairLog) -> None:
        """Note what a person should know about how the bytes were read."""
        if self.unpacked:
            log.add("unpacked", self.unpacked.member)
        if self.alternatives:
            log.add("encoding_guessed", f"{self.encoding}; {', '.join(self.alternatives)}")
        log.add("hidden_characters", count=self.hidden)
        for line, count in self.unread.lines:
            log.add("unreadable_characters", self.encoding, line, count)
        log.add("unreadable_characters", self.encoding, count=self.replaced - sum(count for _, count in self.unread.lines))


def examine(path: Path, cancel: Cancel | None = None, options: ReadOptions | None = None) -> FileFacts:
    """
    Look at the whole file once: kind by content, SHA-256, encoding; an archive is unpacked for the one table it holds.

    Raises UnreadableFile for what is no table, TooLarge beyond 1 GB, Cancelled.
    """
    options = options or ReadOptions()
    size = _size(path)
    unpacked = _unpacked(path, options)
    content = unpacked.path if unpacked else path
    with content.open("rb") as file:
        head = file.read(_SAMPLE)
    if not head:
        raise EmptyFile(name=path.name, detail=N_("it is empty"))
    kind = _kind(content, head, path.name)
    encoding = (_chosen(options, path.name) or encodings.by_mark(head, path.name)) if kind == "text" else ""
    if kind == "text":
        kind = _marked_up(head, encoding, path.name)
    facts = FileFacts(kind, size, _digest(path, cancel), content, path.name, unpacked=unpacked)
    return facts if kind not in ("text", "html", "xml") else _with_encoding(facts, head, encoding, cancel)


def _chosen(options: ReadOptions, name: str) -> str:
    """The encoding a person has chosen, "" when none."""
    return encodings.chosen(options.encoding, name) if options.encoding else ""


def _with_encoding(facts: FileFacts, head: bytes, encoding: str, cancel: Cancel | None) -> FileFacts:
    """The facts with the encoding: as told or marked, else UTF-8, else as a web page says of itself, else by evidence."""
    found = Guess(encoding or "utf-8")
    fit = encodings.fit(facts.content, found.encoding, cancel)
    if not encoding and not fit.readable:
        found = _declared(facts, head) or encodings.guess(encodings.telling_lines(facts.content))
        fit = encodings.fit(facts.content, found.encoding, cancel)
    unread = Unread() if fit.readable else encodings.unread(facts.content, found.encoding)
    return replace(facts, encoding=found.encoding, alternatives=found.alternatives, unread=unread, hidden=fit.hidden)


def _declared(facts: FileFacts, head: bytes) -> Guess | None:
    """The encoding that a web page or XML names, if its bytes agree."""
    named = _CHARSET.search(head[:4096]) if facts.kind != "text" else None
    if not named:
        return None
    try:
        name = encodings.chosen(named[1].decode("ascii"), "")
    except UnreadableFile:
        return None
    # What calls itself GB 2312 is written with the wider sets of the same family.
    name = "gb18030" if name in ("gb2312", "gbk") else "cp1252" if name == "iso8859-1" else name
    return Guess(name) if encodings.fit(facts.content, name).readable else None


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise UnreadableFile(name=path.name, detail=N_("there is no such file")) from error
    if path.is_dir():
        raise UnreadableFile(name=path.name, detail=N_("it is a folder"))
    if size == 0:
        raise EmptyFile(name=path.name, detail=N_("it is empty"))
    if size > MAX_BYTES:
        raise TooLarge(what=path.name, found=f"{size:,} bytes", limit=f"{MAX_BYTES:,} bytes")
    return size


def _unpacked(path: Path, options: ReadOptions) -> archive.Unpacked | None:
    """The table of an archive; None for what is none, workbooks too (they are archives of their own kind)."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(b"\x1f\x8b"):
        return archive.unpack_gzip(path)
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    parts = archive.check(path)
    names = {archive.key(part) for part in parts}
    is_document = "[content_types].xml" in names or "mimetype" in names or "xl/workbook.xml" in names
    return None if is_document else archive.unpack_zip(path, options.member, parts)


def _kind(path: Path, head: bytes, name: str) -> FileKind:
    """The kind by its first bytes; the name is not asked."""
    for magic, what in _REFUSED:
        if head.startswith(magic):
            raise UnreadableFile(name=name, detail=what)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path, name)
    if head.startswith(compound.MAGIC):
        compound.check(path, name)
        return "xls"
    if head.startswith(b"\x1f\x8b"):
        raise UnreadableFile(name=name, detail=N_("it is an archive inside of an archive; unpack it first"))
    if head.startswith(b"MZ") and b"\0" in head[:512]:
        raise UnreadableFile(name=name, detail=N_("it is a program"))
    if head[8:12] == b"DUCK":
        raise UnreadableFile(name=name, detail=N_("it is a DuckDB database; open it as a workbook"))
    return "text"


def _zip_kind(path: Path, name: str) -> FileKind:
    names = {archive.key(part) for part in archive.check(path)}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    for folder, what in _DOCUMENTS:
        if any(part.startswith(folder) for part in names):
            raise UnreadableFile(name=name, detail=what)
    raise UnreadableFile(name=name, detail=N_("it is an archive inside of an archive; unpack it first"))


def _marked_up(head: bytes, encoding: str, name: str) -> FileKind:
    """Whether a text is a web page or XML, whatever its name says."""
    text = head.decode(encoding or "latin-1", "replace")
    if _HTML.match(text):
        return "html"
    if not _XML.match(text):
        return "text"
    if _SPREADSHEET in text[:20_000]:
        return "xml"
    if re.search(r"<html\b", text[:5_000], re.IGNORECASE):
        return "html"
    raise UnreadableFile(name=name, detail=N_("it is XML without a table; save it as .xlsx or .csv"))


def _digest(path: Path, cancel: Cancel | None) -> str:
    """SHA-256 of the file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if cancel and cancel():
                raise Cancelled()
            digest.update(block)
    return digest.hexdigest()

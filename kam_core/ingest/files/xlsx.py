"""XLSX and XLSB before they are read: real sizes, no document types, how far a sheet reaches, what it carries besides cells."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from kam_core.errors import TooLarge, UnreadableFile
from kam_core.ingest.files import archive, xlsb
from kam_core.ingest.files.survey import SheetFacts, number
from kam_core.text import N_

_MAX_INDEX = 20_000_000
_MAX_CARRIED = 16_000_000
_ACTIVE = (
    ("vbaProject", "macros"),
    ("externalLinks/", "links to other files"),
    ("embeddings/", "embedded objects"),
    ("activeX/", "controls"),
    ("connections.xml", "data connections"),
)
_UNITS = frozenset("百千万亿")
_MARKED_UP = (".xml", ".rels", ".bin", ".vml")
_NOT_READ = ("xl/worksheets/", "xl/embeddings/", "xl/vba", "xl/activex/", "xl/media/")
_DTD = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE)
_PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)([0-9]+)""")
# No repetition is without end: a part full of half-open tags would cost quadratic time.
_C, _V, _F = rb"<(?:\w{1,40}:)?c\s", rb"<(?:\w{1,40}:)?v", rb"(?:\w{1,40}:)?f"
_FILLED = re.compile(_C + rb"""(?:[^>]{0,200}?\s)?r\s*=\s*["']\s*([A-Za-z]*)([0-9]+)(?:[^>/]|/(?!>)){0,200}>""")
_FORMULA = rb"<" + _F + rb"\b(?:[^>]{0,400}/>|[^>]{0,400}>[^<]{0,9000}</" + _F + rb">)\s*"
_ERROR = re.compile(
    _C + rb"""(?=[^>]{0,200}\bt\s*=\s*["']e["'])(?=[^>]{0,200}\br\s*=\s*["']([A-Za-z]+)([0-9]+))[^>]{0,400}>\s*"""
    rb"(?:" + _FORMULA + rb")?" + _V + rb">([^<]{0,40})<"
)
_NO_RESULT = re.compile(_FORMULA + rb"(?:" + _V + rb"\s*/>|" + _V + rb"></(?:\w{1,40}:)?v>)?\s*</(?:\w{1,40}:)?c>")
_HIDDEN = re.compile(rb"""<(?:\w{1,40}:)?(row|col)\s[^>]{0,400}\bhidden\s*=\s*["'](?:1|true)["'][^>]{0,400}>""")
_SPAN = re.compile(rb"""\b(min|max)\s*=\s*["'](\d{1,5})["']""")


def look(path: Path, sheet: str, name: str) -> SheetFacts:
    """
    The facts of one sheet of an XLSX or XLSB, unpacked once here to measure it.

    Raises TooLarge and UnreadableFile for what no reader should be given.
    """
    parts = {archive.key(part): part for part in archive.check(path)}
    with archive.damage_told(name), zipfile.ZipFile(path) as file:
        places = _sheet_parts(file, parts, sheet)
        facts = _surveyed(file, [parts[place] for place in places], name, _PLACE)
        if not facts.is_bearable:
            # Empty cells that only carry a format reach far in many a workbook; readers do not lay them out.
            reach = _surveyed(file, [parts[place] for place in places], name, _FILLED)
            facts.rows, facts.columns = reach.rows, reach.columns
    facts.bear()
    return facts


def check_parts(path: Path, name: str) -> None:
    """Unpack once, to measure them, the parts that a reader unpacks for every sheet; raises as ``look`` does."""
    parts = archive.check(path)
    with archive.damage_told(name), zipfile.ZipFile(path) as file:
        for part in parts:
            if archive.key(part).endswith(_MARKED_UP) and not archive.key(part).startswith(_NOT_READ):
                deque(checked(file, part, name), maxlen=0)


def active_content(path: Path) -> list[str]:
    """What a workbook carries besides cells that could act; nothing of it is ever read."""
    names = [part.filename for part in archive.check(path)]
    return [what for mark, what in _ACTIVE if any(mark in name for name in names)]


def checked(file: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The blocks of a part; a document type, with which XML can swell or read other files, is refused."""
    for index, block in enumerate(archive.blocks(file, part)):
        if not index and not archive.key(part).endswith(".bin") and _DTD.search(block):
            raise UnreadableFile(name=name, detail=N_("its XML declares a document type, which no spreadsheet program writes"))
        yield block


def _sheet_parts(file: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], sheet: str) -> list[str]:
    """The parts that hold a sheet; all sheets when the index of the workbook does not tell."""
    index = next((name for name in ("xl/workbook.xml", "xl/workbook.bin") if name in parts), "")
    targets = dict(_targets(file, parts, f"xl/_rels/{index.removeprefix('xl/')}.rels"))
    if index.endswith(".bin"):
        named = xlsb.sheet_keys(b"".join(archive.blocks(file, parts[index])))
    else:
        named = _sheet_keys(_tree(file, parts, index))
    found = [targets[key] for name, key in named if name == sheet and targets.get(key) in parts]
    return found or [name for name in parts if re.match(r"xl/.*\.(?:xml|bin)$", name)]


def _sheet_keys(index: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for element in index.iter():
        if element.tag.endswith("}sheet"):
            yield from ((element.get("name", ""), value) for key, value in element.attrib.items() if key.endswith("}id"))


def _targets(file: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], relations: str) -> Iterator[tuple[str, str]]:
    for element in _tree(file, parts, relations).iter():
        target = element.get("Target", "")
        yield element.get("Id", ""), posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}").lower()


def _tree(file: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], name: str) -> ElementTree.Element:
    part = parts.get(name)
    if part is None:
        return ElementTree.Element("none")
    if part.file_size > _MAX_INDEX:
        raise TooLarge.saying(TooLarge.template_unpacked, found=f"{part.file_size:,} bytes", limit=f"{_MAX_INDEX:,} bytes")
    try:
        return ElementTree.fromstring(b"".join(archive.blocks(file, part)))
    except ElementTree.ParseError:
        return ElementTree.Element("none")


def shown_units(path: Path, name: str) -> list[str]:
    """The number formats of a workbook that show a unit (0.00"万元"): the numbers themselves are stored without it."""
    parts = {archive.key(part): part for part in archive.check(path)}
    with archive.damage_told(name), zipfile.ZipFile(path) as file:
        styles = list(_tree(file, parts, "xl/styles.xml").iter())
    used = {style.get("numFmtId") for style in styles if style.tag.endswith("}xf")}
    formats = [style.get("formatCode", "") for style in styles if style.tag.endswith("}numFmt") and style.get("numFmtId") in used]
    return [code for code in formats if set(code) & _UNITS]


def _surveyed(file: zipfile.ZipFile, sheets: Iterable[zipfile.ZipInfo], name: str, places: re.Pattern[bytes]) -> SheetFacts:
    facts = SheetFacts()
    for part in sheets:
        if archive.key(part).endswith(".bin"):
            xlsb.survey(archive.blocks(file, part), facts)
            continue
        for text in _whole_cells(checked(file, part, name)):
            _note_places(text, places, facts)
            _note_marks(text, facts)
    return facts


def _whole_cells(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The text of a sheet in pieces that end with a cell."""
    rest = b""
    for block in blocks:
        rest += block
        cut = max(rest.rfind(b"</c>") + 4, rest.rfind(b":c>") + 3)
        if cut < 5:
            cut = rest.rfind(b"/>") + 2
        if len(rest) - cut > _MAX_CARRIED:
            raise TooLarge(what=N_("One cell of the sheet"), found=f"> {_MAX_CARRIED:,}", limit="32,000")
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


def _note_places(text: bytes, places: re.Pattern[bytes], facts: SheetFacts) -> None:
    usual = _usual_places(text) if places is _PLACE else None
    if usual:
        column, row = usual
    else:
        found = places.findall(text)
        column = max((number(column.decode()) + 1 for column in {column for column, _ in found}), default=0)
        row = max((int(row[:9]) for row in {row for _, row in found}), default=0)
    facts.columns, facts.rows = max(facts.columns, column), max(facts.rows, row)


def _usual_places(text: bytes) -> tuple[int, int] | None:
    """The last column and row, counted from 1; None unless all places are written as spreadsheet programs do: r="B3"."""
    import numpy as np

    codes = np.frombuffer(text + bytes(16), np.uint8)
    before, name, sign = codes[:-3], codes[1:-2], codes[2:-1]
    places = np.flatnonzero((name == 114) & (before <= 32) & ((sign == 61) | (sign <= 32)))
    at = places[(codes[places] == 32) & (codes[places + 2] == 61) & (codes[places + 3] == 34)] + 4
    if len(at) < len(places):
        return None
    column, row = np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
    for _ in range(3):
        code = codes[at]
        is_letter = (code >= 65) & (code <= 90)
        column, at = np.where(is_letter, column * 26 + code - 64, column), at + is_letter
    for _ in range(7):
        code = codes[at]
        is_digit = (code >= 48) & (code <= 57)
        row, at = np.where(is_digit, row * 10 + code - 48, row), at + is_digit
    return None if not row.all() else (int(column.max(initial=0)), int(row.max(initial=0)))


def _note_marks(text: bytes, facts: SheetFacts) -> None:
    """Values, error values, formulas without a result, hidden rows and columns."""
    facts.written += text.count(b"<v") + text.count(b"<is>") + text.count(b":v>") // 2
    if b'"e"' in text or b"'e'" in text:
        for column, row, value in _ERROR.findall(text):
            if len(facts.errors) < 1_000_000:
                facts.errors[int(row[:9]) - 1, number(column.decode())] = value.decode("utf-8", "replace")[:20]
    if b"<f" in text or b":f" in text:
        facts.uncalculated += len(_NO_RESULT.findall(text))
    if b"hidden" in text:
        for tag in _HIDDEN.finditer(text):
            if tag[1] == b"row":
                facts.hidden_rows += 1
            else:
                span = {key: int(value) for key, value in _SPAN.findall(tag[0])}
                facts.hidden_columns += max(span.get(b"max", 0) - span.get(b"min", 0), 0) + 1

"""Old Excel files (BIFF, .xls): how far their sheets reach, their error values, what is hidden or protected."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from kam_core.errors import TooLarge, UnreadableFile
from kam_core.ingest.files import compound
from kam_core.ingest.files.survey import SheetFacts, together
from kam_core.ingest.files.xlsb import ERRORS
from kam_core.text import N_

MAX_SHEETS = 500
_END, _PASSWORD, _SHEET, _STRINGS = 0x0A, 0x2F, 0x85, 0xFC
_ONE = frozenset((0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6, 0x02, 0x03, 0x04, 0x05))
"""Records that hold one cell."""
_MANY, _FORMULA, _ERROR, _ROW, _COLUMNS = 0xBD, 0x06, 0x205, 0x208, 0x7D
_MAX_ROWS, _MAX_COLUMNS = 65_536, 256

Record = tuple[int, int, int]
"""Kind, place of the content, length."""


def look(path: Path, name: str) -> list[SheetFacts]:
    """
    The facts of all sheets in their order, as a reader lays out all of them at once.

    Raises UnreadableFile for protected and damaged files, TooLarge for what is too big.
    """
    file = compound.opened(path, name)
    data = file.read("Workbook" if "Workbook" in file.entries else "Book")
    places = _sheet_places(data, name)
    if len(places) > MAX_SHEETS:
        raise TooLarge(what=N_("The number of sheets"), found=f"{len(places):,}", limit=f"{MAX_SHEETS:,}")
    known: dict[int, SheetFacts] = {}
    walked = 0
    for place in places:
        if place not in known:
            known[place], end = _surveyed(data, place, name)
            walked += end - place
        if walked > 2 * len(data):
            raise UnreadableFile(name=name, detail=N_("it is a damaged old Excel file (.xls)"))
    sheets = [known[place] for place in places]
    for facts in (*sheets, together(sheets)):
        facts.bear()
    return sheets


def active_content(path: Path, name: str) -> list[str]:
    """What a workbook carries besides cells that could act; nothing of it is ever read."""
    names = compound.opened(path, name).entries
    macros = any("VBA" in entry for entry in names)
    objects = any(entry.startswith(("MBD", "\x01Ole")) for entry in names)
    return ["macros"] * macros + ["embedded objects"] * objects


def _records(data: bytes, at: int) -> Iterator[Record]:
    """The records from a place to the end of their part."""
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        yield kind, at + 4, length
        if kind == _END:
            return
        at += 4 + length


def _sheet_places(data: bytes, name: str) -> list[int]:
    places: list[int] = []
    for kind, at, length in _records(data, 0):
        if kind == _PASSWORD:
            raise UnreadableFile(name=name, detail=N_("it is protected by a password; save it without one"))
        if kind == _SHEET and length >= 6:
            places.append(struct.unpack_from("<I", data, at)[0] if at + 4 <= len(data) else 0)
        # Readers make room for as many texts as are announced.
        if kind == _STRINGS and at + 8 <= len(data) and struct.unpack_from("<I", data, at + 4)[0] > len(data):
            raise UnreadableFile(name=name, detail=N_("it is a damaged old Excel file (.xls)"))
    return places


def _surveyed(data: bytes, place: int, name: str) -> tuple[SheetFacts, int]:
    """The facts of a sheet, and where its records end."""
    facts, at, length = SheetFacts(), place, 0
    for kind, at, length in _records(data, place):
        if length < 6 or at + length > len(data):
            continue
        if kind in _ONE:
            row, column = struct.unpack_from("<HH", data, at)
            facts.reach(row, column)
            _note_error(data, at, kind, length, facts, (row, column))
        elif kind == _MANY:
            row, first = struct.unpack_from("<HH", data, at)
            for column in range(first, min(first + (length - 6) // 6, _MAX_COLUMNS)):
                facts.reach(row, column)
        elif kind == _ROW and length >= 14:
            facts.hidden_rows += bool(data[at + 12] & 0x20)
        elif kind == _COLUMNS and length >= 10:
            first, last, hidden = struct.unpack_from("<HH4xH", data, at)
            facts.hidden_columns += max(last - first + 1, 0) if hidden & 1 else 0
    if facts.rows > _MAX_ROWS or facts.columns > _MAX_COLUMNS:
        raise UnreadableFile(name=name, detail=N_("it is a damaged old Excel file (.xls)"))
    return facts, at + length


def _note_error(data: bytes, at: int, kind: int, length: int, facts: SheetFacts, place: tuple[int, int]) -> None:
    if kind == _ERROR and length >= 8 and data[at + 7]:
        facts.errors[place] = ERRORS.get(data[at + 6], "#ERROR!")
    elif kind == _FORMULA and length >= 14 and data[at + 12 : at + 14] == b"\xff\xff" and data[at + 6] == 2:
        facts.errors[place] = ERRORS.get(data[at + 8], "#ERROR!")

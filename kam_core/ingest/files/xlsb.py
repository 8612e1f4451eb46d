"""The sheets of binary Excel files (XLSB): how far they reach, and their error values."""

from __future__ import annotations

from collections.abc import Iterator

from kam_core.ingest.files.survey import SheetFacts

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_ROW = 0
_SHEET = 156
_BLANK, _ERROR, _FORMULA_ERROR = 1, 3, 11
_MAX_ROW = 1 << 20


def survey(blocks: Iterator[bytes], facts: SheetFacts) -> None:
    """Add the reach and the error values of a sheet part; records that make no sense end it."""
    data = b"".join(blocks)
    at, row = 0, 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        length, at = _number(data, at, 4)
        if kind == _ROW and length >= 4:
            row = int.from_bytes(data[at : at + 4], "little")
            if row >= _MAX_ROW:
                return
        elif _BLANK < kind <= _FORMULA_ERROR and length >= 4:
            column = int.from_bytes(data[at : at + 4], "little")
            facts.reach(row, column)
            if kind in (_ERROR, _FORMULA_ERROR) and length >= 9:
                facts.errors[row, column] = ERRORS.get(data[at + 8], "#ERROR!")
        at += length


def sheet_keys(data: bytes) -> Iterator[tuple[str, str]]:
    """The names of the sheets of a workbook, and the keys under which its relationships name their parts."""
    at = 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        length, at = _number(data, at, 4)
        if kind == _SHEET:
            key, after = _text(data, at + 8)
            yield _text(data, after)[0], key
        at += length


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = at + 4 + 2 * int.from_bytes(data[at : at + 4], "little")
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in groups of seven bits (as the format writes kinds and lengths), and where it ends."""
    value = 0
    for index, byte in enumerate(data[at : at + most]):
        value += (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value, at + index + 1
    return value, at + most

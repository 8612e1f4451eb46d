"""The container of old Office files (.xls, protected .xlsx): checked for what would make a reader run without end."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from kam_core.errors import TooLarge, UnreadableFile
from kam_core.text import N_

MAGIC = b"\xd0\xcf\x11\xe0"
MAX_BYTES = 200_000_000
_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not places."""
_MINI = 64
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_DAMAGED = N_("it is a damaged old Excel file (.xls)")


@dataclass(frozen=True)
class Entry:
    """A stream or storage by its directory entry."""

    kind: int
    start: int
    size: int


class Compound:
    """A compound file in memory; raises UnreadableFile unless all its chains of sectors end."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        if len(data) < 512:
            raise self._damaged()
        self._shift = struct.unpack_from("<H", data, 0x1E)[0]
        if self._shift not in (9, 12):
            raise self._damaged()
        fats, self._directory, cutoff, mini, minis, difat, difats = struct.unpack_from("<2I4x5I", data, 0x2C)
        directories = struct.unpack_from("<I", data, 0x28)[0]
        self._sectors = (len(data) >> self._shift) + 1
        if max(fats, minis, difats, directories) > self._sectors or cutoff != 4096:
            raise self._damaged()
        self._fat = self._table(self._places(fats, difat))
        self._mini_fat = self._table(self._chain(mini, self._fat))
        self.entries = self._entries()
        root = next((entry for entry in self.entries.values() if entry.kind == _ROOT), None)
        if root is None:
            raise self._damaged()
        self._small = self._joined(root.start)
        self._check_all()

    def read(self, name: str) -> bytes:
        """The content of a stream."""
        entry = self.entries[name]
        if entry.size >= 4096:
            return self._joined(entry.start)[: entry.size]
        chain = self._chain(entry.start, self._mini_fat)
        return b"".join(self._small[at * _MINI : (at + 1) * _MINI] for at in chain)[: entry.size]

    def _damaged(self) -> UnreadableFile:
        return UnreadableFile(name=self._name, detail=_DAMAGED)

    def _sector(self, at: int) -> bytes:
        return self._data[(at + 1) << self._shift : (at + 2) << self._shift]

    def _places(self, count: int, further: int) -> list[int]:
        """Where the allocation table stands: 109 places in the header, more in a chain of sectors."""
        places = list(struct.unpack_from("<109I", self._data, 0x4C))
        seen: set[int] = set()
        while further < _END:
            block = self._sector(further)
            if further in seen or len(block) < 1 << self._shift:
                raise self._damaged()
            seen.add(further)
            *more, further = struct.unpack(f"<{len(block) // 4}I", block)
            places += more
        return [place for place in places if place < _END][: max(count, 0)]

    def _table(self, places: list[int]) -> tuple[int, ...]:
        block = b"".join(map(self._sector, places))
        return struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])

    def _chain(self, at: int, table: tuple[int, ...]) -> list[int]:
        """The sectors of a chain in order; raises UnreadableFile when it runs in a circle or out of the table."""
        chain: list[int] = []
        while at < _END:
            if at >= len(table) or len(chain) > len(table):
                raise self._damaged()
            chain.append(at)
            at = table[at]
        return chain

    def _joined(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self._fat)))

    def _entries(self) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        block = self._joined(self._directory)
        for at in range(0, len(block) - 127, 128):
            length, kind, start, size, high = struct.unpack_from("<HB49x3I", block, at + 64)
            if kind not in (_STORAGE, _STREAM, _ROOT):
                continue
            if self._shift == 12:
                size |= high << 32
            if kind != _STORAGE and size > len(self._data):
                raise self._damaged()
            label = block[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            entries.setdefault(label, Entry(kind, start, size))
        return entries

    def _check_all(self) -> None:
        """Other readers follow every chain they are shown: none may run in a circle, all together stay within the file twice over."""
        steps = 0
        for entry in self.entries.values():
            if entry.kind == _STREAM and entry.size:
                steps += len(self._chain(entry.start, self._fat if entry.size >= 4096 else self._mini_fat))
        if steps > 2 * (len(self._fat) + len(self._mini_fat)):
            raise self._damaged()


def opened(path: Path, name: str) -> Compound:
    """The compound file; raises TooLarge beyond 200 MB, UnreadableFile when it is damaged."""
    if path.stat().st_size > MAX_BYTES:
        raise TooLarge(what=name, found=f"{path.stat().st_size:,} bytes", limit=f"{MAX_BYTES:,} bytes")
    try:
        return Compound(path.read_bytes(), name)
    except struct.error as error:
        raise UnreadableFile(name=name, detail=_DAMAGED) from error


def check(path: Path, name: str) -> None:
    """Raise UnreadableFile, saying what it is, unless the file holds an old workbook."""
    entries = opened(path, name).entries
    if "EncryptedPackage" in entries:
        raise UnreadableFile(name=name, detail=N_("it is protected by a password; save it without one"))
    if "WordDocument" in entries:
        raise UnreadableFile(name=name, detail=N_("it is a Word document"))
    if "PowerPoint Document" in entries:
        raise UnreadableFile(name=name, detail=N_("it is a PowerPoint presentation"))
    if "Workbook" not in entries and "Book" not in entries:
        raise UnreadableFile(name=name, detail=N_("it is a document of an older Office, but no workbook"))

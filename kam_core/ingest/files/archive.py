"""Zip and gzip archives: measured before anything is unpacked, read for the one table they hold."""

from __future__ import annotations

import gzip
import lzma
import posixpath
import shutil
import stat
import struct
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from kam_core.errors import TooLarge, UnreadableFile
from kam_core.ingest.files.encodings import guess
from kam_core.text import N_

MAX_ENTRIES = 2_000
MAX_UNPACKED = 500_000_000
MAX_RATIO = 100
_BIG_PART = 10_000_000
"""Only parts beyond this size are measured by their ratio: small ones may well be very regular."""
_BLOCK = 1 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error, NotImplementedError, RuntimeError)
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_NO_TABLE = ("__MACOSX/", ".", "~$", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Unpacked:
    """A table taken out of an archive; the file goes away together with this object."""

    path: Path
    member: str

    def __post_init__(self) -> None:
        weakref.finalize(self, shutil.rmtree, self.path.parent, ignore_errors=True)


def check(path: Path) -> list[zipfile.ZipInfo]:
    """
    The parts of a zip archive, by what its directory states.

    Raises TooLarge for archives that would swell when unpacked, UnreadableFile for what is damaged, protected, or names places outside.
    """
    with damage_told(path.name), zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if len(parts) > MAX_ENTRIES:
        raise TooLarge(what=N_("The number of parts"), found=f"{len(parts):,}", limit=f"{MAX_ENTRIES:,}")
    _bear(sum(part.file_size for part in parts), 0)
    if len({key(part) for part in parts}) < len(parts):
        # Which of two parts of one name is read depends on the reader: what was measured may not be what is read.
        raise UnreadableFile(name=path.name, detail=N_("it is a damaged zip archive or Excel file"))
    for part in parts:
        _bear(part.file_size, part.compress_size)
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name[:3] or ".." in posixpath.normpath(name).split("/") or stat.S_ISLNK(part.external_attr >> 16):
            raise UnreadableFile(name=path.name, detail=N_("its parts have names that lead outside of it"))
        if part.flag_bits & _ENCRYPTED:
            raise UnreadableFile(name=path.name, detail=N_("it is protected by a password; save it without one"))
    return parts


def key(part: zipfile.ZipInfo) -> str:
    """The name under which readers look for a part; they ignore case."""
    return part.filename.replace("\\", "/").lstrip("/").lower()


def _bear(size: int, packed: int) -> None:
    """Raise TooLarge for a part that unpacks to too much, or to suspiciously much for its packed size (0: unknown)."""
    if size > MAX_UNPACKED:
        raise TooLarge.saying(TooLarge.template_unpacked, found=f"{size:,} bytes", limit=f"{MAX_UNPACKED:,} bytes")
    if packed and size > _BIG_PART and size > MAX_RATIO * packed:
        raise TooLarge.saying(TooLarge.template_unpacked, found=f"{size // packed} : 1", limit=f"{MAX_RATIO} : 1")


def blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """
    The real content of a part, whatever size the directory states for it.

    Raises TooLarge as soon as it swells; the errors of ``damage_told`` when it is damaged.
    """
    real = copy(part)
    # zipfile would stop at the stated size, other readers do not: what they will meet must be measured.
    real.file_size = MAX_UNPACKED + _BLOCK
    size = 0
    with archive.open(real) as stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            _bear(size, part.compress_size)
            yield block


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Turn whatever a damaged archive makes its reader raise into UnreadableFile."""
    try:
        yield
    except (TooLarge, UnreadableFile):
        raise
    except _DAMAGE as error:
        raise UnreadableFile(name=name, detail=N_("it is a damaged zip archive or Excel file")) from error


def unpack_zip(path: Path, member: str | None, parts: Iterable[zipfile.ZipInfo]) -> Unpacked:
    """Take out the one table of a zip archive, or the one that is named; raises UnreadableFile when there are several or none."""
    tables = {_name(part): part for part in parts if not _is_clutter(part.filename)}
    told = {"name": path.name, "members": ", ".join(list(tables)[:20]), "choices": list(tables)}
    if member is not None and member not in tables:
        raise UnreadableFile.saying(UnreadableFile.template_member, member=member, **told)
    if not tables:
        raise UnreadableFile(name=path.name, detail=N_("it is an empty zip archive"))
    if member is None and len(tables) > 1:
        raise UnreadableFile.saying(UnreadableFile.template_members, **told)
    chosen = member if member is not None else next(iter(tables))
    with damage_told(path.name), zipfile.ZipFile(path) as archive:
        return _kept(chosen, blocks(archive, tables[chosen]))


def unpack_gzip(path: Path) -> Unpacked:
    """Take out the file that a gzip archive holds."""
    with damage_told(path.name), gzip.open(path) as stream:
        return _kept(path.name.removesuffix(".gz"), _gzip_blocks(stream, path.stat().st_size))


def _gzip_blocks(stream: gzip.GzipFile, packed: int) -> Iterator[bytes]:
    size = 0
    while block := stream.read(_BLOCK):
        size += len(block)
        _bear(size, packed)
        yield block


def _kept(member: str, content: Iterable[bytes]) -> Unpacked:
    """The content as a file of a folder of its own, under a name that has nothing to do with that of the member."""
    unpacked = Unpacked(Path(tempfile.mkdtemp(prefix="kam-")) / "content", member)
    with unpacked.path.open("wb") as file:
        file.writelines(content)
    return unpacked


def _is_clutter(name: str) -> bool:
    return not name or name.endswith("/") or name.startswith("__MACOSX/") or posixpath.basename(name).startswith(_NO_TABLE)


def _name(part: zipfile.ZipInfo) -> str:
    """The name of a part; Windows writes names in the encoding of its country without saying so."""
    if part.flag_bits & _UTF8_NAME or part.filename.isascii():
        return part.filename
    try:
        raw = part.filename.encode("cp437")
    except UnicodeEncodeError:
        return part.filename
    return raw.decode(guess(raw).encoding, "replace")

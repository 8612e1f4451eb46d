"""Copies of workbooks that lie aside: in the trash, and backups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kam_core.errors import WorkbookMissing
from kam_core.workbook import home, stamp
from kam_core.workbook.backup import verify

_PRIVATE_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Kept:
    """One of them."""

    path: Path
    name: str
    """Of the workbook it was."""
    when: datetime | None
    """In this computer's time; ``None`` for a file somebody put there."""
    size: int


def trashed() -> list[Kept]:
    """The deleted and replaced workbooks, the latest first; private uploads, which only their session knew, are not told."""
    found = [_kept(file, *_of_trash(file)) for file in home.home("trash").glob(f"*{home.SUFFIX}")]
    return sorted((kept for kept in found if not _PRIVATE_NAME.fullmatch(kept.name)), key=_latest, reverse=True)


def out_of_trash(file: Path) -> Path:
    """
    Move a workbook from the trash to the others; returns where it lies now.

    Where its name is taken it gets a number, and is a workbook of its own from then on. One that is damaged stays where it is.
    """
    if file.parent != home.home("trash"):
        raise WorkbookMissing(name=file.stem)
    verify(file)
    name = _of_trash(file)[0]
    path = free_path(name)
    if path != home.path_of(name):
        stamp.renew(file)
    return home.move(file, path)


def free_path(name: str) -> Path:
    """A path for a workbook of that name, or of that name with the first free number."""
    tries = [name, *(f"{name} {number}" for number in range(2, 1000))]
    return next(path for path in map(home.path_of, tries) if not path.exists())


def backed_up(path: Path) -> list[Kept]:
    """The backups of a workbook, the latest first."""
    files = home.home("backups", path.stem).glob(f"*{home.SUFFIX}")
    return sorted((_kept(file, path.stem, _moment(file.stem[-19:], "%Y-%m-%d %H.%M.%S")) for file in files), key=_latest, reverse=True)


def size_of(path: Path) -> int:
    """Bytes of a workbook and its log."""
    return sum(file.stat().st_size for file in (path, home.log_of(path)) if file.exists())


def _of_trash(file: Path) -> tuple[str, datetime | None]:
    """Name and moment out of the name ``move_to_trash`` gave; a file somebody put there keeps its name."""
    stem, _, mark = file.stem.rpartition(".")
    moment = _moment(mark[:15], "%Y%m%d-%H%M%S")
    return (stem, moment) if stem and moment else (file.stem, None)


def _moment(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None


def _kept(file: Path, name: str, when: datetime | None) -> Kept:
    return Kept(file, name, when, size_of(file))


def _latest(kept: Kept) -> tuple[datetime, str]:
    return kept.when or datetime.min, kept.path.name

"""Which workbook and which files a command means."""

from __future__ import annotations

import getpass
import glob
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from kam_core.errors import UnreadableFile, WorkbookMissing
from kam_core.ingest import apart
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.source import Source
from kam_core.text import N_
from kam_core.workbook import Workbook, home


def path_of(told: str) -> Path:
    """The file of a workbook: a path as it stands, or the name it has in the app."""
    path = Path(told).expanduser()
    by_name = path.suffix != home.SUFFIX and os.sep not in told and "/" not in told and not path.exists()
    return home.path_of(told) if by_name else path


def opened(told: str, *, there: bool = True) -> Workbook:
    """The workbook; one that is to be there and is not raises ``WorkbookMissing``."""
    path = path_of(told)
    if there and not path.exists():
        raise WorkbookMissing(name=told)
    return Workbook(path)


def files(told: Sequence[str]) -> list[Path]:
    """The files that are meant, wildcards expanded where the shell did not (Windows); one that is not there raises ``UnreadableFile``."""
    found: list[Path] = []
    for name in told:
        path = Path(name).expanduser()
        matches = [path] if path.exists() else [Path(match) for match in sorted(glob.glob(str(path)))]
        if not matches:
            raise UnreadableFile(name=name, detail=N_("there is no such file"))
        found += [match for match in matches if match not in found]
    return found


class Readings:
    """A file read apart, once for each way it is to be read; what is kept of it is deleted at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[ReadOptions, Source] = {}

    def __call__(self, way: ReadOptions) -> Source:
        """The file as it is read by these options."""
        if way not in self._read:
            self._read[way] = apart.open_source(self.path, way)
        return self._read[way]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for source in self._read.values():
            source.discard()


def author_of(told: str | None) -> str:
    """Who does it: as said, else the name of the account on this computer."""
    try:
        return told or getpass.getuser()
    except (OSError, KeyError):
        return ""

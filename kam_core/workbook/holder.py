"""
Which process has a workbook open: a locked note in the data folder, named after the file itself and not after its path.

The engine's own lock does not stop one process from opening a file a second time under another name (a hard link), and its message
differs by system; the note does, and holds the process id. The system lets go of it when the process ends, however it ends.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kam_core.errors import WorkbookLocked
from kam_core.workbook import home

_FAR = 1 << 20
"""The locked byte lies behind the text, which others may then read on every system."""


class Holder:
    """The hold on a file that exists; ``WorkbookLocked`` with the process id when somebody has it."""

    def __init__(self, path: Path) -> None:
        status = path.stat()
        self._note = home.home("seen") / f"{status.st_dev:x}-{status.st_ino:x}.pid"
        self._file = _taken(self._note)
        if self._file is None:
            raise _held(path, self._note)
        self._file.truncate(0)
        self._file.write(str(os.getpid()).encode())
        self._file.flush()

    def release(self) -> None:
        """Let go; a second time does no harm."""
        file, self._file = self._file, None
        if file:
            with suppress(OSError):
                self._note.unlink()
            file.close()


def _taken(note: Path) -> BinaryIO | None:
    """The note, locked; ``None`` when somebody else has it."""
    while True:
        file = open(note, "a+b", buffering=0)  # noqa: SIM115 - held as long as the workbook is open
        if not _lock(file):
            file.close()
            return None
        # Whoever let go in between took the note away: then this lock is on a file nobody will find.
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), note.stat()):
                return file
        file.close()


def _lock(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks: the engine's own lock is left
    return True


def _held(path: Path, note: Path) -> WorkbookLocked:
    try:
        pid = note.read_text(encoding="utf-8") or "?"
    except OSError:
        pid = "?"
    if pid != str(os.getpid()):
        return WorkbookLocked(path=path.name, pid=pid)
    return WorkbookLocked(f"{path.name} is open in this program already. Use that workbook, or close it first.", path=path.name, pid=pid)

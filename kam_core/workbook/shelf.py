"""The workbooks that are open at once: at most four, the longest unused closed first."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from kam_core.errors import TooManyWorkbooks, WorkbookError
from kam_core.workbook import aside, home, stamp
from kam_core.workbook.backup import copy, restore
from kam_core.workbook.book import Workbook

LIMIT = 4
IN_USE_SECONDS = 5.0
"""A workbook asked for within this time is in use and is not closed to make room."""


class Shelf:
    """Opens each file once per process and hands the same ``Workbook`` to everybody who asks."""

    def __init__(self) -> None:
        self._open: dict[Path, Workbook] = {}
        self._used: dict[Path, float] = {}
        self._lock = threading.RLock()

    def get(self, path: Path, *, accept_older: bool = False) -> Workbook:
        """The open workbook of that file, opened if need be."""
        path = path.resolve()
        with self._lock:
            if path not in self._open or self._open[path].closed:
                self._make_room(path)
                self._open[path] = Workbook(path, accept_older=accept_older)
            self._used[path] = time.monotonic()
            return self._open[path]

    def create(self, name: str) -> Workbook:
        """A new, empty workbook under a name; a taken name raises."""
        with self._lock:
            book = self.get(home.new_path(name))
            book.set_meta("name", name)
            return book

    def prepared(self, path: Path, complete: Callable[[Workbook], bool], fill: Callable[[Workbook], None]) -> Path:
        """A workbook that is filled once by whoever asks first; one whose filling was cut short goes to the trash and is made anew."""
        with self._lock:
            if path.exists() and not complete(self.get(path)):
                self.delete(path)
            if not path.exists():
                fill(self.get(path))
            return path.resolve()

    def save_copy(self, book: Workbook, name: str) -> Path:
        """Copy a workbook (a private upload, say) under a name, as one of its own: the changes of the two are counted apart."""
        return copy(book, home.new_path(name), uuid=uuid.uuid4().hex)

    def rename(self, path: Path, name: str) -> Path:
        """Close a workbook and give it another name."""
        with self._lock:
            home.new_path(name)  # a taken name is refused while the workbook is still open
            self.close(path)
            return home.rename(path, name)

    def delete(self, path: Path) -> Path:
        """Close a workbook and move it to the trash, or erase it when it is a private upload; returns where it lies, or lay."""
        with self._lock:
            self.close(path)
            return home.erase_private(path) if path.resolve().parent == home.home("private") else home.move_to_trash(path)

    def back_up(self, path: Path) -> Path:
        """Write a verified copy of a workbook into the backups folder, named by the time; returns where it lies."""
        return copy(self.get(path), home.home("backups", path.stem) / home.dated(path))

    def backups(self, path: Path) -> list[Path]:
        """The backups of a workbook, the latest first."""
        return [kept.path for kept in aside.backed_up(path)]

    def restore(self, backup: Path, path: Path) -> Workbook:
        """Replace a workbook by a backup, as a batch of its own; the replaced file goes to the trash."""
        with self._lock:
            self.close(path)
            seen = home.sequence_seen(stamp.peek(backup).uuid) if backup.is_file() else None
            book = self.get(restore(backup, path.resolve()), accept_older=True)
            book.resume(seen or 0, backup.name)
            return book

    def out_of_trash(self, file: Path) -> Path:
        """Bring a workbook back from the trash, under its own name or, where that is taken, with a number; returns where it lies now."""
        with self._lock:
            path = aside.out_of_trash(file)
            self.get(path, accept_older=True)
            return path

    def holding(self, start: str) -> Iterator[Path]:
        """The files of this computer whose id begins so, private uploads included; those open already first. Closed ones stay closed."""
        with self._lock:
            known = {path: book.id for path, book in self._open.items() if not book.closed}
        yield from (path for path, found in known.items() if found.startswith(start))
        every = (file.resolve() for folder in ("workbooks", "private") for file in home.home(folder).glob(f"*{home.SUFFIX}"))
        for path in sorted(set(every) - set(known)):
            with suppress(WorkbookError, OSError):  # damaged, or another process holds it
                if stamp.peek(path).uuid.startswith(start):
                    yield path

    def close(self, path: Path) -> None:
        """Close a workbook if it is open."""
        with self._lock:
            book = self._open.pop(path.resolve(), None)
            self._used.pop(path.resolve(), None)
            if book:
                book.close()

    def close_all(self) -> None:
        """Close everything (at shutdown)."""
        for path in list(self._open):
            self.close(path)

    def _make_room(self, path: Path) -> None:
        """Close the longest unused workbook; one that is at work (a long load) is in use however long nobody asked for it."""
        while len(self._open.keys() - {path}) >= LIMIT:
            idle = [other for other, book in self._open.items() if not book.busy]
            oldest = min(idle, key=lambda other: self._used[other], default=None)
            if oldest is None or time.monotonic() - self._used[oldest] < IN_USE_SECONDS:
                raise TooManyWorkbooks(limit=LIMIT)
            self.close(oldest)

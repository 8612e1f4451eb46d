"""The connection of an open workbook and the cursors taken from it: closing waits for those at work, and none outlives it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from weakref import WeakSet

import duckdb

from kam_core.errors import WorkbookError
from kam_core.text import N_

PATIENCE = 5.0
"""Seconds that closing waits for answers under way before it interrupts them."""


class Cursors:
    """One cursor per question; a shared one hands out other people's answers."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._change = threading.Condition()
        self._taken: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()
        self._working: list[duckdb.DuckDBPyConnection] = []
        self.closed = False

    @property
    def busy(self) -> bool:
        """Whether somebody is reading or writing just now."""
        return bool(self._working)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one question, closed afterwards."""
        cursor = self.take()
        try:
            with self.at_work(cursor):
                yield cursor
        finally:
            with suppress(duckdb.Error):
                cursor.close()

    def take(self) -> duckdb.DuckDBPyConnection:
        """A cursor that lasts (what is staged lives on it); a closed workbook raises."""
        with self._change:
            if self.closed:
                raise WorkbookError(N_("The workbook is closed. Open it again."))
            cursor = self._connection.cursor()
            self._taken.add(cursor)
            return cursor

    @contextmanager
    def at_work(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """While this holds, closing waits. A cursor of another workbook, or of this one before it was closed, raises."""
        with self._change:
            if self.closed or cursor not in self._taken:
                raise WorkbookError(N_("The workbook was closed since the file was read. Read the file again."))
            self._working.append(cursor)
        try:
            yield
        finally:
            with self._change:
                self._working.remove(cursor)
                self._change.notify_all()

    def close(self, *, fold: bool) -> None:
        """Wait for those at work, interrupt the ones that go on, fold the log into the file if asked, let go."""
        with self._change:
            self.closed = True
            if not self._change.wait_for(lambda: not self._working, PATIENCE):
                for cursor in self._working:
                    cursor.interrupt()
                self._change.wait_for(lambda: not self._working, PATIENCE)
        if fold:
            with suppress(duckdb.Error):
                self._connection.execute("CHECKPOINT")
        self._connection.close()

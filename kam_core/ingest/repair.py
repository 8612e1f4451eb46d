"""What was put right while a file was read: each repair with its row, few of a kind one by one, the rest counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

CONTINUED = "continued"
"""Lines that go on with a cell of the line before: they are counted, though nothing was wrong with them."""
LISTED_PER_KIND = 1_000
"""Repairs of one kind that are listed row by row; further ones only count."""


@dataclass(frozen=True)
class Repair:
    """One thing that was put right, or that the reader should know: ``row`` is the line of the file, None for the whole file."""

    row: int | None
    kind: str
    detail: str = ""
    count: int = 1


@dataclass(frozen=True)
class Reject:
    """One cell for which its row is left out: line of the file, label of the column, what stood there, reason code."""

    row: int
    column: str
    value: str
    reason: str


class RepairLog:
    """Collects repairs while a file streams by, without growing with it."""

    def __init__(self, listed: int = LISTED_PER_KIND) -> None:
        self._most = listed
        self._listed: list[Repair] = []
        self._seen: Counter[str] = Counter()

    def add(self, kind: str, detail: str = "", row: int | None = None, count: int = 1) -> None:
        """Note one repair; nothing is noted when the count is zero."""
        if not count:
            return
        self._seen[kind] += count
        if row is None or self._seen[kind] - count < self._most:
            self._listed.append(Repair(row, kind, detail, count))

    def extend(self, repairs: Iterable[Repair]) -> None:
        """Note several repairs."""
        for repair in repairs:
            self.add(repair.kind, repair.detail, repair.row, repair.count)

    def copy(self) -> RepairLog:
        """A log that goes on from here without this one."""
        log = RepairLog(self._most)
        log._listed, log._seen = list(self._listed), Counter(self._seen)
        return log

    def drained(self) -> list[Repair]:
        """Everything that was noted since the last time this was asked."""
        noted, self._listed, self._seen = self.all(), [], Counter()
        return noted

    def told(self) -> list[Repair]:
        """What people should know: all but lines that were only counted."""
        return [repair for repair in self.all() if repair.kind != CONTINUED]

    def all(self) -> list[Repair]:
        """Everything that was noted; of an overlong kind a last entry without row stands for those that were only counted."""
        shown = Counter[str]()
        for repair in self._listed:
            shown[repair.kind] += repair.count
        rest = [Repair(None, kind, "more of the same", self._seen[kind] - n) for kind, n in shown.items() if self._seen[kind] > n]
        return self._listed + rest

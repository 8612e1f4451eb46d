"""What was put right while a file was read: each repair with its row, few of a kind one by one, the rest counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

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

    def __init__(self) -> None:
        self._listed: list[Repair] = []
        self._seen: Counter[str] = Counter()

    def add(self, kind: str, detail: str = "", row: int | None = None, count: int = 1) -> None:
        """Note one repair; nothing is noted when the count is zero."""
        if not count:
            return
        self._seen[kind] += count
        if row is None or self._seen[kind] <= LISTED_PER_KIND:
            self._listed.append(Repair(row, kind, detail, count))

    def extend(self, repairs: Iterable[Repair]) -> None:
        """Note several repairs."""
        for repair in repairs:
            self.add(repair.kind, repair.detail, repair.row, repair.count)

    def all(self) -> list[Repair]:
        """All repairs; of an overlong kind a last entry without row stands for those that were only counted."""
        shown = Counter[str]()
        for repair in self._listed:
            shown[repair.kind] += repair.count
        rest = [Repair(None, kind, "more of the same", self._seen[kind] - n) for kind, n in shown.items() if self._seen[kind] > n]
        return self._listed + rest

"""What a page looks at: a workbook on a date, under assumptions, narrowed to some accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

import kam_core as kam
from kam_core import own
from kam_core.alerts import READ, awake, worst
from kam_core.index.shapes import SubjectType
from kam_core.matrices import Matrix
from kam_core.text import Translator
from kam_core.workbook import lookup
from pages.ui import cache


@dataclass(frozen=True)
class View:
    """What a page needs to show: the workbook, the date, the assumptions, what it is narrowed to, and how to write and draw."""

    t: Translator
    book: kam.Workbook
    as_of: date
    params: kam.Params
    theme: str
    window: str | None = None
    """Money covers all facts up to the date, or this much (``"12m"``)."""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Attribute of accounts and the values that are shown; empty = every account."""
    stage: bool = False
    """Whether the workbook is disguised for a stage: aliases, scaled money, nothing can be changed."""

    @property
    def symbol(self) -> str:
        """The currency sign of the workbook."""
        return self.book.meta.get("currency", "")

    @property
    def is_sample(self) -> bool:
        """Whether this is a shipped portfolio."""
        return self.book.meta.get("sample") in kam.samples.SAMPLES

    @property
    def every_score(self) -> pd.DataFrame:
        """The scores of every account, whatever the page is narrowed to."""
        return cache.scores(self.book, self.as_of, self.params, self.window)

    @property
    def scores(self) -> pd.DataFrame:
        """The scores of the accounts the page is narrowed to."""
        return self.kept("narrowed", lambda: self._narrowed(self.every_score)) if self.filters else self.every_score

    def declared(self, name: str) -> Matrix:
        """A matrix of the field, or one of the workbook's own in the session's language."""
        return own.named(self.book, name, self.t.lang)

    def matrix(self, name: str, as_of: date | None = None, subject_type: SubjectType | None = None) -> pd.DataFrame:
        """The place of those accounts (or of their contacts, needs or owners) on a matrix (on another day)."""
        placed = cache.matrix(self.book, name, as_of or self.as_of, self.params, self.window, subject_type)
        if not self.filters:
            return placed
        return self.kept(f"narrowed_{name}", lambda: self._among(placed), as_of, subject_type, self.read_by(name))

    def read_by(self, name: str) -> tuple[int, ...]:
        """The revisions of all tables a matrix reads: part of the key of what is kept of it."""
        return tuple(self.book.revisions[table] for table in cache.read_by_matrix(self.book, name, self.params))

    def _among(self, placed: pd.DataFrame) -> pd.DataFrame:
        """The subjects of the accounts the page is narrowed to; an owner is one of theirs."""
        if (placed["subject_type"] == "owner").any():
            return placed[placed["subject_id"].isin(self.scores["owner"])]
        return placed[placed["account_id"].isin(self.scores["account_id"])]

    @property
    def alerts(self) -> pd.DataFrame:
        """One line an account one should look at: its worst reason that nobody snoozed, and how many ``more`` it has."""
        every = self.every_alert
        return self.kept("alerts", lambda: worst(awake(every)), *(self.book.revisions[name] for name in READ))

    @property
    def every_alert(self) -> pd.DataFrame:
        """Every reason of those accounts, a line each; snoozed ones are marked (``until``)."""
        every = cache.alerts(self.book, self.as_of, self.params)
        return every[every["account_id"].isin(self.scores["account_id"])] if self.filters else every

    @property
    def accounts(self) -> tuple[str, ...] | None:
        """The ids of the accounts the page is narrowed to; ``None`` = every account."""
        return tuple(self.scores["account_id"]) if self.filters else None

    @property
    def ratings_invented(self) -> bool:
        """Whether ratings in this workbook are illustrative."""
        return bool(self.kept("invented", lambda: lookup.illustrative(self.book, "ratings")))

    def _narrowed(self, frame: pd.DataFrame) -> pd.DataFrame:
        keep = pd.Series(True, index=frame.index)
        for name, values in self.filters:
            keep &= frame[name].isin(values)
        return frame[keep].reset_index(drop=True)

    def kept(self, key: str, make: object, *more: object) -> object:
        """Something computed once for this data, date, set of assumptions and choice of accounts."""
        full = (key, self.as_of, self.params, self.window, self.filters, self.symbol, self.t.lang, self.theme, *more)
        return cache.kept(self.book, full, make, cache.read_by_score(self.params))

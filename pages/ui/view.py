"""What a page looks at: a workbook on a date, under assumptions, narrowed to some accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

import kam_core as kam
from kam_core.alerts import READ, awake, worst
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

    def matrix(self, name: str, as_of: date | None = None) -> pd.DataFrame:
        """The place of those accounts on a matrix (on another day)."""
        placed = cache.matrix(self.book, name, as_of or self.as_of, self.params, self.window)
        if not self.filters:
            return placed
        return self.kept(f"narrowed_{name}", lambda: placed[placed["account_id"].isin(self.scores["account_id"])], as_of)

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

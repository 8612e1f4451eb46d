"""The accounts of the page by total customer value and the lines of evidence about them, computed once."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kam_core.value.soft import READ, soft_rows
from kam_core.value.total import counted_twice, ranked, valued
from kam_core.workbook import lookup
from pages.ui.view import View


@dataclass(frozen=True)
class Beyond:
    """The accounts of the page by total customer value, and the lines about them."""

    among: str
    """``key`` or ``all`` accounts of the page, or the id of one."""
    table: pd.DataFrame
    lines: pd.DataFrame
    twice: float
    """Money that stands in the lifetime value of an account brought by another, too."""

    @property
    def total(self) -> float:
        """The sum of the accounts, an account brought by another counted once."""
        return float(self.table["total"].sum(min_count=1)) - self.twice


def revisions(view: View) -> tuple[int, ...]:
    """What the lines depend on beside what every score reads."""
    return tuple(view.book.revisions[name] for name in READ)


def found_among(view: View, among: str) -> Beyond:
    """The accounts ``among`` those of the page, ranked, and their lines; computed once."""
    result: Beyond = view.kept("beyond", lambda: _found(view, among), among, revisions(view))  # type: ignore[assignment]
    return result


def invented(view: View) -> bool:
    """Whether lines come from a batch marked illustrative."""
    return bool(view.kept("lines_invented", lambda: any(lookup.illustrative(view.book, name) for name in READ), revisions(view)))


def _found(view: View, among: str) -> Beyond:
    every = view.every_score
    lines = soft_rows(view.book, every, view.as_of, view.params)
    scores = view.scores if among != "key" else view.scores[view.scores["status"] == "key"]
    table = ranked(valued(scores, lines))
    if among not in ("key", "all"):
        table = table[table["account_id"] == among]
    own = lines["account_id"].isin(table["account_id"])
    if among == "all" and not view.filters:
        own |= lines["why"] == "account"
    names = every.set_index("account_id")["account_name"]
    mine = lines[own].reset_index(drop=True)
    told = mine["account_id"].map(names).fillna(mine["account_id"])
    mine = mine.assign(account_name=told, other_name=mine["other_id"].map(names))
    return Beyond(among, table, mine, counted_twice(lines, table["account_id"]))

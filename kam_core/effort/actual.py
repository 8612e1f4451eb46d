"""What came of a measure in each month of the calendar, a row an account: what targets are held against."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.effort.people import READ
from kam_core.effort.periods import month_number
from kam_core.effort.spent import AMOUNTS, spent
from kam_core.engine import WorkbookEngine
from kam_core.ledger import floats, ledger, months, positions
from kam_core.params import Params
from kam_core.value.spans import Floats

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

SOLD = ("revenue", "gross_profit", "profit", "orders", "quantity")
_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """The days after ``since`` up to ``day``, with the months of the calendar they touch."""

    since: date
    day: date

    @property
    def first(self) -> int:
        """Number of the first month."""
        return month_number((pd.Timestamp(self.since) + _DAY).date())

    @property
    def months(self) -> int:
        """How many months the days touch."""
        return month_number(self.day) - self.first + 1


def by_month(book: Workbook, span: Span, params: Params, ids: pd.Index, asked: Collection[str]) -> Mapping[str, Floats]:
    """
    For each measure asked for an array of accounts x months of the span.

    Zero in a month without any for an account that has a value on some day up to the end, missing for one that never had.
    """
    found: dict[str, Floats] = {}
    if set(asked) & set(SOLD):
        found |= _sold(book, span, params, ids, "profit" in asked)
    if set(asked) & set(AMOUNTS):
        found |= _spent(book, span, params, ids)
    if "milestones" in asked:
        found["milestones"] = _grid(*_due(book, span, ids), ids, span)["done"]
    return {name: found[name] for name in asked}


def _sold(book: Workbook, span: Span, params: Params, ids: pd.Index, profit: bool) -> Mapping[str, Floats]:
    margin = params.value.assumed_margin
    key = ("effort_sold", tuple(book.revisions.get(name, 0) for name in READ), span, margin)
    kept: Mapping[str, Floats] | None = book.memo.get(key)
    if kept is None:
        kept = _bought(book, span, ids, margin)
        book.memo.put(key, kept)
    return {**kept, "profit": kept["gross_profit"] - _served(book, span, params, ids)} if profit else kept


def _bought(book: Workbook, span: Span, ids: pd.Index, margin: float | None) -> Mapping[str, Floats]:
    rows = WorkbookEngine(book).run("effort_sold", as_of=span.day, since=span.since)
    at, known = positions(ids, rows)
    names = ("revenue", "revenue_with_cost", "cost", "orders", "quantity")
    sums = _grid(at[known], floats(rows, "month")[known], {name: floats(rows, name)[known] for name in names}, ids, span)
    ever, costed = _ever(book, span.day, ids)
    gross = sums["revenue_with_cost"] - sums["cost"]
    if margin is not None:
        gross, costed = gross + margin * (sums["revenue"] - sums["revenue_with_cost"]), ever
    counted = bool(np.isfinite(floats(rows, "quantity")).any())
    return {
        "revenue": _known(sums["revenue"], ever), "orders": _known(sums["orders"], ever),
        "quantity": _known(sums["quantity"], ever & counted), "gross_profit": _known(gross, costed),
    }  # fmt: skip


def _ever(book: Workbook, day: date, ids: pd.Index) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Who bought on any day up to this one, and of whom the cost of any line is known."""
    rows = months(book, day)
    at, known = positions(ids, rows)
    bought, costed = np.zeros(len(ids), dtype=bool), np.zeros(len(ids), dtype=bool)
    bought[at[known]] = True
    costed[at[known & ~np.isnan(floats(rows, "cost"))]] = True
    return bought, costed


def _served(book: Workbook, span: Span, params: Params, ids: pd.Index) -> Floats:
    """Cost to serve and cost of credit of each month, by the rules of every profit."""
    found = np.zeros((len(ids), span.months))
    end = pd.Timestamp(span.day)
    for month in reversed(range(span.months)):
        start = max(pd.Timestamp(span.since), end.replace(day=1) - _DAY)
        _, served = ledger(book, end.date(), params, ids, start.date())
        sums = served.total(0, 10**6)
        found[:, month] = np.nan_to_num(sums["amount"]) + np.nan_to_num(sums.get("credit", 0.0))
        end = start
    return found


def _spent(book: Workbook, span: Span, params: Params, ids: pd.Index) -> Mapping[str, Floats]:
    every = spent(book, span.day, params, ids)
    within = spent(book, span.day, params, ids, span.since)
    month = span.first + span.months - 1 - within.ago
    sums = _grid(within.at, month, within.amounts, ids, span)
    return {name: _known(sums[name], every.oldest(name) >= 0) for name in AMOUNTS}


def milestones(book: Workbook, span: Span, ids: pd.Index) -> tuple[Floats, Floats]:
    """Actions of each account that fell due in the span, and those of them done in time."""
    sums = _grid(*_due(book, span, ids), ids, span)
    return sums["due"].sum(axis=1), sums["done"].sum(axis=1)


def _due(book: Workbook, span: Span, ids: pd.Index) -> tuple[npt.NDArray[np.intp], Floats, dict[str, Floats]]:
    rows = WorkbookEngine(book).run("effort_milestones", as_of=span.day, since=span.since)
    at, known = positions(ids, rows)
    return at[known], floats(rows, "month")[known], {name: floats(rows, name)[known] for name in ("due", "done")}


def _grid(at: npt.NDArray[np.intp], month: Floats, amounts: Mapping[str, Floats], ids: pd.Index, span: Span) -> dict[str, Floats]:
    """Sums by account and month, nothing being zero."""
    cell = (at * span.months + month - span.first).astype(np.int64)
    size = len(ids) * span.months
    return {
        name: np.bincount(cell, weights=np.nan_to_num(values), minlength=size).reshape(len(ids), span.months).astype("float64")
        for name, values in amounts.items()
    }


def _known(sums: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    return np.where(known[:, None], sums, np.nan)

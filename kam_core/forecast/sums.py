"""Quarterly sums that end a month apart: the past of every account as forecasts need it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.accounts import account_state
from kam_core.ledger import ledger, tables_read
from kam_core.params import Params
from kam_core.text import N_
from kam_core.value.spans import Floats, earned

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

MEASURES: Mapping[str, str] = {"revenue": N_("Revenue"), "profit": N_("Profit")}
"""What is forecast (message ids)."""

QUARTER, MOST_MONTHS = 3, 72
"""Months of a period; of a longer past the last six years count."""


@dataclass(frozen=True)
class QuarterSums:
    """
    The quarters of every account: column j is the one that ended j months before the date, so columns overlap and every third adds up.

    ``oldest`` are the months since the first purchase (-1 = none); a quarter that began before it is not whole.
    """

    ids: pd.Index
    amounts: Mapping[str, Floats]
    """By measure (accounts, months); NaN where nothing is known."""
    oldest: Floats

    def accounts(self, measure: str) -> Floats:
        """The whole quarters of every account, NaN before them; months without an order are zeros after the first purchase."""
        return _whole(self.amounts[measure], self.oldest)

    def total(self, measure: str, accounts: Collection[str] | None = None) -> Floats:
        """The quarters of those accounts (of all) together, one row; what is known of some is the sum of those."""
        chosen = np.ones(len(self.ids), bool) if accounts is None else np.asarray(self.ids.isin(list(accounts)))
        return self.groups(measure, np.where(chosen, 0, -1), 1)

    def groups(self, measure: str, group: npt.NDArray[np.intp], count: int) -> Floats:
        """The quarters of each of ``count`` groups; ``group`` is the place of each account's group, -1 = in none."""
        values = self.amounts[measure]
        added, known, oldest = np.zeros((count, values.shape[1])), np.zeros((count, values.shape[1])), np.full(count, -1.0)
        inside = group >= 0
        np.add.at(added, group[inside], np.nan_to_num(values[inside]))
        np.add.at(known, group[inside], ~np.isnan(values[inside]))
        np.maximum.at(oldest, group[inside], self.oldest[inside])
        return _whole(np.where(known > 0, added, np.nan), oldest)


def _whole(values: Floats, oldest: Floats) -> Floats:
    last = np.arange(values.shape[1]) + QUARTER - 1
    return np.where(last[None, :] <= oldest[:, None], values, np.nan)


def sums(book: Workbook, as_of: date, params: Params) -> QuarterSums:
    """
    The quarters of every account up to a date, by the rules of ``account_state``: quarters counted back by day, zero after the first
    purchase, profit only where the cost is known.
    """
    key = ("quarter_sums", tuple(book.revisions[name] for name in tables_read(params)), as_of, params.value, params.serving)
    kept: QuarterSums | None = book.memo.get(key)
    return kept if kept is not None else book.memo.put(key, _gather(book, as_of, params))


def _gather(book: Workbook, as_of: date, params: Params) -> QuarterSums:
    ids = pd.Index(account_state(book, as_of, None, params)["account_id"])
    bought, served = ledger(book, as_of, params, ids)
    oldest = bought.oldest("lines")
    ends = range(max(0, min(int(oldest.max(initial=-1)) - QUARTER + 2, MOST_MONTHS)))
    parts = [earned(bought, served, end, end + QUARTER, params.value.assumed_margin) for end in ends]
    return QuarterSums(ids, {name: _columns([part[name] for part in parts], len(ids)) for name in MEASURES}, oldest)


def _columns(columns: Sequence[Floats], rows: int) -> Floats:
    return np.column_stack(columns) if columns else np.empty((rows, 0))

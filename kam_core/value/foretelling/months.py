"""Purchases by calendar month, as a season is looked for in them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.engine import WorkbookEngine
from kam_core.schema import NO_ACCOUNT

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


def purchase_months(wb: Workbook, as_of: date) -> pd.Series:
    """Purchases (days with an order, by account) of every whole calendar month up to a date, in order; a month without any is 0."""
    found = WorkbookEngine(wb).run("purchase_days", as_of=str(as_of), no_account=NO_ACCOUNT).to_pandas()
    return whole_months(found["day"], found["purchases"], as_of)


def whole_months(days: pd.Series, purchases: pd.Series, as_of: date) -> pd.Series:
    """
    The same of counts by day. A month is whole if the data hold its first day and the date its last.

    >>> days = pd.Series(pd.to_datetime(["2024-01-01", "2024-01-31", "2024-03-02", "2024-04-05"]))
    >>> whole_months(days, pd.Series([1, 2, 3, 4]), date(2024, 4, 29)).tolist()
    [3, 0, 3]
    """
    if days.empty:
        return pd.Series([], dtype="int64", name="purchases")
    month = pd.to_datetime(days).dt.to_period("M")
    first, last = pd.to_datetime(days).min(), pd.Timestamp(as_of + timedelta(days=1))
    start = first.to_period("M") + int(first.day > 1)
    every = pd.period_range(start, last.to_period("M") - 1, freq="M")
    counted: pd.Series = purchases.groupby(month).sum().reindex(every, fill_value=0)
    return counted.astype("int64").rename("purchases")

"""From order lines to the table the models of purchases are fitted to: one row a customer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.engine import Engine, WorkbookEngine
from kam_core.errors import BadCustomers, UnknownName
from kam_core.schema import NO_ACCOUNT

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "year": 365.25}
"""Days in each unit of time."""

LINES = ("account_id", "date", "revenue")


def rfm_summary(
    source: Workbook | pd.DataFrame,
    as_of: date | str | None = None,
    *,
    since: date | str | None = None,
    unit: str = "week",
    free_orders: bool = False,
) -> pd.DataFrame:
    """
    One row a customer who bought after ``since`` and up to ``as_of`` (default: the last purchase), indexed by account.

    ``source`` is a workbook, or a frame of lines (account_id, date, revenue). All lines of a day are one purchase; returns are none,
    lines of zero only with ``free_orders``. Columns: frequency (repeat purchases), recency and T (in ``unit``: day, week, month of 30
    days, year; from the first purchase), monetary_value (mean of the repeat purchases, money; 0 without any),
    spent (all purchases, money, returns not taken off).
    """
    if unit not in DAYS:
        raise UnknownName.of("unit of time", unit, list(DAYS))
    engine, last = _engine(source)
    found = engine.run(
        "rfm_summary", as_of=str(as_of or last), since=None if since is None else str(since), free=free_orders, no_account=NO_ACCOUNT
    ).to_pandas()
    summary: pd.DataFrame = found.set_index("account_id").astype("float64")
    summary[["recency", "T"]] /= DAYS[unit]
    return summary


def purchases_between(source: Workbook | pd.DataFrame, since: date | str, as_of: date | str, *, free_orders: bool = False) -> pd.DataFrame:
    """Purchases (days) and revenue of each account after ``since`` and up to ``as_of``, by account; who bought nothing is not in."""
    engine, _ = _engine(source)
    found = engine.run("purchases_between", since=str(since), as_of=str(as_of), free=free_orders, no_account=NO_ACCOUNT).to_pandas()
    summary: pd.DataFrame = found.set_index("account_id").astype("float64")
    return summary


def _engine(source: Workbook | pd.DataFrame) -> tuple[Engine, date]:
    from kam_core.accounts import as_of_or_last

    if not isinstance(source, pd.DataFrame):
        return WorkbookEngine(source), as_of_or_last(source, None)
    from kam_core.engine.frames import FrameEngine

    for name in LINES:
        if name not in source:
            raise BadCustomers.saying(BadCustomers.template_line_column, column=name)
    days = pd.to_datetime(source["date"])
    return FrameEngine(source.assign(date=days)), days.max().date()

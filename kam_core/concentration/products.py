"""What the revenue rests on: categories, or products where no line names a category."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.concentration.holders import Floats, Holders, ranked
from kam_core.concentration.trend import COLUMNS, COUNT, QUARTER, YEAR, count_of, row
from kam_core.engine import WorkbookEngine
from kam_core.fiscal import months_before
from kam_core.schema import NO_ACCOUNT

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

PER_YEAR = YEAR // QUARTER


def category_quarters(book: Workbook, as_of: date, by: str, accounts: Sequence[str] | None = None) -> pd.DataFrame:
    """Rows of ``category_quarters``: name, quarters_ago, revenue, profit (gross, of lines whose cost is known), first_day; kept."""
    asked = None if accounts is None else tuple(accounts)
    key = ("category_quarters", book.revisions["transactions"], as_of, by, asked)
    kept: pd.DataFrame | None = book.memo.get(key)
    return kept if kept is not None else book.memo.put(key, _asked(book, as_of, by, asked))


def _asked(book: Workbook, as_of: date, by: str, accounts: tuple[str, ...] | None) -> pd.DataFrame:
    asked = {"by_product": by == "product", "no_account": NO_ACCOUNT, "accounts": None if accounts is None else list(accounts)}
    found: pd.DataFrame = WorkbookEngine(book).run("category_quarters", as_of=as_of, **asked).to_pandas()
    for name in ("revenue", "revenue_with_cost", "cost"):
        found[name] = found[name].astype("float64")
    return found.assign(profit=found["revenue_with_cost"] - found["cost"])[["name", "quarters_ago", "revenue", "profit", "first_day"]]


def holders_of(rows: pd.DataFrame, by: str, basis: str = "revenue") -> Holders:
    """The categories or products of the last 12 months by their share; contracts and retention belong to accounts."""
    year = rows[rows["quarters_ago"] < PER_YEAR].groupby("name", sort=True)[basis].sum(min_count=1)
    found = pd.DataFrame({"holder": year.index, "name": year.index, "accounts": 0, "amount": year.to_numpy("float64"),
                          "cover": np.nan, "retention": np.nan})  # fmt: skip
    return ranked(found, by, basis)


def trend_of(rows: pd.DataFrame, as_of: date, basis: str = "revenue", count: int = COUNT) -> pd.DataFrame:
    """The same as ``kam_core.concentration.trend.trend`` for categories or products."""
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    quarters = rows["quarters_ago"].to_numpy("int64")
    code, names = pd.factorize(rows["name"])
    amounts: Floats = np.zeros((len(names), int(quarters.max()) + 1))
    np.add.at(amounts, (code, quarters), np.nan_to_num(rows[basis].to_numpy("float64")))
    ends = range(count_of(as_of, rows["first_day"].min(), count))
    listed = [row(months_before(as_of, QUARTER * at), amounts[:, at : at + PER_YEAR].sum(axis=1)) for at in ends]
    return pd.DataFrame(listed[::-1], columns=list(COLUMNS))

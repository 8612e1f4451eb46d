"""The past in quarters, counted back from a date: what the portfolio or one account did in each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import account_months
from kam_core.concentration import concentration
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

QUARTERS = 8


def quarters(book: Workbook, as_of: date, params: Params, account_id: str | None = None, count: int = QUARTERS) -> pd.DataFrame:
    """
    One row a quarter, oldest first: period_end, revenue, profit (gross profit less cost to serve), losing (accounts), effective.

    A quarter is three months counted back by day from ``as_of``; quarters before the first purchase are left out.
    """
    months = account_months(book, as_of, params)
    if account_id is not None:
        months = months[months["account_id"] == account_id]
    months = months[months["months_ago"] < 3 * count].assign(quarter=lambda m: (m["months_ago"] // 3).astype(int))
    by_account = months.groupby(["quarter", "account_id"], sort=False)[["revenue", "profit"]].sum(min_count=1).reset_index()
    rows = []
    for quarter in sorted(by_account["quarter"].unique(), reverse=True):
        part = by_account[by_account["quarter"] == quarter]
        share = concentration(part["revenue"])
        rows.append({
            "period_end": pd.Timestamp(as_of) - pd.DateOffset(months=3 * int(quarter)),
            "revenue": part["revenue"].sum(min_count=1),
            "profit": part["profit"].sum(min_count=1),
            "losing": int((part["profit"] < 0).sum()),
            "effective": share.effective if share else np.nan,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=["period_end", "revenue", "profit", "losing", "effective"])

"""The past in quarters, counted back from a date: what the portfolio or one account did in each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import account_state
from kam_core.concentration import concentration
from kam_core.fiscal import months_before
from kam_core.ledger import ledger
from kam_core.params import Params
from kam_core.value.spans import earned

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

QUARTERS = 8


def by_account(book: Workbook, as_of: date, params: Params, count: int = QUARTERS) -> pd.DataFrame:
    """
    The profit of every account in each of the last quarters: by ``account_id``, one column an end of a quarter, oldest first.

    Missing where it is unknown or the account had not begun.
    """
    ids = pd.Index(account_state(book, as_of, None, params)["account_id"], name="account_id")
    bought, served = ledger(book, as_of, params, ids)
    parts = {
        months_before(as_of, 3 * quarter): earned(bought, served, 3 * quarter, 3 * quarter + 3, params.value.assumed_margin)["profit"]
        for quarter in reversed(range(count))
    }
    return pd.DataFrame(parts, index=ids)


def quarters(
    book: Workbook, as_of: date, params: Params, accounts: str | Collection[str] | None = None, count: int = QUARTERS
) -> pd.DataFrame:
    """
    The portfolio, one account or several: one row a quarter, oldest first.

    Columns: period_end, revenue, profit (gross profit less cost to serve), losing (accounts), effective.

    A quarter is three months counted back by day from ``as_of``; quarters before the first purchase or cost are left out. Figures
    follow the rules of ``account_state``, so that four quarters add up to its 12 months (profit: where the cost is known throughout).
    """
    ids = pd.Index(account_state(book, as_of, None, params)["account_id"])
    bought, served = ledger(book, as_of, params, ids)
    asked = [accounts] if isinstance(accounts, str) else accounts
    chosen = np.ones(len(ids), bool) if asked is None else np.asarray(ids.isin(list(asked)))
    oldest = np.maximum(bought.oldest("lines"), served.oldest("amount"))[chosen].max(initial=-1)
    rows = []
    for quarter in reversed(range(min(count, int(oldest // 3) + 1))):
        part = earned(bought, served, 3 * quarter, 3 * quarter + 3, params.value.assumed_margin)
        revenue, profit = pd.Series(part["revenue"][chosen]), pd.Series(part["profit"][chosen])
        share = concentration(revenue)
        rows.append({
            "period_end": months_before(as_of, 3 * quarter),
            "revenue": revenue.sum(min_count=1),
            "profit": profit.sum(min_count=1),
            "losing": int((profit < 0).sum()) if profit.notna().any() else np.nan,
            "effective": share.effective if share else np.nan,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=["period_end", "revenue", "profit", "losing", "effective"])

"""Concentration at the last quarter-ends, each over the 12 months before it: level says less than direction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.accounts import account_state
from kam_core.concentration.measure import concentration
from kam_core.fiscal import months_before
from kam_core.ledger import ledger
from kam_core.params import Params
from kam_core.value.spans import earned

if TYPE_CHECKING:
    from kam_core.concentration.holders import Floats
    from kam_core.workbook import Workbook

COUNT = 12
"""Quarter-ends, at most."""
YEAR, QUARTER = 12, 3
SLACK = pd.Timedelta(days=15)
"""The first line may come so much later than the 12 months begin: data that start in January seldom start on New Year's Day."""
COLUMNS = ("period_end", "total", "holders", "hhi", "effective", "top1", "top5", "top10")


def trend(book: Workbook, as_of: date, params: Params, keys: pd.Series, basis: str = "revenue", count: int = COUNT) -> pd.DataFrame:
    """
    One row a quarter-end counted back from ``as_of``, oldest first, only where the data reach 12 months back from it.

    ``keys`` says, by account id, whose amount counts for which holder (as today); accounts without a key are left out. The last row
    is always there, however short the data are, and equals the figures of a score.
    """
    state = account_state(book, as_of, None, params)
    ids = pd.Index(state["account_id"])
    bought, served = ledger(book, as_of, params, ids)
    of = keys.reindex(ids)
    code, uniques = pd.factorize(of.where(of.notna(), None), use_na_sentinel=True)
    rows = []
    for quarter in range(count_of(as_of, state.loc[code >= 0, "first_day"].min(), count)):
        part = earned(bought, served, QUARTER * quarter, QUARTER * quarter + YEAR, params.value.assumed_margin)[basis]
        rows.append(row(months_before(as_of, QUARTER * quarter), _by_key(part, code, len(uniques))))
    return pd.DataFrame(rows[::-1], columns=list(COLUMNS))


def count_of(as_of: date, first: Any, count: int = COUNT) -> int:
    """How many quarter-ends have 12 months of data before them, at least one; ``first`` is the day of the first line, if any."""
    begins = [months_before(as_of, QUARTER * quarter + YEAR) for quarter in range(count)]
    return max(1, sum(bool(pd.Timestamp(first) <= begin + SLACK) for begin in begins))


def row(end: pd.Timestamp, amounts: Floats) -> dict[str, object]:
    """The figures of one quarter-end; missing where nothing is positive."""
    found = concentration(amounts)
    if found is None:
        return {"period_end": end, "total": 0.0, "holders": 0}
    positive = amounts[amounts > 0]
    return {"period_end": end, "total": float(positive.sum()), "holders": len(positive), "hhi": found.hhi, "effective": found.effective,
            "top1": found.top1, "top5": found.top5, "top10": found.top10}  # fmt: skip


def _by_key(amounts: Floats, code: npt.NDArray[np.intp], n: int) -> Floats:
    known = (code >= 0) & ~np.isnan(amounts)
    return np.bincount(code[known], weights=amounts[known], minlength=n).astype("float64")

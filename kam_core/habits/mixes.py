"""What one account buys: two years side by side, and quarter by quarter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.engine import question
from kam_core.fiscal import months_before

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

MOST = 8
"""Names of a mix that are listed; the others stand together."""

OTHERS = "others"

QUARTERS, MOST_AT_A_TIME = 8, 5
"""Quarters of the mix over time, and names in it; a stack of more cannot be read."""


def mix(wb: Workbook, account_id: str, as_of: date, *, by_product: bool = False, most: int = MOST) -> pd.DataFrame:
    """
    What an account bought in the twelve months up to a date against the twelve before, by category or product.

    Columns: name (empty where none is known), now, before (money, returns subtracted), share_now, share_before (of the total of the
    same twelve months; missing where that is not above zero), others (how many names the row stands for beyond the listed ones).
    The largest come first, by the larger of the two years; more than ``most`` are summed in a last row called ``OTHERS``.
    """
    found = wb.frame(question("account_mix"), {"account_id": account_id, "as_of": as_of, "by_product": by_product})
    largest = found[["now", "before"]].abs().max(axis=1)
    ranked = found.iloc[np.lexsort((found["name"], -largest))].reset_index(drop=True).assign(others=0)
    if len(ranked) > most:
        rest = ranked.iloc[most - 1 :]
        together = {"name": OTHERS, "now": rest["now"].sum(), "before": rest["before"].sum(), "others": len(rest)}
        ranked = pd.concat([ranked.iloc[: most - 1], pd.DataFrame([together])], ignore_index=True)
    for year in ("now", "before"):
        total = float(ranked[year].sum())
        ranked[f"share_{year}"] = ranked[year] / total if total > 0 else np.nan
    return ranked[["name", "now", "before", "share_now", "share_before", "others"]]


def has_categories(mixed: pd.DataFrame) -> bool:
    """Whether any line of a mix has a name; without one the mix says nothing."""
    return bool((mixed["name"] != "").any())


def mix_by_quarter(wb: Workbook, account_id: str, as_of: date, *, by_product: bool = False) -> pd.DataFrame:
    """
    What an account bought in each of the last eight quarters counted back from a date, by category or product.

    Columns: period_end (oldest first), name (empty where none is known, ``OTHERS`` beyond the largest), revenue (returns subtracted),
    others (how many names the row stands for). Quarters before the first purchase are left out, empty ones since are zero.
    """
    found = wb.frame(question("account_mix_quarters"), {"account_id": account_id, "as_of": as_of, "by_product": by_product})
    columns = ["period_end", "name", "revenue", "others"]
    if found.empty:
        return pd.DataFrame({name: pd.Series(dtype="object" if name == "name" else "float64") for name in columns})
    size = found.assign(size=found["revenue"].abs()).groupby("name")["size"].sum()
    ranked = size.iloc[np.lexsort((size.index, -size))].index
    kept = ranked if len(ranked) <= MOST_AT_A_TIME else ranked[: MOST_AT_A_TIME - 1]
    named = found.assign(name=found["name"].where(found["name"].isin(kept), OTHERS))
    order = [*kept, *([OTHERS] if len(kept) < len(ranked) else [])]
    ago = range(int(found["quarters_ago"].max()), -1, -1)
    grid = pd.MultiIndex.from_product([ago, order], names=["quarters_ago", "name"])
    told = named.groupby(["quarters_ago", "name"])["revenue"].sum().reindex(grid, fill_value=0.0).reset_index()
    ends = {quarter: months_before(as_of, 3 * quarter) for quarter in ago}
    others = len(ranked) - len(kept)
    return told.assign(period_end=told["quarters_ago"].map(ends), others=np.where(told["name"] == OTHERS, others, 0))[columns]

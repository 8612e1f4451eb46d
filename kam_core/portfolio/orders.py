"""
How large the orders of each account are and how often they come (source 002): order value and frequency, both ranked.

An order is an order number, or a day where none is known; a return is none. Its value is that of its positive lines. Frequency is
counted over the account's own active time, from its first order to its last, so that an account that came late or fell silent is
compared with the others all the same.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.accounts import as_of_or_last, months_of
from kam_core.assumptions import saved
from kam_core.engine import WorkbookEngine
from kam_core.fiscal import WINDOW, year_start
from kam_core.params import Params
from kam_core.schema import MONEY_DIGITS

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

FEWEST = 3
"""With fewer orders there is no frequency."""
SHORTEST = 90
"""Days of active time below which there is none."""
YEAR = 365.25

DIGITS = 1
"""Frequencies that agree to so many decimals are one: a day more or less between the first and the last order says nothing."""
RANKS = {"value_rank": ("order_value", MONEY_DIGITS), "frequency_rank": ("orders_a_year", DIGITS)}
"""What is ranked by what, and to how many decimals."""


def orders(
    book: Workbook, ids: pd.Series, as_of: date | str | None = None, window: str | None = None, params: Params | None = None
) -> pd.DataFrame:
    """
    One row for each of these accounts, in their order: account_id, orders, order_value (mean), median_order_value, orders_a_year,
    active_days, and value_rank and frequency_rank among them (1 = highest, equals share theirs).

    Missing stays missing: without an order in the window no value, with fewer than three orders or 90 days no frequency.
    """
    day = as_of_or_last(book, as_of)
    params = saved(book) if params is None else params
    found = _gathered(book, day, window, params.calendar.fiscal_year_start)
    return judged(found.reindex(pd.Index(ids, name="account_id")))


def _gathered(book: Workbook, day: date, window: str | None, starts: int) -> pd.DataFrame:
    since = year_start(day, starts) - timedelta(days=1) if window == WINDOW else None
    key = ("order_values", book.revisions["transactions"], day, window, since)
    kept: pd.DataFrame | None = book.memo.get(key)
    if kept is not None:
        return kept
    asked = WorkbookEngine(book).run("account_order_values", as_of=day, since=since, months=months_of(window))
    found: pd.DataFrame = asked.to_pandas().set_index("account_id")
    book.memo.put(key, found)
    return found


def judged(found: pd.DataFrame) -> pd.DataFrame:
    """The figures of the orders gathered, a row an account (its index): orders, ordered (money), median_value, active_days."""
    placed, ordered, active = (found[name].astype("float64") for name in ("orders", "ordered", "active_days"))
    often = (placed >= FEWEST) & (active >= SHORTEST)
    figures = {
        "orders": placed,
        "order_value": ordered / placed,
        "median_order_value": found["median_value"].astype("float64"),
        "orders_a_year": ((placed - 1) / active.where(active > 0) * YEAR).where(often),
        "active_days": active,
    }
    ranks = {name: figures[of].round(digits).rank(ascending=False, method="min") for name, (of, digits) in RANKS.items()}
    return pd.DataFrame({**figures, **ranks}).reset_index()

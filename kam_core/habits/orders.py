"""
The orders of one account: in which rhythm they come, when the next is due and how large it may be (methods 19 and 23).

Everything comes from the account's own orders up to a date. An order is a day with a positive line; a return is none, nor is the
total of a period. Too few orders give no forecast, and every figure says how many it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.engine import question
from kam_core.text import N_

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

Floats = npt.NDArray[np.float64]

MIN_GAPS = 4
"""Fewer gaps between orders foretell nothing."""

LAST_ORDERS = 8
"""The size of the next order is read from so many last ones: older ones speak of another time."""

LOW, HIGH = 0.1, 0.9
"""The interval holds four fifths of what was."""

FORMULAS: Mapping[str, str] = {
    "orders": N_("Orders = days with a positive order line; a return is no order, nor is the total of a period."),
    "rhythm": N_("Own rhythm = median of the days between two days with an order."),
    "next_order": N_("Next order = last order + median gap; the interval goes from the 10% to the 90% quantile of the own gaps."),
    "order_size": N_("Order size = median of the last orders (a day's lines together, returns aside); interval: 10% to 90% quantile."),
    "mix": N_("Share = revenue of the category ÷ revenue of all categories in the same twelve months."),
}
"""Each figure in words (message ids)."""


@dataclass(frozen=True)
class Span:
    """A middle value and the interval around it, from ``n`` values; numbers are days or money."""

    low: float
    middle: float
    high: float
    n: int


@dataclass(frozen=True)
class NextOrder:
    """When the next order is expected, and where that stands against the date of the page."""

    first: date
    expected: date
    last: date
    n: int
    """Gaps it rests on."""
    overdue: int
    """Days since it was expected; zero or less when it is still to come."""
    silent: bool
    """The silence is longer than nine of ten own gaps."""


@dataclass(frozen=True)
class Habits:
    """The rhythm of one account: its orders (day, revenue, lines), the gaps between them and what follows from them."""

    orders: pd.DataFrame
    gaps: tuple[int, ...]
    since_last: int | None
    """Days from the last order to the date."""
    rhythm: Span | None
    """Days between orders; ``None`` below two orders."""
    size: Span | None
    """Money of an order; ``None`` without any."""
    next_order: NextOrder | None
    """``None`` below ``MIN_GAPS`` gaps."""


def habits(wb: Workbook, account_id: str, as_of: date) -> Habits:
    """What the orders of an account up to a date tell; an account without any has empty orders and no figures."""
    orders = wb.frame(question("account_order_days"), {"account_id": account_id, "as_of": as_of})
    days = [pd.Timestamp(day).date() for day in orders["day"]]
    gaps = gaps_of(days)
    rhythm = span_of(gaps) if gaps else None
    size = span_of(orders["revenue"].to_numpy("float64")[-LAST_ORDERS:]) if days else None
    since = (as_of - days[-1]).days if days else None
    return Habits(orders, gaps, since, rhythm, size, next_order(days, as_of))


def gaps_of(days: Sequence[date]) -> tuple[int, ...]:
    """
    The days between one order and the next; ``days`` are sorted, each once.

    >>> gaps_of([date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 10)])
    (30, 10)
    """
    return tuple((after - before).days for before, after in pairwise(days))


def span_of(values: Sequence[float] | Floats) -> Span:
    """
    Median and the 10 % and 90 % quantiles (linear between neighbours).

    >>> span_of([10, 20, 30, 40, 50])
    Span(low=14.0, middle=30.0, high=46.0, n=5)
    """
    low, middle, high = np.quantile(np.asarray(values, dtype="float64"), (LOW, 0.5, HIGH))
    return Span(float(low), float(middle), float(high), len(values))


def next_order(days: Sequence[date], as_of: date) -> NextOrder | None:
    """Last order + own gaps: the median says when, the quantiles how surely; ``None`` when there are too few gaps."""
    gaps = gaps_of(days)
    if len(gaps) < MIN_GAPS:
        return None
    span = span_of(gaps)
    first, expected, last = (days[-1] + timedelta(days=round(gap)) for gap in (span.low, span.middle, span.high))
    return NextOrder(first, expected, last, len(gaps), (as_of - expected).days, as_of > last)

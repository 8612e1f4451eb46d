"""The fiscal year: when the one that contains a day began, and what its first month is called."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kam_core.text import N_

WINDOW = "fy"
"""The window that counts from the start of the fiscal year."""

MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"), N_("September"),
    N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def year_start(day: date, month: int) -> date:
    """
    The first day of the fiscal year that contains a day, when it starts with a month (1-12).

    >>> year_start(date(2024, 2, 29), 4), year_start(date(2024, 4, 1), 4)
    (datetime.date(2023, 4, 1), datetime.date(2024, 4, 1))
    """
    return date(day.year if day.month >= month else day.year - 1, month, 1)


def months_before(day: date, months: int) -> pd.Timestamp:
    """The last day of a span counted back; the last day of a month stays one."""
    end = pd.Timestamp(day) - pd.DateOffset(months=months)
    return end + pd.offsets.MonthEnd(0) if pd.Timestamp(day).is_month_end else end

"""The fiscal year: money since its first day, to the day, whatever month it starts in."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kam_core as kam
from kam_core.errors import BadArgument, OutOfBounds
from kam_core.fiscal import year_start
from kam_core.workbook import Workbook

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(DAYS, st.integers(1, 12))
def test_the_fiscal_year_of_a_day_began_less_than_a_year_before(day, month) -> None:
    """On the first of that month, never later than the day, and the next one begins after it."""
    start = year_start(day, month)
    following = start.replace(year=start.year + 1)

    assert (1, month) == (start.day, start.month)
    assert start <= day < following
    assert following - start == timedelta(days=365 + any(start <= date(y, 2, 29) < following for y in (start.year, start.year + 1)
                                                         if calendar.isleap(y)))  # fmt: skip


def book_of(*lines: tuple[str, str, float, float]) -> Workbook:
    """A workbook with these lines: account, day, revenue, cost."""
    wb = Workbook()
    frame = pd.DataFrame(lines, columns=["account_id", "date", "revenue", "cost"])
    frame["date"] = pd.to_datetime(frame["date"]).dt.date
    accounts = pa.table({"account_id": sorted(set(frame["account_id"]))})
    wb.record("import", {"accounts": accounts, "transactions": pa.Table.from_pandas(frame, preserve_index=False)})
    return wb


def revenue(wb: Workbook, day: str, month: int) -> dict[str, float]:
    """Revenue by account in the fiscal year up to a day."""
    scores = kam.score(wb, day, window="fy", params=kam.Params.of(fiscal_year_start=month))
    return dict(zip(scores["account_id"], scores["revenue"], strict=True))


@pytest.mark.parametrize(
    ("day", "month", "expected"),
    [
        ("2024-04-01", 4, 4.0),  # the first day of the year stands alone
        ("2024-03-31", 4, 2.0 + 16.0 + 1.0),  # one day earlier the old year is complete, the leap day within
        ("2024-02-29", 4, 2.0 + 16.0),
        ("2024-02-28", 4, 2.0),
        ("2024-04-01", 1, 16.0 + 1.0 + 4.0),
        ("2024-04-01", 3, 1.0 + 4.0),
        ("2024-02-29", 3, 8.0 + 2.0 + 16.0),  # a year that began on 1 March 2023, one day after 28 February
        ("2023-02-28", 3, 32.0),
    ],
)
def test_money_of_a_fiscal_year_is_exact_to_the_day(day, month, expected) -> None:
    """Lines on both sides of every boundary, powers of two, so that each sum tells which lines it holds."""
    wb = book_of(
        ("A", "2023-02-28", 32.0, 0.0), ("A", "2023-03-31", 8.0, 0.0), ("A", "2023-04-01", 2.0, 0.0), ("A", "2024-02-29", 16.0, 0.0),
        ("A", "2024-03-31", 1.0, 0.0), ("A", "2024-04-01", 4.0, 0.0),
    )  # fmt: skip

    assert {"A": expected} == revenue(wb, day, month)


def test_profit_and_cost_to_serve_keep_to_the_year() -> None:
    """Gross profit and cost to serve of the year only; the figures of twelve months and the lifetime value stay what they are."""
    wb = book_of(("A", "2024-03-31", 100.0, 60.0), ("A", "2024-04-01", 50.0, 40.0), ("A", "2024-06-30", 30.0, 25.0))
    costs = {"account_id": ["A", "A"], "date": [date(2024, 3, 31), date(2024, 4, 1)], "activity": ["visit"] * 2, "amount": [7.0, 2.0]}
    wb.record("import", {"costs": pa.table(costs)})
    params = kam.Params.of(fiscal_year_start=4, retention=0.8)

    year, ever = (kam.score(wb, "2024-06-30", window=window, params=params).iloc[0] for window in ("fy", None))

    assert (80.0, 15.0, 2.0, 13.0) == tuple(year[["revenue", "gross_profit", "cost_to_serve", "profit"]])
    assert (180.0, 55.0, 9.0, 46.0) == tuple(ever[["revenue", "gross_profit", "cost_to_serve", "profit"]])
    assert (46.0, 180.0, ever["clv"]) == (year["lifetime_profit"], year["revenue_12m"], year["clv"])


def test_who_bought_before_the_year_brought_nothing_in_it_and_who_never_bought_is_unknown() -> None:
    """Zero and missing stay two things."""
    wb = book_of(("old", "2020-05-05", 10.0, 5.0), ("new", "2024-05-05", 10.0, 5.0))
    wb.apply([kam.Insert("accounts", {"account_id": "never"})])

    told = revenue(wb, "2024-05-05", 4)

    assert (0.0, 10.0) == (told["old"], told["new"])
    assert pd.isna(told["never"])


def test_another_start_of_the_year_is_another_figure() -> None:
    """Nothing remembered for one month answers for another."""
    wb = book_of(("A", "2024-01-15", 1.0, 0.0), ("A", "2024-05-15", 2.0, 0.0))

    assert [{"A": 3.0}, {"A": 2.0}, {"A": 3.0}] == [revenue(wb, "2024-05-15", month) for month in (1, 4, 1)]


def test_the_year_starts_in_a_month_and_a_window_has_its_form() -> None:
    """No thirteenth month, no half one; a window of another word is refused."""
    for month in (0, 13, 4.5):
        with pytest.raises(OutOfBounds, match="fiscal_year_start"):
            kam.Params.of(fiscal_year_start=month)
    with pytest.raises(BadArgument, match="'fy'"):
        kam.score(book_of(("A", "2024-01-15", 1.0, 0.0)), window="FY")

"""Every way of writing a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.ingest.values.amounts import Problem
from kam_core.ingest.values.dates import day_order, is_ambiguous, parse_date, parse_period

NOT_A_DATE, OUT_OF_RANGE, NO_YEAR = Problem("not_a_date"), Problem("date_out_of_range"), Problem("no_year")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-3-5", date(2024, 3, 5)),
        ("2024/3/5", date(2024, 3, 5)),
        ("2024.3.5", date(2024, 3, 5)),
        ("2024年3月5日", date(2024, 3, 5)),
        ("2024 年 3 月 5 日", date(2024, 3, 5)),
        ("２０２４年３月５日", date(2024, 3, 5)),
        ("24年3月5日", date(2024, 3, 5)),
        ("5-Mar-24", date(2024, 3, 5)),
        ("05 March 2024", date(2024, 3, 5)),
        ("Mar 5, 2024", date(2024, 3, 5)),
        ("5th Sept 2024", date(2024, 9, 5)),
        ("20240305", date(2024, 3, 5)),
        ("45356", date(2024, 3, 5)),
        ("45356.75", date(2024, 3, 5)),
        ("2024-03-05 10:30:15", date(2024, 3, 5)),
        ("2024-03-05T10:30:15.123Z", date(2024, 3, 5)),
        ("2024-03-05T23:30:00+08:00", date(2024, 3, 5)),
        ("2024/3/5 9:05", date(2024, 3, 5)),
        ("3/5/2024 9:05 PM", date(2024, 5, 3)),
        ("2024年3月5日 上午9:05", date(2024, 3, 5)),
        ("31.12.2024", date(2024, 12, 31)),
        ("31/12/24", date(2024, 12, 31)),
        ("2024年3月", date(2024, 3, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("202403", date(2024, 3, 31)),
        ("Mar-24", date(2024, 3, 31)),
        ("March 2024", date(2024, 3, 31)),
        ("2013Q2", date(2013, 6, 30)),
        ("Q2 2013", date(2013, 6, 30)),
        ("2013年第二季度", date(2013, 6, 30)),
        ("2024H1", date(2024, 6, 30)),
        ("2024上半年", date(2024, 6, 30)),
        ("2024", date(2024, 12, 31)),
        ("2024年", date(2024, 12, 31)),
    ],
)
def test_every_way_of_writing_a_day(text: str, expected: date) -> None:
    """Days, times, Excel's day numbers; a period stands for its last day."""
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2924-01-01", OUT_OF_RANGE), ("1899-12-31", OUT_OF_RANGE), ("0001-01-01", OUT_OF_RANGE), ("2024-02-30", NOT_A_DATE),
        ("2024-13-01", NOT_A_DATE), ("2024-13", NOT_A_DATE), ("yesterday", NOT_A_DATE), ("3月5日", NO_YEAR), ("infinity", NOT_A_DATE),
        ("12", NOT_A_DATE), ("Market 24", NOT_A_DATE), ("1" * 60, NOT_A_DATE), ("", None), ("-", None), ("N/A", None),
    ],
)  # fmt: skip
def test_what_is_no_day(text: str, expected: Problem | None) -> None:
    """Missing is None; the rest says why."""
    assert parse_date(text) == expected


def test_the_order_of_day_and_month_is_told() -> None:
    """03/04/2024 is what the column says; 25/03/2024 proves the order."""
    assert (parse_date("03/04/2024", True), parse_date("03/04/2024", False)) == (date(2024, 4, 3), date(2024, 3, 4))
    assert parse_date("03/25/2024", True) == NOT_A_DATE
    assert [day_order(text) for text in ("25/03/2024", "03/25/2024", "03/04/2024")] == [True, False, None]
    assert [is_ambiguous(text) for text in ("03/04/2024", "04/04/2024", "25/03/2024", "2024-03-04")] == [True, False, False, False]


def test_day_numbers_only_where_days_are_known_to_stand() -> None:
    """45356 may be a customer number."""
    assert parse_date("45356", serial=False) == NOT_A_DATE


def test_a_day_is_no_period() -> None:
    """Only months, quarters, halves and years are."""
    assert [parse_period(text) for text in ("2024-03-05", "客户", "Jan-24", "2023Q1")] == [None, None, date(2024, 1, 31), date(2023, 3, 31)]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_formatted_days_come_back(day: date) -> None:
    """However a day is written, the same day is read."""
    y, m, d = day.year, day.month, day.day
    written = [
        day.isoformat(), f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{day:%Y%m%d}", f"{day:%d-%b-%Y}", f"{day:%d %B %Y}",
        f"{day:%b %d, %Y}", f"{d}/{m}/{y}", f"{day:%d.%m.%Y}", f"{day} 23:59:59", f"{day}T00:00:00Z",
    ]  # fmt: skip
    if day >= date(1927, 5, 18):
        written.append(str((day - date(1899, 12, 30)) // timedelta(days=1)))

    assert [parse_date(text) for text in written] == [day] * len(written)
    assert parse_date(f"{m}/{d}/{y}", day_first=False) == day


@given(st.text(max_size=120))
def test_no_text_raises(text: str) -> None:
    """Whatever stands in a cell: a day, nothing, or a problem."""
    assert isinstance(parse_date(text), date | Problem | None)

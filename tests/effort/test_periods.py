"""Periods of targets as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from kam_core.effort.measures import measure_of
from kam_core.effort.periods import Period, period

DAY = date(2013, 11, 29)


def first(year: int, month: int) -> int:
    """The number of a month, counted by hand."""
    return 12 * year + month - 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013", Period(first(2013, 1), 12)),
        ("2013年", Period(first(2013, 1), 12)),
        ("2013Q1", Period(first(2013, 1), 3)),
        ("2013-q4", Period(first(2013, 10), 3)),
        ("Q2 2013", Period(first(2013, 4), 3)),
        ("2013年第3季度", Period(first(2013, 7), 3)),
        ("2013年三季度", Period(first(2013, 7), 3)),
        ("2013H2", Period(first(2013, 7), 6)),
        ("2013年上半年", Period(first(2013, 1), 6)),
        ("2013-05", Period(first(2013, 5), 1)),
        ("2013-5", Period(first(2013, 5), 1)),
        ("2013/05", Period(first(2013, 5), 1)),
        ("201305", Period(first(2013, 5), 1)),
        ("2013年5月", Period(first(2013, 5), 1)),
        ("FY2013", Period(first(2013, 1), 12)),
        ("FY13", Period(first(2013, 1), 12)),
        ("FY", Period(first(2013, 1), 12)),
    ],
)
def test_a_period_is_read_as_it_is_meant(text: str, expected: Period) -> None:
    """Years, halves, quarters and months, in both languages."""
    assert period(text, DAY) == expected


def test_a_fiscal_year_is_named_by_the_year_it_ends_in() -> None:
    """From April: FY2013 is April 2012 to March 2013; FY alone is the one of the day."""
    assert period("FY2013", DAY, 4) == Period(first(2012, 4), 12, fiscal=True)
    assert period("2013财年", DAY, 4) == Period(first(2012, 4), 12, fiscal=True)
    assert period("FY", DAY, 4) == Period(first(2013, 4), 12, fiscal=True)


@pytest.mark.parametrize("text", ["spring", "", "2013Q5", "2013H3", "2013-13", "2013-00", "13", "0001", "Q1", "2013-05-17", "nan", "20130"])
def test_what_nobody_can_tell_is_no_period(text: str) -> None:
    """No guess: it is listed among those that were not taken."""
    assert period(text, DAY) is None


def test_measures_go_by_the_names_of_files() -> None:
    """In both languages, however written; a measure nobody can count is none."""
    assert [measure_of(name) for name in ("Net sales", "GROSS-PROFIT", "毛利", "拜访次数", "Hours", "goodwill", None)] == [
        "revenue", "gross_profit", "gross_profit", "visits", "hours", None, None,
    ]  # fmt: skip

"""The months of one account by hand: mix by quarter, season, swing, discount, payment."""

from __future__ import annotations

from datetime import date
from statistics import mean, stdev
from typing import Any

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.habits import OTHERS, mix_by_quarter, pattern
from kam_core.workbook import Workbook
from tests.value.portfolio import book

DAY = date(2024, 12, 31)


def line(month: int, revenue: float, category: str = "bikes", year: int = 2024, **more: Any) -> dict[str, Any]:
    """One line of account A on the tenth."""
    return {"account_id": "A", "date": date(year, month, 10), "revenue": revenue, "category": category, **more}


def test_the_mix_of_each_quarter_by_hand() -> None:
    """Bikes 100 and 40, helmets 30 less 10 returned; the empty third quarter is zero, nothing stands before the first purchase."""
    wb = book([line(4, 100.0), line(5, 30.0, "helmets"), line(6, -10.0, "helmets"), line(11, 40.0)])
    found = mix_by_quarter(wb, "A", DAY)

    assert found["period_end"].drop_duplicates().dt.date.tolist() == [date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
    assert found.pivot_table(index="name", columns="period_end", values="revenue").to_numpy().tolist() == [[100, 0, 40], [20, 0, 0]]


def test_beyond_five_names_the_rest_stands_together() -> None:
    """Seven categories: the four largest by money moved, and three others; nothing is lost."""
    wb = book([line(month, 10.0 * month, f"c{month}") for month in range(1, 8)])
    found = mix_by_quarter(wb, "A", DAY)

    assert list(found["name"].unique()) == ["c7", "c6", "c5", "c4", OTHERS]
    assert found["revenue"].sum() == 280 and set(found.loc[found["name"] == OTHERS, "others"]) == {3}


def test_the_season_of_two_years_by_hand() -> None:
    """120 in every month, 480 in November of both years: the mean month is 150, November 320, the others 80."""
    lines = [line(month, 480.0 if month == 11 else 120.0, year=year) for year in (2023, 2024) for month in range(1, 13)]
    found = pattern(book(lines), "A", DAY).season

    assert found["index"].round(9).tolist() == [80.0] * 10 + [320.0, 80.0] and set(found["years"]) == {2}
    assert found["month_end"].dt.month.tolist() == list(range(1, 13))


def test_a_season_needs_a_whole_year_and_sales() -> None:
    """Eleven months are none, nor is a year of returns."""
    assert pattern(book([line(month, 9.0) for month in range(2, 13)]), "A", DAY).season.empty
    assert pattern(book([line(month, -9.0) for month in range(1, 13)]), "A", DAY).season.empty


def test_the_swing_of_quarters_by_hand() -> None:
    """Four quarters of 10, 0, 50 and 20; three are too few."""
    lines = [line(1, 10.0), line(8, 50.0), line(10, 20.0)]
    found = pattern(book(lines), "A", DAY)

    assert found.volatility == pytest.approx(stdev([10, 0, 50, 20]) / mean([10, 0, 50, 20])) and found.quarters == 4
    assert pattern(book(lines[1:]), "A", DAY).volatility is None


def test_discount_and_payment() -> None:
    """5 of 100 is 5%; told days count before receivables, 30 of 365 a year are 30 days; what nobody knows is not zero."""
    lines = [line(2, 95.0, discount=5.0), line(2, 270.0, account_id="B"), line(3, 95.0, account_id="C")]
    wb = book(
        lines,
        facts=[("A", "payment_days", 42.0, "2024-01-01"), ("A", "receivables", 1.0, "2024-01-01"), ("B", "receivables", 22.1917808219)],
    )
    a, b, c = (pattern(wb, account, DAY) for account in "ABC")

    assert a.discount_share == pytest.approx(0.05) and c.discount_share is None
    assert (a.payment_days, c.payment_days, c.receivables) == (42.0, None, None)
    assert b.payment_days == pytest.approx(30.0) and b.receivables == pytest.approx(22.1917808219)


@pytest.mark.parametrize("lines", [[], [line(2, 9.0, grain="period")], [line(2, -9.0)]])
def test_thin_accounts_have_no_pattern(lines: list[dict[str, Any]]) -> None:
    """Nothing, one total, one return: no season, no swing, no exception."""
    found = pattern(book(lines, accounts=["A"]), "A", DAY)

    assert found.season.empty and found.volatility is None and found.payment_days is None


def test_the_mix_adds_up_to_the_lines_of_a_reseller() -> None:
    """Eight quarters of one account against plain pandas on the same lines."""
    wb = Workbook()
    kam.samples.fill(wb, "resellers")
    lines = wb.frame("SELECT date, category, revenue FROM transactions WHERE account_id = 'AW00000676'")
    day = pd.to_datetime(lines["date"])
    inside = lines[(day > "2011-11-29") & (day <= "2013-11-29")]
    found = mix_by_quarter(wb, "AW00000676", date(2013, 11, 29))

    assert found.groupby("name")["revenue"].sum().to_dict() == pytest.approx(inside.groupby("category")["revenue"].sum().to_dict())
    assert np.isclose(found["revenue"].sum(), inside["revenue"].sum())

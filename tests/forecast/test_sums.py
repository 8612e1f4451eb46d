"""Quarters of accounts, groups and the portfolio: the reseller lines by plain pandas, the history of the overview, and thin books."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.forecast import forecast, sums
from kam_core.history import quarters
from kam_core.workbook import Workbook
from tests.value.portfolio import book

DAY = date(2013, 11, 29)


@pytest.fixture(scope="module")
def resellers() -> Workbook:
    """The sample."""
    wb = Workbook()
    kam.samples.fill(wb, "resellers")
    return wb


def test_the_portfolio_by_plain_pandas(resellers: Workbook) -> None:
    """Revenue of the three months to 29 November 2013, to 29 October and to 29 August, from the lines themselves."""
    lines = resellers.frame("SELECT account_id, date, revenue FROM transactions")
    day = pd.to_datetime(lines["date"])
    found = sums(resellers, DAY, kam.Params())
    own = lines["account_id"] == found.ids[7]
    for column, (after, to) in {0: ("2013-08-29", "2013-11-29"), 1: ("2013-07-29", "2013-10-29"), 3: ("2013-05-29", "2013-08-29")}.items():
        inside = (day > after) & (day <= to)
        assert found.total("revenue")[0, column] == pytest.approx(lines.loc[inside, "revenue"].sum(), abs=0.005)
        assert np.nan_to_num(found.accounts("revenue")[7, column]) == pytest.approx(lines.loc[inside & own, "revenue"].sum(), abs=0.005)


def test_every_third_column_is_the_history_of_the_overview(resellers: Workbook) -> None:
    """Revenue and profit, newest first; and groups add up to the portfolio."""
    found, told = sums(resellers, DAY, kam.Params()), quarters(resellers, DAY, kam.Params(), count=20)
    for measure in ("revenue", "profit"):
        assert found.total(measure)[0, ::3] == pytest.approx(told[measure].to_numpy()[::-1], abs=0.005)
        halves = found.groups(measure, np.arange(len(found.ids)) % 2, 2)
        assert np.nansum(halves[:, ::3], axis=0) == pytest.approx(told[measure].to_numpy()[::-1], abs=0.005)


def test_zero_after_the_first_purchase_and_nothing_before() -> None:
    """Bought in January and in June: quarters between are zero, the one that began before January is not whole."""
    wb = book([("A", "2024-01-10", 100.0), ("A", "2024-06-10", 50.0), ("B", "2023-06-15", 9.0)], accounts=["P"])
    found = sums(wb, date(2024, 6, 30), kam.Params())

    assert list(found.ids) == ["A", "B", "P"]
    assert found.accounts("revenue")[0, :5].tolist() == pytest.approx([50, 0, 0, 100, np.nan], nan_ok=True)
    assert np.isnan(found.accounts("profit")).all() and np.isnan(found.accounts("revenue")[2]).all()
    assert found.total("revenue", ["A", "B"])[0, 10] == 9


@pytest.mark.parametrize("lines", [[], [("A", "2024-01-10", 100.0)], [("A", "2024-01-10", -100.0), ("A", "2024-02-10", 20.0)]])
def test_thin_books_have_no_forecast(lines: list[tuple[str, str, float]]) -> None:
    """Nothing, one order, returns larger than sales: too short, without an exception."""
    found = sums(book(lines, accounts=["P"]), date(2024, 3, 1), kam.Params())
    for measure in ("revenue", "profit"):
        assert (forecast(found.accounts(measure)).shown < 0).all() and (forecast(found.total(measure)).shown < 0).all()


def test_totals_of_months_and_losses_are_foretold() -> None:
    """Two years of monthly totals suffice, and months of returns larger than the sales are figures like others."""
    lines = [{"account_id": "A", "date": date(2022 + m // 12, m % 12 + 1, 28), "revenue": -10.0, "grain": "period"} for m in range(24)]
    found = forecast(sums(book(lines), date(2023, 12, 28), kam.Params()).total("revenue"))

    assert found.middle.tolist() == [[-30.0] * 4] and found.year.tolist() == [-120.0]


def test_the_forecast_of_the_resellers_from_their_lines(resellers: Workbook) -> None:
    """Each quarter of the last year times the root of its growth over the year before, from the lines by plain pandas."""
    lines = resellers.frame("SELECT date, revenue FROM transactions")
    day = pd.to_datetime(lines["date"])
    ends = pd.to_datetime(
        ["2011-11-29", "2012-02-29", "2012-05-29", "2012-08-29", "2012-11-29", "2013-02-28", "2013-05-29", "2013-08-29", "2013-11-29"]
    )
    told = [lines.loc[(day > after) & (day <= to), "revenue"].sum() for after, to in pairwise(ends)]
    growth = (sum(told[4:]) / sum(told[:4])) ** 0.5
    found = forecast(sums(resellers, DAY, kam.Params()).total("revenue"))

    assert found.middle[0] == pytest.approx([growth * value for value in told[4:]], abs=0.005)
    assert found.year[0] == pytest.approx(growth * sum(told[4:]), abs=0.005)

"""The past in quarters: they add up to the year, none is left out, and a single account has its own."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.accounts import account_state
from kam_core.history import quarters
from kam_core.params import Params, ValueParams
from kam_core.workbook import Workbook
from tests.test_accounts import DAYS, messy_costs, messy_lines
from tests.value.portfolio import book, cells

DAY = date(2024, 6, 15)


@pytest.mark.parametrize("day", [*DAYS[:4], DAY], ids=str)
@pytest.mark.parametrize("freight", [False, True])
def test_four_quarters_are_the_year(day: date, freight: bool) -> None:
    """Revenue and profit of four quarters add up to the 12 months of the state, the four before to the year before."""
    lines = [row for row in messy_lines(3) if row["cost"] is not None]
    wb, params = book(lines, messy_costs(4)), Params(ValueParams(freight_is_cost_to_serve=freight))
    past, state = quarters(wb, day, params), account_state(wb, day, None, params)

    assert len(past) == 8
    for name in ("revenue", "profit"):
        halves = [past[name][:4].sum(), past[name][4:].sum()]
        assert halves == pytest.approx([state[f"{name}_prior_12m"].sum(), state[f"{name}_12m"].sum()])


def test_quarters_of_the_resellers() -> None:
    """The last four add up to 36.24 million and the loss of 673,727; the last ends on the day."""
    wb = Workbook()
    kam.samples.fill(wb, "resellers")
    past = quarters(wb, date(2013, 11, 29), Params())

    assert (round(past["revenue"][4:].sum()), round(past["profit"][4:].sum())) == (36_240_485, -673_727)
    assert past["losing"].tolist() == [81, 62, 112, 99, 253, 154, 257, 267]
    assert past["period_end"].iloc[-1] == pd.Timestamp("2013-11-29")


def test_a_silent_quarter_is_a_quarter() -> None:
    """Nothing bought between two purchases and nothing since: rows with 0; before the first purchase no rows."""
    wb = book([("A", "2023-06-20", 100.0, 60.0), ("A", "2023-12-20", 50.0, 20.0)])
    past = quarters(wb, DAY, Params())

    assert cells(past, "revenue", "profit", "losing", "effective") == [[100, 40, 0, 1], [0, 0, 0, None], [50, 30, 0, 1], [0, 0, 0, None]]
    assert past["period_end"].dt.strftime("%Y-%m-%d").tolist() == ["2023-09-15", "2023-12-15", "2024-03-15", "2024-06-15"]


def test_quarters_of_a_last_day_of_the_month_end_on_last_days() -> None:
    """From 30 November back: 31 August, 31 May, 29 February."""
    past = quarters(book([("A", "2023-12-20", 1.0)]), date(2024, 11, 30), Params())

    assert past["period_end"].dt.strftime("%Y-%m-%d").tolist() == ["2024-02-29", "2024-05-31", "2024-08-31", "2024-11-30"]


def test_without_costs_nobody_is_said_to_lose() -> None:
    """Profit and the number of losers are missing, not zero, also where a visit was paid for."""
    wb = book([("A", "2024-01-20", 100.0), ("A", "2024-05-20", 100.0)], [("A", "2024-05-01", "visits", 5.0)])

    assert cells(quarters(wb, DAY, Params()), "revenue", "profit", "losing") == [[100, None, None], [100, None, None]]


def test_one_account_and_the_others() -> None:
    """The quarters of each account add up to those of all; an account that only cost has its losses."""
    wb = book([("A", "2024-01-20", 100.0, 60.0), ("B", "2024-05-20", 10.0, 20.0)], [("C", "2024-05-01", "visits", 5.0)], ["P"])
    past = {id: quarters(wb, DAY, Params(), id).set_index("period_end") for id in "ABCP"}
    every = quarters(wb, DAY, Params()).set_index("period_end")

    assert (len(past["P"]), past["C"]["profit"].tolist(), past["B"]["losing"].tolist()) == (0, [-5], [1])
    columns = ["revenue", "profit", "losing"]
    together = pd.concat([past[id][columns].astype(float) for id in "ABC"]).groupby(level=0).sum()
    np.testing.assert_allclose(together, every[columns].astype(float))


def test_as_many_quarters_as_asked_for() -> None:
    """Older ones are not shown; nothing known, no rows."""
    wb = book([("A", "2020-01-20", 100.0, 60.0)])

    assert [len(quarters(wb, DAY, Params(), count=n)) for n in (1, 8, 40)] == [1, 8, 18]
    assert quarters(Workbook(), DAY, Params()).empty

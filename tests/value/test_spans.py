"""What an account brought in a span: windows by day, missing and zero, trend and repeat rate."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kam_core.accounts import account_state
from kam_core.params import Params, ValueParams
from tests.value.portfolio import book, cells

DAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("as_of", "inside", "before"),
    [
        ("2023-02-28", ["2022-03-01", "2023-02-28"], ["2022-02-28", "2021-03-01"]),
        ("2024-02-29", ["2023-03-01", "2024-02-29"], ["2023-02-28", "2022-03-01"]),
        ("2025-02-28", ["2024-03-01", "2025-02-28"], ["2024-02-29", "2023-03-01"]),
        ("2023-04-30", ["2022-05-31", "2023-04-30"], ["2022-04-30", "2021-05-31"]),
        ("2024-02-28", ["2023-03-01", "2024-02-28"], ["2023-02-28", "2022-03-01"]),
        ("2024-04-30", ["2023-05-01", "2024-04-30"], ["2023-04-30", "2022-05-01"]),
        ("2024-03-31", ["2023-04-01", "2024-03-31"], ["2023-03-31", "2022-04-01"]),
        ("2024-03-30", ["2023-03-31", "2024-03-30"], ["2023-03-30", "2022-03-31"]),
        ("2024-12-31", ["2024-01-01", "2024-12-31"], ["2023-12-31", "2023-01-01"]),
    ],
)
def test_twelve_months_end_on_the_day(as_of: str, inside: list[str], before: list[str]) -> None:
    """The first and the last day of the window and of the one before it, at ends of months and in leap years."""
    lines = [("in", day, 1.0, None) for day in inside] + [("before", day, 1.0, None) for day in before]
    costs = [(id, day, "visits", revenue) for id, day, revenue, _ in lines]
    state = account_state(book(lines, costs), as_of)

    assert cells(state, "account_id", "revenue_12m", "revenue_prior_12m") == [["before", 0, 2], ["in", 2, None]]
    assert cells(state, "cost_to_serve_12m", "cost_to_serve_prior_12m") == [[None, 2], [2, None]]


def test_totals_of_a_month_fall_into_their_month() -> None:
    """They stand on the last day of their month; from the end of April back every month holds exactly one, so the trend is flat."""
    ends = [f"{day:%Y-%m-%d}" for day in np.arange("2023-02", "2024-06", dtype="datetime64[M]").astype("datetime64[D]").tolist()]
    ends = [str(np.datetime64(day, "D") - 1) for day in ends]
    lines = [{"account_id": "A", "date": day, "revenue": 10.0, "grain": "period"} for day in ends]
    found = account_state(book(lines), "2024-04-30").iloc[0]

    assert (found["revenue_12m"], found["revenue_prior_12m"], found["slope"], found["repeat_rate"]) == (120, 40, 0, 1)


def test_totals_of_a_period_are_revenue_but_no_orders() -> None:
    """They have no rhythm; the last day bought is theirs when it is the later one."""
    lines = [
        {"account_id": "A", "date": day, "revenue": 10.0, "order_id": day, "grain": grain}
        for day, grain in (("2024-01-10", "line"), ("2024-01-20", "line"), ("2024-05-31", "period"))
    ]
    found = account_state(book(lines), DAY)

    assert cells(found, "revenue", "lines", "orders", "order_days", "median_gap_days", "days_since_last") == [[30, 3, 2, 2, 10, 15]]


MONEY = ("revenue_12m", "gross_profit_12m", "cost_to_serve_12m", "profit_12m", "cost_coverage_12m", "lines_12m")


def test_missing_is_not_zero_and_zero_is_not_missing() -> None:
    """Who bought before but not in the last 12 months brought 0; who never bought has no figure; no cost, no profit."""
    lines = [
        ("all costs", "2024-01-01", 100.0, 60.0),
        ("lapsed", "2022-01-01", 100.0, 60.0),
        ("lapsed, no cost", "2022-01-01", 100.0, None),
        ("no cost", "2024-01-01", 100.0, None),
        ("some costs", "2024-01-01", 100.0, 60.0),
        ("some costs", "2024-01-02", 300.0, None),
    ]
    found = account_state(book(lines, accounts=["prospect"]), DAY).set_index("account_id")

    assert dict(zip(found.index, cells(found, *MONEY), strict=True)) == {
        "all costs": [100, 40, None, 40, 1, 1],
        "lapsed": [0, 0, None, 0, None, 0],
        "lapsed, no cost": [0, None, None, None, None, 0],
        "no cost": [100, None, None, None, 0, 1],
        "prospect": [None] * 6,
        "some costs": [400, 40, None, 40, 0.25, 2],
    }


def test_cost_to_serve_counts_with_and_without_a_purchase() -> None:
    """Subtracted where the gross profit is known or nothing was bought; beside a purchase of unknown cost it says nothing of profit."""
    lines = [("known", "2024-01-01", 100.0, 60.0), ("lapsed", "2022-01-01", 100.0, None), ("unknown", "2024-01-01", 100.0, None)]
    costs = [(id, "2024-02-01", "visits", 5.0) for id in ("known", "lapsed", "prospect", "unknown")]
    found = account_state(book(lines, costs, accounts=["prospect"]), DAY).set_index("account_id")

    assert found["profit_12m"].to_dict() == pytest.approx({"known": 35, "lapsed": -5, "prospect": -5, "unknown": np.nan}, nan_ok=True)


def test_cost_of_an_account_nobody_entered_is_not_lost() -> None:
    """A cost line makes its account one, so that its money is in the total."""
    assert cells(account_state(book(costs=[("X", "2024-02-01", "visits", 5.0)]), DAY), "account_id", "profit") == [["X", -5]]


def test_a_return_lowers_revenue_and_is_no_purchase() -> None:
    """Negative lines count in money and lines, not as an order, an order day or the last day bought; only returns: no last day."""
    lines = [("A", "2024-01-01", 100.0, 60.0, "1"), ("A", "2024-03-01", -40.0, -24.0, "2"), ("R", "2024-03-01", -5.0, -3.0, "3")]
    found = account_state(book(lines), DAY)

    columns = ("revenue", "gross_profit", "lines", "orders", "order_days", "days_since_last", "repeat_rate")
    assert cells(found, *columns) == [[60, 24, 2, 1, 1, 166, 0.5], [-5, -2, 1, 0, None, None, None]]


def test_orders_without_a_number_are_unknown() -> None:
    """Lines without any order number do not make zero orders."""
    assert cells(account_state(book([("A", "2024-01-01", 100.0)]), DAY), "lines", "orders") == [[1, None]]


COSTS = [
    ("A", "2024-02-01", "visits", 5.0),
    ("A", "2024-02-01", "Freight", 7.0),
    {"account_id": "A", "date": "2024-02-01", "activity": "support", "amount": 11.0, "illustrative": True},
]


@pytest.mark.parametrize(
    ("freight", "illustrative", "expected"), [(False, False, 5), (True, False, 12), (False, True, 16), (True, True, 23)]
)
def test_freight_and_illustrative_costs_count_when_asked_for(freight: bool, illustrative: bool, expected: float) -> None:
    """Two switches, both off by default; upper and lower case are one activity."""
    params = Params(ValueParams(freight_is_cost_to_serve=freight, count_illustrative=illustrative))
    found = account_state(book([("A", "2024-01-01", 100.0, 60.0)], COSTS), DAY, None, params)

    assert cells(found, "cost_to_serve", "profit", "profit_12m") == [[expected, 40 - expected, 40 - expected]]


def test_an_assumed_margin_fills_what_has_no_cost() -> None:
    """25 % of the 300 without a cost, the return included; the coverage still says how much is known; a prospect stays unknown."""
    lines = [
        ("A", "2024-01-01", 100.0, 60.0),
        ("A", "2024-01-02", 320.0, None),
        ("A", "2024-01-03", -20.0, None),
        ("B", "2024-01-03", 80.0, None),
    ]
    state = account_state(book(lines, accounts=["P"]), DAY, None, Params(ValueParams(assumed_margin=0.25)))

    assert cells(state, "gross_profit", "profit", "cost_coverage") == [[115, 115, 0.25], [20, 20, 0], [None, None, None]]


def trend(*months: float) -> float:
    """Slope for revenues of the last months, the oldest first, the last one ending on the day."""
    ago = reversed(range(len(months)))
    lines = [("A", f"{np.datetime64(DAY, 'M') - i}-12", amount, None) for i, amount in zip(ago, months, strict=True) if amount]
    return float(account_state(book(lines), DAY)["slope"].iloc[0])


def test_trend_of_volume() -> None:
    """Flat 0; one more each month: 1 / mean; all in the first of 12 months and nothing since: the steepest fall there is."""
    assert trend(*[5.0] * 12) == pytest.approx(0)
    assert trend(*[float(i) for i in range(1, 13)]) == pytest.approx(1 / 6.5)
    assert [trend(7.0, *[0.0] * silent) for silent in (11, 13)] == pytest.approx([-6 / 13] * 2)


def test_no_trend_below_two_quarters_and_long_after_the_end() -> None:
    """Three months of a new account say as little as an account that left two years ago."""
    assert np.isnan([trend(1.0, 2.0), trend(1.0, *[0.0] * 26)]).all()


@pytest.mark.parametrize(
    ("months_ago", "expected"),
    [([1], None), ([4], 0.5), ([4, 1], 1.0), ([7, 1], 2 / 3), ([40], 0.0), ([40, 23, 1], 2 / 8), ([24, 1], 1 / 8)],
)
def test_repeat_rate_over_the_possible_quarters(months_ago: list[int], expected: float | None) -> None:
    """From the first purchase, at most eight; one possible quarter says nothing."""
    lines = [("A", f"{np.datetime64(DAY, 'M') - months}-10", 1.0, None) for months in months_ago]

    assert cells(account_state(book(lines), DAY), "repeat_rate") == [[expected]]

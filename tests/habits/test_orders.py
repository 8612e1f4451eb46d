"""How an account buys: gaps, next order and size by hand; a mix that adds up to the twelve months of the state."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kam_core as kam
from kam_core.accounts import account_state
from kam_core.habits import MIN_GAPS, OTHERS, Span, gaps_of, habits, has_categories, mix, next_order, span_of
from kam_core.workbook import Workbook
from tests.test_accounts import DAYS, messy_lines
from tests.value.portfolio import book, cells

FIRST = date(2024, 1, 1)
ORDERS = [FIRST + timedelta(days=days) for days in (0, 30, 70, 120, 180)]
"""Gaps of 30, 40, 50 and 60 days: median 45, tenths at 33 and 57; the last order on 29 June 2024."""

some_days = st.lists(st.integers(0, 2000), min_size=MIN_GAPS + 1, max_size=40, unique=True).map(
    lambda numbers: [FIRST + timedelta(days=number) for number in sorted(numbers)]
)


def test_gaps_and_their_quantiles_by_hand() -> None:
    """Four gaps; a tenth of the way from the first to the last of four values is three tenths of the first step."""
    assert gaps_of(ORDERS) == (30, 40, 50, 60)
    assert span_of(gaps_of(ORDERS)) == Span(pytest.approx(33.0), 45.0, pytest.approx(57.0), 4)
    assert (gaps_of([]), gaps_of([FIRST])) == ((), ())


@pytest.mark.parametrize(
    ("as_of", "overdue", "silent"), [(date(2024, 7, 1), -43, False), (date(2024, 8, 20), 7, False), (date(2024, 8, 26), 13, True)]
)
def test_the_next_order_by_hand(as_of: date, overdue: int, silent: bool) -> None:
    """13 August, between the 1st and the 25th; late is not yet silent, beyond the interval it is."""
    found = next_order(ORDERS, as_of)

    assert found is not None
    assert (found.first, found.expected, found.last, found.n) == (date(2024, 8, 1), date(2024, 8, 13), date(2024, 8, 25), 4)
    assert (found.overdue, found.silent) == (overdue, silent)


def test_too_few_orders_foretell_nothing() -> None:
    """Four orders have three gaps: no date is made up of them."""
    assert next_order(ORDERS[:4], date(2024, 7, 1)) is None
    assert next_order([], date(2024, 7, 1)) is None


@given(some_days, st.integers(0, 500), st.integers(-300, 300))
def test_the_interval_holds_the_day_and_moves_with_the_calendar(days: list[date], later: int, shift: int) -> None:
    """First <= expected <= last, all after the last order; the same orders some days later are expected as many days later."""
    found = next_order(days, days[-1] + timedelta(days=later))
    moved = next_order([day + timedelta(days=shift) for day in days], days[-1] + timedelta(days=later + shift))

    assert found is not None and moved is not None
    assert days[-1] < found.first <= found.expected <= found.last
    assert (moved.expected - found.expected).days == shift
    assert (moved.overdue, moved.silent) == (found.overdue, found.silent)
    assert found.silent == (days[-1] + timedelta(days=later) > found.last)


@given(st.integers(1, 400), st.integers(MIN_GAPS, 30))
def test_a_steady_rhythm_is_certain(gap: int, gaps: int) -> None:
    """Who orders every n days is expected n days after the last order, without an interval."""
    days = [FIRST + timedelta(days=gap * i) for i in range(gaps + 1)]
    found = next_order(days, days[-1])

    assert found is not None
    assert found.first == found.expected == found.last == days[-1] + timedelta(days=gap)
    assert found.overdue == -gap


def _wb() -> Workbook:
    lines = [("A", day.isoformat(), amount) for day, amount in zip(ORDERS, (100.0, 300.0, 200.0, 400.0, 500.0), strict=True)]
    return book([*lines, ("A", "2024-06-29", 50.0), ("A", "2024-07-04", -75.0), ("B", "2024-07-05", 9.0)], accounts=["P"])


def test_orders_of_a_workbook_by_hand() -> None:
    """Two lines of a day are one order; a return is none and leaves size and silence alone; other accounts count nothing."""
    found = habits(_wb(), "A", date(2024, 7, 9))

    assert cells(found.orders, "revenue", "lines") == [[100, 1], [300, 1], [200, 1], [400, 1], [550, 2]]
    assert (found.gaps, found.since_last) == ((30, 40, 50, 60), 10)
    assert found.size == Span(pytest.approx(140.0), 300.0, pytest.approx(490.0), 5)
    assert found.next_order is not None and found.next_order.expected == date(2024, 8, 13)


def test_the_date_decides_what_is_known() -> None:
    """A month earlier there were four orders: no forecast, and the last of them is 31 days old."""
    found = habits(_wb(), "A", date(2024, 5, 31))

    assert (len(found.orders), found.since_last, found.next_order) == (4, 31, None)
    assert found.rhythm == Span(pytest.approx(32.0), 40.0, pytest.approx(48.0), 3)


def test_the_size_is_that_of_the_last_orders() -> None:
    """Of twelve orders the last eight count: the median of 5 to 12 is 8.5."""
    lines = [("A", (FIRST + timedelta(days=7 * i)).isoformat(), float(i + 1)) for i in range(12)]

    assert habits(book(lines), "A", date(2025, 1, 1)).size == Span(pytest.approx(5.7), 8.5, pytest.approx(11.3), 8)


def test_a_prospect_has_no_habits() -> None:
    """No order: nothing is a number, nothing fails."""
    found = habits(_wb(), "P", date(2024, 7, 9))

    assert (len(found.orders), found.gaps, found.since_last, found.rhythm, found.size, found.next_order) == (0, (), None, None, None, None)
    assert mix(_wb(), "P", date(2024, 7, 9)).empty


def test_totals_of_a_period_are_no_orders() -> None:
    """Twelve monthly totals have revenue but no rhythm."""
    wb = book([{"account_id": "A", "date": f"2024-{month:02d}-28", "revenue": 10.0, "grain": "period"} for month in range(1, 13)])

    assert habits(wb, "A", date(2024, 12, 31)).orders.empty
    assert mix(wb, "A", date(2024, 12, 31))["now"].tolist() == [120.0]


def test_own_rhythm_is_the_rhythm_of_the_score() -> None:
    """The median gap of the room is that of the score, account by account, for messy lines."""
    wb, day = book(messy_lines(11, 300)), date(2024, 3, 31)
    state = account_state(wb, day).set_index("account_id")

    for account, row in state.iterrows():
        found = habits(wb, str(account), day)
        assert (found.rhythm.middle if found.rhythm else None) == (row["median_gap_days"] if row["median_gap_days"] > 0 else None)
        assert len(found.orders) == np.nan_to_num(row["order_days"])


def _bought(*lines: tuple[str, str, float]) -> Workbook:
    return book(
        [{"account_id": "A", "date": day, "category": category, "product": "p", "revenue": amount} for category, day, amount in lines]
    )


def test_a_mix_by_hand() -> None:
    """Shares of each twelve months; a return is subtracted; what was bought before both years is left out; the largest first."""
    wb = _bought(
        ("Tea", "2024-06-01", 60.0), ("Tea", "2023-06-01", 80.0), ("Nuts", "2024-06-02", 50.0), ("Nuts", "2024-06-03", -10.0),
        ("Salt", "2023-06-30", 20.0), ("Salt", "2021-01-01", 999.0),
    )  # fmt: skip
    found = mix(wb, "A", date(2024, 7, 1))

    assert cells(found, "name", "now", "before", "share_now", "share_before") == [
        ["Tea", 60, 80, 0.6, 0.8], ["Nuts", 40, 0, 0.4, 0], ["Salt", 0, 20, 0, 0.2],
    ]  # fmt: skip


def test_more_names_than_fit_stand_together() -> None:
    """Of twelve names seven are listed; the eighth row is the sum of the five others."""
    found = mix(_bought(*((f"c{i:02d}", "2024-06-01", float(i)) for i in range(1, 13))), "A", date(2024, 7, 1))

    assert found["name"].tolist() == [f"c{i:02d}" for i in range(12, 5, -1)] + [OTHERS]
    assert cells(found.tail(1), "now", "others") == [[15, 5]]
    assert found["others"].tolist()[:-1] == [0] * 7


def test_shares_need_a_positive_total() -> None:
    """A year of returns has no shares; the money stands."""
    found = mix(_bought(("Tea", "2024-06-01", -60.0), ("Nuts", "2024-06-01", 50.0)), "A", date(2024, 7, 1))

    assert cells(found, "name", "now", "share_now") == [["Tea", -60, None], ["Nuts", 50, None]]


def test_lines_without_a_name_are_told_apart() -> None:
    """No category anywhere: the mix says nothing by category, and something by product."""
    wb = book([{"account_id": "A", "date": "2024-06-01", "product": "Kettle", "revenue": 5.0}])

    assert not has_categories(mix(wb, "A", date(2024, 7, 1)))
    assert mix(wb, "A", date(2024, 7, 1), by_product=True)["name"].tolist() == ["Kettle"]


@pytest.mark.parametrize("day", DAYS[:4], ids=str)
def test_a_mix_adds_up_to_the_twelve_months(day: date) -> None:
    """The sums of both columns are revenue_12m and revenue_prior_12m of the state, whatever the day of the month."""
    lines = [{**row, "category": f"c{number % 11}"} for number, row in enumerate(messy_lines(3, 300))]
    wb = book(lines)
    state = account_state(wb, day).set_index("account_id")

    for account, row in state.iterrows():
        found = mix(wb, str(account), day, most=4)
        assert found["now"].sum() == pytest.approx(np.nan_to_num(row["revenue_12m"]), abs=0.001)
        assert found["before"].sum() == pytest.approx(np.nan_to_num(row["revenue_prior_12m"]), abs=0.001)
        assert found["share_now"].sum() == pytest.approx(1.0 if found["now"].sum() > 0 else 0.0)
        assert len(found) <= 4


def test_habits_of_the_largest_reseller() -> None:
    """Twelve orders, eleven gaps of 89 to 92 days, counted in a query of the test's own; the next one at the end of January 2014."""
    wb = kam.Workbook()
    kam.samples.fill(wb, "resellers")
    sql = "SELECT DISTINCT date AS d FROM transactions WHERE account_id = 'AW00000697' AND revenue > 0 ORDER BY d"
    days = [day.date() for day in wb.frame(sql)["d"]]
    found = habits(wb, "AW00000697", date(2013, 11, 29))

    assert found.gaps == tuple((after - before).days for before, after in pairwise(days))
    assert len(found.gaps) == 11
    assert found.next_order is not None and found.next_order.expected == days[-1] + timedelta(days=sorted(found.gaps)[5])

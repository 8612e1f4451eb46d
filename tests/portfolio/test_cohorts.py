"""Cohorts: the triangle by hand and against pandas, zeros and gaps, what begins with the data, and money that adds up."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kam_core as kam
from kam_core.errors import UnknownName
from kam_core.portfolio.cohorts import Cohorts, cohorts
from kam_core.portfolio.kept import kept
from tests.value.portfolio import book, cells

LINES = [
    ("old", "2022-01-10", 10.0),
    ("A", "2022-08-01", 100.0), ("A", "2022-10-03", 150.0), ("A", "2023-04-01", 50.0),
    ("B", "2022-09-30", 300.0), ("B", "2022-12-01", 200.0), ("B", "2022-12-02", -50.0),
    ("C", "2022-02-01", -40.0), ("C", "2022-11-11", 80.0),
    ("R", "2022-11-11", -7.0),
]  # fmt: skip


def triangle(found: Cohorts, of: str) -> dict[str, list[float]]:
    """The rows of the triangle by the first day of their cohort."""
    return {f"{day:%Y-%m-%d}": rows[of].tolist() for day, rows in found.cells.groupby("cohort")}


def test_the_triangle_by_hand() -> None:
    """
    Q3 2022: A 100 and B 300, then A 150 and B 150 (200 less a return), nothing, A 50. Net 75 %, gross 62.5 %: A's growth does not
    count. A quarter without orders is 0, one that has not begun has no cell.
    """
    found = cohorts(book(LINES), "2023-06-30")

    assert triangle(found, "retained") == {"2022-01-01": [1, 0, 0, 0, 0, 0], "2022-07-01": [1, 1, 0, 0.5], "2022-10-01": [1, 0, 0]}
    assert triangle(found, "net")["2022-07-01"] == pytest.approx([1, 0.75, 0, 0.125])
    assert triangle(found, "gross")["2022-07-01"] == pytest.approx([1, 0.625, 0, 0.125])
    assert not found.cells["running"].any()


def test_what_is_no_purchase() -> None:
    """Returns alone begin nothing; a return before the first purchase stands apart; all of it adds up to the revenue."""
    found = cohorts(book(LINES), "2023-06-30")

    assert (found.returns_only, found.returns_revenue) == (1, -7.0)
    assert cells(found.table, "n", "base", "earlier", "revenue") == [[1, 10, 0, 10], [2, 400, 0, 750], [1, 80, -40, 40]]
    assert found.revenue == sum(revenue for _, _, revenue in LINES)


def test_cohorts_that_begin_with_the_data_are_marked() -> None:
    """The data begin on 10 January 2022: the first quarter may hold older customers, and by year the second one as well."""
    quarters, years = (cohorts(book(LINES), "2023-06-30", period) for period in ("quarter", "year"))

    assert quarters.table["censored"].tolist() == [True, False, False]
    assert cohorts(book([*LINES, ("D", "2023-01-05", 1.0)]), "2023-06-30", "year").table["censored"].tolist() == [True, True]
    assert quarters.table["small"].all() and years.first_day == date(2022, 1, 10)


def test_the_running_period_is_marked_and_not_averaged() -> None:
    """In the middle of May the second quarter of 2023 still runs; on its last day it is over."""
    found = cohorts(book(LINES), "2023-05-15")
    last = found.cells[found.cells["period_end"] == "2023-05-15"]

    assert last["running"].all() and found.cells["running"].sum() == len(last) == 3
    assert found.average["age"].tolist() == [0, 1, 2]
    assert cohorts(book(LINES), "2023-06-30").average["age"].tolist() == [0, 1, 2, 3]


def test_the_average_is_of_all_accounts_together() -> None:
    """Without the censored cohort: A, B and C in the first two quarters; 2 of 3 buy in the second, bringing 300 of 480."""
    average = cohorts(book(LINES), "2023-06-30").average

    assert cells(average.head(2), "n", "retained", "net", "gross") == [[3, 1, 1, 1], [3, pytest.approx(2 / 3), 300 / 480, 250 / 480]]


def test_halves_and_years_are_their_quarters() -> None:
    """A and B buy in the second half of 2022, A in the first of 2023; by year the two began together with C."""
    assert triangle(cohorts(book(LINES), "2023-06-30", "half"), "retained")["2022-07-01"] == pytest.approx([1, 1 / 3])
    assert triangle(cohorts(book(LINES), "2023-06-30", "year"), "net")["2022-01-01"] == pytest.approx([1, 50 / 750])


def test_some_accounts_only() -> None:
    """The others are gone, the day the data begin stays."""
    found = cohorts(book(LINES), "2023-06-30", accounts=["A"])

    assert (found.table["n"].tolist(), found.revenue, found.first_day) == ([1], 300.0, date(2022, 1, 10))


@pytest.mark.parametrize("lines", [[], [("R", "2024-01-01", -5.0)]])
def test_without_a_purchase_there_is_no_cohort(lines: list[tuple[object, ...]]) -> None:
    """Empty tables, and the returns are told."""
    found = cohorts(book(lines, accounts=["p"]), "2024-06-30")

    assert (len(found.table), len(found.cells), len(found.average), found.returns_only) == (0, 0, 0, len(lines))


def test_an_unknown_period() -> None:
    """Raises with the closest name."""
    with pytest.raises(UnknownName):
        cohorts(book(LINES), period="quater")


LINE = st.tuples(st.sampled_from("ABCD"), st.integers(0, 900), st.integers(-200, 300))


@settings(max_examples=12)
@given(st.lists(LINE, min_size=1, max_size=30), st.sampled_from(["year", "half", "quarter"]))
def test_all_money_is_in_one_place(found: list[tuple[str, int, int]], period: str) -> None:
    """Cells, earlier returns and returns alone add up to the revenue; gross is never above 1; shares are between 0 and 1."""
    lines = [(account, str(date(2021, 1, 1) + timedelta(days=day)), float(revenue)) for account, day, revenue in found]
    made = cohorts(book(lines), "2023-12-31", period)

    total = made.cells["revenue"].sum() + made.table["earlier"].sum() + made.returns_revenue
    assert total == pytest.approx(sum(revenue for _, _, revenue in lines)) == pytest.approx(made.revenue)
    assert made.cells["retained"].between(0, 1).all()
    assert (made.cells["gross"].dropna() <= 1 + 1e-12).all()
    assert made.table["n"].sum() == len({account for account, _, revenue in lines if revenue > 0})


def test_a_year_on_a_year() -> None:
    """100 and 200 became 150 and 0; the newcomer does not count: accounts 50 %, net 50 %, gross a third."""
    wb = book([("A", "2022-06-01", 100.0), ("B", "2022-06-01", 200.0), ("A", "2023-06-01", 150.0), ("N", "2023-06-01", 999.0)])
    left = kept(kam.score(wb, "2023-12-31"))

    assert (left.n, left.accounts, left.net, left.gross) == (2, 0.5, 0.5, pytest.approx(100 / 300))
    assert (kept(kam.score(book(accounts=["p"]), "2024-01-01")).n, pd.isna(kept(kam.score(wb, "2022-12-31")).net)) == (0, True)

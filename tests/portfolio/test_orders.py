"""Order value and frequency: what is one order, over which time it is counted, and what is left unknown."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kam_core.params import Params
from kam_core.portfolio.lenses import ordered
from kam_core.portfolio.orders import orders
from tests.portfolio.resellers import DAY as DAY_OF_SAMPLE
from tests.portfolio.resellers import book as resellers
from tests.portfolio.resellers import lines, scores
from tests.value.portfolio import book, cells

LINES = [
    ("a", "2023-01-10", 100, 60, "o1"), ("a", "2023-01-10", 50, 20, "o1"), ("a", "2023-01-10", -30, None, "r1"),
    ("a", "2023-07-10", 300, 10, "o2"), ("a", "2024-01-10", 150, 10, "o3"),
    ("b", "2024-01-05", 40, 1, None), ("b", "2024-01-05", 60, 1, None), ("b", "2024-02-05", 10, 1, None),
    ("c", "2024-01-05", -10, None, "r2"),
]  # fmt: skip
DAY = date(2024, 3, 31)


def test_by_hand() -> None:
    """
    Account a: three orders of 150 (two lines, the return aside), 300 and 150 within 365 days; b: two days without a number.

    Two gaps in 365 days are 2.0 a year; two orders are too few for a frequency; a return is no order.
    """
    found = orders(book(LINES), pd.Series(["a", "b", "c", "d"]), DAY)

    assert cells(found, "account_id", "orders", "order_value", "median_order_value", "active_days", "value_rank", "frequency_rank") == [
        ["a", 3, 200.0, 150.0, 365.0, 1.0, 1.0], ["b", 2, 55.0, 55.0, 31.0, 2.0, None], ["c", *[None] * 6], ["d", *[None] * 6],
    ]  # fmt: skip
    assert found["orders_a_year"].tolist()[0] == pytest.approx(2 / 365 * 365.25)
    assert found["orders_a_year"].isna().tolist() == [False, True, True, True]


@pytest.mark.parametrize(("window", "expected"), [("12m", [2, 2]), ("3m", [1, 2]), (None, [3, 2]), ("fy", [1, 2])])
def test_a_window_counts_its_own_orders(window: str | None, expected: list[int]) -> None:
    """Orders before the window do not count; of the three of account a two lie in the last twelve months, one in this year."""
    assert orders(book(LINES), pd.Series(["a", "b"]), DAY, window)["orders"].tolist() == expected


def test_totals_of_periods_are_no_orders() -> None:
    """Revenue known by month alone has neither order value nor frequency."""
    wb = book([{"account_id": "a", "date": f"2024-{month:02}-28", "revenue": 10, "grain": "period"} for month in (1, 2, 3)])

    assert orders(wb, pd.Series(["a"]), DAY)["orders"].isna().all()


def test_the_resellers_again_in_pandas() -> None:
    """Mean, median and pace of every reseller from a plain grouping of the lines."""
    wb, sold = resellers(), lines()
    each = sold[sold["revenue"] > 0].groupby(["account_id", "order_id"]).agg(value=("revenue", "sum"), day=("date", "min")).reset_index()
    by = each.groupby("account_id")
    days = (by["day"].max() - by["day"].min()).dt.days
    pace = ((by.size() - 1) / days * 365.25).where((by.size() >= 3) & (days >= 90))
    found = orders(wb, pd.Series(sorted(sold["account_id"].unique()))).set_index("account_id")

    assert np.abs(found["order_value"] - by["value"].mean()).max() < 0.005
    assert np.abs(found["median_order_value"] - by["value"].median()).max() < 0.005
    assert np.allclose(found["orders_a_year"], pace, equal_nan=True)
    assert found["orders"].astype(int).tolist() == by.size().tolist()
    size, rounded = by["value"].mean()[pace.notna()], pace.dropna().round(1)
    corners = ordered(wb, scores(), DAY_OF_SAMPLE.date(), None, Params())["order_class"]
    assert (corners == "large_often").sum() == ((size >= size.median()) & (rounded >= rounded.median())).sum() == 271


def test_corners_are_cut_at_the_middle() -> None:
    """Four accounts, one in each corner: order values 10 and 1000, 12 or 4 orders a year; without a frequency no corner."""
    sold = []
    for name, value, months in (("lo", 1000, 1), ("ls", 1000, 3), ("so", 10, 1), ("ss", 10, 3)):
        sold += [(name, f"2023-{month:02}-05", value, 1, f"{name}{month}") for month in range(1, 13, months)]
    wb = book([*sold, ("few", "2023-05-05", 500, 1, "x")])
    named = ("account_id", "account_name", "owner", "region", "country", "industry", "tier", "parent_id", "revenue", "profit")
    accounts = pd.DataFrame({"account_id": ["lo", "ls", "so", "ss", "few"]}).reindex(columns=list(named))

    found = ordered(wb, accounts, date(2023, 12, 31), None, Params())
    assert cells(found, "account_id", "order_class") == [
        ["lo", "large_often"], ["ls", "large_seldom"], ["so", "small_often"], ["ss", "small_seldom"], ["few", None],
    ]  # fmt: skip

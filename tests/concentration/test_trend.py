"""Concentration at quarter-ends: the last is the score's, none is told before the data reach a year back."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.concentration.holders import holders, keys_of
from kam_core.concentration.products import category_quarters, holders_of, trend_of
from kam_core.concentration.trend import trend
from kam_core.params import Params
from tests.test_accounts import messy_costs, messy_lines
from tests.value.portfolio import book, transactions

DAY = date(2024, 6, 15)


def test_by_hand() -> None:
    """A and B even in the first year, B twice A in the year to the last quarter-end; before a full year there is no row."""
    wb = book([("A", "2023-03-16", 50.0), ("B", "2023-03-20", 50.0), ("A", "2024-04-01", 50.0), ("B", "2024-04-02", 100.0)])
    found = trend(wb, DAY, Params(), keys_of(kam.score(wb, DAY), "account"))

    assert found["period_end"].dt.strftime("%Y-%m-%d").tolist() == ["2024-03-15", "2024-06-15"]
    assert found["hhi"].tolist() == pytest.approx([0.5, 1 / 9 + 4 / 9])
    assert (found["total"].tolist(), found["holders"].tolist()) == ([100.0, 150.0], [2, 2])


@pytest.mark.parametrize("basis", ["revenue", "profit"])
def test_every_row_is_what_a_score_of_that_day_says(basis: str) -> None:
    """Costs known and unknown, returns, visits: each quarter-end equals the shares of a score made on that day."""
    wb, params = book(messy_lines(3), messy_costs(4)), Params()
    found = trend(wb, DAY, params, keys_of(kam.score(wb, DAY), "account"), basis, 3)

    assert len(found) == 3
    for row in found.to_dict("records"):
        then = holders(kam.score(wb, row["period_end"].date(), params=params), "account", basis)
        assert then.measure is not None
        expected = [then.total, then.measure.hhi, then.measure.top1, then.measure.top5, then.measure.top10]
        assert [row[name] for name in ("total", "hhi", "top1", "top5", "top10")] == pytest.approx(expected)


def test_short_or_empty_data_still_have_today() -> None:
    """A month of data is one row; no data one without figures."""
    wb = book([("A", "2024-06-01", 5.0)], accounts=["prospect"])
    one, none = (trend(w, DAY, Params(), keys_of(kam.score(w, DAY), "account")) for w in (wb, book(accounts=["p"])))

    assert one["hhi"].tolist() == [1.0]
    assert (len(none), none["hhi"].isna().all(), none["total"].tolist()) == (1, True, [0.0])


def lines() -> pd.DataFrame:
    """Lines of two categories and of none, over two and a half years."""
    random = np.random.default_rng(4)
    days = [str(day.date()) for day in pd.date_range("2022-01-01", periods=60, freq="15D")]
    rows = transactions((f"A{i % 5}", day, float(random.integers(-20, 200)), 50.0) for i, day in enumerate(days))
    return pd.DataFrame([{**row, "category": ("x", "y", None)[i % 3]} for i, row in enumerate(rows)])


def test_categories_against_pandas() -> None:
    """Revenue and profit of 12 months by category, also of some accounts, and the trend at the quarter-end before."""
    frame = lines()
    wb = book(frame.replace({np.nan: None}).to_dict("records"))
    rows = category_quarters(wb, DAY, "category")
    named = frame.assign(category=frame["category"].fillna(""), profit=frame["revenue"] - frame["cost"])
    year = named[(named["date"] > date(2023, 6, 15)) & (named["date"] <= DAY)]
    before = named[(named["date"] > date(2023, 3, 15)) & (named["date"] <= date(2024, 3, 15))]

    for basis in ("revenue", "profit"):
        expected = year.groupby("category")[basis].sum()
        found = holders_of(rows, "category", basis).frame.set_index("name")["amount"]
        assert found.sort_index().to_dict() == pytest.approx(expected[expected > 0].to_dict())
    share = before.groupby("category")["revenue"].sum().clip(lower=0)
    assert trend_of(rows, DAY)["hhi"].iloc[-2] == pytest.approx(float(((share / share.sum()) ** 2).sum()))
    some = holders_of(category_quarters(wb, DAY, "category", ["A1", "A2"]), "category")
    assert some.total == pytest.approx(year[year["account_id"].isin(["A1", "A2"])].groupby("category")["revenue"].sum().clip(lower=0).sum())


def test_nothing_bought_of_any_category() -> None:
    """No line at all: no holder, no course."""
    rows = category_quarters(book(accounts=["A"]), DAY, "category")

    assert (holders_of(rows, "category").measure, len(trend_of(rows, DAY))) == (None, 0)

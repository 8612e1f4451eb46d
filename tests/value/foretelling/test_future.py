"""The year to come of a workbook: its parts multiplied again in pandas, its total, and whom it believes."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.value import BetaGeoModel
from kam_core.value.foretelling.backtest import METHODS, Trial, calibration
from kam_core.value.foretelling.future import WEEKS, Future, future, horizon_of
from kam_core.value.foretelling.others import alive_map, said_by_all, totals
from kam_core.value.rfm_summary import purchases_between

DAY = date(2013, 11, 29)


@cache
def resellers() -> tuple[kam.Workbook, Future]:
    """The sample and its year to come."""
    wb = kam.Workbook()
    kam.samples.fill(wb, "resellers")
    found = future(wb, DAY)
    assert found is not None
    return wb, found


def test_a_value_is_purchases_times_spend_times_what_is_earned_discounted() -> None:
    """Each factor apart: profit over all years by what was spent, and twelve months at the yearly rate of 10 %, each at its end."""
    wb, found = resellers()
    rows = found.customers
    lines = wb.table("transactions").merge(wb.table("accounts")[["account_id"]], on="account_id")
    spent = lines[lines["revenue"] > 0].groupby("account_id")["revenue"].sum()
    profit = kam.score(wb, as_of=DAY).set_index("account_id")["profit"]
    discount = np.mean([1.1 ** -(month / 12) for month in range(1, 13)])

    assert found.on_margin and (rows["spent"] - spent.reindex(rows.index)).abs().max() < 0.01
    assert np.allclose(rows["earned"], profit.reindex(rows.index) / spent.reindex(rows.index))
    assert np.allclose(rows["value"], rows["purchases"] * rows["spend"] * rows["earned"] * discount)
    assert (rows["value_low"] <= rows["value_high"]).all() and np.isfinite(rows.to_numpy()).all()


def test_the_total_and_its_interval() -> None:
    """The sum, and 1.28 roots of the summed variances to either side; also of some customers only."""
    _, found = resellers()
    for ids in (None, found.customers.index[:40].tolist()):
        rows = found.customers if ids is None else found.customers.loc[ids]
        value, low, high = found.total(ids)
        half = 1.2815515655 * (rows["value_sd"] ** 2).sum() ** 0.5

        assert (value, low, high) == pytest.approx((rows["value"].sum(), rows["value"].sum() - half, rows["value"].sum() + half))


def test_the_naive_rule_that_won_is_believed() -> None:
    """The choice on the earlier origin was a model; the last origin is for a naive rule, so the year to come follows that rule."""
    wb, found = resellers()
    test = found.test
    assert test.verdict == "naive" and test.chosen == "bg"

    assert found.method == test.table.loc[["last", "own"], "mae"].idxmin() == "last"
    made = purchases_between(wb, DAY - timedelta(days=365), DAY)["purchases"].reindex(found.customers.index).fillna(0.0)
    assert found.customers["purchases"].tolist() == made.tolist()


def test_what_every_method_says() -> None:
    """A column a method; the chosen one is that of the customers; value = purchases x worth, summed."""
    wb, found = resellers()
    said = said_by_all(wb, found, DAY)
    told = totals(found, said.iloc[:10])
    own = found.customers["frequency"] / found.customers["T"].replace(0, np.nan) * WEEKS

    assert list(said) == list(METHODS) and said["last"].tolist() == found.customers["purchases"].tolist()
    assert np.allclose(said["own"], own.fillna(0.0))
    assert told.loc["own", "value"] == pytest.approx((said["own"] * found.customers["worth"]).iloc[:10].sum())
    assert told.loc["own", "purchases"] == pytest.approx(said["own"].iloc[:10].sum())


def test_what_is_held_out() -> None:
    """A third of the history in whole weeks, a year at most, a week at least."""
    held = [horizon_of(date(2020, 1, 1), date(2020, 1, 1) + timedelta(days=days)).days for days in (3, 210, 630, 4000)]

    assert held == [7, 70, 210, 364]


@pytest.mark.parametrize("days", [[0] * 5, list(range(0, 210, 7)), [0, 1] * 3])
def test_few_and_new_customers_have_a_year_to_come(days: list[int]) -> None:
    """Everybody won today, one purchase each, two days: finite figures, nothing that calls itself a choice."""
    frame = pd.DataFrame({
        "account_id": [f"A{place}" for place in range(len(days))],
        "date": [date(2024, 1, 1) + timedelta(days=day) for day in days], "revenue": 10.0,
    })  # fmt: skip
    with kam.Workbook() as wb:
        import pyarrow as pa

        wb.record("lines", {"transactions": pa.Table.from_pandas(frame, preserve_index=False)}, source="test")
        found = future(wb, date(2024, 1, 1) + timedelta(days=max(days)))

    assert found is not None and found.test.verdict == "short" and found.method == "own"
    assert np.isfinite(found.customers.to_numpy()).all() and found.total()[0] == 0.0


def test_returns_and_totals_of_a_period_are_no_purchases() -> None:
    """Nobody has bought: there is no future to speak of."""
    import pyarrow as pa

    lines = {"account_id": ["A", "B"], "date": [date(2024, 1, 1)] * 2, "revenue": [-5.0, 9.0], "grain": ["line", "period"]}
    with kam.Workbook() as wb:
        wb.record("lines", {"transactions": pa.table(lines)}, source="test")
        assert future(wb, date(2024, 2, 1)) is None


def test_calibration_by_hand() -> None:
    """Four customers in two groups by what was expected."""
    said = pd.DataFrame({"bg": [3.0, 0.5, 1.0, 2.0]}, index=list("abcd"))
    came = pd.Series([4.0, 0.0, 1.0, 0.0], index=list("abcd"))
    table = calibration(Trial(DAY, DAY, pd.DataFrame(), said, came, {}), "bg", groups=2)

    assert table.to_numpy().tolist() == [[0.75, 0.5, 2.0], [2.5, 2.0, 2.0]]


def test_the_map_is_the_model_at_the_oldest_age() -> None:
    """Silence in rows, repeat purchases in columns; a cell is the model on that history, more purchases than days are none."""
    model = BetaGeoModel({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426})
    rows = pd.DataFrame({"frequency": [0.0, 3.0, 8.0], "recency": [0.0, 10.0, 50.0], "T": [20.0, 30.0, 59.0]})
    grid = alive_map(model, rows)
    silent = float(grid.index[20])
    one = pd.DataFrame({"frequency": [5.0], "recency": [59.0 - silent], "T": [59.0]})

    assert (grid.index[0], grid.index[-1], list(grid.columns)[:2]) == (0.0, 59.0, [1.0, 2.0])
    assert grid.loc[silent, 5.0] == pytest.approx(model.expected_probability_alive(one).iloc[0])
    assert grid.iloc[-1].isna().all()

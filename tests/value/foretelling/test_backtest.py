"""The back-test: the splits of the literature, the choice made on the earlier day, the verdict, and what is too short to tell."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.value.foretelling.backtest import METHODS, BackTest, back_test, better_naive, gain_on_naive, trial
from kam_core.value.foretelling.naive import own_average, pooled
from kam_core.value.rfm_summary import rfm_summary
from tests.value.customers_in import log

CDNOW_FIRST, CALIBRATED, ENDED = date(1997, 1, 1), date(1997, 9, 30), date(1998, 6, 30)


@cache
def retail() -> kam.Workbook:
    """Online Retail II in a workbook."""
    wb = kam.Workbook()
    kam.samples.fill(wb, "online_retail")
    return wb


@cache
def split(name: str) -> BackTest:
    """A split of the reference table."""
    if name in ("sample", "full"):
        return back_test(log(name), CALIBRATED, ENDED, CDNOW_FIRST, free_orders=True)
    origin = {"18m/6m": date(2011, 6, 9), "12m/12m": date(2010, 12, 9)}[name]
    return back_test(retail(), origin, date(2011, 12, 9), date(2009, 12, 1))


@pytest.mark.parametrize(
    ("name", "customers", "bar"), [("sample", 2357, 0.755), ("full", 23570, 0.795), ("18m/6m", 4969, 1.01), ("12m/12m", 4312, 2.15)]
)
def test_the_choice_made_before_holds_afterwards(name: str, customers: int, bar: float) -> None:
    """The method chosen on the earlier day errs by no more purchases a customer than the best single method of the reference table."""
    found = split(name)

    assert len(found.last.frame) == customers
    assert found.earlier is not None and found.earlier.until <= found.last.origin
    assert found.table.loc[found.chosen, "mae"] <= bar


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sample", {"bg": 0.786, "mbg": 0.765, "pareto": 0.755, "last": 1.596, "own": 1.024}),
        ("full", {"bg": 0.819, "mbg": 0.795, "pareto": 0.794, "last": 1.589, "own": 1.038}),
        ("18m/6m", {"bg": 1.046, "mbg": 1.048, "pareto": 1.044, "last": 1.007, "own": 1.095}),
        ("12m/12m", {"bg": 2.527, "mbg": 2.531, "pareto": 2.551, "last": 2.144, "own": 2.637}),
    ],
)
def test_every_method_errs_as_in_the_reference_table(name: str, expected: dict[str, float]) -> None:
    """MAE of transactions by an independent implementation (own maximum likelihood and lifetimes), to .002."""
    assert np.allclose(split(name).table.loc[list(expected), "mae"], list(expected.values()), atol=2e-3)


def test_the_verdicts() -> None:
    """Models beat the naive rules on CDNOW; on twelve months of Online Retail II plain models of purchases fail, and that is said."""
    assert split("sample").verdict == "better" and split("sample").chosen == "pareto"
    assert split("12m/12m").verdict == "naive" and split("12m/12m").chosen == "last"
    assert split("12m/12m").table.loc["bg", "bias"] > 0.5


def test_the_errors_are_those_of_pandas() -> None:
    """MAE, RMSE, bias and the capture of the top tenth, computed again."""
    found = trial(log(), CALIBRATED, ENDED, free_orders=True)
    said, came = found.said["bg"], found.came
    top = came.nlargest(len(came) // 10).sum()
    row = found.errors().loc["bg"]

    assert row["mae"] == pytest.approx((said - came).abs().mean())
    assert row["rmse"] == pytest.approx(((said - came) ** 2).mean() ** 0.5)
    assert row["bias"] == pytest.approx(said.sum() / came.sum() - 1)
    assert row["capture"] == pytest.approx(came[said.sort_values(ascending=False, kind="stable").index[: len(came) // 10]].sum() / top)


def test_the_gain_on_the_better_naive_rule() -> None:
    """The difference of both MAE lies in its interval, which lies above zero on CDNOW; the rule that is chosen gains nothing on itself."""
    last = split("sample").last
    middle, low, high = gain_on_naive(last, "mbg")

    assert better_naive(last) == "own" and middle == pytest.approx(last.errors().loc["own", "mae"] - last.errors().loc["mbg", "mae"])
    assert 0 < low < middle < high and gain_on_naive(last, "own") == (0, 0, 0)


def test_the_interval_holds_the_error() -> None:
    """The bootstrap interval of each error lies around it and narrows with the customers."""
    small, large = split("sample").table, split("full").table

    assert ((small["mae_low"] < small["mae"]) & (small["mae"] < small["mae_high"])).all()
    assert ((large["mae_high"] - large["mae_low"]) < (small["mae_high"] - small["mae_low"])).all()


def test_the_interval_of_the_total_is_that_of_resampled_customers() -> None:
    """The bias of the total and its 95 % interval, against customers drawn with replacement in the plain way."""
    found, rng = split("sample"), np.random.default_rng(1)
    said, came = found.last.said["pareto"].to_numpy(), found.last.came.to_numpy()
    drawn = [said[rows].sum() / came[rows].sum() - 1 for rows in rng.integers(0, len(came), (800, len(came)))]
    row = found.table.loc["pareto"]

    assert row["bias"] == pytest.approx(said.sum() / came.sum() - 1)
    assert np.allclose(row[["bias_low", "bias_high"]].astype(float), np.quantile(drawn, (0.025, 0.975)), atol=0.015)


def test_nothing_of_what_came_is_known_at_the_origin() -> None:
    """Purchases after the origin change what came, never what was said."""
    lines = log()
    cut = lines[lines["date"] <= CALIBRATED]
    whole, blind = (trial(given, CALIBRATED, ENDED, free_orders=True) for given in (lines, cut))

    pd.testing.assert_frame_equal(whole.said, blind.said)
    assert whole.came.sum() == 1882 and blind.came.sum() == 0


def test_too_short_to_tell() -> None:
    """A few weeks, or a few customers: no choice is claimed."""
    few = log()[lambda lines: lines["account_id"].isin(sorted(set(lines["account_id"]))[:40])]

    assert back_test(few, CALIBRATED, ENDED, CDNOW_FIRST, free_orders=True).verdict == "short"
    weeks = CDNOW_FIRST + timedelta(weeks=8)
    assert back_test(log(), weeks, weeks + timedelta(weeks=4), CDNOW_FIRST, free_orders=True).verdict == "short"


def test_the_naive_rules_by_hand() -> None:
    """Three repeat purchases in 30 weeks are one in ten; the pool is the geometric mean of counts raised by a twentieth."""
    frame = pd.DataFrame({"frequency": [3.0, 0.0], "recency": [20.0, 0.0], "T": [30.0, 0.0]})

    assert own_average(frame, 10).tolist() == [1.0, 0.0]
    assert pooled(np.array([0.95]), np.array([3.95]))[0] == pytest.approx(np.sqrt(1.0 * 4.0) - 0.05)


def test_every_method_has_a_name_and_a_column() -> None:
    """What is declared is what is computed."""
    assert set(METHODS) == set(split("sample").table.index)


def test_a_summary_of_a_workbook_is_that_of_its_lines() -> None:
    """From the workbook and from a frame of the same lines; by hand in pandas for three accounts."""
    lines = retail().table("transactions")[["account_id", "date", "revenue"]]
    some = lines[lines["account_id"].isin(["12347", "12748", "18287"])]
    wb, frame = rfm_summary(retail(), "2011-12-09"), rfm_summary(some, "2011-12-09")
    pd.testing.assert_frame_equal(wb.loc[frame.index], frame)

    for account, own in some[some["revenue"] > 0].groupby("account_id"):
        days = own.groupby("date")["revenue"].sum().sort_index()
        first, last = pd.Timestamp(days.index[0]), pd.Timestamp(days.index[-1])
        row = frame.loc[account]
        assert (row["frequency"], row["recency"]) == (len(days) - 1, (last - first).days / 7)
        assert row["T"] == (pd.Timestamp("2011-12-09") - first).days / 7
        assert row["monetary_value"] == pytest.approx(days.iloc[1:].mean())
        assert row["spent"] == pytest.approx(days.sum())

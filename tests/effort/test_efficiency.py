"""Efficiency over quarters, and where hours would bring more: numbers by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.effort import after_shift, efficiency, shifts
from kam_core.effort.efficiency import marginal
from kam_core.effort.shift import as_index, short_of, spare
from kam_core.params import Params
from tests.effort.ledger_in import DAY, workbook

MONTHS = ("02", "05", "08", "11")


def quarterly(who: str, profits: dict[int, tuple[float, ...]]) -> list[tuple[object, ...]]:
    """A line a quarter whose gross profit is as given (revenue 1,000)."""
    return [(who, f"{year}-{month}-10", 1000, 1000 - profit, f"{who}{year}{month}") for year, given in profits.items()
            for month, profit in zip(MONTHS, given, strict=False)]  # fmt: skip


def visited(who: str, year: int, hours: tuple[float, ...]) -> list[tuple[object, ...]]:
    """A visit a quarter."""
    return [(who, f"{year}-{month}-11", h) for month, h in zip(MONTHS, hours, strict=False)]


def test_efficiency_is_the_change_of_a_year_by_its_effort() -> None:
    """A: (100 + 120 + 140 + 160) - 4 x 80 = 200 more for 10 hours at 100: 0.2. Slope: 20 for 100 more, exactly."""
    wb = workbook(
        lines=quarterly("A", {2012: (80, 80, 80, 80), 2013: (100, 120, 140, 160)}), visits=visited("A", 2013, (1, 2, 3, 4)),
    )  # fmt: skip

    found = efficiency(wb, DAY, Params())

    (row,) = found.table.to_dict("records")
    assert (row["subject_id"], row["hours"], row["effort"], row["gross_profit"], row["margin_change"]) == ("A", 10, 1000, 520, 200)
    assert row["efficiency"] == pytest.approx(0.2)
    assert (row["known_quarters"], row["marginal"]) == (4, pytest.approx(0.2))
    assert row["marginal_error"] == pytest.approx(0.0, abs=1e-9)
    assert found.quarters["efficiency"].tolist() == pytest.approx([0.2, 0.2, 0.2, 0.2])


def test_an_owner_counts_the_accounts_with_recorded_effort() -> None:
    """A and B: 200 + 40 more for 1,000 + 400; C, whom nobody visited, stays out on both sides."""
    lines = [
        *quarterly("A", {2012: (80, 80, 80, 80), 2013: (100, 120, 140, 160)}),
        *quarterly("B", {2012: (10, 10, 10, 10), 2013: (20, 20, 20, 20)}),
        *quarterly("C", {2012: (500, 500, 500, 500), 2013: (1, 1, 1, 1)}),
    ]  # fmt: skip
    accounts = [("A", "Li", "key"), ("B", "Li", "regular"), ("C", "Li", "regular")]
    wb = workbook(accounts, lines, [*visited("A", 2013, (1, 2, 3, 4)), *visited("B", 2013, (1, 1, 1, 1))])

    (row,) = efficiency(wb, DAY, Params(), "owner").table.to_dict("records")

    assert (row["subject_id"], row["effort"], row["margin_change"]) == ("Li", 1400, 240)
    assert row["efficiency"] == pytest.approx(240 / 1400)
    assert efficiency(wb, DAY, Params(), "account", ["B"]).table["subject_id"].tolist() == ["B"]


def test_the_slope_agrees_with_least_squares() -> None:
    """Slope and standard error as by numpy on the known quarters; two quarters, or equal effort, tell nothing."""
    rng = np.random.default_rng(5)
    effort, change = rng.uniform(0, 100, (4, 8)), rng.normal(0, 50, (4, 8))
    effort[1, 2:], effort[2, 5:], effort[3] = np.nan, np.nan, 42.0

    n, slope, error = marginal(effort, change)

    assert n.tolist() == [8, 2, 5, 8]
    assert np.isnan(slope[[1, 3]]).all()
    for row in (0, 2):
        x, y = effort[row, : n[row]], change[row, : n[row]]
        (expected, _), cov = np.polyfit(x, y, 1, cov="unscaled")
        rest = ((y - np.polyval(np.polyfit(x, y, 1), x)) ** 2).sum() / (n[row] - 2)
        assert slope[row] == pytest.approx(expected)
        assert error[row] == pytest.approx(np.sqrt(cov[0, 0] * rest))


def table(*rows: tuple[str, str, float, int, float, float]) -> pd.DataFrame:
    """Subjects as (id, status, hours, quarters, slope, error)."""
    found = pd.DataFrame(rows, columns=["subject_id", "status", "hours", "known_quarters", "marginal", "marginal_error"])
    return found.assign(subject_name="Account " + found["subject_id"], owner="Li")


def test_hours_move_from_the_least_to_the_most_within_the_minimum_service() -> None:
    """A key account of 100 hours may give 20; the other gains a fifth of its 50: 10 hours. The input moves by them, the result stays."""
    found = table(("A", "key", 100, 4, -1.0, 0.1), ("B", "regular", 50, 4, 3.0, 0.1), ("M", "regular", 40, 4, 0.5, 0.1))
    params = Params()

    proposed = shifts(found, params)
    pairs = pd.DataFrame({"subject_id": ["A", "B"], "actual": [10_000.0, 5_000.0], "planned": [10_000.0, np.nan]})
    after = after_shift(proposed, pairs, params).set_index("subject_id")

    assert proposed[["from_id", "to_id", "hours"]].values.tolist() == [["A", "B", 10.0]]
    assert spare(found, params.effort).tolist() == pytest.approx([20.0, 25.0, 20.0])
    assert after.loc["A", ["input_before", "input_after"]].tolist() == [50.0, 45.0]
    assert after.loc["B", ["input_before", "input_after"]].isna().all()
    assert as_index(np.array([0.0, 1.0, 2.0, 7.0, np.nan]))[:4].tolist() == [0.0, 50.0, 100.0, 100.0]


def test_no_hint_from_fewer_than_three_quarters_or_from_noise() -> None:
    """Two quarters are not enough, however clear; slopes within two standard errors, or none above zero, are no reason to move anybody."""
    clear = (("A", "regular", 100, 2, -1.0, 0.0), ("B", "regular", 50, 4, 3.0, 0.0))
    noisy = (("A", "regular", 100, 4, -1.0, 1.5), ("B", "regular", 50, 4, 3.0, 1.5))
    sinking = (("A", "regular", 100, 4, -3.0, 0.1), ("B", "regular", 50, 4, -1.0, 0.1))

    assert [len(shifts(table(*rows), Params())) for rows in (clear, noisy, sinking)] == [0, 0, 0]
    assert short_of(table(*clear), Params()) == (1, 1)
    assert len(shifts(table(("A", "regular", 100, 3, -1.0, 0.0), clear[1]), Params())) == 1
    assert len(shifts(table(("A", "regular", 100, 3, -1.0, 0.0), clear[1]), Params.of(fewest_quarters=4))) == 0

"""Effort against plan: like is held against like, and nothing planned is missing."""

from __future__ import annotations

import numpy as np
import pytest

import kam_core as kam
from kam_core import disguise
from kam_core.effort import efficiency, effort_pairs
from kam_core.effort.attainment import attainment, result
from kam_core.effort.plan import effort_ratio
from kam_core.params import Params
from tests.effort.ledger_in import DAY, workbook

VISITS = [
    ("A", "2013-02-01", 10.0),
    ("A", "2013-08-01", 5.0),
    ("A", "2012-06-01", 99.0),
    ("B", "2013-03-03", 6.0),
    ("B", "2013-03-04", 4.0, "promise"),
]
COSTS = [
    ("A", "2013-02-02", "Travel", 300.0), ("A", "2013-02-03", "技术支持", 200.0), ("A", "2013-02-04", "visits", 700.0),
    ("A", "2013-02-05", "special deliveries", 90.0), ("A", "2013-02-06", "freight", 40.0), ("C", "2013-05-05", "visits", 800.0),
]  # fmt: skip


def ratios(wb, kind="account", params=None) -> dict[str, float]:
    """Actual by planned effort of the subjects that have both."""
    pairs = effort_pairs(wb, DAY, params or Params(), kind)
    return {who: value for who, value in zip(pairs["subject_id"], effort_ratio(pairs), strict=True) if not np.isnan(value)}


def test_money_planned_is_held_against_everything_spent() -> None:
    """A: 15 hours at 100 + travel 300 + support 200 = 2,000 of 4,000; C, without an hour, has its cost lines of visits: 800 of 1,000."""
    wb = workbook(visits=VISITS, costs=COSTS, targets=[("account", "A", "effort", "2013", 4000), ("account", "C", "effort", "2013", 1000)])

    assert ratios(wb) == pytest.approx({"A": 0.5, "C": 0.8})
    assert ratios(wb, params=Params.of(effort_other=True))["A"] == pytest.approx(2090 / 4000)
    assert ratios(wb, params=Params.of(effort_travel=False, effort_support=False, hour_rate=200.0))["A"] == pytest.approx(3000 / 4000)


def test_discounts_beyond_the_list_are_effort() -> None:
    """List price 1,000 (revenue 800 + discount 200), policy 10%: 100 beyond it; a line within the policy gives none."""
    wb = workbook(visits=VISITS, targets=[("account", "A", "effort", "2013", 1600)], lines=[
        {"account_id": "A", "date": "2013-05-01", "revenue": 800, "discount": 200, "order_id": "1"},
        {"account_id": "A", "date": "2013-05-02", "revenue": 950, "discount": 50, "order_id": "2"},
    ])  # fmt: skip

    assert ratios(wb)["A"] == pytest.approx(1500 / 1600)
    assert ratios(wb, params=Params.of(list_discount=0.1))["A"] == pytest.approx(1600 / 1600)


def test_hours_planned_are_held_against_hours() -> None:
    """A: 15 hours of 30, whatever an hour costs and whatever else was spent; B by the hours a year of the team: 6 of 12."""
    wb = workbook(
        visits=VISITS, costs=COSTS, targets=[("account", "A", "hours", "2013", 30)], team=[("A", "Li", 500), ("B", "Li", 8), ("B", "K", 4)]
    )

    assert ratios(wb) == pytest.approx({"A": 0.5, "B": 0.5}) == ratios(wb, params=Params.of(hour_rate=7.0))


def test_an_owner_has_a_plan_of_the_own_or_the_sums_of_the_accounts() -> None:
    """Li: 15 + 6 hours of 30 + 12; Wu: 40 hours of the own, of which none is known to be spent."""
    wb = workbook(visits=VISITS, team=[("A", "Li", 30), ("B", "Li", 12)], targets=[("owner", "Wu", "hours", "2013", 40)])

    assert ratios(wb, "owner") == pytest.approx({"Li": 0.5})
    own = workbook(visits=VISITS, team=[("A", "Li", 30)], targets=[("owner", "Li", "hours", "2013", 84)])
    assert ratios(own, "owner") == pytest.approx({"Li": 21 / 84})


def test_without_a_plan_or_a_record_nothing_is_known() -> None:
    """No plan, a plan of zero, or no visit ever: missing. Visits before the span only: nothing was spent, which is zero."""
    wb = workbook(visits=[("A", "2013-02-01", 10.0), ("B", "2011-02-01", 10.0)], team=[("B", "Li", 10), ("C", "Wu", 10)],
                  targets=[("account", "A", "effort", "2013", 0)])  # fmt: skip

    assert ratios(wb) == {"B": 0.0}


def test_the_matrix_cuts_at_what_was_planned() -> None:
    """Exactly at plan is 50, exactly at target 66.7: both high. Twice the plan and half as much again are the ends."""
    wb = workbook(
        visits=[("A", "2013-02-01", 10.0), ("B", "2013-02-01", 40.0)],
        team=[("A", "Li", 10), ("B", "Li", 10)],
        lines=[("A", "2013-02-02", 100, 60, "a"), ("B", "2013-02-02", 100, 60, "b")],
        targets=[("account", "A", "gross_profit", "2013", 40), ("account", "B", "gross_profit", "2013", 400)],
    )

    placed = kam.matrix(wb, "follow_up", DAY).set_index("subject_id")
    owners = kam.matrix(wb, "follow_up", DAY, subject_type="owner").set_index("subject_id")

    assert placed.loc["A", ["x", "y", "quadrant"]].tolist() == [50.0, pytest.approx(200 / 3), "sustain"]
    assert placed.loc["B", ["x", "y", "quadrant"]].tolist() == [100.0, pytest.approx(100 * 0.1 / 1.5), "diagnose"]
    assert placed.loc["C", "quadrant"] is None
    assert owners.loc["Li", ["x", "y", "quadrant"]].tolist() == [100.0, pytest.approx(100 * 80 / 440 / 1.5), "diagnose"]


def test_adoption_is_known_only_where_the_suitable_lines_are() -> None:
    """Two lines of four in the last year; an older purchase counts none; nobody's number of lines, or no purchase: missing."""

    def bought(who: str, day: str, category: str, revenue: float = 10.0) -> dict[str, object]:
        return {"account_id": who, "date": day, "category": category, "revenue": revenue}

    lines = [bought("A", "2013-05-01", "x"), bought("A", "2013-05-02", "y"), bought("A", "2011-05-02", "z"), bought("A", "2013-06-01", "r"),
             bought("A", "2013-06-02", "r", -10.0), bought("B", "2013-05-01", "x")]  # fmt: skip
    facts = [("A", "suitable_lines", 8, "2012-01-01"), ("A", "suitable_lines", 4, "2013-01-01"), ("C", "suitable_lines", 4, "2013-01-01")]

    scores = kam.score(workbook(lines=lines, facts=facts), DAY).set_index("account_id")

    assert scores.loc["A", "confidence"] == 50.0
    assert scores.loc[["B", "C"], "confidence"].isna().all()


@pytest.mark.parametrize(
    ("targets", "y"),
    [
        ([("account", "A", "gross_profit", "2013", 80)], (0.4 * 0.5 + 0.3 * 0.5) / 0.7),
        ([("account", "A", "profit", "2013", 40)], (0.4 * 1.0 + 0.3 * 0.5) / 0.7),
        ([("account", "A", "revenue", "2013", 50)], (0.3 * 1.5 + 0.3 * 0.5) / 0.6),
        ([("account", "A", "orders", "2013", 4), ("account", "A", "margin", "2013", -9)], (0.3 * 0.25 + 0.3 * 0.5) / 0.6),
        ([], 0.5),
    ],
)
def test_the_result_rests_on_the_targets_there_are(targets, y: float) -> None:
    """Margin 40 of 80, profit 40 of 40, revenue 100 of 50 (1.5 at most), one order of four; one of two milestones besides, or alone."""
    wb = workbook(
        visits=[("A", "2013-02-01", 10.0)], team=[("A", "Li", 10)], lines=[("A", "2013-02-02", 100, 60, "a")], targets=targets,
        actions=[("1", "A", "2013-05-01", "done", "2013-05-01"), ("2", "A", "2013-06-01", "planned", None)],
    )  # fmt: skip

    placed = kam.matrix(wb, "follow_up", DAY).set_index("subject_id").loc["A"]

    assert (placed["y_coverage"], placed["y"]) == (1.0, pytest.approx(100 * y / 1.5))
    assert isinstance(placed["quadrant"], str)


def test_weights_of_measures_count_in_proportion() -> None:
    """Margin 40 of 80 and revenue 100 of 100: halves by default 4 : 3, twice both the same, none for the margin all revenue."""
    wb = workbook(lines=[("A", "2013-02-02", 100, 60, "a")],
                  targets=[("account", "A", "gross_profit", "2013", 80), ("account", "A", "revenue", "2013", 100)])  # fmt: skip
    told = attainment(wb, DAY, Params())

    def value(**weights: float) -> float:
        return float(result(told, Params.of(**weights))[told.index.get_loc("A")])

    assert value() == pytest.approx((0.4 * 0.5 + 0.3) / 0.7) == value(weight_margin=0.8, weight_revenue=0.6)
    assert value(weight_margin=0.0) == 1.0
    assert np.isnan(value(weight_margin=0.0, weight_revenue=0.0))


def test_under_the_disguise_an_hour_is_scaled_with_all_money() -> None:
    """Efficiency is a ratio, so it is the same on a stage; effort is the same multiple of the real one as the rate of an hour."""
    lines = [("A", f"{year}-{m:02}-02", 1000 + 10 * m + year, 700, f"{year}{m}") for year in (2012, 2013) for m in range(1, 13)]
    wb = workbook(lines=lines, visits=VISITS, costs=COSTS)
    hidden = disguise.disguised(wb)

    (real,), (shown,) = (efficiency(book, DAY, kam.assumptions.saved(book)).table.query("margin_change == margin_change").to_dict("records")
                         for book in (wb, hidden))  # fmt: skip

    assert shown["efficiency"] == pytest.approx(real["efficiency"], rel=1e-3)
    assert shown["effort"] == pytest.approx(disguise.factor(wb) * real["effort"], rel=1e-3)

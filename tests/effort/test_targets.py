"""Targets in their own measure: attained parts computed by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from kam_core.effort import attained, by_measure, refused
from kam_core.effort.attainment import attainment
from kam_core.fiscal import months_before
from kam_core.params import Params
from tests.effort.ledger_in import DAY, workbook

LINES = [
    ("A", "2012-05-01", 999, 500, "a0"),
    ("A", "2013-01-15", 100, 60, "a1"), ("A", "2013-02-10", 200, 110, "a2"), ("A", "2013-07-20", 400, 300, "a3"),
    ("B", "2013-03-01", 50, 60, "b1"), ("C", "2013-11-05", 500, None, "c1"), ("C", "2013-11-06", 300, 100, "c1"),
]  # fmt: skip


def reached(wb, day=DAY, params=None) -> dict[tuple[str, str], list[float]]:
    """Target, actual and attained part by subject and measure over the last twelve months."""
    params = params or Params()
    told = by_measure(attained(wb, day, params, months_before(day, 12).date()))
    return {(row["subject_id"], row["measure"]): [row["target"], row["actual"], row["attained"]] for row in told.to_dict("records")}


def test_each_measure_is_counted_as_it_is() -> None:
    """Revenue 700 of 1,000; gross profit 230 of 200 (40 + 90 + 100); two orders of three in the half year; visits, hours and calls."""
    wb = workbook(
        lines=LINES,
        visits=[("A", "2013-01-10", 2.0), ("A", "2013-02-10", 1.5, "meeting"), ("A", "2013-02-11", 0.5, "call"),
                ("A", "2013-02-12", 0, "promise")],
        targets=[("account", "A", "revenue", "2013", 1000), ("account", "A", "毛利", "2013", 200), ("account", "A", "orders", "2013H1", 3),
                 ("account", "A", "visits", "2013Q1", 4), ("account", "A", "hours", "2013Q1", 8), ("account", "A", "calls", "2013Q1", 1)],
    )  # fmt: skip

    found = reached(wb)

    assert found["A", "revenue"] == [1000, 700, 0.7]
    assert found["A", "gross_profit"] == [200, 230, 1.15]
    assert found["A", "orders"] == pytest.approx([3, 2, 2 / 3])
    assert found["A", "visits"] == [4, 2, 0.5]
    assert found["A", "hours"] == [8, 4, 0.5]
    assert found["A", "calls"] == [1, 1, 1]


def test_a_running_period_counts_by_its_days() -> None:
    """On 15 February 46 of the 90 days of the quarter have passed: 900 x 46 / 90 = 460, of which 300 is reached."""
    wb = workbook(lines=LINES, targets=[("account", "A", "revenue", "2013Q1", 900), ("account", "A", "revenue", "2013Q2", 10_000)])

    assert reached(wb, date(2013, 2, 15)) == {("A", "revenue"): pytest.approx([460, 300, 300 / 460])}


def test_a_period_that_began_before_the_span_counts_by_its_days_within_it() -> None:
    """Twelve months up to 30 June 2013 begin on 1 July 2012: half (184 of 366 days) of the target for 2012 and none of May's revenue."""
    wb = workbook(lines=LINES, targets=[("account", "A", "revenue", "2012", 366)])

    assert reached(wb, date(2013, 6, 30)) == {("A", "revenue"): pytest.approx([184, 0, 0])}


def test_a_profit_is_less_what_it_took_to_serve() -> None:
    """Gross profit 230 less 30 to serve; freight is no cost to serve unless the assumptions say so."""
    costs = [("A", "2013-03-05", "visits", 30.0), ("A", "2013-03-05", "freight", 50.0)]
    wb = workbook(lines=LINES, costs=costs, targets=[("account", "A", "profit", "2013", 100)])

    assert reached(wb)["A", "profit"] == pytest.approx([100, 200, 2.0])
    assert reached(wb, params=Params.of(freight_is_cost_to_serve=True))["A", "profit"] == pytest.approx([100, 150, 1.5])


def test_an_owner_has_the_sums_of_the_accounts_and_targets_of_the_own() -> None:
    """Li: revenue 750 of the own 1,500; margin the sum of A (230 of 200) and B (-10 of 100): 220 of 300. Wu: unknown cost is no cost."""
    wb = workbook(lines=LINES, targets=[
        ("owner", "Li", "revenue", "2013", 1500), ("account", "A", "revenue", "2013", 10),
        ("account", "A", "gross_profit", "2013", 200), ("account", "B", "gross_profit", "2013", 100),
        ("account", "C", "gross_profit", "2013", 400),
    ])  # fmt: skip

    found = attainment(wb, DAY, Params(), "owner")

    assert found.loc["Li", "revenue"] == pytest.approx(0.5)
    assert found.loc["Li", "gross_profit"] == pytest.approx(220 / 300)
    assert found.loc["Wu", "gross_profit"] == pytest.approx(200 / 400)
    assert found.loc["Wu", ["revenue", "milestones"]].isna().all()


def test_milestones_are_the_actions_done_in_time() -> None:
    """Of four due one was done late, one is open, one was dropped; what is due later is not due. An owner's are those of the accounts."""
    wb = workbook(actions=[
        ("1", "A", "2013-03-01", "done", "2013-02-20"), ("2", "A", "2013-04-01", "done", "2013-05-01"),
        ("3", "A", "2013-05-01", "planned", None),
        ("4", "A", "2013-05-01", "dropped", None), ("5", "B", "2013-06-01", "done", None), ("6", "B", "2014-06-01", "planned", None),
    ])  # fmt: skip

    accounts, owners = attainment(wb, DAY, Params()), attainment(wb, DAY, Params(), "owner")

    assert accounts["milestones"].dropna().to_dict() == pytest.approx({"A": 1 / 3, "B": 1.0})
    assert owners["milestones"].dropna().to_dict() == pytest.approx({"Li": 2 / 4})


def test_of_a_year_and_its_quarters_the_quarters_count() -> None:
    """Nothing is counted twice; of two rows for one period the one recorded later stands, however it is written."""
    wb = workbook(lines=LINES, targets=[
        ("account", "A", "revenue", "2013", 1), ("account", "A", "revenue", "2013Q1", 7), ("account", "A", "revenue", "Q1 2013", 600),
        ("account", "B", "revenue", "2013", 100),
    ])  # fmt: skip

    assert reached(wb) == {("A", "revenue"): [600, 300, 0.5], ("B", "revenue"): [100, 50, 0.5]}


def test_what_cannot_be_taken_is_listed_and_nothing_is_zero() -> None:
    """Unknown periods, measures and subjects, targets below zero; a sum of zero has no attained part; a prospect none of the actual."""
    wb = workbook(
        accounts=[("A", "Li", "key"), ("P", "Li", "prospect")],
        lines=LINES[:4],
        targets=[
            ("account", "A", "revenue", "spring", 10), ("account", "A", "goodwill", "2013", 10), ("account", "Z", "revenue", "2013", 10),
            ("contact", "A", "revenue", "2013", 10), ("account", "A", "revenue", "2013", -5), ("account", "A", "orders", "2013", 0),
            ("account", "P", "revenue", "2013", 10), ("account", "A", "hours", "2013", 10),
        ],
    )  # fmt: skip

    told = attained(wb, DAY, Params(), months_before(DAY, 12).date())

    assert refused(wb, DAY, Params())["reason"].tolist() == ["period", "measure", "subject", "subject", "value"]
    assert told.set_index(["subject_id", "measure"])["attained"].isna().all()
    assert reached(wb)["A", "orders"][:2] == [0, 3]
    assert set(reached(wb)) == {("A", "orders")}


@pytest.mark.parametrize("turn", [1, 3])
def test_the_order_of_rows_does_not_matter(turn: int) -> None:
    """Lines, visits and targets recorded in another order give the same."""
    targets = [
        ("account", who, measure, f"2013Q{q}", 100 * q)
        for who in "ABC"
        for measure in ("revenue", "gross_profit", "hours")
        for q in range(1, 5)
    ]
    visits = [(who, (date(2013, 1, 5) + timedelta(days=11 * i)).isoformat(), 1 + i % 3) for i, who in enumerate("ABCBACABCA")]
    plain = workbook(lines=LINES, visits=visits, targets=targets)
    mixed = workbook(
        lines=LINES[turn:] + LINES[:turn], visits=visits[::-1], targets=targets[::-turn] if turn == 1 else targets[turn:] + targets[:turn]
    )

    one, two = (by_measure(attained(wb, DAY, Params(), months_before(DAY, 12).date())) for wb in (plain, mixed))

    pd.testing.assert_frame_equal(one, two)


def test_a_period_without_a_word_is_refused_and_harms_nobody() -> None:
    """An empty period, where no other touches the span either, is listed; on another day everything is as it was."""
    wb = workbook(lines=LINES, targets=[("account", "A", "revenue", "", 10), ("account", "A", "revenue", "2013", 1000)])

    assert reached(wb, date(2015, 6, 30)) == {}
    assert refused(wb, date(2015, 6, 30), Params())["reason"].tolist() == ["period"]
    assert reached(wb)["A", "revenue"] == [1000, 700, 0.7]

"""The profit and loss of accounts: every step by hand, and always the profit of the score."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kam_core as kam
from kam_core.ledger import tables_read
from kam_core.params import Params
from kam_core.value import statement
from kam_core.value.spans import Months, earned
from kam_core.workbook import Change
from tests.test_accounts import messy_costs, messy_lines
from tests.value.portfolio import add, book

DAY = date(2024, 3, 31)
RATES = {"cost_per_order": 10.0, "cost_per_line": 2.0, "cost_per_return": 5.0, "cost_per_visit_hour": 20.0, "credit_rate": 0.1}


@pytest.fixture(scope="module")
def wb() -> kam.Workbook:
    """A buys, returns and lacks a cost; B buys on credit; C has no cost at all; D was only visited."""
    made = book(
        [
            ("A", "2024-01-10", 1000.0, 600.0, "o1"), ("A", "2024-02-10", 200.0, None, "o2"),
            ("A", "2024-03-01", -100.0, -60.0, "o3"),
            ("B", "2024-01-05", 500.0, 450.0, "o4"), ("C", "2024-02-01", 300.0, None, "o5"),
        ],
        [("A", "2024-02-01", "visits", 50.0), ("C", "2024-02-01", "visits", 7.0), ("D", "2024-02-01", "visits", 30.0)],
        facts=[("A", "receivables", 730.0, "2024-01-01"), ("B", "payment_days", 73.0, "2024-01-01")],
    )  # fmt: skip
    visit = {"account_id": "A", "date": date(2024, 2, 2), "kind": "visit", "hours": 1.5}
    add(made, "interactions", [visit, {**visit, "kind": "promise", "hours": 3.0}])
    return made


def told(wb: kam.Workbook, params: Params, **more: Any) -> tuple[pd.DataFrame, pd.DataFrame, list[statement.Step]]:
    scores = kam.score(wb, DAY, params=params, **more)
    rows = statement.by_account(scores, statement.activities(wb, DAY, params=params, **more))
    return scores, rows, statement.steps(rows)


def test_every_step_by_hand(wb: kam.Workbook) -> None:
    """Two orders, two lines, a return and 1.5 hours of A; 82 days of its 730; 73 days of B's 500; what C cost is in no profit."""
    scores, rows, steps = told(wb, Params.of(**RATES))

    assert [(step.id, round(step.amount, 2), step.kind) for step in steps] == [
        ("revenue", 1900.0, "start"), ("open_revenue", -500.0, "step"), ("cost_of_goods", -990.0, "step"),
        ("gross_profit", 410.0, "subtotal"),
        ("served:visits", -80.0, "step"), ("served:Orders, at a rate", -30.0, "step"), ("served:Visit hours, at a rate", -30.0, "step"),
        ("served:Order lines, at a rate", -6.0, "step"), ("served:Return lines, at a rate", -5.0, "step"),
        ("cost_of_credit", -26.4, "step"),
        ("profit", 232.6, "total"),
    ]  # fmt: skip
    assert scores.set_index("account_id")["profit"].round(4).to_dict() == pytest.approx(
        {"A": 234.6, "B": 28.0, "C": np.nan, "D": -30.0}, nan_ok=True
    )
    assert rows["unplaced"].tolist() == [0.0, 0.0, 19.0, 0.0]


def test_without_rates_nothing_changes(wb: kam.Workbook) -> None:
    """The default counts uploaded costs alone; no credit, and no table more is read."""
    scores, _, steps = told(wb, Params())

    assert scores["cost_of_credit"].isna().all()
    assert [(step.id, step.amount) for step in steps[-2:]] == [("served:visits", -80.0), ("profit", 330.0)]
    assert "interactions" not in tables_read(Params())
    assert "interactions" in tables_read(Params.of(cost_per_visit_hour=1.0))


def test_an_assumed_margin_is_a_step_of_its_own(wb: kam.Workbook) -> None:
    """20 % on the 500 without a cost; then C has a profit too, and what it cost is in it."""
    _, rows, steps = told(wb, Params.of(assumed_margin=0.2))

    amounts = {step.id: round(step.amount, 4) for step in steps}
    assert (amounts["assumed_margin"], amounts["gross_profit"], amounts["served:visits"], amounts["profit"]) == (100.0, 510.0, -87.0, 423.0)
    assert rows["unplaced"].sum() == 0


def test_a_visit_changes_the_profit_once_its_hour_has_a_rate() -> None:
    """What was computed before is not remembered across an edit of the visits."""
    made = book([("A", "2024-01-10", 100.0, 60.0)])
    add(made, "interactions", [{"account_id": "A", "date": date(2024, 1, 5), "kind": "visit", "hours": 1.0}])
    params = Params.of(cost_per_visit_hour=10.0)
    before = kam.score(made, DAY, params=params)["profit"].iloc[0]
    made.apply([Change("interactions", int(made.table("interactions").index[0]), "hours", 1.0, 2.0)])

    assert (before, kam.score(made, DAY, params=params)["profit"].iloc[0]) == (30.0, 20.0)


def test_lines_without_order_ids_count_days() -> None:
    """Two lines on one day are one order; totals of a period are none, and no line either."""
    made = book([
        {"account_id": "A", "date": date(2024, 1, 10), "revenue": 50.0, "cost": 10.0, "grain": None},
        {"account_id": "A", "date": date(2024, 1, 10), "revenue": 50.0, "cost": 10.0, "grain": None},
        {"account_id": "B", "date": date(2024, 1, 31), "revenue": 50.0, "cost": 10.0, "grain": "period"},
    ])  # fmt: skip
    scores = kam.score(made, DAY, params=Params.of(cost_per_order=7.0, cost_per_line=1.0))

    assert scores["cost_to_serve"].fillna(-1).tolist() == [9.0, -1.0]
    assert scores["profit"].tolist() == [71.0, 40.0]


@pytest.mark.parametrize("window", [None, "12m", "3m", "fy"])
@pytest.mark.parametrize(
    "params",
    [Params(), Params.of(**RATES, assumed_margin=0.3), Params.of(freight_is_cost_to_serve=True)],
    ids=["plain", "rates", "freight"],
)
def test_steps_lead_to_the_profit_of_the_score(window: str | None, params: Params) -> None:
    """Of accounts and of every group, in every window; four quarters of credit make a year."""
    made = messy()
    scores = kam.score(made, DAY, window=window, params=params)
    rows = statement.by_account(scores, statement.activities(made, DAY, window, params))
    for by in ("account", "group", "owner"):
        groups = statement.grouped(rows, scores, by)
        assert groups["profit"].sum() == pytest.approx(scores["profit"].sum(), abs=0.005)
        assert all(statement.adds_up(statement.steps(groups.iloc[[at]])) for at in range(len(groups)))
        assert (groups["gained"] + groups["lost"]).sum() == pytest.approx(scores["profit"].sum(), abs=0.005)
    found = statement.steps(rows)
    assert statement.adds_up(found)
    assert found[-1].amount == pytest.approx(scores["profit"].sum(), abs=0.005)


_MESSY: list[kam.Workbook] = []


def messy() -> kam.Workbook:
    """Purchases, returns, totals of periods, lines without a cost; made once."""
    if not _MESSY:
        made = book(messy_lines(3, 400), messy_costs(4), ["prospect"], facts=[("A03", "receivables", 500.0, "2021-01-01")])
        add(made, "interactions", [{"account_id": "A04", "date": date(2024, 2, 2), "kind": "call", "hours": 0.5}])
        _MESSY.append(made)
    return _MESSY[0]


def test_groups_stand_under_their_top(wb: kam.Workbook) -> None:
    """A daughter of a daughter counts with the mother; an owner nobody named stands under an empty name."""
    made = book([("A", "2024-01-01", 10.0, 4.0), ("B", "2024-01-01", 10.0, 30.0), ("C", "2024-01-01", 5.0, 1.0)])
    mother = {"account_id": "A", "account_name": "Mother", "parent_id": None, "owner": None}
    add(made, "accounts", [mother, *({"account_id": own, "parent_id": above, "owner": "Li"} for own, above in ("BA", "CB"))])
    scores, rows, _ = told(made, Params())

    by_group, by_owner = (statement.grouped(rows, scores, by) for by in ("group", "owner"))
    assert by_group[["group", "name", "accounts", "profit", "lost", "losing"]].to_numpy().tolist() == [["A", "Mother", 3, -10.0, -20.0, 1]]
    assert dict(zip(by_owner["group"], by_owner["profit"], strict=True)) == {"": 6.0, "Li": -16.0}


def test_products_end_at_gross_profit() -> None:
    """What serves an account is not split over what it buys; the sum is the gross profit of the accounts."""
    lines = [
        {"account_id": "A", "date": date(2024, 1, 1), "revenue": 100.0, "cost": 70.0, "product": "nut"},
        {"account_id": "A", "date": date(2024, 1, 1), "revenue": 50.0, "cost": 60.0, "product": "bolt"},
        {"account_id": "B", "date": date(2022, 1, 1), "revenue": 30.0, "product": "bolt"},
    ]
    made = book(lines, [("A", "2024-01-01", "visits", 5.0)])
    every = statement.by_line(made, "product", DAY, None, Params(), None)
    year = statement.by_line(made, "product", DAY, "12m", Params(), ["B"])

    assert every[["group", "revenue", "open_revenue", "gross_profit"]].to_numpy().tolist() == [["nut", 100, 0, 30], ["bolt", 80, -30, -10]]
    assert [step.id for step in statement.steps(every)][-1] == "gross_profit"
    assert every["profit"].sum() == kam.score(made, DAY)["gross_profit"].sum()
    assert year.empty


def test_the_whale_of_the_reference() -> None:
    """50 30 20 5 0 -5 -15 -25: peak 175 %, erosion 75 points, three of eight lose (methods B)."""
    profits = (50, 30, 20, 5, 0, -5, -15, -25)
    made = book([(f"A{place}", "2024-01-01", 100.0 + profit, 100.0) for place, profit in enumerate(profits)])
    scores, rows, _ = told(made, Params())
    curve = kam.whale_curve(statement.grouped(rows, scores, "account")["profit"])

    assert curve.frame["cumulative"].tolist()[1:] == [50, 80, 100, 105, 105, 100, 85, 60]
    assert (curve.peak_percent, curve.erosion, curve.losers / 8) == (175.0, 75.0, 0.375)


AMOUNTS = st.floats(-1000, 1000).map(lambda value: round(value, 2))
LINES = st.tuples(st.integers(0, 2), st.integers(0, 20), AMOUNTS, st.none() | AMOUNTS)
SPENT = st.tuples(st.integers(0, 2), st.integers(0, 20), st.sampled_from(["visits", "freight", "credit"]), AMOUNTS)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(LINES, max_size=8), spent=st.lists(SPENT, max_size=5), margin=st.none() | st.floats(0, 0.5))
def test_steps_add_up_whatever_is_missing(lines: list[Any], spent: list[Any], margin: float | None) -> None:
    """Returns larger than sales, no cost, cost without sales, nothing at all: the way leads to the profit, or there is none."""
    money = [
        [np.nan if row[2] is None else row[2], np.nan if row[3] is None else row[2], np.nan if row[3] is None else row[3]] for row in lines
    ]
    columns = dict(zip(("revenue", "revenue_with_cost", "cost"), np.array(money, dtype=float).reshape(-1, 3).T, strict=True))
    bought = Months(3, *_places(lines), {**columns, "discount": columns["revenue"] * 0, "lines": np.ones(len(lines))})
    amount = np.array([row[3] for row in spent], dtype=float)
    of_credit = np.array([row[2] == "credit" for row in spent], dtype=bool)
    served = Months(3, *_places(spent), {"amount": np.where(of_credit, np.nan, amount), "credit": np.where(of_credit, amount, np.nan)})
    scores = pd.DataFrame(earned(bought, served, 0, 12, margin)).assign(account_id=list("ABC"), account_name=list("ABC"))
    inside = [("ABC"[at], name, value) for at, ago, name, value in spent if ago < 12 and name != "credit"]
    costs = pd.DataFrame(inside, columns=["account_id", "activity", "amount"]).groupby(["account_id", "activity"]).sum().reset_index()
    steps = statement.steps(statement.by_account(scores, costs))

    assert statement.adds_up(steps)
    assert bool(steps) == bool(scores["profit"].notna().any())
    if steps:
        assert steps[-1].amount == pytest.approx(scores["profit"].sum(), abs=0.005)
        at_gross = [step.amount for step in steps if step.kind == "subtotal"]
        assert at_gross == pytest.approx([scores["gross_profit"].sum()] * len(at_gross), abs=0.005)


def _places(rows: list[Any]) -> tuple[Any, Any]:
    """Account and months ago of each row."""
    return np.array([row[0] for row in rows], dtype=np.intp), np.array([row[1] for row in rows], dtype=float)

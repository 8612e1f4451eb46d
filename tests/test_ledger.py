"""Rates on what is counted, and the cost of credit: the same in the score, in quarters, in the explanation and in the SQL of the proof."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import kam_core as kam
from kam_core.figures import FIGURES, terms_of, value_of
from kam_core.history import by_account, quarters
from kam_core.ledger import service_rows
from kam_core.params import Params
from kam_core.recipe import Seen, sql
from tests.test_accounts import messy_costs, messy_lines
from tests.value.portfolio import add, book

RATES = Params.of(cost_per_order=3.0, cost_per_line=0.5, cost_per_return=7.0, cost_per_visit_hour=11.0, credit_rate=0.1)
DAYS = [date(2024, 2, 29), date(2023, 12, 15)]


@pytest.fixture(scope="module")
def wb() -> kam.Workbook:
    """Messy lines and costs, visits with hours, and what three accounts owe, one of them twice."""
    made = book(messy_lines(5), messy_costs(6), ["prospect"], facts=[
        ("A03", "receivables", 500.0, "2021-01-01"), ("A04", "payment_days", 90.0, "2021-01-01"),
        ("A04", "payment_days", 60.0, "2022-01-01"),
        ("A05", "payment_days", 30.0, None),
    ])  # fmt: skip
    visits = [{"account_id": f"A{n % 25:02d}", "date": date(2021 + n % 4, 1 + n % 12, 9), "kind": "visit", "hours": 1.5} for n in range(90)]
    add(made, "interactions", visits)
    return made


@pytest.mark.parametrize("window", [None, "12m", "5m", "fy"])
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_sql_of_the_proof_gives_the_same_profit(wb: kam.Workbook, day: date, window: str | None) -> None:
    """Rates, visits and credit included, in every window."""
    scores = kam.score(wb, day, window=window, params=RATES)
    for name in ("profit", "profit_12m"):
        found = wb.frame(sql(FIGURES[name], Seen(day, RATES, window=window))).iloc[0, 0]
        assert float(found) == pytest.approx(value_of(FIGURES[name], scores), abs=1e-6)
        assert terms_of(FIGURES[name], scores)["amount"].sum() == pytest.approx(value_of(FIGURES[name], scores), abs=0.005)


def test_the_rows_behind_are_what_the_rates_add(wb: kam.Workbook) -> None:
    """Quantity times rate is the amount, and with the uploaded costs they make the cost to serve; a term an activity."""
    ids = kam.score(wb, DAYS[0])["account_id"].tolist()
    rows, with_rates, without = service_rows(wb, DAYS[0], RATES, ids), kam.score(wb, DAYS[0], params=RATES), kam.score(wb, DAYS[0])
    told = kam.explain(wb, "A03", "cost_to_serve", as_of=DAYS[0], params=RATES)

    assert rows["amount"].sum() == pytest.approx((rows["driver_quantity"] * rows["rate"]).sum())
    assert rows["amount"].sum() + without["cost_to_serve"].sum() == pytest.approx(with_rates["cost_to_serve"].sum())
    assert told.terms["contribution"].sum() == pytest.approx(told.value)
    visits = wb.table("interactions").query("account_id == 'A03' and date <= '2024-02-29'")
    assert told.rows("Visit hours, at a rate")["amount"].sum() == pytest.approx(11 * visits["hours"].sum())


def test_credit_adds_up_over_time(wb: kam.Workbook) -> None:
    """500 owed for a year at 10 % are 50; days to pay follow what was bought; the explanation names it."""
    year = kam.score(wb, DAYS[0], window="12m", params=RATES).set_index("account_id")
    lines = wb.table("transactions")
    bought = lines[(lines["account_id"] == "A04") & (lines["date"] > "2023-02-28") & (lines["date"] <= "2024-02-29")]["revenue"].sum()

    assert year.loc["A03", "cost_of_credit"] == pytest.approx(500 * 366 / 365 * 0.1)
    assert year.loc["A04", "cost_of_credit"] == pytest.approx(float(bought) * 60 / 365 * 0.1)
    assert np.isnan(year.loc["A06", "cost_of_credit"])
    terms = kam.explain(wb, "A04", "profit", as_of=DAYS[0], params=RATES).terms
    assert "cost_of_credit" in terms["item"].tolist()


def test_quarters_of_accounts_are_those_of_the_portfolio(wb: kam.Workbook) -> None:
    """One column a quarter, oldest first; what all accounts earned is what the portfolio did."""
    every, one = quarters(wb, DAYS[0], RATES), by_account(wb, DAYS[0], RATES)

    assert one.columns.tolist() == every["period_end"].tolist()
    assert one.sum().to_numpy() == pytest.approx(every["profit"].to_numpy())

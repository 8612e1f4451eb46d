"""Costs to serve from a file: an amount that is not given is its driver quantity at its rate, and that is said."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import kam_core as kam
from kam_core.errors import KamError

RATED = """customer id,date,activity,driver quantity,rate
A1,2024-01-05,visits,3,45.50
A2,2024-01-06,returns,2,"1,200.25"
A3,2024-01-06,returns,,7
"""
GIVEN = "客户编号,日期,活动,数量,费率,金额\nA1,2024-01-05,拜访,3,45.50,\nA2,2024-01-06,退货,2,7,15\n"


def loaded(tmp_path: Path, text: str) -> tuple[kam.Workbook, kam.LoadReport]:
    file = tmp_path / "costs.csv"
    file.write_text(text, encoding="utf-8")
    wb = kam.Workbook()
    return wb, wb.load("costs", file)


def test_a_quantity_at_a_rate_is_an_amount(tmp_path: Path) -> None:
    """A row without a quantity is listed; how many amounts were made is a repair, and the sums balance."""
    wb, report = loaded(tmp_path, RATED)

    assert wb.table("costs")["amount"].tolist() == [136.5, 2400.5]
    assert [(repair.kind, repair.detail, repair.count) for repair in report.repairs] == [("derived", "amount = driver quantity x rate", 2)]
    assert report.rejects[["row", "column", "reason"]].to_numpy().tolist() == [[4, "rate", "required_missing"]]
    assert kam.score(wb)["cost_to_serve"].sum() == pytest.approx(float(Decimal("136.5") + Decimal("2400.5")))


def test_an_amount_that_is_given_stands(tmp_path: Path) -> None:
    """Whatever the product would be; only empty ones are made."""
    wb, report = loaded(tmp_path, GIVEN)

    assert wb.table("costs")["amount"].tolist() == [136.5, 15.0]
    assert [repair.count for repair in report.repairs if repair.kind == "derived"] == [1]


def test_without_a_rate_the_amount_is_asked_for(tmp_path: Path) -> None:
    """A quantity alone is no cost."""
    with pytest.raises(KamError):
        loaded(tmp_path, "customer id,date,activity,driver quantity\nA1,2024-01-05,visits,3\n")


def test_what_an_account_owes_comes_with_a_list_of_accounts(tmp_path: Path) -> None:
    """An average balance in money and days to pay are dated facts, and credit is counted from them once it has a rate."""
    file = tmp_path / "accounts.csv"
    file.write_text("客户编号,客户名称,应收账款,账期天数\nA1,甲,1.5万,\nA2,乙,,60\n", encoding="utf-8")
    wb = kam.Workbook()
    wb.load("accounts", file)

    found = wb.table("account_facts")[["account_id", "fact", "value"]].to_numpy().tolist()
    assert sorted(found) == [["A1", "receivables", 15000.0], ["A2", "payment_days", 60.0]]

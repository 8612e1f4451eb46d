"""Transactions, account list, wide table."""

from __future__ import annotations

import pytest

from kam_core.ingest.meaning.shapes import find_shape, period_columns
from kam_core.ingest.values.units import header_unit

LINES = {"客户": "account_name", "日期": "date", "金额": "revenue"}
LIST = {"客户": "account_name", "信任度": "trust"}


@pytest.mark.parametrize(
    "headers",
    [("2022", "2023", "2024"), ("2024-01", "2024-02", "2024-03"), ("2024年1月", "2024年2月", "2024年3月"), ("Jan-24", "Feb-24", "Mar-24"),
     ("2023Q1", "2023Q2", "2023Q3"), ("Q1 2023", "Q2 2023", "Q3 2023")],
)  # fmt: skip
def test_periods_side_by_side(headers: tuple[str, ...]) -> None:
    """Three of them make a wide table."""
    assert list(period_columns(["客户", *headers])) == list(headers)
    assert period_columns(["客户", *headers[:2]]) == {}
    assert find_shape("transactions", {"客户": "account_name"}, ["客户", *headers], ["甲"]) == "wide"


def test_lines_and_lists() -> None:
    """A date makes lines; no date and no account twice makes a list; other tables are plain."""
    assert find_shape("transactions", LINES, list(LINES), ["甲", "乙"]) == "transactions"
    assert find_shape("transactions", LIST, list(LIST), ["甲", "乙"]) == "accounts"
    assert find_shape("transactions", LIST, list(LIST), ["甲", "甲"]) == "transactions"
    assert find_shape("accounts", LINES, list(LINES), ["甲", "甲"]) == "accounts"
    assert find_shape("contacts", {}, ["2022", "2023", "2024"], []) == "plain"


@pytest.mark.parametrize(
    ("label", "factor"),
    [("销售额（万元）", 10_000), ("销售额(千元)", 1_000), ("金额/万元", 10_000), ("收入（亿元）", 10**8), ("金额（元）", 1),
     ("Sales (k)", 1_000), ("Sales (k$)", 1_000), ("Sales ($m)", 10**6), ("Sales [USD '000]", 1_000),
     ("Sales in thousands", 1), ("Revenue (in millions)", 10**6),
     ("Sales", 1), ("Blank", 1)],
)  # fmt: skip
def test_units_in_headers(label: str, factor: int) -> None:
    """Units in brackets scale the amounts."""
    assert header_unit(label).factor == factor


def test_tax_percent_and_scales_in_headers() -> None:
    """What else a header says."""
    assert [header_unit(label).tax_included for label in ("含税金额", "不含税金额", "Amount (incl. VAT)", "Amount")] == [
        True,
        False,
        True,
        False,
    ]
    assert [header_unit(label).percent for label in ("毛利率%", "GM (%)", "GM")] == [True, True, False]
    labels = ("Trust (1-10)", "信任度（0-100分）", "Trust /10", "信任（满分5）", "Trust %", "Trust")
    assert [header_unit(label).scale for label in labels] == [
        (1, 10), (0, 100), (0, 10), (1, 5), (0, 100), None,
    ]  # fmt: skip

"""What is decided once for a whole column, and said with the rows."""

from __future__ import annotations

from collections import Counter
from datetime import date as D  # noqa: N812
from decimal import Decimal
from typing import Any

import pytest

from kam_core.errors import MissingField
from kam_core.ingest import LoadOptions


def rows_said(staged: Any, kind: str) -> list[int | None]:
    """The rows of which something is said."""
    return [repair.row for repair in staged.repairs if repair.kind == kind]


def test_ids_lose_their_marks_and_nothing_else(load: Any) -> None:
    """Marks that keep a number as text go, zeros in front stay; a name with an apostrophe is left alone."""
    staged = load('客户编号,客户名称,日期,金额\n\'0012,\'t Hooft,2024-01-01,1\n`0034,乙,2024-01-01,1\n"=""0056""","=""丙""",2024-01-01,1\n')

    assert load.column(staged, "account_id") == ["0012", "0034", "0056"]
    assert load.column(staged, "account_name", "accounts") == ["'t Hooft", "乙", "丙"]
    assert sum(r.count for r in staged.repairs if r.kind == "text_mark") == 4


def test_ids_that_lost_digits_are_named_row_by_row(load: Any) -> None:
    """1.23E+18, and numbers of 18 digits of which all end in zeros; one long id that ends in a zero is none of them."""
    power = load("id,date,amount\n1.23E+18,2024-01-01,1\nA1,2024-01-01,1\n9.8e+15,2024-01-02,1\n")
    cut = load("id,date,amount\n123456789012345000,2024-01-01,1\n223456789012345000,2024-01-01,1\n")
    whole = load("id,date,amount\n123456789012345670,2024-01-01,1\n223456789012345678,2024-01-01,1\n")

    assert (rows_said(power, "precision_lost"), rows_said(cut, "precision_lost"), rows_said(whole, "precision_lost")) == (
        [2, 4],
        [2, 3],
        [],
    )
    assert load.column(power, "account_id") == ["1.23E+18", "A1", "9.8e+15"]


def test_ids_with_versions_keep_their_decimals(load: Any) -> None:
    """1001.0 is 1001, whatever stands beside it, unless other decimals show that the point means something."""
    assert load.column(load("id,date,amount\n1001.0,2024-01-01,1\nA7,2024-01-01,1\n"), "account_id") == ["1001", "A7"]
    assert load.column(load("id,date,amount\n1.0,2024-01-01,1\n1.1,2024-01-01,1\n"), "account_id") == ["1.0", "1.1"]


def test_ambiguous_days_are_named_row_by_row(load: Any) -> None:
    """Without proof every row is named; in a column that contradicts itself the open ones and the few that differ."""
    silent = load("客户,日期,金额\n甲,03/04/2024,1\n甲,2024-03-05,1\n甲,05/06/2024,1\n")
    mixed = load("客户,日期,金额\n甲,25/03/2024,1\n甲,26/03/2024,1\n甲,03/28/2024,1\n甲,03/04/2024,1\n")

    assert rows_said(silent, "ambiguous_dates") == [2, 4]
    assert rows_said(mixed, "mixed_dates") == [4, 5]
    assert load.column(mixed, "date") == [D(2024, 3, 25), D(2024, 3, 26), D(2024, 3, 28), D(2024, 4, 3)]


def test_short_years_stand_where_the_other_days_say(load: Any) -> None:
    """24-3-18 among days of March 2024 is one of them; and it is said."""
    staged = load("客户,日期,金额\n甲,2024-03-05,1\n甲,24-3-18,1\n甲,2024/3/11,1\n")

    assert load.column(staged, "date") == [D(2024, 3, 5), D(2024, 3, 18), D(2024, 3, 11)]
    assert rows_said(staged, "ambiguous_dates") == [3]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("5%", "percent_not_amount"),
        ("USD 800", "other_currency"),
        ("约500", "not_a_number"),
        ("#REF!", "not_a_number"),
        ("12件", "not_a_number"),
    ],
)
def test_what_is_no_amount_of_the_column_is_listed(load: Any, cell: str, reason: str) -> None:
    """A share, another currency, an approximation, an error of Excel, a number of things: the row is rejected and named."""
    staged = load(f"客户,日期,金额\n甲,2024-03-05,￥1\n甲,2024-03-05,2元\n甲,2024-03-06,{cell}\n")

    assert load.column(staged, "revenue") == [Decimal(1), Decimal(2)]
    assert staged.rejects[["row", "value", "reason"]].to_numpy().tolist() == [[4, cell, reason]]


def test_quantities_with_their_word(load: Any) -> None:
    """12件 is 12, and said; boxes and pieces in one column are said to be different things."""
    same = load("客户,日期,数量,金额\n甲,2024-03-05,12件,1\n甲,2024-03-05,3件,1\n")
    mixed = load("客户,日期,数量,金额\n甲,2024-03-05,12件,1\n甲,2024-03-05,3箱,1\n")
    scaled = load("客户,日期,数量（万件）,金额\n甲,2024-03-05,1.2,1\n")

    assert load.column(same, "quantity") == [12.0, 3.0]
    assert load.column(scaled, "quantity") == [12_000.0]
    kinds = [Counter(r.kind for r in staged.repairs if "measure" in r.kind) for staged in (same, mixed)]
    assert kinds == [{"measure": 1}, {"mixed_measures": 1}]


def test_a_unit_of_the_title_gives_way_to_that_of_a_header(load: Any) -> None:
    """单位：万元 above the table, 折扣（元） in the header; tax named above is said of every amount."""
    staged = load("2024年销售明细,,,\n单位：万元（含税）,,,\n客户,日期,金额,折扣（元）\n甲,2024-03-05,1.5,20\n乙,2024-03-06,0.02,5\n")

    assert load.column(staged, "revenue") == [Decimal(15_000), Decimal(200)]
    assert load.column(staged, "discount") == [Decimal(20), Decimal(5)]
    assert sum(r.kind == "tax_included" for r in staged.repairs) == 2


def test_months_with_two_measures(load: Any) -> None:
    """A quantity and an amount under every month become one row per month with both."""
    text = (
        "客户,2024年1月,,2024年2月,,2024年3月,\n,数量,金额(万元),数量,金额(万元),数量,金额(万元)\n"
        "甲公司,3,1.5,,,4,2\n乙公司,5,0.5,6,0.6,7,0.7\n丙公司,5,0.5,6,0.6,7,0.7\n"
    )
    staged = load(text)
    found = load.rows(staged)[["account_id", "date", "quantity", "revenue"]].astype({"revenue": float})

    assert found[found["account_id"] == "甲公司"].astype(str).to_numpy().tolist() == [
        ["甲公司", "2024-01-31", "3.0", "15000.0"],
        ["甲公司", "2024-03-31", "4.0", "20000.0"],
    ]
    assert len(found) == 8


def test_months_without_a_year(load: Any) -> None:
    """The one year of the title is theirs, and said; without one the file is refused, not read as a list of accounts."""
    table = "客户,1月,2月,3月\n甲公司,1,2,3\n乙公司,4,5,6\n"
    staged = load("2024年月度销售额,,,\n" + table)

    assert sorted(set(load.column(staged, "date"))) == [D(2024, 1, 31), D(2024, 2, 29), D(2024, 3, 31)]
    assert [r.detail for r in staged.repairs if r.kind == "year_from_title"] == ["2024"]
    with pytest.raises(MissingField, match="1月"):
        load(table)


def test_traditional_headers(load: Any) -> None:
    """Big5 from Taiwan: headers, units and words for totals in traditional characters; names stay as they are."""
    staged = load("單位：萬元,,,\n客戶編號,客戶名稱,日期,銷售額\nA1,臺北電機,2024-03-05,1.5\n總計,,,1.5\n", encoding="big5")

    assert load.column(staged, "revenue") == [Decimal(15_000)]
    assert load.column(staged, "account_name", "accounts") == ["臺北電機"]


def test_day_numbers_may_count_from_1904(load: Any) -> None:
    """45356 is a day of 2024, and four years and a day later when the person says so."""
    text = "customer,date,amount\nA,45356,1\n"

    assert load.column(load(text), "date") == [D(2024, 3, 5)]
    assert load.column(load(text, options=LoadOptions(date_1904=True)), "date") == [D(2028, 3, 6)]


def test_not_available_is_missing_and_said(load: Any) -> None:
    """#N/A of a lookup leaves the cost open, with its row named; it is no reason to lose the sale."""
    staged = load("客户,日期,金额,成本\n甲,2024-03-05,1,#N/A\n乙,2024-03-05,2,1\n")

    assert load.column(staged, "cost") == [None, Decimal(1)]
    assert rows_said(staged, "not_available") == [2]

"""Which column is which field."""

from __future__ import annotations

import pytest

from kam_core.errors import AmbiguousMapping, BadEdit, UnknownName
from kam_core.ingest import header_key, propose
from kam_core.ingest.meaning.chosen import checked
from kam_core.ingest.meaning.fields import fields
from kam_core.ingest.meaning.mapping import confident
from kam_core.schema import TABLES

SAMPLES = {"account_id": "A-1", "account_name": "Nord AG", "date": "2024-03-05", "order_id": "SO-1", "renewal_on": "2024-03-05"}


def field_of(header: str, table: str = "transactions", sample: str = "") -> str | None:
    return propose([header], [[sample]], table)[0].field


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        (("客户编号", "客户代码", "客户ID", "编码", "id", "Account ID", "CustomerID", "customer_no", "Customer No."), "account_id"),
        (("客户名称", "客户", "公司", "单位名称", "Account", "Customer", "company"), "account_name"),
        (("集团", "母公司", "上级客户", "Parent", "Group", "Parent group", "Parent company"), "parent_id"),
        (("行业", "所属行业", "Industry", "Sector"), "industry"),
        (("区域", "地区", "省份", "Region"), "region"),
        (("客户经理", "负责人", "销售", "Owner", "KAM", "AccountManager"), "owner"),
        (("期间", "年月", "日期", "下单日期", "Period", "Date", "OrderDate", "InvoiceDate"), "date"),
        (("销售额", "营业收入", "金额", "含税金额", "销售额（万元）", "Revenue", "Sales", "AMOUNT", "Sales Amount (k$)"), "revenue"),
        (("Net amount EUR", "Amount in USD"), "revenue"),
        (("成本", "销售成本", "COGS", "cost"), "cost"),
        (("毛利", "毛利额", "Gross Profit"), "gross_profit"),
        (("毛利率", "GM%"), "margin_rate"),
        (("服务成本", "费用", "销售费用", "物流费", "Cost to serve", "selling cost"), "cost_to_serve"),
        (("续约率", "留存率", "Retention"), "retention"),
        (("到期日", "合同到期", "Renewal date"), "renewal_on"),
        (("钱包份额", "Share of wallet"), "wallet_share"),
        (("采购总额", "Spend"), "wallet_spend"),
        (("订单潜力", "潜力", "Potential"), "addressable_spend_24m"),
        (("信任度", "信任指标", "Trust (1-10)"), "trust"),
        (("信心", "认可度", "Confidence"), "confidence"),
        (("偏好", "态度", "Attitude", "Preference"), "attitude"),
        (("复购率", "重复购买", "Repeat rate"), "patronage"),
        (("重要性", "Importance"), "importance"),
        (("单价", "Unit price", "Price"), "unit_price"),
        (("数量", "Qty"), "quantity"),
    ],
)
def test_words_of_both_languages(headers: tuple[str, ...], field: str) -> None:
    """Case, width, punctuation, camelCase and units make no difference."""
    assert {header: field_of(header) for header in headers} == dict.fromkeys(headers, field)


def test_a_similar_word_is_taken_when_very_similar() -> None:
    """Otherwise it is a candidate."""
    guesses = propose(["Custmer name", "Cust. Name", "weather"], [], "transactions")

    assert [(g.field, g.confidence >= 0.86) for g in guesses] == [("account_name", True), (None, False), (None, False)]
    assert "account_name" in guesses[1].candidates


def test_cells_must_fit_the_field() -> None:
    """An owner is no number, an optional date no word."""
    assert field_of("销售", sample="张三") == "owner"
    assert field_of("销售", sample="1,234.50") is None
    assert field_of("key since", "accounts", "high") is None


def test_a_required_column_of_garbage_is_still_taken() -> None:
    """Its rows are then listed one by one."""
    assert field_of("revenue", sample="abc") == "revenue"


def test_the_more_exact_word_wins() -> None:
    """'id' beside 'customer id', 'amount' beside 'revenue'."""
    guesses = propose(["id", "Customer ID", "Amount", "Revenue"], [], "transactions")

    assert [guess.field for guess in guesses] == [None, "account_id", None, "revenue"]


def test_two_columns_for_one_field_are_ambiguous() -> None:
    """And said with the candidates; an ambiguous mapping is never taken."""
    guesses = propose(["Customer", "Order date", "Invoice date", "Revenue"], [], "transactions")

    with pytest.raises(AmbiguousMapping) as caught:
        confident(guesses)
    assert {column: found[0] for column, found in caught.value.facts["candidates"].items()} == {
        "Order date": "date",
        "Invoice date": "date",
    }


def test_a_mapping_made_by_a_person_is_checked() -> None:
    """Unknown columns and fields and double uses are refused; empty choices drop out."""
    assert checked({"a": "date", "b": "", "c": None}, ("a", "b", "c"), "transactions") == {"a": "date"}
    with pytest.raises(BadEdit, match="has no column z"):
        checked({"z": "date"}, ("a",), "transactions")
    with pytest.raises(BadEdit, match="no such field"):
        checked({"a": "zzz"}, ("a",), "transactions")
    with pytest.raises(AmbiguousMapping):
        checked({"a": "date", "b": "date"}, ("a", "b"), "transactions")


def test_every_table_can_be_proposed_for() -> None:
    """Each column's own name is understood; an unknown table is refused."""
    missed = {
        (name, field): guess.field for name in TABLES for field in fields(name) if (guess := propose([field], [], name)[0]).field != field
    }

    assert missed == {}
    with pytest.raises(UnknownName):
        propose(["a"], [], "nowhere")


def test_the_key_of_a_header() -> None:
    """The same header in other clothes is the same; another one is not."""
    assert header_key(["Customer ID", "销售额（万元）"]) == header_key(["customer_id", "销售额"])
    assert header_key(["a", "b"]) != header_key(["b", "a"])

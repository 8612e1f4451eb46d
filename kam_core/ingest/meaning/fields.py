"""What a load understands beyond the columns of its table: prices, margins, account attributes, facts and index values."""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.schema import Column, table
from kam_core.text import N_

MONEY = (
    Column("unit_price", N_("Unit price"), "money",
           synonyms=("unit price", "price", "price each", "selling price", "sales price",
                     "单价", "售价", "销售单价", "含税单价", "不含税单价", "无税单价", "价格")),
    Column("gross_profit", N_("Gross profit"), "money",
           synonyms=("gross profit", "margin", "gm", "gross margin", "profit", "毛利", "毛利额", "利润")),
    Column("margin_rate", N_("Margin rate"), "share",
           synonyms=("margin rate", "gm%", "gross margin%", "margin%", "gross margin rate", "profit margin", "毛利率", "利润率")),
    Column("cost_to_serve", N_("Cost to serve"), "money",
           synonyms=("cost to serve", "selling cost", "service cost", "服务成本", "费用", "销售费用", "物流费")),
)  # fmt: skip
"""Amounts from which revenue and cost are derived, and the cost to serve of an account."""

FACTS = (
    Column("wallet_share", N_("Share of wallet"), "share", low=0, high=1,
           synonyms=("wallet share", "share of wallet", "sow", "钱包份额", "采购份额")),
    Column("wallet_spend", N_("Total purchases"), "money", low=0,
           synonyms=("wallet spend", "wallet", "spend", "total spend", "purchases", "采购总额", "采购总量", "采购额")),
    Column("addressable_spend_24m", N_("Potential, next 24 months"), "money", low=0,
           synonyms=("addressable spend", "addressable spend 24m", "potential", "order potential", "订单潜力", "潜力", "采购潜力")),
    Column("retention", N_("Retention"), "share", low=0, high=1,
           synonyms=("retention", "retention rate", "renewal rate", "续约率", "留存率", "保留率")),
    Column("receivables", N_("Receivables, average"), "money",
           synonyms=("receivables", "accounts receivable", "average receivables", "应收账款", "平均应收账款")),
    Column("payment_days", N_("Days to pay"), "number", "days", 0,
           synonyms=("payment days", "days to pay", "dso", "账期天数", "付款天数", "回款天数")),
)  # fmt: skip
"""Dated attributes of an account, kept in ``account_facts``."""

INDICES = (
    Column("importance", N_("Importance"), "number",
           synonyms=("importance", "importance index", "重要性", "重要指标", "重要度")),
    Column("trust", N_("Trust"), "number",
           synonyms=("trust", "trust index", "trust score", "信任度", "信任指标", "信任")),
    Column("confidence", N_("Confidence"), "number",
           synonyms=("confidence", "product confidence", "confidence index", "信心", "认可度", "信心指标")),
    Column("attitude", N_("Attitude"), "number",
           synonyms=("attitude", "preference", "relative attitude", "偏好", "态度", "相对态度")),
    Column("patronage", N_("Patronage"), "number",
           synonyms=("patronage", "repeat rate", "repeat patronage", "复购率", "重复购买", "重复购买率")),
)  # fmt: skip
"""Index values that somebody entered directly, kept in ``ratings``."""

RENEWAL = Column("renewal_on", N_("Renewal on"), "date",
                 synonyms=("renewal on", "renewal", "renewal date", "contract end", "expiry date",
                           "到期日", "合同到期", "合同到期日", "续约日期"))  # fmt: skip

NAME_PARTS = (
    Column("first_name", N_("First name"), "text", synonyms=("first name", "given name", "forename", "名")),
    Column("last_name", N_("Last name"), "text", synonyms=("last name", "surname", "family name", "姓")),
)
"""A contact's name in two columns, joined when there is none in one."""

ATTRIBUTES = tuple(column for column in table("accounts").columns if column.name not in ("account_id", "note"))
"""Columns of ``accounts`` that may stand in a file of transactions."""

ACCOUNT_TABLES = ("transactions", "accounts")
"""Tables whose files may hold accounts, transactions, facts and index values side by side."""


def fields(table_name: str) -> Mapping[str, Column]:
    """Every field a load into this table understands, by name; an unknown table raises UnknownName."""
    own = tuple(column for column in table(table_name).columns if column.editable)
    if table_name in ACCOUNT_TABLES:
        transactions = tuple(column for column in table("transactions").columns if column.editable)
        own += transactions + ATTRIBUTES + MONEY + FACTS + INDICES + (RENEWAL,)
    own += NAME_PARTS if table_name == "contacts" else ()
    found: dict[str, Column] = {}
    for column in own:
        found.setdefault(column.name, column)
    return found

"""How files call the columns: the synonyms people use, the two-row headers, the marks around them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

CHINESE: Mapping[str, tuple[str, ...]] = {
    "account_id": ("客户编号", "客户代码", "客户ID", "编码"),
    "account_name": ("客户名称", "客户", "公司", "单位名称"),
    "parent_id": ("集团", "母公司", "上级客户"),
    "industry": ("行业", "所属行业"),
    "region": ("区域", "地区", "省份"),
    "owner": ("客户经理", "负责人", "销售"),
    "date": ("日期", "下单日期"),
    "period": ("期间", "年月"),
    "order_id": ("订单号", "单号", "订单编号"),
    "product": ("产品", "产品名称", "品名"),
    "category": ("类别", "品类"),
    "quantity": ("数量",),
    "revenue": ("销售额", "营业收入", "金额"),
    "cost": ("成本", "销售成本"),
    "gross_profit": ("毛利", "毛利额"),
    "discount": ("折扣", "折扣额"),
    "unit_price": ("单价",),
    "contract_id": ("合同编号", "合同号"),
    "value": ("合同金额",),
    "start_on": ("开始日期",),
    "end_on": ("到期日", "合同到期"),
    "renewal_probability": ("续约率",),
    "activity": ("活动", "费用类型"),
    "amount": ("服务成本", "费用", "销售费用", "物流费"),
    "note": ("备注",),
    "gross": ("含税金额", "价税合计"),
    "tax": ("税额",),
    "number": ("序号",),
}
"""The left column of the list of synonyms an import starts from, and what invoices add."""

ENGLISH: Mapping[str, tuple[str, ...]] = {
    "account_id": ("account id", "Customer No", "Account ID"),
    "account_name": ("Customer", "Company", "Account"),
    "parent_id": ("parent", "Group"),
    "industry": ("industry", "Sector"),
    "region": ("Region",),
    "owner": ("Owner", "KAM", "account manager"),
    "date": ("Date", "order date"),
    "period": ("period",),
    "order_id": ("Order No",),
    "product": ("Product",),
    "category": ("Category",),
    "quantity": ("Quantity", "Qty"),
    "revenue": ("Revenue", "Sales", "amount"),
    "cost": ("COGS", "Cost"),
    "gross_profit": ("Gross profit",),
    "discount": ("Discount",),
    "unit_price": ("Unit price",),
    "contract_id": ("Contract ID",),
    "value": ("Contract value",),
    "start_on": ("Start date",),
    "end_on": ("End date",),
    "renewal_probability": ("Renewal probability",),
    "activity": ("Activity",),
    "amount": ("Cost to serve", "Selling cost"),
    "note": ("Note",),
}

FAMILIES: Mapping[str, str] = {
    "account_id": "客户信息",
    "account_name": "客户信息",
    "parent_id": "客户信息",
    "industry": "客户信息",
    "region": "客户信息",
    "owner": "客户信息",
    "date": "订单信息",
    "period": "订单信息",
    "order_id": "订单信息",
    "product": "订单信息",
    "category": "订单信息",
    "contract_id": "合同信息",
    "start_on": "合同期限",
    "end_on": "合同期限",
    "note": "其他",
    "number": "",
}
"""The upper row of a two-row header; everything else is 销售数据."""

UNITS = {
    "wan_header": (10_000, "（万元）"),
    "wan_header_ascii": (10_000, "(万元)"),
    "qian_header": (1_000, "(千元)"),
    "yi_header": (10**8, "（亿元）"),
    "yuan_header": (1, "（元）"),
    "wan_title": (10_000, ""),
    "qian_title": (1_000, ""),
    "yuan_title": (1, ""),
    "wan_title_yuan_header": (10_000, ""),
    "wan_header_slash": (10_000, "/万元"),
    "none": (1, ""),
}
"""How many yuan one is, and what the header adds."""

TITLE_WORDS = {"wan_title": "万元", "qian_title": "千元", "yuan_title": "元", "wan_title_yuan_header": "万元"}


def called(field: str, plan: Mapping[str, str], rng: Random) -> str:
    """One name for a field, in the language of the file."""
    english = plan["header"] == "en" or (plan["header"] == "mixed" and rng.random() < 0.5)
    if english and field in ENGLISH:
        return rng.choice(ENGLISH[field])
    return rng.choice(CHINESE[field])


def marked(label: str, form: str, required: bool) -> str:
    """The label with the marks of the form: a star, blanks, a line break, full-width letters."""
    if form == "starred" and required:
        return f"*{label}"
    if form == "spaced":
        return " ".join(label) if len(label) == 2 else f" {label} "
    if form == "broken" and len(label) > 3:
        return f"{label[:2]}\n{label[2:]}"
    return label.replace("ID", "ＩＤ") if form == "wide" else label


def family(field: str) -> str:
    """The upper label of a two-row header."""
    return FAMILIES.get(field, "销售数据")

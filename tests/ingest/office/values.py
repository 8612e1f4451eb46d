"""What an office writes down before any form is chosen: customers, products, amounts and days; drawn from one seeded Random."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

CITIES = ("上海", "北京", "深圳", "广州", "杭州", "苏州", "成都", "武汉", "青岛", "西安")
MARKS = ("明珠", "东方", "恒通", "瑞丰", "天元", "金海", "华信", "新宇", "博远", "嘉禾", "鼎盛", "立邦", "卓越", "安达")
TRADES = ("贸易", "电子", "机械", "科技", "食品", "物流", "化工", "医药")
ENDINGS = ("有限公司", "股份有限公司", "有限责任公司", "集团有限公司")
RARE = ("𠮷田", "㛃石", "䶮华", "喆鑫", "镕基")
PRODUCTS = ("轴承", "电机", "阀门", "传感器", "控制器", "过滤器", "统计软件", "合计器", "液压泵", "电缆")
CATEGORIES = ("机电", "仪表", "耗材", "服务")
INDUSTRIES = ("制造业", "零售", "医药", "物流", "能源")
REGIONS = ("华东", "华南", "华北", "西南", "华中")
OWNERS = ("张伟", "王芳", "李娜", "刘洋", "陈静", "赵磊")
ACTIVITIES = ("拜访", "技术支持", "加急发货", "培训", "售后")
GROUPS = ("明珠集团", "东方控股集团", "天元集团")
NOTES = ("", "月结30天", "价格保密", "年底返利, 见合同", "需提前预约")

LIKE_TOTALS = (
    "合计财务咨询有限公司",
    "小计量仪器有限公司",
    "总计算机科技有限公司",
    "Total Energies中国",
    "上海合计贸易有限公司",
    "统计局服务中心",
)
FORMULAS = ("=天元科技", "+86通讯设备", "@蓝科网络", "-负一层商贸", "=1+1商行")

_SIMPLE = (
    "万业东丰为产亿仪价伟传刘别务动区医华单压叁发台号后团国备审导层属岛币广开张录态总恒户报据数无时术机条"
    "汇汉滤状电码称税笔类约级细经结络统续缆编网联苏药营蓝见计订训讯记设询说负财责账货贰贸费赵软轴达过运远"
    "销镕门问间阀陆陈静页预额尽档访请"
)
_TRADITIONAL = (
    "萬業東豐為產億儀價偉傳劉別務動區醫華單壓參發臺號後團國備審導層屬島幣廣開張錄態總恆戶報據數無時術機條"
    "匯漢濾狀電碼稱稅筆類約級細經結絡統續纜編網聯蘇藥營藍見計訂訓訊記設詢說負財責賬貨貳貿費趙軟軸達過運遠"
    "銷鎔門問間閥陸陳靜頁預額盡檔訪請"
)
TO_TRADITIONAL = str.maketrans(_SIMPLE, _TRADITIONAL)
"""For files in Big5, which holds no simplified characters."""


@dataclass(frozen=True)
class Span:
    """A month or a quarter, which has no day: whichever day of it is stored is right."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


@dataclass
class Record:
    """One true row: field -> value (Decimal, date, Span, text, None), and the fields nobody could read as they are written."""

    values: dict[str, Any]
    written: dict[str, str] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)


def month(year: int, number: int) -> Span:
    """That month."""
    first = date(year, number, 1)
    return Span(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def quarter(year: int, number: int) -> Span:
    """That quarter."""
    return Span(month(year, number * 3 - 2).first, month(year, number * 3).last)


def day(rng: Random) -> date:
    """A day of 2023 or 2024."""
    return date(2023, 1, 1) + timedelta(days=rng.randrange(730))


def amount(rng: Random, quantum: Decimal, negative: bool) -> Decimal:
    """An amount in yuan that is a whole multiple of the quantum (so that a form in 万 can state it exactly)."""
    units = rng.choice((rng.randint(1, 99), rng.randint(100, 99_999), rng.randint(100_000, 9_999_999)))
    value = max(units, 1) * quantum
    return -value if negative and rng.random() < 0.3 else value


def customers(rng: Random, count: int, form: str, rare: bool) -> list[str]:
    """Names of customers in one of the forms of the group "name", each once."""
    names: list[str] = []
    special = {"formula": FORMULAS, "like_total": LIKE_TOTALS}.get(form, ())
    if rare:
        special = RARE
    for number in range(count):
        city, mark, trade = CITIES[number % 10], MARKS[(number * 3 + rng.randrange(3)) % 14], rng.choice(TRADES)
        name = f"{city}{mark}{trade}{rng.choice(ENDINGS)}"
        if special and number < len(special):
            name = special[number] + (trade + "有限公司" if rare else "")
        names.append(_dressed(name, form, number, rng))
    return list(dict.fromkeys(names))


def _dressed(name: str, form: str, number: int, rng: Random) -> str:
    if form == "comma":
        return name + rng.choice((", Ltd.", ",华东分公司", "，二部"))
    if form == "quote":
        return rng.choice((f'"{name}"', f"{name[:2]}“{name[2:4]}”{name[4:]}", f'{name}"老店"'))
    if form == "newline" and number % 2:
        return f"{name}\n（{rng.choice(REGIONS)}区）"
    if form == "company_forms":
        return rng.choice(
            (name, name.replace("有限公司", "(有限)公司"), name.replace("有限公司", "（集团）有限公司"), name.replace("有限公司", ""))
        )
    if form == "wide":
        return rng.choice(("ＡＢＣ", "Ｋ２", "ＩＢＭ")) + name
    return name


def ids(rng: Random, count: int, form: str) -> list[str]:
    """Customer ids as the office knows them."""
    if form in {"long", "equals_quote", "tab_after", "backtick"}:
        return [f"00{rng.randrange(10**16, 10**17)}" for _ in range(count)]
    if form in {"zeros", "apostrophe"}:
        return [f"{rng.randrange(1, 10**6):08d}" for _ in range(count)]
    if form == "float":
        return [str(1001 + number) for number in range(count)]
    if form == "hyphens":
        return [f"KH-2024-{number + 1:03d}" for number in range(count)]
    return [f"KH{number + 1:04d}" for number in range(count)]

"""What a target can be measured in, declared: its id, its title, how files call it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kam_core.text import N_


@dataclass(frozen=True)
class Measure:
    """One measure of targets; ``kind`` says how it is written."""

    id: str
    title: str
    kind: str = "count"
    names: tuple[str, ...] = ()


MEASURES: Mapping[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure("revenue", N_("Revenue"), "money", ("sales", "turnover", "net_sales", "销售额", "收入", "营业收入", "营收")),
        Measure("gross_profit", N_("Gross profit"), "money", ("margin", "gross_margin", "contribution", "毛利", "毛利额")),
        Measure("profit", N_("Profit"), "money", ("net_profit", "利润", "净利", "盈利")),
        Measure("orders", N_("Orders"), "count", ("order", "订单", "订单数")),
        Measure("quantity", N_("Quantity"), "count", ("units", "volume", "数量", "销量", "件数")),
        Measure("milestones", N_("Milestones"), "count", ("milestone", "actions", "里程碑", "行动")),
        Measure("visits", N_("Visits and meetings"), "count", ("visit", "meetings", "拜访", "拜访次数", "拜访数")),
        Measure("calls", N_("Calls"), "count", ("call", "电话")),
        Measure("hours", N_("Hours"), "number", ("hour", "工时", "小时")),
        Measure("effort", N_("Effort"), "money", ("input", "spend", "投入", "费用")),
    )
}  # fmt: skip
"""By id, results first."""

_BY_NAME = {name: measure.id for measure in MEASURES.values() for name in (measure.id, *measure.names)}


def measure_of(text: object) -> str | None:
    """
    The id of a measure as a file calls it, ``None`` for one nobody here can count.

    >>> measure_of("Gross margin"), measure_of("毛利"), measure_of("goodwill")
    ('gross_profit', 'gross_profit', None)
    """
    return _BY_NAME.get("_".join(str(text).casefold().replace("-", " ").replace("_", " ").split()))

"""The whole sheet: the body with its noise, the title above it, the notes below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from tests.ingest.office import draft, forms, headers, layout
from tests.ingest.office.draft import Cell, Column, Draft, Row

Plan = Mapping[str, str]


def sheet(plan: Plan, rng: Random) -> Draft:
    """The whole sheet of a plan; its data rows know their records."""
    made = layout.wide(plan, rng) if plan["table"] in forms.WIDE else layout.long(plan, rng)
    _noise(made, plan, rng)
    _around(made, plan, rng)
    return made


def _noise(made: Draft, plan: Plan, rng: Random) -> None:
    """Blank rows, padded cells, an empty column, a running number, repeated headers."""
    if plan["noise"] == "blank_rows":
        made.rows = [r for row in made.rows for r in ([row, Row("blank", [draft.EMPTY] * made.width)] if rng.random() < 0.25 else [row])]
    if plan["noise"] == "cell_blanks" or plan["name"] == "padded":
        pads = (" ", "  ", "　", "\u00a0") if plan["encoding"] not in {"gbk", "big5"} else (" ", "  ", "　")
        for row in made.rows:
            row.cells = [
                Cell(rng.choice(pads) + c.text + rng.choice(("", " ", "　"))) if c.text and rng.random() < 0.5 else c for c in row.cells
            ]
    if plan["noise"] == "short_rows":
        _insert(made, made.width, "备注", lambda _: Cell(rng.choice(("", "", "急单"))))
    if plan["noise"] == "empty_column":
        _insert(made, rng.randint(1, made.width), "", lambda _: draft.EMPTY)
    if plan["header"] == "numbered":
        numbers = iter(range(1, len(made.rows) + 1))
        _insert(made, 0, headers.CHINESE["number"][0], lambda row: Cell(str(next(numbers))) if row.kind == "data" else draft.EMPTY)
    if plan["header"] == "repeated":
        half = len(made.rows) // 2
        again = [Row("header", [Cell(label) for label in row]) for row in made.header]
        made.rows = [*made.rows[:half], *again, *made.rows[half:]]


def _insert(made: Draft, at: int, label: str, cell: Callable[[Row], Cell]) -> None:
    made.columns.insert(at, Column("", label, draft.text))
    for number, row in enumerate(made.header):
        row.insert(at, label if number == 0 or len(made.header) == 1 else "")
    for row in made.rows:
        value = cell(row)
        if row.kind == "total" and at == 0:
            row.cells.insert(1, draft.EMPTY)
        else:
            row.cells.insert(at, value)


TITLES = {
    "transactions": "2024年销售明细表",
    "wide": "2024年度分月销售汇总",
    "wide_pairs": "2024年度分月销售汇总",
    "accounts": "客户档案",
    "contracts": "合同台账",
    "costs": "2024年客户服务费用明细",
}


def _around(made: Draft, plan: Plan, rng: Random) -> None:
    title, last = TITLES[plan["table"]], [""] * (made.width - 1)
    unit = headers.TITLE_WORDS.get(plan["unit"], "元")
    signed = ["制表人：张伟", "打印日期：2024-12-31"]
    made.above = {
        "title": [[title]],
        "unit": rng.choice(
            (
                [[title], [f"单位：{unit}"]],
                [[title], [*last, f"单位：{unit}"]],
                [[f"{title}（单位：{unit}）"]],
                [[title], [f"金额单位：人民币{unit}"]],
            )
        ),
        "signed": [[title], signed],
        "blank_below": [["某某股份有限公司"], [title], []],
        "query": [[title], ["查询条件："], ["开始日期：2023-01-01", "结束日期：2024-12-31"], ["部门：全部", "状态：已审核"]],
        "long": [["某某股份有限公司"], [title], ["编制单位：销售部"], signed, ["报表编号：XS-001"], ["说明：本表由系统自动生成"], []],
    }.get(plan["title"], [])
    made.below = {
        "signed": [["制表人：张伟", "审核：李娜"]],
        "remark": [[], ["备注：1、本表数据截至12月31日。"], ["2、如有疑问请联系销售部。"]],
        "printed": [["打印时间：2024-12-31 18:00:00"], ["第 1 页，共 1 页"]],
        "count": [[f"共 {sum(r.kind == 'data' for r in made.rows)} 条记录"]],
    }.get(plan["foot"], [])

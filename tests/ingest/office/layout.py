"""From true rows to the body of a sheet: columns and their names, data rows, total rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from tests.ingest.office import draft, forms, headers, records, styles
from tests.ingest.office.draft import Cell, Column, Draft, Row
from tests.ingest.office.values import Record, Span

Plan = Mapping[str, str]

FIELDS: Mapping[str, tuple[str, ...]] = {
    "transactions": ("date", "order_id", "product", "category", "quantity", "revenue"),
    "accounts": ("parent_id", "industry", "region", "owner", "note"),
    "contracts": ("value", "start_on", "end_on", "renewal_probability"),
    "costs": ("date", "activity", "amount"),
}
COSTS = {"none": (), "cost": ("cost",), "gross_profit": ("gross_profit",), "discount": ("discount",), "unit_price": ("unit_price",)}
ACCOUNTS = {"both": ("account_id", "account_name"), "id": ("account_id",), "name": ("account_name",)}
MONEY = frozenset({"revenue", "cost", "gross_profit", "discount", "unit_price", "value", "amount", "gross", "tax"})
DAYS = frozenset({"date", "start_on", "end_on"})
REQUIRED = frozenset({"account_id", "account_name", "date", "revenue", "amount", "value"})


def fields(plan: Plan) -> list[str]:
    """The fields of the file, in order."""
    chosen = list(ACCOUNTS[plan["account"]])
    if plan["table"] == "contracts":
        chosen.insert(0, "contract_id")
    if plan["table"] == "accounts":
        return [*chosen, *FIELDS["accounts"]]
    chosen += FIELDS[plan["table"]]
    if plan["tax"] == "both":
        chosen += ["tax", "gross"]
    return chosen + list(COSTS[plan["cost"]])


def column(field: str, plan: Plan, rng: Random) -> Column:
    """The column of a field: what it is called in this file and how its values are written."""
    name = "period" if field == "date" and plan["date"] in forms.PERIODS else field
    label = headers.called(name, plan, rng)
    if field == "revenue" and plan["tax"] != "none":
        label = {"taxed": "含税金额", "net": "不含税金额", "both": "金额"}[plan["tax"]]
    own_yuan = field == "discount" and plan["unit"] == "wan_title_yuan_header"
    if field in MONEY:
        label += "（元）" if own_yuan else headers.UNITS[plan["unit"]][1]
        write = draft.money(plan, 1 if own_yuan else None)
    elif field in DAYS:
        write = draft.when(plan, rng)
    else:
        write = {"quantity": draft.count(plan), "renewal_probability": draft.share(plan), "account_id": draft.identity(plan)}.get(
            field, draft.text
        )
    if plan["share"] == "header_percent" and field == "renewal_probability":
        label += "(%)"
    if plan["quantity"] == "pieces_header" and field == "quantity":
        label += "（箱）"
    adds = (field in MONEY and field != "unit_price") or field == "quantity"
    return Column(field, headers.marked(label, plan["header"], field in REQUIRED), write, adds, field in REQUIRED)


def long(plan: Plan, rng: Random) -> Draft:
    """A file with one true row per row."""
    columns = [column(field, plan, rng) for field in fields(plan)]
    truth = records.draw(plan, rng)
    if plan["noise"] == "duplicates":
        truth = [r for record in truth for r in ([record, record] if rng.random() < 0.25 else [record])]
        truth = [*truth, truth[0]]
    rows = [Row("data", draft.cells(columns, record), (record,)) for record in truth]
    made = Draft(columns, header_of(columns, plan), with_totals(rows, columns, plan, rng))
    if plan["sheet"] == "merged_customer":
        _merge_customers(made, len([c for c in columns if c.field in {"account_id", "account_name"}]))
    return made


def header_of(columns: Sequence[Column], plan: Plan) -> list[list[str]]:
    """No header, one row, or two (families above; or names above with empty cells below)."""
    labels = [c.label for c in columns]
    if plan["header"] == "none":
        return []
    if plan["header"] == "two_rows":
        return [_run_starts([headers.family(c.field) for c in columns]), labels]
    if plan["header"] == "two_rows_down":
        sales = [headers.family(c.field) == "销售数据" for c in columns]
        upper = _run_starts([headers.family(c.field) if s else c.label for c, s in zip(columns, sales, strict=True)])
        return [upper, [c.label if s else "" for c, s in zip(columns, sales, strict=True)]]
    return [labels]


def _run_starts(labels: list[str]) -> list[str]:
    return [label if at == 0 or labels[at - 1] != label else "" for at, label in enumerate(labels)]


def with_totals(rows: list[Row], columns: Sequence[Column], plan: Plan, rng: Random) -> list[Row]:
    """The data rows with the total rows of the plan among them."""
    form, every = plan["totals"], [r for row in rows for r in row.records]
    label = {
        "last": "合计",
        "spaced": "合 计",
        "wide_spaced": "合　　计",
        "grand": "总计",
        "english": rng.choice(("Total", "Grand Total", "TOTAL")),
        "second_column": "合计",
        "colon": "合计：",
        "counted": f"合计（{len(rows)}笔）",
    }.get(form)
    if label:
        return [*rows, draft.total(columns, every, label, 1 if form == "second_column" else 0)]
    if form == "page":
        half, first = len(rows) // 2, [r for row in rows[: len(rows) // 2] for r in row.records]
        second = [r for row in rows[half:] for r in row.records]
        return [
            *rows[:half],
            draft.total(columns, first, "本页合计", 0),
            *rows[half:],
            draft.total(columns, second, "本页合计", 0),
            draft.total(columns, every, "累计", 0),
        ]
    return _per_customer(rows, columns, rng) if form == "per_customer" else rows


def _per_customer(rows: list[Row], columns: Sequence[Column], rng: Random) -> list[Row]:
    style, made, group = rng.choice(("小计", "{name}小计", "{id} 汇总")), [], []
    for at, row in enumerate(rows):
        group.append(row)
        own = row.records[0].values
        if at + 1 == len(rows) or rows[at + 1].records[0].values["account_id"] != own["account_id"]:
            label = style.format(name=own["account_name"], id=own["account_id"])
            made += [*group, draft.total(columns, [r for g in group for r in g.records], label, 0)]
            group = []
    return [*made, draft.total(columns, [r for row in rows for r in row.records], "总计", 0)]


def _merge_customers(made: Draft, width: int) -> None:
    start = 0
    for at, row in enumerate(made.rows):
        own = row.records[0].values["account_id"]
        if at + 1 == len(made.rows) or made.rows[at + 1].records[0].values["account_id"] != own:
            if at > start:
                made.merges += [(start, place, at, place) for place in range(width)]
            for row_below in made.rows[start + 1 : at + 1]:
                row_below.cells[:width] = [draft.EMPTY] * width
            start = at + 1


def wide(plan: Plan, rng: Random) -> Draft:
    """A file with a month (or a month's quantity and amount) per column."""
    spans, lines = records.months(plan, rng)
    people = [column(field, plan, rng) for field in ACCOUNTS[plan["account"]]]
    style = rng.choice([f for name, f in styles.SPANS.items() if name.startswith("month")])
    parts = ("quantity", "revenue") if plan["table"] == "wide_pairs" else ("revenue",)
    shown = {part: column(part, plan, rng) for part in parts}
    columns, upper, lower = list(people), [c.label for c in people], [""] * len(people)
    for span in spans:
        for part in parts:
            columns.append(Column(part, style(span), shown[part].write, True))
            upper.append(style(span) + (headers.UNITS[plan["unit"]][1] if len(parts) == 1 else "") if part == parts[0] else "")
            lower.append(shown[part].label)
    rows = [_wide_row(line, columns, people, parts) for line in lines]
    sheet_made = Draft(columns, [upper, lower] if len(parts) == 2 else [upper], rows)
    _wide_totals(sheet_made, len(people), plan, spans)
    return sheet_made


def _wide_row(line: list[Record | None], columns: list[Column], people: list[Column], parts: tuple[str, ...]) -> Row:
    own = next(r for r in line if r)
    made = draft.cells(people, own)
    for at, record in enumerate(line):
        for place, part in enumerate(parts):
            write = columns[len(people) + at * len(parts) + place].write
            made.append(write(record.values[part]) if record else draft.EMPTY)
    truth = [r for r in line if r]
    if len(parts) == 1:
        for record in truth:
            record.values.pop("quantity")
    return Row("data", made, truth)


def _wide_totals(made: Draft, people: int, plan: Plan, spans: Sequence[Span]) -> None:
    if plan["totals"] in {"none", "page", "per_customer"}:
        return
    label = {"spaced": "合 计", "wide_spaced": "合　　计", "grand": "总计", "english": "Total", "colon": "合计："}.get(
        plan["totals"], "合计"
    )
    cells = [Cell(label if at == (plan["totals"] == "second_column" and people > 1) else "") for at in range(people)]
    width = made.width - people
    each = 2 if plan["table"] == "wide_pairs" else 1
    for at in range(width):
        same = [r for row in made.rows for r in row.records if r.values["date"] == spans[at // each]]
        column = made.columns[people + at]
        cells.append(column.write(sum(r.values[column.field] for r in same)))
    made.rows.append(Row("total", cells))

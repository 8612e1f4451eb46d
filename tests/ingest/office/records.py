"""The true rows of a file, drawn before any of them is written."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from tests.ingest.office import forms, headers, styles, values
from tests.ingest.office.values import Record, Span

CENT = Decimal("0.01")
Plan = Mapping[str, str]


class People:
    """The customers of a file: ids and names that belong together."""

    def __init__(self, plan: Plan, rng: Random, count: int) -> None:
        self.names = values.customers(rng, count, plan["name"], plan["encoding"] == "gb18030_rare")
        self.ids = values.ids(rng, len(self.names), plan["id"])
        if plan["encoding"] == "big5":
            self.names = [name.translate(values.TO_TRADITIONAL) for name in self.names]
        self.by_name = plan["account"] == "name"

    def fields(self, at: int) -> dict[str, str]:
        """Id and name; the name stands for the id where a file has no ids."""
        return {"account_id": self.names[at] if self.by_name else self.ids[at], "account_name": self.names[at]}


def quantum(plan: Plan) -> Decimal:
    """The step of amounts that the form and the unit of the file can state exactly."""
    divisor = headers.UNITS[plan["unit"]][0]
    return max(styles.QUANTA.get(plan["amount"], CENT), CENT * divisor if divisor > 1 else CENT)


def translated(record: Record, plan: Plan) -> Record:
    """The record in traditional characters where the file is Big5."""
    if plan["encoding"] == "big5":
        record.values = {k: v.translate(values.TO_TRADITIONAL) if isinstance(v, str) else v for k, v in record.values.items()}
    return record


def draw(plan: Plan, rng: Random) -> list[Record]:
    """The true rows of the file, in its order."""
    people = People(plan, rng, rng.randint(6, 9))
    make = {"accounts": _accounts, "contracts": _contracts, "costs": _costs}.get(plan["table"], _transactions)
    records = [translated(record, plan) for record in make(plan, rng, people)]
    if plan["totals"] == "per_customer" or plan["sheet"] == "merged_customer":
        records.sort(key=lambda r: str(r.values["account_id"]))
    _spoil(plan, rng, records)
    return records


def _moment(plan: Plan, rng: Random, number: int) -> object:
    form = plan["date"]
    if form.startswith("month_") and form in forms.PERIODS:
        return values.month(rng.choice((2023, 2024)), rng.randint(1, 12))
    if form.startswith("quarter"):
        return values.quarter(rng.choice((2023, 2024)), rng.randint(1, 4))
    day = values.day(rng)
    if form == "no_proof":
        return day.replace(day=rng.choice([d for d in range(1, 13) if d != day.month]))
    if form in forms.SLASHED and number < 4:
        return day.replace(day=rng.randint(13, 28))
    return day


def _transactions(plan: Plan, rng: Random, people: People) -> list[Record]:
    step, negative = quantum(plan), plan["amount"] in styles.NEGATIVE
    made = []
    for number in range(rng.randint(12, 24)):
        pieces, revenue = Decimal(rng.randint(1, 4000)), values.amount(rng, step, negative)
        net = {"account": people.fields(rng.randrange(len(people.names)))}["account"]
        record = Record({**net, "date": _moment(plan, rng, number), "order_id": f"DD{rng.randrange(10**6):06d}X{number}"})
        record.values |= {
            "product": rng.choice(values.PRODUCTS),
            "category": rng.choice(values.CATEGORIES),
            "quantity": pieces,
            "revenue": revenue,
        }
        if plan["cost"] == "discount":
            record.values["discount"] = values.amount(rng, CENT if plan["unit"] == "wan_title_yuan_header" else step, False)
        if plan["cost"] in {"cost", "gross_profit"}:
            cost = abs(values.amount(rng, step, False))
            record.values |= {"cost": cost, "gross_profit": revenue - cost}
        if plan["cost"] == "unit_price":
            record.values["unit_price"] = (revenue / pieces).quantize(CENT)
        if plan["tax"] == "both":
            tax = (revenue * Decimal("0.13")).quantize(CENT)
            record.values |= {"tax": tax, "gross": revenue + tax}
        made.append(record)
    return made


def _accounts(plan: Plan, rng: Random, people: People) -> list[Record]:
    return [
        Record(
            {
                **people.fields(at),
                "parent_id": rng.choice((None, *values.GROUPS)),
                "industry": rng.choice(values.INDUSTRIES),
                "region": rng.choice(values.REGIONS),
                "owner": rng.choice(values.OWNERS),
                "note": rng.choice(values.NOTES) or None,
            }
        )
        for at in range(len(people.names))
    ]


def _contracts(plan: Plan, rng: Random, people: People) -> list[Record]:
    made = []
    for number in range(len(people.names)):
        start = values.day(rng)
        percent = Decimal(rng.randint(1000, 9999)) / 10_000 if plan["share"] == "percent_point" else Decimal(rng.randint(10, 99)) / 100
        money = abs(values.amount(rng, quantum(plan), False))
        made.append(
            Record(
                {
                    "contract_id": f"HT-{number + 1:04d}",
                    **people.fields(number),
                    "value": money,
                    "start_on": start,
                    "end_on": start.replace(year=start.year + 1, day=min(start.day, 28)),
                    "renewal_probability": percent,
                }
            )
        )
    return made


def _costs(plan: Plan, rng: Random, people: People) -> list[Record]:
    step, negative = quantum(plan), plan["amount"] in styles.NEGATIVE
    return [
        Record(
            {
                **people.fields(rng.randrange(len(people.names))),
                "date": _moment(plan, rng, number),
                "activity": rng.choice(values.ACTIVITIES),
                "amount": values.amount(rng, step, negative),
            }
        )
        for number in range(rng.randint(10, 18))
    ]


def _spoil(plan: Plan, rng: Random, records: list[Record]) -> None:
    """Write over some cells what nobody can read, and leave some optional ones out."""
    some = rng.sample(records, max(2, len(records) // 4))
    if plan["bad_amount"] != "none":
        _write(some, "amount" if plan["table"] == "costs" else "revenue", styles.BAD_AMOUNTS[plan["bad_amount"]], rng)
    if plan["bad_date"] != "none":
        _write(some, "date", styles.BAD_DATES[plan["bad_date"]], rng)
    if plan["id"] == "science":
        for record in some:
            number = f"1.{rng.randrange(10, 99)}E+1{rng.randrange(5, 9)}"
            record.values["account_id"] = record.written["account_id"] = number
            record.unreadable.add("account_id")
    if plan["missing"] != "none":
        for record in some:
            record.values[rng.choice(("cost", "quantity"))] = None


def _write(records: list[Record], field: str, spoilt: tuple[str, ...], rng: Random) -> None:
    for record in records:
        record.written[field] = rng.choice(spoilt)
        record.values[field] = None
        record.unreadable.add(field)


def months(plan: Plan, rng: Random) -> tuple[list[Span], list[list[Record | None]]]:
    """A wide file: its months, and per customer one record (or nothing) per month."""
    people, first = People(plan, rng, rng.randint(5, 8)), rng.randint(1, 6)
    spans = [values.month(2024, first + at) for at in range(rng.randint(4, 6))]
    lines: list[list[Record | None]] = []
    for at in range(len(people.names)):
        line: list[Record | None] = []
        for place, span in enumerate(spans):
            record = Record(
                {
                    **people.fields(at),
                    "date": span,
                    "quantity": Decimal(rng.randint(1, 900)),
                    "revenue": values.amount(rng, quantum(plan), plan["amount"] in styles.NEGATIVE),
                }
            )
            line.append(translated(record, plan) if place == 0 or rng.random() < 0.85 else None)
        lines.append(line)
    return spans, lines

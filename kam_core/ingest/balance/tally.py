"""Sums over the staged rows, exact and in one pass: what is loaded, rejected and for which reason, and what the total rows say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kam_core.ingest.balance.parts import TIMES
from kam_core.ingest.balance.reconcile import Amount, Part
from kam_core.ingest.meaning.shapes import Shape
from kam_core.ingest.raw import Raw
from kam_core.ingest.values.amounts import Problem, has_own_unit, parse_amount
from kam_core.ingest.values.cells import Cell
from kam_core.schema import NO_ACCOUNT, Table, table

EXACT = "exact_"
"""Begins the name of a column with what the file says, before it is rounded to what is stored."""
NOT_ADDED = frozenset(("rate", "unit_price"))
"""Money for one unit of something: its sum means nothing."""
_ZERO = Decimal(0)


@dataclass(frozen=True)
class Group:
    """Rows with the same fate: the reason why they are rejected ("": none), and sums by amount."""

    reason: str
    unnamed: bool
    """Without an account."""
    again: bool
    """Repeating a row further up."""
    bare: bool
    """Without the revenue that would make them a line of sales."""
    rows: int
    file: Mapping[str, Decimal]
    stored: Mapping[str, Decimal]
    without: Mapping[str, int]


@dataclass
class Tally:
    """The sums of one load."""

    amounts: Sequence[Amount] = ()
    groups: list[Group] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    """Rows that never became cells, by reason."""
    per_row: int = 1
    """Staged rows that one row of the file was turned into."""

    def part(self, id: str, wanted: Callable[[Group], bool], unread: int = 0) -> Part:
        """The sum of the groups one wants, and of rows of which nothing is known."""
        found = [group for group in self.groups if wanted(group)]
        names = [amount.name for amount in self.amounts]
        without = {name: sum(group.without[name] for group in found) + unread for name in names}
        return Part(
            id,
            sum(group.rows for group in found) // self.per_row + unread,
            {name: sum((group.file[name] for group in found), _ZERO) for name in names},
            {},
            {name: count for name, count in without.items() if count},
        )


def account_amounts(cells: Mapping[str, Cell], columns: set[str]) -> list[Amount]:
    """The amounts of a file about accounts that are stored as money, with the columns they come from."""
    made_of = {"revenue": ("quantity", "unit_price"), "cost": ("revenue", "gross_profit", "margin_rate")}
    sales = [_amount("transactions", name, cells, made_of.get(name, ())) for name in ("revenue", "cost", "discount") if name in columns]
    served = [_amount("costs", "amount", cells, (), "cost_to_serve")] if "cost_to_serve" in cells else []
    return (sales if "revenue" in columns else []) + served


def plain_amounts(declared: Table, cells: Mapping[str, Cell], columns: Sequence[str]) -> list[Amount]:
    """The amounts of any other table; one that no column holds is made of a driver quantity and a rate."""
    asked = set(columns) - NOT_ADDED
    return [
        _amount(declared.name, c.name, cells, ("driver_quantity", "rate"))
        for c in declared.columns if c.kind == "money" and c.name in asked
    ]  # fmt: skip


def _amount(name: str, column: str, cells: Mapping[str, Cell], made_of: Sequence[str], field: str = "") -> Amount:
    sources = [cells[field or column]] if (field or column) in cells else [cells[source] for source in made_of if source in cells]
    factors = {cell.place.unit.factor for cell in sources if cell.column.kind == "money"}
    title = cells[field].column.title if field else table(name).column(column).title
    label = TIMES.join(dict.fromkeys(cell.place.label for cell in sources if cell.place.label))
    return Amount(field or column, title, label, factors.pop() if len(factors) == 1 else 1, name, column)


def exact(cell: Cell) -> str:
    """SQL of what a cell says to ten decimals; where it is no plain number, of what is stored of it."""
    said = f"TRY_CAST(r.{cell.place.text} AS DECIMAL(28,10)) * {cell.place.unit.factor}"
    return f"CASE WHEN abs({said} - {cell.value}) < 0.0001 THEN {said} ELSE {cell.value} END"


def tally(raw: Raw, ledger: str, ours: str, amounts: Sequence[Amount], shape: Shape) -> Tally:
    """
    Group the rows of a view by their fate and add up what they say.

    ``ledger`` has the money of the file, ``ours`` that of the workbook (the same view unless a currency was converted).
    """
    named = {a.name for a in amounts}
    flags = {
        "reason": "coalesce(x.reason, '')",
        "unnamed": f"l.account_id = '{NO_ACCOUNT}'" if shape == "transactions" else "false",
        "again": f"l.line IN (SELECT line FROM {raw.repeated})" if raw.duplicates else "false",
        "bare": "l.revenue IS NULL" if shape in ("accounts", "wide") and "revenue" in named else "false",
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in flags.items())
    sums = "".join(f", sum(l.{EXACT}{a.name}), sum(l.{a.name}), count(*) - count(l.{a.name})" for a in amounts)
    query = f"SELECT {listed}, count(*){sums} FROM {{}} l LEFT JOIN {raw.fates} x ON x.line = l.line GROUP BY ALL"
    found = [_group(row, amounts) for row in raw.cursor.execute(query.format(ledger)).fetchall()]
    if ours != ledger:
        converted = {(g.reason, g.unnamed, g.again, g.bare): g.stored for g in _converted(raw, query.format(ours), amounts)}
        found = [_with(group, converted) for group in found]
    return Tally(amounts, found, _unread(raw), raw.per_row)


def _converted(raw: Raw, query: str, amounts: Sequence[Amount]) -> list[Group]:
    return [_group(row, amounts) for row in raw.cursor.execute(query).fetchall()]


def _with(group: Group, converted: Mapping[tuple[str, bool, bool, bool], Mapping[str, Decimal]]) -> Group:
    stored = converted.get((group.reason, group.unnamed, group.again, group.bare), {})
    return Group(group.reason, group.unnamed, group.again, group.bare, group.rows, group.file, stored, group.without)


def _group(row: Sequence[object], amounts: Sequence[Amount]) -> Group:
    reason, unnamed, again, bare, rows, *sums = row
    file, stored, without = ({a.name: sums[3 * i + k] for i, a in enumerate(amounts)} for k in range(3))
    exactly = {a.name: _decimal(file[a.name]) / a.factor for a in amounts}
    kept = {name: _decimal(value) for name, value in stored.items()}
    return Group(
        str(reason), bool(unnamed), bool(again), bool(bare), int(str(rows)), exactly, kept, {n: int(str(v)) for n, v in without.items()}
    )


def _decimal(value: object) -> Decimal:
    return _ZERO if value is None else Decimal(str(value))


def _unread(raw: Raw) -> dict[str, int]:
    query = f"SELECT reason, count(*) FROM {raw.fates} WHERE line NOT IN (SELECT line FROM {raw.rows}) GROUP BY 1"
    if not raw.count(f"SELECT count(*) FROM {raw.rejects}"):
        return {}
    return {str(reason): int(count) for reason, count in raw.cursor.execute(query).fetchall()}


def said_by(texts: Sequence[str], cell: Cell) -> Decimal | None:
    """What cells of a total row say together, in the unit of their header; None when none of them is an amount."""
    found = [(parse_amount(text, cell.decimal), has_own_unit(text)) for text in texts]
    amounts = [
        amount / (cell.place.unit.factor if own else 1) for amount, own in found if not isinstance(amount, Problem) and amount is not None
    ]
    return sum(amounts, _ZERO) if amounts else None

"""The sheet as an office program holds it, before it becomes bytes: columns, rows, merges; every data row knows its truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from tests.ingest.office import headers, styles
from tests.ingest.office.values import Record, Span


class Cell(NamedTuple):
    """What is seen, and what a spreadsheet would hold (a number, a day) where it holds one."""

    text: str
    native: Decimal | date | None = None


EMPTY = Cell("")


@dataclass(frozen=True)
class Column:
    """One column: the field it shows ("" = decoration), its label, how its values are written, whether a total adds it up."""

    field: str
    label: str
    write: Callable[[Any], Cell]
    adds: bool = False
    required: bool = False


@dataclass
class Row:
    """One row of the sheet: what it is (data, total, blank, header), its cells, the true rows it stands for."""

    kind: str
    cells: list[Cell]
    records: Sequence[Record] = ()


@dataclass
class Draft:
    """A whole sheet."""

    columns: list[Column]
    header: list[list[str]]
    rows: list[Row]
    above: list[list[str]] = field(default_factory=list)
    below: list[list[str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column, counted from the first row of the body."""

    @property
    def width(self) -> int:
        """Columns of the sheet."""
        return len(self.columns)


def text(value: Any) -> Cell:
    """Text as it is; nothing for what is missing."""
    return Cell("" if value is None else str(value))


def money(plan: Mapping[str, str], unit: int | None = None) -> Callable[[Any], Cell]:
    """An amount in the form and unit of the file."""
    divisor = headers.UNITS[plan["unit"]][0] if unit is None else unit
    form = plan["amount"] if unit is None else "plain"

    def write(value: Any) -> Cell:
        if value is None:
            return Cell(styles.MISSING.get(plan["missing"], ""))
        scaled = value / divisor
        return Cell(styles.AMOUNTS[form](scaled), scaled if form in {"plain", "grouped", "minus", "minus_grouped"} else None)

    return write


def count(plan: Mapping[str, str]) -> Callable[[Any], Cell]:
    """A quantity in its form."""

    def write(value: Any) -> Cell:
        if value is None:
            return Cell(styles.MISSING.get(plan["missing"], ""))
        return Cell(styles.QUANTITIES[plan["quantity"]](value), value if plan["quantity"] in {"plain", "grouped"} else None)

    return write


def share(plan: Mapping[str, str]) -> Callable[[Any], Cell]:
    """A share of one in its form."""
    return lambda value: Cell(styles.SHARES[plan["share"]](value))


def when(plan: Mapping[str, str], rng: Random) -> Callable[[Any], Cell]:
    """A day or a period in its form."""
    form = plan["date"]

    def write(value: Any) -> Cell:
        if isinstance(value, Span):
            return Cell(styles.SPANS[form](value))
        if form == "both_proofs":
            return Cell(styles.either(value, rng))
        return Cell(styles.DATES[form](value), value if form == "iso" else None)

    return write


def identity(plan: Mapping[str, str]) -> Callable[[Any], Cell]:
    """An id in its form; one that looks like a plain number may be one in a spreadsheet."""
    write = styles.IDS.get(plan["id"], str)
    return lambda value: Cell(write(value), Decimal(value) if plan["id"] == "float" else None)


def cells(columns: Sequence[Column], record: Record) -> list[Cell]:
    """The row of one record: what it was told to be written as, else the form of the column."""
    return [Cell(record.written[c.field]) if c.field in record.written else c.write(record.values.get(c.field)) for c in columns]


def total(columns: Sequence[Column], records: Sequence[Record], label: str, at: int) -> Row:
    """A row that adds up what can be read."""
    made = []
    for column in columns:
        known = (
            [r.values[column.field] for r in records if column.field not in r.written and r.values.get(column.field) is not None]
            if column.adds
            else []
        )
        made.append(column.write(sum(known, Decimal(0))) if known else EMPTY)
    made[min(at, len(made) - 1)] = Cell(label)
    return Row("total", made)

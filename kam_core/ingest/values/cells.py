"""One typed column of a load: plain forms are read in SQL, every other distinct value once by the parsers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from kam_core.ingest.meaning.fields import INDICES
from kam_core.ingest.raw import Raw
from kam_core.ingest.repair import LISTED_PER_KIND
from kam_core.ingest.values.amounts import Problem
from kam_core.ingest.values.units import HeaderUnit
from kam_core.schema import Column

INDEX_NAMES = frozenset(column.name for column in INDICES)

Parsed = tuple[str | None, str | None]
"""A value as text that DuckDB can cast (None: missing), and the reason why there is none."""
Parser = Callable[[str], Parsed]


@dataclass(frozen=True)
class Place:
    """Where a field stands: the text column of the staged rows, an SQL expression for its source column, what its header says."""

    text: str
    index: str
    unit: HeaderUnit
    label: str


@dataclass(frozen=True)
class Cell:
    """One typed column: an SQL expression over the staged rows ``r`` and, with ``join``, a map of the odd values."""

    column: Column
    place: Place
    value: str
    join: str = ""
    periods: bool = False
    """Most of its days are written as periods (2024-03, 2013Q2)."""
    decimal: str = "."
    """The decimal mark of its figures."""


def parsed(value: object) -> Parsed:
    """The answer of a parser in the form that goes into the map."""
    if isinstance(value, Problem):
        return None, value.reason
    return (value.isoformat() if isinstance(value, date) else None if value is None else format(value, "f")), None


def odd_values(raw: Raw, place: Place, fast: str) -> list[tuple[str, int]]:
    """The distinct texts that the plain form does not read, and how often each stands there."""
    text = f"r.{place.text}"
    return raw.cursor.execute(f"SELECT {text}, count(*) FROM {raw.rows} r WHERE {text} <> '' AND ({fast}) IS NULL GROUP BY 1").fetchall()


def said_of(raw: Raw, place: Place, kind: str, detail: str, texts: list[str]) -> None:
    """Say of every row in which one of these texts stands: the first ones row by row, the others counted."""
    if not texts:
        return
    found = f"FROM {raw.rows} r WHERE r.{place.text} IN (SELECT unnest(?))"
    lines = raw.cursor.execute(f"SELECT line, r.{place.text} {found} ORDER BY line LIMIT {LISTED_PER_KIND}", [texts]).fetchall()
    for line, text in lines:
        raw.source.repairs.add(kind, ": ".join(filter(None, (place.label, text[:40], detail))), int(line))
    if len(lines) == LISTED_PER_KIND:
        count = raw.cursor.execute(f"SELECT count(*) {found}", [texts]).fetchall()[0][0]
        raw.source.repairs.add(kind, place.label, count=int(count) - len(lines))


def mapped(raw: Raw, column: Column, place: Place, fast: str, parse: Parser, odd: list[str] | None = None) -> Cell:
    """Every odd value once through Python; the answers come back as a small table that is joined."""
    odd = [value for value, _ in odd_values(raw, place, fast)] if odd is None else odd
    if not odd:
        return Cell(column, place, fast)
    answers = [parse(value) for value in odd]
    name, incoming = raw.name(f"map_{place.text}_{column.name}"), f"incoming_{raw.token}"
    table = pa.table(
        [pa.array(odd, pa.string()), pa.array([a[0] for a in answers], pa.string()), pa.array([a[1] for a in answers], pa.string())],
        names=["text", "value", "reason"],
    )
    raw.cursor.register(incoming, table)
    raw.cursor.execute(f"CREATE TEMP TABLE {name} AS SELECT text, TRY_CAST(value AS {column.sql_type}) AS value, reason FROM {incoming}")
    raw.cursor.unregister(incoming)
    if any(reason for _, reason in answers):
        raw.cursor.execute(
            f"INSERT INTO {raw.rejects} SELECT r.line, {place.index}, r.{place.text}, m.reason FROM {raw.rows} r "
            f"JOIN {name} m ON m.text = r.{place.text} WHERE m.reason IS NOT NULL"
        )
    alias = f"m_{column.name}"
    join = f" LEFT JOIN {name} {alias} ON {alias}.text = r.{place.text}"
    return Cell(column, place, f"coalesce({fast}, {alias}.value)", join)


def reject_out_of_bounds(raw: Raw, cell: Cell) -> None:
    """List the cells beyond the bounds that the field declares."""
    low, high = (0, 100) if cell.column.name in INDEX_NAMES else (cell.column.low, cell.column.high)
    outside = [f"{cell.value} {sign} {bound}" for sign, bound in (("<", low), (">", high)) if bound is not None]
    if outside:
        raw.cursor.execute(
            f"INSERT INTO {raw.rejects} SELECT r.line, {cell.place.index}, r.{cell.place.text}, 'out_of_bounds' "
            f"FROM {raw.rows} r{cell.join} "
            f"WHERE ({' OR '.join(outside)}) AND r.line NOT IN (SELECT line FROM {raw.rejects} WHERE col = {cell.place.index})"
        )

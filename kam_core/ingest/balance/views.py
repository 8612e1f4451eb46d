"""What typed rows go through on their way to a table: views with one column per field, checks, targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kam_core.ingest.balance.tally import EXACT, Tally, exact
from kam_core.ingest.raw import Raw
from kam_core.ingest.values.cells import Cell
from kam_core.schema import SQL_TYPES
from kam_core.text import N_

AMOUNT_FROM_RATE = N_("amount = driver quantity x rate")


@dataclass
class Derived:
    """What came out: temporary tables by the name of their table, and the message ids of the derivations."""

    targets: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    """The sums of all staged rows."""
    ledger: str = ""
    """The view they were taken from, with the money of the file."""


def typed_view(raw: Raw, cells: Mapping[str, Cell]) -> str:
    """A view over the staged rows with one typed column per field, unreadable cells being NULL."""
    name = raw.name("typed")
    columns = "".join(f", {cell.value} AS {field}" for field, cell in cells.items())
    columns += "".join(f", {exact(cell)} AS {EXACT}{field}" for field, cell in cells.items() if cell.column.kind == "money")
    joins = "".join(cell.join for cell in cells.values())
    raw.cursor.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT r.line AS line{columns} FROM {raw.rows} r{joins}")
    return name


def at_rates(raw: Raw, typed: str, cells: Mapping[str, Cell], derived: Derived) -> str:
    """The typed rows of costs, an amount that the file does not give made of driver quantity and rate; how many were made is said."""
    name, given = raw.name("ledger"), "amount" in cells
    product = "TRY_CAST(TRY_CAST(driver_quantity AS {kind}) * {rate} AS {kind})"
    made = {
        "amount": product.format(rate="rate", kind=SQL_TYPES["money"]),
        f"{EXACT}amount": product.format(rate=f"{EXACT}rate", kind="DECIMAL(28,10)"),
    }
    listed = ", ".join(f"coalesce({field}, {value}) AS {field}" if given else f"{value} AS {field}" for field, value in made.items())
    rows = f"* REPLACE ({listed})" if given else f"*, {listed}"
    raw.cursor.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT {rows} FROM {typed}")
    count = raw.count(f"SELECT count({made['amount']}) FROM {typed}{' WHERE amount IS NULL' if given else ''}")
    if count:
        derived.said.append(AMOUNT_FROM_RATE)
        raw.source.repairs.add("derived", AMOUNT_FROM_RATE, count=count)
    return name


def reject_missing(raw: Raw, view: str, index: str, condition: str, reason: str = "'required_missing'") -> None:
    """Reject the rows in which a needed value is missing, unless that cell is listed already."""
    raw.cursor.execute(
        f"INSERT INTO {raw.rejects} SELECT line, {index}, '', {reason} FROM {view} t "
        f"WHERE {condition} AND NOT EXISTS (SELECT 1 FROM {raw.rejects} x WHERE x.line = t.line AND x.col = {index})"
    )


def reject_repeated(raw: Raw, view: str, key: tuple[str, ...], index: str) -> None:
    """Reject rows whose key stands further up in the same file."""
    keys = ", ".join(key)
    raw.cursor.execute(
        f"INSERT INTO {raw.rejects} SELECT line, {index}, CAST({key[0]} AS VARCHAR), 'duplicate_key' FROM {view} "
        f"WHERE line NOT IN (SELECT line FROM {raw.rejects}) QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY line) > 1"
    )


def good_rows(raw: Raw, view: str) -> str:
    """The rows of a view that nothing speaks against, ready for further conditions; without rejects there is no join to slow them."""
    rejected = raw.count(f"SELECT count(*) FROM {raw.rejects}")
    return f"{view} WHERE {f'line NOT IN (SELECT line FROM {raw.rejects})' if rejected else 'true'}"


def target(raw: Raw, derived: Derived, table: str, query: str) -> None:
    """Make the temporary table with the rows for a table of the workbook."""
    name = raw.name(table)
    raw.cursor.execute(f"CREATE TEMP TABLE {name} AS {query}")
    derived.targets[table] = name

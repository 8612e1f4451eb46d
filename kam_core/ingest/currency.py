"""Amounts of a file in another currency: each row at the rate that held on its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from kam_core.errors import NoRate
from kam_core.ingest.cells import Cell
from kam_core.ingest.raw import Raw
from kam_core.schema import FIRST_DAY, SQL_TYPES

_MONEY = SQL_TYPES["money"]

_KEPT = """
SELECT coalesce(valid_on, CAST($first AS DATE)) AS valid_on, CAST(rate AS DECIMAL(38,8)) AS rate FROM rates
WHERE upper(trim(currency)) = upper(trim($currency)) AND rate > 0
QUALIFY row_number() OVER (PARTITION BY coalesce(valid_on, CAST($first AS DATE)) ORDER BY row_id DESC) = 1
"""
"""A rate without a day always held; of two for one day the later entry stands."""


def check(cursor: duckdb.DuckDBPyConnection, currency: str | None) -> None:
    """Raise ``NoRate`` before a file is read whose currency the workbook has no rate for."""
    asked = {"currency": currency, "first": FIRST_DAY}
    if currency and not cursor.execute(f"SELECT 1 FROM ({_KEPT}) LIMIT 1", asked).fetchall():
        raise NoRate(currency=currency)


def in_our_money(raw: Raw, view: str, cells: Mapping[str, Cell], columns: Iterable[str], day: str) -> str:
    """
    The rows of a view with every amount times the latest rate not after its ``day`` (an SQL expression); without a currency the view.

    Rows before the first rate are rejected, and so are amounts that grow too large. How many rows were converted is said.
    """
    money = sorted(name for name in columns if name not in cells or cells[name].column.kind == "money")
    if not raw.currency or not money:
        return view
    rates, name = raw.name("rates"), raw.name("converted")
    raw.cursor.execute(f"CREATE TEMP TABLE {rates} AS {_KEPT}", {"currency": raw.currency, "first": FIRST_DAY})
    ours = {column: f"TRY(CAST(CAST(t.{column} AS DECIMAL(38,4)) * x.rate AS {_MONEY}))" for column in money}
    large = " OR ".join(f"(t.{column} IS NOT NULL AND {value} IS NULL)" for column, value in ours.items())
    # A join loses the order of the file, which is the order in which rows are stored.
    raw.cursor.execute(
        f"CREATE TEMP TABLE {name} AS SELECT t.* REPLACE ({', '.join(f'{value} AS {column}' for column, value in ours.items())}), "
        f"coalesce({', '.join(f't.{column}' for column in money)}) IS NOT NULL AS rated, x.rate IS NULL AS unknown, {large} AS large "
        f"FROM (SELECT *, {day} AS rated_on FROM {view}) t ASOF LEFT JOIN {rates} x ON t.rated_on >= x.valid_on ORDER BY line, rated_on"
    )
    whole = f"FROM {name} WHERE rated AND line NOT IN (SELECT line FROM {raw.rejects})"
    raw.cursor.execute(
        f"INSERT INTO {raw.rejects} SELECT line, {_index(cells)}, CAST(rated_on AS VARCHAR), "
        f"CASE WHEN unknown THEN 'no_rate' ELSE 'out_of_bounds' END {whole} AND (unknown OR large)"
    )
    raw.source.repairs.add("converted", raw.currency, count=raw.count(f"SELECT count(*) {whole}"))
    return name


def _index(cells: Mapping[str, Cell]) -> str:
    """The column a row without a rate is listed under: its date, where the file has one."""
    ordered = [cells[name] for name in ("date", *cells) if name in cells]
    return next((cell.place.index for cell in ordered if cell.place.index.isdecimal()), "-1")

"""Amounts of a file in another currency: each row at the rate that held on its day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import duckdb

from kam_core.errors import NoRate
from kam_core.ingest.raw import Raw
from kam_core.ingest.values.amounts import currency_of
from kam_core.ingest.values.cells import Cell, Place, said_of
from kam_core.ingest.values.units import HeaderUnit
from kam_core.schema import FIRST_DAY, SQL_TYPES

_MONEY = SQL_TYPES["money"]

_HEADER = re.compile(r"(?:.+ )?(?:currency(?: code)?|ccy)|(?:交易|结算|原)?(?:币种|币别|货币)|währ(?:un)?g|devise", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z]{3}")
_UNIT_HEADER = re.compile(r"(?:金额|货币|计量)?单位|(?:amount )?unit|in", re.IGNORECASE)
_UNIT = re.compile(r"(?:人民币)?[千万萬亿億百十]*元?")
_PLAIN_UNIT = ("元", "人民币元", "人民币")

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


def currency_columns(names: Sequence[str], sample: Sequence[Sequence[str]]) -> list[int]:
    """
    Where a file says in which currency the amounts of a row are.

    >>> currency_columns(["Amount", "Amount Currency"], [["5", "USD"], ["6", "EUR"]])
    [1]
    """
    return _called(names, sample, _HEADER, lambda cell: bool(currency_of(cell) or _CODE.fullmatch(cell)))


def say_mixed(raw: Raw, index: int) -> None:
    """Name the rows whose currency is not that of most rows: their amounts are added up as they stand."""
    place, rows = _place(raw, index), Counter[str]()
    counts = dict(raw.cursor.execute(f"SELECT {place.text}, count(*) FROM {raw.rows} WHERE trim({place.text}) <> '' GROUP BY 1").fetchall())
    same = {text: currency_of(text) or text.strip().casefold() for text in counts}
    for text, count in counts.items():
        rows[same[text]] += count
    others = {currency for currency, _ in rows.most_common()[1:]}
    said_of(raw, place, "mixed_currencies", "", sorted(text for text in counts if same[text] in others))


def unit_columns(names: Sequence[str], sample: Sequence[Sequence[str]]) -> list[int]:
    """
    Where a file says row by row in which unit of money the amounts are.

    >>> unit_columns(["金额", "单位"], [["1.5", "万元"], ["300", "元"]]), unit_columns(["数量", "单位"], [["3", "件"]])
    ([1], [])
    """
    return _called(names, sample, _UNIT_HEADER, lambda cell: _UNIT.fullmatch(cell) is not None)


def say_units(raw: Raw, index: int) -> None:
    """Name the rows whose amounts are said to be in thousands or the like by another cell: they are read as they stand."""
    place = _place(raw, index)
    texts = [row[0] for row in raw.cursor.execute(f"SELECT DISTINCT {place.text} FROM {raw.rows}").fetchall()]
    said_of(raw, place, "unit_beside", "", sorted(text for text in texts if text and text not in _PLAIN_UNIT))


def _called(names: Sequence[str], sample: Sequence[Sequence[str]], header: re.Pattern[str], says: Callable[[str], bool]) -> list[int]:
    """The columns of such a name in which every filled cell says such a thing."""
    cells = [{row[index].strip() for row in sample} - {""} for index in range(len(names))]
    return [
        index
        for index, (name, told) in enumerate(zip(names, cells, strict=True))
        if header.fullmatch(name.strip()) and told and all(map(says, told))
    ]


def _place(raw: Raw, index: int) -> Place:
    """A column that becomes no field."""
    return Place(f"c{index}", str(index), HeaderUnit(), raw.source.names[index])

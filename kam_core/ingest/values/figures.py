"""Columns of figures: decimal mark, units, percent and rating scales are decided once per column, and said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kam_core.ingest.options import LoadOptions
from kam_core.ingest.raw import Raw
from kam_core.ingest.values.amounts import Problem, currency_of, decimal_mark, has_own_unit, is_rate, measure_of, parse_amount, plain
from kam_core.ingest.values.cells import INDEX_NAMES, Cell, Parsed, Place, mapped, odd_values, parsed, said_of
from kam_core.schema import Column

_FRACTION_UP_TO = 1.5
"""A column of shares whose largest value is beyond this is in percent."""
_BOUND = Decimal(10) ** 14
"""What DECIMAL(18,4) holds; no figure of a business is larger."""

PERCENT, OTHER_CURRENCY = Problem("percent_not_amount"), Problem("other_currency")

_CURRENCY_IN_HEADER = re.compile(
    r"(?<![A-Za-z])(?:USD|EUR|GBP|JPY|HKD|TWD|SGD|AUD|CAD|CHF|KRW)(?![A-Za-z])|[$€£₩]|美元|欧元|英镑|日元|港币|港元|新台币"
)

Rescaling = tuple[float, int, float]
"""Subtract, multiply, divide."""
_AS_IT_IS: Rescaling = (0.0, 1, 1.0)


def figure(raw: Raw, column: Column, place: Place, options: LoadOptions) -> Cell:
    """Make a column of amounts, numbers, whole numbers, shares or index values (0-100) typed."""
    decimal = options.decimal or _decimal(raw, place)
    text = f"r.{place.text}"
    if decimal == ",":
        text = f"CASE WHEN NOT contains({text}, '.') THEN {text} END"
    rescaling = _rescaling(raw, column, place, options, text, decimal)

    fast = _plain_form(text, column, rescaling)
    odd = odd_values(raw, place, fast)
    foreign = _foreign(odd) if column.kind == "money" else frozenset[str]()
    things = column.kind in ("number", "integer") and column.name not in INDEX_NAMES
    amounts = column.kind == "money" or bool(column.unit)

    def parse(value: str) -> Parsed:
        if amounts and is_rate(value):
            return parsed(PERCENT)
        if foreign and currency_of(value) in foreign:
            return parsed(OTHER_CURRENCY)
        return _answer(parse_amount(value, decimal, measures=things), has_own_unit(value), column, rescaling)

    if things:
        _say_measures(raw, place, odd)
    said_of(raw, place, "not_available", "", [value for value, _ in odd if plain(value).casefold() == "#n/a"])
    return replace(mapped(raw, column, place, fast, parse, [value for value, _ in odd]), decimal=decimal)


def _foreign(odd: Sequence[tuple[str, int]]) -> frozenset[str]:
    """The currencies beside that of most amounts that name one: what is added up has one currency."""
    signs = Counter[str]()
    for value, count in odd:
        signs[currency_of(value)] += count
    signs.pop("", None)
    return frozenset(sign for sign, _ in signs.most_common()[1:])


def _say_measures(raw: Raw, place: Place, odd: Sequence[tuple[str, int]]) -> None:
    """The words for what is counted (12件); several in one column count different things."""
    counts = Counter[str]()
    for value, count in odd:
        counts[measure_of(value)] += count
    counts.pop("", None)
    kind = "mixed_measures" if len(counts) > 1 else "measure"
    raw.source.repairs.add(kind, f"{place.label}: {', '.join(sorted(counts))}", count=counts.total())


def _plain_form(text: str, column: Column, rescaling: Rescaling) -> str:
    """SQL that reads ``-1234.5`` and its like, and gives NULL for everything else."""
    minus, times, by = rescaling
    if column.kind == "money":
        # More decimals than are stored, so that 1.23456 (in 10,000s) does not lose any.
        value = f"TRY_CAST({text} AS DECIMAL(28,10)) * {times}" if times != 1 else text
        return f"TRY_CAST({value} AS {column.sql_type})"
    value = f"TRY_CAST({text} AS DOUBLE)"
    finite = f"isfinite({value}) AND abs({value}) < {_BOUND:f}"
    if column.kind == "integer":
        return f"CASE WHEN {finite} AND {value} = round({value}) THEN CAST({value} AS {column.sql_type}) END"
    changed = value if rescaling == _AS_IT_IS else f"({value} - {minus}) * {times} / {by}"
    return f"CASE WHEN {finite} THEN {changed} END"


def _answer(amount: Decimal | Problem | None, own_unit: bool, column: Column, rescaling: Rescaling) -> Parsed:
    """The same for one odd value; a unit of its own stands instead of that of the header."""
    if isinstance(amount, Decimal):
        if own_unit:
            amount = amount * 100 if column.name in INDEX_NAMES else amount
        else:
            minus, times, by = rescaling
            amount = (amount - Decimal(str(minus))) * times / Decimal(str(by))
        if abs(amount) >= _BOUND:
            return None, "out_of_bounds"
        if column.kind == "integer" and amount != amount.to_integral_value():
            return None, "not_an_integer"
    return parsed(amount)


def _decimal(raw: Raw, place: Place) -> str:
    """The decimal mark of a column: what its unambiguous members prove, the dot when they are silent."""
    text = f"r.{place.text}"
    query = f"SELECT DISTINCT {text} FROM {raw.rows} r WHERE contains({text}, ',') OR contains({text}, '，') OR {text} LIKE '%.%.%'"
    values = [row[0] for row in raw.cursor.execute(query).fetchall()]
    proofs = [mark for mark in map(decimal_mark, values) if mark]
    if "," not in proofs:
        _say_ambiguous(raw, place, proved="." in proofs)
        return "."
    dots = raw.count(f"SELECT count(DISTINCT {text}) FROM {raw.rows} r WHERE regexp_full_match({text}, '-?\\d+\\.(\\d{{1,2}}|\\d{{4,}})')")
    if dots + proofs.count("."):
        raw.source.repairs.add("mixed_decimals", place.label, count=min(dots + proofs.count("."), proofs.count(",")))
    return "," if proofs.count(",") > dots + proofs.count(".") else "."


def _say_ambiguous(raw: Raw, place: Place, *, proved: bool) -> None:
    """Say so when every figure with a dot could as well be grouped by threes (1.234), or with a comma between semicolons be a decimal."""
    text = f"r.{place.text}"
    dotted = f"SELECT count(*) FROM {raw.rows} r WHERE contains({text}, '.')"
    if not proved and (count := raw.count(dotted)) == raw.count(f"{dotted} AND regexp_full_match({text}, '-?[1-9]\\d{{0,2}}\\.\\d{{3}}')"):
        raw.source.repairs.add("ambiguous_decimals", f"{place.label}: the dot is read as decimal mark", count=count)
    threes = f"SELECT count(*) FROM {raw.rows} r WHERE contains({text}, ',')"
    grouped = f"{threes} AND regexp_full_match({text}, '-?[1-9]\\d{{0,2}},\\d{{3}}')"
    if not proved and raw.source.dialect.delimiter == ";" and (count := raw.count(threes)) == raw.count(grouped):
        raw.source.repairs.add("ambiguous_thousands", f"{place.label}: the comma is read as thousands mark", count=count)


def _rescaling(raw: Raw, column: Column, place: Place, options: LoadOptions, text: str, decimal: str) -> Rescaling:
    """Units of the header, percent, the ends of a rating scale: how figures become what is stored. Each is said."""
    unit, log = place.unit, raw.source.repairs
    if column.kind == "money":
        log.add("tax_included", place.label, count=int(unit.tax_included))
        log.add("header_currency", place.label, count=int(_CURRENCY_IN_HEADER.search(place.label) is not None))
        log.add("header_unit", f"{place.label}: times {unit.factor:,}", count=int(unit.factor != 1))
        return 0.0, unit.factor, 1.0
    if column.name in INDEX_NAMES:
        scale = dict(options.scales).get(column.name) or unit.scale
        if scale is None:
            scale = _guessed_scale(*_range(raw, place, text, decimal))
            log.add("scale_guessed", f"{place.label}: {scale[0]:g} to {scale[1]:g}")
        return scale[0], 100, scale[1] - scale[0]
    if column.kind == "share" and (unit.percent or _range(raw, place, text, decimal)[1] > _FRACTION_UP_TO):
        log.add("percent", f"{place.label}: read as percent")
        if not unit.percent:
            _say_small_shares(raw, place, text)
        return 0.0, 1, 100.0
    if column.kind == "number":
        log.add("header_unit", f"{place.label}: times {unit.count:,}", count=int(unit.count != 1))
        return 0.0, unit.count, 1.0
    return _AS_IT_IS


def _say_small_shares(raw: Raw, place: Place, text: str) -> None:
    """0.35 among 35 and 40 may be a third of a percent or a third: each is named."""
    small = f"TRY_CAST({text} AS DOUBLE) > 0 AND TRY_CAST({text} AS DOUBLE) < 1"
    texts = [row[0] for row in raw.cursor.execute(f"SELECT DISTINCT r.{place.text} FROM {raw.rows} r WHERE {small}").fetchall()]
    said_of(raw, place, "mixed_shares", "", texts)


def _range(raw: Raw, place: Place, text: str, decimal: str) -> tuple[float, float]:
    """The smallest and largest figure that carry no unit of their own; 0 and 0 when there is none."""
    fast = f"CASE WHEN isfinite(TRY_CAST({text} AS DOUBLE)) THEN TRY_CAST({text} AS DOUBLE) END"
    odd = [value for value, _ in odd_values(raw, place, fast) if not has_own_unit(value)]
    amounts = [float(amount) for value in odd if isinstance(amount := parse_amount(value, decimal), Decimal)]
    plain = raw.cursor.execute(f"SELECT min({fast}), max({fast}) FROM {raw.rows} r").fetchall()[0]
    amounts += [value for value in plain if value is not None]
    return min(amounts, default=0.0), max(amounts, default=0.0)


def _guessed_scale(low: float, high: float) -> tuple[float, float]:
    if high <= 1:
        return 0.0, 1.0
    if high <= 5:
        return (1.0, 5.0) if low >= 1 else (0.0, 5.0)
    return (0.0, 10.0) if high <= 10 else (0.0, 100.0)

"""From text to typed: the way for each kind of column; decisions about a whole column are said in the repairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kam_core.ingest.amounts import MISSING_WORDS, is_missing, plain
from kam_core.ingest.cells import Cell, Parsed, Parser, Place, mapped, odd_values, parsed, reject_out_of_bounds
from kam_core.ingest.dates import day_order, is_ambiguous, parse_date, parse_period
from kam_core.ingest.figures import figure
from kam_core.ingest.options import LoadOptions
from kam_core.ingest.raw import Raw
from kam_core.schema import FIRST_DAY, LAST_DAY, MAX_TEXT, Column

_TRUE = frozenset(("true", "yes", "y", "1", "x", "t", "是", "有", "√", "✓", "✔"))
_FALSE = frozenset(("false", "no", "n", "0", "f", "否", "无", "×"))
_NO_ID = tuple(sorted(word for word in MISSING_WORDS | {"nan", "<na>"} if len(word) > 1))


def typed(raw: Raw, column: Column, place: Place, options: LoadOptions) -> Cell:
    """
    Make one column typed. What cannot be read goes to the rejects, decisions about the whole column to the repairs.

    Empty stays missing; NaN and infinity are never values.
    """
    if column.kind in ("id", "text"):
        cell = _text(raw, column, place)
    elif column.kind == "date":
        cell = _day(raw, column, place, options)
    elif column.kind in ("choice", "boolean"):
        parser = _choice(column) if column.kind == "choice" else _boolean
        cell = mapped(raw, column, place, f"CAST(NULL AS {column.sql_type})", parser)
    else:
        cell = figure(raw, column, place, options)
    reject_out_of_bounds(raw, cell)
    return cell


def _text(raw: Raw, column: Column, place: Place) -> Cell:
    text = f"r.{place.text}"
    raw.cursor.execute(
        f"INSERT INTO {raw.rejects} SELECT line, {place.index}, left({text}, 80), 'text_too_long' "
        f"FROM {raw.rows} r WHERE length({text}) > {MAX_TEXT}"
    )
    if column.kind == "text":
        return Cell(column, place, f"nullif({text}, '')")
    return _id(raw, column, place)


def _id(raw: Raw, column: Column, place: Place) -> Cell:
    """Ids stay text: no zero is lost in front, words for "none" are missing, 123.0 is 123 when the whole column is like that."""
    text, rows, log = f"r.{place.text}", f"{raw.rows} r", raw.source.repairs
    no_id = ", ".join("'" + word.replace("'", "''") + "'" for word in _NO_ID)
    value = f"CASE WHEN lower({text}) NOT IN ({no_id}) THEN nullif({text}, '') END"
    log.add("missing_id", column.name, count=raw.count(f"SELECT count(*) FROM {rows} WHERE lower({text}) IN ({no_id})"))
    lost = raw.count(f"SELECT count(*) FROM {rows} WHERE regexp_full_match({text}, '\\d(\\.\\d+)?[eE]\\+\\d+')")
    log.add("precision_lost", f"{place.label}: long numbers were shortened by a spreadsheet", count=lost)
    whole = raw.count(f"SELECT count({value}) FROM {rows}")
    floats = raw.count(f"SELECT count(*) FROM {rows} WHERE suffix({text}, '.0') AND regexp_full_match({text}, '\\d+\\.0')")
    if whole and floats == whole:
        log.add("decimal_removed", f"{place.label}: 123.0 is 123", count=floats)
        value = f"regexp_replace({value}, '\\.0$', '')"
    return Cell(column, place, value)


def _day(raw: Raw, column: Column, place: Place, options: LoadOptions) -> Cell:
    text = f"r.{place.text}"
    # The first character keeps out words that DuckDB takes for days (infinity, epoch).
    fast = (
        f"CASE WHEN {text} >= '0' AND {text} < ':' AND TRY_CAST({text} AS DATE) BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}' "
        f"THEN TRY_CAST({text} AS DATE) END"
    )
    odd = odd_values(raw, place, fast)
    values = [value for value, _ in odd]
    day_first = _day_first(raw, place, values, options)
    cell = mapped(raw, column, place, fast, lambda value: parsed(parse_date(value, day_first)), values)
    filled = raw.count(f"SELECT count(nullif({text}, '')) FROM {raw.rows} r")
    return replace(cell, periods=sum(count for value, count in odd if parse_period(value)) * 2 > filled)


def _day_first(raw: Raw, place: Place, values: Sequence[str], options: LoadOptions) -> bool:
    """One order of day and month for the whole column: as told, else as its unambiguous members prove, else day first."""
    if options.day_first is not None:
        return options.day_first
    proofs = [order for order in map(day_order, values) if order is not None]
    day_first = 2 * sum(proofs) >= len(proofs)
    if proofs and len(set(proofs)) > 1:
        order = "day first" if day_first else "month first"
        raw.source.repairs.add("mixed_dates", f"{place.label}: most are {order}", count=proofs.count(not day_first))
    if not proofs:
        raw.source.repairs.add("ambiguous_dates", f"{place.label}: read as day first", count=sum(map(is_ambiguous, values)))
    return day_first


def _choice(column: Column) -> Parser:
    def parse(value: str) -> Parsed:
        word = "_".join(plain(value).casefold().split())
        return (None, None) if is_missing(value) else (word, None) if word in column.choices else (None, "not_a_choice")

    return parse


def _boolean(value: str) -> Parsed:
    word = plain(value).casefold()
    if word in _TRUE | _FALSE:
        return str(word in _TRUE).lower(), None
    return (None, None) if is_missing(value) else (None, "not_a_choice")

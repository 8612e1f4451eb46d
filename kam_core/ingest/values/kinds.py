"""From text to typed: the way for each kind of column; decisions about a whole column are said in the repairs."""

from __future__ import annotations

from dataclasses import replace

from kam_core.ingest.options import LoadOptions
from kam_core.ingest.raw import Raw
from kam_core.ingest.values.amounts import MISSING_WORDS, is_missing, plain
from kam_core.ingest.values.cells import Cell, Parsed, Parser, Place, mapped, odd_values, parsed, reject_out_of_bounds, said_of
from kam_core.ingest.values.dates import parse_period
from kam_core.ingest.values.figures import figure
from kam_core.ingest.values.order import order_of
from kam_core.schema import FIRST_DAY, LAST_DAY, MAX_TEXT, Column

_TRUE = frozenset(("true", "yes", "y", "1", "x", "t", "是", "有", "√", "✓", "✔"))
_FALSE = frozenset(("false", "no", "n", "0", "f", "否", "无", "×"))
_NO_ID = tuple(sorted(word for word in MISSING_WORDS | {"nan", "<na>"} if len(word) > 1))
_MARKED_TEXT = "=\\s*\"([^\"]*)\"|(?s:''(''*[-=+@＝＋－＠\\t\\r\\n].*))"
_MARKED_ID = '=\\s*"([^"]*)"|[\'\'`](.+)'
"""What spreadsheets, payment systems and our own CSV put around text so that it stays text; for SQL."""


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
    text, rows = f"r.{place.text}", f"{raw.rows} r"
    raw.cursor.execute(
        f"INSERT INTO {raw.rejects} SELECT line, {place.index}, left({text}, 80), 'text_too_long' "
        f"FROM {rows} WHERE length({text}) > {MAX_TEXT}"
    )
    signs, marks = ("'=', '''', '`'", _MARKED_ID) if column.kind == "id" else ("'=', ''''", _MARKED_TEXT)
    marked = f"CASE WHEN {text}[1] IN ({signs}) THEN regexp_full_match({text}, '{marks}') ELSE false END"
    if count := raw.count(f"SELECT count(*) FROM {rows} WHERE {marked}"):
        raw.source.repairs.add("text_mark", place.label, count=count)
        text = rf"CASE WHEN {marked} THEN trim(regexp_replace({text}, '{marks}', '\1\2')) ELSE {text} END"
    return Cell(column, place, _id(raw, column, place, text) if column.kind == "id" else f"nullif({text}, '')")


def _id(raw: Raw, column: Column, place: Place, text: str) -> str:
    """Ids stay text: no zero is lost in front, words for "none" are missing, 123.0 is 123 where no id has other decimals."""
    log, no_id = raw.source.repairs, ", ".join("'" + word.replace("'", "''") + "'" for word in _NO_ID)
    value = f"CASE WHEN lower({text}) NOT IN ({no_id}) THEN nullif({text}, '') END"
    tests = {
        "none": f"lower({text}) IN ({no_id})",
        "decimals": rf"CASE WHEN contains({text}, '.') THEN regexp_full_match({text}, '\d+\.\d+') ELSE false END",
        "floats": rf"CASE WHEN suffix({text}, '.0') THEN regexp_full_match({text}, '\d+\.0') ELSE false END",
        "powers": f"CASE WHEN length({text}) < 24 AND contains({text}, 'E') OR contains({text}, 'e') THEN {_power(text)} ELSE false END",
        "long": f"length({text}) > 15",
    }
    counts = ", ".join(f"count(*) FILTER (WHERE {test})" for test in tests.values())
    found = dict(zip(tests, raw.cursor.execute(f"SELECT {counts} FROM {raw.rows} r").fetchall()[0], strict=True))
    log.add("missing_id", column.name, count=found["none"])
    if found["powers"] or found["long"]:
        said_of(raw, place, "precision_lost", "", _shortened(raw, place, text))
    if found["floats"] and found["floats"] == found["decimals"]:
        log.add("decimal_removed", f"{place.label}: 123.0 is 123", count=found["floats"])
        value = rf"regexp_replace({value}, '^(\d+)\.0$', '\1')"
    return value


def _power(text: str) -> str:
    return rf"regexp_full_match({text}, '\d([.,]\d+)?[eE]\+?\d+')"


def _shortened(raw: Raw, place: Place, text: str) -> list[str]:
    """Ids as they stand that a spreadsheet cut to 15 digits: 1.23E+18, and long ones when all of them end in zeros."""
    own, rows = f"r.{place.text}", f"{raw.rows} r"
    lost = raw.cursor.execute(f"SELECT DISTINCT {own} FROM {rows} WHERE {_power(text)}").fetchall()
    long = raw.cursor.execute(
        rf"SELECT DISTINCT {own}, regexp_full_match({text}, '[1-9]\d{{14}}0+') FROM {rows} WHERE regexp_full_match({text}, '\d{{16,}}')"
    ).fetchall()
    cut = [row[0] for row in long] if len(long) > 1 and all(zeros for _, zeros in long) else []
    return [row[0] for row in lost] + cut


def _day(raw: Raw, column: Column, place: Place, options: LoadOptions) -> Cell:
    text = f"r.{place.text}"
    # The first character keeps out words that DuckDB takes for days (infinity, epoch).
    fast = (
        f"CASE WHEN {text} >= '0' AND {text} < ':' AND TRY_CAST({text} AS DATE) BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}' "
        f"THEN TRY_CAST({text} AS DATE) END"
    )
    odd = odd_values(raw, place, fast)
    values = [value for value, _ in odd]
    known = raw.cursor.execute(f"SELECT unnest([min({fast}), max({fast})]) FROM {raw.rows} r").fetchall()
    order = replace(order_of(values, options.day_first, [day for (day,) in known if day]), date_1904=options.date_1904)
    for kind, detail, texts in order.said:
        said_of(raw, place, kind, detail, list(texts))
    cell = mapped(raw, column, place, fast, lambda value: parsed(order.day(value)), values)
    filled = raw.count(f"SELECT count(nullif({text}, '')) FROM {raw.rows} r")
    return replace(cell, periods=sum(count for value, count in odd if parse_period(value)) * 2 > filled)


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

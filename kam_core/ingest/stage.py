"""One file to typed, checked rows in temporary tables: nothing is stored, nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from kam_core.errors import AmbiguousMapping, MissingField
from kam_core.ingest import derive
from kam_core.ingest.balance.accounted import reconciled
from kam_core.ingest.files.decode import Cancel, Progress
from kam_core.ingest.known import prepare, settle
from kam_core.ingest.layout.names import header_key
from kam_core.ingest.meaning.chosen import checked
from kam_core.ingest.meaning.fields import ACCOUNT_TABLES, fields
from kam_core.ingest.meaning.mapping import POSSIBLE, Guess, confident, propose
from kam_core.ingest.meaning.persons import named
from kam_core.ingest.meaning.shapes import Shape, beside_periods, find_shape, months_without_year, notes, period_columns, stated_year
from kam_core.ingest.meaning.taxes import with_tax_beside
from kam_core.ingest.options import LoadOptions
from kam_core.ingest.raw import Raw, stage_rows
from kam_core.ingest.source import Source, open_source
from kam_core.ingest.staged import Staged
from kam_core.ingest.values.cells import Cell, Place
from kam_core.ingest.values.currency import check, currency_columns, say_mixed, say_units, unit_columns
from kam_core.ingest.values.kinds import typed
from kam_core.ingest.values.units import HeaderUnit, header_unit, title_unit
from kam_core.schema import table as declared

__all__ = ["LoadOptions", "Staged", "header_key", "header_of", "stage"]


def header_of(path: str | Path | Source, options: LoadOptions | None = None) -> str:
    """The fingerprint of the header of a file, under which a mapping is remembered."""
    return header_key(open_source(path, options).names)


def stage(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    path: str | Path | Source,
    *,
    mapping: Mapping[str, str | None] | None = None,
    options: LoadOptions | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Staged:
    """
    Read, map and check a file (or a source that was opened); the typed rows wait in temporary tables of the cursor.

    ``mapping`` is {source column: field}; without it the confident guesses are taken. Raises UnreadableFile, TooLarge,
    AmbiguousMapping, MissingField, NoRate, Cancelled; bad rows are listed, not raised.
    """
    options = options or LoadOptions()
    check(cursor, options.currency)
    source = open_source(path, options, cancel)
    guesses = propose(source.names, source.sample, table)
    year = stated_year(notes(source.repairs.all()))
    chosen = _chosen(source, table, mapping, guesses, year)
    beside = with_tax_beside(source.names, chosen)
    source.repairs.add("net_chosen", beside, count=int(bool(beside)))
    shape = options.shape or find_shape(table, chosen, source.names, _accounts(source, chosen), year)
    _refuse_missing(table, chosen, shape, source, guesses, told=mapping is not None)
    places = {field: source.names.index(column) for column, field in chosen.items()}
    periods, counted = _side_by_side(source, chosen, year) if shape == "wide" else ({}, {})
    money, units = (
        [index for index in there(source.names, source.sample) if source.names[index] not in chosen]
        for there in (currency_columns, unit_columns)
    )
    wanted = sorted({*places.values(), *money, *units, *(source.names.index(name) for name in (*periods, *counted))})
    raw = stage_rows(cursor, source, wanted, keep_totals=options.keep_totals, progress=progress, cancel=cancel)
    raw.currency = options.currency or ""
    try:
        for index in money:
            say_mixed(raw, index)
        for index in units:
            say_units(raw, index)
        chosen |= dict.fromkeys(periods, "revenue") | dict.fromkeys(counted, "quantity")
        return _typed(raw, table, shape, chosen, _places(raw, places, periods, counted), guesses, options)
    except BaseException:
        raw.drop(*list(raw.made))
        raise


def _side_by_side(source: Source, chosen: Mapping[str, str], year: int | None) -> tuple[dict[str, date], dict[str, date]]:
    """The columns of sales and those of quantities under the periods of a wide table."""
    names = [name for name in source.names if name not in chosen]
    periods = period_columns(names, year)
    source.repairs.add("year_from_title", str(year), count=len(months_without_year(list(periods))))
    counted = {name: day for name, (day, field) in beside_periods(names, year).items() if field == "quantity"}
    return periods, counted if periods else {}


def _chosen(source: Source, table: str, mapping: Mapping[str, str | None] | None, guesses: list[Guess], year: int | None) -> dict[str, str]:
    periods = period_columns(source.names, year) if table in ACCOUNT_TABLES else {}
    beside = beside_periods(source.names, year) if periods else {}
    if mapping is not None:
        # A remembered mapping names the period columns of a wide table too.
        return checked({c: f for c, f in mapping.items() if not (c in periods and f == "revenue") and c not in beside}, source.names, table)
    picked = confident([guess for guess in guesses if guess.column not in periods and guess.column not in beside])
    _refuse_doubles(table, source, picked)
    return picked


def _refuse_doubles(table: str, source: Source, picked: Mapping[str, str]) -> None:
    """Raise when another column of the same name as a picked one holds other figures, days or ids: a person says which counts."""
    known, labels = fields(table), dict(zip(source.names, source.labels, strict=True))
    cells = {name: [row[index] for row in source.sample] for index, name in enumerate(source.names)}
    for column, field in picked.items():
        same = [name for name in source.names if name != column and labels[name].strip() == labels[column].strip() and any(cells[name])]
        if known[field].kind != "text" and any(cells[name] != cells[column] for name in same):
            raise AmbiguousMapping(candidates={name: [field] for name in (column, *same)})


def _accounts(source: Source, chosen: Mapping[str, str]) -> list[str]:
    """The account cells of the sample."""
    by_field = {field: source.names.index(column) for column, field in chosen.items()}
    index = by_field.get("account_id", by_field.get("account_name"))
    return [] if index is None else [row[index] for row in source.sample]


def _refuse_missing(table: str, chosen: Mapping[str, str], shape: Shape, source: Source, guesses: Sequence[Guess], *, told: bool) -> None:
    """Raise when a needed field has no column: AmbiguousMapping when some column may be it, else MissingField."""
    have = named(chosen.values())
    needed: list[tuple[str, ...]] = []
    if table not in ACCOUNT_TABLES:
        dated = declared(table).dated_by
        needed = [(c.name,) for c in declared(table).columns if c.required and c.editable and c.name != dated]
    else:
        needed = [("account_id", "account_name")] if shape != "transactions" or not told else []
        needed += [("date",)] if shape == "transactions" else []
        needed += [("revenue",)] if shape == "transactions" and not {"quantity", "unit_price"} <= have else []
    missing = [names for names in needed if not have & set(names)]
    if shape != "wide" and "revenue" not in have and (months := months_without_year(source.names)) and table in ACCOUNT_TABLES:
        missing = [*missing, (f"date ({', '.join(months)})",)]
    if not missing:
        return
    wanted = {name for names in missing for name in names}
    near = {g.column: [f for f in g.candidates if f in wanted] for g in guesses if g.field is None and g.confidence >= POSSIBLE}
    near = {column: found for column, found in near.items() if found}
    if near and not told:
        raise AmbiguousMapping(candidates=near)
    raise MissingField(fields=", ".join(" or ".join(names) for names in missing), columns=", ".join(source.names[:50]))


def _places(raw: Raw, places: Mapping[str, int], periods: Mapping[str, date], counted: Mapping[str, date]) -> dict[str, Place]:
    """Where each field stands among the staged columns; a wide table is turned into one row per account and period first."""
    source = raw.source
    title = title_unit(notes(source.repairs.all()))
    found = {field: Place(f"c{i}", str(i), header_unit(source.labels[i]).or_else(title), source.names[i]) for field, i in places.items()}
    if periods:
        _unpivot(
            raw,
            list(places.values()),
            {source.names.index(name): day for name, day in periods.items()},
            {day: source.names.index(name) for name, day in counted.items()},
        )
        unit = header_unit(next(iter(periods))).or_else(title)
        found["date"] = Place("period", "source", HeaderUnit(), "")
        found["revenue"] = Place("amount", "source", unit, "")
        if counted:
            found["quantity"] = Place("counted", "counted_source", header_unit(next(iter(counted))), "")
    return found


def _unpivot(raw: Raw, kept: Sequence[int], periods: Mapping[int, date], counted: Mapping[date, int]) -> None:
    long = raw.name("long")
    own = "".join(f", c{i}" for i in kept)
    parts = [
        f"SELECT line{own}, '{day.isoformat()}' AS period, c{i} AS amount, {i} AS source, "
        + (f"c{counted[day]} AS counted, {counted[day]} AS counted_source" if day in counted else "'' AS counted, -1 AS counted_source")
        + f" FROM {raw.rows}"
        for i, day in periods.items()
    ]
    raw.cursor.execute(f"CREATE TEMP TABLE {long} AS {' UNION ALL '.join(parts)}")
    raw.periods = tuple(periods)
    raw.cursor.execute(f"ALTER TABLE {raw.rows} RENAME TO {raw.standing}")
    raw.cursor.execute(f"ALTER TABLE {long} RENAME TO {raw.rows}")
    raw.made.remove(long)


def _typed(
    raw: Raw, table: str, shape: Shape, chosen: dict[str, str], places: Mapping[str, Place], guesses: list[Guess], options: LoadOptions
) -> Staged:
    """Type every column, check every row, derive what is lacking."""
    log, valid_on = raw.source.repairs, options.valid_on or date.today()
    log.add("exact_duplicates", "kept; each counts", count=raw.duplicates)
    known = fields(table)
    cells: dict[str, Cell] = {field: typed(raw, known[field], place, options) for field, place in places.items()}
    prepare(raw, table, cells, shape, options)
    if table in ACCOUNT_TABLES:
        derived = derive.account_rows(raw, cells, shape, valid_on)
    else:
        derived = derive.plain_rows(raw, declared(table), cells, valid_on)
    found = settle(raw, table, derived, options)
    rejects = _rejects(raw)
    staged = Staged(
        table, shape, raw.source, raw.rows_read, int(rejects["row"].nunique()), rejects, log.told(), dict(chosen), guesses,
        tuple(derived.said), derived.targets, raw, reconciled(raw, table, cells, derived, rejects), raw.totals, options, known=found,
    )  # fmt: skip
    # The lines of total and repeated rows stay: who asks for all of them finds them in the file again.
    raw.drop(*(name for name in list(raw.made) if name not in (*derived.targets.values(), raw.left, raw.repeated)))
    return staged


def _rejects(raw: Raw) -> pd.DataFrame:
    rows = raw.cursor.execute(f"SELECT DISTINCT line, col, value, reason FROM {raw.rejects} ORDER BY line, col, reason").fetchall()
    return pd.DataFrame(
        {
            "row": pd.Series([row[0] for row in rows], dtype="int64"),
            "column": pd.Series([raw.label(row[1]) for row in rows], dtype="str"),
            "value": pd.Series([row[2] for row in rows], dtype="str"),
            "reason": pd.Series([row[3] for row in rows], dtype="str"),
        }
    )

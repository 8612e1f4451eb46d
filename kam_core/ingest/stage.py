"""One file to typed, checked rows in temporary tables: nothing is stored, nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from kam_core.errors import AmbiguousMapping, MissingField
from kam_core.ingest import derive
from kam_core.ingest.cells import Cell, Place
from kam_core.ingest.currency import check
from kam_core.ingest.decode import Cancel, Progress
from kam_core.ingest.fields import ACCOUNT_TABLES, fields
from kam_core.ingest.kinds import typed
from kam_core.ingest.mapping import POSSIBLE, Guess, checked, confident, propose
from kam_core.ingest.names import header_key
from kam_core.ingest.options import LoadOptions
from kam_core.ingest.raw import Raw, stage_rows
from kam_core.ingest.shapes import Shape, find_shape, period_columns
from kam_core.ingest.source import Source, open_source
from kam_core.ingest.staged import Staged
from kam_core.ingest.units import HeaderUnit, header_unit, unit_of_title
from kam_core.schema import table as declared

__all__ = ["LoadOptions", "Staged", "header_key", "header_of", "stage"]


def header_of(path: str | Path, options: LoadOptions | None = None) -> str:
    """The fingerprint of the header of a file, under which a mapping is remembered."""
    return header_key(open_source(path, (options or LoadOptions()).sheet).names)


def stage(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    path: str | Path,
    *,
    mapping: Mapping[str, str | None] | None = None,
    options: LoadOptions | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Staged:
    """
    Read, map and check a file; the typed rows wait in temporary tables of the cursor.

    ``mapping`` is {source column: field}; without it the confident guesses are taken. Raises UnreadableFile, TooLarge,
    AmbiguousMapping, MissingField, NoRate, Cancelled; bad rows are listed, not raised.
    """
    options = options or LoadOptions()
    check(cursor, options.currency)
    source = open_source(path, options.sheet, cancel)
    guesses = propose(source.names, source.sample, table)
    chosen = _chosen(source, table, mapping, guesses)
    shape = options.shape or find_shape(table, chosen, source.names, _accounts(source, chosen))
    _refuse_missing(table, chosen, shape, source, guesses, told=mapping is not None)
    places = {field: source.names.index(column) for column, field in chosen.items()}
    periods = period_columns([name for name in source.names if name not in chosen]) if shape == "wide" else {}
    wanted = sorted({*places.values(), *(source.names.index(name) for name in periods)})
    raw = stage_rows(cursor, source, wanted, keep_totals=options.keep_totals, progress=progress, cancel=cancel)
    raw.currency = options.currency or ""
    try:
        if periods:
            chosen |= dict.fromkeys(periods, "revenue")
        return _typed(raw, table, shape, chosen, _places(raw, places, periods), guesses, options)
    except BaseException:
        raw.drop(*list(raw.made))
        raise


def _chosen(source: Source, table: str, mapping: Mapping[str, str | None] | None, guesses: list[Guess]) -> dict[str, str]:
    periods = period_columns(source.names) if table in ACCOUNT_TABLES else {}
    if mapping is not None:
        # A remembered mapping names the period columns of a wide table too.
        return checked({c: f for c, f in mapping.items() if not (c in periods and f == "revenue")}, source.names, table)
    return confident([guess for guess in guesses if guess.column not in periods])


def _accounts(source: Source, chosen: Mapping[str, str]) -> list[str]:
    """The account cells of the sample."""
    by_field = {field: source.names.index(column) for column, field in chosen.items()}
    index = by_field.get("account_id", by_field.get("account_name"))
    return [] if index is None else [row[index] for row in source.sample]


def _refuse_missing(table: str, chosen: Mapping[str, str], shape: Shape, source: Source, guesses: Sequence[Guess], *, told: bool) -> None:
    """Raise when a needed field has no column: AmbiguousMapping when some column may be it, else MissingField."""
    have = set(chosen.values())
    needed: list[tuple[str, ...]] = []
    if table not in ACCOUNT_TABLES:
        dated = declared(table).dated_by
        needed = [(c.name,) for c in declared(table).columns if c.required and c.editable and c.name != dated]
    else:
        needed = [("account_id", "account_name")] if shape != "transactions" or not told else []
        needed += [("date",)] if shape == "transactions" else []
        needed += [("revenue",)] if shape == "transactions" and not {"quantity", "unit_price"} <= have else []
    missing = [names for names in needed if not have & set(names)]
    if not missing:
        return
    wanted = {name for names in missing for name in names}
    near = {g.column: [f for f in g.candidates if f in wanted] for g in guesses if g.field is None and g.confidence >= POSSIBLE}
    near = {column: found for column, found in near.items() if found}
    if near and not told:
        raise AmbiguousMapping(candidates=near)
    raise MissingField(fields=", ".join(" or ".join(names) for names in missing), columns=", ".join(source.names[:50]))


def _places(raw: Raw, places: Mapping[str, int], periods: Mapping[str, date]) -> dict[str, Place]:
    """Where each field stands among the staged columns; a wide table is turned into one row per account and period first."""
    source = raw.source
    title = unit_of_title([repair.detail for repair in source.repairs.all() if repair.kind == "preamble"])
    found = {field: Place(f"c{i}", str(i), header_unit(source.labels[i]).or_else(title), source.names[i]) for field, i in places.items()}
    if periods:
        _unpivot(raw, list(places.values()), {source.names.index(name): day for name, day in periods.items()})
        unit = header_unit(next(iter(periods))).or_else(title)
        found["date"] = Place("period", "source", HeaderUnit(), "")
        found["revenue"] = Place("amount", "source", unit, "")
    return found


def _unpivot(raw: Raw, kept: Sequence[int], periods: Mapping[int, date]) -> None:
    long = raw.name("long")
    own = "".join(f", c{i}" for i in kept)
    parts = [
        f"SELECT line{own}, '{day.isoformat()}' AS period, c{i} AS amount, {i} AS source FROM {raw.rows}" for i, day in periods.items()
    ]
    raw.cursor.execute(f"CREATE TEMP TABLE {long} AS {' UNION ALL '.join(parts)}")
    raw.cursor.execute(f"DROP TABLE {raw.rows}")
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
    if table in ACCOUNT_TABLES:
        derived = derive.account_rows(raw, cells, shape, valid_on)
    else:
        derived = derive.plain_rows(raw, declared(table), cells, valid_on)
    rejects = _rejects(raw)
    staged = Staged(
        table, shape, raw.source, raw.rows_read, int(rejects["row"].nunique()), rejects, log.all(), dict(chosen), guesses,
        tuple(derived.said), derived.targets, raw, raw.totals,
    )  # fmt: skip
    raw.drop(*(name for name in list(raw.made) if name not in derived.targets.values()))
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

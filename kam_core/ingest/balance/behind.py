"""The rows behind the parts of a reconciliation: the first ones kept, every one read from the file again when it is asked for."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from kam_core.ingest.balance.reconcile import ASIDE
from kam_core.ingest.raw import Raw
from kam_core.ingest.repair import RepairLog
from kam_core.ingest.source import Source, records_of
from kam_core.schema import NO_ACCOUNT

KEPT = 300
"""Rows of each part that are kept, with the columns that were mapped."""

Kept = Mapping[str, pd.DataFrame]
"""The first rows of each part: ``row`` (line of the file), then the cells as text."""


def kept(raw: Raw, ledger: str, unnamed: int) -> dict[str, pd.DataFrame]:
    """The first rows of every part that is not simply loaded, as they stand in the file; ``unnamed`` rows have no account."""
    names, listed = [raw.source.names[i] for i in raw.wanted], "".join(f", s.c{i}" for i in raw.wanted)
    found = {**_aside(raw.source), **_rejected(raw, names, listed)}
    again = f"SELECT line FROM {raw.repeated} ORDER BY line LIMIT {KEPT}"
    good = f"line NOT IN (SELECT line FROM {raw.rejects})"
    nobody = f"SELECT DISTINCT line FROM {ledger} WHERE account_id = '{NO_ACCOUNT}' AND {good} ORDER BY line LIMIT {KEPT}"
    parts = {"totals": (raw.left, raw.totals, "true"), "duplicates": (raw.standing, raw.duplicates, f"s.line IN ({again})"),
             "no_account": (raw.standing, unnamed, f"s.line IN ({nobody})")}  # fmt: skip
    for part, (table, count, condition) in parts.items():
        if count:
            query = f"SELECT s.line{listed} FROM {table} s WHERE {condition} ORDER BY s.line LIMIT {KEPT}"
            found[part] = _frame(names, raw.cursor.execute(query).fetchall())
    return found


def _rejected(raw: Raw, names: Sequence[str], listed: str) -> dict[str, pd.DataFrame]:
    """Rejected rows by their first reason; of those that never became cells, what is known."""
    query = (
        f"SELECT x.reason, x.line, coalesce(s.line IS NULL, true), x.value{listed} FROM {raw.fates} x LEFT JOIN {raw.standing} s "
        f"ON s.line = x.line QUALIFY row_number() OVER (PARTITION BY x.reason ORDER BY x.line) <= {KEPT} ORDER BY x.line"
    )
    rows = raw.cursor.execute(query).fetchall() if raw.count(f"SELECT count(*) FROM {raw.rejects}") else []
    by_reason: dict[str, list[Sequence[object]]] = {}
    for reason, line, unread, value, *cells in rows:
        by_reason.setdefault(reason, []).append((line, value, *[""] * (len(names) - 1)) if unread else (line, *cells))
    return {fate(reason): _frame(names, found) for reason, found in by_reason.items()}


def fate(reason: str) -> str:
    """The part of a rejected row: a missing exchange rate is no mistake of the row."""
    return f"excluded:{reason}" if reason == "no_rate" else f"rejected:{reason}"


def read_again(source: Source, part: str, lines: Sequence[int]) -> pd.DataFrame:
    """Every row of a part, with all of its cells; the file is read once more."""
    if part in ASIDE:
        return _beside(source, part)
    wanted, found = set(lines), []
    for chunk in replace(source, repairs=RepairLog()).chunks():
        standing = chunk.lines.to_pylist()
        found += [(line, *chunk.row(index)) for index, line in enumerate(standing) if line in wanted]
        unread = wanted.difference(standing)
        found += [(r.row, r.value, *[""] * (len(source.names) - 1)) for r in chunk.rejects if r.row in unread]
    return _frame(source.names, sorted(found))


def _beside(source: Source, part: str) -> pd.DataFrame:
    """The rows of a part that is no data, cell by cell; a second table is all that stands from its first row on."""
    log = RepairLog(listed=10**9)
    for _ in replace(source, repairs=log).chunks():
        pass
    said = {repair.row: repair.detail for repair in (*source.repairs.all(), *log.all()) if repair.kind == part and repair.row}
    first = min(said, default=0)
    whole = part == "second_table" and first
    rows = [(line, *row) for line, row in records_of(source) if line in said or (whole and line > first and any(map(str.strip, row)))]
    # The line that names the separator is read before there are records.
    rows = sorted([*rows, *((line, said[line]) for line in said.keys() - {row[0] for row in rows})])
    width = max(map(len, rows), default=1)
    return _frame(map(str, range(1, width)), [(*row, *[""] * (width - len(row))) for row in rows])


def packed(rows: Kept) -> str:
    """The kept rows as compact text."""
    told = {part: {"columns": list(frame.columns), "rows": frame.astype(object).values.tolist()} for part, frame in rows.items()}
    return base64.b85encode(zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 9)).decode()


def unpacked(text: str) -> dict[str, pd.DataFrame]:
    """What ``packed`` made."""
    told = json.loads(zlib.decompress(base64.b85decode(text)))
    return {part: _frame(kept["columns"][1:], kept["rows"]) for part, kept in told.items()}


def _aside(source: Source) -> dict[str, pd.DataFrame]:
    """Title lines, notes, empty rows, a second table: what the log says of them; the header as it stands."""
    rows: dict[str, list[tuple[int, str]]] = {}
    for repair in source.repairs.all():
        if repair.kind in ASIDE and repair.row and len(rows.setdefault(repair.kind, [])) < KEPT:
            rows[repair.kind].append((repair.row, repair.detail))
    found = {kind: _frame(["text"], listed) for kind, listed in rows.items()}
    if source.layout.header_lines:
        found["header"] = _frame(source.names, [(source.layout.header_lines[0], *source.labels)])
    return found


def _frame(names: Iterable[str], rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    listed = list(names)
    line = next((name for name in ("row", "line") if name not in listed), "line of the file")
    while line in listed:
        line = f"the {line}"
    cells = list(zip(*rows, strict=True)) if rows else [()] * (len(listed) + 1)
    frame = pd.DataFrame(dict(zip((line, *listed), cells, strict=True)), dtype=object)
    return frame.astype({line: "int64"})

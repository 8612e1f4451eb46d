"""What became of a load in the workbook, recomputed from its own rows, and the reconciliation kept beside its batch."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from kam_core.schema import NO_ACCOUNT, TABLES

if TYPE_CHECKING:
    from kam_core.ingest.balance.reconcile import Part, Reconciliation
    from kam_core.ingest.stage import Staged
    from kam_core.workbook.file import WorkbookFile

COUNTS, ROWS = "reconcile:", "reconcile_rows:"
"""Begin the names under which counts and rows of a batch are kept."""
MIXED = "mixed:"
"""Begins the name under which a batch keeps how many rows of its file are in another currency than most."""
MOST = 200_000
"""Characters of rows that are kept with a batch."""
FIRST = 300
LATER = ("stored", "difference", "changed", "shown")
"""Parts that are computed from the workbook."""

_OWN = "rows_{table} WHERE batch = $batch"
"""Every version a batch opened."""
_HELD = "{table} WHERE batch = $batch"
"""Those of them that hold now."""
_STANDING = (
    "{table} WHERE row_id IN (SELECT row_id FROM rows_{table} WHERE batch = $batch) AND $batch IN (SELECT batch FROM batches WHERE live)"
)
"""What stands now in the rows of a batch, whichever later batch wrote it; nothing of a batch that is undone."""


def reconciliation(book: WorkbookFile, batch: int) -> Reconciliation | None:
    """
    Where every row of a loaded file went, and what of it stands in the workbook now; None for a batch that no file was loaded with.

    Counts, sums and the first rejected rows are kept with the batch; what is stored and shown is counted anew.
    """
    from kam_core.ingest.balance.reconcile import Reconciliation

    told = book.meta.get(f"{COUNTS}{int(batch)}")
    return _now(book, Reconciliation.from_json(told), int(batch)) if told else None


def stored(book: WorkbookFile, staged: Staged, batch: int) -> Reconciliation:
    """The reconciliation of what was just stored; what was staged must still be there."""
    from dataclasses import replace

    found = staged.reconciliation
    if TABLES[found.main].key:
        found = found.with_parts(_kept_by_key(staged.cursor, found, staged.targets[found.main]))
    return _now(book, replace(found, batch=batch), batch)


def notes(staged: Staged, found: Reconciliation) -> dict[str, str]:
    """What is kept with the batch, by its name in the workbook."""
    from kam_core.ingest.balance.behind import packed

    rows = {part.id: staged.reconciliation.rows_behind(part.id) for part in found.parts if part.id not in ("no_account", *LATER)}
    held, most = packed({part: frame for part, frame in rows.items() if len(frame)}), FIRST
    while len(held) > MOST and most:
        most //= 2
        held = packed({part: frame.head(most) for part, frame in rows.items() if len(frame)})
    mixed = sum(repair.count for repair in staged.repairs if repair.kind == "mixed_currencies")
    told = {f"{MIXED}{found.batch}": str(mixed)} if mixed else {}
    return {f"{COUNTS}{found.batch}": found.to_json(), f"{ROWS}{found.batch}": held, **told}


def mixed_currencies(book: WorkbookFile) -> int:
    """How many rows of loads that count are in another currency than the rest of their file, and were added up as they stand."""
    told = {int(name.removeprefix(MIXED)): int(value) for name, value in book.meta.items() if name.startswith(MIXED)}
    live = set(book.frame("SELECT batch FROM batches WHERE live")["batch"]) if told else set()
    return sum(rows for batch, rows in told.items() if batch in live)


def _now(book: WorkbookFile, found: Reconciliation, batch: int) -> Reconciliation:
    """The reconciliation with what the workbook holds of the batch, and the rows behind every part."""
    from dataclasses import replace

    def behind(part: str, every: bool) -> pd.DataFrame:
        return _rows(book, found, batch, part, every)

    if TABLES[found.main].key:
        return replace(found, behind=behind)
    with book.reading() as cursor:
        parts = _counted(cursor, found, batch)
    return replace(found, parts=(*(part for part in found.parts if part.id not in LATER), *parts), behind=behind)


def _counted(cursor: duckdb.DuckDBPyConnection, found: Reconciliation, batch: int) -> list[Part]:
    """What the batch stored, what of it holds now, and what is between them: rows deleted or undone, amounts changed."""
    from kam_core.ingest.balance.reconcile import Part

    stored, shown = (_sums(cursor, found, wording, batch) for wording in (_OWN, _HELD))
    if shown.rows != stored.rows:  # some were changed since: their rows may still be there
        shown = _sums(cursor, found, _STANDING, batch)
    rest = Part("changed", stored.rows - shown.rows, {}, {name: stored.stored[name] - shown.stored[name] for name in stored.stored})
    changed = [rest] if rest.rows or any(rest.stored.values()) else []
    return [stored, _difference(found, stored), *changed, Part("shown", shown.rows, {}, shown.stored, shown.without)]


def _difference(found: Reconciliation, stored: Part) -> Part:
    from kam_core.ingest.balance.reconcile import Part

    loaded = found["loaded"]
    return Part("difference", stored.rows - found.records, {}, {name: stored.stored[name] - loaded.stored[name] for name in stored.stored})


def _sums(cursor: duckdb.DuckDBPyConnection, found: Reconciliation, rows_of: str, batch: int) -> Part:
    """Rows and sums of a batch, table by table."""
    from kam_core.ingest.balance.reconcile import Part

    rows, sums, without = 0, dict[str, Decimal](), dict[str, int]()
    for name in dict.fromkeys([found.main, *(amount.table for amount in found.amounts)]):
        amounts = [amount for amount in found.amounts if amount.table == name]
        listed = "".join(f', sum("{a.column}"), count(*) - count("{a.column}")' for a in amounts)
        wanted = rows_of.format(table=TABLES[name].name)
        count, *values = cursor.execute(f"SELECT count(*){listed} FROM {wanted}", {"batch": batch}).fetchall()[0]
        rows = int(count) if name == found.main else rows
        for place, amount in enumerate(amounts):
            sums[amount.name] = values[2 * place] or Decimal(0)
            without |= {amount.name: int(values[2 * place + 1])} if values[2 * place + 1] else {}
    return Part("stored", rows, {}, sums, without)


def _kept_by_key(cursor: duckdb.DuckDBPyConnection, found: Reconciliation, relation: str) -> list[Part]:
    """A table with a key holds one row for each: those that the file names, whether this load changed them or not."""
    from kam_core.ingest.balance.reconcile import Part

    declared = TABLES[found.main]
    amounts = [amount for amount in found.amounts if amount.table == found.main]
    listed = "".join(f', sum(t."{a.column}") FILTER (s."{a.column}" IS NOT NULL)' for a in amounts)
    on = " AND ".join(f's."{key}" = t."{key}"' for key in declared.key)
    row = cursor.execute(f"SELECT count(*){listed} FROM {relation} s JOIN {declared.name} t ON {on}").fetchall()[0]
    stored = Part("stored", int(row[0]), {}, {a.name: value or Decimal(0) for a, value in zip(amounts, row[1:], strict=True)})
    return [stored, _difference(found, stored)]


def _rows(book: WorkbookFile, found: Reconciliation, batch: int, part: str, every: bool) -> pd.DataFrame:
    """Rows that are stored come from the workbook, all others from what was kept of them."""
    from kam_core.ingest.balance.behind import unpacked

    where = _stored_rows(found.main).get(part)
    if where is not None:
        order = f"ORDER BY row_id{'' if every else f' LIMIT {FIRST}'}"
        return book.frame(f"SELECT * EXCLUDE (version, batch) FROM {where} {order}", {"batch": batch})
    held: Mapping[str, pd.DataFrame] = unpacked(book.meta[f"{ROWS}{batch}"]) if f"{ROWS}{batch}" in book.meta else {}
    return held.get(part, pd.DataFrame({"row": pd.Series(dtype="int64")}))


def _stored_rows(main: str) -> dict[str, str]:
    found = {"loaded": _OWN, "stored": _OWN, "shown": _STANDING, "changed": _OWN + " AND version NOT IN (SELECT version FROM {table})"}
    if main == "transactions":
        found["no_account"] = f"{_OWN} AND account_id = '{NO_ACCOUNT}'"
    return {part: rows_of.format(table=TABLES[main].name) for part, rows_of in found.items()}

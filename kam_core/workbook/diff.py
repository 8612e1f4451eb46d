"""
What a batch did to each table: cells that changed, rows that came and went, by names that people know.

An undo did the opposite of the batch whose rows it is about; an undo of an undo the same again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.errors import UnknownName
from kam_core.schema import TABLES, Table, table
from kam_core.workbook.edits import same

if TYPE_CHECKING:
    from kam_core.workbook.book import Workbook

SAMPLE = 5
"""Rows of those that came or went that are shown."""

CELLS = 200
"""Changed rows of which the cells are listed."""

_NAMING = ("contact_name", "fact", "item", "need", "competitor", "currency", "set_name", "name", "measure", "title", "product", "activity",
           "kind", "member", "date", "valid_on", "period")  # fmt: skip
"""What tells rows of one account apart, for people."""


@dataclass(frozen=True)
class Done:
    """What a batch did to a table."""

    table: str
    changed: int
    """Rows with other cells than before."""
    added: int
    deleted: int
    cells: pd.DataFrame
    """row (as people call it, in parts), row_id, column, old, new; of at most ``CELLS`` rows."""
    came: pd.DataFrame
    """Some of the added rows, columns as declared, those without any value left out."""
    went: pd.DataFrame
    """Some of the deleted rows, likewise."""

    @property
    def rows(self) -> int:
        """How many rows it is about."""
        return self.changed + self.added + self.deleted


def line_of(book: Workbook, batch: int) -> dict[str, Any]:
    """The line of a batch in the journal, and ``undone_by``: the batch that undid it; an unknown one raises."""
    rows = book.frame(
        "SELECT b.*, (SELECT max(u.batch) FROM batches u WHERE u.target = b.batch AND u.live) AS undone_by FROM batches b "
        "WHERE batch = $batch",
        {"batch": batch},
    )
    if rows.empty:
        raise UnknownName.of("batch", batch, [])
    line: dict[str, Any] = {str(name): None if pd.isna(value) else value for name, value in rows.iloc[0].items()}
    return {**line, "counts": json.loads(str(line["counts"]))}


def root_of(book: Workbook, batch: int) -> tuple[int, bool]:
    """The batch whose rows a batch is about (itself unless it is an undo), and whether it did the opposite of it."""
    opposite, target = False, line_of(book, batch)["target"]
    while target is not None:
        batch, opposite = int(target), not opposite
        target = line_of(book, batch)["target"]
    return batch, opposite


def done(book: Workbook, batch: int, name: str) -> Done:
    """What a batch did to one table."""
    root, opposite = root_of(book, batch)
    declared, params = table(name), {"batch": root, "name": name}
    opened = f"SELECT row_id FROM rows_{declared.name} WHERE batch = $batch"
    closed = _closed(declared, "r.row_id")
    counts = book.frame(
        f"SELECT (SELECT count(*) FROM ({opened}) WHERE row_id NOT IN ({closed})) AS came, "
        f"(SELECT count(*) FROM ({closed}) WHERE row_id NOT IN ({opened})) AS went, "
        f"(SELECT count(*) FROM ({opened}) WHERE row_id IN ({closed})) AS changed",
        params,
    ).iloc[0]
    sample = f"ORDER BY version LIMIT {SAMPLE}"
    came = book.frame(f"SELECT * FROM rows_{declared.name} WHERE batch = $batch AND row_id NOT IN ({closed}) {sample}", params)
    went = book.frame(f"SELECT * FROM ({_closed(declared, 'r.*')}) WHERE row_id NOT IN ({opened}) {sample}", params)
    cells = _cells(book, declared, root)
    if opposite:
        came, went, cells = went, came, cells.rename(columns={"old": "new", "new": "old"})[["row", "row_id", "column", "old", "new"]]
        counts = counts.rename({"came": "went", "went": "came"})
    return Done(
        name, int(counts["changed"]), int(counts["came"]), int(counts["went"]), cells, _filled(declared, came), _filled(declared, went)
    )


def row_names(book: Workbook, name: str, row_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What people call rows of a table, gone ones too: the account, then the person, item or day; the number where nothing tells."""
    wanted = sorted({int(row) for row in row_ids})
    declared = table(name)
    if not wanted:
        return {}
    listed = ", ".join(f'"{column}"' for column in declared.names)
    rows = book.frame(
        f"SELECT row_id, {listed} FROM rows_{declared.name} WHERE list_contains($ids, row_id) "
        "QUALIFY row_number() OVER (PARTITION BY row_id ORDER BY version DESC) = 1",
        {"ids": wanted},
    )
    names = _account_names(book, [value for column in ("account_id", "subject_id") if column in rows for value in rows[column].dropna()])
    return {int(row["row_id"]): _row_name(declared, {str(k): v for k, v in row.items()}, names) for row in rows.to_dict("records")}


def _closed(declared: Table, what: str) -> str:
    """The rows of which a batch closed a version."""
    return f"SELECT {what} FROM rows_{declared.name} r JOIN closings c ON c.version = r.version AND c.tbl = $name WHERE c.batch = $batch"


def _cells(book: Workbook, declared: Table, batch: int) -> pd.DataFrame:
    rows = book.frame(
        f"SELECT o.row_id, {', '.join(_pair(column) for column in declared.names)} FROM rows_{declared.name} o "
        f"JOIN ({_closed(declared, 'r.*')}) r ON r.row_id = o.row_id WHERE o.batch = $batch ORDER BY o.version LIMIT {CELLS}",
        {"batch": batch, "name": declared.name},
    )
    names = row_names(book, declared.name, rows["row_id"])
    cells = [
        (names[int(row["row_id"])], int(row["row_id"]), column.name, row[f"old_{column.name}"], row[f"new_{column.name}"])
        for row in rows.to_dict("records")
        for column in declared.columns
        if not same(column, row[f"old_{column.name}"], row[f"new_{column.name}"])
    ]
    return pd.DataFrame(cells, columns=["row", "row_id", "column", "old", "new"])


def _pair(column: str) -> str:
    return f'r."{column}" AS "old_{column}", o."{column}" AS "new_{column}"'


def _filled(declared: Table, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[list(declared.names)].dropna(axis="columns", how="all")


def _account_names(book: Workbook, ids: Sequence[object]) -> Mapping[str, str]:
    found = book.frame(
        "SELECT account_id, max(account_name) AS name FROM accounts WHERE list_contains($ids, account_id) GROUP BY account_id",
        {"ids": sorted({str(value) for value in ids})},
    ).dropna()
    return dict(zip(found["account_id"], found["name"], strict=True))


def _row_name(declared: Table, row: Mapping[str, Any], accounts: Mapping[str, str]) -> tuple[str, ...]:
    """Whose row it is, and what tells it apart from that account's other rows."""
    whose = next((row[name] for name in ("account_name", "account_id", "subject_id") if name in row and not pd.isna(row[name])), None)
    parts = [] if whose is None else [accounts.get(str(whose), str(whose))]
    if declared.name != "accounts":
        telling = [_as_text(row[name]) for name in _NAMING if name in declared.names and not pd.isna(row[name])]
        parts += telling[: 2 - len(parts)] or [str(row[key]) for key in declared.key]
    return tuple(parts) or (str(row["row_id"]),)


def _as_text(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if hasattr(value, "year") else str(value)


assert set(_NAMING) <= {column for declared in TABLES.values() for column in declared.names}

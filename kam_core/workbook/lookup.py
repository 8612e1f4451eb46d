"""Rows of a table as a screen wants them: a page of those that contain a text, or those of one account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kam_core.schema import table
from kam_core.workbook.edits import same

if TYPE_CHECKING:
    from kam_core.workbook.book import Workbook


def matching(book: Workbook, name: str, text: str = "") -> int:
    """How many rows contain a text (literally, case aside) in any text column."""
    where, params = _contains(name, text)
    return int(book.frame(f"SELECT count(*) AS n FROM {table(name).name} WHERE {where}", params)["n"].iloc[0])


def page(book: Workbook, name: str, text: str = "", *, rows: int, number: int = 1) -> pd.DataFrame:
    """One page (from 1) of the rows that contain a text, indexed by row id."""
    where, params = _contains(name, text)
    return book.frame(
        f"SELECT row_id, {_listed(name)} FROM {table(name).name} WHERE {where} ORDER BY row_id LIMIT $rows OFFSET $skipped",
        {**params, "rows": rows, "skipped": rows * (number - 1)},
    ).set_index("row_id")


def of_account(book: Workbook, name: str, account_id: str) -> pd.DataFrame:
    """The rows of one account, in the order they were recorded."""
    return book.frame(
        f"SELECT {_listed(name)} FROM {table(name).name} WHERE account_id = $account ORDER BY row_id", {"account": account_id}
    )


def diff(book: Workbook, batch: int, name: str, limit: int = 50) -> pd.DataFrame:
    """What a batch changed in a table, cell by cell: row_id, column, old, new; at most ``limit`` rows of it, added ones by their key."""
    opened = book.frame(
        f"SELECT * FROM rows_{table(name).name} WHERE batch = $batch ORDER BY version LIMIT $limit", {"batch": batch, "limit": limit}
    )
    closed = book.frame(
        f"SELECT r.* FROM rows_{table(name).name} r JOIN closings c ON c.version = r.version AND c.tbl = $name "
        "WHERE c.batch = $batch LIMIT $limit",
        {"batch": batch, "name": name, "limit": limit},
    )
    before, after = closed.set_index("row_id"), opened.set_index("row_id")
    cells = []
    for row_id in dict.fromkeys([*before.index, *after.index]):
        for column in table(name).names:
            old = before.loc[row_id, column] if row_id in before.index else None
            new = after.loc[row_id, column] if row_id in after.index else None
            if not same(table(name).column(column), old, new):
                cells.append((row_id, column, old, new))
    return pd.DataFrame(cells, columns=["row_id", "column", "old", "new"])


def illustrative(book: Workbook, name: str, account_id: str | None = None) -> bool:
    """Whether current rows of a table (of one account) come from a batch marked illustrative."""
    where = "TRUE" if account_id is None else "account_id = $account"
    sql = f"SELECT 1 FROM {table(name).name} t JOIN batches b ON b.batch = t.batch WHERE b.illustrative AND {where} LIMIT 1"
    return bool(len(book.frame(sql, {} if account_id is None else {"account": account_id})))


def _listed(name: str) -> str:
    return ", ".join(f'"{column}"' for column in table(name).names)


def _contains(name: str, text: str) -> tuple[str, dict[str, str]]:
    texts = [column.name for column in table(name).columns if column.kind in ("id", "text", "choice")]
    if not text or not texts:
        return "true", {}
    return " OR ".join(f'contains(lower("{column}"), lower($text))' for column in texts), {"text": text}

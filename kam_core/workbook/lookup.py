"""Rows of a table as a screen wants them: a page of those that are sought, or those of one account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.schema import TABLES, table
from kam_core.workbook.suspects import whose

if TYPE_CHECKING:
    from kam_core.workbook.book import Workbook


@dataclass(frozen=True)
class Sought:
    """Which rows of a table, and in which order: those that contain a text, of one account, given ones, those a question finds."""

    text: str = ""
    account: str = ""
    rows: tuple[int, ...] = ()
    """Row ids; empty = any."""
    question: str = ""
    """SQL whose ``row_id`` names the rows; empty = any."""
    facts: tuple[tuple[str, Any], ...] = ()
    """The parameters of that question."""
    sort: str = ""
    """A column; empty = in the order they were recorded."""
    descending: bool = False


EVERYTHING = Sought()


def matching(book: Workbook, name: str, sought: Sought = EVERYTHING) -> int:
    """How many rows are sought."""
    where, params = _where(name, sought)
    return int(book.frame(f"SELECT count(*) AS n FROM {table(name).name} t WHERE {where}", params)["n"].iloc[0])


def page(book: Workbook, name: str, sought: Sought = EVERYTHING, *, rows: int, number: int = 1) -> pd.DataFrame:
    """One page (from 1) of the rows sought, indexed by row id; ``of_account`` is the name of the account a row is about."""
    where, params = _where(name, sought)
    order = f'"{table(name).column(sought.sort).name}" {"DESC" if sought.descending else "ASC"} NULLS LAST, ' if sought.sort else ""
    return book.frame(
        f"WITH p AS (SELECT row_id, {_listed(name)}, {whose(name)} AS of_id FROM {table(name).name} t "
        f"WHERE {where} ORDER BY {order}row_id LIMIT $rows OFFSET $skipped) "
        f"SELECT row_id, {_listed(name)}, (SELECT max(a.account_name) FROM accounts a WHERE a.account_id = p.of_id) AS of_account "
        f"FROM p ORDER BY {order}row_id",
        {**params, "rows": rows, "skipped": rows * (number - 1)},
    ).set_index("row_id")


def of_account(book: Workbook, name: str, account_id: str) -> pd.DataFrame:
    """The rows of one account, in the order they were recorded, indexed by row id."""
    return book.frame(
        f"SELECT row_id, {_listed(name)} FROM {table(name).name} WHERE account_id = $account ORDER BY row_id", {"account": account_id}
    ).set_index("row_id")


def illustrative(book: Workbook, name: str, account_id: str | None = None) -> bool:
    """Whether current rows of a table (of one account) come from a batch marked illustrative."""
    where = "TRUE" if account_id is None else "account_id = $account"
    sql = f"SELECT 1 FROM {table(name).name} t JOIN batches b ON b.batch = t.batch WHERE b.illustrative AND {where} LIMIT 1"
    return bool(len(book.frame(sql, {} if account_id is None else {"account": account_id})))


def filled(book: Workbook) -> dict[str, int]:
    """How many current rows each table has, in one query; empty tables are left out."""
    counts = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS n FROM {name}" for name in TABLES)
    rows = book.frame(f"SELECT name, n FROM ({counts}) WHERE n > 0")
    found = dict(zip(rows["name"], rows["n"], strict=True))
    return {name: int(found[name]) for name in TABLES if name in found}


def last_day(book: Workbook, name: str, column: str, day: date) -> date | None:
    """The latest day in a column of a table up to a day; ``None`` without any."""
    dated = table(name).column(column).name
    found = book.frame(f'SELECT max("{dated}") AS d FROM {table(name).name} WHERE "{dated}" <= CAST($day AS DATE)', {"day": day})["d"].iloc[
        0
    ]
    return None if pd.isna(found) else pd.Timestamp(found).date()


def currencies(book: Workbook) -> dict[str, date | None]:
    """The currencies there is an exchange rate for, and since when the latest one holds."""
    rows = book.frame(
        "SELECT upper(trim(currency)) AS currency, CAST(max(valid_on) AS VARCHAR) AS latest FROM rates WHERE rate > 0 GROUP BY 1 ORDER BY 1"
    )
    return {str(c): None if pd.isna(day) else date.fromisoformat(day) for c, day in zip(rows["currency"], rows["latest"], strict=True)}


def _listed(name: str) -> str:
    return ", ".join(f'"{column}"' for column in table(name).names)


def _where(name: str, sought: Sought) -> tuple[str, dict[str, Any]]:
    parts: list[str] = []
    params: dict[str, Any] = dict(sought.facts) if sought.question else {}
    if sought.text:
        parts.append(f"({_contains(name)})")
        params["text"] = sought.text
    if sought.account:
        parts.append(f"{whose(name)} = $account")
        params["account"] = sought.account
    if sought.rows:
        parts.append("t.row_id IN (SELECT unnest($row_ids))")
        params["row_ids"] = list(sought.rows)
    if sought.question:
        parts.append(f"t.row_id IN (SELECT row_id FROM ({sought.question}))")
    return " AND ".join(parts) or "true", params


def _contains(name: str) -> str:
    """Whether a text stands in a row, or in the name of its account; literally, case aside."""
    texts = [column.name for column in table(name).columns if column.kind in ("id", "text", "choice")]
    found = [f'contains(lower(t."{column}"), lower($text))' for column in texts]
    if name != "accounts":
        found.append(f"{whose(name)} IN (SELECT account_id FROM accounts WHERE contains(lower(account_name), lower($text)))")
    return " OR ".join(found)


def of_batches(book: Workbook, name: str, *, illustrative: bool) -> pd.DataFrame:
    """The current rows of a table that came with batches marked illustrative, or with the others, in the order they were recorded."""
    return book.frame(
        f"SELECT {_listed(name)} FROM {table(name).name} WHERE batch IN (SELECT batch FROM batches WHERE illustrative = $illustrative) "
        "ORDER BY row_id",
        {"illustrative": illustrative},
    )

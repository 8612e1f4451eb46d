"""
Questions about the rows of any table, put together from its declaration: what is empty, what points nowhere, what stands twice.

Each answer of ``rows`` questions is (row_id, account_id), so that a page can count them by account and show exactly those rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.schema import NO_ACCOUNT, Column, table

if TYPE_CHECKING:
    from kam_core.workbook.book import Workbook

_NOBODY = "CAST(NULL AS VARCHAR)"
_OF_CONTACT = "(SELECT max(p.account_id) FROM contacts p WHERE p.contact_id = t.{column})"


def whose(name: str) -> str:
    """SQL for the account that a row ``t`` of a table is about: its own id, or that of the contact it names; NULL where there is none."""
    names = table(name).names
    if "account_id" in names:
        return "t.account_id"
    if "subject_type" in names:
        contact = _OF_CONTACT.format(column="subject_id")
        return f"CASE t.subject_type WHEN 'contact' THEN {contact} WHEN 'owner' THEN NULL WHEN 'need' THEN NULL ELSE t.subject_id END"
    if name == "links":
        return f"coalesce({_OF_CONTACT.format(column='to_id')}, {_OF_CONTACT.format(column='from_id')})"
    return _NOBODY


def about_accounts(name: str) -> bool:
    """Whether rows of a table are about accounts."""
    return whose(name) != _NOBODY


def empty(column: Column) -> str:
    """SQL for a row ``t`` that has nothing in a column."""
    blank = f""" OR trim(t."{column.name}") = ''""" if column.kind in ("id", "text", "choice") else ""
    return f'(t."{column.name}" IS NULL{blank})'


def missing(name: str, column: str) -> str:
    """Rows that have nothing in a column."""
    return f"SELECT t.row_id, {whose(name)} AS account_id FROM {name} t WHERE {empty(table(name).column(column))}"


def dangling(name: str, column: str, target: str, key: str) -> str:
    """Rows that name something which is not in its table; the place of lines without an account is no account."""
    return (
        f"SELECT t.row_id, {whose(name)} AS account_id FROM {table(name).name} t WHERE NOT {empty(table(name).column(column))} "
        f'AND t."{column}" <> $no_account '
        f'AND NOT EXISTS (SELECT 1 FROM {table(target).name} k WHERE k."{table(target).column(key).name}" = t."{column}")'
    )


def doubled(name: str) -> str:
    """Rows of a keyed table whose key another row has too, case and spaces aside."""
    key = table(name).key[0]
    bare = f"""regexp_replace(lower(t."{key}"), '\\s+', '', 'g')"""
    sql = f'SELECT t.row_id, {whose(name)} AS account_id FROM {name} t WHERE t."{key}" IS NOT NULL'
    return f"{sql} QUALIFY count(*) OVER (PARTITION BY {bare}) > 1"


def gaps(book: Workbook, name: str, columns: Sequence[str]) -> pd.DataFrame:
    """How many rows each account has in a table (a line for rows without one), and how many of them have nothing in each column."""
    counted = "".join(f', count(*) FILTER ({empty(table(name).column(column))}) AS "{column}"' for column in columns)
    return book.frame(f"SELECT {whose(name)} AS account_id, count(*) AS rows{counted} FROM {table(name).name} t GROUP BY 1")


def covered(book: Workbook, name: str) -> int:
    """How many known accounts a table says something about."""
    sql = f"SELECT DISTINCT {whose(name)} AS account_id FROM {table(name).name} t"
    return int(
        book.frame(f"SELECT count(*) AS n FROM accounts WHERE account_id <> $none AND account_id IN ({sql})", {"none": NO_ACCOUNT})[
            "n"
        ].iloc[0]
    )


def counted(book: Workbook, sql: str, params: Mapping[str, Any]) -> pd.DataFrame:
    """How many rows a question finds by account; parameters it does not ask for are left out."""
    return book.frame(f"SELECT account_id, count(*) AS n FROM ({sql}) GROUP BY account_id ORDER BY account_id", asked(sql, params))


def asked(sql: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Those parameters that a question names."""
    return {name: params[name] for name in set(re.findall(r"\$(\w+)", sql)) if name in params}

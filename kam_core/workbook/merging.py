"""
One account out of several: what of the others moves to the one that stays, and the batch that moves it.

Every column that names an account is found from the declarations, so a table that comes later is not forgotten. The rows keep their
ids; the accounts that go are closed like any deleted row, and their ids and names are kept in ``aliases`` for the next file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import duckdb

from kam_core.errors import BadEdit, UnknownName
from kam_core.schema import NO_ACCOUNT, TABLES, naming_accounts, table
from kam_core.text import N_
from kam_core.workbook.edits import same
from kam_core.workbook.revise import Reserve, revise
from kam_core.workbook.tables import close_versions, open_versions, upsert

if TYPE_CHECKING:
    from kam_core.workbook.book import Workbook

NOT_ITSELF = N_("it takes two accounts to merge, each named once, and not the place of lines without an account")
ATTRIBUTES = tuple(column for column in TABLES["accounts"].names if column != "account_id")

_Row = dict[str, Any]


@dataclass(frozen=True)
class Attribute:
    """One attribute of the accounts that are merged: what each of them has, and whose value stays."""

    column: str
    values: Mapping[str, Any]
    """By account, the one that stays first; those without a value are left out."""
    of: str
    """The account whose value stays."""
    state: Literal["same", "filled", "differs"]
    """Everybody who has one has the same; the one that stays had none; several differ."""


@dataclass(frozen=True)
class Preview:
    """What a merge would do; nothing is done."""

    keep: str
    gone: tuple[str, ...]
    moves: Mapping[str, int]
    """Rows by table that will name the account that stays."""
    attributes: Sequence[Attribute]
    """Those that any of the accounts has."""
    aliases: tuple[str, ...]
    """Ids and names under which later files still mean the account that stays."""

    @property
    def rows(self) -> int:
        """How many rows move."""
        return sum(self.moves.values())


def preview(book: Workbook, keep: str, gone: Sequence[str], take: Mapping[str, str] | None = None) -> Preview:
    """
    What a merge would do. ``take`` says whose value of an attribute stays, where it is not that of ``keep``.

    Raises UnknownName for an account that is not there, BadEdit for one that is named twice.
    """
    with book.reading() as cursor:
        found = _accounts(cursor, keep, gone)
        moves = {name: _named(cursor, name, keep, gone) for name in TABLES}
        attributes = _attributes(found, _below(cursor, [keep, *gone]), keep, gone, take or {})
        return Preview(
            keep, tuple(gone), {name: rows for name, rows in moves.items() if rows}, attributes,
            tuple(_other_names(cursor, found, keep, gone)),
        )  # fmt: skip


def merged_into(book: Workbook, name: str) -> str | None:
    """The account that an id or name of a merged one means since; ``None`` for any other."""
    with book.reading() as cursor:
        found = cursor.execute("SELECT account_id FROM aliases WHERE alias = $name", {"name": name}).fetchall()
    return str(found[0][0]) if found else None


def merge(
    cursor: duckdb.DuckDBPyConnection, keep: str, gone: Sequence[str], take: Mapping[str, str], batch: int, reserve: Reserve
) -> dict[str, int]:
    """Write a merge inside an open transaction; returns the rows by table."""
    found = _accounts(cursor, keep, gone)
    aliases = _other_names(cursor, found, keep, gone)
    stays = {one.column: one.values[one.of] for one in _attributes(found, _below(cursor, [keep, *gone]), keep, gone, take)}
    counts = {name: _move(cursor, name, keep, gone, batch, reserve) for name in TABLES}
    close_versions(cursor, "accounts", [found[account]["version"] for account in gone], batch)
    counts["accounts"] += len(gone)
    row = {**dict.fromkeys(ATTRIBUTES), **stays, "account_id": keep}
    if any(not same(TABLES["accounts"].column(column), found[keep][column], row[column]) for column in ATTRIBUTES):
        close_versions(cursor, "accounts", [found[keep]["version"]], batch)
        open_versions(cursor, "accounts", [(reserve(1), found[keep]["row_id"], row)], batch)
        counts["accounts"] += 1
    counts["aliases"] += _remember(cursor, keep, aliases, batch, reserve)
    return {name: rows for name, rows in counts.items() if rows}


def _accounts(cursor: duckdb.DuckDBPyConnection, keep: str, gone: Sequence[str]) -> dict[str, _Row]:
    """The current rows of the accounts, by id."""
    asked = [keep, *gone]
    if len(set(asked)) < max(len(asked), 2) or NO_ACCOUNT in asked:
        raise BadEdit(table="accounts", column="account_id", detail=NOT_ITSELF)
    result = cursor.execute("SELECT * FROM accounts WHERE list_contains($ids, account_id)", {"ids": asked})
    names = [column[0] for column in result.description]
    found = {row["account_id"]: row for row in (dict(zip(names, values, strict=True)) for values in result.fetchall())}
    for account in asked:
        if account not in found:
            raise UnknownName.of("account", account, [])
    return found


def _named(cursor: duckdb.DuckDBPyConnection, name: str, keep: str, gone: Sequence[str]) -> int:
    where = _where(name)
    return (
        int(cursor.execute(f"SELECT count(*) FROM {name} WHERE {where}", {"gone": list(gone), "keep": keep}).fetchall()[0][0])
        if where
        else 0
    )


def _move(cursor: duckdb.DuckDBPyConnection, name: str, keep: str, gone: Sequence[str], batch: int, reserve: Reserve) -> int:
    values = {column: f"CASE WHEN {goes} THEN $keep ELSE {column} END" for column, goes in _naming(name).items()}
    return revise(cursor, name, values, _where(name), {"gone": list(gone), "keep": keep}, batch, reserve) if values else 0


def _where(name: str) -> str:
    """The rows of a table that name an account that goes; empty for a table that names none."""
    where = " OR ".join(_naming(name).values())
    # The accounts themselves are dealt with one by one.
    return f"({where}) AND account_id NOT IN (SELECT unnest($gone)) AND account_id <> $keep" if name == "accounts" else where


def _naming(name: str) -> dict[str, str]:
    """The columns of a table that name an account, each with the SQL that says whether it is one that goes."""
    columns = {column: when for column, when in naming_accounts(name).items() if (name, column) != ("accounts", "account_id")}
    return {column: f"({when} AND {column} IN (SELECT unnest($gone)) AND {column} <> $keep)" for column, when in columns.items()}


def _below(cursor: duckdb.DuckDBPyConnection, accounts: Sequence[str]) -> set[str]:
    """The accounts and all that stand under them, at any depth: none of them can be the group of what they are merged to."""
    rows = cursor.execute(
        "WITH RECURSIVE below AS (SELECT unnest($accounts) AS account_id "
        "UNION SELECT a.account_id FROM accounts a JOIN below b ON a.parent_id = b.account_id) SELECT account_id FROM below",
        {"accounts": list(accounts)},
    ).fetchall()
    return {row[0] for row in rows}


def _attributes(found: Mapping[str, _Row], below: set[str], keep: str, gone: Sequence[str], take: Mapping[str, str]) -> list[Attribute]:
    listed = []
    for column in (table("accounts").column(name) for name in ATTRIBUTES):
        values = {
            account: found[account][column.name] for account in (keep, *gone) if _has(found[account][column.name], column.name, below)
        }
        if not values:
            continue
        first, *others = values.values()
        alike = all(same(column, first, other) for other in others)
        state: Literal["same", "filled", "differs"] = "differs" if not alike else "same" if keep in values else "filled"
        chosen = take.get(column.name, "")
        listed.append(Attribute(column.name, values, chosen if chosen in values else next(iter(values)), state))
    return listed


def _has(value: object, column: str, below: set[str]) -> bool:
    """Whether an account has an attribute; a group that is merged with its member, or stands under it then, is not its group."""
    return value is not None and value != "" and not (column == "parent_id" and value in below)


def _other_names(cursor: duckdb.DuckDBPyConnection, found: Mapping[str, _Row], keep: str, gone: Sequence[str]) -> list[str]:
    """The ids of the accounts that go, and those of their names that no account that stays has as id or name."""
    names = {str(found[account]["account_name"] or "").strip() for account in gone} - {""}
    taken = cursor.execute(
        "SELECT account_id, account_name FROM accounts WHERE NOT list_contains($gone, account_id) "
        "AND (list_contains($names, account_id) OR list_contains($names, account_name)) AND account_id <> $keep",
        {"gone": list(gone), "names": sorted(names), "keep": keep},
    ).fetchall()
    left = names - {value for row in taken for value in row} - {keep}
    return [*gone, *sorted(left - set(gone))]


def _remember(cursor: duckdb.DuckDBPyConnection, keep: str, aliases: Sequence[str], batch: int, reserve: Reserve) -> int:
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE new_aliases AS SELECT unnest($aliases) AS alias, $keep AS account_id",
        {"aliases": aliases, "keep": keep},
    )
    rows = upsert(cursor, "aliases", "new_aliases", ("alias", "account_id"), batch, reserve(len(aliases)))
    cursor.execute("DROP TABLE new_aliases")
    return rows

"""
What of a file the workbook knows already: accounts under other names, accounts by a chosen attribute, rows by chosen fields.

Before the rows are derived the doubtful ones are rejected; afterwards the others name the accounts they mean. An account that was
merged into another is named by its other name still, and fills only what the one that stayed lacks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kam_core.errors import BadEdit, MissingField
from kam_core.ingest.balance.views import Derived, typed_view
from kam_core.ingest.meaning.fields import ACCOUNT_TABLES
from kam_core.ingest.meaning.shapes import Shape
from kam_core.ingest.options import LoadOptions
from kam_core.ingest.raw import Raw
from kam_core.ingest.values.cells import Cell
from kam_core.schema import NO_ACCOUNT, TABLES, naming_accounts
from kam_core.schema import table as declared
from kam_core.text import N_

BY_KEY = N_("rows of this table are updated by this key already")
Told = list[tuple[str, str]]
"""What the file calls an account, and its value in the column that is matched."""


@dataclass(frozen=True)
class Known:
    """What was found of a file in the workbook."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other names that the file uses, and the accounts they mean."""
    effect: Mapping[str, int] = field(default_factory=dict)
    """Rows that are ``new``, ``updated`` and ``unchanged``; empty where all are added."""


def told_of(cells: Mapping[str, Cell], table: str) -> str:
    """SQL for what a row of the file calls its account; empty where it names none."""
    names = ("account_id", "account_name") if table in ACCOUNT_TABLES else ("subject_id",) if table == "ratings" else ("account_id",)
    known = [f"t.{name}" for name in names if name in cells]
    return f"coalesce({', '.join(known)})" if known else ""


def prepare(raw: Raw, table: str, cells: Mapping[str, Cell], shape: Shape, options: LoadOptions) -> None:
    """
    Find out which accounts the file means, and reject the rows that may mean several, before anything is derived of them.

    Raises MissingField for a field that has no column, BadEdit for rows that have a key of their own.
    """
    if not _in_workbook(raw):
        return
    told, meant = told_of(cells, table), raw.name("meant")
    raw.cursor.execute(f"CREATE TEMP TABLE {meant} (told VARCHAR, account_id VARCHAR, alias BOOLEAN)")
    if told and options.match not in (None, "account_id"):
        _match(raw, table, cells, shape, str(options.match))
    raw.cursor.execute(
        f"INSERT INTO {meant} SELECT alias, account_id, true FROM aliases WHERE account_id IN (SELECT account_id FROM accounts) "
        f"AND alias NOT IN (SELECT account_id FROM accounts) AND alias NOT IN (SELECT told FROM {meant})"
    )
    if options.update_by:
        _refuse_ambiguous_rows(raw, table, cells, options.update_by)


def settle(raw: Raw, table: str, derived: Derived, options: LoadOptions) -> Known:
    """Let the derived rows name the accounts they mean, and count what is new, updated and unchanged."""
    if not _in_workbook(raw):
        return Known()
    main, aliases = derived.targets.get(table) or derived.targets.get("accounts"), {}
    if main and raw.count(f"SELECT count(*) FROM {raw.name('meant')}"):
        aliases = _say(raw, main, "subject_id" if table == "ratings" else "account_id")
        for name, relation in derived.targets.items():
            _rename(raw, name, relation, options.match)
    return Known(aliases, _effect(raw, table, derived, options.update_by))


def _in_workbook(raw: Raw) -> bool:
    """Whether the file is read into a workbook; by itself it means nothing that is known."""
    return bool(raw.count("SELECT count(*) FROM duckdb_views() WHERE view_name = 'aliases'"))


def _match(raw: Raw, table: str, cells: Mapping[str, Cell], shape: Shape, by: str) -> None:
    if by not in cells and table in ACCOUNT_TABLES:
        raise MissingField(fields=by, columns=", ".join(raw.source.names[:50]))
    cell = cells.get(by) or cells.get("subject_id") or cells["account_id"]
    view, told = typed_view(raw, cells), told_of(cells, table)
    value = f"CAST(t.{by} AS VARCHAR)" if by in cells else told
    rows = raw.cursor.execute(f"SELECT DISTINCT {told}, {value} FROM {view} t WHERE {value} IS NOT NULL").fetchall()
    found, doubtful = _found(raw, rows, by, told_is_an_id="account_id" in cells and table in ACCOUNT_TABLES)
    if found:
        pairs = {"told": [told for told, _ in found], "known": [account for _, account in found]}
        raw.cursor.execute(f"INSERT INTO {raw.name('meant')} SELECT unnest($told), unnest($known), false", pairs)
    if doubtful:
        columns = {name: [row[place] for row in doubtful] for place, name in enumerate(("told", "value", "reason"))}
        raw.cursor.execute(
            f"INSERT INTO {raw.rejects} SELECT t.line, {cell.place.index}, d.value, d.reason FROM {view} t "
            "JOIN (SELECT unnest($told) AS told, unnest($value) AS value, unnest($reason) AS reason) d "
            f"ON d.told = {told} AND d.value = {value}",
            columns,
        )
    if shape == "accounts":
        raw.cursor.execute(
            f"INSERT INTO {raw.rejects} SELECT t.line, {cell.place.index}, {value}, 'duplicate_key' FROM {view} t "
            f"JOIN {raw.name('meant')} m ON m.told = {told} WHERE t.line NOT IN (SELECT line FROM {raw.rejects}) "
            "QUALIFY row_number() OVER (PARTITION BY m.account_id ORDER BY t.line) > 1"
        )


def _found(raw: Raw, rows: Told, by: str, *, told_is_an_id: bool) -> tuple[Told, list[tuple[str, str, str]]]:
    """What the file calls the accounts that are found, with their ids; and the rows that are in doubt, with the reason."""
    from kam_core.identity.names import firm  # it brings the workbook along

    written = firm if by == "account_name" else lambda value: str(value).strip().casefold()
    known = raw.cursor.execute(
        f'SELECT account_id, CAST("{declared("accounts").column(by).name}" AS VARCHAR) FROM accounts '
        f'WHERE account_id <> ? AND "{by}" IS NOT NULL', [NO_ACCOUNT]
    ).fetchall()  # fmt: skip
    exact: dict[str, set[str]] = defaultdict(set)
    bare: dict[str, set[str]] = defaultdict(set)
    for account, value in known:
        exact[value.strip()].add(account)
        bare[written(value)].add(account)
    ids = {row[0] for row in raw.cursor.execute("SELECT account_id FROM accounts").fetchall()} if told_is_an_id else set()
    found: dict[str, set[str]] = defaultdict(set)
    doubtful: list[tuple[str, str, str]] = []
    for told, value in rows:
        accounts = exact.get(value.strip()) or bare.get(written(value)) or set()
        if len(accounts) == 1:
            found[told] |= accounts
        elif accounts or told in ids:
            doubtful.append((told, value, "ambiguous_match" if accounts else "id_taken"))
    doubtful += [(told, value, "ambiguous_match") for told, value in rows if len(found.get(told, ())) > 1]
    return [(told, next(iter(accounts))) for told, accounts in found.items() if len(accounts) == 1], doubtful


def _refuse_ambiguous_rows(raw: Raw, table: str, cells: Mapping[str, Cell], by: Sequence[str]) -> None:
    """Reject the rows that share the fields with several stored ones, or with each other and a stored one."""
    if TABLES[table].key:
        raise BadEdit(table=table, column=TABLES[table].key[0], detail=BY_KEY)
    told = told_of(cells, table)
    missing = [name for name in by if name not in cells and not (name == "account_id" and told)]
    if missing:
        raise MissingField(fields=", ".join(missing), columns=", ".join(raw.source.names[:50]))
    keys = [f"coalesce(m.account_id, {told}) AS {name}" if name in ("account_id", "subject_id") else f"t.{name}" for name in by]
    join = f"LEFT JOIN {raw.name('meant')} m ON m.told = {told}" if told else ""
    listed = ", ".join(declared(table).column(name).name for name in by)
    first = cells.get(by[0]) or cells["account_name"]
    raw.cursor.execute(
        f"INSERT INTO {raw.rejects} WITH f AS (SELECT t.line, {', '.join(keys)} FROM {typed_view(raw, cells)} t {join} "
        f"WHERE t.line NOT IN (SELECT line FROM {raw.rejects})), n AS (SELECT {listed}, count(*) AS stored FROM {table} GROUP BY ALL) "
        f"SELECT f.line, {first.place.index}, CAST(f.{by[0]} AS VARCHAR), 'ambiguous_row' FROM f JOIN n USING ({listed}) "
        f"QUALIFY n.stored > 1 OR count(*) OVER (PARTITION BY {listed}) > 1"
    )


def _say(raw: Raw, main: str, column: str) -> dict[str, str]:
    """List how many rows each other name stands in, and how many were matched; returns the other names."""
    rows = raw.cursor.execute(
        f"SELECT m.told, m.account_id, m.alias, count(*) FROM {main} r JOIN {raw.name('meant')} m ON m.told = r.{column} "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for told, account, alias, count in rows:
        if alias:
            raw.source.repairs.add("alias_applied", f"{told} → {account}", count=count)
    raw.source.repairs.add("matched", count=sum(count for told, account, alias, count in rows if not alias and told != account))
    return {told: account for told, account, alias, _ in rows if alias}


def _rename(raw: Raw, name: str, relation: str, match: str | None) -> None:
    """Let the rows of a target name the accounts they mean."""
    meant, there = raw.name("meant"), [row[0] for row in raw.cursor.execute(f"DESCRIBE {relation}").fetchall()]
    if name == "accounts":
        _leave_what_stays(raw, relation, [column for column in there if column != "account_id"], match)
    for column, when in naming_accounts(name).items():
        if column in there:
            raw.cursor.execute(
                f"UPDATE {relation} SET {column} = m.account_id FROM {meant} m WHERE m.told = {relation}.{column} AND {when}"
            )
    if name == "accounts" and "parent_id" in there:
        raw.cursor.execute(f"UPDATE {relation} SET parent_id = NULL WHERE parent_id = account_id")


def _leave_what_stays(raw: Raw, relation: str, columns: Sequence[str], match: str | None) -> None:
    """An account that is found keeps the spelling it was found by; one that is called by its other name keeps all it has."""
    meant = raw.name("meant")
    if match in columns:
        raw.cursor.execute(f"UPDATE {relation} SET {match} = NULL FROM {meant} m WHERE m.told = {relation}.account_id AND NOT m.alias")
    called = f"FROM {meant} m WHERE m.told = {relation}.account_id AND m.alias"
    for column in columns:
        has = " UNION ALL ".join(f'SELECT account_id FROM {name} WHERE "{column}" IS NOT NULL' for name in ("accounts", relation))
        raw.cursor.execute(f'UPDATE {relation} SET "{column}" = NULL {called} AND m.account_id IN ({has})')


def _effect(raw: Raw, table: str, derived: Derived, by: Sequence[str]) -> dict[str, int]:
    name = table if table in derived.targets else "accounts"
    keys = TABLES[name].key or by
    if not keys or name not in derived.targets:
        return {}
    relation = derived.targets[name]
    on = " AND ".join(f's."{key}" = t."{key}"' for key in keys)
    columns = [row[0] for row in raw.cursor.execute(f"DESCRIBE {relation}").fetchall() if row[0] not in keys]
    differs = " OR ".join(f's."{c}" IS DISTINCT FROM t."{c}"' + (f' AND s."{c}" IS NOT NULL' if TABLES[name].key else "") for c in columns)
    found = raw.cursor.execute(
        f"SELECT count(*) FILTER (t.version IS NULL), count(*) FILTER (t.version IS NOT NULL AND ({differs or 'false'})), count(*) "
        f"FROM {relation} s LEFT JOIN {name} t ON {on}"
    ).fetchall()[0]
    new, updated, every = map(int, found)
    return {"new": new, "updated": updated, "unchanged": every - new - updated}

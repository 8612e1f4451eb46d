"""From typed cells to the rows of the workbook's tables: what a file lacks is derived, and said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kam_core.ingest.balance.tally import EXACT, account_amounts, plain_amounts, tally
from kam_core.ingest.balance.views import Derived, at_rates, good_rows, reject_missing, reject_repeated, target, typed_view
from kam_core.ingest.meaning.fields import ATTRIBUTES, FACTS, INDICES
from kam_core.ingest.meaning.items import name_items, reject_off_scale
from kam_core.ingest.meaning.persons import joined
from kam_core.ingest.meaning.shapes import Shape
from kam_core.ingest.raw import Raw
from kam_core.ingest.values.cells import Cell
from kam_core.ingest.values.currency import in_our_money
from kam_core.schema import NO_ACCOUNT, SQL_TYPES, Table
from kam_core.text import N_

REVENUE_FROM_PRICE = N_("revenue = quantity x unit price")
COST_FROM_PROFIT = N_("cost = revenue - gross profit")
COST_FROM_RATE = N_("cost = revenue x (1 - margin rate)")
ID_FROM_NAME = N_("account id = account name")
ACCOUNTS_FROM_LINES = N_("accounts = those named in the lines, each attribute as last seen")
ACCOUNTS_FROM_ROWS = N_("accounts = those named in the rows and not known yet")
REVENUE_FROM_PERIODS = N_("one row per account and period, dated on its last day")
DAY_OF_THE_LOAD = N_("date = the one given for figures without a day, or that of the load")

_MADE = {
    REVENUE_FROM_PRICE: "revenue",
    COST_FROM_PROFIT: "cost",
    COST_FROM_RATE: "cost",
    REVENUE_FROM_PERIODS: "revenue",
    ID_FROM_NAME: "account_id",
    DAY_OF_THE_LOAD: "on_day",
}
"""What a derivation made, to be counted; the remaining one made accounts."""
RATED = {"driver_quantity", "rate"}
"""Fields of a cost whose product is its amount."""
_ON_A_DAY = {"transactions", "account_facts", "ratings", "costs"}
_MONEY = SQL_TYPES["money"]
_LINE_FIELDS = ("order_id", "product", "category", "quantity", "discount")


def account_rows(raw: Raw, cells: Mapping[str, Cell], shape: Shape, valid_on: date) -> Derived:
    """Targets of a file about accounts: accounts, transactions, facts, ratings, costs, contracts, as far as it holds them."""
    derived = Derived()
    typed = typed_view(raw, cells)
    ledger = _ledger(raw, typed, cells, shape, valid_on, derived)
    _check(raw, ledger, cells, shape)
    view = in_our_money(raw, ledger, cells, _columns(cells), "on_day")
    derived.tally, derived.ledger = tally(raw, ledger, view, account_amounts(cells, _columns(cells)), shape), ledger
    good = good_rows(raw, view)
    if shape == "transactions":
        unknown = f"SELECT count(*) FROM {good} AND account_id = '{NO_ACCOUNT}'"
        raw.source.repairs.add("no_account", f"loaded as {NO_ACCOUNT}", count=raw.count(unknown))
    if "revenue" in _columns(cells):
        _transactions(raw, good, cells, shape, derived)
    _accounts(raw, good, cells, shape, derived)
    _dated(raw, good, cells, derived)
    if shape == "accounts" and "date" not in cells and _ON_A_DAY & set(derived.targets):
        derived.said.append(DAY_OF_THE_LOAD)
    for message in derived.said:
        raw.source.repairs.add(
            "derived", message, count=raw.count(f"SELECT count({_MADE.get(message, 'DISTINCT account_id')}) FROM {good}")
        )
    return derived


def plain_rows(raw: Raw, table: Table, cells: Mapping[str, Cell], valid_on: date) -> Derived:
    """The target of any other table: its columns as they are; a missing day, subject or source gets its default."""
    asked = table.name in ("ratings", "account_facts")
    constants = {"subject_type": "'account'", "source": "'import'", "status": "'assumed'"} if asked else {}
    if table.dated_by:
        constants[table.dated_by] = f"DATE '{valid_on.isoformat()}'"
    derived = Derived()
    view = typed = at_rates(raw, typed_view(raw, cells), cells, derived) if set(cells) >= RATED else typed_view(raw, cells)
    columns = [*cells, "amount"] if set(cells) >= RATED and "amount" not in cells else [*cells]
    constants |= (full := joined(cells))
    needed = {name: cell.place.index for name, cell in cells.items() if cell.column.required} | dict.fromkeys(full.values(), "-1")
    if len(columns) > len(cells):
        needed["amount"] = cells["rate"].place.index
    for name, index in needed.items():
        reject_missing(raw, view, index, f"{name} IS NULL")
    day = f"coalesce({table.dated_by if table.dated_by in cells else 'NULL'}, DATE '{valid_on.isoformat()}')"
    view = in_our_money(raw, view, cells, columns, day)
    if table.key and all(name in cells for name in table.key):
        reject_repeated(raw, view, table.key, cells[table.key[0]].place.index)
    if table.name == "ratings":
        reject_off_scale(raw, view, cells["value"].place.index)
    values = [
        f"coalesce({c.name}, {constants[c.name]}) AS {c.name}" if c.name in cells and c.name in constants and c.name != table.dated_by
        else c.name if c.name in columns else f"{constants[c.name]} AS {c.name}"
        for c in table.columns if c.name in columns or c.name in constants
    ]  # fmt: skip
    derived.tally, derived.ledger = tally(raw, typed, view, plain_amounts(table, cells, columns), "plain"), typed
    good = good_rows(raw, view)
    target(raw, derived, table.name, f"SELECT {', '.join(values)} FROM {good} ORDER BY line")
    if table.name == "ratings":
        name_items(raw, derived.targets["ratings"])
    _accounts_named(raw, derived, table, cells)
    return derived


def _accounts_named(raw: Raw, derived: Derived, table: Table, cells: Mapping[str, Cell]) -> None:
    """The accounts that rows of another table name, so that a rating or a contact of somebody new has an account to stand with."""
    rows = derived.targets[table.name]
    if table.name == "ratings":
        named = f"SELECT DISTINCT subject_id AS account_id FROM {rows} WHERE subject_type = 'account'"
    elif "account_id" in cells:
        named = f"SELECT DISTINCT account_id FROM {rows} WHERE account_id IS NOT NULL"
    else:
        return
    target(raw, derived, "accounts", named)
    derived.said.append(ACCOUNTS_FROM_ROWS)


def _columns(cells: Mapping[str, Cell]) -> set[str]:
    """The fields that are there once the derivations are made."""
    names = set(cells)
    if {"quantity", "unit_price"} <= names:
        names.add("revenue")
    if "revenue" in names and names & {"gross_profit", "margin_rate"}:
        names.add("cost")
    return names


def _ledger(raw: Raw, typed: str, cells: Mapping[str, Cell], shape: Shape, valid_on: date, derived: Derived) -> str:
    """The typed rows with account, day, revenue and cost made from what is there."""
    name = raw.name("ledger")
    made = {"account_id": _account(cells, shape, derived), "on_day": f"DATE '{valid_on.isoformat()}'"}
    if "date" in cells:
        made["on_day"] = "date" if shape == "transactions" else f"coalesce(date, {made['on_day']})"
    if "revenue" not in cells and "revenue" in _columns(cells):
        made["revenue"] = f"TRY_CAST(TRY_CAST(quantity AS {_MONEY}) * unit_price AS {_MONEY})"
        derived.said.append(REVENUE_FROM_PRICE)
    revenue = made.get("revenue", "revenue")
    if "cost" not in cells and "cost" in _columns(cells):
        profit = "gross_profit" in cells
        made["cost"] = f"{revenue} - gross_profit" if profit else f"TRY_CAST({revenue} * (1 - margin_rate) AS {_MONEY})"
        derived.said.append(COST_FROM_PROFIT if profit else COST_FROM_RATE)
    if shape == "wide":
        derived.said.append(REVENUE_FROM_PERIODS)
    own = "".join(f", {field}" for field in cells if field not in made)
    listed = "".join(f", {value} AS {field}" for field, value in made.items())
    said = "".join(f", {value} AS {EXACT}{field}" for field, value in _said(cells, made).items())
    raw.cursor.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT line{own}{listed}{said} FROM {typed}")
    return name


def _said(cells: Mapping[str, Cell], made: Mapping[str, str]) -> dict[str, str]:
    """What the file says of each amount before it is rounded to what is stored; a product keeps the decimals of both."""
    said = {field: f"{EXACT}{field}" for field, cell in cells.items() if cell.column.kind == "money"}
    if "cost" in made:
        said["cost"] = made["cost"]
    if "revenue" in made:
        said["revenue"] = f"CASE WHEN {made['revenue']} IS NOT NULL THEN TRY_CAST(quantity AS {_MONEY}) * unit_price END"
    return said


def _account(cells: Mapping[str, Cell], shape: Shape, derived: Derived) -> str:
    known = [name for name in ("account_id", "account_name") if name in cells]
    if known == ["account_name"]:
        derived.said.append(ID_FROM_NAME)
    parts = [*known, f"'{NO_ACCOUNT}'"] if shape == "transactions" else known
    return f"coalesce({', '.join(parts)})" if parts else "CAST(NULL AS VARCHAR)"


def _check(raw: Raw, view: str, cells: Mapping[str, Cell], shape: Shape) -> None:
    """Reject rows without a day, a revenue or an account, as far as the shape needs them."""
    key = cells.get("account_id") or cells.get("account_name")
    if shape != "transactions":
        if key:
            reject_missing(raw, view, key.place.index, "account_id IS NULL")
        if key and shape == "accounts":
            reject_repeated(raw, view, ("account_id",), key.place.index)
        return
    if "date" in cells:
        reject_missing(raw, view, cells["date"].place.index, "date IS NULL")
    if "revenue" in cells:
        reject_missing(raw, view, cells["revenue"].place.index, "revenue IS NULL")
    elif "revenue" in _columns(cells):
        quantity, price = cells["quantity"].place.index, cells["unit_price"].place.index
        index = f"CASE WHEN quantity IS NULL THEN {quantity} ELSE {price} END"
        reason = "CASE WHEN quantity IS NULL OR unit_price IS NULL THEN 'required_missing' ELSE 'out_of_bounds' END"
        reject_missing(raw, view, index, "revenue IS NULL", reason)


def _transactions(raw: Raw, good: str, cells: Mapping[str, Cell], shape: Shape, derived: Derived) -> None:
    listed = "".join(f", {name}" for name in _LINE_FIELDS if name in cells)
    cost = ", cost" if "cost" in _columns(cells) else ""
    period = shape != "transactions" or cells["date"].periods if "date" in cells else True
    query = f"SELECT account_id, on_day AS date{listed}, revenue{cost}, '{'period' if period else 'line'}' AS grain FROM {good}"
    # Rows are stored in the order of the file; without a sort several threads may write them in any.
    target(raw, derived, "transactions", f"{query}{'' if shape == 'transactions' else ' AND revenue IS NOT NULL'} ORDER BY line, on_day")


def _accounts(raw: Raw, good: str, cells: Mapping[str, Cell], shape: Shape, derived: Derived) -> None:
    """One row per account; of several values of an attribute the last non-empty one by date."""
    attributes = [column.name for column in ATTRIBUTES if column.name in cells]
    if shape == "accounts":
        extra = ", note" if "note" in cells else ""
        target(raw, derived, "accounts", f"SELECT account_id{''.join(f', {name}' for name in attributes)}{extra} FROM {good} ORDER BY line")
        return
    latest = "date_diff('day', DATE '1900-01-01', on_day) * 4294967296 + line"
    values = "".join(f", arg_max({name}, {latest}) FILTER ({name} IS NOT NULL) AS {name}" for name in attributes)
    target(
        raw, derived, "accounts",
        f"SELECT account_id{values} FROM {good} AND account_id <> '{NO_ACCOUNT}' GROUP BY account_id ORDER BY min(line)",
    )  # fmt: skip
    if shape == "transactions":
        derived.said.append(ACCOUNTS_FROM_LINES)


def _dated(raw: Raw, good: str, cells: Mapping[str, Cell], derived: Derived) -> None:
    """Facts, index values, cost to serve and renewals of accounts, each with its day; the same thing twice is one row."""
    good = f"{good} AND account_id <> '{NO_ACCOUNT}'"
    facts = [
        f"SELECT account_id, '{c.name}' AS fact, CAST({c.name} AS DOUBLE) AS value, on_day AS valid_on, "
        f"'import' AS source, 'assumed' AS status FROM {good} AND {c.name} IS NOT NULL"
        for c in FACTS if c.name in cells
    ]  # fmt: skip
    ratings = [
        f"SELECT 'account' AS subject_type, account_id AS subject_id, '{c.name}' AS item, {c.name} AS value, on_day AS valid_on, "
        f"'ours' AS rater_side, 'import' AS source, 'assumed' AS status FROM {good} AND {c.name} IS NOT NULL"
        for c in INDICES if c.name in cells
    ]  # fmt: skip
    for table, parts in (("account_facts", facts), ("ratings", ratings)):
        if parts:
            target(raw, derived, table, f"{' UNION '.join(parts)} ORDER BY ALL")
    if "cost_to_serve" in cells:
        query = f"SELECT account_id, on_day AS date, 'cost_to_serve' AS activity, cost_to_serve AS amount FROM {good}"
        target(raw, derived, "costs", f"{query} AND cost_to_serve IS NOT NULL")
    if "renewal_on" in cells:
        query = "SELECT account_id || ':renewal' AS contract_id, account_id, max(renewal_on) AS end_on, end_on AS renewal_on"
        target(raw, derived, "contracts", f"{query} FROM {good} AND renewal_on IS NOT NULL GROUP BY account_id ORDER BY account_id")

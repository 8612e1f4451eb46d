"""
What accounts bought, what it took to serve them and to wait for their money, month by month counted back from a day.

SQL gathers lines, uploaded costs and hours; the rates of the assumptions are applied here, so that every span of months, every quarter
and every proof starts from the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.engine import WorkbookEngine
from kam_core.fiscal import months_before
from kam_core.params import Params, ServingParams
from kam_core.text import N_
from kam_core.value.spans import Floats, Months

if TYPE_CHECKING:
    import pyarrow as pa

    from kam_core.workbook import Workbook

NEVER = 10**6
"""Day number beyond every date of the schema."""

NUMERIC = ("revenue", "revenue_with_cost", "cost", "discount", "lines", "order_lines", "return_lines", "orders")

RATED: Mapping[str, tuple[str, str]] = {
    "orders": ("cost_per_order", N_("Orders, at a rate")),
    "order_lines": ("cost_per_line", N_("Order lines, at a rate")),
    "return_lines": ("cost_per_return", N_("Return lines, at a rate")),
    "hours": ("cost_per_visit_hour", N_("Visit hours, at a rate")),
}
"""What is counted in the workbook and can be given a rate: the assumption, and what the activity is called."""


@dataclass(frozen=True)
class Service:
    """What it took to serve: a row an account, activity and month; quantity and rate only where a rate of the assumptions was applied."""

    at: npt.NDArray[np.intp]
    """Place of the account."""
    ago: Floats
    activity: npt.NDArray[np.object_]
    amount: Floats
    quantity: Floats
    rate: Floats


def tables_read(params: Params) -> tuple[str, ...]:
    """The tables money is made of under these assumptions."""
    tables = ("accounts", "transactions", "costs", "account_facts", "contracts")
    return (*tables, "interactions") if params.serving.cost_per_visit_hour is not None else tables


def ledger(book: Workbook, day: date, params: Params, ids: pd.Index, since: date | None = None) -> tuple[Months, Months]:
    """
    What the accounts ``ids`` bought, and what they cost beyond the goods, by month counted back from a day; only after ``since``.

    The second holds ``amount`` (cost to serve) and ``credit`` (cost of credit), each on rows of its own.
    """
    bought = _bought(book, day, ids, since)
    served, (at, ago, credit) = service(book, day, params, ids, since), _credit(book, day, params, ids, bought, since)
    amounts = {
        "amount": np.concatenate([served.amount, np.full(len(at), np.nan)]),
        "credit": np.concatenate([np.full(len(served.at), np.nan), credit]),
    }
    return bought, Months(len(ids), np.concatenate([served.at, at]), np.concatenate([served.ago, ago]), amounts)


def service(book: Workbook, day: date, params: Params, ids: pd.Index, since: date | None = None) -> Service:
    """The uploaded costs of the accounts that count, and what the rates of the assumptions add to them."""
    engine, value = WorkbookEngine(book), params.value
    flags = {"freight": value.freight_is_cost_to_serve, "illustrative": value.count_illustrative}
    rows = engine.run("account_costs", as_of=day, since=since, **flags)
    at, known = positions(ids, rows)
    n = int(known.sum())
    uploaded = Service(
        at[known], floats(rows, "months_ago")[known], np.asarray(rows.column("activity").to_pandas(), dtype=object)[known],
        floats(rows, "amount")[known], np.full(n, np.nan), np.full(n, np.nan),
    )  # fmt: skip
    return _joined([uploaded, *_at_rates(book, day, params.serving, ids, since)])


def service_rows(book: Workbook, day: date, params: Params, accounts: list[str], since: date | None = None) -> pd.DataFrame:
    """
    What the rates of the assumptions add, as cost lines: a row an account, activity and month, dated on the last day of that month.

    Columns as those of the question ``costs_behind``; there is no row of the workbook behind it.
    """
    ids = pd.Index(accounts)
    found = _joined(_at_rates(book, day, params.serving, ids, since))
    ends = {ago: months_before(day, int(ago)) for ago in np.unique(found.ago)}
    return pd.DataFrame({
        "date": pd.to_datetime(pd.Series([ends[ago] for ago in found.ago], dtype="datetime64[us]")),
        "account_id": ids[found.at], "activity": found.activity, "driver_quantity": found.quantity, "rate": found.rate,
        "amount": found.amount, "row_id": pd.array([pd.NA] * len(found.at), dtype="Int64"),
    })  # fmt: skip


def months(book: Workbook, day: date, since: date | None = None) -> pa.Table:
    """What each account bought in each month: the answer to ``account_months``, remembered."""
    key = ("months", book.revisions["transactions"], day, since)
    kept: pa.Table | None = book.memo.get(key)
    return kept if kept is not None else book.memo.put(key, WorkbookEngine(book).run("account_months", as_of=day, since=since))


def positions(ids: pd.Index, table: pa.Table) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Row number of each line's account; lines of no known account (no account at all) are masked out."""
    at = ids.get_indexer(pd.Index(table.column("account_id").to_pandas()))
    return at, at >= 0


def floats(table: pa.Table, column: str) -> Floats:
    """A column of an answer as numbers, missing as NaN."""
    import pyarrow.compute as pc

    return np.asarray(pc.cast(table.column(column), "float64").to_numpy(), dtype="float64")


def day_number(table: pa.Table, column: str, missing: int) -> npt.NDArray[np.int64]:
    """A column of days as days since 1970."""
    import pyarrow.compute as pc

    return np.asarray(pc.fill_null(pc.cast(pc.cast(table.column(column), "date32"), "int32"), missing).to_numpy(), dtype="int64")


def first_days(book: Workbook, day: date, ids: pd.Index) -> npt.NDArray[np.int64]:
    """The day of each account's first line as days since 1970, ``NEVER`` where there is none."""
    rows = months(book, day)
    at, known = positions(ids, rows)
    first = np.full(len(ids), NEVER, dtype="int64")
    np.minimum.at(first, at[known], day_number(rows, "first_day", NEVER)[known])
    return first


def _bought(book: Workbook, day: date, ids: pd.Index, since: date | None) -> Months:
    rows = months(book, day, since)
    at, known = positions(ids, rows)
    amounts = {name: floats(rows, name) for name in NUMERIC}
    amounts["bought"] = np.where(day_number(rows, "last_day", -NEVER) > -NEVER, 1.0, np.nan)
    return Months(len(ids), at[known], floats(rows, "months_ago")[known], {name: values[known] for name, values in amounts.items()})


def _at_rates(book: Workbook, day: date, serving: ServingParams, ids: pd.Index, since: date | None) -> list[Service]:
    """What is counted, times its rate; where lines carry no order id, a day with a purchase counts as one order."""
    found = []
    for driver, (name, title) in RATED.items():
        rate: float | None = getattr(serving, name)
        if rate is None:
            continue
        rows = WorkbookEngine(book).run("account_hours", as_of=day, since=since) if driver == "hours" else months(book, day, since)
        quantity = floats(rows, driver)
        if driver == "orders":
            quantity = np.where(np.isnan(quantity), floats(rows, "order_days"), quantity)
        at, known = positions(ids, rows)
        known &= quantity > 0
        n = int(known.sum())
        ago = floats(rows, "months_ago")[known]
        found.append(Service(at[known], ago, np.full(n, title, object), quantity[known] * rate, quantity[known], np.full(n, rate)))
    return found


def _joined(parts: list[Service]) -> Service:
    if not parts:
        none = np.array([], dtype="float64")
        return Service(none.astype(np.intp), none, none.astype(object), none, none, none)
    columns: Any = ([getattr(part, name) for part in parts] for name in Service.__dataclass_fields__)
    return Service(*(np.concatenate(column) for column in columns))


def _credit(
    book: Workbook, day: date, params: Params, ids: pd.Index, bought: Months, since: date | None
) -> tuple[npt.NDArray[np.intp], Floats, Floats]:
    """
    Place, months ago and cost of credit: an average balance over the days of each month, or days to pay over what was bought in it.

    credit = receivables x days / 365 x rate, counted from an account's first line; else revenue x payment days / 365 x rate.
    """
    rate, none = params.serving.credit_rate, np.array([], dtype="float64")
    if rate is None:
        return none.astype(np.intp), none, none
    facts = WorkbookEngine(book).run("account_facts", as_of=day).select(["account_id", "fact", "value"]).to_pandas()
    owed, terms = (_fact(facts, name, ids) for name in ("receivables", "payment_days"))
    first = first_days(book, day, ids)
    ends = np.array([(months_before(day, k) - pd.Timestamp(0)).days for k in range(int(bought.ago.max(initial=0)) + 2)])
    since_day = -NEVER if since is None else (since - date(1970, 1, 1)).days
    begun = np.maximum(first - 1, since_day)[:, None]
    days = np.where(np.isnan(owed)[:, None], 0, np.maximum(ends[None, :-1] - np.maximum(ends[None, 1:], begun), 0))
    place, month = np.nonzero(days)
    by_balance = owed[place] * days[place, month] / 365 * rate
    by_terms = np.where(np.isnan(owed[bought.at]), bought.amounts["revenue"] * terms[bought.at] / 365 * rate, np.nan)
    told = ~np.isnan(by_terms)
    return (
        np.concatenate([place, bought.at[told]]),  # noqa: PD008 - places, no frame
        np.concatenate([month.astype("float64"), bought.ago[told]]),
        np.concatenate([by_balance, by_terms[told]]),
    )


def _fact(facts: pd.DataFrame, name: str, ids: pd.Index) -> Floats:
    own = facts[facts["fact"] == name].set_index("account_id")["value"]
    return np.asarray(own.reindex(ids).to_numpy("float64"), dtype="float64")

"""Small portfolios in memory for the tests of money: lines, costs, contracts and facts as short tuples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from kam_core.workbook import Workbook

Line = tuple[Any, ...] | Mapping[str, Any]


def rows(names: Sequence[str], lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Mappings of the tuples; a text in a column of days becomes a day."""
    found = [dict(line) if isinstance(line, Mapping) else dict(zip(names, line, strict=False)) for line in lines]
    days = ("date", "start_on", "end_on", "renewal_on", "valid_on")
    return [{k: date.fromisoformat(v) if k in days and isinstance(v, str) else v for k, v in row.items()} for row in found]


def transactions(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Tuples (account, day, revenue, cost or None, order)."""
    return rows(("account_id", "date", "revenue", "cost", "order_id"), lines)


def book(
    lines: Iterable[Line] = (),
    costs: Iterable[Line] = (),
    accounts: Iterable[str] = (),
    contracts: Iterable[Line] = (),
    facts: Iterable[Line] = (),
) -> Workbook:
    """
    Costs are (account, day, activity, amount), contracts (id, account, start, end, renewal probability, renewal day), facts
    (account, fact, value, day). Costs marked ``illustrative`` go in as an illustrative batch.
    """
    wb = Workbook()
    add(wb, "accounts", [{"account_id": id, "account_name": f"Account {id}"} for id in accounts])
    add(wb, "transactions", transactions(lines))
    listed = rows(("account_id", "date", "activity", "amount"), costs)
    for flag in (False, True):
        marked = [{k: v for k, v in row.items() if k != "illustrative"} for row in listed if bool(row.get("illustrative")) is flag]
        add(wb, "costs", marked, illustrative=flag)
    add(wb, "contracts", rows(("contract_id", "account_id", "start_on", "end_on", "renewal_probability", "renewal_on"), contracts))
    add(wb, "account_facts", rows(("account_id", "fact", "value", "valid_on"), facts))
    return wb


def add(wb: Workbook, table: str, found: Sequence[Mapping[str, Any]], illustrative: bool = False) -> None:
    """Record rows as one batch; none are no batch."""
    if found:
        wb.record("test", {table: pa.Table.from_pylist([dict(row) for row in found])}, illustrative=illustrative)


def cells(frame: pd.DataFrame, *columns: str) -> list[list[Any]]:
    """Rows as lists, missing as None, so that they compare with ``==``."""
    return [[None if pd.isna(v) else v for v in row] for row in frame[list(columns)].to_numpy(object).tolist()]

"""What kind of table a file is: transactions (a row a line), an account list (a row an account), a wide table (periods side by side)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from kam_core.ingest.amounts import Problem
from kam_core.ingest.dates import parse_period
from kam_core.ingest.fields import ACCOUNT_TABLES

Shape = Literal["transactions", "accounts", "wide", "plain"]
SHAPES: tuple[Shape, ...] = ("transactions", "accounts", "wide", "plain")
_FEWEST_PERIODS = 3


def period_columns(headers: Sequence[str]) -> dict[str, date]:
    """
    The columns whose header is a period, with its last day; empty unless there are at least three.

    >>> period_columns(["客户", "2023Q1", "2023Q2", "2023Q3"])["2023Q3"]
    datetime.date(2023, 9, 30)
    """
    days = {header: parse_period(header) for header in headers}
    found = {header: day for header, day in days.items() if day is not None and not isinstance(day, Problem)}
    return found if len(found) >= _FEWEST_PERIODS else {}


def find_shape(table: str, mapping: Mapping[str, str], headers: Sequence[str], accounts: Sequence[str]) -> Shape:
    """
    The shape of a file; ``accounts`` are the account cells of some rows.

    Periods side by side make a wide table; no date column and no account twice make an account list.
    """
    if table not in ACCOUNT_TABLES:
        return "plain"
    fields = set(mapping.values())
    if period_columns([header for header in headers if header not in mapping]) and not fields & {"date", "revenue"}:
        return "wide"
    if table == "accounts" or (
        "date" not in fields and not fields & {"order_id", "product", "quantity"} and len(set(accounts)) == len(accounts)
    ):
        return "accounts"
    return "transactions"

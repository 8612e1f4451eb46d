"""The reseller sample as plain frames, for figures that are worked out again without the library."""

from __future__ import annotations

from functools import cache

import pandas as pd

import kam_core as kam

DAY = pd.Timestamp("2013-11-29")


@cache
def book() -> kam.Workbook:
    """The sample, filled once for all tests of this folder that only read it."""
    wb = kam.Workbook()
    kam.samples.fill(wb, "resellers")
    return wb


@cache
def scores() -> pd.DataFrame:
    """Its scores on the last day, over all years."""
    return kam.score(book())


def lines() -> pd.DataFrame:
    """Its order lines: account_id, date, order_id, revenue, cost as floats and timestamps."""
    found = book().table("transactions")[["account_id", "date", "order_id", "revenue", "cost"]]
    return found.assign(date=pd.to_datetime(found["date"]), revenue=found["revenue"].astype(float), cost=found["cost"].astype(float))


def before(frame: pd.DataFrame, since: str, until: str) -> pd.Series:
    """Revenue of each account after one day and up to another."""
    span = frame[(frame["date"] > since) & (frame["date"] <= until)]
    return span.groupby("account_id")["revenue"].sum()

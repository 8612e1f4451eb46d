"""
Who came together and who stayed (methods 3 and 20): accounts by the period of their first purchase, and what is left of them.

Periods are those of the calendar. A period that has not begun has no cell; one in which nobody bought is zero; the last one may
still be running. An account with returns alone never began and is in no cohort, but its money is told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import as_of_or_last
from kam_core.engine import WorkbookEngine
from kam_core.errors import UnknownName
from kam_core.schema import NO_ACCOUNT
from kam_core.text import N_

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

PERIODS: Mapping[str, str] = {"year": N_("Year"), "half": N_("Half-year"), "quarter": N_("Quarter")}
QUARTERS: Mapping[str, int] = {"year": 4, "half": 2, "quarter": 1}
"""Quarters in a period."""
SMALL = 10
"""Accounts below which the share of a cohort jumps with each of them."""


@dataclass(frozen=True)
class Cohorts:
    """
    ``table``: a row a cohort: cohort (first day of its period), n, base (revenue of the first period), earlier (returns booked before
    the first purchase), revenue (all, earlier ones too), small, censored (may hold older customers).

    ``cells``: a row a cohort and age (periods since the start, 0 = the first): cohort, age, period_end, active (accounts that bought),
    retained (share of them), revenue, net (share of the base), gross (the same with no account counted above its own
    first period: ``capped`` of ``most``), running.

    ``average``: a row an age: retained, net, gross, n (accounts behind it) over the periods that are over, without censored cohorts
    where others have a second period behind them.
    """

    period: str
    as_of: date
    table: pd.DataFrame
    cells: pd.DataFrame
    average: pd.DataFrame
    first_day: date | None
    """The day the data begin: who bought before is taken to begin then."""
    returns_only: int
    returns_revenue: float

    @property
    def revenue(self) -> float:
        """All revenue of the accounts asked for, returns included."""
        return float(self.table["revenue"].sum()) + self.returns_revenue


def cohorts(wb: Workbook, as_of: date | str | None = None, period: str = "quarter", accounts: Collection[str] | None = None) -> Cohorts:
    """Cohorts by the year, half or quarter of the first purchase, of all accounts or of some, with all that is known up to a date."""
    if period not in PERIODS:
        raise UnknownName.of("period", period, list(PERIODS))
    day = as_of_or_last(wb, as_of)
    lines = account_quarters(wb, day)
    began = lines["first_day"].min() if len(lines) else None
    if accounts is not None:
        lines = lines[lines["account_id"].isin(list(accounts))]
    return _judged(_by_period(lines, QUARTERS[period]), period, day, began)


def account_quarters(wb: Workbook, day: date) -> pd.DataFrame:
    """Rows of ``account_quarters``: account_id, quarter, revenue, bought, first_day; kept."""
    key = ("account_quarters", wb.revisions["transactions"], day)
    kept: pd.DataFrame | None = wb.memo.get(key)
    if kept is None:
        found = WorkbookEngine(wb).run("account_quarters", as_of=day, no_account=NO_ACCOUNT).to_pandas()
        kept = wb.memo.put(key, found.assign(revenue=found["revenue"].astype("float64"), bought=found["bought"].astype(bool)))
    return kept


def start_of(period: int, quarters: int) -> pd.Timestamp:
    """
    The first day of a period, numbered from year 0.

    >>> start_of(2 * 2011 + 1, 2)
    Timestamp('2011-07-01 00:00:00')
    """
    quarter = period * quarters
    return pd.Timestamp(quarter // 4, 3 * (quarter % 4) + 1, 1)


def _by_period(lines: pd.DataFrame, quarters: int) -> pd.DataFrame:
    """A row an account and period: revenue, bought, and the period of its first purchase (missing without one)."""
    at = lines["quarter"].to_numpy("int64") // quarters
    found = lines.assign(period=at).groupby(["account_id", "period"], sort=True).agg(revenue=("revenue", "sum"), bought=("bought", "max"))
    found = found.reset_index()
    begun = found[found["bought"]].groupby("account_id", sort=True)["period"].min()
    return found.assign(start=found["account_id"].map(begun).astype("float64"))


def _judged(found: pd.DataFrame, period: str, day: date, began: date | None) -> Cohorts:
    quarters = QUARTERS[period]
    never = found["start"].isna()
    bought = found[~never].astype({"start": "int64"}).copy()
    last = (day.year * 4 + (day.month - 1) // 3) // quarters
    running = start_of(last + 1, quarters) > pd.Timestamp(day) + pd.Timedelta(days=1)
    bought["age"] = bought["period"] - bought["start"]
    first = bought.loc[bought["age"] == 0].set_index("account_id")["revenue"]
    most = first.reindex(bought["account_id"]).to_numpy("float64").clip(min=0)
    bought = bought.assign(most=most, capped=np.minimum(bought["revenue"].to_numpy("float64"), most))
    table = _table(bought, quarters, began)
    cells = _cells(bought, table, last, quarters, day, running)
    return Cohorts(
        period, day, table.drop(columns=["start", "most"]), cells, _average(cells, table), began,
        int(found.loc[never, "account_id"].nunique()), float(found.loc[never, "revenue"].sum()),
    )  # fmt: skip


def _table(bought: pd.DataFrame, quarters: int, began: date | None) -> pd.DataFrame:
    groups = bought.groupby("start", sort=True)
    table = pd.DataFrame({
        "n": groups["account_id"].nunique(),
        "base": bought[bought["age"] == 0].groupby("start")["revenue"].sum(),
        "most": bought[bought["age"] == 0].groupby("start")["most"].sum(),
        "earlier": bought[bought["age"] < 0].groupby("start")["revenue"].sum(),
        "revenue": groups["revenue"].sum(),
    }).reset_index(names="start")  # fmt: skip
    table.insert(0, "cohort", [start_of(int(at), quarters) for at in table["start"]])
    known = pd.Timestamp(began) + pd.DateOffset(months=3 * quarters) if began is not None else pd.Timestamp.min
    return table.assign(earlier=table["earlier"].fillna(0.0), small=table["n"] < SMALL, censored=pd.to_datetime(table["cohort"]) < known)


def _cells(bought: pd.DataFrame, table: pd.DataFrame, last: int, quarters: int, day: date, running: bool) -> pd.DataFrame:
    """Every cohort at every age that has begun, zeros included."""
    pairs = [(start, start + age) for start in table["start"] for age in range(last - start + 1)]
    grid = pd.DataFrame(pairs, columns=["start", "period"]).astype("int64")
    sums = bought.groupby(["start", "period"]).agg(active=("bought", "sum"), revenue=("revenue", "sum"), capped=("capped", "sum"))
    cells = grid.merge(sums.reset_index(), on=["start", "period"], how="left").fillna({"active": 0, "revenue": 0.0, "capped": 0.0})
    cells = cells.merge(table[["start", "cohort", "n", "base", "most"]], on="start")
    ends = [min(start_of(int(at) + 1, quarters) - pd.Timedelta(days=1), pd.Timestamp(day)) for at in cells["period"]]
    return pd.DataFrame({
        "cohort": cells["cohort"], "age": cells["period"] - cells["start"], "period_end": pd.to_datetime(ends), "n": cells["n"],
        "active": cells["active"].astype("int64"), "retained": cells["active"] / cells["n"], "revenue": cells["revenue"],
        "base": cells["base"], "net": _part(cells["revenue"], cells["base"]), "gross": _part(cells["capped"], cells["most"]),
        "capped": cells["capped"], "most": cells["most"],
        "running": running & (cells["period"] == last).to_numpy(),
    })  # fmt: skip


def _average(cells: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """By age, the accounts of all cohorts together; the censored ones only where no other has a second period behind it."""
    over = cells[~cells["running"]]
    plain = over[over["cohort"].isin(table.loc[~table["censored"], "cohort"])]
    over = plain if plain["age"].max() > 0 else over
    sums = over.groupby("age", sort=True)[["n", "active", "revenue", "base", "capped", "most"]].sum().reset_index()
    return pd.DataFrame({
        "age": sums["age"], "n": sums["n"], "retained": sums["active"] / sums["n"], "net": _part(sums["revenue"], sums["base"]),
        "gross": _part(sums["capped"], sums["most"]),
    })  # fmt: skip


def _part(amount: pd.Series, base: pd.Series) -> pd.Series:
    """A share of a base above zero; missing without one."""
    return amount / base.where(base > 0)

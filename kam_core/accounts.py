"""
The state of every account on a date: who it is, what it bought, what it cost, its rhythm, facts and contract.

This is where "SQL gathers" ends: six questions are asked of the workbook and merged into one row an account. What carries a
business parameter is judged afterwards, in Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.engine import WorkbookEngine
from kam_core.errors import KamError
from kam_core.params import Params
from kam_core.schema import NO_ACCOUNT

if TYPE_CHECKING:
    import pyarrow as pa

    from kam_core.workbook import Workbook

Floats = npt.NDArray[np.float64]

QUARTERS_POSSIBLE = 8
"""Repeat rate looks at the last eight quarters, or as many as the account has been buying."""

_NEVER = 10**6
"""Day number beyond every date of the schema."""

_NUMERIC = ("revenue", "revenue_with_cost", "cost", "discount", "quantity", "lines", "orders")


def as_of_or_last(book: Workbook, as_of: date | str | None) -> date:
    """The date asked for, or the day the figures reach (today for a workbook without any dated fact)."""
    if as_of is None:
        return book.last_day() or date.today()
    return as_of if isinstance(as_of, date) else date.fromisoformat(as_of)


def months_of(window: str | None) -> int | None:
    """
    A window in months, counted back by day from the date: ``"12m"`` -> 12, ``None`` -> all facts.

    >>> months_of("12m"), months_of(None)
    (12, None)
    """
    if window is None:
        return None
    found = re.fullmatch(r"([1-9]\d{0,2})m", window)
    if not found:
        raise KamError(f"A window is a number of months such as '12m'; it is {window!r}.")
    return int(found[1])


def account_state(book: Workbook, as_of: date | str | None = None, window: str | None = None, params: Params | None = None) -> pd.DataFrame:
    """
    One row an account, sorted by ``account_id``; money covers all facts up to ``as_of`` unless ``window`` says less.

    Missing stays missing: an account that never bought has no revenue (NaN, not 0), one without any cost no gross profit.
    """
    params = params or Params()
    day = as_of_or_last(book, as_of)
    value = params.value
    tables = ("accounts", "transactions", "costs", "account_facts", "contracts")
    key = ("state", tuple(book.revisions[t] for t in tables), day, window, value.freight_is_cost_to_serve, value.count_illustrative,
           value.assumed_margin)  # fmt: skip
    kept: pd.DataFrame | None = book.memo.get(key)
    return (kept if kept is not None else book.memo.put(key, _gather(book, day, months_of(window), params))).copy(deep=False)


def account_months(book: Workbook, day: date, params: Params) -> pd.DataFrame:
    """
    One row per account and month counted back from a day: account_id, months_ago, revenue, profit (missing where no cost is known).

    Profit here is gross profit less cost to serve, under the same switches as ``account_state``.
    """
    value = params.value
    bought = _months(book, WorkbookEngine(book), day)
    flags = {"freight": value.freight_is_cost_to_serve, "illustrative": value.count_illustrative}
    served = WorkbookEngine(book).run("account_costs", as_of=day, since=None, **flags)
    columns = ("revenue", "revenue_with_cost", "cost")
    names = ["account_id", "months_ago"]
    frame = pd.DataFrame({"account_id": bought.column("account_id").to_pandas(), "months_ago": _float(bought, "months_ago"),
                          **{name: _float(bought, name) for name in columns}})  # fmt: skip
    costs = pd.DataFrame({"account_id": served.column("account_id").to_pandas(), "months_ago": _float(served, "months_ago"),
                          "served": _float(served, "amount")})  # fmt: skip
    frame = frame.merge(costs, on=names, how="outer") if len(costs) else frame.assign(served=np.nan)
    gross = frame["revenue_with_cost"] - frame["cost"]
    if value.assumed_margin is not None:
        gross = gross.fillna(0) + value.assumed_margin * (frame["revenue"] - frame["revenue_with_cost"].fillna(0))
    frame["profit"] = (gross - frame["served"].fillna(0)).where(gross.notna(), -frame["served"])
    return frame[frame["account_id"] != NO_ACCOUNT][[*names, "revenue", "profit"]]


def _gather(book: Workbook, day: date, months: int | None, params: Params) -> pd.DataFrame:
    engine = WorkbookEngine(book)
    state = engine.run("account_attributes", no_account=NO_ACCOUNT).to_pandas()
    ids = pd.Index(state["account_id"])
    flags = {"freight": params.value.freight_is_cost_to_serve, "illustrative": params.value.count_illustrative}
    bought = _months(book, engine, day)
    served = engine.run("account_costs", as_of=day, since=None, **flags)
    parts: dict[str, Any] = {
        **_money(ids, bought, served, months, params.value.assumed_margin),
        **_rhythm(ids, engine.run("account_rhythm", as_of=day), bought, day),
        **_contracts(ids, engine.run("account_contracts", as_of=day), day),
        **_facts(ids, engine.run("account_facts", as_of=day)),
    }
    return pd.concat([state, pd.DataFrame(parts, index=state.index)], axis=1)


def _months(book: Workbook, engine: WorkbookEngine, day: date) -> pa.Table:
    key = ("months", book.revisions["transactions"], day)
    kept: pa.Table | None = book.memo.get(key)
    return kept if kept is not None else book.memo.put(key, engine.run("account_months", as_of=day, since=None))


def _positions(ids: pd.Index, table: pa.Table) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Row number of each line's account; lines of no known account (no account at all) are masked out."""
    at = ids.get_indexer(pd.Index(table.column("account_id").to_pandas()))
    return at, at >= 0


def _float(table: pa.Table, column: str) -> Floats:
    import pyarrow.compute as pc

    return np.asarray(pc.cast(table.column(column), "float64").to_numpy(), dtype="float64")


def _money(ids: pd.Index, bought: pa.Table, served: pa.Table, months: int | None, margin: float | None) -> Mapping[str, Floats]:
    at, known = _positions(ids, bought)
    ago = _float(bought, "months_ago")
    columns = {name: _float(bought, name) for name in _NUMERIC}
    cost_at, cost_known = _positions(ids, served)
    cost_ago, cost = _float(served, "months_ago"), _float(served, "amount")
    spans = {"": (0, months or 10**6), "_12m": (0, 12), "_prior_12m": (12, 24), "_all": (0, 10**6)}
    result: dict[str, Floats] = {}
    for suffix, (start, end) in spans.items():
        inside = known & (ago >= start) & (ago < end)
        sums = {name: _sum(len(ids), at, inside, values) for name, values in columns.items()}
        cts = _sum(len(ids), cost_at, cost_known & (cost_ago >= start) & (cost_ago < end), cost)
        result |= {f"{name}{suffix}": values for name, values in _profit(sums, cts, margin).items()}
    result["slope"] = _slope(len(ids), at, known, ago, columns["revenue"], result)
    result["repeat_rate"] = _repeat_rate(len(ids), at, known, ago, columns["revenue"])
    result["lifetime_profit"] = result["profit_all"]
    return {name: values for name, values in result.items() if not name.endswith("_all")}


def _sum(n: int, at: npt.NDArray[np.intp], rows: npt.NDArray[np.bool_], values: Floats) -> Floats:
    """Sum per account; an account with no value at all has none (NaN), not zero."""
    rows = rows & ~np.isnan(values)
    total = np.bincount(at[rows], weights=values[rows], minlength=n)
    return np.where(np.bincount(at[rows], minlength=n) > 0, total, np.nan)


def _profit(sums: Mapping[str, Floats], cost_to_serve: Floats, margin: float | None) -> dict[str, Floats]:
    """Gross profit of the lines whose cost is known (an assumed margin fills the rest when given), less cost to serve."""
    revenue, covered, cost = sums["revenue"], sums["revenue_with_cost"], sums["cost"]
    gross = covered - cost
    if margin is not None:
        gross = np.nan_to_num(gross) + margin * (revenue - np.nan_to_num(covered))
    with np.errstate(divide="ignore", invalid="ignore"):
        coverage = np.where(revenue != 0, np.nan_to_num(covered) / revenue, np.nan)
    only_costs = np.isnan(revenue) & ~np.isnan(cost_to_serve)
    return {
        "revenue": revenue,
        "gross_profit": gross,
        "cost_to_serve": cost_to_serve,
        "profit": np.where(only_costs, -cost_to_serve, gross - np.nan_to_num(cost_to_serve)),
        "cost_coverage": coverage,
        "discount": sums["discount"],
        "lines": sums["lines"],
        "orders": sums["orders"],
    }


def _slope(
    n: int, at: npt.NDArray[np.intp], known: npt.NDArray[np.bool_], ago: Floats, revenue: Floats, sums: Mapping[str, Floats]
) -> Floats:
    """
    Trend of volume: least-squares slope of monthly revenue over 12 zero-filled months, a month, as a share of the own monthly mean.

    An account that bought in the year before but not in the last one has fallen from its mean to nothing: -1/12 a month.
    """
    last = known & (ago < 12) & ~np.isnan(revenue)
    slope = np.bincount(at[last], weights=revenue[last] * (5.5 - ago[last]) / 143, minlength=n)
    mean = np.nan_to_num(sums["revenue_12m"]) / 12
    prior = np.nan_to_num(sums["revenue_prior_12m"]) > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(mean > 0, slope / mean, np.where(prior, -1 / 12, np.nan))
    return np.asarray(relative)


def _repeat_rate(n: int, at: npt.NDArray[np.intp], known: npt.NDArray[np.bool_], ago: Floats, revenue: Floats) -> Floats:
    """Share of the possible quarters (from the first purchase, at most the last eight) with a purchase; missing below two."""
    active = known & (revenue > 0)
    quarter = (ago[active] // 3).astype("int64")
    first = np.full(n, -1, dtype="int64")
    np.maximum.at(first, at[active], quarter)
    possible = np.minimum(first + 1, QUARTERS_POSSIBLE)
    pairs = np.unique(at[active][quarter < QUARTERS_POSSIBLE] * QUARTERS_POSSIBLE + quarter[quarter < QUARTERS_POSSIBLE])
    bought = np.bincount(pairs // QUARTERS_POSSIBLE, minlength=n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(possible >= 2, bought / np.maximum(possible, 1), np.nan)


def _rhythm(ids: pd.Index, rhythm: pa.Table, bought: pa.Table, day: date) -> Mapping[str, Any]:
    at, known = _positions(ids, bought)
    first = np.full(len(ids), _NEVER, dtype="int64")
    np.minimum.at(first, at[known], _day_number(bought, "first_day")[known])
    last = np.full(len(ids), -_NEVER, dtype="int64")
    np.maximum.at(last, at[known], _day_number(bought, "last_day")[known])
    own, ordered = _positions(ids, rhythm)
    last[own[ordered]] = _day_number(rhythm, "last_order_day")[ordered]
    now = (day - date(1970, 1, 1)).days
    return {
        "first_day": _as_days(first),
        "last_day": _as_days(last),
        "order_days": _placed(len(ids), own, ordered, _float(rhythm, "order_days")),
        "median_gap_days": _placed(len(ids), own, ordered, _float(rhythm, "median_gap_days")),
        "days_since_last": np.where(last > -_NEVER, now - last, np.nan),
        "tenure_years": np.where(first < _NEVER, (now - first) / 365.25, np.nan),
    }


def _day_number(table: pa.Table, column: str) -> npt.NDArray[np.int64]:
    import pyarrow.compute as pc

    return np.asarray(pc.cast(pc.cast(table.column(column), "date32"), "int32").to_numpy(), dtype="int64")


def _as_days(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    days = numbers.astype("datetime64[D]").astype("datetime64[s]")
    days[np.abs(numbers) >= _NEVER] = np.datetime64("NaT")
    return days


def _placed(n: int, at: npt.NDArray[np.intp], known: npt.NDArray[np.bool_], values: Floats) -> Floats:
    placed = np.full(n, np.nan)
    placed[at[known]] = values[known]
    return placed


def _days(spans: npt.NDArray[Any]) -> Floats:
    return np.where(np.isnat(spans), np.nan, spans / np.timedelta64(1, "D")).astype("float64")


def _contracts(ids: pd.Index, contracts: pa.Table, day: date) -> Mapping[str, Floats]:
    frame = contracts.to_pandas().set_index("account_id").reindex(ids)
    now = np.datetime64(day)
    end = pd.to_datetime(frame["contract_end"]).to_numpy()
    years = _days(end - now) / 365.25
    return {
        "contract_live": frame["contract_live"].to_numpy("float64"),
        "contract_years": np.where(years > 0, years, np.nan),
        "renewal_probability": frame["renewal_probability"].to_numpy("float64"),
        "renews_in_days": _days(pd.to_datetime(frame["next_renewal"]).to_numpy() - now),
    }


def _facts(ids: pd.Index, facts: pa.Table) -> Mapping[str, Floats]:
    frame = facts.select(["account_id", "fact", "value"]).to_pandas()
    return {
        f"fact_{name}": part.set_index("account_id")["value"].reindex(ids).to_numpy("float64")
        for name, part in frame.groupby("fact", sort=True)
    }

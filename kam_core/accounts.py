"""
The state of every account on a date: who it is, what it bought, what it cost, its rhythm, facts and contract.

This is where "SQL gathers" ends: six questions are asked of the workbook and merged into one row an account. What carries a
business parameter is judged afterwards, in Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.engine import WorkbookEngine
from kam_core.errors import BadArgument
from kam_core.fiscal import WINDOW, year_start
from kam_core.ledger import NEVER, day_number, first_days, floats, ledger, months, positions, tables_read
from kam_core.params import Params
from kam_core.schema import NO_ACCOUNT
from kam_core.value.spans import EVER, Floats, Months, earned, earned_in, repeat_rate, slope

if TYPE_CHECKING:
    import pyarrow as pa

    from kam_core.workbook import Workbook

NO_DAY = date(2000, 1, 1)
"""Stands in for an empty workbook, where any day gives the same: nothing."""

_DAY = timedelta(days=1)


def as_of_or_last(book: Workbook, as_of: date | str | None) -> date:
    """The date asked for, or the day the figures reach (for a workbook without dated facts the day of its last batch)."""
    if as_of is None:
        key = ("last_day", book.revision)
        kept: date | None = book.memo.get(key)
        return kept or book.memo.put(key, book.last_day() or NO_DAY)
    if isinstance(as_of, datetime):
        return as_of.date()
    try:
        return as_of if isinstance(as_of, date) else date.fromisoformat(as_of)
    except (TypeError, ValueError):
        raise BadArgument(value=as_of) from None


def months_of(window: str | None) -> int | None:
    """
    A window in months, counted back by day from the date: ``"12m"`` -> 12, ``None`` -> all facts; ``"fy"`` is none in months.

    >>> months_of("12m"), months_of(None)
    (12, None)
    """
    if window is None or window == WINDOW:
        return None
    found = re.fullmatch(r"([1-9]\d{0,2})m", str(window))
    if not found:
        raise BadArgument.saying(BadArgument.template_window, value=window)
    return int(found[1])


def account_state(book: Workbook, as_of: date | str | None = None, window: str | None = None, params: Params | None = None) -> pd.DataFrame:
    """
    One row an account, sorted by ``account_id``; money covers all facts up to ``as_of`` unless ``window`` says less
    (``"12m"``, or ``"fy"`` since the start of the fiscal year).

    Missing stays missing: an account that never bought has no revenue (NaN, not 0), one without any cost no gross profit. One
    that bought before but not within a span has 0 there.
    """
    params = params or Params()
    day = as_of_or_last(book, as_of)
    value = params.value
    key = ("state", tuple(book.revisions[t] for t in tables_read(params)), day, window, value.freight_is_cost_to_serve,
           value.count_illustrative, value.assumed_margin, params.serving.rates,
           params.calendar.fiscal_year_start if window == WINDOW else None)  # fmt: skip
    kept: pd.DataFrame | None = book.memo.get(key)
    return (kept if kept is not None else book.memo.put(key, _gather(book, day, window, params))).copy(deep=False)


def without_account(book: Workbook, day: date) -> tuple[int, float]:
    """How many lines up to a day name no account, and their revenue; they stand together and enter no account's score."""
    rows = months(book, day)
    own = np.asarray(rows.column("account_id").to_pandas() == NO_ACCOUNT, dtype=bool)
    return int(np.nansum(floats(rows, "lines")[own])), float(np.nansum(floats(rows, "revenue")[own]))


def attributes(book: Workbook, day: date) -> pd.DataFrame:
    """Who every account is on a day, sorted by id: the columns of the register, whoever has bought or cost anything up to it included."""
    key = ("attributes", tuple(book.revisions.get(name, 0) for name in ("accounts", "transactions", "costs")), day)
    kept: pd.DataFrame | None = book.memo.get(key)
    if kept is None:
        found = WorkbookEngine(book).run("account_attributes", no_account=NO_ACCOUNT, as_of=day).to_pandas()
        kept = book.memo.put(key, found)
    return kept


def _gather(book: Workbook, day: date, window: str | None, params: Params) -> pd.DataFrame:
    engine = WorkbookEngine(book)
    state = attributes(book, day)
    ids = pd.Index(state["account_id"])
    bought, served = ledger(book, day, params, ids)
    this_year = ledger(book, day, params, ids, year_start(day, params.calendar.fiscal_year_start) - _DAY) if window == WINDOW else None
    parts: dict[str, Any] = {
        **_money(bought, served, months_of(window), params.value.assumed_margin, this_year),
        **_rhythm(ids, engine.run("account_rhythm", as_of=day), months(book, day), first_days(book, day, ids), day),
        **_contracts(ids, engine.run("account_contracts", as_of=day), day),
        **_facts(ids, engine.run("account_facts", as_of=day)),
    }
    return pd.concat([state, pd.DataFrame(parts, index=state.index)], axis=1)


def _money(
    bought: Months, served: Months, span: int | None, margin: float | None, this_year: tuple[Months, Months] | None
) -> Mapping[str, Floats]:
    spans = {"": (0, span or EVER), "_12m": (0, 12), "_prior_12m": (12, 24)}
    result = {
        f"{name}{suffix}": values
        for suffix, (start, end) in spans.items()
        for name, values in earned(bought, served, start, end, margin).items()
    }
    lifetime = result["profit"] if span is None else earned(bought, served, 0, EVER, margin)["profit"]
    if this_year:
        result |= earned_in(*this_year, bought, margin)
    return {**result, "slope": slope(bought), "repeat_rate": repeat_rate(bought), "lifetime_profit": lifetime}


def _rhythm(ids: pd.Index, rhythm: pa.Table, bought: pa.Table, first: npt.NDArray[np.int64], day: date) -> Mapping[str, Any]:
    at, known = positions(ids, bought)
    last = np.full(len(ids), -NEVER, dtype="int64")
    np.maximum.at(last, at[known], day_number(bought, "last_day", -NEVER)[known])
    own, ordered = positions(ids, rhythm)
    now = (day - date(1970, 1, 1)).days
    return {
        "first_day": _as_days(first),
        "last_day": _as_days(last),
        "order_days": _placed(len(ids), own, ordered, floats(rhythm, "order_days")),
        "median_gap_days": _placed(len(ids), own, ordered, floats(rhythm, "median_gap_days")),
        "days_since_last": np.where(last > -NEVER, now - last, np.nan),
        "tenure_years": np.where(first < NEVER, (now - first) / 365.25, np.nan),
    }


def _as_days(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    days = numbers.astype("datetime64[D]").astype("datetime64[s]")
    days[np.abs(numbers) >= NEVER] = np.datetime64("NaT")
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

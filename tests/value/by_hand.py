"""The definitions of methods 2, 3 and 5 written down again, line by line in plain Python: what the workbench has to agree with."""

from __future__ import annotations

import calendar
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from kam_core.schema import NO_ACCOUNT

NAN = float("nan")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """The rows of a portfolio, and the switches that decide which of them count."""

    lines: Sequence[Row]
    costs: Sequence[Row] = ()
    """With ``illustrative`` beside the columns of the table."""
    accounts: Sequence[str] = ()
    contracts: Sequence[Row] = ()
    entered: Mapping[str, float] = field(default_factory=dict)
    """Retention by account."""
    freight: bool = False
    illustrative: bool = False
    margin: float | None = None


def back(day: date, months: int) -> date:
    """So many months earlier; the last day of a month stays a last day, a day that the month lacks becomes its last."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    ends = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(years, month + 1, last if ends else min(day.day, last))


def state(facts: Facts, as_of: date, window: int | None = None) -> pd.DataFrame:
    """One row per account, the columns of ``account_state`` that come from lines and costs."""
    lines = _by_account(row for row in facts.lines if row["date"] <= as_of)
    costs = _by_account(
        row
        for row in facts.costs
        if row["date"] <= as_of
        and (facts.freight or row["activity"].lower() != "freight")
        and (facts.illustrative or not row.get("illustrative"))
    )
    every = _by_account(row for row in facts.costs if row["date"] <= as_of)
    ids = sorted({*facts.accounts, *lines, *every} - {NO_ACCOUNT})
    rows = [_account(id, lines.get(id, []), costs.get(id, []), facts, as_of, window) for id in ids]
    return pd.DataFrame(rows)


def _by_account(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["account_id"]].append(row)
    return found


def _account(id: str, lines: list[Row], costs: list[Row], facts: Facts, as_of: date, window: int | None) -> dict[str, Any]:
    row: dict[str, Any] = {"account_id": id}
    spans = {"": (0, window), "_12m": (0, 12), "_prior_12m": (12, 24), "_ever": (0, None)}
    for suffix, (start, end) in spans.items():
        row |= {f"{name}{suffix}": value for name, value in money(lines, costs, facts, as_of, start, end).items()}
    row["lifetime_profit"] = row["profit_ever"]
    orders = sorted({line["date"] for line in lines if line["revenue"] > 0 and line.get("grain") != "period"})
    bought = [line["date"] for line in lines if line["revenue"] > 0]
    gaps = [(b - a).days for a, b in pairwise(orders)]
    return {
        **{name: value for name, value in row.items() if not name.endswith("_ever")},
        "median_gap_days": statistics.median(gaps) if gaps else NAN,
        "order_days": len(orders) or NAN,
        "days_since_last": (as_of - max(bought)).days if bought else NAN,
        "tenure_years": (as_of - min(line["date"] for line in lines)).days / 365.25 if lines else NAN,
        "repeat_rate": _repeat_rate(bought, as_of),
        "slope": _slope(lines, row["revenue_12m"], row["revenue_prior_12m"], as_of),
    }


def _inside(rows: Iterable[Row], as_of: date, start: int, end: int | None) -> list[Row]:
    return [row for row in rows if row["date"] <= back(as_of, start) and (end is None or row["date"] > back(as_of, end))]


def money(lines: list[Row], costs: list[Row], facts: Facts, as_of: date, start: int, end: int | None) -> dict[str, float]:
    """Money of one account in the span from ``end`` to ``start`` months ago."""
    own, before = _inside(lines, as_of, start, end), _inside(lines, as_of, start, None)
    revenue = sum(float(line["revenue"]) for line in own) if before else NAN
    covered = [line for line in own if line.get("cost") is not None]
    known = bool(covered) or (not own and any(line.get("cost") is not None for line in before))
    gross = sum(float(line["revenue"]) - float(line["cost"]) for line in covered) if known else NAN
    if facts.margin is not None and before:
        gross = (gross if known else 0.0) + facts.margin * sum(float(line["revenue"]) for line in own if line.get("cost") is None)
    paid = [float(cost["amount"]) for cost in _inside(costs, as_of, start, end)]
    profit = gross - sum(paid)
    if profit != profit and paid and not own:
        profit = -sum(paid)
    return {
        "revenue": revenue, "gross_profit": gross, "cost_to_serve": sum(paid) if paid else NAN, "profit": profit,
        "lines": len(own) if before else NAN, "cost_of_goods": sum(float(line["cost"]) for line in covered) if known else NAN,
    }  # fmt: skip


def _repeat_rate(bought: list[date], as_of: date) -> float:
    quarters = {next(q for q in range(2000) if day > back(as_of, 3 * q + 3)) for day in bought}
    possible = min(max(quarters, default=-1) + 1, 8)
    return len([q for q in quarters if q < 8]) / possible if possible >= 2 else NAN


def _slope(lines: list[Row], year: float, before: float, as_of: date) -> float:
    if not lines or min(line["date"] for line in lines) > back(as_of, 3):
        return NAN
    if not year > 0:
        return -6 / 13 if before > 0 else NAN
    months = [sum(float(line["revenue"]) for line in _inside(lines, as_of, 11 - i, 12 - i)) for i in range(12)]
    rise = sum((i - 5.5) * (amount - year / 12) for i, amount in enumerate(months)) / sum((i - 5.5) ** 2 for i in range(12))
    return rise / (year / 12)


def lifetime(found: pd.DataFrame, facts: Facts, as_of: date, i: float = 0.10, years: int = 5, quiet: float = 2.0) -> pd.DataFrame:
    """Retention, its origin and the lifetime value of the rows of ``state``."""
    before = [row for row in found.itertuples() if row.revenue_prior_12m > 0]
    own = sum(row.revenue_12m > 0 for row in before) / len(before) if len(before) >= 5 else NAN
    contracts = _by_account(row for row in facts.contracts if row.get("start_on") is None or row["start_on"] <= as_of)
    return pd.DataFrame(
        [_valued(row, own, contracts.get(str(row.account_id), []), facts, as_of, i, years, quiet) for row in found.itertuples()]
    )


def _valued(row: Any, own: float, contracts: list[Row], facts: Facts, as_of: date, i: float, years: int, quiet: float) -> dict[str, Any]:
    rate, origin, until = own, "portfolio" if own == own else "", 0.0
    silence = row.days_since_last / max(row.median_gap_days, 1)
    if own == own and silence > quiet:
        rate, origin = own * quiet / silence, "rhythm"
    longest = max(contracts, key=lambda c: c["end_on"], default=None)
    if longest and longest["end_on"] > as_of and longest.get("renewal_probability") is not None:
        rate, origin, until = longest["renewal_probability"], "contract", (longest["end_on"] - as_of).days / 365.25
    if row.account_id in facts.entered:
        rate, origin, until = facts.entered[row.account_id], "entered", 0.0
    alive, value = 1.0, 0.0
    for year in range(1, years + 1):
        # One more renewal for every year begun after the contract's end (without a contract, today).
        alive = 1.0 if year <= until else alive * rate
        value += row.profit_12m * alive / (1 + i) ** year
    return {"retention": rate, "retention_origin": origin, "clv": value}

"""
Golden figures of the two samples, derived from ``data/*.parquet`` with plain pandas, numpy and Decimal.

    python tests/golden/derive.py            # writes tests/golden/files again

Nothing of the workbench is imported here, so that the two can only agree by being right. What each figure means is said where it is
derived; the files are:

- ``resellers_accounts.csv``: a row an account: money, rhythm, retention and lifetime value, ABC and RFM classes, orders;
- ``resellers_groups.csv``: revenue, cost and profit by owner, region, industry and quarter;
- ``resellers_cohorts.csv``, ``online_retail_cohorts.csv``: how many accounts of each cohort (quarter of the first purchase) bought in
  each later quarter, and for how much;
- ``resellers.json``, ``online_retail.json``: figures of the whole portfolio, by name; what they are stands beside ``portfolio`` below.

Dates: the last day of the data. "12 months" go back by day (29 Nov 2012 is out, 30 Nov 2012 is in), so do quarters of the past, while
cohorts use quarters of the calendar. Money is added up in whole ten-thousandths (exact) and written with four decimals.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).parent / "files"
UNIT = 10_000
"""Money is held in whole parts of this."""

RATE, YEARS, QUIET = 0.10, 5, 2.0
"""Discount rate, years that count, and the silence (in own gaps) from which the rhythm lowers the retention."""


@dataclass(frozen=True)
class Portfolio:
    """The raw rows of a sample, money in ten-thousandths, and its last day."""

    name: str
    lines: pd.DataFrame
    accounts: pd.DataFrame
    freight: pd.DataFrame
    invented: pd.DataFrame
    contracts: pd.DataFrame
    day: pd.Timestamp


def money(column: pd.Series) -> pd.Series:
    """Amounts as whole ten-thousandths, exactly; missing stays missing."""
    known: dict[Any, int | None] = {value: None if value is None else int(Decimal(value) * UNIT) for value in column.unique()}
    return column.map(known).astype("Int64")


@cache
def read(name: str) -> Portfolio:
    """The rows of ``resellers`` or ``online_retail``; lines without an account are left out, as they are in no account's figures."""
    folder = ROOT / "data" / name
    lines = pd.read_parquet(folder / "transactions.parquet")
    lines = lines[lines["account_id"].notna()].copy()
    lines["revenue"] = money(lines["revenue"]).astype("int64")
    lines["cost"] = money(lines["cost"]) if "cost" in lines else pd.array([None] * len(lines), dtype="Int64")
    lines["date"] = pd.to_datetime(lines["date"])
    empty = pd.DataFrame({"account_id": [], "date": [], "activity": [], "amount": []})
    costs = [pd.read_parquet(folder / part / "costs.parquet") if (folder / part / "costs.parquet").is_file() else empty.copy()
             for part in ("", "illustrative")]  # fmt: skip
    for frame in costs:
        frame["amount"], frame["date"] = money(frame["amount"]).astype("int64"), pd.to_datetime(frame["date"])
    file = folder / "illustrative" / "contracts.parquet"
    contracts = pd.read_parquet(file) if file.is_file() else pd.DataFrame({"account_id": []})
    accounts = pd.read_parquet(folder / "accounts.parquet")
    return Portfolio(name, lines, accounts, *costs, contracts, lines["date"].max())


def back(day: pd.Timestamp, months: int) -> pd.Timestamp:
    """So many months earlier, by day (both samples end within a month, so no last day of a month has to be kept)."""
    return day - pd.DateOffset(months=months)


def span(frame: pd.DataFrame, day: pd.Timestamp, start: int, end: int | None) -> pd.DataFrame:
    """Rows dated after ``end`` months ago (``None`` = ever) up to ``start`` months ago."""
    inside = frame["date"] <= back(day, start)
    return frame[inside if end is None else inside & (frame["date"] > back(day, end))]


def accounts(found: Portfolio) -> pd.DataFrame:
    """
    Every account with its money (in units), rhythm, retention and lifetime value.

    ``revenue``, ``gross`` (revenue - cost), ``freight`` and ``invented`` (illustrative costs) over all time, ``_12m`` and ``_prior``
    (the 12 months before). ``gap``: median days between days with a positive line; ``silent``: days since the last of those.
    """
    table = pd.DataFrame(index=pd.Index(sorted(found.accounts["account_id"]), name="account_id"))
    for suffix, (start, end) in {"": (0, None), "_12m": (0, 12), "_prior": (12, 24)}.items():
        lines = span(found.lines, found.day, start, end).groupby("account_id")
        table[f"revenue{suffix}"] = units(lines["revenue"].sum(), table)
        table[f"cost{suffix}"] = units(lines["cost"].sum().astype("int64"), table)
        table[f"gross{suffix}"] = table[f"revenue{suffix}"] - table[f"cost{suffix}"]
        for name, costs in (("freight", found.freight), ("invented", found.invented)):
            table[f"{name}{suffix}"] = units(span(costs, found.day, start, end).groupby("account_id")["amount"].sum(), table)
    days = found.lines.loc[found.lines["revenue"] > 0, ["account_id", "date"]].drop_duplicates().sort_values(["account_id", "date"])
    gaps = days.groupby("account_id")["date"].diff().dt.days
    table["gap"] = gaps.groupby(days["account_id"]).median().reindex(table.index)
    table["silent"] = (found.day - days.groupby("account_id")["date"].max()).dt.days.reindex(table.index)
    return table


def units(sums: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Sums in ten-thousandths as money by account, zero where there is none."""
    return sums.reindex(table.index).fillna(0).astype("int64") / UNIT


def retention_of(table: pd.DataFrame) -> tuple[int, int]:
    """Of the accounts with revenue in the 12 months before the last 12, how many had some in the last 12: (stayed, asked)."""
    before = table["revenue_prior"] > 0
    return int((before & (table["revenue_12m"] > 0)).sum()), int(before.sum())


def lifetime(found: Portfolio, table: pd.DataFrame, **moved: float) -> pd.DataFrame:
    """
    Retention and lifetime value of each account, year by year: sum of m (1+g)^t S_t / (1+i)^t, paid at the end of each year.

    The rate is the portfolio's; beyond twice the own gap of silence it falls to r * 2 / silence in gaps (a gap is at least a day). Where
    a contract runs that gives a chance of renewal, the account stays until its end, then that chance for every year begun after it.
    ``moved`` shifts r, m (in points of the revenue), g, i or T.
    """
    stayed, asked = retention_of(table)
    years, rate_i, growth = YEARS + int(moved.get("T", 0)), RATE + moved.get("i", 0), moved.get("g", 0)
    runs = running_contracts(found)
    rows = []
    for account, row in table.iterrows():
        rate, origin, until = stayed / asked, "portfolio", 0.0
        silence = row["silent"] / max(row["gap"], 1)
        if silence > QUIET:
            rate, origin = rate * QUIET / silence, "rhythm"
        if account in runs:
            rate, until, origin = *runs[account], "contract"
        rate = min(max(rate + moved.get("r", 0), 0.0), 1.0)
        margin = row["gross_12m"] + moved.get("m", 0) * row["revenue_12m"]
        value, alive = 0.0, 1.0
        for year in range(1, years + 1):
            alive = 1.0 if year <= until + 1e-9 else alive * rate
            value += margin * (1 + growth) ** year * alive / (1 + rate_i) ** year
        rows.append((account, rate, origin, value))
    return pd.DataFrame(rows, columns=["account_id", "retention", "origin", "clv"]).set_index("account_id")


def running_contracts(found: Portfolio) -> dict[str, tuple[float, float]]:
    """Chance of renewal and years until the end of the contract that runs longest, where it runs on the last day and gives one."""
    return _running(found.name)


@cache
def _running(name: str) -> dict[str, tuple[float, float]]:
    found, rows = read(name), {}
    for account, own in found.contracts.groupby("account_id"):
        begun = own[own["start_on"].isna() | (pd.to_datetime(own["start_on"]) <= found.day)]
        ends = pd.to_datetime(begun["end_on"])
        last = begun[ends == ends.max()]
        chance = last["renewal_probability"].astype(float).min()
        if len(last) and ends.max() > found.day and not math.isnan(chance):
            rows[str(account)] = (float(chance), (ends.max() - found.day).days / 365.25)
    return rows


def classes(amounts: pd.Series) -> pd.Series:
    """ABC: A while those that bring strictly more hold less than 80 % of what is positive, B below 95 %, C the rest and who brings none."""
    values = {account: Fraction(round(amount * UNIT)) for account, amount in amounts.items()}
    total = sum(value for value in values.values() if value > 0)
    found = {}
    for account, value in values.items():
        larger = sum(other for other in values.values() if other > value and other > 0)
        found[account] = (
            "C" if value <= 0 else "A" if larger < total * Fraction(4, 5) else "B" if larger < total * Fraction(19, 20) else "C"
        )
    return pd.Series(found).reindex(amounts.index)


def fifth(values: pd.Series) -> pd.Series:
    """1 (lowest) to 5 by rank, equal values by their middle rank: the fifth in which (below + up to) / 2n lies."""
    n, known = len(values), values.to_numpy()
    ordered = np.sort(known)
    found = []
    for value in known:
        below, upto = int(np.searchsorted(ordered, value, "left")), int(np.searchsorted(ordered, value, "right"))
        found.append(min(5, 1 + 5 * (below + upto) // (2 * n)))
    return pd.Series(found, index=values.index)


def orders(found: Portfolio) -> pd.DataFrame:
    """By account: orders (numbers with a positive line), mean and median of their value (positive lines), how many a year while active."""
    positive = found.lines[found.lines["revenue"] > 0]
    each = positive.groupby(["account_id", "order_id"]).agg(value=("revenue", "sum"), day=("date", "min")).reset_index()
    by = each.groupby("account_id")
    table = pd.DataFrame({"orders": by.size(), "order_value": by["value"].mean() / UNIT, "median_order_value": by["value"].median() / UNIT})
    active = (by["day"].max() - by["day"].min()).dt.days
    table["orders_a_year"] = ((table["orders"] - 1) / active * 365.25).where((table["orders"] >= 3) & (active >= 90))
    return table


def whale(profits: pd.Series) -> dict[str, float]:
    """Cumulative profit, the most profitable account first: total, peak, peak and erosion in per cent of the total, losers, place."""
    ranked = np.sort(profits.to_numpy())[::-1]
    climb = np.cumsum(ranked)
    peak, total = float(climb.max()), float(climb[-1])
    told = {"total": total, "peak": peak, "losers": int((ranked < 0).sum()), "lost": float(ranked[ranked < 0].sum())}
    if total > 0:
        told |= {
            "peak_percent": peak / total * 100,
            "erosion": peak / total * 100 - 100,
            "peak_at": (int(climb.argmax()) + 1) / len(ranked),
        }
    return told


def concentration(amounts: pd.Series) -> dict[str, float]:
    """HHI, effective number, normalised HHI and the shares of the largest 1, 5 and 10, of what is positive."""
    held = np.sort(amounts[amounts > 0].to_numpy())[::-1]
    share, n = held / held.sum(), len(held)
    hhi = float(sum(part * part for part in share))
    top = {f"cr{count}": float(share[:count].sum()) for count in (1, 5, 10)}
    return {"hhi": hhi, "effective": 1 / hhi, "normalised": (hhi - 1 / n) / (1 - 1 / n), "n": n, **top}


def top_share(amounts: pd.Series) -> float | None:
    """What the largest fifth of the accounts (rounded up) holds of the total; nothing where the total is not positive."""
    ranked = amounts.sort_values(ascending=False)
    total = float(ranked.sum())
    return float(ranked.iloc[: math.ceil(len(ranked) / 5)].sum()) / total if total > 0 else None


def quarters(found: Portfolio, of: str = "revenue", count: int = 8) -> list[float]:
    """Money of the last quarters counted back by day, the oldest first: ``revenue``, or ``gross`` profit."""
    sums = []
    for quarter in reversed(range(count)):
        part = span(found.lines, found.day, 3 * quarter, 3 * quarter + 3)
        total = int(part["revenue"].sum()) - (int(part["cost"].sum()) if of == "gross" else 0)
        sums.append(total / UNIT)
    return sums


def cohorts(found: Portfolio) -> pd.DataFrame:
    """By quarter of the first positive line and quarter of the calendar since: accounts with a positive line, and all their revenue."""
    lines = found.lines.assign(at=found.lines["date"].dt.year * 4 + (found.lines["date"].dt.month - 1) // 3)
    start = lines[lines["revenue"] > 0].groupby("account_id")["at"].min()
    lines = lines[lines["account_id"].isin(start.index)].assign(start=lambda frame: frame["account_id"].map(start))
    lines = lines[lines["at"] >= lines["start"]].assign(age=lambda frame: frame["at"] - frame["start"])
    active = lines[lines["revenue"] > 0].groupby(["start", "age"])["account_id"].nunique()
    revenue = lines.groupby(["start", "age"])["revenue"].sum() / UNIT
    table = pd.DataFrame({"active": active, "revenue": revenue}).fillna({"active": 0}).reset_index()
    table["cohort"] = [f"{at // 4}Q{at % 4 + 1}" for at in table["start"]]
    return table.astype({"active": "int64"})[["cohort", "age", "active", "revenue"]]


def groups(found: Portfolio, table: pd.DataFrame) -> pd.DataFrame:
    """Revenue, cost and gross profit of all time by owner, region, industry and quarter counted back (0 = the last)."""
    named = table.join(found.accounts.set_index("account_id")[["owner", "region", "industry"]])
    parts = [
        named.groupby(by)[["revenue", "cost", "gross"]].sum().rename_axis("name").reset_index().assign(by=by)
        for by in ("owner", "region", "industry")
    ]
    revenue, gross = quarters(found, "revenue", 12), quarters(found, "gross", 12)
    rows = [(str(11 - place), value, value - earned, earned) for place, (value, earned) in enumerate(zip(revenue, gross, strict=True))]
    parts.append(pd.DataFrame(rows, columns=["name", "revenue", "cost", "gross"]).assign(by="quarter"))
    return pd.concat(parts, ignore_index=True)[["by", "name", "revenue", "cost", "gross"]]


STEPS: Mapping[str, float] = {"r": 0.10, "m": 0.02, "g": 0.05, "i": 0.04, "T": 2}
"""How far a tornado moves each assumption: points of retention, of margin on revenue, of growth and discount a year, and years."""


def tornado(found: Portfolio, table: pd.DataFrame) -> dict[str, list[float]]:
    """The lifetime value of all accounts with one assumption lower, and higher; the others stand."""
    return {name: [float(lifetime(found, table, **{name: sign * step})["clv"].sum()) for sign in (-1, 1)] for name, step in STEPS.items()}


def without_largest(found: Portfolio, table: pd.DataFrame) -> dict[str, Any]:
    """The year as if the account with the most revenue of 12 months had not been there; the others are as they were."""
    lost = str(table["revenue_12m"].idxmax())
    left, values = table.drop(lost), lifetime(found, table)["clv"].drop(lost)
    told = concentration(left["revenue_12m"])
    curve = whale(left["gross_12m"])
    return {"lost": lost, "accounts": len(left), "revenue": float(left["revenue_12m"].sum()), "profit": float(left["gross_12m"].sum()),
            "losing": curve["losers"], "peak": curve["peak"], "hhi": told["hhi"], "effective": told["effective"], "top1": told["cr1"],
            "clv": float(values.sum())}  # fmt: skip


def counts(values: pd.Series) -> dict[str, int]:
    """How often each value occurs, sorted."""
    return {str(key): int(number) for key, number in sorted(values.value_counts().items())}


def kept(table: pd.DataFrame) -> dict[str, float]:
    """Of the accounts with revenue in the 12 months before: the share left, of the money too, and that with nobody above its own past."""
    had = table[table["revenue_prior"] > 0]
    then, now = had["revenue_prior"], had["revenue_12m"]
    return {"n": len(had), "accounts": float((now > 0).mean()), "net": float(now.sum() / then.sum()),
            "gross": float(np.minimum(now, then).sum() / then.sum())}  # fmt: skip


def portfolio(found: Portfolio, table: pd.DataFrame) -> dict[str, Any]:
    """
    The figures of a portfolio that need no cost, by name.

    ``next_quarters`` is the seasonal-naive forecast: each of the next four quarters repeats the one four quarters before it. ``rfm``
    counts the codes of recency, frequency (orders) and money (revenue), each in fifths.
    """
    codes = table[["r", "f", "m"]].dropna().astype(int).astype(str).agg("".join, axis=1)
    return {
        "day": str(found.day.date()), "accounts": len(table), "revenue": float(table["revenue"].sum()),
        "revenue_12m": float(table["revenue_12m"].sum()), "retention": list(retention_of(table)), "kept": kept(table),
        "concentration": concentration(table["revenue"]), "concentration_12m": concentration(table["revenue_12m"]),
        "top_share_revenue": top_share(table["revenue"]), "top_share_revenue_12m": top_share(table["revenue_12m"]),
        "quarters": quarters(found), "next_quarters": quarters(found)[4:],
        "orders": {"n": int(table["orders"].sum()), "median_of_means": float(table["order_value"].median()),
                   "median_a_year": float(table["orders_a_year"].median())},
        "rfm": counts(codes),
    }  # fmt: skip


def with_costs(found: Portfolio, table: pd.DataFrame) -> dict[str, Any]:
    """The figures that need costs."""
    served = {"gross": table["gross"], "freight": table["gross"] - table["freight"], "invented": table["gross"] - table["invented"],
              "both": table["gross"] - table["freight"] - table["invented"]}  # fmt: skip
    return {
        "profit": {name: float(values.sum()) for name, values in served.items()},
        "cost_to_serve": {"freight": float(table["freight"].sum()), "invented": float(table["invented"].sum())},
        "whale": {name: whale(values) for name, values in served.items()},
        "abc": {"revenue": counts(table["abc_revenue"]), "profit": counts(table["abc_profit"]),
                "double": counts(table["abc_revenue"] + table["abc_profit"])},
        "top_share_profit": top_share(table["gross"]), "profit_quarters": quarters(found, "gross"),
        "next_profits": quarters(found, "gross")[4:],
        "clv": float(table["clv"].sum()), "tornado": tornado(found, table), "without_largest": without_largest(found, table),
    }  # fmt: skip


@cache
def derived(name: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The table of accounts and the figures of a sample."""
    found = read(name)
    table = accounts(found)
    if found.lines["cost"].notna().any():
        table = table.join(lifetime(found, table))
        for by, column in (("revenue", "revenue"), ("profit", "gross")):
            table[f"abc_{by}"] = classes(table[column])
    placed = orders(found).reindex(table.index)
    table = table.join(placed)
    bought = table["silent"].notna()
    for letter, values in (("r", -table["silent"]), ("f", table["orders"]), ("m", table["revenue"])):
        table[letter] = fifth(values[bought]).reindex(table.index).astype("Int64")
    told = portfolio(found, table)
    return table, told | (with_costs(found, table) if "clv" in table else {})


@cache
def written() -> dict[str, str]:
    """Every golden file by its name, as text."""
    files = {}
    for name in ("resellers", "online_retail"):
        table, told = derived(name)
        files[f"{name}.json"] = json.dumps(rounded(told), indent=1, ensure_ascii=False) + "\n"
        files[f"{name}_cohorts.csv"] = cohorts(read(name)).to_csv(index=False, float_format="%.4f", lineterminator="\n")
        if name == "resellers":
            files["resellers_accounts.csv"] = table.reset_index().to_csv(index=False, float_format="%.4f", lineterminator="\n")
            files["resellers_groups.csv"] = groups(read(name), table).to_csv(index=False, float_format="%.4f", lineterminator="\n")
    return files


def rounded(value: Any) -> Any:
    """Figures with eight decimals: shares and HHI need more than money does."""
    if isinstance(value, float):
        return round(value, 8)
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list) else value


if __name__ == "__main__":
    FILES.mkdir(exist_ok=True)
    for name, text in written().items():
        (FILES / name).write_text(text, encoding="utf-8", newline="\n")
        print(name, len(text))

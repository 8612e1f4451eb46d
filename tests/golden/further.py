"""
More golden figures of the samples, again with plain pandas and numpy: what serving costs by activity and at rates, who holds the revenue
and what may be lost, where accounts stand in their life, what they bring beyond purchases, ranges of the lifetime value, what ifs.

    python -m tests.golden.further           # writes files/further.json again; nothing of the workbench is imported
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from tests.golden.derive import (
    FILES,
    RATE,
    ROOT,
    YEARS,
    accounts,
    back,
    concentration,
    counts,
    lifetime,
    read,
    retention_of,
    rounded,
    running_contracts,
    span,
    whale,
)

RATES = {"order": 10.0, "line": 1.0, "return": 2.5, "hour": 95.0}
"""Money an order, an order line, a return line, a visit hour."""
Z80 = 1.2815515655446004


def invented(name: str) -> pd.DataFrame:
    """A table of the illustrative facts of the resellers."""
    return pd.read_parquet(ROOT / "data" / "resellers" / "illustrative" / f"{name}.parquet")


def service() -> dict[str, Any]:
    """Cost to serve by activity, freight and illustrative costs together: of all time and of 12 months; and at the rates above."""
    found = read("resellers")
    costs = pd.concat([found.freight, found.invented])
    hours = invented("interactions")
    hours = hours[(hours["kind"] != "promise") & (pd.to_datetime(hours["date"]) <= found.day)]
    lines = found.lines
    return {
        "activities": {str(k): v / 10_000 for k, v in costs.groupby("activity")["amount"].sum().items()},
        "activities_12m": {str(k): v / 10_000 for k, v in span(costs, found.day, 0, 12).groupby("activity")["amount"].sum().items()},
        "at_rates": {
            "orders": RATES["order"] * int(lines.loc[lines["revenue"] > 0, "order_id"].nunique()),
            "lines": RATES["line"] * int((lines["revenue"] >= 0).sum()),
            "returns": RATES["return"] * int((lines["revenue"] < 0).sum()),
            "hours": RATES["hour"] * float(hours["hours"].sum()),
        },
    }  # fmt: skip


def held() -> dict[str, Any]:
    """Concentration of the 12-month revenue by owner, region and industry; the loss expected, and the 95 % loss of 20,000 draws."""
    found = read("resellers")
    table = accounts(found)
    named = table.join(found.accounts.set_index("account_id")[["owner", "region", "industry"]])
    groups = {by: concentration(named.groupby(by)["revenue_12m"].sum()) for by in ("owner", "region", "industry")}
    rates = lifetime(found, table)["retention"]
    share = table["revenue_12m"].clip(lower=0) / table["revenue_12m"].clip(lower=0).sum()
    random = np.random.default_rng(1)
    own = share.to_numpy()[share.to_numpy() > 0]
    leaves = 1 - rates.to_numpy()[share.to_numpy() > 0]
    lost = np.concatenate([(random.random((1000, len(own))) < leaves) @ own for _ in range(20)])
    return {"groups": groups, "expected_loss": float((share * (1 - rates)).sum()), "loss_95": round(float(np.quantile(lost, 0.95)), 3)}


@cache
def stages(name: str, months_ago: int = 0) -> pd.Series:
    """
    The stage of life of each account that has bought: the first that holds of churned, declining, exploring, forming, stable.

    Silence in own gaps counts from the third day with an order on and beyond 30 days; growth is that of 12 months on 12.
    """
    found = read(name)
    day = back(found.day, months_ago)
    found = replace(found, lines=found.lines[found.lines["date"] <= day], day=day)
    table = accounts(found).loc[sorted(found.lines["account_id"].unique())]
    days = found.lines[found.lines["revenue"] > 0].groupby("account_id")["date"].nunique().reindex(table.index).fillna(0)
    first = found.lines.groupby("account_id")["date"].min().reindex(table.index)
    lines = span(found.lines, found.day, 0, 24).groupby("account_id").size().reindex(table.index).fillna(0)
    support, share, before = _people_and_shares(name, table, found.day)
    told = {}
    for account, row in table.iterrows():
        growth = row["revenue_12m"] / row["revenue_prior"] - 1 if row["revenue_prior"] > 0 else math.nan
        gap = row["silent"] / row["gap"] if days[account] >= 3 and row["gap"] > 0 else math.nan
        gap = gap if row["silent"] > 30 else min(gap, 1.0)
        years = (found.day - first[account]).days / 365.25
        rise = share.get(account, math.nan) - before.get(account, math.nan)
        if gap > 4 or (math.isnan(gap) and years >= 2 and not lines[account]):
            stage = "churned"
        elif growth < -0.15 or gap > 2 or support.get(account, 0) < 0 or row["revenue_12m"] < 0:
            stage = "declining"
        elif years < 1 or days[account] < 3:
            stage = "exploring"
        elif growth > 0.15 or rise > 0.05 or (not row["revenue_prior"] > 0 and row["revenue_12m"] > 0):
            stage = "forming"
        else:
            stage = "stable"
        told[account] = stage
    return pd.Series(told)


def declined(name: str) -> dict[str, float]:
    """How many accounts decline or are lost that did not (or had not bought) a year before, and the revenue of their year before."""
    gone = ["declining", "churned"]
    now, then = stages(name), stages(name, 12).reindex(stages(name).index)
    fell = now.index[now.isin(gone) & ~then.isin(gone)]
    return {"accounts": len(fell), "revenue": float(accounts(read(name)).loc[fell, "revenue_prior"].sum())}


def _people_and_shares(name: str, table: pd.DataFrame, day: pd.Timestamp) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Net support by account, and our share of what they spend on goods like ours, now and a year before, by account."""
    if name != "resellers":
        return {}, {}, {}
    people = invented("contacts").dropna(subset=["influence", "support"])
    weighted = (people["influence"] * people["support"]).groupby(people["account_id"]).sum()
    support = weighted / (2 * people.groupby("account_id")["influence"].sum())
    facts = invented("account_facts").query("fact == 'wallet_spend'").assign(valid_on=lambda frame: pd.to_datetime(frame["valid_on"]))
    shares = []
    for on, bought in ((day, table["revenue_12m"]), (day - pd.DateOffset(months=12), table["revenue_prior"])):
        known = facts[facts["valid_on"] <= on].sort_values("valid_on").groupby("account_id")["value"].last().astype(float)
        shares.append((bought.reindex(known.index) / known).to_dict())
    return support.to_dict(), *shares


def beyond() -> dict[str, float]:
    """
    Soft value of the resellers by part. A referral that became a customer counts its lifetime value above zero, once, by the share due
    (said, else .3, at most .5 in all); other referrals chance (said, else .25) x worth (said, else the mean of the values above zero);
    ideas adopted and margins of partners a year x years left x present value x share. Lines without evidence count nothing.
    """
    found = read("resellers")
    worth = lifetime(found, accounts(found))["clv"]
    told = dict.fromkeys(("word_of_mouth", "knowledge", "transaction"), 0.0)
    taken: dict[str, float] = {}
    pairs: set[tuple[str, str]] = set()
    for _, row in _soft_lines().iterrows():
        part = {"partnership": "transaction"}.get(row["kind"], row["kind"])
        if part not in told or not _filled(row["evidence"]) or pd.Timestamp(row["date"]) > found.day:
            continue
        due = min(0.3 if pd.isna(row["attribution"]) else float(row["attribution"]), 0.5)
        if part != "word_of_mouth":
            years = (3.0 if pd.isna(row["years"]) else float(row["years"])) - (found.day - pd.Timestamp(row["date"])).days / 365.25
            chance = 1.0 if pd.isna(row["probability"]) else float(row["probability"])
            if not pd.isna(row["amount"]):
                told[part] += float(row["amount"]) * chance * present(years) * due
            continue
        other = row["other_id"]
        if _filled(other) and other in worth.index:
            if worth[other] <= 0 or other == row["account_id"] or (row["account_id"], other) in pairs:
                continue
            pairs.add((row["account_id"], other))
            share = min(due, max(0.5 - taken.get(other, 0.0), 0.0))
            taken[other] = taken.get(other, 0.0) + due
            told[part] += worth[other] * share
        else:
            chance = 0.25 if pd.isna(row["probability"]) else float(row["probability"])
            told[part] += (worth[worth > 0].mean() if pd.isna(row["amount"]) else float(row["amount"])) * chance * due
    return told


def _soft_lines() -> pd.DataFrame:
    """Values delivered, and adopted ideas as knowledge, by date."""
    ideas = invented("ideas").query("stage == 'adopted'").rename(columns={"value": "amount"}).assign(kind="knowledge")
    lines = pd.concat([invented("values_delivered"), ideas], ignore_index=True)
    return lines.sort_values(["date", "account_id"], kind="stable")


def _filled(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def present(years: float) -> float:
    """What one a year is worth over so many years, at the end of each; the part of the last year at its own end."""
    if years <= 0:
        return 0.0
    full = math.floor(years)
    return sum((1 + RATE) ** -year for year in range(1, full + 1)) + (years - full) * (1 + RATE) ** -years


def value_range() -> list[float]:
    """
    Low and high end of the lifetime value of all resellers, 80 %: the Wilson interval of the retention and the spread of two years.

    Silence lowers both rates as it lowers the rate; a contract's chance is taken 10 points lower and higher. The two causes are put
    together as the root of the squares; the spread of two years is 1.28 times their distance over the root of two, and none for who
    began in the last one.
    """
    found = read("resellers")
    table = accounts(found)
    stayed, asked = retention_of(table)
    share, more = stayed / asked, Z80**2 / asked
    half = Z80 * math.sqrt(share * (1 - share) / asked + more / (4 * asked))
    ends = [(share + more / 2 + sign * half) / (1 + more) for sign in (-1, 1)]
    base = lifetime(found, table)
    rows = base.join(table[["gross_12m", "gross_prior"]])
    runs = running_contracts(found)
    begun = set(span(found.lines, found.day, 12, None)["account_id"])
    own = {str(a): (float(r["gross_12m"]), float(r["gross_prior" if a in begun else "gross_12m"]), float(r["retention"]))
           for a, r in rows.iterrows()}  # fmt: skip
    until = {a: runs[a][1] if a in runs else 0.0 for a in own}
    reruns = []
    for sign, end in zip((-1, 1), ends, strict=True):
        moved = {a: min(max(rate + sign * 0.10, 0), 1) if a in runs else min(rate / share * end, 1) for a, (_, _, rate) in own.items()}
        reruns.append(sum(_worth(now, moved[a], until[a]) for a, (now, _, _) in own.items()))
    before = sum(_worth(prior, rate, until[a]) for a, (_, prior, rate) in own.items())
    value = float(base["clv"].sum())
    spread = Z80 * abs(value - before) / math.sqrt(2)
    return [value - math.hypot(max(value - min(reruns), 0), spread), value + math.hypot(max(max(reruns) - value, 0), spread)]


def _worth(margin: float, rate: float, until: float) -> float:
    """Five years of a margin at a retention; a running contract keeps the account until its end."""
    alive, value = 1.0, 0.0
    for year in range(1, YEARS + 1):
        alive = 1.0 if year <= until + 1e-9 else alive * rate
        value += margin * alive / (1 + RATE) ** year
    return value


def what_if() -> dict[str, dict[str, float]]:
    """
    The year of the resellers with freight and illustrative costs counted: as it is, 2 % dearer, served 10 % cheaper, 5 points more
    retention, and without the largest account while half of what it cost to serve stays.
    """
    found = read("resellers")
    table = accounts(found)
    served = table["freight_12m"] + table["invented_12m"]
    table["net"] = table["gross_12m"] - served
    largest = str(table["revenue_12m"].idxmax())
    left = table.drop(largest)
    stranded = 0.5 * float(served[largest])
    carried = left["net"] - stranded * served.drop(largest) / served.drop(largest).sum()
    years = {
        "today": table["net"], "dearer": table["net"] + 0.02 * table["revenue_12m"], "cheaper": table["net"] + 0.10 * served,
        "stay": table["net"], "lost": carried,
    }  # fmt: skip
    told = {}
    for name, profits in years.items():
        rows = table.loc[profits.index].assign(gross_12m=profits)
        moved = {"r": 0.05} if name == "stay" else {}
        values = lifetime(found, table.assign(gross_12m=profits.reindex(table.index).fillna(0.0)), **moved)["clv"].reindex(rows.index)
        told[name] = {"profit": float(profits.sum()), "losing": int((profits < 0).sum()), "peak": whale(profits)["peak"],
                      "clv": float(values.sum())}  # fmt: skip
    return told


def backtest(name: str) -> dict[str, Any]:
    """
    The back-test of four rules on the quarterly revenue of all accounts: mean absolute error on the later origins, by rule; and how far
    to either side four in five of all errors of the seasonal repeat lie, one quarter ahead. ``drift`` multiplies the same quarter a year
    ago by the root of a year's growth (the last quarters against the same ones a year before, between a half and two); ``year`` are its
    four quarters together, four in five of its errors over whole years to either side.

    Quarters end a month apart; an origin o months ago foretells the next four quarters, of which those that ended since are errors. The
    first origin knows four quarters and the last has one ended; later ones lie at the middle or after it. The band: errors over the mean
    error at their distance (never below that of a shorter one), the one of rank ceil(.8 (n + 1)), times the mean error at distance 1.
    """
    found = read(name)
    first = found.lines["date"].min()
    ends = [back(found.day, month) for month in range(200)]
    begun = max(month for month in range(200) if first <= ends[month])
    past = [int(span(found.lines, found.day, month, month + 3)["revenue"].sum()) / 10_000 for month in range(begun - 1)]
    oldest = min(len(past) - 1 - 9, 26)
    split = (3 + oldest) // 2
    errors: dict[str, list[tuple[int, int, float]]] = {"naive": [], "seasonal": [], "mean": [], "drift": []}
    for origin in range(3, oldest + 1):
        seen, before = past[origin::3][:4], past[origin::3][4:8]
        grown = min(max(sum(seen[: len(before)]) / sum(before), 0.5), 2.0) ** 0.5 if before else 1.0
        said = {"naive": [seen[0]] * 4, "seasonal": seen[::-1], "mean": [sum(seen) / 4] * 4, "drift": [grown * one for one in seen[::-1]]}
        for ahead in range(1, min(4, origin // 3) + 1):
            for rule, made in said.items():
                errors[rule].append((origin, ahead, past[origin - 3 * ahead] - made[ahead - 1]))
    mae = {rule: float(np.mean([abs(e) for origin, _, e in rows if origin <= split])) for rule, rows in errors.items()}
    scale: list[float] = []
    for ahead in range(1, 5):
        mean = float(np.mean([abs(e) for _, far, e in errors["seasonal"] if far == ahead]))
        scale.append(max([mean, *scale]))
    sizes = sorted(abs(e) / scale[far - 1] for _, far, e in errors["seasonal"])

    def drift(seen: list[float]) -> float:
        """The four quarters to come together."""
        before = seen[4:8]
        return sum(seen[:4]) * (min(max(sum(seen[: len(before)]) / sum(before), 0.5), 2.0) ** 0.5 if before else 1.0)

    years = sorted(abs(sum(past[o - 3 * ahead] for ahead in range(1, 5)) - drift(past[o::3])) for o in range(12, oldest + 1))
    year, half = drift(past[::3]), years[math.ceil((len(years) + 1) * 0.8 - 1e-9) - 1]
    return {
        "year": [year - half, year, year + half],
        "mae": mae,
        "band_80": sizes[math.ceil((len(sizes) + 1) * 0.8 - 1e-9) - 1] * scale[0],
        "errors": len(sizes),
    }


def grid() -> dict[str, Any]:
    """
    The resellers by what serving takes (x: freight and illustrative costs) and what is earned (y: gross profit), in per cent of the
    revenue: cuts at the averages weighted by revenue, to a tenth, and how many accounts lie in each quadrant (at the cut is high).
    """
    table = accounts(read("resellers"))
    served = table["freight"] + table["invented"]
    cuts = [round(100 * float(part.sum()) / float(table["revenue"].sum()), 1) for part in (served, table["gross"])]
    dear, rich = (100 * part / table["revenue"] >= cut for part, cut in zip((served, table["gross"]), cuts, strict=True))
    return {"cuts": cuts, "passive": int((~dear & rich).sum()), "carriage_trade": int((dear & rich).sum()),
            "bargain_basement": int((~dear & ~rich).sum()), "aggressive": int((dear & ~rich).sum())}  # fmt: skip


def together() -> list[list[Any]]:
    """
    Pairs of categories the resellers bought in 12 months, from the rarer to the commoner: accounts with both, support, confidence and
    lift; the highest lift first.
    """
    found = read("resellers")
    year = span(found.lines, found.day, 0, 12).groupby(["account_id", "category"])["revenue"].sum()
    bought = year[year > 0].reset_index().groupby("category")["account_id"].agg(set)
    everyone = len(set().union(*bought))
    rows = []
    for one in bought.index:
        for two in bought.index:
            rarer = (len(bought[one]), -ord(one[0])) < (len(bought[two]), -ord(two[0]))
            if one != two and rarer:
                both = len(bought[one] & bought[two])
                rows.append(
                    [one, two, both, both / everyone, both / len(bought[one]), both * everyone / len(bought[one]) / len(bought[two])]
                )
    return sorted(rows, key=lambda row: -row[5])


def white_space() -> list[float]:
    """
    Gaps of the resellers by category: what an account did not buy in 12 months and others of its size (fifths by revenue) that share a
    category with it did. How many, and the sum of median spend x confidence, of the shared category with the highest confidence (of equals
    the one with more buyers); a pair counts from five accounts of that size on.
    """
    found = read("resellers")
    year = (span(found.lines, found.day, 0, 12).groupby(["account_id", "category"])["revenue"].sum() / 10_000).reset_index()
    bought = year[year["revenue"] > 0].pivot_table(index="account_id", columns="category", values="revenue").fillna(0.0)
    place = bought.sum(axis=1).rank(method="first").astype(int) - 1
    gaps = []
    for _, alike in bought.groupby(place * 5 // len(bought)):
        for _, own in alike.iterrows():
            for gap in own.index[own <= 0]:
                shared = [(alike[alike[item] > 0], item) for item in own.index[own > 0]]
                told = [((buyers[gap] > 0).mean(), len(buyers), buyers.loc[buyers[gap] > 0, gap]) for buyers, _ in shared]
                told = [one for one in told if len(one[2]) >= 5]
                if told:
                    confidence, _, spent = max(told, key=lambda one: one[:2])
                    gaps.append(float(spent.median() * confidence))
    return [len(gaps), sum(gaps)]


def second_quarter(name: str) -> list[float]:
    """
    Accounts and money of the second quarter of a cohort as shares of the first, all cohorts together: without those that began in the
    first three months of the data (they may hold older customers) and without the quarter that still runs.
    """
    found = read(name)
    lines = found.lines.assign(at=found.lines["date"].dt.to_period("Q"))
    start = lines[lines["revenue"] > 0].groupby("account_id")["at"].min()
    known = found.lines["date"].min() + pd.DateOffset(months=3)
    start = start[(start.dt.start_time >= known) & (start + 1 < found.day.to_period("Q"))]
    lines = lines[lines["account_id"].isin(start.index)].assign(start=lambda frame: frame["account_id"].map(start))
    first, second = (lines[lines["at"] == lines["start"] + age] for age in (0, 1))
    return [
        second.loc[second["revenue"] > 0, "account_id"].nunique() / len(start),
        int(second["revenue"].sum()) / int(first["revenue"].sum()),
    ]


def further() -> dict[str, Any]:
    """All of them by name."""
    samples = ("resellers", "online_retail")
    return {
        "service": service(), "held": held(), "stages": {name: counts(stages(name)) for name in samples}, "declined": declined("resellers"),
        "second_quarter": {name: second_quarter(name) for name in samples}, "beyond": beyond(), "range": value_range(),
        "what_if": what_if(),
        "backtest": backtest("resellers"), "grid": grid(), "together": together(), "white_space": white_space(),
    }  # fmt: skip


def written() -> str:
    """The golden file as text."""
    return json.dumps(rounded(further()), indent=1) + "\n"


if __name__ == "__main__":
    (FILES / "further.json").write_text(written(), encoding="utf-8", newline="\n")

"""What was agreed and what is planned: the register, contracts, needs, targets, goals, feedback and actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from illustrative_cast import Case
from illustrative_words import ACTIONS, AS_OF, GOALS, NEEDS, RENEWALS

Row = dict[str, Any]

MOST_PER_OWNER = 5
"""Key accounts that one person can look after."""
PLANNED_ON = date(2013, 6, 30)
FOLLOWED = ("Make the difference from the best alternative visible", "Repair what annoys them most")
QUARTERS = ("2013Q1", "2013Q2", "2013Q3", "2013Q4")
BEFORE = ("2012Q1", "2012Q2", "2012Q3", "2012Q4")


def register(cases: Sequence[Case]) -> list[Row]:
    """Which of the accounts are key, candidates or regular, and since when."""
    rows: list[Row] = []
    kept: dict[str, int] = {}
    for case in cases:
        status = _status(case)
        kept[case.owner] = kept.get(case.owner, 0) + (status == "key")
        status = "candidate" if kept[case.owner] > MOST_PER_OWNER and status == "key" else status
        tier = {"key": "A", "candidate": "B", "regular": "C", "former": "C"}[status]
        since = max(date(2012, 1, 1), case.history.first_day.replace(day=1)) if status == "key" else None
        rows.append({"account_id": case.account_id, "status": status, "tier": tier, "key_since": since})
    return sorted(rows, key=lambda row: row["account_id"])


def _status(case: Case) -> str:
    if case.history.last_day < date(2012, 11, 29):
        return "former"
    if case.relationship[1] == "h":
        return "key" if case.rank <= 34 else "candidate"
    return "regular"


def contracts(cases: Sequence[Case]) -> list[Row]:
    """Yearly contracts; those of ``RENEWALS`` end within six months of the as-of day, the others later in 2014 or 2015."""
    rows: list[Row] = []
    for case in cases:
        rng = case.rng(5)
        if case.rank not in RENEWALS and (rng.random() < 0.25 or case.history.last_day < date(2012, 11, 29)):
            continue
        likely = float(np.clip(0.35 + case.attitude[-1] / 160 + rng.normal(0, 0.05), 0.2, 0.97))
        renewal, probability = RENEWALS.get(case.rank, (AS_OF + timedelta(days=int(rng.integers(190, 560))), round(likely, 2)))
        value = Decimal(round(case.history.revenue_12m(AS_OF) * float(rng.uniform(0.85, 1.05)), -3))
        start = max(renewal.replace(year=renewal.year - 2), case.history.first_day)
        rows.append(_contract(case, 2, value, start, renewal, probability))
        before = max(date(2011, 1, 1), case.history.first_day)
        if start - before > timedelta(days=180):
            rows.append(_contract(case, 1, Decimal(round(float(value) * 0.9, -3)), before, start, None))
    return rows


def _contract(case: Case, number: int, value: Decimal, start: date, renewal: date, probability: float | None) -> Row:
    return {"contract_id": f"C-{case.account_id[-4:]}-{number}", "account_id": case.account_id, "value": value, "start_on": start,
            "end_on": renewal - timedelta(days=1), "renewal_on": renewal, "renewal_probability": probability}  # fmt: skip


def needs(cases: Sequence[Case]) -> list[Row]:
    """Three to five needs an account; our fit follows the attitude, the rival's does not."""
    rows: list[Row] = []
    for case in cases:
        rng = case.rng(6)
        for place, which in enumerate(rng.permutation(len(NEEDS))[: int(rng.integers(3, 6))], start=1):
            need, category, proof = NEEDS[which]
            fit = int(np.clip(round(case.attitude[-1] / 22 + rng.normal(0, 0.9)), 1, 5))
            worth = max(case.history.revenue_12m(AS_OF), 20_000) * float(rng.uniform(0.01, 0.08))
            rows.append({
                "need_id": f"N-{case.account_id[-4:]}-{place}", "account_id": case.account_id, "need": need, "category": category,
                "importance": int(rng.integers(2, 6)), "fit": fit, "rival_fit": int(rng.integers(2, 5)),
                "standing": "explicit" if rng.random() < 0.7 else "latent", "proof": proof if proof and fit >= 3 else None,
                "value": Decimal(round(worth, -2)),
            })  # fmt: skip
    return rows


def targets(cases: Sequence[Case]) -> list[Row]:
    """Gross profit that each account should bring in each quarter of 2012 and 2013: 3 to 6 % of a quarter of last year's revenue."""
    rows: list[Row] = []
    for case in cases:
        rate = float(case.rng(7).uniform(0.03, 0.06))
        base = case.history.revenue_12m(date(2012, 12, 31)) or case.history.revenue_12m(AS_OF) or float(case.history.revenue) / 3
        for period in QUARTERS:
            rows.append({"subject_type": "account", "subject_id": case.account_id, "measure": "gross_profit", "period": period,
                         "value": max(round(base / 4 * rate, -2), 100.0)})  # fmt: skip
    return [*rows, *_a_year_earlier(rows)]


def _a_year_earlier(rows: Sequence[Row]) -> list[Row]:
    """The targets of 2012: nine tenths of those of 2013."""
    earlier = dict(zip(QUARTERS, BEFORE, strict=True))
    return [{**row, "period": earlier[row["period"]], "value": max(round(0.9 * row["value"], -2), 100.0)} for row in rows]


def planned_hours(cases: Sequence[Case], team: Sequence[Row]) -> list[Row]:
    """The planned hours of the twelve largest accounts by quarter of 2013, after the yearly plan of the team."""
    planned = {row["account_id"]: row["hours_planned"] for row in team if row["raci"] == "responsible"}
    return [
        {"subject_type": "account", "subject_id": case.account_id, "measure": "hours", "period": period,
         "value": round(planned[case.account_id] / 4, 1)}
        for case in cases[:12]
        for period in QUARTERS
    ]  # fmt: skip


def goals(cases: Sequence[Case]) -> list[Row]:
    """One or two goals of every second customer, some confirmed by the customer."""
    rows: list[Row] = []
    for case in cases[:44:2]:
        rng = case.rng(8)
        for place, which in enumerate(rng.permutation(len(GOALS))[: int(rng.integers(1, 3))], start=1):
            rows.append({"goal_id": f"G-{case.account_id[-4:]}-{place}", "account_id": case.account_id, "text": GOALS[which],
                         "confirmed": bool(rng.random() < 0.5), "valid_on": case.reviewed_on(case.reviews[-1])})  # fmt: skip
    return rows


def feedback(cases: Sequence[Case]) -> list[Row]:
    """What customers told us, when we answered, and whether they were told of the outcome."""
    rows: list[Row] = []
    for case in cases:
        rng = case.rng(9)
        if case.rank > 40 and case.rank % 3:
            continue
        bad = case.turn.trust < 0
        day = date(2013, 5, 2) + timedelta(days=int(rng.integers(0, 200)))
        answered = day + timedelta(days=int(rng.integers(4, 40) if bad else rng.integers(1, 8)))
        open_still = answered > AS_OF or (bad and rng.random() < 0.3)
        rows.append({
            "account_id": case.account_id, "date": day, "text": case.turn.feedback, "theme": case.turn.theme,
            "severity": int(rng.integers(3, 6) if bad else rng.integers(1, 3)), "owner": case.owner,
            "answered_on": None if open_still else answered, "closed": not open_still,
            "told": False if open_still else bool(rng.random() < 0.7),
        })  # fmt: skip
    return sorted(rows, key=lambda row: (row["date"], row["account_id"]))


def actions(cases: Sequence[Case]) -> list[Row]:
    """A dozen open actions of the largest accounts, some overdue on the as-of day."""
    rows: list[Row] = []
    for number, (rank, objective, action, days, state, measure) in enumerate(ACTIONS, start=1):
        case = cases[rank - 1]
        due = AS_OF + timedelta(days=days)
        rows.append({"action_id": f"A-{number:02d}", "account_id": case.account_id, "objective": objective, "action": action,
                     "owner": case.owner, "due_on": due, "state": state, "measure": measure,
                     "done_on": due - timedelta(days=1) if state == "done" else None, "play": None, "planned_on": None})  # fmt: skip
    return rows + followed(cases)


def followed(cases: Sequence[Case]) -> list[Row]:
    """What was done by the playbook since June with every second account that bought out of habit."""
    habit = [case for case in cases if case.loyalty == "hl" and case.evidence == "full"][::2]
    rows: list[Row] = []
    for case in habit:
        for place, action in enumerate(FOLLOWED, start=1):
            done = PLANNED_ON + timedelta(days=30 * place + case.rank % 20)
            rows.append({"action_id": f"P-{case.account_id[-4:]}-{place}", "account_id": case.account_id,
                         "objective": "Raise attitude before the contract ends", "action": action, "owner": case.owner,
                         "due_on": PLANNED_ON + timedelta(days=45 * place), "state": "done", "measure": None, "done_on": done,
                         "play": "loyalty.spurious", "planned_on": PLANNED_ON})  # fmt: skip
    return rows

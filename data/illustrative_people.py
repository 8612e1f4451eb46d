"""Contacts, the links between people, visits and what the service costs: the daily work with the sixty accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from illustrative_cast import Case
from illustrative_words import AS_OF, CLOSE, DEPARTMENTS, FAMILY, GIVEN, INFLUENCE, JOBS, PROMISES, SEED, SENIORITY

Row = dict[str, Any]

ROLES = ("decider", "buyer", "user", "influencer", "approver", "gatekeeper")
VISIT_RATE = Decimal(95)
SUPPORT_RATE = Decimal(42)
DELIVERY_RATE = Decimal(165)
KINDS = ("visit", "call", "meeting", "mail", "event")
KIND_SHARES = (0.42, 0.28, 0.15, 0.1, 0.05)
HOURS: Mapping[str, tuple[float, float]] = {"visit": (2, 7), "call": (0.5, 1), "meeting": (1, 3), "mail": (0.25, 0.5), "event": (3, 8)}


def names(count: int) -> list[str]:
    """So many different names, shuffled."""
    every = [f"{given} {family}" for given in GIVEN for family in FAMILY if given != family]
    order = np.random.default_rng([SEED, 0, 1]).permutation(len(every))
    return [every[place] for place in order[:count]]


def contacts(cases: Sequence[Case], visits: Sequence[Row] = ()) -> list[Row]:
    """Three to six people an account; some roles stay open. ``last_touch`` is the last visit or call with them."""
    touched: dict[str, date] = {}
    for visit in visits:
        touched[visit["contact_id"]] = max(visit["date"], touched.get(visit["contact_id"], visit["date"]))
    spare = iter(names(6 * len(cases)))
    rows: list[Row] = []
    for case in cases:
        rng = case.rng(1)
        roles = _roles(case, rng)
        supports = [_support(case, role, rng) for role in roles]
        for place, (role, support) in enumerate(zip(roles, supports, strict=True), start=1):
            contact = f"{case.account_id}-{place}"
            influence = int(np.clip(INFLUENCE[role] + rng.integers(-1, 2), 1, 5))
            rows.append({
                "contact_id": contact, "account_id": case.account_id, "contact_name": next(spare), "job": JOBS[role], "role": role,
                "influence": 5 if role == "decider" else influence, "support": support, "last_touch": touched.get(contact),
                "department": DEPARTMENTS[role], "seniority": SENIORITY[role],
            })  # fmt: skip
    return rows


def _roles(case: Case, rng: np.random.Generator) -> list[str]:
    count = 6 if case.rank == 1 else int(rng.integers(4, 7)) if case.rank <= 22 else int(rng.integers(3, 6))
    others = [ROLES[i] for i in sorted(rng.permutation(np.arange(1, len(ROLES)))[: count - 1])]
    return ["decider", *others]


def _support(case: Case, role: str, rng: np.random.Generator) -> int:
    if role == "decider" and case.rank in (1, 2, 4):
        return -1
    middle = (0.5 * case.attitude[-1] + 0.5 * case.trust[-1] - 52) / 16
    return int(np.clip(round(middle + rng.normal(0, 0.8)), -2, 2))


def links(cases: Sequence[Case], people: Sequence[Row]) -> list[Row]:
    """Who reports to whom, who of us knows them (level now and wanted), and a few conflicts."""
    rows: list[Row] = []
    for case in cases:
        rng = case.rng(2)
        own = [person for person in people if person["account_id"] == case.account_id]
        boss = own[0]["contact_id"]
        heads = {person["role"]: person["contact_id"] for person in own}
        for person in own[1:]:
            above = heads.get("buyer", boss) if person["role"] in ("gatekeeper", "influencer") else boss
            rows.append(_link(person["contact_id"], above, "reports_to"))
        for person in own:
            if person["last_touch"]:
                level = int(np.clip(round(case.trust[-1] / 28 + rng.normal(0, 0.5)), 1, 4))
                rows.append(_link(case.owner, person["contact_id"], "our_link", level, min(level + int(person["influence"] >= 4), 4)))
        if case.rank in CLOSE:
            rows += [_link(who, person["contact_id"], "our_link", 2 + place % 2, 3) for place, (who, person) in enumerate(_beside(own))]
        if case.rank % 7 == 0 and len(own) > 2:
            rows.append(_link(own[1]["contact_id"], own[2]["contact_id"], "conflicts"))
    return rows


def _beside(own: Sequence[Row]) -> list[tuple[str, Row]]:
    """Who of us besides the owner knows whom of them: technicians the workshop, finance the finance, logistics the buyer."""
    roles = {person["role"]: person for person in own}
    return [(who, roles[role]) for who, role in (("K. Tanaka", "user"), ("B. Keller", "approver"), ("L. Okafor", "buyer")) if role in roles]


def team(cases: Sequence[Case], visits: Sequence[Row]) -> list[Row]:
    """Who of us works for an account, in which function, and the hours planned a year: more or less than were spent."""
    spent: dict[str, float] = {}
    for visit in visits:
        if AS_OF.replace(year=AS_OF.year - 1) < visit["date"] <= AS_OF:
            spent[visit["account_id"]] = spent.get(visit["account_id"], 0.0) + visit["hours"]
    rows: list[Row] = []
    for case in cases:
        hours = float(round(max(spent.get(case.account_id, 0.0), 4.0) / case.rng(11).uniform(0.6, 1.5)))
        rows.append(_member(case, case.owner, "responsible", hours, "Sales"))
        if case.rank <= 22:
            rows.append(_member(case, "K. Tanaka", "consulted", 0.0, "Technical service"))
        if case.rank in CLOSE:
            rows.append(_member(case, "B. Keller", "informed", 0.0, "Finance"))
            rows.append(_member(case, "L. Okafor", "consulted", 0.0, "Logistics"))
    return rows


def _member(case: Case, who: str, part: str, hours: float, department: str) -> Row:
    return {"member": who, "account_id": case.account_id, "raci": part, "hours_planned": hours, "department": department}


def _link(start: str, end: str, kind: str, level: int | None = None, wanted: int | None = None) -> Row:
    return {"from_id": start, "to_id": end, "kind": kind, "level": level, "wanted": wanted}


def interactions(cases: Sequence[Case], people: Sequence[Row]) -> list[Row]:
    """Visits, calls and promises of two years; large accounts are seen every three to five weeks."""
    rows: list[Row] = []
    for case in cases:
        rng = case.rng(3)
        own = [person for person in people if person["account_id"] == case.account_id]
        weights = np.array([person["influence"] + person["support"] + 2.2 for person in own], float)
        gap = (22, 38) if case.rank <= 22 else (45, 85)
        day = _weekday(max(date(2012, 1, 9), case.history.first_day) + timedelta(days=int(rng.integers(0, 25))))
        until = date(2013, 6, 30) if case.rank % 13 == 9 else AS_OF
        while day <= until:
            person = own[int(rng.choice(len(own), p=weights / weights.sum()))]
            rows.append(_visit(case, person, day, rng))
            if rng.random() < 0.22:
                rows.append(_promise(case, person, day, rng))
            day = _weekday(day + timedelta(days=int(rng.integers(*gap))))
    return sorted(rows, key=lambda row: (row["date"], row["account_id"], row["kind"]))


def _weekday(day: date) -> date:
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _visit(case: Case, person: Row, day: date, rng: np.random.Generator) -> Row:
    kind = KINDS[int(rng.choice(len(KINDS), p=KIND_SHARES))]
    hours = round(float(rng.uniform(*HOURS[kind])) * 4) / 4
    who = case.owner if rng.random() < 0.85 else "K. Tanaka"
    return {"account_id": case.account_id, "date": day, "kind": kind, "contact_id": person["contact_id"], "who": who,
            "hours": hours, "promise": None, "kept": None}  # fmt: skip


def _promise(case: Case, person: Row, day: date, rng: np.random.Generator) -> Row:
    text = PROMISES[int(rng.integers(len(PROMISES)))]
    kept = bool(rng.random() < case.turn.promises_kept) if day < date(2013, 11, 1) else None
    return {"account_id": case.account_id, "date": day, "kind": "promise", "contact_id": person["contact_id"], "who": case.owner,
            "hours": 0.0, "promise": text, "kept": kept}  # fmt: skip


def costs(cases: Sequence[Case], visits: Sequence[Row]) -> list[Row]:
    """Hours of visits, support tickets and special deliveries, each as driver quantity times rate."""
    rows = [
        _cost(visit["account_id"], visit["date"], "visits", visit["hours"], VISIT_RATE)
        for visit in visits
        if visit["kind"] in ("visit", "meeting", "event")
    ]
    for case in cases:
        rng = case.rng(4)
        size = float(case.history.revenue) / 100_000
        trouble = 2.0 if case.history.profit < 0 else 0.8
        for year in (2012, 2013):
            for month in (3, 6, 9, 11):
                day = date(year, month, 28)
                if day >= case.history.first_day:
                    rows.append(_cost(case.account_id, day, "support", int(rng.poisson(2 + 1.5 * size)), SUPPORT_RATE))
                    rows.append(_cost(case.account_id, day, "special deliveries", int(rng.poisson(0.5 * size * trouble)), DELIVERY_RATE))
    rows = [row for row in rows if row["driver_quantity"]]
    return sorted(rows, key=lambda row: (row["date"], row["account_id"], row["activity"]))


def _cost(account: str, day: date, activity: str, quantity: float, rate: Decimal) -> Row:
    return {"account_id": account, "date": day, "activity": activity, "driver_quantity": float(quantity), "rate": rate,
            "amount": Decimal(str(float(quantity))) * rate}  # fmt: skip

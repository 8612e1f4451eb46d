"""
A workbook in which everything about judgements is wrong at once, for the tests of the screens: every text of it holds ``MARK``.

Files and other programs write such rows: answers off their scale, of nobody and of tomorrow, targets of nothing, people who left.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import kam_core as kam
from kam_core.index import INDICES, Item
from tests.value.portfolio import add

MARK = "Zqé"
DAY = date(2024, 12, 31)
ACCOUNTS = ("Zqé0", "Zqé1", "Zqé2", "Zqé3", "Zqé4", "Zqé5", "=1+1 Zqé", "<b>Zqé</b>", "**Zqé** [x](http://y)", "Zqé|$a$ `c`")
NOWHERE, GHOST = "Zqé nowhere", "Zqé ghost"
SAID = ("<b>Zqé</b> $x$ **y**", "=Zqé+1", "Zqé\n# Zqé", "Zqé" * 300)

Rows = list[dict[str, Any]]


def bad(path: Path) -> None:
    """Make the file."""
    with kam.Workbook(path) as book:
        for table, rows in {**portfolio(), **people(), **judged(), **planned(), **asked(), **written()}.items():
            add(book, table, rows)
        contacts = book.table("contacts")
        moved = int(str(contacts.index[contacts["contact_id"] == "Zqé3-0"][0]))
        book.apply([kam.Change("contacts", moved, "account_id", "Zqé3", "Zqé5")])


def weightless(path: Path) -> None:
    """The same, and no item of any index counts; a cut stands outside the range, one is no number."""
    bad(path)
    with kam.Workbook(path) as book:
        zeros = [{"name": f"weight:{item.id}", "value": "0"} for index in INDICES.values() for item in index.items]
        add(book, "parameters", [*zeros, {"name": "cut:loyalty.x", "value": "150"}, {"name": "cut:needs.y", "value": "nan"}])


def portfolio() -> Mapping[str, Rows]:
    """Some sell below zero, some buy nothing; one has no name, one no owner."""
    named = [
        {"account_id": id, "account_name": None if k == 5 else f"{MARK} {k} <i>", "owner": (None, f"{MARK} Wang", f"={MARK}")[k % 3],
         "status": ("prospect", "key", None)[k % 3]}
        for k, id in enumerate(ACCOUNTS)
    ]  # fmt: skip
    sold = [
        {"account_id": id, "date": DAY - timedelta(days=31 * month), "order_id": f"{k}-{month}", "product": f"{MARK} {month % 3}",
         "revenue": 100.0 * (k + 1) * (-1 if k == 4 else 1), "cost": None if k % 5 == 0 else 60.0 * (k + 1)}
        for k, id in enumerate(ACCOUNTS) for month in range(15) if k % 4 != 3
    ]  # fmt: skip
    facts = [
        {"account_id": id, "fact": fact, "value": value, "valid_on": DAY}
        for k, id in enumerate(ACCOUNTS)
        for fact, value in (("suitable_lines", k % 3), ("stage_target", (0, 3, 9, -1)[k % 4]), ("annual_spend", (0.0, -5.0, 1e9)[k % 3]))
    ]
    return {"accounts": named, "transactions": sold, "account_facts": facts}


def contacts_of(k: int) -> list[str]:
    """The people of an account: none, or up to three."""
    return [f"Zqé{k}-{j}" for j in range(k % 4)]


def people() -> Mapping[str, Rows]:
    """Without role, influence, support or place; one of an account that is not there; links to nobody, to oneself and in a ring."""
    rows = [
        {"contact_id": id, "account_id": ACCOUNTS[k], "contact_name": SAID[j][:40], "role": ("decider", None, "approver")[j],
         "influence": (5, None, 1)[j], "support": (-2, None, 1)[j], "department": ("it", None, "<i>service</i>")[j],
         "seniority": (4, None, 1)[j]}
        for k in range(len(ACCOUNTS)) for j, id in enumerate(contacts_of(k))
    ]  # fmt: skip
    rows.append({"contact_id": "Zqé lost", "account_id": NOWHERE, "contact_name": f"{MARK} Lost", "role": "decider"})
    links = [
        (GHOST, "Zqé1-0", "reports_to", None), ("Zqé1-0", f"{GHOST} 2", "influences", 9), ("Zqé2-0", "Zqé2-0", "conflicts", 2),
        ("Zqé3-0", "Zqé3-1", "reports_to", None), ("Zqé3-1", "Zqé3-0", "reports_to", 1), (f"{MARK} Wang", "Zqé2-1", "our_link", -1),
    ]  # fmt: skip
    met = [("Zqé0", GHOST, 0.0), ("Zqé1", "Zqé1-0", 1e6), (NOWHERE, None, 3.0), ("Zqé2", None, None)]
    return {
        "contacts": rows,
        "links": [{"from_id": a, "to_id": b, "kind": kind, "level": level} for a, b, kind, level in links],
        "interactions": [{"account_id": id, "date": DAY, "contact_id": who, "who": f"{MARK} Wang", "hours": h} for id, who, h in met],
    }


def rating(kind: str | None, subject: str, item: str, value: float, day: date | None, rater: str | None, side: str) -> dict[str, Any]:
    """An answer as a file holds it."""
    return {"subject_type": kind, "subject_id": subject, "item": item, "value": value, "valid_on": day, "rater": rater, "rater_side": side,
            "source": "survey", "status": "confirmed", "survey_id": None}  # fmt: skip


def judged() -> Mapping[str, Rows]:
    """Gaps, one rater, two who contradict each other; off the scale, of nobody, of nothing, of tomorrow, without a day or a rater."""
    draw, rows = random.Random(7), []
    for index in INDICES.values():
        for item in (item for item in index.items if item.judged):
            for k, id in enumerate(ACCOUNTS):
                own = [("account", id)] if "account" in index.subjects else []
                for kind, who in [*own, *(("contact", one) for one in contacts_of(k) if "contact" in index.subjects)]:
                    if k % 6 != 5 and draw.random() > 0.25:
                        rows += _told(item, kind, who, k, draw)
    first = INDICES["trust"].items[0].id
    wrong = [("account", "Zqé0", first, value) for value in (99.0, -5.0, 1e12)] + [("account", "Zqé0", "trust", 250.0)]
    wrong += [
        ("account", "Zqé0", "<b>Zqé", 3.0), ("account", NOWHERE, first, 3.0), ("contact", GHOST, first, 3.0), (None, "Zqé1", first, 3.0),
        ("need", GHOST, "needs_importance", 3.0), ("owner", GHOST, first, 3.0), ("account", "Zqé1", "attitude.recommend", 99.0),
    ]  # fmt: skip
    rows += [rating(*told, DAY, f"{MARK} Ann", "customer") for told in wrong]  # type: ignore[arg-type]
    rows += [rating("account", "Zqé1", first, 3.0, None, None, "ours")]
    rows += [
        rating("account", "Zqé1", item.id, item.low, DAY + timedelta(days=40), f"{MARK} Eve", "ours") for item in INDICES["trust"].items
    ]
    return {"ratings": rows}


def _told(item: Item, kind: str, who: str, k: int, draw: random.Random) -> Rows:
    """One rater, or ours at the top of the scale and the customer at its end, or both somewhere."""
    values = [draw.uniform(item.low, item.high) for _ in range(2)] if k % 4 != 1 else [item.high, item.low]
    sides = (("<b>Zqé Bob</b>", "ours"), (f"{MARK} Ann", "customer"))[: 1 + k % 2]
    days = [DAY - timedelta(days=draw.randrange(700)) for _ in sides]
    return [rating(kind, who, item.id, value, day, *by) for by, value, day in zip(sides, values, days, strict=False)]


def planned() -> Mapping[str, Rows]:
    """Targets of zero, below zero, of nobody, of no measure and no period; plans of plays that are not there."""
    whose = (
        ("account", "Zqé0"),
        ("account", "Zqé1"),
        ("account", NOWHERE),
        ("owner", f"{MARK} Wang"),
        ("need", "Zqén1"),
        (None, "Zqé2"),
    )
    what = (("revenue", "2024", 0.0), ("revenue", "2024Q4", -100.0), ("gross_profit", "2024Q4", 1e-9), ("hours", "2024Q3", 40.0),
            (f"<b>{MARK}</b>", "2024", 3.0), ("revenue", f"{MARK} day", 3.0), ("revenue", "", 3.0))  # fmt: skip
    targets = [{"subject_type": kind, "subject_id": id, "measure": measure, "period": period, "value": value}
               for kind, id in whose for measure, period, value in what]  # fmt: skip
    team = [(f"{MARK} Wang", "Zqé0", 0.0), ("<b>Zqé", None, None), (f"{MARK} Wang", NOWHERE, 10.0), ("=Zqé", "Zqé1", 1e9)]
    plans = [("Zqé0", None, "done", None, "loyalty.nonsense"), ("Zqé1", DAY, "done", DAY, "loyalty.true"), (NOWHERE, DAY, None, None, ""),
             (None, None, None, None, "nothing"), ("Zqé2", DAY, "planned", None, "own-gone.hh")]  # fmt: skip
    return {
        "targets": targets,
        "team": [{"member": member, "account_id": id, "hours_planned": hours, "department": "it"} for member, id, hours in team],
        "actions": [{"action_id": f"{MARK}a{n}", "account_id": id, "action": SAID[0], "due_on": due, "state": state, "done_on": done,
                     "play": play, "planned_on": DAY} for n, (id, due, state, done, play) in enumerate(plans)],
        "plays": [{"play": "loyalty.true", "lang": "en", "strategy": SAID[0], "actions": f"{SAID[0]}\n\n=Zqé"},
                  {"play": f"{MARK} none", "lang": "fr", "strategy": None, "actions": None}],
    }  # fmt: skip


def asked() -> Mapping[str, Rows]:
    """A survey long over, one of no questionnaire, one of tomorrow; invitations of people who left, of no survey, and twice of one."""
    surveys = [("S1", SAID[0], DAY - timedelta(days=60), "combined", DAY - timedelta(days=30)), ("S2", None, None, f"{MARK} none", None),
               ("S3", f"{MARK} later", DAY + timedelta(days=10), "nps", DAY)]  # fmt: skip
    sent = [("S1", "Zqé1", "Zqé1-0", DAY), ("S1", "Zqé1", GHOST, None), ("S1", NOWHERE, None, None), ("S2", "Zqé3", "Zqé3-0", None),
            ("S9", "Zqé3", "Zqé3-1", None), ("S1", "Zqé1", "Zqé1-0", None)]  # fmt: skip
    return {
        "surveys": [{"survey_id": id, "title": title, "sent_on": on, "questionnaire": asked, "closes_on": closes, "invited": None}
                    for id, title, on, asked, closes in surveys],
        "invitations": [{"token": f"{MARK}token{n}", "survey_id": survey, "account_id": id, "contact_id": who, "answered_on": on,
                         "sent_on": DAY - timedelta(days=60)} for n, (survey, id, who, on) in enumerate(sent)],
    }  # fmt: skip


def written() -> Mapping[str, Rows]:
    """Needs without and beyond their scales, talks with people who left, matrices of things nobody knows."""
    needs = [{"need_id": f"Zqén{k}", "account_id": id, "need": SAID[k % 4][:60], "importance": (5.0, None, 7.0, 1.0, 0.0)[k % 5],
              "fit": (1.0, None, 3.0, -2.0)[k % 4], "rival_fit": (5.0, None, 9.0)[k % 3], "proof": f"{MARK}:99"}
             for k, id in enumerate((*ACCOUNTS, NOWHERE))]  # fmt: skip
    talks = [("Zqé0", DAY, GHOST), (NOWHERE, DAY, "Zqé1-0"), ("Zqé1", DAY, None), ("Zqé2", DAY + timedelta(days=50), None)]
    own = [("nonsense", "trust", 50.0, 50.0, None), ("trust", "confidence", 150.0, -20.0, "no json"),
           ("willingness", "risk", None, None, None), ("trust", "trust", 50.0, 50.0, None)]  # fmt: skip
    return {
        "needs": needs,
        "notes": [{"account_id": id, "date": day, "text": SAID[n], "author": None, "kind": "interview", "contact_id": who}
                  for n, (id, day, who) in enumerate(talks)],
        "own_matrices": [{"matrix_id": f"own-{n}", "title_en": f"<b>{MARK}</b>", "title_zh": None, "x": x, "y": y, "cut_x": a, "cut_y": b,
                          "names": names} for n, (x, y, a, b, names) in enumerate(own)],
    }  # fmt: skip

"""The two surveys of satisfaction: who was invited, who answered, and what interviews brought."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from illustrative_cast import Case
from illustrative_words import REVIEWS, SEED, SURVEYS

Row = dict[str, Any]

WEEKS_OPEN = 4
SILENT = 2
"""Every tenth account was asked too, and nobody there answered."""
INTERVIEWS = (
    "Wants one invoice a month instead of one a delivery.",
    "The rival's technician is in the house every second week.",
    "Would order more of the touring range if the colours came earlier.",
    "Asks who decides about returns with us; nobody could tell.",
    "Sees our people as the best in the field, our portal as the worst.",
    "Plans a second shop; the lease is signed in spring.",
)


def surveys(invited: Sequence[Row]) -> list[Row]:
    """One survey in June and one in November 2013."""
    titles = {"S-2013-06": "Customer survey June 2013", "S-2013-11": "Customer survey November 2013"}
    asked = Counter(row["survey_id"] for row in invited)
    return [
        {"survey_id": survey, "title": titles[survey], "sent_on": _sent(review), "invited": asked[survey],
         "questionnaire": "combined", "closes_on": _sent(review) + timedelta(weeks=WEEKS_OPEN), "lang": "en"}
        for review, survey in SURVEYS.items()
    ]  # fmt: skip


def _sent(review: int) -> date:
    return REVIEWS[review] - timedelta(days=25)


def invitations(cases: Sequence[Case], people: Sequence[Row], answered: Sequence[Row]) -> list[Row]:
    """Everybody of every second account in both surveys, who answered on the day of the last answer; and of some who kept silent."""
    days: dict[tuple[str, str], date] = {}
    for row in answered:
        if row["survey_id"] and row["subject_type"] == "contact":
            key = (row["survey_id"], row["subject_id"])
            days[key] = max(row["valid_on"], days.get(key, row["valid_on"]))
    rows: list[Row] = []
    for review, survey in SURVEYS.items():
        for case in cases:
            if not (case.rank % 2 or case.rank % 10 == SILENT) or review not in case.reviews:
                continue
            for person in (one for one in people if one["account_id"] == case.account_id):
                contact = person["contact_id"]
                token = hashlib.sha256(f"{SEED} {survey} {contact}".encode()).hexdigest()[:22]
                rows.append({
                    "token": token, "survey_id": survey, "account_id": case.account_id, "contact_id": contact, "sent_on": _sent(review),
                    "answered_on": days.get((survey, contact)), "expires_on": _sent(review) + timedelta(weeks=WEEKS_OPEN),
                })  # fmt: skip
    return rows


def interviews(cases: Sequence[Case], people: Sequence[Row]) -> list[Row]:
    """What was heard in talks with the decider of a third of the accounts in 2013."""
    rows: list[Row] = []
    for place, case in enumerate(cases[:36:3]):
        person = next(one for one in people if one["account_id"] == case.account_id)
        rows.append({
            "account_id": case.account_id, "date": REVIEWS[4] + timedelta(days=place), "text": INTERVIEWS[place % len(INTERVIEWS)],
            "author": case.owner, "kind": "interview", "contact_id": person["contact_id"],
        })  # fmt: skip
    return rows

"""What we and they think: ratings of attitude, trust and importance, the size of the wallet, and the rivals in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from illustrative_cast import Case, addressable, potential_scale, wallet
from illustrative_words import (
    ATTITUDE,
    COUNTERS,
    IMPORTANCE,
    KEPT_WHEN_BARE,
    KEPT_WHEN_THIN,
    REVIEWS,
    RIVALS,
    STRONGHOLDS,
    TRUST,
)

Row = dict[str, Any]

MISSING = 0.08
"""Share of the questions that nobody of an account was ever asked."""
SKIPPED = 0.04
"""Share of the questions that one rater leaves out."""
DIRECTOR = "H. Novak"
POTENTIAL_WEIGHT = 0.24
"""Weight of the addressable spend in the importance index; the judged items carry the rest."""


@dataclass(frozen=True)
class Voice:
    """Who answers: name, side, how the answer was got, at which reviews."""

    name: str
    side: str
    source: str
    reviews: tuple[int, ...]

    @property
    def confirmed(self) -> bool:
        """What the customer says is confirmed; what we think is assumed until somebody checks."""
        return self.source in ("survey", "interview")


def ratings(cases: Sequence[Case], people: Sequence[Row]) -> list[Row]:
    """Every answer of every review."""
    potential = potential_scale(cases)
    rows: list[Row] = []
    for case in cases:
        own = [person for person in people if person["account_id"] == case.account_id]
        rows += _attitude(case, own)
        rows += _trust(case, own)
        rows += _importance(case, potential[case.account_id])
    return sorted(rows, key=lambda row: (row["valid_on"], row["subject_id"], row["item"], row["rater"]))


def _attitude(case: Case, own: Sequence[Row]) -> Iterator[Row]:
    """Two people of the customer at every review, our owner at every second one."""
    every = case.reviews
    voices = [Voice(p["contact_name"], "customer", "survey" if i else "interview", every) for i, p in enumerate(own[:2])]
    voices.append(Voice(case.owner, "ours", "judgement", every[-1::-2]))
    for topic, voice in enumerate(voices, start=10):
        rng = case.rng(topic)
        offsets = rng.normal(0, 7, len(ATTITUDE))
        offsets -= offsets.mean()
        for item, offset in _asked(case, ATTITUDE, offsets, "attitude", 70):
            scale = (0, 10) if item == "recommend" else (1, 5)
            course = [value + offset for value in case.attitude]
            yield from _answers(case, "account", case.account_id, f"attitude.{item}", course, scale, voice, rng)


def _trust(case: Case, own: Sequence[Row]) -> Iterator[Row]:
    """Our owner judges each contact at every review; with every second account the contacts answer themselves in June and now."""
    shifts = case.rng(20).normal(0, 7, len(own)) + np.array([3.0 * person["support"] for person in own])
    weights = np.array([person["influence"] for person in own], float)
    shifts -= (shifts * weights).sum() / weights.sum()
    for place, (person, shift) in enumerate(zip(own, shifts, strict=True)):
        voices = [Voice(case.owner, "ours", "interview" if place == 0 else "judgement", case.reviews)]
        if case.rank % 2:
            voices.append(Voice(person["contact_name"], "customer", "survey", tuple(i for i in case.reviews if i in (3, 5))))
        for topic, voice in enumerate(voices, start=30 + 2 * place):
            yield from _trust_of(case, "contact", person["contact_id"], float(shift), voice, topic)
    if case.rank % 6 == 1:
        yield from _trust_of(case, "account", case.account_id, 0.0, Voice(DIRECTOR, "ours", "judgement", case.reviews[-1::-2]), 29)


def _trust_of(case: Case, kind: str, subject: str, shift: float, voice: Voice, topic: int) -> Iterator[Row]:
    rng = case.rng(topic)
    # We think a little better of ourselves where things went wrong: that gap is what a survey finds.
    flattery = 5.0 if voice.side == "ours" and case.turn.trust < 0 else 0.0
    leanings = [(9.0 if item == case.turn.item else -3.0) * np.sign(case.turn.trust) for item in TRUST]
    for item, leaning in _asked(case, TRUST, leanings, "trust", 72 + topic // 2):
        steps = np.linspace(0, 1, len(REVIEWS))
        course = [value + shift + flattery + leaning * step for value, step in zip(case.trust, steps, strict=True)]
        scale = (10, 1) if item == "self_orientation" else (1, 10)
        yield from _answers(case, kind, subject, f"trust.{item}", course, scale, voice, rng)


def _importance(case: Case, potential: float) -> Iterator[Row]:
    """Our owner every half-year, the sales director in between; with the addressable spend they give the importance of the case."""
    every = case.reviews
    voices = (Voice(case.owner, "ours", "judgement", every[-1::-2]), Voice(DIRECTOR, "ours", "judgement", every[-2::-2]))
    for topic, voice in enumerate(voices, start=60):
        rng = case.rng(topic)
        offsets = rng.normal(0, 9, len(IMPORTANCE))
        offsets -= offsets.mean()
        for item, offset in _asked(case, IMPORTANCE, offsets, "importance", 71):
            course = [(value - POTENTIAL_WEIGHT * potential) / (1 - POTENTIAL_WEIGHT) + offset for value in case.importance]
            yield from _answers(case, "account", case.account_id, f"importance.{item}", course, (1, 5), voice, rng)


def _answers(
    case: Case, kind: str, subject: str, item: str, course: Sequence[float], scale: tuple[int, int], voice: Voice, rng: np.random.Generator
) -> Iterator[Row]:
    """One rater's answers to one item over time, on the whole numbers of its scale."""
    dither, skipped, checked = rng.random(), rng.random() < SKIPPED, rng.random() < 0.15
    if skipped:
        return
    low, high = scale
    # One fixed dither for all dates: rounding then keeps the direction of the course instead of adding noise to it.
    steps = abs(high - low)
    for review in sorted(voice.reviews):
        step = int(np.clip(np.floor(course[review] / 100 * steps + dither), 0, steps))
        told = item == f"trust.{case.turn.item}" and review == 3 and voice.side == "ours"
        yield {
            "subject_type": kind, "subject_id": subject, "item": item, "value": float(low + step if high > low else low - step),
            "valid_on": case.reviewed_on(review), "rater": voice.name, "rater_side": voice.side, "source": voice.source,
            "status": "confirmed" if voice.confirmed or checked else "assumed", "note": case.turn.note if told else None,
        }  # fmt: skip


def _asked(case: Case, items: Sequence[str], offsets: Sequence[float], index: str, topic: int) -> list[tuple[str, float]]:
    """The items that somebody was asked, each with its offset."""
    known = case.rng(topic).random(len(items)) >= MISSING
    if case.evidence != "full":
        kept = KEPT_WHEN_BARE[index] if case.evidence == "bare" else KEPT_WHEN_THIN[index]
        known = np.array([item in kept for item in items])
    return [(item, float(offset)) for item, offset, asked in zip(items, offsets, known, strict=True) if asked]


def account_facts(cases: Sequence[Case]) -> list[Row]:
    """Wallet and addressable spend at every review; nobody has asked the thinly known accounts about their plans."""
    rows: list[Row] = []
    for case in cases:
        for review in case.reviews:
            day = REVIEWS[review]
            if case.evidence != "bare":
                rows.append(_fact(case, "wallet_spend", wallet(case, review), day))
            if case.evidence == "full":
                rows.append(_fact(case, "addressable_spend_24m", addressable(case, review), day))
    return sorted(rows, key=lambda row: (row["valid_on"], row["account_id"], row["fact"]))


def _fact(case: Case, fact: str, value: float, day: date) -> Row:
    return {"account_id": case.account_id, "fact": fact, "value": value, "valid_on": day, "source": "judgement",
            "status": "confirmed" if case.rank % 3 == 0 else "assumed", "author": case.owner}  # fmt: skip


def competitors(cases: Sequence[Case]) -> list[Row]:
    """One or two rivals an account; they share what we do not have, and threaten most where the attitude to us is weak."""
    rows: list[Row] = []
    for case in cases:
        rng = case.rng(110)
        left, count = 1 - case.share[-1], int(rng.integers(1, 3))
        for place in rng.permutation(len(RIVALS))[:count]:
            part = round(float(left * rng.uniform(0.25, 0.45)), 2)
            threat = int(np.clip(round((85 - case.attitude[-1]) / 15 + rng.normal(0, 0.5)), 1, 5))
            rows.append({
                "account_id": case.account_id, "competitor": RIVALS[place], "wallet_share": part, "threat": threat,
                "stronghold": STRONGHOLDS[place], "counter": COUNTERS[int(rng.integers(len(COUNTERS)))],
                "valid_on": case.reviewed_on(case.reviews[-1]),
            })  # fmt: skip
    return rows

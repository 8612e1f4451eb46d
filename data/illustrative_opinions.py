"""What we and they think: ratings of attitude, trust and importance, the size of the wallet, and the rivals in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from illustrative_answers import Row, Voice, answers, asked
from illustrative_cast import Case, addressable, potential_scale, wallet
from illustrative_judgements import judged
from illustrative_words import ATTITUDE, COUNTERS, IMPORTANCE, REVIEWS, RIVALS, STRONGHOLDS, TRUST

DIRECTOR = "H. Novak"
POTENTIAL_WEIGHT = 0.24
"""Weight of the addressable spend in the importance index; the judged items carry the rest."""


def ratings(cases: Sequence[Case], people: Sequence[Row]) -> list[Row]:
    """Every answer of every review."""
    potential = potential_scale(cases)
    rows: list[Row] = []
    for case in cases:
        own = [person for person in people if person["account_id"] == case.account_id]
        rows += _attitude(case, own)
        rows += _trust(case, own)
        rows += _importance(case, potential[case.account_id])
        rows += judged(case, own)
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
        for item, offset in asked(case, ATTITUDE, offsets, "attitude", 70):
            scale = (0, 10) if item == "recommend" else (1, 5)
            course = [value + offset for value in case.attitude]
            yield from answers(case, "account", case.account_id, f"attitude.{item}", course, scale, voice, rng)


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
    for item, leaning in asked(case, TRUST, leanings, "trust", 72 + topic // 2):
        steps = np.linspace(0, 1, len(REVIEWS))
        course = [value + shift + flattery + leaning * step for value, step in zip(case.trust, steps, strict=True)]
        scale = (10, 1) if item == "self_orientation" else (1, 10)
        yield from answers(case, kind, subject, f"trust.{item}", course, scale, voice, rng)


def _importance(case: Case, potential: float) -> Iterator[Row]:
    """Our owner every half-year, the sales director in between; with the addressable spend they give the importance of the case."""
    every = case.reviews
    voices = (Voice(case.owner, "ours", "judgement", every[-1::-2]), Voice(DIRECTOR, "ours", "judgement", every[-2::-2]))
    for topic, voice in enumerate(voices, start=60):
        rng = case.rng(topic)
        offsets = rng.normal(0, 9, len(IMPORTANCE))
        offsets -= offsets.mean()
        for item, offset in asked(case, IMPORTANCE, offsets, "importance", 71):
            course = [(value - POTENTIAL_WEIGHT * potential) / (1 - POTENTIAL_WEIGHT) + offset for value in case.importance]
            yield from answers(case, "account", case.account_id, f"importance.{item}", course, (1, 5), voice, rng)


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
        if case.evidence == "full" and case.reviews:
            rows.append(_fact(case, "suitable_lines", float(3 + case.rank % 2), REVIEWS[case.reviews[0]]))
            rows.append(_fact(case, "stage_target", _stage_wanted(case), REVIEWS[case.reviews[-1]]))
    return sorted(rows, key=lambda row: (row["valid_on"], row["account_id"], row["fact"]))


def _stage_wanted(case: Case) -> float:
    """The stage of the relationship that is wanted: basic (2) to integrated (5), by importance; a few are wanted lower than they are."""
    wanted = 4.0 if case.relationship[1] == "h" else 2.0
    return 5.0 if case.rank in (1, 5) else wanted


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

"""Judgements on the offer, the selection, the relationship and the decision unit; answers to the two surveys about satisfaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from illustrative_answers import Row, Voice, answers
from illustrative_cast import Case

CONFIDENCE = ("fit", "proof", "rival", "service", "intention")
ATTRACTIVENESS = ("volume", "growth", "profit", "openness", "reach", "fit")
STRENGTH = ("product", "price", "delivery", "service", "innovation", "people")
BENEFITS = ("product", "service", "personnel", "image")
COSTS = ("money", "time", "energy", "psychic")
STAGE = ("breadth", "height", "information", "planning", "service", "integration")
WILLINGNESS = ("urgency", "value", "readiness")
RISKS = ("performance", "financial", "delivery", "switching", "compliance", "career")

DIRECTOR = "H. Novak"
KNOWN_UNITS = 36
"""Ranks up to this one: what their people fear and want was asked."""
WORRIED: Mapping[int, str] = {2: "delivery", 9: "career", 14: "switching", 17: "delivery", 24: "financial"}
"""Ranks whose decider fears one thing so much that it stops everything."""
KNOWN_WHEN_THIN = 2
"""Items of an index that are known of a thinly known account."""

Course = Sequence[float]


def judged(case: Case, own: Sequence[Row]) -> Iterator[Row]:
    """Every answer on the indices beyond attitude, trust and importance; of bare accounts there is none."""
    if case.evidence == "bare":
        return
    yield from _confidence(case, own)
    yield from _attractiveness(case)
    yield from _against_rival(case, own)
    yield from _stage(case)
    yield from _satisfaction(case, own)
    if case.rank <= KNOWN_UNITS:
        for place, person in enumerate(own):
            yield from _decision(case, person, place)


def _on(case: Case, *wanted: int) -> tuple[int, ...]:
    """Those of the reviews that took place."""
    return tuple(review for review in case.reviews if review in wanted)


def _given(
    case: Case, about: tuple[str, str], index: str, items: Sequence[str], course: Course, scale: tuple[int, int], voice: Voice, topic: int
) -> Iterator[Row]:
    """The answers of one voice to the items of an index, each item a little off the course of the index."""
    rng = case.rng(topic)
    offsets = rng.normal(0, 9, len(items))
    known = items[:KNOWN_WHEN_THIN] if case.evidence == "thin" else items
    for item, offset in zip(known, offsets - offsets.mean(), strict=False):
        yield from answers(case, *about, f"{index}.{item}", [value + offset for value in course], scale, voice, rng)


def _confidence(case: Case, own: Sequence[Row]) -> Iterator[Row]:
    """Confidence in the offer follows the attitude, not the trust: with some the product carries a weak relationship, or the other way."""
    lean = case.rng(200).normal(0, 12)
    course = [0.7 * attitude + 18 + lean for attitude in case.attitude]
    about = ("account", case.account_id)
    ours = Voice(case.owner, "ours", "judgement", _on(case, 0, 3, 5))
    # How far we think better, or worse, of our offer than they do: what a mirror is for.
    flattery = float(case.rng(203).normal(6, 13))
    yield from _given(case, about, "confidence", CONFIDENCE, [value + flattery for value in course], (1, 5), ours, 201)
    if case.rank % 2:
        voice = Voice(own[0]["contact_name"], "customer", "interview", _on(case, 2, 5))
        yield from _given(case, about, "confidence", CONFIDENCE, course, (1, 5), voice, 202)


def _attractiveness(case: Case) -> Iterator[Row]:
    """What the account could become, and whether we have the means: our owner in March and now, the director in between."""
    lean = case.rng(210).normal(0, 8)
    course = [0.8 * importance + 12 + lean for importance in case.importance]
    about = ("account", case.account_id)
    for topic, voice in enumerate(
        (Voice(case.owner, "ours", "judgement", _on(case, 0, 2, 5)), Voice(DIRECTOR, "ours", "judgement", _on(case, 3))), start=211
    ):
        yield from _given(case, about, "attractiveness", ATTRACTIVENESS, course, (1, 10), voice, topic)
    if case.evidence == "full" and case.rank % 5:
        means = [55 + case.rng(213).normal(0, 18)] * len(course)
        yield from answers(
            case, *about, "feasibility.means", means, (1, 5), Voice(case.owner, "ours", "judgement", _on(case, 5)), case.rng(214)
        )


def _against_rival(case: Case, own: Sequence[Row]) -> Iterator[Row]:
    """How the customer sees us and the best rival: strength by factor, and the four values and four costs of an offer."""
    about, rng = ("account", case.account_id), case.rng(220)
    ours = [0.55 * attitude + 28 for attitude in case.attitude]
    rival = [float(np.clip(58 + rng.normal(0, 8), 30, 85))] * len(ours)
    lean = float(rng.normal(0, 10))
    dear = [100 - value + lean for value in ours]
    voices = [Voice(own[1]["contact_name"], "customer", "interview", _on(case, 0, 3, 5))]
    if case.rank % 3 == 1:
        voices.append(Voice(case.owner, "ours", "judgement", _on(case, 3, 5)))
    for topic, voice in enumerate(voices, start=221):
        flattery = float(case.rng(219).normal(5, 11)) if voice.side == "ours" else 0.0
        better = [value + flattery for value in ours]
        yield from _given(case, about, "strength", STRENGTH, better, (1, 10), voice, topic)
        yield from _given(case, about, "strength", [f"{item}_rival" for item in STRENGTH], rival, (1, 10), voice, topic + 4)
        yield from _given(case, about, "delivered", BENEFITS, better, (0, 10), voice, topic + 8)
        yield from _given(case, about, "delivered", [f"{item}_rival" for item in BENEFITS], rival, (0, 10), voice, topic + 12)
        yield from _given(case, about, "delivered", COSTS, [value - flattery for value in dear], (0, 10), voice, topic + 16)
        yield from _given(
            case, about, "delivered", [f"{item}_rival" for item in COSTS], [100 - v for v in rival], (0, 10), voice, topic + 20
        )


def _stage(case: Case) -> Iterator[Row]:
    """How closely both work together: our owner every half-year."""
    course = [0.55 * trust + 0.35 * importance for trust, importance in zip(case.trust, case.importance, strict=True)]
    voice = Voice(case.owner, "ours", "judgement", _on(case, 0, 3, 5))
    yield from _given(case, ("account", case.account_id), "stage", STAGE, course, (1, 4), voice, 250)


def _satisfaction(case: Case, own: Sequence[Row]) -> Iterator[Row]:
    """With every second account the contacts answered the surveys of June and November; one in five did not."""
    if case.rank % 2 == 0:
        return
    for place, person in enumerate(own):
        rng = case.rng(260 + place)
        if rng.random() < 0.2:
            continue
        voice = Voice(person["contact_name"], "customer", "survey", _on(case, 3, 5))
        course = [0.6 * a + 0.3 * t + 8 + 4 * person["support"] for a, t in zip(case.attitude, case.trust, strict=True)]
        about = ("contact", person["contact_id"])
        yield from answers(case, *about, "satisfaction.overall", course, (1, 5), voice, rng)
        yield from answers(case, *about, "satisfaction.effort", course, (1, 7), voice, rng)


def _decision(case: Case, person: Row, place: int) -> Iterator[Row]:
    """What somebody of the decision unit wants and fears: our owner a year ago, in June (of the largest) and now."""
    about, rng = ("contact", person["contact_id"]), case.rng(280 + place)
    voice = Voice(
        case.owner, "ours", "interview" if place == 0 else "judgement", _on(case, 0, 3, 5) if case.rank <= 12 else _on(case, 0, 5)
    )
    wish = [0.6 * attitude + 22 + 6 * person["support"] for attitude in case.attitude]
    yield from _given(case, about, "willingness", WILLINGNESS, wish, (1, 5), voice, 300 + place)
    fear = [78 - 0.55 * trust - 4 * person["support"] for trust in case.trust]
    for kind, level in zip(RISKS, rng.normal(0, 14, len(RISKS)), strict=True):
        stops = place == 0 and WORRIED.get(case.rank) == kind
        likely, grave = ([98.0] * len(fear), [98.0] * len(fear)) if stops else ([f + level for f in fear], [42 + level / 3] * len(fear))
        yield from answers(case, *about, f"risk.{kind}", likely, (1, 5), voice, rng)
        yield from answers(case, *about, f"risk.{kind}_consequence", grave, (1, 5), voice, rng)

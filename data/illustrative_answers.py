"""How somebody answers over time: whose voice it is, and the whole numbers of a scale that follow a course."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from illustrative_cast import Case
from illustrative_words import KEPT_WHEN_BARE, KEPT_WHEN_THIN, SURVEYS

Row = dict[str, Any]

MISSING = 0.08
"""Share of the questions that nobody of an account was ever asked."""
SKIPPED = 0.04
"""Share of the questions that one rater leaves out."""


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


def answers(
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
            "survey_id": SURVEYS.get(review) if voice.source == "survey" and case.rank % 2 else None,
        }  # fmt: skip


def asked(case: Case, items: Sequence[str], offsets: Sequence[float], index: str, topic: int) -> list[tuple[str, float]]:
    """The items that somebody was asked, each with its offset."""
    known = case.rng(topic).random(len(items)) >= MISSING
    if case.evidence != "full":
        kept = KEPT_WHEN_BARE[index] if case.evidence == "bare" else KEPT_WHEN_THIN[index]
        known = np.array([item in kept for item in items])
    return [(item, float(offset)) for item, offset, so in zip(items, offsets, known, strict=True) if so]

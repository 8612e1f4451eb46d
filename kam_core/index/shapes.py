"""
What an item and an index are.

An item is one question on a scale with written anchors, judged by people (rows of ``ratings``) or measured (a column of the
account state). An index is a weighted set of items; it needs no code of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from kam_core.params import Params

DIGITS = 9
"""Values are rounded to this many digits, so that a value of exactly the cut is at the cut and an answer of 4 is a 4."""

Floats = npt.NDArray[np.float64]
Scaling = Literal["linear", "log_band", "percentile"]
SubjectType = Literal["account", "contact", "owner", "need"]


@dataclass(frozen=True)
class Item:
    """
    One question of an index.

    A difference against a rival is an item whose scale is symmetric, e.g. -10..10: it maps to 50 + d/2 by itself.

    >>> Item("t.push", "Pushing", "They feel pushed.", 1.0, 1, 10, reverse=True).normalise(np.array([3.0]))
    array([77.8])
    """

    id: str
    """Stored in ``ratings.item``, e.g. ``trust.credibility``."""
    title: str
    question: str
    weight: float
    low: float = 1.0
    high: float = 5.0
    anchors: tuple[str, str, str] = ("", "", "")
    """What the low end, the middle and the high end of the scale mean, in words."""
    reverse: bool = False
    """The high end of the scale speaks against the index."""
    measure: str | None = None
    """Column of the account state that measures it; ``None`` = judged by people."""
    scaling: Scaling = "linear"
    """How a measure becomes 0-100: along the scale, by ln between p5 and p95 of all accounts, or as percentile rank."""
    pair: str = ""
    """The id of the item it is held against: without an answer there, this one counts as unanswered too."""
    times: str = ""
    """The id of the item its answer is multiplied with: the product, in per cent of the largest one, is the value."""

    @property
    def judged(self) -> bool:
        """Whether people answer it (else it is measured)."""
        return self.measure is None

    def normalise(self, raw: Floats) -> Floats:
        """100 (x - low) / (high - low), reversed where the direction says so; no clipping."""
        share = (raw - self.low) / (self.high - self.low)
        return 100.0 * (1.0 - share if self.reverse else share)

    def raw(self, value: float) -> float:
        """The answer on the item's own scale that stands for a value of 0-100."""
        share = 1.0 - value / 100.0 if self.reverse else value / 100.0
        return round(self.low + share * (self.high - self.low), DIGITS)


@dataclass(frozen=True)
class Index:
    """A weighted set of items: sum w·item / sum w over the answered ones, 0-100."""

    id: str
    title: str
    question: str
    items: tuple[Item, ...]
    subjects: tuple[SubjectType, ...] = ("account",)
    """Who is rated. With both account and contact, answers of contacts roll up to the account, weighted by influence."""
    higher_is_better: bool = True
    bands: tuple[tuple[float, str], ...] = field(default=())
    """Names of ranges: (from, title), ascending."""
    short: str = ""
    """A shorter title for narrow columns; empty = the title is short."""
    peak: float = 0.0
    """Share of the largest item in the value; the rest is the weighted mean."""

    @property
    def given(self) -> Item:
        """The whole index as one answer, 0-100; used where none of its items is answered."""
        return Item(self.id, self.title, self.question, 1.0, 0.0, 100.0)

    @property
    def weighing(self) -> tuple[Item, ...]:
        """The items with a weight of their own: a rival's item has that of ours, and one that is only multiplied with has none."""
        bound = {item.times for item in self.items} | {item.id for item in self.items if self._ours(item) is not item}
        return tuple(item for item in self.items if item.id not in bound)

    def weights(self, params: Params) -> dict[str, float]:
        """Weight of every item, overridden or as declared."""
        own = {item.id: params.weight(item.id, item.weight) for item in self.weighing}
        return {item.id: own.get(self._ours(item).id, item.weight) for item in self.items}

    def _ours(self, item: Item) -> Item:
        """The first of two items that are held against each other; any other is its own."""
        first = next((other for other in self.items if other.id in (item.id, item.pair)), item)
        return first if item.pair else item

    def band(self, value: float) -> str | None:
        """The title of the range a value lies in, or ``None`` (missing, or the index declares no ranges)."""
        return next((title for start, title in reversed(self.bands) if value >= start), None)


def against(ours: Item, title: str = "", question: str = "") -> tuple[Item, Item]:
    """
    An item asked of us and of the best rival: two items of equal weight that need each other, the rival's counted the other way.

    Their mean is 50 + half the difference, so a matrix cuts it at 50. ``title`` and ``question`` are those of the rival's.
    """
    rival = f"{ours.id}_rival"
    theirs = replace(ours, id=rival, reverse=not ours.reverse, pair=ours.id, title=title or ours.title, question=question or ours.question)
    return replace(ours, pair=rival), theirs

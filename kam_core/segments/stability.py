"""
Whether the same segments come back when the accounts are drawn again (bootstrap; Hennig 2007).

Each draw (with replacement) is fitted anew. The adjusted Rand index compares both ways of parting the accounts; the Jaccard
coefficient of a segment is that of its best likeness in the new fit, among the accounts drawn: from .75 on a segment is stable,
below .5 it dissolves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from kam_core.segments.assigning import nearest
from kam_core.segments.choice import sampled
from kam_core.segments.fitting import SEED, Places, fitted
from kam_core.segments.model import Model
from kam_core.segments.scaling import Prepared
from kam_core.text import N_

DRAWS = 20
LARGEST = 2_000
"""Accounts of a draw."""

STABLE, DISSOLVED = 0.75, 0.5

WORDS: Mapping[str, str] = {"stable": N_("stable"), "doubtful": N_("doubtful"), "dissolves": N_("dissolves")}


@dataclass(frozen=True)
class Stability:
    """How much of a segmentation comes back."""

    rand: float
    """The mean adjusted Rand index: 1 = the same segments every time, 0 = as by chance."""
    jaccard: tuple[float, ...]
    """The mean for each segment, in their order."""
    draws: int

    def word(self, place: int) -> str:
        """A key of ``WORDS`` for a segment."""
        return word_of(self.jaccard[place])


def word_of(jaccard: float) -> str:
    """A key of ``WORDS``."""
    return "stable" if jaccard >= STABLE else "dissolves" if jaccard < DISSOLVED else "doubtful"


def stability(data: Prepared, model: Model, progress: Callable[[float], None] | None = None, draws: int = DRAWS) -> Stability:
    """Fit ``draws`` resamples; ``progress`` is told how much is done, 0-1."""
    from sklearn.metrics import adjusted_rand_score

    turned = model.turned(data.points)[sampled(len(data.points), LARGEST)]
    own, k = nearest(model, turned)[0], len(model.centres)
    rand, likeness = [], []
    for draw in range(draws):
        if progress:
            progress(draw / draws)
        drawn = np.random.default_rng([SEED, draw]).integers(0, len(turned), len(turned))
        made, _ = fitted(model.method, turned[drawn], k, seed=SEED + draw, starts=2)
        there = np.unique(drawn)
        again = np.asarray(made.predict(turned[there]), dtype=np.intp)
        rand.append(float(adjusted_rand_score(own[there], again)))
        likeness.append(jaccard(own[there], again, k))
    return Stability(float(np.mean(rand)), tuple(float(value) for value in np.nanmean(np.array(likeness), axis=0)), draws)


def jaccard(own: Places, again: Places, k: int) -> list[float]:
    """
    How much of each segment comes back: the largest Jaccard coefficient with a segment of the new fit; 0 when nobody of it was drawn.

    >>> jaccard(np.array([0, 0, 1, 1]), np.array([1, 1, 1, 0]), 2)
    [0.6666666666666666, 0.5]
    """
    both = np.zeros((k, max(k, int(again.max(initial=0)) + 1)))
    np.add.at(both, (own, again), 1)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    return [float(value) for value in (both / np.maximum(either, 1)).max(axis=1)]

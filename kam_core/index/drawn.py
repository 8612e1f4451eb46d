"""
How likely it is that an index of products, or with a share of its largest item, lies at or above a cut.

There is no formula for the largest of several products, so answers are drawn: the same evenly spread points for every subject.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kam_core.index.chance import Bools, Chance, Ints
from kam_core.index.draws import TINY, Case
from kam_core.index.grouped import Grouped
from kam_core.index.shapes import DIGITS, Floats

if TYPE_CHECKING:
    from kam_core.workbook.memo import Memo

Places = npt.NDArray[np.intp]

ROWS = 64
"""Subjects a chunk: what is drawn for them stays in the cache of the processor."""


@dataclass(frozen=True)
class Factor:
    """One answer on its own scale for every subject; what is missing (NaN) is uniform between the ends."""

    mean: Floats
    sd: Floats
    low: float
    high: float

    @cached_property
    def moments(self) -> tuple[Floats, Floats]:
        """Mean and standard deviation, missing answers included."""
        missing = np.isnan(self.mean)
        middle, wide = (self.low + self.high) / 2, (self.high - self.low) / 12**0.5
        return np.where(missing, middle, self.mean), np.where(missing, wide, self.sd)

    @cached_property
    def coefficients(self) -> Floats:
        """Of 1, the normal draw and the draw between -1 and 1; shape (3, subjects)."""
        missing = np.isnan(self.mean)
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        return np.stack([np.where(missing, middle, self.mean), np.where(missing, 0.0, self.sd), missing * half])


@dataclass(frozen=True)
class Part:
    """One item of the index: its share of the whole weight, and the one or two answers whose product it is."""

    share: float
    factors: tuple[Factor, ...]

    @cached_property
    def moments(self) -> tuple[Floats, Floats]:
        """Mean and, by the delta method, standard deviation of the product."""
        mean, sd = self.factors[0].moments
        for other in self.factors[1:]:
            mean2, sd2 = other.moments
            mean, sd = mean * mean2, np.hypot(mean2 * sd, mean * sd2)
        return mean, sd


@dataclass(frozen=True)
class Recall:
    """A place in the memory of a workbook."""

    memo: Memo
    key: tuple[Hashable, ...]

    def last(self, what: Hashable) -> tuple[Floats, Floats] | None:
        """What was read and found the last time."""
        kept: tuple[Floats, Floats] | None = self.memo.get((*self.key, what))
        return kept

    def keep(self, what: Hashable, found: tuple[Floats, Floats]) -> None:
        """Keep it for the next time."""
        self.memo.put((*self.key, what), found)


@dataclass(frozen=True)
class Drawn:
    """What peak·largest + (1 - peak)·weighted mean of some products may be, one entry a subject: points of 100."""

    parts: tuple[Part, ...]
    peak: float
    recall: Recall | None = None
    """Where what was drawn is kept: after an edit only those it touched are drawn again."""

    @cached_property
    def mean(self) -> Floats:
        """The index with every answer at its mean."""
        means = np.stack([part.moments[0] for part in self.parts])
        return np.asarray(self.peak * means.max(axis=0) + (1.0 - self.peak) * (self._shares[:, None] * means).sum(axis=0))

    @cached_property
    def sd(self) -> Floats:
        """By the delta method around it."""
        return np.asarray(np.sqrt(((self._gradient * np.stack([part.moments[1] for part in self.parts])) ** 2).sum(axis=0)))

    def at_least(self, cut: float | Floats, asked: Bools | None = None, blur: Floats | None = None, bend: Floats | None = None) -> Floats:
        """See ``Chance``."""
        n = len(self.mean)
        cuts = np.broadcast_to(np.asarray(cut, dtype=float), n)
        blurs, bends = (np.zeros(n) if given is None else given for given in (blur, bend))
        sure = (self.sd < TINY) & (blurs < TINY)
        wanted = ~sure if asked is None else asked & ~sure
        result = self._again("at least", wanted, [cuts, blurs, bends], lambda case, *own: case.at_least(*own)[None])[0]
        return np.where(sure, self.mean.round(DIGITS) >= cuts, result)

    def third(self) -> tuple[Floats, Floats, Floats]:
        """See ``Chance``."""
        found = self._again("third", np.ones(len(self.mean), dtype=bool), [], lambda case: case.third())
        return found[0], found[1], found[2]

    def grouped(self, weight: Floats, group: Ints, groups: int) -> Chance:
        """See ``Chance``."""
        return Grouped(self, weight, group, groups)

    def _again(self, what: str, wanted: Bools, own: list[Floats], draw: Callable[..., Floats]) -> Floats:
        """What is drawn for the subjects wanted, one line a figure; those who are as they were are taken from the last time."""
        read = np.stack([*own, *(line for part in self.parts for factor in part.factors for line in (factor.mean, factor.sd))])
        shape = (self.peak, *(part.share for part in self.parts))
        found = np.full((3 if what == "third" else 1, len(wanted)), np.nan)
        last = self.recall.last((what, shape, read.shape)) if self.recall else None
        if last is not None:
            same = (last[0].view(np.int64) == read.view(np.int64)).all(axis=0)
            found[:, same] = last[1][:, same]
        for chunk in _chunks(np.flatnonzero(wanted & np.isnan(found[0]))):
            found[:, chunk] = draw(self._case(chunk), *(line[chunk] for line in own))
        if self.recall:
            self.recall.keep((what, shape, read.shape), (read, found))
        return found

    def _case(self, chunk: Places) -> Case:
        """What is drawn for some subjects: their items in an order in which the one with the widest answer is the last."""
        first, second = (np.stack([factor[:, chunk] for factor in factors]) for factors in self._factors)
        wide = self._gradient[:, chunk] * first[:, 1] * np.hypot(*second[:, :2].transpose(1, 0, 2))
        order = np.argsort(np.arange(len(wide))[:, None] == wide.argmax(axis=0), axis=0, kind="stable")
        turn = order[:, None, :]
        shares = np.take_along_axis(np.broadcast_to(self._shares[:, None], wide.shape), order, axis=0)
        return Case(np.take_along_axis(first, turn, axis=0), np.take_along_axis(second, turn, axis=0), shares, self.peak)

    @cached_property
    def _factors(self) -> tuple[list[Floats], list[Floats]]:
        """Both answers of every item as coefficients; where there is only one, the other is 1."""
        one = np.stack([np.ones(len(self.mean)), np.zeros(len(self.mean)), np.zeros(len(self.mean))])
        return [part.factors[0].coefficients for part in self.parts], [
            part.factors[1].coefficients if len(part.factors) > 1 else one for part in self.parts
        ]

    @property
    def _shares(self) -> Floats:
        return np.array([part.share for part in self.parts])

    @cached_property
    def _gradient(self) -> Floats:
        """How much the index moves with each item at the means; shape (items, subjects)."""
        means = np.stack([part.moments[0] for part in self.parts])
        highest = np.arange(len(self.parts))[:, None] == means.argmax(axis=0)
        return np.asarray((1.0 - self.peak) * self._shares[:, None] + self.peak * highest)


def _chunks(rows: Places) -> Iterator[Places]:
    for start in range(0, len(rows), ROWS):
        yield rows[start : start + ROWS]

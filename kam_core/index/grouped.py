"""Chances of what is put together from chances: the one or the other, and weighted means of groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kam_core.index.chance import Bools, Chance, Ints, group_weight
from kam_core.index.shapes import Floats


@dataclass(frozen=True)
class Either:
    """Of some subjects the one, of the others the other."""

    first: Bools
    one: Chance
    other: Chance

    @cached_property
    def mean(self) -> Floats:
        """See ``Chance``."""
        return np.where(self.first, self.one.mean, self.other.mean)

    @cached_property
    def sd(self) -> Floats:
        """See ``Chance``."""
        return np.where(self.first, self.one.sd, self.other.sd)

    def at_least(self, cut: float | Floats, asked: Bools | None = None, blur: Floats | None = None, bend: Floats | None = None) -> Floats:
        """See ``Chance``."""
        wanted = ~self.first if asked is None else asked & ~self.first
        return np.where(self.first, self.one.at_least(cut, asked, blur, bend), self.other.at_least(cut, wanted, blur, bend))

    def third(self) -> tuple[Floats, Floats, Floats]:
        """See ``Chance``."""
        one, other = (np.stack(chance.third()) for chance in (self.one, self.other))
        mean, sd, third = np.where(self.first, one, other)
        return mean, sd, third

    def grouped(self, weight: Floats, group: Ints, groups: int) -> Chance:
        """See ``Chance``."""
        return Grouped(self, weight, group, groups)


@dataclass(frozen=True)
class Grouped:
    """
    Weighted means of groups of independent subjects.

    The member that weighs and varies most enters as it is, all others together by three moments: of one member the group is that
    member, and of many it is about normal.
    """

    members: Chance
    weight: Floats
    group: Ints
    groups: int

    @cached_property
    def mean(self) -> Floats:
        """See ``Chance``."""
        return self._sum(self.weight * self.members.mean) / self._whole

    @cached_property
    def sd(self) -> Floats:
        """See ``Chance``."""
        return np.sqrt(self._sum((self.weight * self.members.sd) ** 2)) / self._whole

    def at_least(self, cut: float | Floats, asked: Bools | None = None, blur: Floats | None = None, bend: Floats | None = None) -> Floats:
        """See ``Chance``."""
        cuts = np.broadcast_to(np.asarray(cut, dtype=float), self.groups)
        lead = self._lead
        own = (lead >= 0) & ~np.isnan(self._whole) & (True if asked is None else asked)
        mean, square, third = self._rest
        if blur is not None:
            square = square + (blur * self._whole) ** 2
            third = third + (0.0 if bend is None else bend) * (blur * self._whole) ** 3
        at, result = lead[own], np.full(self.groups, np.nan)
        spread = np.sqrt(square)
        bent = third / np.where(spread > 0, spread, 1.0) ** 3
        result[own] = self._of_members(at, ((cuts * self._whole - mean)[own], spread[own]), bent[own])
        return result

    def third(self) -> tuple[Floats, Floats, Floats]:
        """See ``Chance``."""
        mean, sd, third = self.members.third()
        whole = self._whole
        return (
            self._sum(self.weight * mean) / whole,
            np.sqrt(self._sum((self.weight * sd) ** 2)) / whole,
            self._sum(self.weight**3 * third) / whole**3,
        )

    def grouped(self, weight: Floats, group: Ints, groups: int) -> Chance:
        """See ``Chance``."""
        return Grouped(self, weight, group, groups)

    def _of_members(self, at: Ints, scaled: tuple[Floats, Floats], bent: Floats) -> Floats:
        """The chance of the leading members with the rest of their group as blur; cuts and blurs times their weight."""
        n = len(self.weight)
        cuts, blurs, bends, asked = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n, dtype=bool)
        cuts[at], blurs[at], bends[at], asked[at] = scaled[0] / self.weight[at], scaled[1] / self.weight[at], bent, True
        return self.members.at_least(cuts, asked, blurs, bends)[at]

    @cached_property
    def _whole(self) -> Floats:
        return group_weight(self.weight, self.group, self.groups)

    @cached_property
    def _lead(self) -> Ints:
        """The leading member of every group; -1 where there is none."""
        order = np.lexsort((-self.weight * self.members.sd, self.group))
        group = self.group[order]
        first = np.concatenate(([True], group[1:] != group[:-1])) if len(group) else np.zeros(0, dtype=bool)
        lead = np.full(self.groups, -1, dtype=np.int64)
        lead[group[first]] = order[first]
        return lead

    @cached_property
    def _rest(self) -> tuple[Floats, Floats, Floats]:
        """Sum of the means, of the variances and of the third moments of all members but the leading one, times their weights."""
        alone = np.bincount(self.group[self.weight > 0], minlength=self.groups) <= 1
        if alone.all():
            return np.zeros(self.groups), np.zeros(self.groups), np.zeros(self.groups)
        weight = np.where(np.arange(len(self.weight)) == self._lead[self.group], 0.0, self.weight)
        mean, sd, third = self.members.third()
        return self._sum(weight * mean), self._sum((weight * sd) ** 2), self._sum(weight**3 * third)

    def _sum(self, values: Floats) -> Floats:
        return np.bincount(self.group, values, self.groups).astype(np.float64, copy=False)

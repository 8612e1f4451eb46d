"""
How likely it is that an index lies at or above a cut.

What was answered is normal; what is missing is uniform over its range. The two widest missing answers enter exactly, any
further ones by their variance: one missing answer of weight .4 is flat, not bell-shaped, and a bell would be off by 5 points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kam_core.index.shapes import Floats

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

NARROW = 1e-3
"""A missing answer that moves the index by less (points) counts by its variance alone."""

# W. J. Cody, Rational Chebyshev approximations for the error function, Math. Comp. 23 (1969) 631-637; relative error < 1e-15.
_SMALL = (
    (1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3),
    (1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3),
)
_MIDDLE = (
    (2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
     8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3),
    (1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
     4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3),
)  # fmt: skip
_LARGE = (
    (1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2,
     6.58749161529837803e-4),
    (1.0, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3),
)  # fmt: skip


def erfc(x: Floats) -> Floats:
    """Complementary error function, element by element (numpy has none, and SciPy takes half a second to load)."""
    size = np.abs(x)
    result = np.empty_like(size)
    small, large = size <= 0.46875, size > 4.0
    middle = ~(small | large)
    result[small] = 1.0 - size[small] * _ratio(_SMALL, size[small] ** 2)
    result[middle] = np.exp(-(size[middle] ** 2)) * _ratio(_MIDDLE, size[middle])
    tail = np.minimum(size[large], 27.0)
    inverse = 1.0 / tail**2
    result[large] = np.exp(-(tail**2)) / tail * (1.0 / np.sqrt(np.pi) - inverse * _ratio(_LARGE, inverse))
    return np.where(x < 0, 2.0 - result, result)


def _ratio(coefficients: tuple[tuple[float, ...], tuple[float, ...]], x: Floats) -> Floats:
    above, below = coefficients
    return np.asarray(np.polyval(above, x) / np.polyval(below, x))


class Chance(Protocol):
    """What an index may be once everything is known, one entry a subject: points of 100."""

    @property
    def mean(self) -> Floats:
        """Missing answers at the middle of their range."""

    @property
    def sd(self) -> Floats:
        """Of the whole, missing answers included."""

    def at_least(self, cut: float | Floats, asked: Bools | None = None, blur: Floats | None = None, bend: Floats | None = None) -> Floats:
        """
        Probability of a value at or above the cut; without any uncertainty 0 or 1 by the cut rule. Those not ``asked`` for may be NaN.

        ``blur`` is the sd of something about normal, of skewness ``bend``, that is added to the value.
        """

    def third(self) -> tuple[Floats, Floats, Floats]:
        """Mean, standard deviation and third central moment of each."""

    def grouped(self, weight: Floats, group: Ints, groups: int) -> Chance:
        """Of the weighted means of groups of independent subjects; an empty group is nothing (NaN)."""


@dataclass(frozen=True)
class Spread:
    """A sum of answers: what is known is normal, the two widest missing answers are flat."""

    mean: Floats
    sd: Floats
    """Of the whole, missing answers included."""
    widths: Floats
    """Range over which the widest and the second widest missing answer move the index; shape (2, subjects)."""

    def at_least(self, cut: float | Floats, asked: Bools | None = None, blur: Floats | None = None, bend: Floats | None = None) -> Floats:  # noqa: ARG002
        """See ``Chance``: everybody is told, and what is added counts as normal."""
        wide, wide2 = np.where(self.widths < NARROW, 0.0, self.widths)
        distance = self.mean - cut
        rest = np.sqrt(np.maximum(self.sd**2 - (wide**2 + wide2**2) / 12.0, 0.0) + (0.0 if blur is None else blur**2))
        rest[rest < 1e-9] = 0.0
        result = np.empty_like(distance)
        none, two = wide == 0, wide2 > 0
        one = ~none & ~two
        result[none] = _tail(distance[none], rest[none])
        result[one] = _one_flat(distance[one], rest[one], wide[one])
        result[two] = _two_flat(distance[two], rest[two], wide[two], wide2[two])
        return np.clip(result, 0.0, 1.0)

    def third(self) -> tuple[Floats, Floats, Floats]:
        """See ``Chance``: it leans to neither side."""
        return self.mean, self.sd, np.zeros(len(self.mean))

    def grouped(self, weight: Floats, group: Ints, groups: int) -> Spread:
        """See ``Chance``: of all flat parts of a group the two widest stay flat."""
        whole = group_weight(weight, group, groups)
        wide = self.widths * weight / whole[group]
        mean = np.bincount(group, weight * self.mean, groups) / whole
        sd = np.sqrt(np.bincount(group, (weight * self.sd) ** 2, groups)) / whole
        return Spread(mean, sd, _two_largest(wide.ravel(), np.tile(group, 2), groups))


def group_weight(weight: Floats, group: Ints, groups: int) -> Floats:
    """The weight of every group; NaN where it has none."""
    whole = np.bincount(group, weight, groups)
    return np.where(whole > 0, whole, np.nan)


def _two_largest(values: Floats, group: Ints, groups: int) -> Floats:
    """The largest and the second largest value of every group (0 where there is none); shape (2, groups)."""
    order = np.lexsort((-values, group))
    group, values = group[order], values[order]
    place = np.arange(len(group)) - np.searchsorted(group, group)
    found = np.zeros((2, groups))
    for turn in (0, 1):
        found[turn, group[place == turn]] = values[place == turn]
    return found


def upper(z: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Normal distribution function in single precision, for means over many draws: off by less than 0.0003."""
    z = np.clip(z, -8.0, 8.0)
    return np.asarray(0.5 + 0.5 * np.tanh(np.float32(0.7978846) * z * (1 + np.float32(0.044715) * z * z)))


def _tail(x: Floats, sd: Floats) -> Floats:
    """P(x + sd·Z >= 0)."""
    known = sd == 0
    z = x / np.where(known, 1.0, sd)
    return np.where(known, x >= 0, 0.5 * erfc(-z / np.sqrt(2.0)))


def _first(x: Floats, sd: Floats) -> Floats:
    """Integral of the tail from minus infinity to x: x·Phi + sd·phi."""
    return x * _tail(x, sd) + sd * _bell(x, sd)


def _second(x: Floats, sd: Floats) -> Floats:
    """Integral of the integral: ((x^2 + sd^2)·Phi + x·sd·phi) / 2."""
    return 0.5 * ((x**2 + sd**2) * _tail(x, sd) + x * sd * _bell(x, sd))


def _bell(x: Floats, sd: Floats) -> Floats:
    z = x / np.where(sd == 0, 1.0, sd)
    return np.where(sd == 0, 0.0, np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi))


def _one_flat(x: Floats, sd: Floats, wide: Floats) -> Floats:
    return (_first(x + wide / 2, sd) - _first(x - wide / 2, sd)) / wide


def _two_flat(x: Floats, sd: Floats, wide: Floats, wide2: Floats) -> Floats:
    outer, inner = (wide + wide2) / 2, (wide - wide2) / 2
    return (_second(x + outer, sd) - _second(x + inner, sd) - _second(x - inner, sd) + _second(x - outer, sd)) / (wide * wide2)

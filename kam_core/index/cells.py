"""
From the ratings of an item to one value, how sure it is and how fresh it is (methods, common conventions).

Everything here is arrays in, arrays out. A *cell* is one item of one subject; ``Cells`` holds them item by item, so that an item
is one contiguous row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.index.shapes import Floats, Item
from kam_core.params import EvidenceParams

Ints = npt.NDArray[np.int64]

MAX_HALVINGS = 200.0
"""However old, an answer keeps some weight: age lowers evidence, never coverage."""


@dataclass(frozen=True)
class Cells:
    """
    Values of judged items, 0-100 in the direction of the index, for every subject.

    ``rows[i]`` belongs to ``items[i]`` and has four lines: the weighted mean of the latest answer of each rater (NaN = nobody
    answered), its standard deviation in points, the freshness of the freshest answer (0-1), and how many raters answered.
    """

    items: tuple[str, ...]
    rows: tuple[Floats, ...]

    def row(self, item: str) -> Floats:
        """Mean, sd, freshness and number of raters of one item; shape (4, subjects)."""
        return self.rows[self.items.index(item)]

    def patched(self, places: Ints, part: Cells) -> Cells:
        """A copy in which the subjects at ``places`` are as in ``part``; items that did not change are shared, not copied."""
        rows = list(self.rows)
        for i, new in enumerate(part.rows):
            if not np.array_equal(rows[i][:, places], new, equal_nan=True):
                rows[i] = rows[i].copy()
                rows[i][:, places] = new
        return Cells(self.items, tuple(rows))


@dataclass(frozen=True)
class Ratings:
    """Raw ratings as columns, in any order."""

    cell: Ints
    """Item position * number of subjects + subject position."""
    rater: npt.NDArray[np.uint64]
    age: Ints
    """Days before ``as_of``."""
    recorded: Ints
    """Rises with every rating recorded or corrected; decides between two answers of one day."""
    value: Floats
    """On the scale of the item."""
    kind: npt.NDArray[np.int8]
    """Side (0 ours, 2 customer, 4 vote) + standing (0 assumed, 1 confirmed)."""

    def take(self, rows: npt.NDArray[np.bool_]) -> Ratings:
        """The ratings in those rows."""
        return self if rows.all() else Ratings(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def kinds(rows: pd.DataFrame) -> npt.NDArray[np.int8]:
    """Side and standing of ratings as ``Ratings.kind`` codes them, from the columns source, rater_side and status."""
    side = np.where(rows["source"].eq("vote"), 4, np.where(rows["rater_side"].eq("customer"), 2, 0))
    return np.asarray(side + rows["status"].eq("confirmed").to_numpy(), dtype=np.int8)


def answer_weight(age: Ints, kind: npt.NDArray[np.int8], params: EvidenceParams) -> Floats:
    """Freshness x weight of the side the answer comes from."""
    sides: Floats = np.repeat([params.weight_ours, params.weight_customer, params.weight_vote], 2)
    return freshness(age, params) * sides[kind]


def freshness(age: Ints, params: EvidenceParams) -> Floats:
    """0.5^(age / half-life)."""
    table = np.exp2(-np.minimum(np.arange(age.max(initial=0) + 1) / params.half_life_days, MAX_HALVINGS))
    return np.asarray(table[age], dtype=np.float64)


def answer_sd(age: Ints, kind: npt.NDArray[np.int8], params: EvidenceParams) -> Floats:
    """Standard deviation of one answer in points: confirmed or assumed, doubling with age up to the cap."""
    doublings = np.minimum(np.arange(age.max(initial=0) + 1) / params.doubling_days, 50.0)
    widening = np.minimum(np.exp2(doublings), params.widening_cap)
    standing = np.array([params.sd_assumed, params.sd_confirmed] * 3)
    return np.asarray(standing[kind] * widening[age])


def latest_of_each_rater(ratings: Ratings) -> npt.NDArray[np.bool_]:
    """Which ratings are the latest answer of their rater in their cell (the later recorded of two on one day)."""
    key = _cell_and_rater(ratings)
    order = np.argsort(key)
    key = key[order]
    again = np.concatenate(([False], key[1:] == key[:-1]))
    latest = np.ones(len(key), dtype=bool)
    if again.any():
        recency = (ratings.recorded - (ratings.age << 44))[order]
        starts = np.flatnonzero(~again)
        best = np.maximum.reduceat(recency, starts)
        latest[order] = recency == np.repeat(best, np.diff(starts, append=len(key)))
    return latest


def _cell_and_rater(ratings: Ratings) -> Ints:
    codes, raters = pd.factorize(ratings.rater)
    return ratings.cell * np.int64(max(len(raters), 1)) + codes


def combine(ratings: Ratings, items: Sequence[Item], subjects: int, params: EvidenceParams) -> Cells:
    """
    One value a cell: the latest answer of each rater, averaged with weight freshness x side.

    sd of the mean = sqrt(sum w^2 sd^2) / sum w. Answers outside the scale of their item and answers of a side that weighs
    nothing do not count.
    """
    low, high = (np.repeat([getattr(item, end) for item in items], subjects) for end in ("low", "high"))
    ratings = ratings.take((ratings.value >= low[ratings.cell]) & (ratings.value <= high[ratings.cell]))
    ratings = ratings.take(answer_weight(np.zeros_like(ratings.age), ratings.kind, params) > 0)
    rows = _moments(ratings.take(latest_of_each_rater(ratings)), len(items) * subjects, params).reshape(4, len(items), subjects)
    for i, item in enumerate(items):
        rows[0, i] = item.normalise(rows[0, i])
    return Cells(tuple(item.id for item in items), tuple(rows[:, i] for i in range(len(items))))


def _moments(ratings: Ratings, cells: int, params: EvidenceParams) -> Floats:
    def total(values: Floats | None) -> Floats:
        return np.bincount(ratings.cell, weights=values, minlength=cells).astype(np.float64, copy=False)

    weight = answer_weight(ratings.age, ratings.kind, params)
    fresh, count = np.zeros(cells), total(None)
    np.maximum.at(fresh, ratings.cell, freshness(ratings.age, params))
    whole = np.where(count > 0, total(weight), np.nan)
    squares = total((weight * answer_sd(ratings.age, ratings.kind, params)) ** 2)
    return np.stack([total(weight * ratings.value) / whole, np.sqrt(squares) / whole, fresh, count])

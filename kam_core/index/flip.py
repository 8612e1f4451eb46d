"""The one answer that would change the quadrant: of all single answers on their own scales the smallest change that does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor, isnan

import numpy as np

from kam_core.index.engine import IndexInputs, index_values
from kam_core.index.shapes import DIGITS, Index, Item
from kam_core.matrices import MATRICES, Matrix
from kam_core.params import Params
from kam_core.placing import placed


@dataclass(frozen=True)
class Flip:
    """One changed answer and where it would take the subject."""

    item: str
    title: str
    from_raw: float
    """The answer as it stands (a mean where several people answered)."""
    to_raw: float
    """The nearest whole answer on the item's scale that changes the quadrant."""
    value: float
    """The index after it, 0-100."""
    matrix: str
    quadrant: str
    """The quadrant now."""
    other: str
    """The quadrant then."""


def flip(data: IndexInputs, index: Index, place: int, params: Params, matrices: Iterable[Matrix] = MATRICES.values()) -> Flip | None:
    """
    The smallest change of one answer of an index that moves the subject into another quadrant, over all matrices that use it.

    ``place`` is the row of the subject. Only items people have answered are tried, on whole answers; ``None`` when the subject
    is not placed or no single answer is enough.
    """
    found = list(_flips(data, index, place, params, matrices))
    return min(found, key=lambda pair: _points(*pair))[1] if found else None


def _points(item: Item, changed: Flip) -> float:
    """How far the answer moves, in points of its item."""
    return round(100.0 * abs(changed.to_raw - changed.from_raw) / (item.high - item.low), DIGITS)


def _flips(data: IndexInputs, index: Index, place: int, params: Params, matrices: Iterable[Matrix]) -> Iterator[tuple[Item, Flip]]:
    result = index_values(data, index, params)
    value, given = float(result.value[place]), bool(result.given[place])
    for matrix in matrices:
        if data.subject_type not in matrix.subject_types or index.id not in (matrix.x.id, matrix.y.id):
            continue
        here = placed(data, matrix, params)["quadrant"].iloc[place]
        if here is None:
            continue
        side = 0 if matrix.x.id == index.id else 1
        cut, other = matrix.cuts(params)[side], _across(matrix, str(here), side)
        for item, share, answer in _answers(data, index, place, params, given):
            found = _nearest(item, share, answer, value, cut)
            if found is not None:
                yield item, Flip(item.id, item.title, item.raw(answer), *found, matrix.id, str(here), other)


def _across(matrix: Matrix, here: str, side: int) -> str:
    """The quadrant on the other side of the cut of one axis."""
    place = matrix.quadrant(here).place
    other = "l" if place[side] == "h" else "h"
    wanted = other + place[1] if side == 0 else place[0] + other
    return next(q.id for q in matrix.quadrants if q.place == wanted)


def _answers(data: IndexInputs, index: Index, place: int, params: Params, given: bool) -> Iterator[tuple[Item, float, float]]:
    """Every judged item that is answered, with its share in the index and its value."""
    if given:
        yield index.given, 1.0, float(data.item(index.given)[0][place])
        return
    weights = index.weights(params)
    values = {item.id: float(data.item(item)[0][place]) for item in index.items}
    whole = sum(weights[id] for id, value in values.items() if not isnan(value))
    for item in index.items:
        if item.judged and not isnan(values[item.id]) and weights[item.id] > 0:
            yield item, weights[item.id] / whole, values[item.id]


def _nearest(item: Item, share: float, answer: float, value: float, cut: float) -> tuple[float, float] | None:
    """The whole answer nearest to the present one that takes the index across the cut, and the index then."""
    options = np.arange(ceil(item.low), floor(item.high) + 1, dtype="float64")
    after = np.round(value + share * (item.normalise(options) - answer), DIGITS)
    across = (after >= cut) != (value >= cut)
    if not across.any():
        return None
    nearest = int(np.argmin(np.where(across, np.abs(options - item.raw(answer)), np.inf)))
    return float(options[nearest]), float(after[nearest])

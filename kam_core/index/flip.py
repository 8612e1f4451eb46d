"""The one answer that would change the quadrant: of all single answers on their own scales the smallest change that does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, isnan

import numpy as np

from kam_core.decision.veto import vetoes
from kam_core.index.cells import Cells
from kam_core.index.chance import Bools
from kam_core.index.engine import IndexInputs, index_values
from kam_core.index.shapes import DIGITS, Floats, Index, Item
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
    index: str
    """The index that the answer moves; an item can belong to several."""


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
    if data.subject_type not in index.subjects:
        return
    tried = _variants(data, index, place, params)
    if tried is None:
        return
    for matrix in matrices:
        if data.subject_type not in matrix.subject_types or index.id not in (matrix.x.id, matrix.y.id):
            continue
        here = placed(data, matrix, params)["quadrant"].iloc[place]
        if here is None:
            continue
        side = 0 if matrix.x.id == index.id else 1
        high = tried.value >= matrix.cuts(params)[side]
        if matrix.blocked is not None and side == 1 and data.subject_type == "contact":
            high |= vetoes(tried.inputs)
        across = high != (matrix.quadrant(str(here)).place[side] == "h")
        for item, change in tried.nearest(across):
            yield item, Flip(item.id, item.title, *change, matrix.id, str(here), _across(matrix, str(here), side), index.id)


def _across(matrix: Matrix, here: str, side: int) -> str:
    """The quadrant on the other side of the cut of one axis."""
    place = matrix.quadrant(here).place
    other = "l" if place[side] == "h" else "h"
    wanted = other + place[1] if side == 0 else place[0] + other
    return next(q.id for q in matrix.quadrants if q.place == wanted)


@dataclass(frozen=True)
class _Tried:
    """One subject as it would be with one answer changed, a row for every whole answer to every item that is answered."""

    inputs: IndexInputs
    items: list[Item]
    old: Floats
    new: Floats
    """The answers as they stand and as they are tried, on the scale of the item."""
    value: Floats
    """The index then."""

    def nearest(self, across: Bools) -> Iterator[tuple[Item, tuple[float, float, float]]]:
        """Of every item the smallest change that goes across: answer now, answer then, index then."""
        for item in dict.fromkeys(self.items):
            own = across & np.array([other is item for other in self.items])
            if own.any():
                best = int(np.argmin(np.where(own, np.abs(self.new - self.old), np.inf)))
                yield item, (float(self.old[best]), float(self.new[best]), float(self.value[best]))


def _variants(data: IndexInputs, index: Index, place: int, params: Params) -> _Tried | None:
    """``None`` where nobody answered anything."""
    given = bool(index_values(data, index, params).given[place])
    asked = [index.given] if given else [item for item in index.items if item.judged]
    answers = [(item, float(data.answer(item)[0][place])) for item in asked]
    steps = [
        (item, item.raw(value), float(step))
        for item, value in answers
        if not isnan(value)
        for step in range(ceil(item.low), floor(item.high) + 1)
    ]
    if not steps:
        return None
    items = [item for item, _, _ in steps]
    many = replace(data, people=None, contacts=None).taken(np.full(len(steps), place, dtype=np.int64))
    changed = replace(many, cells=_changed(many.cells, items, [step for _, _, step in steps]))
    old, new = np.array([row[1] for row in steps]), np.array([row[2] for row in steps])
    return _Tried(changed, items, old, new, index_values(changed, index, params).value)


def _changed(cells: Cells, items: Sequence[Item], steps: Sequence[float]) -> Cells:
    rows = {name: row.copy() for name, row in zip(cells.items, cells.rows, strict=True)}
    for at, (item, step) in enumerate(zip(items, steps, strict=True)):
        rows[item.id][0, at] = item.normalise(np.array([step]))[0]
    return Cells(cells.items, tuple(rows.values()))

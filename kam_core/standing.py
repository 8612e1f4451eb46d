"""What would move one account: on each matrix the one answer whose change is smallest and takes it into another quadrant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from kam_core.accounts import account_state
from kam_core.index.declared import INDICES
from kam_core.index.engine import IndexInputs, inputs
from kam_core.index.flip import Flip, flip
from kam_core.index.subjects import subjects_of
from kam_core.matrices import HEADLINE, MATRICES, Matrix
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


def nearest_moves(wb: Workbook, account_id: str, as_of: date, params: Params) -> dict[str, Flip]:
    """The nearest change by matrix; a matrix where no single answer is enough, or where the account is not placed, is left out."""
    state = subjects_of(wb, "account", account_state(wb, as_of, None, params))
    at = np.flatnonzero(state["account_id"].to_numpy() == account_id)
    if not len(at):
        return {}
    asked = {axis.id for name in HEADLINE for axis in (MATRICES[name].x, MATRICES[name].y)} & set(INDICES)
    data = inputs(wb, state, as_of, params, indices={name: INDICES[name] for name in INDICES if name in asked})
    found = {name: _nearest(data, MATRICES[name], int(at[0]), params) for name in HEADLINE}
    return {name: nearest for name, nearest in found.items() if nearest is not None}


def _nearest(data: IndexInputs, matrix: Matrix, place: int, params: Params) -> Flip | None:
    """The smaller of what its two indices offer, in points of the item's scale."""
    axes = [axis.id for axis in (matrix.x, matrix.y) if axis.id in INDICES]
    offers = {id: flip(data, INDICES[id], place, params, [matrix]) for id in axes}
    known = [(_points(id, offer), id, offer) for id, offer in offers.items() if offer is not None]
    return min(known, key=lambda option: option[:2])[2] if known else None


def _points(index: str, offer: Flip) -> float:
    items = [*INDICES[index].items, INDICES[index].given]
    scale = next((item.high - item.low for item in items if item.id == offer.item), 1.0)
    return abs(offer.to_raw - offer.from_raw) / scale

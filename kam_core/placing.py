"""Where every subject stands on a matrix: two axes valued, the cut rule applied, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core import own
from kam_core.accounts import account_state, as_of_or_last
from kam_core.assumptions import saved
from kam_core.decision.veto import blocked
from kam_core.errors import UnknownName
from kam_core.index.chance import Bools, Chance, Ints, Spread
from kam_core.index.declared import INDICES
from kam_core.index.engine import IndexInputs, index_values, inputs
from kam_core.index.measured import measure
from kam_core.index.results import IndexResult
from kam_core.index.shapes import Floats, Index, SubjectType
from kam_core.index.subjects import CARRIED, subjects_of
from kam_core.matrices import MATRICES, MEASURED, PLACES, Axis, Matrix, checked_params
from kam_core.params import Params
from kam_core.scenario.outcome import valued
from kam_core.value.grid import with_own_cuts

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


def matrix(
    wb: Workbook,
    id: str | Matrix,
    as_of: date | str | None = None,
    window: str | None = None,
    params: Params | None = None,
    indices: Mapping[str, Index] = INDICES,
    subject_type: SubjectType | None = None,
) -> pd.DataFrame:
    """
    Place every subject of a matrix on a date: its usual ones, or those of another ``subject_type`` it can place.

    Columns: ``subject_type``, ``subject_id``, ``account_id``, ``account_name``, ``x``, ``y`` (0-100 or missing), ``quadrant``
    (``None`` when an axis is missing or its coverage too thin), ``probability`` of that quadrant, ``coverage`` (the smaller of
    ``x_coverage`` and ``y_coverage``), ``evidence`` (likewise), ``x_sd``, ``y_sd`` (points), ``p_hh``, ``p_lh``, ``p_hl``,
    ``p_ll`` (x first), ``profit``, ``revenue``, ``renews_in_days``; subjects that are no accounts have a ``subject_name``.

    A matrix on which somebody can block has ``blocked``: a contact who blocks stands at or above the cut of y whatever the value, and
    the quadrant of an account with such a contact is ``"blocked"``. ``id`` may be that of an own matrix of the workbook
    (``own-...``), or a declaration over ``indices`` of one's own.
    """
    params = saved(wb) if params is None else params
    declared = id if isinstance(id, Matrix) else own.named(wb, id)
    known = {**MATRICES, declared.id: declared}
    params, day = checked_params(params, known, {**INDICES, **indices}), as_of_or_last(wb, as_of)
    state = account_state(wb, day, window, params)
    if own.VALUED & {declared.x.id, declared.y.id}:
        state = valued(state, params)
    declared = with_own_cuts(declared, state) if isinstance(id, str) and id in MEASURED else declared
    who = declared.subject_type if subject_type is None else subject_type
    if who not in declared.subject_types:
        raise UnknownName.of("subject", who, list(declared.subject_types))
    asked = {axis.id: indices[axis.id] for axis in (declared.x, declared.y) if axis.id in indices}
    return placed(inputs(wb, subjects_of(wb, who, state), day, params, who, asked), declared, params)


def placed(data: IndexInputs, declared: Matrix, params: Params) -> pd.DataFrame:
    """The table of ``matrix`` from inputs gathered before; writes nothing, reads nothing."""
    x, y = (_axis(data, axis, params) for axis in (declared.x, declared.y))
    enough, cuts = params.evidence.placed_from, declared.cuts(params)
    shown = (x.coverage >= enough) & (y.coverage >= enough) & ~np.isnan(x.value) & ~np.isnan(y.value)
    vetoed = blocked(data) if declared.blocked else np.zeros(len(shown), dtype=bool)
    raised = vetoed & (data.subject_type == "contact")
    code = np.where(shown, _codes(x.value, y.value, cuts, raised), len(PLACES))
    names = np.array([next(q.id for q in declared.quadrants if q.place == place) for place in PLACES] + [None], dtype=object)
    chances = _chances(x.spread, y.spread, cuts, shown, raised)
    likely = np.vstack([*chances.values(), np.full(len(code), np.nan)])[code, np.arange(len(code))]
    quadrant = pd.Series(names[code], dtype=object, index=data.state.index)
    if declared.blocked and data.subject_type == "account":
        quadrant[vetoed & shown], likely[vetoed & shown] = declared.blocked.id, 1.0
    columns = {
        "x": x.value, "y": y.value, "quadrant": quadrant, "probability": likely,
        "coverage": np.minimum(x.coverage, y.coverage), "x_coverage": x.coverage, "y_coverage": y.coverage,
        "evidence": np.minimum(x.evidence, y.evidence), "x_sd": x.spread.sd, "y_sd": y.spread.sd,
        **{f"p_{place}": chances[place] for place in reversed(PLACES)}, **({"blocked": vetoed} if declared.blocked else {}),
    }  # fmt: skip
    return pd.DataFrame(_who(data) | columns, index=data.state.index)


def _who(data: IndexInputs) -> dict[str, object]:
    state = data.state
    ids = state["subject_id"] if "subject_id" in state else state["account_id"]
    who = {"subject_type": data.subject_type, "subject_id": ids, "account_id": state["account_id"], "account_name": state["account_name"]}
    named = {"subject_name": state["subject_name"]} if "subject_name" in state else {}
    return {**who, **named, **{name: state.get(name, np.nan) for name in CARRIED}}


def _axis(data: IndexInputs, axis: Axis, params: Params) -> IndexResult:
    if axis.id in data.indices:
        return index_values(data, data.indices[axis.id], params)
    value = measure(axis.id, data.state)
    known = ~np.isnan(value)
    exact = Spread(np.nan_to_num(value), np.zeros(len(value)), np.zeros((2, len(value))))
    return IndexResult(value, known.astype("float64"), known.astype("float64"), np.zeros(len(value), dtype=bool), exact)


def _codes(x: Floats, y: Floats, cuts: tuple[float, float], raised: Bools) -> Ints:
    return (x >= cuts[0]).astype(np.int64) + 2 * ((y >= cuts[1]) | raised)


def _chances(x: Chance, y: Chance, cuts: tuple[float, float], shown: Bools, raised: Bools) -> dict[str, Floats]:
    """Probability of each place for the subjects shown: the axes are independent, so it is the product of the tails."""
    right, upper = x.at_least(cuts[0], shown), np.where(raised, 1.0, y.at_least(cuts[1], shown & ~raised))
    sides = {"ll": (1 - right, 1 - upper), "hl": (right, 1 - upper), "lh": (1 - right, upper), "hh": (right, upper)}
    return {place: np.where(shown, a * b, np.nan) for place, (a, b) in sides.items()}

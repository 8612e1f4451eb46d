"""
Two indices (or measures) with cuts, four named quadrants and a playbook: declared as data, one function for all.

The quadrant is the cut rule at ``as_of`` and nothing else; at or above the cut is high. Its probability says how sure that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kam_core.errors import UnknownName
from kam_core.index.chance import Spread
from kam_core.index.declared import INDICES, index_of
from kam_core.index.engine import IndexInputs, IndexResult, index_values, inputs
from kam_core.index.measured import measure
from kam_core.index.shapes import Floats, Index, SubjectType
from kam_core.index.subjects import CARRIED, subjects_of
from kam_core.params import Params, validate
from kam_core.playbook import PLAYBOOK, Play
from kam_core.text import N_

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

CUT = 60.0
"""Cut of both axes unless a declaration says otherwise (proposed definition; a user can move it)."""

Place = Literal["hh", "lh", "hl", "ll"]
"""Where a quadrant lies: x first, then y; h = at or above the cut."""

PLACES: tuple[Place, ...] = ("ll", "hl", "lh", "hh")
"""In the order of the code 1 * (x high) + 2 * (y high)."""


@dataclass(frozen=True)
class Quadrant:
    """One of the four fields of a matrix."""

    id: str
    title: str
    place: Place


@dataclass(frozen=True)
class Axis:
    """An index, or a column of the account state, with the cut between low and high."""

    id: str
    cut: float = CUT
    title: str = ""
    """Only for a measure; an index brings its own."""

    @property
    def label(self) -> str:
        """The title to draw (message id)."""
        return self.title or index_of(self.id).title


@dataclass(frozen=True)
class Matrix:
    """Two axes, four quadrants; the advice for a quadrant is in the playbook."""

    id: str
    title: str
    x: Axis
    y: Axis
    quadrants: tuple[Quadrant, Quadrant, Quadrant, Quadrant]
    subject_type: SubjectType = "account"
    short: str = ""
    """A shorter title for narrow places; empty = the title is short."""

    def quadrant(self, name: str) -> Quadrant:
        """The quadrant of that id; an unknown one raises with the closest ones."""
        for quadrant in self.quadrants:
            if quadrant.id == name:
                return quadrant
        raise UnknownName.of("quadrant", name, [q.id for q in self.quadrants])

    def play(self, name: str) -> Play:
        """Strategy and actions for a quadrant."""
        return PLAYBOOK[self.id][self.quadrant(name).id]

    def cuts(self, params: Params) -> tuple[float, float]:
        """The cuts of x and y, moved by the user or as declared."""
        return params.cut(f"{self.id}.x", self.x.cut), params.cut(f"{self.id}.y", self.y.cut)


MATRICES: Mapping[str, Matrix] = {
    matrix.id: matrix
    for matrix in (
        Matrix(
            "loyalty", N_("Loyalty matrix"), Axis("patronage"), Axis("attitude"),
            (
                Quadrant("true", N_("True loyalty"), "hh"),
                Quadrant("latent", N_("Latent loyalty"), "lh"),
                Quadrant("spurious", N_("Spurious loyalty"), "hl"),
                Quadrant("none", N_("No loyalty"), "ll"),
            ),
            short=N_("Loyalty"),
        ),
        Matrix(
            "relationship", N_("Relationship matrix"), Axis("trust"), Axis("importance"),
            (
                Quadrant("core_partner", N_("Core partners"), "hh"),
                Quadrant("priority", N_("Priority development"), "lh"),
                Quadrant("maintain", N_("Maintain & leverage"), "hl"),
                Quadrant("low_touch", N_("Low-touch watch"), "ll"),
            ),
            short=N_("Relationship"),
        ),
    )
}  # fmt: skip


def matrix_of(name: str) -> Matrix:
    """The declaration of a matrix; an unknown name raises with the closest ones."""
    try:
        return MATRICES[name]
    except KeyError:
        raise UnknownName.of("matrix", name, list(MATRICES)) from None


def checked_params(params: Params | None, matrices: Mapping[str, Matrix] = MATRICES, indices: Mapping[str, Index] = INDICES) -> Params:
    """Assumptions within their bounds, every cut and weight of something that is declared; a slip of the pen raises."""
    params = validate(params or Params())
    cuts = [f"{matrix.id}.{axis}" for matrix in matrices.values() for axis in "xy"]
    items = [item.id for index in indices.values() for item in index.items]
    for pairs, known in ((params.cuts, cuts), (params.weights, items)):
        for key, _ in pairs:
            if key not in known:
                raise UnknownName.of("parameter", key, known)
    return params


def matrix(
    wb: Workbook,
    id: str | Matrix,
    as_of: date | str | None = None,
    window: str | None = None,
    params: Params | None = None,
    indices: Mapping[str, Index] = INDICES,
) -> pd.DataFrame:
    """
    Place every subject of a matrix on a date.

    Columns: ``subject_type``, ``subject_id``, ``account_id``, ``account_name``, ``x``, ``y`` (0-100 or missing), ``quadrant``
    (``None`` when an axis is missing or its coverage too thin), ``probability`` of that quadrant, ``coverage`` (the smaller of
    ``x_coverage`` and ``y_coverage``), ``evidence`` (likewise), ``x_sd``, ``y_sd`` (points), ``p_hh``, ``p_lh``, ``p_hl``,
    ``p_ll`` (x first), ``profit``, ``revenue``, ``renews_in_days``. ``id`` may be a declaration of one's own, over ``indices`` of
    one's own.
    """
    from kam_core.accounts import account_state, as_of_or_last
    from kam_core.assumptions import saved

    params = saved(wb) if params is None else params
    declared = id if isinstance(id, Matrix) else matrix_of(id)
    known = {**MATRICES, declared.id: declared}
    params, day = checked_params(params, known, {**INDICES, **indices}), as_of_or_last(wb, as_of)
    subjects = subjects_of(wb, declared.subject_type, account_state(wb, day, window, params))
    return placed(inputs(wb, subjects, day, params, declared.subject_type, indices), declared, params)


def placed(data: IndexInputs, declared: Matrix, params: Params) -> pd.DataFrame:
    """The table of ``matrix`` from inputs gathered before; writes nothing, reads nothing."""
    x, y = (_axis(data, axis, params) for axis in (declared.x, declared.y))
    enough = params.evidence.placed_from
    shown = (x.coverage >= enough) & (y.coverage >= enough) & ~np.isnan(x.value) & ~np.isnan(y.value)
    code = np.where(shown, _codes(x.value, y.value, declared.cuts(params)), len(PLACES))
    names = np.array([next(q.id for q in declared.quadrants if q.place == place) for place in PLACES] + [None], dtype=object)
    chances = _chances(x.spread, y.spread, declared.cuts(params), shown)
    likely = np.vstack([*chances.values(), np.full(len(code), np.nan)])[code, np.arange(len(code))]
    columns = {
        "x": x.value, "y": y.value,
        "quadrant": pd.Series(names[code], dtype=object, index=data.state.index),
        "probability": likely,
        "coverage": np.minimum(x.coverage, y.coverage), "x_coverage": x.coverage, "y_coverage": y.coverage,
        "evidence": np.minimum(x.evidence, y.evidence), "x_sd": x.spread.sd, "y_sd": y.spread.sd,
        **{f"p_{place}": chances[place] for place in reversed(PLACES)},
    }  # fmt: skip
    return pd.DataFrame(_who(data) | columns, index=data.state.index)


def _who(data: IndexInputs) -> dict[str, object]:
    state = data.state
    ids = state["subject_id"] if "subject_id" in state else state["account_id"]
    who = {"subject_type": data.subject_type, "subject_id": ids, "account_id": state["account_id"], "account_name": state["account_name"]}
    return {**who, **{name: state.get(name, np.nan) for name in CARRIED}}


def _axis(data: IndexInputs, axis: Axis, params: Params) -> IndexResult:
    if axis.id in data.indices:
        return index_values(data, data.indices[axis.id], params)
    value = measure(axis.id, data.state)
    known = ~np.isnan(value)
    exact = Spread(np.nan_to_num(value), np.zeros(len(value)), np.zeros((2, len(value))))
    return IndexResult(value, known.astype("float64"), known.astype("float64"), np.zeros(len(value), dtype=bool), exact)


def _codes(x: Floats, y: Floats, cuts: tuple[float, float]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return (x >= cuts[0]).astype(np.int64) + 2 * (y >= cuts[1])


def _chances(x: Spread, y: Spread, cuts: tuple[float, float], shown: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> dict[str, Floats]:
    """Probability of each place for the subjects shown: the axes are independent, so it is the product of the tails."""
    right, upper = x.at_least(cuts[0]), y.at_least(cuts[1])
    sides = {"ll": (1 - right, 1 - upper), "hl": (right, 1 - upper), "lh": (1 - right, upper), "hh": (right, upper)}
    return {place: np.where(shown, a * b, np.nan) for place, (a, b) in sides.items()}


def cut_at(values: Floats, rule: Literal["median", "top_third"]) -> float:
    """
    A cut taken from the values themselves: half, or a third, of the subjects lie at or above it (ties aside).

    Quadrants then flip when accounts are added: say so where it is offered. Without values it is the declared 60.

    >>> cut_at(np.array([10.0, 20.0, 30.0, 90.0]), "median")
    25.0
    """
    known = values[~np.isnan(values)]
    return float(np.quantile(known, {"median": 1 / 2, "top_third": 2 / 3}[rule])) if len(known) else CUT


def priority_score(importance: Floats, trust: Floats, feasibility: Floats) -> Floats:
    """(importance / 100) (1 - trust / 100) (feasibility 1-5) / 5: whom to develop first, 0-1 (methods 9)."""
    return importance / 100 * (1 - trust / 100) * feasibility / 5

"""
Two indices (or measures) with cuts, four named quadrants and a playbook: declared as data; ``placing`` puts everybody on them.

The quadrant is the cut rule at ``as_of`` and nothing else; at or above the cut is high. Its probability says how sure that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kam_core.errors import UnknownName
from kam_core.index.declared import INDICES, index_of
from kam_core.index.shapes import Floats, Index, SubjectType
from kam_core.params import Params, validate
from kam_core.playbook import PLAYBOOK, Play
from kam_core.text import N_

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


MEASURED: Mapping[str, Matrix] = {
    matrix.id: matrix
    for matrix in (
        Matrix(
            "profit_by_cost", N_("Profit by cost to serve"),
            Axis("serving_share", title=N_("Cost to serve and credit, % of revenue")),
            Axis("net_margin", title=N_("Gross profit, % of revenue")),
            (
                Quadrant("passive", N_("Passive"), "lh"),
                Quadrant("carriage_trade", N_("Carriage trade"), "hh"),
                Quadrant("bargain_basement", N_("Bargain basement"), "ll"),
                Quadrant("aggressive", N_("Aggressive"), "hl"),
            ),
        ),
    )
}  # fmt: skip
"""Matrices of two measures in per cent of the revenue: nobody is rated, and where nobody moved a cut it is the portfolio's own."""


def matrix_of(name: str) -> Matrix:
    """The declaration of a matrix; an unknown name raises with the closest ones."""
    known = {**MATRICES, **MEASURED}
    try:
        return known[name]
    except KeyError:
        raise UnknownName.of("matrix", name, list(known)) from None


def checked_params(params: Params | None, matrices: Mapping[str, Matrix] = MATRICES, indices: Mapping[str, Index] = INDICES) -> Params:
    """Assumptions within their bounds, every cut and weight of something that is declared; a slip of the pen raises."""
    params = validate(params or Params())
    cuts = [f"{matrix.id}.{axis}" for matrix in (*matrices.values(), *MEASURED.values()) for axis in "xy"]
    items = [item.id for index in indices.values() for item in index.items]
    for pairs, known in ((params.cuts, cuts), (params.weights, items)):
        for key, _ in pairs:
            if key not in known:
                raise UnknownName.of("parameter", key, known)
    return params


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

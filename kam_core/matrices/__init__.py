"""
Two indices (or measures) with cuts, four named quadrants and a playbook: declared as data; ``placing`` puts everybody on them.

The quadrant is the cut rule at ``as_of`` and nothing else; at or above the cut is high. Its probability says how sure that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from kam_core.errors import OutOfBounds, UnknownName
from kam_core.index.declared import INDICES
from kam_core.index.shapes import Floats, Index
from kam_core.matrices.declared import MATRICES, MEASURED
from kam_core.matrices.shapes import CUT, PLACES, Axis, Matrix, Place, Quadrant
from kam_core.params import Params, validate

__all__ = [
    "CUT", "HEADLINE", "MATRICES", "MEASURED", "PLACES", "Axis", "Matrix", "Place", "Quadrant", "checked_params", "cut_at", "matrix_of",
    "priority_score",
]  # fmt: skip

HEADLINE = ("loyalty", "relationship", "follow_up", "selection")
"""The matrices on which the account room and the overview tell of an account (methods 21)."""


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
    axes = {f"{one.id}.{axis}": getattr(one, axis) for one in (*matrices.values(), *MEASURED.values()) for axis in "xy"}
    items = [item.id for index in indices.values() for item in index.items]
    for pairs, known in ((params.cuts, list(axes)), (params.weights, items)):
        for key, _ in pairs:
            if key not in known:
                raise UnknownName.of("parameter", key, known)
    for key, cut in params.cuts:
        if axes[key].id in indices and not 0 <= cut <= 100:
            raise OutOfBounds(name=key, low=0, high=100, value=cut)
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

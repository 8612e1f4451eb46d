"""ABC classes (methods 1): the few accounts that bring most of it, those that bring the rest, and the others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

A_UNTIL, B_UNTIL = 0.80, 0.95
"""Class A while the share of the larger accounts is below the first, B while it is below the second."""

FEWEST = 10
"""With fewer accounts classes say nothing; ranks do."""


def abc(amounts: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """
    The class of each amount (profit, or revenue while no cost is known): 'A', 'B', 'C', or ``None`` where it is missing.

    Shares are of what is positive; an account that brings nothing or loses money is C. Fewer than ``FEWEST`` amounts have no class.

    >>> abc([50, 30, 10, 5, 2, 1, 1, 1, 0, -20]).tolist()
    ['A', 'A', 'B', 'B', 'C', 'C', 'C', 'C', 'C', 'C']
    """
    values = np.asarray(amounts, dtype="float64")
    known = ~np.isnan(values)
    classes: npt.NDArray[np.object_] = np.full(len(values), None, dtype=object)
    if known.sum() < FEWEST:
        return classes
    gained = np.where(known, np.maximum(values, 0), 0)
    order = np.argsort(-gained, kind="stable")
    ranked = gained[order]
    larger = (np.cumsum(ranked) - ranked) / (ranked.sum() or 1.0)
    rounding = 1e-12
    found = np.where(larger < A_UNTIL - rounding, "A", np.where(larger < B_UNTIL - rounding, "B", "C"))
    classes[order] = np.where(ranked > 0, found, "C")
    classes[~known] = None
    return classes

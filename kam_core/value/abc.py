"""
ABC classes (methods 1): the few accounts that bring most of it, those that bring the rest, and the others; by one amount, or by
revenue and profit together (double ABC).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.text import N_

A_UNTIL, B_UNTIL = 0.80, 0.95
"""Class A while the share of the larger accounts is below the first, B while it is below the second."""

FEWEST = 10
"""With fewer accounts classes say nothing; ranks do."""

CLASSES = ("A", "B", "C")

GIANT = "AC"
"""The cell of double ABC to look at first: much revenue, hardly any profit or a loss."""

CELLS: Mapping[str, tuple[str, str]] = {
    "AA": (N_("Core"), N_("Protect: a named key account manager and a plan for the year.")),
    "AB": (N_("Large, thin margin"), N_("Raise what is left: price, mix, terms; keep the volume.")),
    "AC": (N_("Expensive giant"), N_("Find what eats the profit before anybody asks for more volume.")),
    "BA": (N_("Room to grow"), N_("Widen: more categories, more sites, at the same terms.")),
    "BB": (N_("Middle"), N_("Standard service; test once a year whether it can grow.")),
    "BC": (N_("Volume, no profit"), N_("Minimum orders, service by menu, or a new price.")),
    "CA": (N_("Small gem"), N_("Find out why it pays so well, and look for others like it.")),
    "CB": (N_("Small and sound"), N_("Keep it simple: digital service, standard terms.")),
    "CC": (N_("Tail"), N_("Digital service and standard terms; no special effort.")),
}
"""Each cell, the class by revenue first: its name and what to do (message ids). Names but the giant's are a proposed definition."""


def abc(amounts: npt.ArrayLike, a_until: float = A_UNTIL, b_until: float = B_UNTIL) -> npt.NDArray[np.object_]:
    """
    The class of each amount (profit, or revenue while no cost is known): 'A', 'B', 'C', or ``None`` where it is missing.

    Shares are of what is positive, and larger means strictly larger: equal amounts have one class, whatever their order. An account
    that brings nothing or loses money is C. Fewer than ``FEWEST`` amounts have no class.

    >>> abc([50, 30, 10, 5, 2, 1, 1, 1, 0, -20]).tolist()
    ['A', 'A', 'B', 'B', 'C', 'C', 'C', 'C', 'C', 'C']
    """
    values = np.asarray(amounts, dtype="float64")
    known = ~np.isnan(values)
    classes: npt.NDArray[np.object_] = np.full(len(values), None, dtype=object)
    if known.sum() < FEWEST:
        return classes
    gained = np.where(known, np.maximum(values, 0), 0)
    ranked = np.sort(gained)[::-1]
    before = np.concatenate([[0.0], np.cumsum(ranked)]) / (ranked.sum() or 1.0)
    larger = before[np.searchsorted(-ranked, -gained)]
    rounding = 1e-12
    found = np.where(larger < a_until - rounding, "A", np.where(larger < b_until - rounding, "B", "C"))
    classes[:] = np.where(gained > 0, found, "C")
    classes[~known] = None
    return classes


def double_abc(revenue: npt.ArrayLike, profit: npt.ArrayLike, a_until: float = A_UNTIL, b_until: float = B_UNTIL) -> pd.DataFrame:
    """
    Both classes of each account and its cell: by_revenue, by_profit and cell (a key of ``CELLS``).

    Missing where one of the two amounts is missing or where too few accounts have both; only those with both are compared.
    """
    sold, earned = np.asarray(revenue, dtype="float64"), np.asarray(profit, dtype="float64")
    both = ~np.isnan(sold) & ~np.isnan(earned)
    one, two = (abc(np.where(both, values, np.nan), a_until, b_until) for values in (sold, earned))
    cell = [None if a is None else f"{a}{b}" for a, b in zip(one, two, strict=True)]
    return pd.DataFrame({"by_revenue": one, "by_profit": two, "cell": cell}, dtype=object)

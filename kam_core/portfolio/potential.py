"""
High value, potential and low value (source 003, methods 18): what an account earns today against what it could become.

Proposed definition: high value is class A by profit (by revenue while no cost is known); of the others those with enough potential
are potential, those with less low value, and those of whom nobody knows the potential say so. Potential is that part of the
importance index: addressable spend, its growth, achievable margin and strategic fit; today's sales do not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.index import index_of, index_values, inputs
from kam_core.index.shapes import Index
from kam_core.params import Params
from kam_core.policies import Usual
from kam_core.text import N_
from kam_core.value.abc import abc

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

ITEMS = ("importance.spend", "importance.growth", "importance.margin", "importance.fit")
"""The part of the importance that is potential; the rest is influence."""

HIGH, POTENTIAL, LOW, UNKNOWN = "high_value", "potential_value", "low_value", "potential_unknown"


@dataclass(frozen=True)
class ValueClass:
    """A class of value: its rule and what it means for service (message ids); its title is that of the choice in the schema."""

    rule: str
    strategy: str


CLASSES: Mapping[str, ValueClass] = {
    HIGH: ValueClass(N_("Class A by profit, whatever its potential."), N_("Protect: what they are promised comes first.")),
    POTENTIAL: ValueClass(N_("Not class A, and its potential is high."), N_("Invest: test what makes them buy more, within a limit.")),
    LOW: ValueClass(N_("Not class A, and its potential is known and low."), N_("Serve simply: standard terms, digital channels.")),
    UNKNOWN: ValueClass(N_("Not class A, and nobody has judged its potential."),
                        N_("Judge the potential of the largest first; until then keep the present service.")),
}  # fmt: skip
"""Proposed definition, in the order of service."""

LEVEL = "value_class"
"""What a service policy for a class applies to."""

USUAL = (
    Usual(LEVEL, HIGH, N_("Key account manager"), 30, N_("Named key account manager, tailored products, priority support")),
    Usual(LEVEL, POTENTIAL, N_("Development"), 60, N_("Named contact, growth plan, pilot projects")),
    Usual(LEVEL, LOW, N_("Digital service"), 180, N_("Self-service, standard terms")),
)
"""A service policy to start from, one a class."""


def potential(book: Workbook, scores: pd.DataFrame, as_of: date, params: Params) -> pd.DataFrame:
    """
    The potential of each account of ``scores`` (all accounts: a scale compares them), 0-100, and its coverage.

    Missing where nothing is known or less than the workbook asks of a point on a matrix (``placed_from``).
    """
    found = index_values(inputs(book, scores, as_of, params), _index(), params)
    placed = found.coverage >= max(params.evidence.placed_from, np.finfo(float).tiny)
    return pd.DataFrame({"potential": np.where(placed, found.value, np.nan), "potential_coverage": found.coverage}, index=scores.index)


def classes(worth: pd.Series, potentials: pd.Series, params: Params) -> pd.Series:
    """
    The class of each account (a key of ``CLASSES``) from its profit and its potential; ``worth`` as ``worth_of`` gives it.

    With fewer than ten known profits nobody is class A by rule, so nobody has a class: read the ranks. An account without profit yet
    (a prospect) is judged by its potential alone.
    """
    by_profit = pd.Series(abc(worth, params.portfolio.abc_a, params.portfolio.abc_b), index=worth.index, dtype=object)
    if by_profit.isna().all():
        return by_profit
    known, high = potentials.notna(), potentials >= params.portfolio.potential_from
    other = np.where(known, np.where(high, POTENTIAL, LOW), UNKNOWN)
    return pd.Series(np.where(by_profit == "A", HIGH, other), index=worth.index, dtype=object)


def worth_of(scores: pd.DataFrame, span: str = "") -> tuple[pd.Series, bool]:
    """What accounts are ranked by, and whether that is profit: revenue stands in while no cost is known at all."""
    by_profit = bool(scores[f"profit{span}"].notna().any())
    return scores[f"{'profit' if by_profit else 'revenue'}{span}"], by_profit


def value_classes(book: Workbook, scores: pd.DataFrame, as_of: date, params: Params) -> pd.Series:
    """The class of every account of ``scores`` on a date, by what it earned in twelve months: the one its service follows."""
    return classes(worth_of(scores, "_12m")[0], potential(book, scores, as_of, params)["potential"], params)


def _index() -> Index:
    """The potential as an index of its own; its id is not one that somebody can answer as a whole."""
    whole = index_of("importance")
    return replace(whole, id="importance_potential", items=tuple(item for item in whole.items if item.id in ITEMS), bands=())

"""From the answers of every subject to one index: arrays in, arrays out; nothing here knows workbooks or declarations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kam_core.index.chance import Bools, Chance, Ints, Spread, group_weight
from kam_core.index.drawn import Drawn, Factor, Part, Recall
from kam_core.index.grouped import Either
from kam_core.index.shapes import DIGITS, Floats

UNKNOWN_MEAN, UNKNOWN_SD = 50.0, 100.0 / 12**0.5
"""A missing answer is uniform over its range."""


@dataclass(frozen=True)
class Weighed:
    """One item of an index for every subject."""

    share: float
    """Of the whole weight, 0-1."""
    value: Floats
    """0-100; NaN = unanswered."""
    sd: Floats
    evidence: Floats
    factors: tuple[Factor, ...] = ()
    """The answers whose product the value is; none = it is one answer."""


@dataclass(frozen=True)
class IndexResult:
    """One index for every subject."""

    value: Floats
    """sum w·item / sum w over the answered items (with a peak: so much of the largest in it), 0-100; NaN = nothing is known."""
    coverage: Floats
    """Answered weight / total weight, 0-1."""
    evidence: Floats
    """Freshness of the answers, 0-1."""
    given: Bools
    """The value is a direct answer for the whole index (no item is answered)."""
    spread: Chance
    """Mean, sd and chance to lie above a cut, missing answers included; feeds the quadrant probability."""


def weighed(items: Sequence[Weighed], n: int, peak: float = 0.0, recall: Recall | None = None) -> IndexResult:
    """
    The mean of the answered items by their weights (sum w·item / sum w), and of the largest of them the share ``peak``.

    ``items`` hold only what weighs something, the heaviest first; none at all = nothing is known.
    """
    if not items:
        return nothing(n)
    total, answered, fresh, largest = np.zeros(n), np.zeros(n), np.zeros(n), np.full(n, -np.inf)
    for item in items:
        missing = np.isnan(item.value)
        known = item.share * ~missing
        total += known * np.where(missing, 0.0, item.value)
        answered += known
        fresh += known * item.evidence
        if peak:
            np.maximum(largest, item.value, out=largest, where=~missing)
    some = np.where(answered > 0, answered, np.nan)
    mean = total / some
    value = peak * np.where(np.isinf(largest), np.nan, largest) + (1.0 - peak) * mean if peak else mean
    bent = peak > 0 or any(item.factors for item in items)
    spread: Chance = _drawn(items, peak, recall) if bent else _spread(items, total, answered)
    return IndexResult(np.round(value, DIGITS), np.round(answered, DIGITS), np.nan_to_num(fresh / some), np.zeros(n, dtype=bool), spread)


def _spread(items: Sequence[Weighed], total: Floats, answered: Floats) -> Spread:
    squares, widths = np.zeros(len(total)), np.zeros((2, len(total)))
    for item in items:
        missing = np.isnan(item.value)
        squares += (item.share * np.where(missing, UNKNOWN_SD, item.sd)) ** 2
        first = missing & (widths[0] == 0)
        widths[1, missing & ~first & (widths[1] == 0)] = 100.0 * item.share
        widths[0, first] = 100.0 * item.share
    mean = total + (1.0 - answered) * UNKNOWN_MEAN
    return Spread(np.round(mean, DIGITS), np.sqrt(squares), widths)


def _drawn(items: Sequence[Weighed], peak: float, recall: Recall | None) -> Drawn:
    return Drawn(tuple(Part(item.share, item.factors or (Factor(item.value, item.sd, 0.0, 100.0),)) for item in items), peak, recall)


def nothing(n: int) -> IndexResult:
    """An index of which nothing is known: missing, and uniform over its range."""
    unknown = Spread(np.full(n, UNKNOWN_MEAN), np.full(n, UNKNOWN_SD), np.vstack([np.full(n, 100.0), np.zeros(n)]))
    return IndexResult(np.full(n, np.nan), np.zeros(n), np.zeros(n), np.zeros(n, dtype=bool), unknown)


def with_given(result: IndexResult, value: Floats, sd: Floats, evidence: Floats) -> IndexResult:
    """A direct answer for the whole index stands in where no item is answered."""
    given = (result.coverage == 0) & ~np.isnan(value)
    if not given.any():
        return result
    exact = Spread(np.nan_to_num(value), np.nan_to_num(sd), np.zeros((2, len(value))))
    return IndexResult(
        np.where(given, np.round(value, DIGITS), result.value),
        np.where(given, 1.0, result.coverage),
        np.where(given, evidence, result.evidence),
        given,
        Either(given, exact, result.spread),
    )


def by_influence(result: IndexResult, influence: Floats, account: Ints, accounts: int) -> IndexResult:
    """
    An index of contacts for their accounts: sum influence·value / sum influence over the contacts that have one.

    Coverage and evidence are weighted alike; ``account`` is the place of the account of each contact.
    """
    weight = np.where(np.isnan(result.value), 0.0, influence)
    whole = group_weight(weight, account, accounts)

    def mean(values: Floats) -> Floats:
        return np.asarray(np.bincount(account, weight * np.nan_to_num(values), accounts) / whole, dtype=np.float64)

    return IndexResult(
        np.round(mean(result.value), DIGITS),
        np.round(np.nan_to_num(mean(result.coverage)), DIGITS).astype(np.float64),
        np.nan_to_num(mean(result.evidence)),
        np.zeros(accounts, dtype=bool),
        result.spread.grouped(weight, account, accounts),
    )

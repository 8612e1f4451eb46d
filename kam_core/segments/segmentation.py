"""A segmentation from the figures of a day: prepared, chosen, fitted, assigned and tried for stability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from kam_core.segments import choice as choosing
from kam_core.segments.assigning import assigned
from kam_core.segments.choice import Choice, Progress
from kam_core.segments.features import FEATURES
from kam_core.segments.fitting import alone, model
from kam_core.segments.model import Model
from kam_core.segments.scaling import MOST_MISSING, Prepared, prepared
from kam_core.segments.stability import Stability, stability

USUAL = ("profit", "spend", "growth", "categories", "silence", "order_size", "repeat")
"""What accounts are compared by until somebody chooses: value, potential, needs, rhythm."""

MOST_FEATURES = 12
"""More would not fit the cell a model is kept in, and nobody could say what a segment is."""


@dataclass(frozen=True)
class Segmentation:
    """What was found; ``model`` is ``None`` where there is nothing to part."""

    raw: pd.DataFrame
    data: Prepared
    choice: Choice
    model: Model | None
    members: pd.DataFrame
    """As ``assigning.assigned`` gives it; empty without a model."""
    stability: Stability | None

    @property
    def number(self) -> int:
        """How many segments there are."""
        return len(self.model.centres) if self.model else 0


def usual(raw: pd.DataFrame) -> list[str]:
    """
    The features to begin with: those of ``USUAL`` that enough accounts have; revenue while no profit is known.

    Where none tells accounts apart, those that are known: what is wrong with each is then said.
    """
    placed = raw[raw.notna().any(axis=1)]
    missing = placed.isna().mean()
    enough = [name for name in FEATURES if name in placed and missing[name] <= MOST_MISSING and placed[name].min() < placed[name].max()]
    value = "profit" if "profit" in enough else "revenue"
    return [name for name in (value, *USUAL[1:]) if name in enough] or [name for name in USUAL if name in placed]


def found(
    raw: pd.DataFrame, names: Sequence[str], method: str, as_of: date, k: int | None = None, progress: Progress | None = None
) -> Segmentation:
    """
    Segments of the accounts of ``raw`` (as ``features.features`` gives it) by some of its features.

    ``k`` overrides the number the data propose; without it, data without groups have no segments. ``progress`` is told each step.
    """
    told: Progress = progress or (lambda _step, _done: None)
    data, choice = tried(raw, names, method, lambda step, done: told(step, 0.6 * done))
    return divided(raw, data, choice, as_of, k, lambda step, done: told(step, 0.6 + 0.4 * done))


def tried(raw: pd.DataFrame, names: Sequence[str], method: str, progress: Progress | None = None) -> tuple[Prepared, Choice]:
    """The accounts prepared, and every number of segments tried on them: the longer half of the work."""
    data = prepared(raw, list(names)[:MOST_FEATURES])
    with alone():
        return data, choosing.choose(data, method, progress)


def divided(
    raw: pd.DataFrame, data: Prepared, choice: Choice, as_of: date, k: int | None = None, progress: Progress | None = None
) -> Segmentation:
    """The same once the numbers have been tried: another ``k`` costs one fit and its stability."""
    told: Progress = progress or (lambda _step, _done: None)
    number = k or (choice.best if choice.verdict in ("clear", "weak") else None)
    if not number or number not in choosing.numbers_for(data):
        return Segmentation(raw, data, choice, None, pd.DataFrame(), None)
    told("fit", 0.0)
    with alone():
        made = model(data, choice.method, number, as_of.isoformat())
        steady = stability(data, made, lambda done: told("stability", 0.1 + 0.9 * done))
    return Segmentation(raw, data, choice, made, assigned(made, raw), steady)

"""What other assumptions would change: profit, lifetime value and beyond, accounts at a loss, places on every matrix. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import as_of_or_last
from kam_core.matrices import MATRICES
from kam_core.params import Params
from kam_core.placing import matrix
from kam_core.score import score
from kam_core.value.soft import soft_rows

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


@dataclass(frozen=True)
class Effect:
    """What a portfolio looks like under a set of assumptions."""

    profit: float
    """Total, in the money of the workbook; NaN = unknown."""
    clv: float
    losing: float
    """Accounts with a profit below zero; NaN = no profit is known."""
    places: Mapping[str, pd.Series]
    """By matrix: the quadrant of each subject (``None`` = not placed), indexed by its id."""
    soft: float = np.nan
    """Value beyond purchases; NaN = no line of evidence counts."""

    def count(self, name: str, quadrant: str | None) -> int:
        """How many subjects stand in a quadrant of a matrix; ``None`` = not placed."""
        places = self.places[name]
        return int(places.isna().sum() if quadrant is None else (places == quadrant).sum())


def effect(
    wb: Workbook, params: Params, as_of: date | str | None = None, window: str | None = None, accounts: Collection[str] | None = None
) -> Effect:
    """The portfolio (or some of its accounts) on a day under these assumptions: the figures ``kam.score`` and ``kam.matrix`` give."""
    every = score(wb, as_of, window, params)
    scores, beyond = _of(every, accounts), _of(soft_rows(wb, every, as_of_or_last(wb, as_of), params), accounts)
    placed = {name: _of(matrix(wb, name, as_of, window, params), accounts) for name in MATRICES}
    return Effect(
        float(scores["profit"].sum(min_count=1)),
        float(scores["clv"].sum(min_count=1)),
        float((scores["profit"] < 0).sum()) if scores["profit"].notna().any() else np.nan,
        {name: frame.set_index("subject_id")["quadrant"] for name, frame in placed.items()},
        float(beyond.loc[beyond["why"] == "", "value"].sum(min_count=1)),
    )


def movers(before: Effect, after: Effect) -> dict[str, int]:
    """How many subjects of each matrix stand elsewhere, among them those placed in only one of the two."""
    return {name: int((_named(before, name) != _named(after, name)).sum()) for name in before.places}


def _named(told: Effect, name: str) -> pd.Series:
    return told.places[name].fillna("").sort_index()


def _of(frame: pd.DataFrame, accounts: Collection[str] | None) -> pd.DataFrame:
    return frame if accounts is None else frame[frame["account_id"].isin(list(accounts))]

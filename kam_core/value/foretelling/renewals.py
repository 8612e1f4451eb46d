"""Renewals of contracts, as the shifted beta-geometric model takes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.engine import WorkbookEngine
from kam_core.schema import NO_ACCOUNT
from kam_core.value.foretelling.advice import ENOUGH_RENEWALS
from kam_core.value.shifted_beta_geo import ShiftedBetaGeoModel

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


def renewals(wb: Workbook, as_of: date) -> pd.DataFrame:
    """Renewals made (``recency``) and due (``T``) by account up to a date; who lets a contract end without another has left."""
    found: pd.DataFrame = WorkbookEngine(wb).run("renewals", as_of=str(as_of), no_account=NO_ACCOUNT).to_pandas()
    return found.set_index("account_id").astype("float64")


@dataclass(frozen=True)
class NextRenewal:
    """What the contracts say of the renewals to come."""

    due: int
    """Renewals that were due so far."""
    running: int
    """Accounts that made every renewal that was due."""
    chance: float | None
    """Mean chance that they make the next one; ``None`` when too few were due to fit a model."""
    problems: tuple[str, ...] = ()
    """Ids of ``likelihood.PROBLEMS``."""


def next_renewal(table: pd.DataFrame) -> NextRenewal:
    """The shifted beta-geometric model of a table as ``renewals`` gives it, asked for the next renewal."""
    due, alive = int(table["T"].sum()), table[table["recency"] == table["T"]]
    if due < ENOUGH_RENEWALS or alive.empty:
        return NextRenewal(due, len(alive), None)
    model = ShiftedBetaGeoModel().fit(table)
    chance = float(model.expected_renewals(alive, 1).mean())
    return NextRenewal(due, len(alive), chance, model.report.problems if model.report else ())

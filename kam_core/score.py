"""One row per account: profit, lifetime value and the indices, as of a date, under parameters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.accounts import account_state, as_of_or_last
from kam_core.assumptions import saved
from kam_core.index import index_table
from kam_core.index.declared import SCORED
from kam_core.matrices import checked_params
from kam_core.params import Params
from kam_core.scenario.change import Scenario
from kam_core.scenario.outcome import valued

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


def score(
    wb: Workbook,
    as_of: date | str | None = None,
    window: str | None = None,
    params: Params | None = None,
    scenario: Scenario | None = None,
) -> pd.DataFrame:
    """
    Score every account on a date.

    ``as_of`` defaults to the last transaction date (without transactions the last ``valid_on``); money covers all facts up to it
    unless ``window`` says less (``"12m"``; ``"fy"``: since the start of the fiscal year); ``params`` to those the workbook keeps. A
    ``scenario`` changes the facts, never the workbook.

    Returns a new frame, sorted by ``account_id``: money in the workbook's currency, indices 0-100 and coverage 0-1, missing where
    nothing is known.
    """
    params = checked_params(saved(wb) if params is None else params)
    state = account_state(wb, as_of, window, params)
    found = valued(state, params, scenario)
    indices = index_table(wb, found, as_of_or_last(wb, as_of), params)
    for name in SCORED:
        found[name] = indices[name].to_numpy()
        found[f"{name}_coverage"] = indices[f"{name}_coverage"].to_numpy()
    return found

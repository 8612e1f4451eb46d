"""
Whom to develop first 锚定优先发展对象 (methods 9): important accounts whose trust is still to be won, as far as we can.

Priority = (importance / 100) (1 - trust / 100) (feasibility 1-5) / 5, so 0 to 1.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.index.declared.selection import FEASIBILITY
from kam_core.index.engine import index_values, inputs
from kam_core.matrices import priority_score
from kam_core.params import Params

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

USUAL = 3.0
"""Feasibility 1-5 of an account nobody judged: the middle of the scale."""

NEEDED = ("importance", "trust")
"""Without one of them an account is not ranked."""

_TAKEN = ("account_id", "account_name", "owner", "status", "importance", "trust", "revenue_12m")


def priorities(wb: Workbook, scores: pd.DataFrame, as_of: date, params: Params) -> pd.DataFrame:
    """
    One row an account of ``scores`` (``kam.score``): those that can be ranked by their priority, then the others by revenue.

    Columns beside those of the score: ``feasibility`` (1-5; ``USUAL`` where nobody judged it, then ``assumed``), ``priority`` (0-1),
    ``rank`` (equal ones share it), ``missing`` (those of ``NEEDED`` that are unknown or answered too thinly to be placed, by |).
    """
    table = scores[list(_TAKEN)].reset_index(drop=True)
    given = inputs(wb, scores[["account_id"]].reset_index(drop=True), as_of, params, indices={FEASIBILITY.id: FEASIBILITY})
    judged = index_values(given, FEASIBILITY, params).value
    scale = FEASIBILITY.items[0]
    enough = params.evidence.placed_from
    known = {name: scores[name].notna().to_numpy() & (scores[f"{name}_coverage"].to_numpy("float64") >= enough) for name in NEEDED}
    whole = np.all(list(known.values()), axis=0)
    feasibility = np.where(np.isnan(judged), USUAL, scale.low + judged / 100 * (scale.high - scale.low))
    score = priority_score(table["importance"].to_numpy("float64"), table["trust"].to_numpy("float64"), feasibility)
    table = table.assign(
        feasibility=feasibility,
        assumed=np.isnan(judged),
        priority=np.where(whole, score, np.nan),
        missing=["|".join(name for name in NEEDED if not known[name][place]) for place in range(len(table))],
    )
    table["rank"] = table["priority"].round(12).rank(ascending=False, method="min")
    order = ["priority", "revenue_12m", "account_id"]
    return table.sort_values(order, ascending=[False, False, True], na_position="last", kind="stable").reset_index(drop=True)

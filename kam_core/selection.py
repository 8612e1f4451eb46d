"""
The selection matrix as a proposal to the register 关键客户选择 (methods 12, 23): who should become key, be reviewed or be released.

The rules are in ``kam_core.proposals``; here the register learns where each account stands, and what many decisions at once become.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kam_core.params import Params
from kam_core.proposals import SELECTION, proposals
from kam_core.register import decision, too_many
from kam_core.text import Translator
from kam_core.workbook.edits import Edit


def selected(table: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """
    The register with the place of each account on the selection matrix (``kam.matrix(wb, "selection")``).

    Adds ``attractiveness`` and ``strength`` (missing where the account is not placed), ``quadrant`` and ``sure`` (its probability).
    """
    known = placed[placed["quadrant"].notna()].set_index("account_id")[["y", "x", "quadrant", "probability"]]
    place = known.set_axis(["attractiveness", "strength", "quadrant", "sure"], axis=1).reindex(table["account_id"])
    return table.assign(**{name: place[name].to_numpy() for name in ("attractiveness", "strength", "quadrant", "sure")})


def proposed(table: pd.DataFrame, params: Params) -> pd.DataFrame:
    """What the selection matrix proposes for a register of ``selected``: as ``proposals``, those alone that one of its rules speaks for."""
    found = proposals(table, params)
    speaks = np.array([bool(set(rules.split("|")) & SELECTION) for rules in found["rules"]], dtype=bool)
    return found[speaks].reset_index(drop=True)


def becoming(rows: pd.DataFrame, outcomes: Mapping[str, str]) -> dict[str, str]:
    """The status each account of some proposals would get, by the outcome chosen for its suggestion."""
    return {account: outcomes[what] for account, what in zip(rows["account_id"], rows["suggestion"], strict=True)}


def limits(table: pd.DataFrame, status: Mapping[str, str], params: Params, t: Translator) -> list[str]:
    """Whether the register would hold too many key accounts, in all or with one owner, once these accounts have their new status."""
    now = [status.get(account, stands) for account, stands in zip(table["account_id"], table["status"], strict=True)]
    return too_many(table.assign(status=now), params, t)


def taken_over(
    rows: pd.DataFrame, status: Mapping[str, str], why: Mapping[str, str], review_on: date, *, author: str, day: date, params: Params
) -> list[Edit]:
    """The edits that write the decisions on several proposals down: one batch with ``Workbook.apply``."""
    edits: list[Edit] = []
    for row in rows.to_dict("records"):
        seen: dict[str, Any] = {str(name): value for name, value in row.items()}
        account = str(seen["account_id"])
        typed = {"status": status[account], "decided_why": why[account], "review_on": review_on}
        edits += decision(seen, typed, author=author, day=day, params=params)
    return edits

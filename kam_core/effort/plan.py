"""Effort against plan: what was spent on each account or by each owner, and what was planned, in like terms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.effort.people import accounts_of, owners_of, summed_by_owner
from kam_core.effort.spent import spent, within
from kam_core.effort.targets import attained, by_measure, ratio
from kam_core.engine import question
from kam_core.fiscal import months_before
from kam_core.params import Params
from kam_core.value.spans import Floats

if TYPE_CHECKING:
    from kam_core.index.shapes import SubjectType
    from kam_core.workbook import Workbook

MONTHS_A_YEAR = 12
COLUMNS = ["subject_id", "actual", "planned", "basis"]


def effort_pairs(book: Workbook, as_of: date, params: Params, subject_type: SubjectType = "account") -> pd.DataFrame:
    """
    A row a subject: subject_id, actual and planned effort (money), basis (``effort``, ``hours``, ``team``, ``accounts`` or missing).

    A target for effort is held against effort, one for hours (or the hours a year of the team) against hours, both at the rate of an
    hour. An owner without a target of the own has the sums of the accounts that have both. Nothing planned is missing.
    """
    accounts = accounts_of(book, as_of)
    since = months_before(as_of, params.effort.effort_months).date()
    told = by_measure(attained(book, as_of, params, since))
    own = _of_accounts(book, as_of, params, accounts, told)
    if subject_type == "account":
        return own
    owners = owners_of(accounts)
    both = own[["actual", "planned"]].to_numpy("float64")
    sums = summed_by_owner(np.where((both[:, 1:] > 0) & ~np.isnan(both[:, :1]), both, np.nan), accounts)
    found = pd.DataFrame({"subject_id": owners, "actual": sums[:, 0], "planned": sums[:, 1]})
    found["basis"] = np.where(found["planned"].notna(), "accounts", np.array(None, dtype=object))
    return _with_targets(found, told, len(accounts), params)


def _of_accounts(book: Workbook, as_of: date, params: Params, accounts: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    ids, span = pd.Index(accounts["account_id"]), params.effort.effort_months
    team = book.frame(question("effort_team")).set_index("account_id")["hours"].reindex(ids).to_numpy("float64")
    planned = np.where(team > 0, team, np.nan) * span / MONTHS_A_YEAR * params.effort.hour_rate
    actual = within(spent(book, as_of, params, ids), "hours", 0, span) * params.effort.hour_rate
    basis = np.where(np.isnan(planned), np.array(None, dtype=object), "team")
    found = pd.DataFrame({"subject_id": ids, "actual": np.where(np.isnan(planned), np.nan, actual), "planned": planned, "basis": basis})
    return _with_targets(found, told, 0, params)


def _with_targets(found: pd.DataFrame, told: pd.DataFrame, first: int, params: Params) -> pd.DataFrame:
    """Targets go before what was found; those of effort before those of hours."""
    for measure, factor in (("hours", params.effort.hour_rate), ("effort", 1.0)):
        own = told[(told["measure"] == measure) & told["at"].between(first, first + len(found) - 1) & (told["target"] > 0)]
        at = own["at"].to_numpy() - first
        found.loc[at, "actual"], found.loc[at, "planned"] = own["actual"].to_numpy() * factor, own["target"].to_numpy() * factor
        found.loc[at, "basis"] = measure
    return found[COLUMNS]


def effort_ratio(pairs: pd.DataFrame) -> Floats:
    """Actual / planned; missing where either is, or nothing above zero was planned."""
    return ratio(pairs["actual"].to_numpy("float64"), pairs["planned"].to_numpy("float64"))

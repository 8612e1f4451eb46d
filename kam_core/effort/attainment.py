"""How far each subject has reached its targets: a row a subject, a column a measure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.effort.actual import Span, milestones
from kam_core.effort.measures import MEASURES
from kam_core.effort.people import accounts_of, owners_of, summed_by_owner
from kam_core.effort.targets import attained, by_measure, ratio
from kam_core.fiscal import months_before
from kam_core.params import Params
from kam_core.value.spans import Floats

if TYPE_CHECKING:
    from kam_core.index.shapes import SubjectType
    from kam_core.workbook import Workbook

MOST = 1.5
"""No target counts for more than this."""


def attainment(book: Workbook, as_of: date, params: Params, subject_type: SubjectType = "account") -> pd.DataFrame:
    """
    Attained parts of the targets (1 = at target) by subject, a column a measure; missing without a target.

    An owner without a target of the own has the sums of the accounts that have one. Milestones without a target are the actions due,
    done in time.
    """
    accounts = accounts_of(book, as_of)
    since = months_before(as_of, params.effort.effort_months).date()
    told = by_measure(attained(book, as_of, params, since))
    pairs = {name: _pairs(told[told["measure"] == name], accounts, subject_type) for name in MEASURES}
    due, done = milestones(book, Span(since, as_of), pd.Index(accounts["account_id"]))
    plans = np.column_stack([done, due])
    plans = plans if subject_type == "account" else summed_by_owner(plans, accounts)
    pairs["milestones"] = np.where(np.isnan(pairs["milestones"]), plans, pairs["milestones"])
    ids = pd.Index(accounts["account_id"]) if subject_type == "account" else owners_of(accounts)
    return pd.DataFrame({name: ratio(*found.T) for name, found in pairs.items()}, index=ids)


def _pairs(told: pd.DataFrame, accounts: pd.DataFrame, subject_type: SubjectType) -> Floats:
    """Actual and target of each subject for one measure."""
    n, owners = len(accounts), len(owners_of(accounts))
    every = np.full((n + owners, 2), np.nan)
    every[told["at"].to_numpy(np.int64)] = told[["actual", "target"]].to_numpy("float64")
    if subject_type == "account":
        return every[:n]
    return np.where(np.isnan(every[n:]), summed_by_owner(every[:n], accounts), every[n:])


def result(attained: pd.DataFrame, params: Params) -> Floats:
    """
    Mean over the targets a subject has of the attained part, 0 to 1.5 each, weighted by measure; missing without any.

    ``attained`` as from ``attainment``. The margin is the gross profit, without a target for it the profit; weights of measures without
    a target fall away.
    """
    effort = params.effort
    parts = {
        "margin": (attained["gross_profit"].fillna(attained["profit"]), effort.weight_margin),
        "revenue": (attained["revenue"], effort.weight_revenue),
        "milestones": (attained["milestones"], effort.weight_milestones),
        **{name: (attained[name], effort.weight_others) for name in ("orders", "quantity")},
    }
    values = np.column_stack([part.to_numpy("float64").clip(0.0, MOST) for part, _ in parts.values()])
    weights = np.where(np.isnan(values), 0.0, [weight for _, weight in parts.values()])
    whole = weights.sum(axis=1)
    return np.where(whole > 0, (weights * np.nan_to_num(values)).sum(axis=1) / np.where(whole > 0, whole, 1.0), np.nan)

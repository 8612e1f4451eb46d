"""The decision units 决策链 of a whole portfolio, a line an account, those that need a look first (methods 17)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.engine import question
from kam_core.people import NEEDED_ROLES, TOUCHED_DAYS, opposes
from kam_core.text import N_

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

SINGLE = 0.8
"""From this share of the ties on everything hangs on one person."""

TOUCHED_HALF = 0.5
"""Below this coverage more than half of the influence was not touched of late."""

REASONS: Mapping[str, str] = {
    "veto": N_("Can be blocked"),
    "against": N_("More against than for us"),
    "no_decider": N_("No decider known"),
    "single": N_("Single thread"),
    "untouched": N_("Rarely touched"),
    "nobody": N_("Nobody known"),
}
"""Why an account needs a look, the gravest first."""


def units(wb: Workbook, accounts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """
    The decision unit of every account on a date, those that need a look first, then by revenue.

    ``accounts`` has account_id, account_name and revenue_12m. Columns besides: ``people``, ``judged``, ``net_support`` (-1 to 1),
    ``coverage`` (0-1), ``gaps`` (needed roles nobody holds), ``our_share`` and ``their_share`` of the ties, ``vetoes`` (names of
    deciders and approvers against us), ``reasons`` (ids of REASONS). Unknown figures are missing.
    """
    known = wb.frame(question("decision_units"), {"as_of": as_of, "within": TOUCHED_DAYS})
    threads = wb.frame(question("unit_threads"), {"as_of": as_of})
    found = accounts[["account_id", "account_name", "revenue_12m"]].merge(known, on="account_id", how="left")
    found = found.merge(threads, on="account_id", how="left")
    found["people"], found["judged"] = (found[name].fillna(0).astype(np.int64) for name in ("people", "judged"))
    held = found[list(NEEDED_ROLES)].fillna(0).to_numpy(dtype=bool)
    found["gaps"] = _listed(~held, NEEDED_ROLES)
    found["vetoes"] = found["account_id"].map(_against(wb)).map(lambda names: names if isinstance(names, tuple) else ())
    flags = _flags(found, held)
    found["reasons"] = _listed(flags, tuple(REASONS))
    order = np.lexsort((-found["revenue_12m"].fillna(-np.inf).to_numpy(), -_urgency(flags)))
    return found.drop(columns=list(NEEDED_ROLES)).iloc[order].reset_index(drop=True)


def _against(wb: Workbook) -> pd.Series:
    """By account the names of those who decide or approve and are against us."""
    people = wb.frame(question("evidence_contacts"))
    named = people[opposes(people["role"], people["support"])].sort_values("subject_name", kind="stable")
    return named.groupby("account_id")["subject_name"].agg(tuple)


def _flags(found: pd.DataFrame, held: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """One column a reason, in their order; where nobody is known no other reason is told."""
    some = (found["people"] > 0).to_numpy()
    share = found[["our_share", "their_share"]].max(axis=1)
    return np.column_stack([
        found["vetoes"].map(len).to_numpy() > 0,
        (found["net_support"] < 0).to_numpy(),
        some & ~held[:, NEEDED_ROLES.index("decider")],
        (share >= SINGLE).to_numpy() & some,
        (found["coverage"] < TOUCHED_HALF).to_numpy(),
        ~some,
    ])  # fmt: skip


def _urgency(flags: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """A graver reason outweighs all lighter ones together."""
    weights = 2 ** np.arange(flags.shape[1] - 1, -1, -1)
    return np.asarray(flags @ weights, dtype=np.int64)


def _listed(flags: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The names that hold, row by row; rows alike share one tuple."""
    codes, rows = np.unique(flags, axis=0, return_inverse=True)
    kinds = [tuple(name for name, holds in zip(names, code, strict=True) if holds) for code in codes]
    return [kinds[row] for row in np.ravel(rows)]

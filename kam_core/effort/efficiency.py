"""
Efficiency of effort, by account or owner over quarters: change of the margin per unit of effort (methods 10).

A quarter is three months counted back by day. Its change is its gross profit less that of the same quarter a year before, so that a
season is no success; effort is that of the quarter itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.effort.people import accounts_of, owners_of, summed_by_owner
from kam_core.effort.spent import spent, within
from kam_core.fiscal import months_before
from kam_core.ledger import ledger
from kam_core.params import Params
from kam_core.value.spans import Floats, earned

if TYPE_CHECKING:
    from collections.abc import Collection

    from kam_core.workbook import Workbook

By = Literal["account", "owner"]
QUARTERS = 8
YEAR = 4
KEY = "key"


@dataclass(frozen=True)
class Efficiency:
    """Who spent what and what changed."""

    table: pd.DataFrame
    """
    A row a subject with effort in the last 12 months: subject_id, subject_name, owner, status, hours, effort, gross_profit,
    margin_change (of the quarters of the 12 months of which effort and change are known), effort_compared (of the same quarters),
    efficiency (their ratio), known_quarters (of eight, with effort and change), marginal and marginal_error (slope of the change of a
    quarter on its effort, with its standard error; missing below three quarters).
    """

    quarters: pd.DataFrame
    """A row a subject and quarter, oldest first: subject_id, subject_name, period_end, hours, effort, gross_profit, margin_change,
    efficiency."""


@dataclass(frozen=True)
class _Blocks:
    """Arrays of subjects x quarters, the newest first."""

    hours: Floats
    effort: Floats
    margin: Floats
    change: Floats
    """Of the margin against the same quarter a year before, where the effort of the quarter is known."""
    compared: Floats
    """The effort where the change is known."""


def efficiency(book: Workbook, as_of: date, params: Params, by: By = "account", accounts: Collection[str] | None = None) -> Efficiency:
    """
    Efficiency of each account, or of each owner over the accounts for which effort was recorded; of ``accounts`` alone where given.
    """
    who = accounts_of(book, as_of)
    who = who if accounts is None else who[who["account_id"].isin(list(accounts))].reset_index(drop=True)
    blocks = _blocks(book, as_of, params, pd.Index(who["account_id"]))
    if by == "owner":
        who, blocks = _by_owner(who, blocks)
    else:
        who = who.assign(subject_id=who["account_id"], subject_name=who["account_name"])
    return Efficiency(_table(who, blocks), _quarters(who, blocks, as_of))


def _blocks(book: Workbook, as_of: date, params: Params, ids: pd.Index) -> _Blocks:
    every = pd.Index(accounts_of(book, as_of)["account_id"])
    months, at = spent(book, as_of, params, every), every.get_indexer(ids)
    bought, served = ledger(book, as_of, params, ids)
    spans = [(3 * quarter, 3 * quarter + 3) for quarter in range(QUARTERS + YEAR)]
    margin = np.column_stack([earned(bought, served, *span, params.value.assumed_margin)["gross_profit"] for span in spans])
    hours, effort = (np.column_stack([within(months, name, *span)[at] for span in spans[:QUARTERS]]) for name in ("hours", "effort"))
    change = np.where(np.isnan(effort), np.nan, margin[:, :QUARTERS] - margin[:, YEAR:])
    return _Blocks(hours, effort, margin[:, :QUARTERS], change, np.where(np.isnan(change), np.nan, effort))


def _by_owner(who: pd.DataFrame, blocks: _Blocks) -> tuple[pd.DataFrame, _Blocks]:
    owners = owners_of(who)
    margin = np.where(np.isnan(blocks.effort), np.nan, blocks.margin)
    parts = {**vars(blocks), "margin": margin}
    sums = {name: summed_by_owner(values, who) for name, values in parts.items()}
    names = pd.DataFrame({"subject_id": owners, "subject_name": owners, "owner": owners, "status": None})
    return names, _Blocks(**sums)


def _table(who: pd.DataFrame, blocks: _Blocks) -> pd.DataFrame:
    risen, behind = _total(blocks.change), _total(blocks.compared)
    quarters, slope, error = marginal(blocks.compared, blocks.change)
    found = who[["subject_id", "subject_name", "owner", "status"]].assign(
        hours=_total(blocks.hours), effort=_total(blocks.effort), gross_profit=_total(blocks.margin), margin_change=risen,
        effort_compared=behind,
        efficiency=_per(risen, behind), known_quarters=quarters, marginal=slope, marginal_error=error,
    )  # fmt: skip
    return found[found["effort"] > 0].sort_values(["efficiency", "subject_id"], ascending=[False, True]).reset_index(drop=True)


def _total(values: Floats) -> Floats:
    """What is known of the last four quarters; missing where nothing is."""
    year = values[:, :YEAR]
    return np.where(np.isnan(year).all(axis=1), np.nan, np.nansum(year, axis=1))


def _per(change: Floats, effort: Floats) -> Floats:
    return np.where(effort > 0, change / np.where(effort > 0, effort, 1.0), np.nan)


def marginal(effort: Floats, change: Floats) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
    """
    Quarters known, least-squares slope of the change on the effort, and its standard error, for each row.

    Missing below three quarters, and where the effort was the same in all of them.

    >>> n, slope, error = marginal(np.array([[10.0, 20.0, 30.0]]), np.array([[5.0, 15.0, 25.0]]))
    >>> int(n[0]), float(slope[0]), float(error[0])
    (3, 1.0, 0.0)
    """
    known = ~np.isnan(effort) & ~np.isnan(change)
    n = known.sum(axis=1)
    count = np.maximum(n, 1)[:, None]
    x, y = np.where(known, effort, 0.0), np.where(known, change, 0.0)
    dx, dy = np.where(known, x - x.sum(axis=1, keepdims=True) / count, 0.0), np.where(known, y - y.sum(axis=1, keepdims=True) / count, 0.0)
    spread = (dx**2).sum(axis=1)
    told = (n >= 3) & (spread > 1e-9 * np.maximum((x**2).sum(axis=1), 1.0))
    safe = np.where(told, spread, 1.0)
    slope = (dx * dy).sum(axis=1) / safe
    rest = ((dy - slope[:, None] * dx) ** 2).sum(axis=1)
    error = np.sqrt(rest / np.maximum(n - 2, 1) / safe)
    return n, np.where(told, slope, np.nan), np.where(told, error, np.nan)


def _quarters(who: pd.DataFrame, blocks: _Blocks, as_of: date) -> pd.DataFrame:
    """In the order of quarters and subjects; quarters of which no effort is known are left out."""
    parts = [
        who[["subject_id", "subject_name"]].assign(
            period_end=months_before(as_of, 3 * q), hours=blocks.hours[:, q], effort=blocks.effort[:, q],
            gross_profit=blocks.margin[:, q], margin_change=blocks.change[:, q],
            efficiency=_per(blocks.change[:, q], blocks.compared[:, q]),
        )
        for q in reversed(range(QUARTERS))
    ]  # fmt: skip
    found = pd.concat(parts, ignore_index=True)
    return found[found["effort"].notna()].reset_index(drop=True)

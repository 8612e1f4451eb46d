"""
Total customer value: what an account will earn us, and what it brings beyond its purchases (methods 4); what it earned stands beside.

Source 004: customers ranked by profit alone are ranked by half of what they are worth. Both rankings are given, with the change.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.accounts import as_of_or_last
from kam_core.assumptions import saved
from kam_core.concentration.holders import keys_of
from kam_core.params import Params
from kam_core.score import score
from kam_core.value.soft import PARTS, soft_rows, soft_value

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

WHO = ("account_id", "account_name", "owner", "status")


def customer_value(wb: Workbook, as_of: date | str | None = None, params: Params | None = None) -> pd.DataFrame:
    """Total customer value of every account on a date, the largest first; see ``valued`` and ``ranked``."""
    params = saved(wb) if params is None else params
    day = as_of_or_last(wb, as_of)
    scores = score(wb, day, params=params)
    return ranked(valued(scores, soft_rows(wb, scores, day, params)))


def valued(scores: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """
    One row an account, money: ``earned`` (profit so far), ``future`` (lifetime value), the soft parts, their sum ``soft``, ``total``.

    ``total`` = future + soft parts, of what is known; an account of which neither is known has none. ``rows`` as ``soft_rows`` gives them.
    """
    table = scores[list(WHO)].reset_index(drop=True)
    table["earned"], table["future"] = scores["lifetime_profit"].to_numpy(), scores["clv"].to_numpy()
    parts = soft_value(rows).reindex(table["account_id"])
    for name in PARTS:
        table[name] = parts[name].to_numpy(dtype="float64")
    table["soft"] = table[list(PARTS)].sum(axis=1, min_count=1)
    table["total"] = table[["future", "soft"]].sum(axis=1, min_count=1)
    return table


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """
    The accounts by total: their place by lifetime value alone (``place_hard``) and with soft value (``place_total``), places gained.

    Places are within the frame; accounts of equal value share the better place, and what is not known has no place.
    """
    hard, total = (table[name].rank(ascending=False, method="min") for name in ("future", "total"))
    placed = table.assign(place_hard=hard, place_total=total, climbed=hard - total)
    return placed.sort_values(["total", "account_id"], ascending=[False, True], na_position="last", kind="stable").reset_index(drop=True)


def by_holder(table: pd.DataFrame, rows: pd.DataFrame, scores: pd.DataFrame, by: str) -> pd.DataFrame:
    """
    The same by group 集团, owner, region or industry (``by`` as ``concentration.holders.GROUPINGS``), ranked; ``scores`` of every account.

    ``account_id`` and ``account_name`` are those of the holder ("" = not stated). An account brought by another of the same holder
    stands in its total once.
    """
    keys, names = keys_of(scores, by), scores.set_index("account_id")["account_name"]
    money = ["earned", "future", *PARTS, "soft", "total"]
    sums = table[money].groupby(table["account_id"].map(keys), sort=True).sum(min_count=1).rename_axis("account_id").reset_index()
    within = rows[_shared(rows, table["account_id"]) & (rows["account_id"].map(keys) == rows["other_id"].map(keys))]
    twice = within["value"].groupby(within["account_id"].map(keys)).sum()
    sums["total"] -= sums["account_id"].map(twice).fillna(0.0)
    sums.insert(1, "account_name", sums["account_id"].map(names).fillna(sums["account_id"]) if by == "group" else sums["account_id"])
    return ranked(sums)


def counted_twice(rows: pd.DataFrame, accounts: Iterable[str]) -> float:
    """
    Word of mouth that stands in the lifetime value of accounts brought, too, where both are among ``accounts``.

    It says to whom credit is due; a sum over the accounts holds it once.
    """
    return float(rows.loc[_shared(rows, accounts), "value"].sum())


def _shared(rows: pd.DataFrame, accounts: Iterable[str]) -> pd.Series:
    """Lines that credit an account with a part of the lifetime value of another of them."""
    among = list(accounts)
    return (rows["base_from"] == "own") & rows["account_id"].isin(among) & rows["other_id"].isin(among)

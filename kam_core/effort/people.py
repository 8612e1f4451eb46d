"""Whose effort it is: the accounts of a day and their owners."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import attributes
from kam_core.value.spans import Floats

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

READ = ("accounts", "transactions", "costs")
"""The tables that say who an account is on a day."""


def accounts_of(book: Workbook, day: date) -> pd.DataFrame:
    """Columns account_id, account_name, owner and status of every account on a day, sorted by id."""
    return attributes(book, day)[["account_id", "account_name", "owner", "status"]]


def owners_of(accounts: pd.DataFrame) -> pd.Index:
    """The owners of some accounts, sorted."""
    named = accounts["owner"].dropna()
    found: pd.Index = pd.Index(sorted(named[named != ""].unique()), dtype=object)
    return found


def summed_by_owner(values: Floats, accounts: pd.DataFrame) -> Floats:
    """
    Sums of accounts x columns over the accounts of each owner, of which something is known; missing where nothing is.

    Rows are in the order of ``owners_of``.
    """
    owners = owners_of(accounts)
    at = owners.get_indexer(pd.Index(accounts["owner"]))
    sums, known = np.zeros((len(owners), values.shape[1])), np.zeros((len(owners), values.shape[1]), dtype=bool)
    mine = at >= 0
    np.add.at(sums, at[mine], np.nan_to_num(values[mine]))
    np.logical_or.at(known, at[mine], ~np.isnan(values[mine]))
    return np.where(known, sums, np.nan)

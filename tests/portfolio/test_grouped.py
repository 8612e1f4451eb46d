"""Classes within groups: who is counted where, and what a group 集团 is called."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam_core.portfolio.grouped import counted, possible
from tests.value.portfolio import cells

ACCOUNTS = pd.DataFrame({
    "account_id": ["a", "b", "c", "d"], "account_name": ["Nord", "Nord West", "Süd", "Ost"], "owner": ["Li", "Li", "Wang", None],
    "region": ["X", "X", "X", "X"], "parent_id": [None, "a", "a", None], "revenue": [10.0, 20.0, 5.0, np.nan],
    "profit": [1.0, -2.0, np.nan, np.nan], "class": ["A", "C", "A", None],
})  # fmt: skip


def test_by_owner_by_hand() -> None:
    """Largest revenue first; the account without an owner stands in a group of its own, and who has no class is counted once."""
    found = counted(ACCOUNTS, "owner", "class", ["A", "B", "C"])

    assert cells(found, "group", "accounts", "revenue", "profit", "A", "B", "C") == [
        ["Li", 2, 30.0, -1.0, 1, 0, 1], ["Wang", 1, 5.0, None, 1, 0, 0], ["", 1, None, None, 0, 0, 0],
    ]  # fmt: skip


def test_a_group_is_called_as_its_top() -> None:
    """Nord holds itself, Nord West and Süd, also where a filter leaves only Süd; Ost is its own."""
    assert cells(counted(ACCOUNTS, "parent_id", "class", ["A"]), "group", "accounts", "A") == [["Nord", 3, 2], ["Ost", 1, 0]]
    assert cells(counted(ACCOUNTS[2:3], "parent_id", "class", ["A"], ACCOUNTS), "group", "accounts", "A") == [["Nord", 1, 1]]


def test_one_group_is_no_grouping() -> None:
    """Everybody in one region says nothing; a single parent does."""
    assert possible(ACCOUNTS) == ["owner", "parent_id"]

"""
What accounts buy together: association of categories or products, and the white space it opens (methods 23).

A basket is what one account bought in the last twelve months, returns taken off. Support of a pair = share of the accounts that buy
both; confidence = share of the buyers of the first that buy the second; lift = confidence ÷ share of all accounts that buy the second
(Agrawal, Imieliński & Swami 1993). White space of an account = what it does not buy and accounts like it do. Alike are accounts of the
same size (fifths by revenue) that share an item with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.engine import question
from kam_core.schema import NO_ACCOUNT
from kam_core.text import N_
from kam_core.value.spans import Floats

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

Ints = npt.NDArray[np.int64]

MOST_ITEMS = 100
"""Of many products those with the most buyers are looked at."""

LEAST_BUYERS, LEAST_SUPPORT = 5, 0.01
"""A pair that fewer accounts buy, or a smaller share of them, is chance."""

SIZES, LEAST_IN_SIZE = 5, 30
"""Classes by revenue; as many as leave so many accounts in each."""

BY: Mapping[str, str] = {"category": N_("Category"), "product": N_("Product")}


@dataclass(frozen=True)
class Baskets:
    """What each account bought of each item in twelve months, in money; zero = not bought."""

    accounts: pd.Index
    items: pd.Index
    """The most bought first."""
    revenue: Floats
    """(accounts, items)"""
    every: int
    """How many items anybody buys; beyond ``MOST_ITEMS`` they are left out here."""
    size: Ints
    """The class of each account by its revenue of all items, 0 = smallest."""

    @property
    def bought(self) -> npt.NDArray[np.bool_]:
        """(accounts, items)"""
        return np.asarray(self.revenue > 0)

    @property
    def least(self) -> int:
        """How many accounts have to buy a pair before it counts."""
        return max(LEAST_BUYERS, int(np.ceil(LEAST_SUPPORT * len(self.accounts) - 1e-9)))


def baskets(wb: Workbook, as_of: date, *, by: str = "category", accounts: Collection[str] | None = None) -> Baskets:
    """The baskets of the accounts that bought anything with a name; ``by`` is 'category' or 'product'."""
    lines = wb.frame(question("basket"), {"as_of": as_of, "by_product": by == "product", "no_account": NO_ACCOUNT})
    if accounts is not None:
        lines = lines[lines["account_id"].isin(list(accounts))]
    buyers = lines.groupby("item", sort=True)["account_id"].size().sort_values(ascending=False, kind="stable")
    items, ids = pd.Index(buyers.index[:MOST_ITEMS]), pd.Index(lines["account_id"].unique())
    revenue = np.zeros((len(ids), len(items)))
    column = items.get_indexer(pd.Index(lines["item"]))
    row = ids.get_indexer(pd.Index(lines["account_id"]))
    revenue[row[column >= 0], column[column >= 0]] = lines["revenue"].to_numpy("float64")[column >= 0]
    total = np.bincount(row, weights=lines["revenue"].to_numpy("float64"), minlength=len(ids)).astype("float64")
    return Baskets(ids, items, revenue, len(buyers), classes(total))


def classes(total: Floats) -> Ints:
    """Classes of equal count by revenue, the smallest first; of equal revenues the earlier is the smaller."""
    count = max(1, min(SIZES, len(total) // LEAST_IN_SIZE))
    rank = np.empty(len(total), dtype="int64")
    rank[np.argsort(total, kind="stable")] = np.arange(len(total))
    return rank * count // max(len(total), 1)


def pairs(found: Baskets) -> pd.DataFrame:
    """
    Every pair of items that enough accounts buy, the highest lift first, in the direction of the higher confidence.

    Columns: first, second, both (accounts), support, confidence, lift, n (accounts that buy the first).
    """
    columns = ["first", "second", "both", "support", "confidence", "lift", "n"]
    one = found.bought.astype("float64")
    together, buyers, everyone = one.T @ one, one.sum(axis=0), len(one)
    at, to = np.nonzero(np.triu(together, 1) >= found.least)
    swap = buyers[to] < buyers[at]
    at, to = np.where(swap, to, at), np.where(swap, at, to)
    both = together[at, to]
    frame = pd.DataFrame({
        "first": found.items[at], "second": found.items[to], "both": both.astype("int64"), "support": both / max(everyone, 1),
        "confidence": both / buyers[at], "lift": both * everyone / (buyers[at] * buyers[to]), "n": buyers[at].astype("int64"),
    })  # fmt: skip
    return frame.sort_values(["lift", "both", "first", "second"], ascending=[False, False, True, True], ignore_index=True)[columns]


def white_space(found: Baskets) -> pd.DataFrame:
    """
    Every gap of every account that accounts like it fill, the largest first.

    Columns: account_id, item, because (the item they share), confidence (share of the alike that buy the gap), n (how many are alike),
    both (how many of them buy it), expected (median of what those paid for it in twelve months), weighted (expected x confidence).
    The item they share is the one with the highest confidence; a rule with fewer than ``LEAST_BUYERS`` buyers of both does not count.
    """
    parts = [_of_class(found, np.flatnonzero(found.size == size)) for size in np.unique(found.size)]
    names = ["account_id", "item", "because", "confidence", "n", "both", "expected", "weighted"]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="object" if name in names[:3] else "float64") for name in names})
    frame = pd.concat(parts, ignore_index=True)
    return frame.sort_values(["weighted", "account_id", "item"], ascending=[False, True, True], ignore_index=True)[names]


def _of_class(found: Baskets, rows: Ints) -> pd.DataFrame:
    """The gaps of the accounts of one size."""
    revenue = found.revenue[rows]
    one = (revenue > 0).astype("float64")
    together, buyers = one.T @ one, one.sum(axis=0)
    confidence = np.where((together >= LEAST_BUYERS) & ~np.eye(len(buyers), dtype=bool), together / np.maximum(buyers, 1)[:, None], 0.0)
    account, item, because = [], [], []
    for gap in range(len(buyers)):
        # The item that says most stands first; of equals the one with more buyers.
        order = np.lexsort((-buyers, -confidence[:, gap]))
        best = order[np.argmax(one[:, order], axis=1)]
        open_ = np.flatnonzero((one[:, gap] == 0) & (confidence[best, gap] > 0) & (one[np.arange(len(rows)), best] > 0))
        account.append(open_)
        item.append(np.full(len(open_), gap))
        because.append(best[open_])
    at, to, of = np.concatenate(account), np.concatenate(item), np.concatenate(because)
    expected = _medians(revenue)[of, to]
    return pd.DataFrame({
        "account_id": found.accounts[rows[at]], "item": found.items[to], "because": found.items[of], "confidence": confidence[of, to],
        "n": buyers[of].astype("int64"), "both": together[of, to].astype("int64"), "expected": expected,
        "weighted": expected * confidence[of, to],
    })  # fmt: skip


def _medians(revenue: Floats) -> Floats:
    """
    (items, items): the median revenue of the second item among the accounts that buy both; missing where nobody does.

    The buyers of an item stand in the order of what they paid, so that counting the buyers of the other finds the middle ones.
    """
    found = np.full((revenue.shape[1], revenue.shape[1]), np.nan)
    for item in range(revenue.shape[1]):
        paid = revenue[:, item]
        order = np.argsort(paid, kind="stable")
        order = order[paid[order] > 0]
        if not len(order):
            continue
        counted = np.cumsum(revenue[order] > 0, axis=0)
        n = counted[-1]
        low, high = (np.argmax(counted >= np.maximum(rank, 1), axis=0) for rank in ((n + 1) // 2, n // 2 + 1))
        found[:, item] = np.where(n > 0, (paid[order][low] + paid[order][high]) / 2, np.nan)
    return found

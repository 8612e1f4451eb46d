"""
Who holds which share of the last 12 months: accounts, or groups, owners, regions, industries of accounts.

Only positive amounts have a share. What was left out is counted and summed, because a share among the rest would hide it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.concentration.measure import Concentration, concentration
from kam_core.identity.tops import tops
from kam_core.text import N_

Floats = npt.NDArray[np.float64]

GROUPINGS: Mapping[str, str] = {
    "account": N_("Account"),
    "group": N_("Group"),
    "owner": N_("Owner"),
    "region": N_("Region"),
    "industry": N_("Industry"),
    "category": N_("Category"),
    "product": N_("Product"),
}
"""On whom or what the money may depend (message ids)."""
OF_LINES = ("category", "product")
"""Groupings that the order lines tell, not the accounts."""
BASES: Mapping[str, str] = {"revenue": N_("Revenue"), "profit": N_("Profit")}


@dataclass(frozen=True)
class Holders:
    """
    The holders of positive amounts, the largest first, and what has no share.

    ``frame`` has holder (id), name, accounts (how many), amount, share, cumulative, cover (part of the coming 12 months under
    contract, 0-1), open_share = share x (1 - cover), retention, expected_loss = share x (1 - retention).
    """

    by: str
    basis: str
    frame: pd.DataFrame
    measure: Concentration | None
    negative: int = 0
    """Holders whose amount is below zero, and their sum."""
    negative_amount: float = 0.0
    without: int = 0
    """Holders without an amount."""

    @property
    def total(self) -> float:
        """The sum of the positive amounts."""
        return float(self.frame["amount"].sum())

    @property
    def open_hhi(self) -> float:
        """The HHI of what no contract covers: the sum of the squared open shares, which do not add up to 1."""
        return float((self.frame["open_share"] ** 2).sum()) if self.covered_known else np.nan

    @property
    def covered_known(self) -> bool:
        """Whether any contract covers anything."""
        return bool((self.frame["cover"] > 0).any())


def usable_basis(profits: pd.Series, basis: str) -> str:
    """Profit only where a total above zero is left of it: shares of nothing, or of a loss, mean nothing. Else revenue."""
    return basis if basis != "profit" or float(profits.sum()) > 0 else "revenue"


def keys_of(scores: pd.DataFrame, by: str, every: pd.DataFrame | None = None) -> pd.Series:
    """The holder of each account ("" = not stated), by ``account_id``; ``every`` tells the groups of more accounts than are scored."""
    ids = pd.Index(scores["account_id"])
    if by == "account":
        return pd.Series(ids, index=ids, dtype="object")
    if by == "group":
        found = tops(scores if every is None else every)
        return found.reindex(ids)
    return pd.Series(scores[by].where(scores[by].notna(), "").astype(str).to_numpy(object), index=ids)


def cover(state: pd.DataFrame) -> Floats:
    """The part of the coming 12 months that a running contract covers, 0-1; all an account buys is taken to be under it."""
    years = state["contract_years"].to_numpy("float64")
    return np.where(state["contract_live"].to_numpy("float64") == 1, np.clip(np.nan_to_num(years), 0.0, 1.0), 0.0)


def holders(scores: pd.DataFrame, by: str = "account", basis: str = "revenue", every: pd.DataFrame | None = None) -> Holders:
    """The holders of revenue or profit of the last 12 months among the accounts of a score; shares are of the positive amounts."""
    amount = scores[f"{basis}_12m"].to_numpy("float64")
    weight = np.where(amount > 0, amount, 0.0)
    known = np.where(scores["retention"].notna(), weight, 0.0)
    rows = pd.DataFrame({
        "holder": keys_of(scores, by, every).to_numpy(object), "accounts": 1, "amount": amount, "weight": weight, "known": known,
        "covered": cover(scores) * weight, "kept": scores["retention"].fillna(0.0).to_numpy("float64") * known,
    })  # fmt: skip
    found = rows.groupby("holder", sort=True).sum(min_count=1).reset_index()
    names = dict(zip((scores if every is None else every)["account_id"], (scores if every is None else every)["account_name"], strict=True))
    found["name"] = [str(names.get(holder, holder)) for holder in found["holder"]] if by in ("account", "group") else found["holder"]
    with np.errstate(divide="ignore", invalid="ignore"):
        found["cover"] = (found["covered"] / found["weight"]).fillna(0.0)
        found["retention"] = found["kept"] / found["known"].where(found["known"] > 0)
    return ranked(found, by, basis)


def ranked(found: pd.DataFrame, by: str, basis: str) -> Holders:
    """Holders of a frame with holder, name, accounts, amount, cover and retention (one row each)."""
    amount = found["amount"].to_numpy("float64")
    positive = found[amount > 0].sort_values(["amount", "holder"], ascending=[False, True], kind="stable")
    share = positive["amount"] / positive["amount"].sum()
    frame = pd.DataFrame({
        "holder": positive["holder"], "name": positive["name"], "accounts": positive["accounts"].astype("int64"),
        "amount": positive["amount"], "share": share, "cumulative": share.cumsum(), "cover": positive["cover"],
        "open_share": share * (1 - positive["cover"].fillna(0.0)), "retention": positive["retention"],
        "expected_loss": share * (1 - positive["retention"]),
    })  # fmt: skip
    below = amount[amount < 0]
    without = int((~(amount > 0)).sum()) - len(below)
    return Holders(by, basis, frame.reset_index(drop=True), concentration(amount), len(below), float(below.sum()), without)

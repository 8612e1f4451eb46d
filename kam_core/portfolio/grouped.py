"""Classes of accounts counted within groups: by owner, region, country, industry, tier, or the group 集团 they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from kam_core.identity.tops import tops
from kam_core.text import N_

PARENT = "parent_id"
GROUPS: Mapping[str, str] = {
    "owner": N_("Owner"), "region": N_("Region"), "country": N_("Country"), "industry": N_("Industry"), "tier": N_("Tier"),
    PARENT: N_("Group"),
}  # fmt: skip
"""What accounts can be grouped by, and its title."""


def possible(accounts: pd.DataFrame) -> list[str]:
    """The attributes by which at least two groups come about."""
    return [name for name in GROUPS if name in accounts and accounts[name].nunique() >= (1 if name == PARENT else 2)]


def counted(accounts: pd.DataFrame, group: str, by: str, classes: Iterable[str], every: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    A row a group, the one with most revenue first: group, accounts, revenue, profit (missing = unknown), and the count of each class.

    ``by`` names the column of the class. A group 集团 is called as the account at its top, who may stand in ``every`` alone; accounts
    without the attribute are the group with no name.
    """
    names = _tops(accounts, accounts if every is None else every) if group == PARENT else accounts[group]
    keys = names.fillna("").astype(str).to_numpy()
    counts = pd.crosstab(keys, accounts[by].to_numpy()).reindex(columns=list(classes), fill_value=0)
    parts = accounts[["revenue", "profit"]].groupby(keys)
    money = parts.sum(min_count=1).assign(accounts=parts.size())
    table = pd.concat([money[["accounts", "revenue", "profit"]], counts.reindex(money.index, fill_value=0)], axis=1)
    table = table.rename_axis("group").reset_index()
    return table.sort_values(["revenue", "group"], ascending=[False, True], na_position="last", ignore_index=True)


def _tops(accounts: pd.DataFrame, every: pd.DataFrame) -> pd.Series:
    names = every.set_index("account_id")["account_name"]
    found = accounts["account_id"].map(tops(every))
    return found.map(names).fillna(found)

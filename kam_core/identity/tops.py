"""The group 集团 an account stands under at the very top, whatever lies between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd


def tops(accounts: pd.DataFrame) -> pd.Series:
    """
    The id at the top of each account (account_id, parent_id), by ``account_id``; an account without a group is its own.

    A parent that is no account of the frame is a top by its name; of a ring of parents the smallest id stands for all.
    """
    above = {str(account): str(parent) for account, parent in zip(accounts["account_id"], accounts["parent_id"], strict=True)
             if isinstance(parent, str) and parent}  # fmt: skip
    found: dict[str, str] = {}
    for account in accounts["account_id"].astype(str):
        _climb(account, above, found)
    return pd.Series([found[str(account)] for account in accounts["account_id"]], index=pd.Index(accounts["account_id"]), dtype="object")


def _climb(account: str, above: Mapping[str, str], found: dict[str, str]) -> None:
    """Note the top of an account and of all on the way to it."""
    way = [account]
    while way[-1] not in found and way[-1] in above and above[way[-1]] not in way:
        way.append(above[way[-1]])
    here = way[-1]
    ring = here not in found and here in above
    top = found.get(here) or (_least(way[way.index(above[here]) :]) if ring else here)
    found.update(dict.fromkeys(way, top))


def _least(ring: Iterable[str]) -> str:
    return min(ring)

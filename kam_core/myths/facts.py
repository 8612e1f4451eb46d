"""What the tests read of a workbook: its accounts on a date and half a year before, and what they earned in between."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.accounts import as_of_or_last
from kam_core.assumptions import saved
from kam_core.engine import question
from kam_core.fiscal import months_before
from kam_core.params import Params
from kam_core.score import score

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

LAG = 6
"""Months between a cause that is claimed and its effect."""

Scored = Callable[[date, str | None], pd.DataFrame]
"""The scores of every account on a day, for a window of money."""


@dataclass(frozen=True)
class Facts:
    """One row an account, in the same order everywhere."""

    as_of: date
    params: Params
    now: pd.DataFrame
    """The scores on the date; money covers what the user chose, and 12 months."""
    every: pd.DataFrame
    """The same of all accounts: what was spent on customers is known of all of them together alone."""
    nodes: pd.DataFrame
    """satisfaction, trust, loyalty on the date and half a year before (``_before``), and profit of the months between."""
    began: date | None
    """The first purchase of any account."""


def gathered(
    wb: Workbook,
    as_of: date | None = None,
    params: Params | None = None,
    window: str | None = None,
    accounts: Collection[str] | None = None,
    scored: Scored | None = None,
) -> Facts:
    """The facts of the accounts asked for (all of them by default); ``scored`` saves scoring again what is scored already."""
    day = as_of_or_last(wb, as_of)
    chosen = saved(wb) if params is None else params

    def computed(on: date, money: str | None) -> pd.DataFrame:
        return score(wb, on, money, chosen)

    read = scored or computed
    every, earlier = read(day, window), months_before(day, LAG).date()
    now = every if accounts is None else every[every["account_id"].isin(list(accounts))]
    ids = pd.Index(now["account_id"])
    first = every["first_day"].min()
    began = None if pd.isna(first) else first.date()
    return Facts(day, chosen, now.reset_index(drop=True), every, _nodes(wb, ids, day, earlier, read), began)


def _nodes(wb: Workbook, ids: pd.Index, day: date, earlier: date, read: Scored) -> pd.DataFrame:
    columns: dict[str, object] = {}
    for suffix, on in (("", day), ("_before", earlier)):
        scores = read(on, None).set_index("account_id").reindex(ids)
        told = wb.frame(question("account_satisfaction"), {"as_of": on}).set_index("account_id")["satisfaction"].reindex(ids)
        columns |= {
            f"satisfaction{suffix}": told.to_numpy("float64"),
            f"trust{suffix}": scores["trust"].to_numpy("float64"),
            f"loyalty{suffix}": (scores["attitude"] + scores["patronage"]).to_numpy("float64") / 2,
        }
    between = read(day, f"{LAG}m").set_index("account_id")["profit"].reindex(ids)
    return pd.DataFrame({"account_id": ids, **columns, "profit": between.to_numpy("float64")})


def new_and_retained(facts: Facts) -> tuple[int, int] | None:
    """
    How many of all accounts first bought in the last 12 months, and how many bought in them and in the 12 before.

    ``None`` when the data begin less than two years before the date: who is new cannot be told then.
    """
    if facts.began is None or facts.began > months_before(facts.as_of, 24).date():
        return None
    first = pd.to_datetime(facts.every["first_day"]).to_numpy()
    new = first > np.datetime64(months_before(facts.as_of, 12))
    kept = (facts.every["revenue_12m"] > 0) & (facts.every["revenue_prior_12m"] > 0)
    return int(new.sum()), int(kept.sum())

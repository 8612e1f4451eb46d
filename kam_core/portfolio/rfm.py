"""
RFM (methods 18): how lately, how often and for how much each account buys, each in fifths by rank, and the usual groups of them.

Fifths are by rank among the accounts given, so they compare; they do not say that anything is good. An account that never bought has
none. Groups and their cells are the usual convention of the trade; the names are a proposed definition.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.text import N_

FIFTHS = 5
FEWEST = 10
"""With fewer accounts no fifths are formed: ranks say more."""
THIN = 25
"""With fewer, a fifth holds fewer than five accounts: one order moves a code."""


@dataclass(frozen=True)
class Group:
    """A named group: the cells of R and F it takes (both ends included), its rule and what to do (message ids)."""

    id: str
    title: str
    r: tuple[int, int]
    f: tuple[int, int]
    rule: str
    action: str


GROUPS = (
    Group("champions", N_("Champions"), (5, 5), (4, 5), N_("Bought just now, and often."),
          N_("Keep them close: named manager, early news, co-creation.")),
    Group("loyal", N_("Loyal"), (3, 4), (4, 5), N_("Buy often, and lately enough."), N_("Widen: further categories and sites.")),
    Group("promising_loyal", N_("Growing loyal"), (4, 5), (2, 3), N_("Bought lately, now and then."),
          N_("Make the next order easy; offer an agreement.")),
    Group("new", N_("New"), (5, 5), (1, 1), N_("Bought just now, hardly before."), N_("Welcome them: first review, second order.")),
    Group("promising", N_("Promising"), (4, 4), (1, 1), N_("Bought lately, hardly before."), N_("Ask what a second order would need.")),
    Group("attention", N_("Need attention"), (3, 3), (3, 3), N_("In the middle of both."), N_("Visit before they slip, with one offer.")),
    Group("slipping", N_("About to slip"), (3, 3), (1, 2), N_("Getting quiet, and never frequent."), N_("Remind them by mail or a call.")),
    Group("cannot_lose", N_("Must not be lost"), (1, 2), (5, 5), N_("Bought most often, and stopped."),
          N_("Call in person this week; find the reason.")),
    Group("at_risk", N_("At risk"), (1, 2), (3, 4), N_("Bought often, but not lately."), N_("Visit, ask why, offer a way back.")),
    Group("hibernating", N_("Hibernating"), (1, 2), (1, 2), N_("Long silent, and never frequent."), N_("Contact at low cost; no visits.")),
)  # fmt: skip
"""Together they take each of the 25 cells of R and F once."""

BY_ID = {group.id: group for group in GROUPS}


def fifths(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """
    1 (lowest) to 5 of each value by rank; equal values share the fifth of their middle rank, missing ones have none (NaN).

    >>> fifths([10, 20, 30, 40, 50]).tolist(), fifths([7, 7, 7]).tolist()
    ([1.0, 2.0, 3.0, 4.0, 5.0], [3.0, 3.0, 3.0])
    """
    found = np.asarray(values, dtype="float64")
    known = ~np.isnan(found)
    ranked, n = np.sort(found[known]), int(known.sum())
    twice_the_middle = np.searchsorted(ranked, found[known], "left") + np.searchsorted(ranked, found[known], "right")
    scores = np.full(len(found), np.nan)
    # In whole numbers, so that no rounding moves an account across a boundary.
    scores[known] = 1 + FIFTHS * twice_the_middle // max(2 * n, 1)
    scores[known] = np.minimum(scores[known], FIFTHS)
    return scores


def rfm(days_since_last: pd.Series, orders: pd.Series, revenue: pd.Series) -> pd.DataFrame:
    """
    The three fifths of each account, its code and its group: r, f, m, code ('555' is best), group.

    ``orders`` and ``revenue`` cover the window asked for; an account that bought before it but not in it has zero of both, and one
    that never ordered (no ``days_since_last``) has no code. Fewer than ``FEWEST`` accounts that ordered have none either.
    """
    bought = days_since_last.notna().to_numpy()
    frame = pd.DataFrame({"r": np.nan, "f": np.nan, "m": np.nan, "code": None, "group": None}, index=days_since_last.index)
    frame[["code", "group"]] = frame[["code", "group"]].astype(object)
    if bought.sum() < FEWEST:
        return frame
    frame["r"] = fifths(-days_since_last.to_numpy("float64"))
    for name, amounts in (("f", orders), ("m", revenue)):
        frame[name] = fifths(np.where(bought, np.nan_to_num(amounts.to_numpy("float64")), np.nan))
    scores = frame.loc[bought, ["r", "f", "m"]].astype(int)
    frame.loc[bought, "code"] = scores["r"].astype(str) + scores["f"].astype(str) + scores["m"].astype(str)
    frame.loc[bought, "group"] = [group_of(r, f) for r, f in zip(scores["r"], scores["f"], strict=True)]
    return frame


def group_of(r: int, f: int) -> str:
    """
    The id of the group that takes a cell.

    >>> group_of(5, 5), group_of(1, 1)
    ('champions', 'hibernating')
    """
    return next(group.id for group in GROUPS if group.r[0] <= r <= group.r[1] and group.f[0] <= f <= group.f[1])

"""
The people of one account: who decides, who is for us, whom we touch, and what hangs on a single thread (methods 17).

A number that nothing tells is missing (NaN), never zero, and says how many people it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.engine import question
from kam_core.text import N_

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

TOUCHED_DAYS = 90
"""A contact counts as touched so many days."""

NEEDED_ROLES = ("decider", "buyer", "influencer", "user", "gatekeeper")
"""The five roles of Webster and Wind; an uncovered one is a gap."""

DECIDING = ("decider", "approver")
"""Who can stop everything alone."""

AGAINST = -1.0
"""Support from which on they do."""

FORMULAS: Mapping[str, str] = {
    "net_support": N_("Net support = Σ influence × support ÷ (2 × Σ influence), −1 to +1, over people with both."),
    "coverage": N_("Coverage = influence of the people touched within 90 days ÷ influence of all."),
    "thread": N_(
        "Single thread = share of our ties held by our top person, and by their top contact. Ties = level of our links (1–4); "
        "without links the days we met them in twelve months."
    ),
    "roles": N_("Roles held = of decider, buyer, influencer, user and gatekeeper those that somebody holds."),
    "visits": N_("Visits and calls = every contact but promises, in the 12 months up to the date; hours as noted."),
    "last_visit": N_("Days from the last visit, call, mail, meeting or event to the date."),
    "promises": N_("Promises kept = kept ÷ (kept + broken); open ones wait."),
}
"""Each figure in words (message ids)."""


@dataclass(frozen=True)
class Thread:
    """Whoever holds most of the ties, the share of it, and among how many people the ties are spread."""

    name: str
    share: float
    among: int


@dataclass(frozen=True)
class People:
    """The decision unit of one account on a date."""

    contacts: pd.DataFrame
    """row_id, contact_id, contact_name, job, role, influence, support, note, department, seniority, touched (day), days_ago; the most
    influential first."""
    net_support: float
    judged: int
    """People with influence and support."""
    coverage: float
    gaps: tuple[str, ...]
    """Needed roles that nobody holds."""
    ours: Thread | None
    theirs: Thread | None
    by_links: bool
    """Ties are levels of links; else days of touch."""
    vetoes: tuple[str, ...]
    """Deciders and approvers who are against us."""


@dataclass(frozen=True)
class Promises:
    """How many promises were kept and broken, and how many are open."""

    kept: int
    broken: int
    open: int

    @property
    def reliability(self) -> float:
        """Kept of those that are settled; NaN before the first."""
        settled = self.kept + self.broken
        return self.kept / settled if settled else np.nan


@dataclass(frozen=True)
class Touches:
    """How often and how long we were in touch in the year up to a date, and how many days ago last."""

    visits: int
    hours: float
    """NaN where none is noted."""
    since_last: float
    """NaN before the first."""


def people(wb: Workbook, account_id: str, as_of: date) -> People:
    """Who the people of an account are on a date; without contacts every figure is missing and every role a gap."""
    asked = {"account_id": account_id, "as_of": as_of}
    contacts = wb.frame(question("account_people"), asked)
    contacts["days_ago"] = (pd.Timestamp(as_of) - pd.to_datetime(contacts["touched"])).dt.days
    ties = wb.frame(question("account_ties"), asked)
    by_links = bool(ties["level"].notna().any())
    strength = ties["level" if by_links else "touches"].astype("float64").fillna(0.0)
    names = contacts.set_index("contact_id")["contact_name"]
    return People(
        contacts,
        net_support(contacts["influence"], contacts["support"]),
        int((contacts["influence"].notna() & contacts["support"].notna()).sum()),
        coverage(contacts["influence"], contacts["days_ago"]),
        role_gaps(contacts["role"]),
        thread(ties["who"], strength),
        thread(ties["contact_id"].map(names).fillna(ties["contact_id"]), strength),
        by_links,
        tuple(contacts.loc[opposes(contacts["role"], contacts["support"]), "contact_name"]),
    )


def opposes(role: pd.Series, support: pd.Series) -> npt.NDArray[np.bool_]:
    """
    Whether a person who decides or approves is against us, person by person; an unknown support blocks nothing.

    >>> opposes(pd.Series(["decider", "approver", "user"]), pd.Series([-1.0, None, -2.0])).tolist()
    [True, False, False]
    """
    deciding = np.any([role.eq(name).to_numpy(bool) for name in DECIDING], axis=0)  # ten times as fast as isin
    against: npt.NDArray[np.bool_] = deciding & (support.to_numpy("float64", na_value=np.nan) <= AGAINST)
    return against


def net_support(influence: pd.Series, support: pd.Series) -> float:
    """
    Σ w·s / (2 Σ w) over people with both, −1 (all against) to +1 (all for us); NaN without any.

    >>> round(net_support(pd.Series([5, 4, 3, 2]), pd.Series([2, -1, 1, 0])), 3)
    0.321
    """
    known = influence.notna() & support.notna()
    weight, stance = influence[known].to_numpy("float64"), support[known].to_numpy("float64")
    return float(weight @ stance / (2 * weight.sum())) if weight.sum() > 0 else np.nan


def coverage(influence: pd.Series, days_ago: pd.Series, within: int = TOUCHED_DAYS) -> float:
    """
    Σ w·[touched within 90 days] / Σ w, 0-1, over people with an influence; one never touched is not covered; NaN without any.

    >>> coverage(pd.Series([5.0, 3.0, 2.0]), pd.Series([90, 91, None]))
    0.5
    """
    weight = influence.to_numpy("float64")
    touched = (days_ago.to_numpy("float64") <= within) & (days_ago.to_numpy("float64") >= 0)
    total = float(np.nansum(weight))
    return float(np.nansum(weight * touched) / total) if total > 0 else np.nan


def role_gaps(roles: pd.Series) -> tuple[str, ...]:
    """
    The needed roles that nobody holds, in their order.

    >>> role_gaps(pd.Series(["decider", "user", None]))
    ('buyer', 'influencer', 'gatekeeper')
    """
    held = set(roles.dropna())
    return tuple(role for role in NEEDED_ROLES if role not in held)


def thread(holders: pd.Series, strength: pd.Series) -> Thread | None:
    """
    Who holds the largest share of the ties (of equals the first by name); ``None`` without any.

    >>> thread(pd.Series(["Li", "Li", "Meyer"]), pd.Series([3.0, 3.0, 2.0]))
    Thread(name='Li', share=0.75, among=2)
    """
    sums = strength.groupby(holders.astype("str")).sum()
    sums = sums[sums > 0].sort_index().sort_values(ascending=False, kind="stable")
    if sums.empty:
        return None
    return Thread(str(sums.index[0]), float(sums.iloc[0] / sums.sum()), len(sums))


def promises(interactions: pd.DataFrame, as_of: date) -> Promises:
    """What became of the promises given up to a date; ``interactions`` as the table has them."""
    promised = (interactions["kind"] == "promise") | interactions["promise"].fillna("").ne("")
    given = interactions.loc[promised & (pd.to_datetime(interactions["date"]) <= pd.Timestamp(as_of)), "kept"].astype("boolean")
    return Promises(int(given.fillna(False).sum()), int((~given.fillna(True)).sum()), int(given.isna().sum()))


def touches(interactions: pd.DataFrame, as_of: date) -> Touches:
    """Visits, calls, mails, meetings and events up to a date (a promise is none); ``interactions`` as the table has them."""
    today, dates = pd.Timestamp(as_of), pd.to_datetime(interactions["date"])
    met = (dates <= today) & (interactions["kind"] != "promise")
    year = interactions[met & (dates > today - pd.DateOffset(years=1))]
    return Touches(len(year), float(year["hours"].sum(min_count=1)), float((today - dates[met]).dt.days.min()))

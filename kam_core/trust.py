"""Trust of one account in three displays from one set of answers (methods 7): the classic quotient, the linear index, the profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.index.declared.trust import TRUST, classic_trust
from kam_core.index.evidence import INFLUENCE_UNKNOWN, Contacts, gather, roll_up
from kam_core.index.shapes import DIGITS
from kam_core.params import EvidenceParams, Params
from kam_core.text import N_
from kam_core.workbook import lookup

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

SIDES: Mapping[str, str] = {"all": N_("Everybody"), "ours": N_("We think"), "customer": N_("They say")}
"""Whose answers count, and what people call them (message ids)."""


@dataclass(frozen=True)
class Profile:
    """What one side answered on the four items of trust."""

    parts: Mapping[str, float]
    """By item the mean answer on its scale of 1-10; NaN where nobody answered."""
    raters: int
    """Most raters of one item."""
    linear: float
    """0-100, over the items answered, else the answer given for trust as a whole; NaN without any. The matrices use it."""

    @property
    def classic(self) -> float:
        """(C + R + I) / S, 0.3-30; NaN unless all four are answered."""
        return classic_trust(*(self.parts[item.id] for item in TRUST.items))

    @property
    def band(self) -> str | None:
        """The name of the range of the linear index."""
        return TRUST.band(self.linear)


def profiles(wb: Workbook, account_id: str, as_of: date, params: Params) -> dict[str, Profile]:
    """What everybody, we and the customer answered about one account and its contacts, as the trust index weighs them."""
    people = lookup.of_account(wb, "contacts", account_id)
    influence = people["influence"].fillna(INFLUENCE_UNKNOWN).to_numpy("float64")
    contacts = Contacts(pd.Index(people["contact_id"]), np.zeros(len(people), dtype=np.int64), influence)
    return {side: _profile(wb, account_id, contacts, as_of, params, _heard(params.evidence, side)) for side in SIDES}


def _heard(evidence: EvidenceParams, side: str) -> EvidenceParams:
    """Weights under which only one side is heard; votes of a workshop are ours."""
    if side == "ours":
        return replace(evidence, weight_customer=0.0)
    return replace(evidence, weight_ours=0.0, weight_vote=0.0) if side == "customer" else evidence


def _profile(wb: Workbook, account_id: str, contacts: Contacts, as_of: date, params: Params, evidence: EvidenceParams) -> Profile:
    asked = (*TRUST.items, TRUST.given)
    own = gather(wb, "account", pd.Index([account_id]), asked, as_of, evidence)
    cells = roll_up(own, gather(wb, "contact", contacts.ids, asked, as_of, evidence), contacts)
    values = {item: cells.row(item.id)[:, 0] for item in asked}
    weights = TRUST.weights(params)
    answered = [item for item in TRUST.items if not np.isnan(values[item][0])]
    whole = sum(weights[item.id] for item in answered)
    linear = sum(weights[item.id] * values[item][0] for item in answered) / whole if whole > 0 else values[TRUST.given][0]
    return Profile(
        {item.id: round(item.raw(float(values[item][0])), DIGITS) for item in TRUST.items},
        int(max(values[item][3] for item in asked)),
        round(float(linear), DIGITS),
    )

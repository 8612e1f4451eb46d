"""Satisfaction 满意度 (methods 15): the answers of customers to a questionnaire; recommendation stands with relative attitude."""

from __future__ import annotations

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

SATISFACTION = Index(
    "satisfaction",
    N_("Satisfaction"),
    N_("How satisfied are they with us?"),
    (
        Item("satisfaction.overall", N_("Satisfaction"), N_("All in all, how satisfied are you with us?"), 0.6),
        Item("satisfaction.effort", N_("Ease"), N_("It is easy to work with us."), 0.4, 1, 7),
    ),
    subjects=("account", "contact"),
)

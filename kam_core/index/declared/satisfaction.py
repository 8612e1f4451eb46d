"""Satisfaction 满意度 (methods 15): the answers of customers to a questionnaire; recommendation stands with relative attitude."""

from __future__ import annotations

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

SATISFACTION = Index(
    "satisfaction",
    N_("Satisfaction"),
    N_("How satisfied are they with us?"),
    (
        Item(
            "satisfaction.overall", N_("Satisfaction"), N_("All in all, how satisfied are they with us?"), 0.6,
            anchors=(
                N_("Complains, has asked for somebody else"), N_("Neither praises nor complains"), N_("Says unasked how content they are"),
            ),
        ),
        Item(
            "satisfaction.effort", N_("Ease"), N_("It is easy for them to work with us."), 0.4, 1, 7,
            anchors=(N_("Has to chase us for everything"), N_("Has to ask now and then"), N_("Gets it right at the first call")),
        ),
    ),
    subjects=("account", "contact"),
)  # fmt: skip

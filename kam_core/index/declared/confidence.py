"""Confidence in our offer 信心指标 (methods 8); no source defines it, so items and weights are our proposal."""

from __future__ import annotations

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

CONFIDENCE = Index(
    "confidence",
    N_("Confidence"),
    N_("How sure are they that our product and service do the job?"),
    (
        Item("confidence.fit", N_("Fit to their need"), N_("What we offer fits what they need."), 0.20),
        Item("confidence.proof", N_("Proven performance"), N_("Acceptance, yield or uptime have proven it."), 0.20),
        Item("confidence.rival", N_("Against the best rival"), N_("They see our product ahead of the best rival's."), 0.20),
        Item("confidence.service", N_("Delivery and service"), N_("They count on our delivery and service."), 0.15),
        Item(
            "confidence.breadth", N_("Breadth of adoption"), N_("What share of our product lines that suit them do they buy?"), 0.15, 0, 1,
            measure="adoption",
        ),
        Item("confidence.intention", N_("Intention to expand"), N_("They mean to buy more, or to renew."), 0.10),
    ),
)  # fmt: skip

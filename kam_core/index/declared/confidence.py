"""Confidence in our offer 信心指标 (methods 8); no source defines it, so items and weights are our proposal."""

from __future__ import annotations

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

CONFIDENCE = Index(
    "confidence",
    N_("Confidence"),
    N_("How sure are they that our product and service do the job?"),
    (
        Item(
            "confidence.fit", N_("Fit to their need"), N_("What we offer fits what they need."), 0.20,
            anchors=(N_("Bends the job to our product"), N_("Fits the main job, works around the rest"), N_("Specifies by our product")),
        ),
        Item(
            "confidence.proof", N_("Proven performance"), N_("Acceptance, yield or uptime have proven it."), 0.20,
            anchors=(N_("Not tried, or the trial failed"), N_("Passed one trial or one site"), N_("Proven in daily use, in figures")),
        ),
        Item(
            "confidence.rival", N_("Against the best rival"), N_("They see our product ahead of the best rival's."), 0.20,
            anchors=(N_("Names a rival as the better one"), N_("Calls both equal"), N_("Shows ours to others as the better one")),
        ),
        Item(
            "confidence.service", N_("Delivery and service"), N_("They count on our delivery and service."), 0.15,
            anchors=(N_("Keeps a second source for delays"), N_("Checks each delivery date with us"), N_("Plans on our dates, unasked")),
        ),
        Item(
            "confidence.breadth", N_("Breadth of adoption"), N_("What share of our product lines that suit them do they buy?"), 0.15, 0, 1,
            anchors=(N_("Buys none of the lines that suit"), N_("Buys half of the lines that suit"), N_("Buys every line that suits")),
            measure="adoption",
        ),
        Item(
            "confidence.intention", N_("Intention to expand"), N_("They mean to buy more, or to renew."), 0.10,
            anchors=(N_("Speaks of leaving or cutting"), N_("Will renew as it is"), N_("Has asked for more, with a budget")),
        ),
    ),
)  # fmt: skip

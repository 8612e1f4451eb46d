"""Importance 重要指标 (methods 6): potential and influence, never current sales; weights and anchors are our proposal."""

from __future__ import annotations

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

IMPORTANCE = Index(
    "importance",
    N_("Importance"),
    N_("How much potential and influence does this customer have? Today's sales do not count."),
    (
        Item(
            "importance.spend", N_("Addressable spend"), N_("What could they spend on our kind of offer in 24 months?"), 0.24, 0, 100,
            anchors=(N_("Among the smallest 5%"), N_("In the middle, on a scale of multiples"), N_("Among the largest 5%")),
            measure="fact_addressable_spend_24m", scaling="log_band",
        ),
        Item(
            "importance.growth", N_("Growth of spend"), N_("Their spend on our kind of offer is growing."), 0.12,
            anchors=(N_("Shrinks fast"), N_("Is stable"), N_("Grows fast")),
        ),
        Item(
            "importance.margin", N_("Achievable margin"), N_("We can earn a good margin with them."), 0.12,
            anchors=(N_("Buys on price alone"), N_("Pays our usual margin"), N_("Pays well for value")),
        ),
        Item(
            "importance.fit", N_("Strategic fit"), N_("They are the kind of customer our strategy aims at."), 0.12,
            anchors=(N_("Outside our strategy"), N_("Fits in part"), N_("Exactly whom we are built for")),
        ),
        Item(
            "importance.reference", N_("Reference effect"), N_("Their name opens doors for us."), 0.12,
            anchors=(N_("Nobody knows them"), N_("Known in their niche"), N_("A name that everyone in the field follows")),
        ),
        Item(
            "importance.voice", N_("Voice in the sector"), N_("They shape standards or policy of the sector."), 0.10,
            anchors=(N_("Has no say"), N_("Is heard now and then"), N_("Sets standards")),
        ),
        Item(
            "importance.pull", N_("Pull on others"), N_("Other customers or channels follow them."), 0.10,
            anchors=(N_("Nobody follows them"), N_("Some follow"), N_("Brings others with them")),
        ),
        Item(
            "importance.learning", N_("Learning and innovation"), N_("We learn from working with them."), 0.08,
            anchors=(N_("Nothing new for us"), N_("Ideas now and then"), N_("Develops new things with us")),
        ),
    ),
    bands=((0, N_("Standard")), (40, N_("Growth")), (60, N_("Key")), (75, N_("Strategic"))),
)  # fmt: skip

"""Stage of the relationship 关系阶段 (methods 13, after McDonald and Millman & Wilson): six items of 1 to 4, the sum names the stage."""

from __future__ import annotations

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

_BASIC, _COOPERATIVE, _INTERDEPENDENT, _INTEGRATED = (100 * (total - 6) / 18 for total in (6, 10.5, 16.5, 22.5))
"""Sums 6-10, 11-16, 17-22 and 23-24 as an index; between two of them the nearer one counts."""

STAGE = Index(
    "stage",
    N_("Relationship stage"),
    N_("How closely do the two companies work together?"),
    (
        Item(
            "stage.breadth", N_("Breadth of contact"), N_("How many functions of both sides talk to each other?"), 1.0, 1, 4,
            anchors=(N_("One seller and one buyer"), N_("Three functions talk to theirs"), N_("Most functions talk to theirs")),
        ),
        Item(
            "stage.height", N_("Height of contact"), N_("How high do our contacts reach?"), 1.0, 1, 4,
            anchors=(N_("The buyer's desk"), N_("Heads of department"), N_("Both managements meet regularly")),
        ),
        Item(
            "stage.information", N_("Information shared"), N_("What do both sides tell each other?"), 1.0, 1, 4,
            anchors=(N_("Prices and orders"), N_("Plans for the year"), N_("Costs, forecasts and roadmaps lie open")),
        ),
        Item(
            "stage.planning", N_("Joint planning"), N_("How far ahead do both plan together?"), 1.0, 1, 4,
            anchors=(N_("From order to order"), N_("One plan for the year"), N_("One shared plan for three years or more")),
        ),
        Item(
            "stage.service", N_("Differentiated service"), N_("How much of our service is made for them?"), 1.0, 1, 4,
            anchors=(N_("Standard service"), N_("Some services of their own"), N_("A team and processes made for them")),
        ),
        Item(
            "stage.integration", N_("Integration"), N_("How far are processes joined, and how hard is it to part?"), 1.0, 1, 4,
            anchors=(N_("Both could part tomorrow"), N_("Some systems are linked"), N_("Shared processes; parting takes a year")),
        ),
    ),
    bands=(
        (_BASIC, N_("Basic")), (_COOPERATIVE, N_("Cooperative")), (_INTERDEPENDENT, N_("Interdependent")), (_INTEGRATED, N_("Integrated")),
    ),
    short=N_("Stage"),
)  # fmt: skip

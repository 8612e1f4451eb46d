"""Relative attitude and repeat patronage (methods 5, after Dick and Basu 1994); weights and anchors are our proposal."""

from __future__ import annotations

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

ATTITUDE = Index(
    "attitude",
    N_("Relative attitude"),
    N_("How strongly do they prefer us to the best alternative?"),
    (
        Item(
            "attitude.preference", N_("Preference"), N_("They prefer us to their best alternative."), 0.20,
            anchors=(N_("Would rather work with the rival"), N_("Has no preference"), N_("Clearly prefers us")),
        ),
        Item(
            "attitude.difference", N_("Perceived difference"), N_("They see a clear difference between us and the best alternative."), 0.20,
            anchors=(N_("Finds us interchangeable"), N_("Sees some difference"), N_("Sees a difference that matters to them")),
        ),
        Item(
            "attitude.recommend", N_("Recommendation"), N_("How likely are they to recommend us?"), 0.15, 0, 10,
            anchors=(N_("Advises against us"), N_("Would say neither good nor bad"), N_("Recommends us unasked")),
        ),
        Item(
            "attitude.again", N_("Would choose us again"), N_("If they decided today, they would choose us again."), 0.20,
            anchors=(N_("Would choose the rival"), N_("Undecided"), N_("Would choose us without a tender")),
        ),
        Item(
            "attitude.comfort", N_("Comfort"), N_("They feel at ease when working with us."), 0.10,
            anchors=(N_("Finds us tiring to deal with"), N_("Neither at ease nor uneasy"), N_("Enjoys working with our people")),
        ),
        Item(
            "attitude.resistance", N_("Resistance to a cheaper rival"), N_("They would stay if a rival were 5% cheaper."), 0.15,
            anchors=(N_("Would leave at once"), N_("Would use it to press our price"), N_("Would stay and tell us")),
        ),
    ),
    subjects=("account", "contact"),
    short=N_("Attitude"),
)  # fmt: skip

PATRONAGE = Index(
    "patronage",
    N_("Repeat patronage"),
    N_("How much and how steadily do they buy from us?"),
    (
        Item(
            "patronage.wallet", N_("Share of wallet"), N_("What share of their purchases of our kind comes from us?"), 0.40, 0, 1,
            anchors=(N_("Buys nothing from us"), N_("Buys half from us"), N_("Buys everything from us")), measure="wallet_share",
        ),
        Item(
            "patronage.repeat", N_("Repeat rate"), N_("In which share of the possible periods did they order?"), 0.25, 0, 1,
            anchors=(N_("Ordered in no period"), N_("Ordered in every second period"), N_("Ordered in every period")),
            measure="repeat_rate",
        ),
        Item(
            "patronage.trend", N_("Trend of volume"), N_("How does the trend of their volume compare with other accounts?"), 0.15, 0, 100,
            anchors=(N_("Steepest fall of all accounts"), N_("In the middle of all accounts"), N_("Steepest growth of all accounts")),
            measure="slope", scaling="percentile",
        ),
        Item(
            "patronage.tenure", N_("Tenure"), N_("For how many years have they bought from us?"), 0.10, 0, 5,
            anchors=(N_("New"), N_("Two and a half years"), N_("Five years or longer")), measure="tenure_years",
        ),
        Item(
            "patronage.contract", N_("Contract"), N_("Does a contract run?"), 0.10, 0, 1,
            anchors=(N_("No contract runs"), "", N_("A contract runs")), measure="contract_live",
        ),
    ),
    short=N_("Patronage"),
)  # fmt: skip

"""
The indices, declared as data in the field's terms. To add one, add a declaration (and its Chinese to the catalogue).

Weights, scales and anchors are our proposal where no source defines the tool (methods 5, 6, 7); a user can change weights.
"""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.errors import UnknownName
from kam_core.index.shapes import Index, Item
from kam_core.text import N_

__all__ = ["INDICES", "Index", "Item", "index_of"]

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

TRUST = Index(
    "trust",
    N_("Trust"),
    N_("How far do they rely on us?"),
    (
        Item(
            "trust.credibility", N_("Credibility"), N_("They take our advice on their problem."), 0.25, 1, 10,
            anchors=(N_("Checks everything we say elsewhere"), N_("Listens, then decides alone"), N_("Asks us first, follows our advice")),
        ),
        Item(
            "trust.reliability", N_("Reliability"), N_("We keep our promises to them, on time."), 0.25, 1, 10,
            anchors=(N_("Promises are often broken"), N_("Most promises are kept"), N_("Every promise is kept on time")),
        ),
        Item(
            "trust.intimacy", N_("Openness"), N_("They tell us bad news early and share their plans."), 0.25, 1, 10,
            anchors=(N_("Tells us nothing"), N_("Tells us when asked"), N_("Calls us first, also with bad news")),
        ),
        Item(
            "trust.self_orientation", N_("Self-orientation"), N_("They feel that we push our own targets."), 0.25, 1, 10, reverse=True,
            anchors=(N_("Feels that we put them first"), N_("Feels that we balance both sides"), N_("Feels that we only push our targets")),
        ),
    ),
    subjects=("account", "contact"),
    bands=((0, N_("Transactional")), (40, N_("Recognised")), (60, N_("Trusted")), (80, N_("Partner"))),
)  # fmt: skip

INDICES: Mapping[str, Index] = {index.id: index for index in (IMPORTANCE, TRUST, ATTITUDE, PATRONAGE)}


def index_of(name: str) -> Index:
    """The declaration of an index; an unknown name raises with the closest ones."""
    try:
        return INDICES[name]
    except KeyError:
        raise UnknownName.of("index", name, list(INDICES)) from None


def classic_trust(credibility: float, reliability: float, intimacy: float, self_orientation: float) -> float:
    """
    Trust = (credibility + reliability + intimacy) / self-orientation, 1-10 each, so 0.3-30 (Maister, Green & Galford 2000).

    A display only: matrices use the linear index, because this one is hyperbolic in self-orientation.

    >>> classic_trust(8, 7, 6, 3)
    7.0
    """
    return (credibility + reliability + intimacy) / self_orientation

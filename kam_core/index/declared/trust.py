"""Trust 信任指标 (methods 7, after Maister, Green and Galford 2000 and Morgan and Hunt 1994)."""

from __future__ import annotations

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

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


def classic_trust(credibility: float, reliability: float, intimacy: float, self_orientation: float) -> float:
    """
    Trust = (credibility + reliability + intimacy) / self-orientation, 1-10 each, so 0.3-30 (Maister, Green & Galford 2000).

    A display only: matrices use the linear index, because this one is hyperbolic in self-orientation.

    >>> classic_trust(8, 7, 6, 3)
    7.0
    """
    return (credibility + reliability + intimacy) / self_orientation

"""
Importance and fit of a need (methods 18), and how well the needs of an account are met, weighted by their importance.

All three are measured (``gathered.needs``): what people of the customer answered about a need stands in place of our own estimate.
"""

from __future__ import annotations

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

_IMPORTANCE = (N_("They would not miss it"), N_("It counts when they compare offers"), N_("Without it they do not buy"))
_FIT = (N_("We do not offer it"), N_("We meet it in part"), N_("We meet it fully, with proof"))

NEED_IMPORTANCE = Index(
    "need_importance",
    N_("Importance of the need"),
    N_("How much does this need matter to them?"),
    (
        Item(
            "need_importance.stated", N_("Importance stated"), N_("How much does this need matter to them?"), 1.0,
            anchors=_IMPORTANCE, measure="importance",
        ),
    ),
    subjects=("need",),
    short=N_("Importance"),
)  # fmt: skip

NEED_PERFORMANCE = Index(
    "need_performance",
    N_("Our performance"),
    N_("How well do we meet this need?"),
    (Item("need_performance.fit", N_("Our fit"), N_("How well do we meet this need?"), 1.0, anchors=_FIT, measure="fit"),),
    subjects=("need",),
    short=N_("Our fit"),
)

NEED_FIT = Index(
    "need_fit",
    N_("Need fit"),
    N_("How well do we meet what matters to them?"),
    (
        Item(
            "need_fit.met", N_("Needs met"), N_("How well are their needs met, weighted by importance?"), 1.0,
            anchors=_FIT, measure="needs_met",
        ),
    ),
)  # fmt: skip

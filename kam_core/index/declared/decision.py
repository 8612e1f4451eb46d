"""
Willingness and perceived risk of everybody in the decision unit (methods 11; Bauer 1960, Cunningham 1967).

Each category of risk is a probability times a consequence, 1-5 each. Half of the index is the largest category, so that a killer
risk does not drown in the mean.
"""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

WILLINGNESS = Index(
    "willingness",
    N_("Willingness"),
    N_("How much do they want to buy from us?"),
    (
        Item("willingness.urgency", N_("Urgency"), N_("Their need is urgent."), 0.25),
        Item("willingness.value", N_("Value seen"), N_("They see more value in our offer than in the alternative."), 0.25),
        Item("willingness.support", N_("Support for us"), N_("How far do they support us?"), 0.30, -2, 2, measure="support"),
        Item("willingness.readiness", N_("Readiness to act"), N_("Budget and date are there."), 0.20),
    ),
    subjects=("contact",),
)  # fmt: skip

CATEGORIES: Mapping[str, str] = {
    "performance": N_("Performance risk"),
    "financial": N_("Financial risk"),
    "delivery": N_("Delivery risk"),
    "switching": N_("Switching risk"),
    "compliance": N_("Compliance risk"),
    "career": N_("Career and political risk"),
}
"""What a buyer may fear."""


def _pair(category: str, title: str) -> tuple[Item, Item]:
    """The probability of a category, and its consequence by which it is multiplied."""
    likely, grave = f"risk.{category}", f"risk.{category}_consequence"
    return (
        Item(likely, title, N_("How likely is it, in their eyes?"), 1.0, times=grave),
        Item(grave, title, N_("How grave would it be for them?"), 0.0),
    )


RISK = Index(
    "risk",
    N_("Perceived risk"),
    N_("How much risk do they see in deciding for us?"),
    tuple(item for category, title in CATEGORIES.items() for item in _pair(category, title)),
    subjects=("contact",),
    higher_is_better=False,
    peak=0.5,
    short=N_("Risk"),
)

"""
Willingness and perceived risk of everybody in the decision unit (methods 11; Bauer 1960, Cunningham 1967).

Each category of risk is a probability times a consequence, 1-5 each. Half of the index is the largest category, so that a killer
risk does not drown in the mean. Anchors are our proposal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

WILLINGNESS = Index(
    "willingness",
    N_("Willingness"),
    N_("How much do they want to buy from us?"),
    (
        Item(
            "willingness.urgency", N_("Urgency"), N_("Their need is urgent."), 0.25,
            anchors=(N_("No date, no pressure"), N_("Wants it within the year"), N_("Needs it this quarter, asks us for dates")),
        ),
        Item(
            "willingness.value", N_("Value seen"), N_("They see more value in our offer than in the alternative."), 0.25,
            anchors=(N_("Sees the alternative ahead"), N_("Sees both as equal"), N_("Argues for our offer with figures")),
        ),
        Item(
            "willingness.support", N_("Support for us"), N_("How far do they support us?"), 0.30, -2, 2, measure="support",
            anchors=(N_("Works against us"), N_("Takes no side"), N_("Speaks for us when we are not there")),
        ),
        Item(
            "willingness.readiness", N_("Readiness to act"), N_("Budget and date are there."), 0.20,
            anchors=(N_("No budget, no date"), N_("Budget or date is there"), N_("Budget and date are approved")),
        ),
    ),
    subjects=("contact",),
)  # fmt: skip


@dataclass(frozen=True)
class Category:
    """One thing a buyer may fear: what it is called, and what the ends of both its scales mean."""

    title: str
    consequence: str
    """The title of its second item."""
    short: str
    likely: tuple[str, str, str]
    grave: tuple[str, str, str]


CATEGORIES: Mapping[str, Category] = {
    "performance": Category(
        N_("Performance risk"), N_("Performance risk, consequence"), N_("Technical"),
        (N_("Has seen it work"), N_("Doubts parts of it"), N_("Expects it to fail")),
        (N_("They would hardly notice"), N_("Costs them rework"), N_("Stops their work")),
    ),
    "financial": Category(
        N_("Financial risk"), N_("Financial risk, consequence"), N_("Financial"),
        (N_("Has calculated the return"), N_("Finds the return unclear"), N_("Expects to lose money")),
        (N_("Petty cash"), N_("Hurts this year's budget"), N_("Endangers the result of the company")),
    ),
    "delivery": Category(
        N_("Delivery risk"), N_("Delivery risk, consequence"), N_("Delivery"),
        (N_("Never waited for us"), N_("Waited now and then"), N_("Expects gaps in supply")),
        (N_("Their stock covers it"), N_("Delays orders of theirs"), N_("Their production stands still")),
    ),
    "switching": Category(
        N_("Switching risk"), N_("Switching risk, consequence"), N_("Switching"),
        (N_("Changed over smoothly before"), N_("Expects trouble for some weeks"), N_("Expects the change to go wrong")),
        (N_("Can go back the same day"), N_("Going back takes weeks"), N_("Cannot go back")),
    ),
    "compliance": Category(
        N_("Compliance risk"), N_("Compliance risk, consequence"), N_("Compliance"),
        (N_("Holds every certificate"), N_("Misses some papers"), N_("Expects to fail an audit")),
        (N_("A remark in the audit"), N_("A condition or a fine"), N_("Loses a licence or a customer")),
    ),
    "career": Category(
        N_("Career and political risk"), N_("Career and political risk, consequence"), N_("Career"),
        (N_("Is backed from above"), N_("Has to defend the choice"), N_("Expects to be blamed")),
        (N_("Forgotten next month"), N_("Harms their standing"), N_("Costs them their position")),
    ),
}  # fmt: skip
"""What a buyer may fear."""


def likely(category: str) -> str:
    """
    The item of the probability of a category.

    >>> likely("delivery"), grave("delivery")
    ('risk.delivery', 'risk.delivery_consequence')
    """
    return f"risk.{category}"


def grave(category: str) -> str:
    """The item of its consequence."""
    return f"{likely(category)}_consequence"


def _pair(name: str, category: Category) -> tuple[Item, Item]:
    """The probability of a category, and its consequence by which it is multiplied."""
    return (
        Item(likely(name), category.title, N_("How likely is it, in their eyes?"), 1.0, anchors=category.likely, times=grave(name)),
        Item(grave(name), category.consequence, N_("How grave would it be for them?"), 0.0, anchors=category.grave),
    )


RISK = Index(
    "risk",
    N_("Perceived risk"),
    N_("How much risk do they see in deciding for us?"),
    tuple(item for name, category in CATEGORIES.items() for item in _pair(name, category)),
    subjects=("contact",),
    higher_is_better=False,
    peak=0.5,
    short=N_("Risk"),
)

"""
Attractiveness, relative business strength and feasibility (methods 12 and 9, after McDonald and Woodburn).

Strength is ours against the best rival's: two answers of which each needs the other, 50 + half the difference.
"""

from __future__ import annotations

from kam_core.index.shapes import Index, Item, against
from kam_core.text import N_

ATTRACTIVENESS = Index(
    "attractiveness",
    N_("Account attractiveness"),
    N_("How attractive is this account to us over three years?"),
    (
        Item("attractiveness.volume", N_("Volume in three years"), N_("How large can our sales to them become?"), 0.25, 1, 10),
        Item("attractiveness.growth", N_("Growth of their market"), N_("How fast does their own market grow?"), 0.15, 1, 10),
        Item("attractiveness.profit", N_("Profit potential"), N_("How well can we earn with them?"), 0.25, 1, 10),
        Item("attractiveness.openness", N_("Openness to partnership"), N_("How open are they to working as partners?"), 0.15, 1, 10),
        Item("attractiveness.reach", N_("Reach and prestige"), N_("What does their name do for us?"), 0.10, 1, 10),
        Item("attractiveness.fit", N_("Fit of goals"), N_("How well do their goals fit ours?"), 0.10, 1, 10),
    ),
    short=N_("Attractiveness"),
)  # fmt: skip

STRENGTH = Index(
    "strength",
    N_("Relative business strength"),
    N_("How do they see us against the best rival?"),
    (
        *against(Item("strength.product", N_("Product"), N_("How well does the product meet what they ask for?"), 0.25, 1, 10)),
        *against(Item("strength.price", N_("Price and terms"), N_("How good are price and terms for them?"), 0.20, 1, 10)),
        *against(Item("strength.delivery", N_("Delivery"), N_("How reliable is the delivery?"), 0.20, 1, 10)),
        *against(Item("strength.service", N_("Service"), N_("How good is the service?"), 0.15, 1, 10)),
        *against(Item("strength.innovation", N_("Innovation"), N_("How much new do they get?"), 0.10, 1, 10)),
        *against(Item("strength.people", N_("People"), N_("How good are the people they deal with?"), 0.10, 1, 10)),
    ),
    short=N_("Strength"),
)  # fmt: skip

FEASIBILITY = Index(
    "feasibility",
    N_("Feasibility"),
    N_("How feasible is it for us to develop this account?"),
    (Item("feasibility.means", N_("Feasibility"), N_("With our people and means we can develop this account."), 1.0),),
)

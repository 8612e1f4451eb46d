"""
Attractiveness, relative business strength and feasibility (methods 12 and 9, after McDonald and Woodburn).

Strength is ours against the best rival's: two answers of which each needs the other, 50 + half the difference. Factors of 1-10 are
scored on written scales, as the association of key account managers asks: a number alone means something else to everybody.
"""

from __future__ import annotations

from kam_core.index.shapes import Index, Item, against
from kam_core.text import N_

ATTRACTIVENESS = Index(
    "attractiveness",
    N_("Account attractiveness"),
    N_("How attractive is this account to us over three years?"),
    (
        Item(
            "attractiveness.volume", N_("Volume in three years"), N_("How large can our sales to them become?"), 0.25, 1, 10,
            anchors=(N_("Less than a small order a year"), N_("As large as our average account"), N_("Among our five largest accounts")),
        ),
        Item(
            "attractiveness.growth", N_("Growth of their market"), N_("How fast does their own market grow?"), 0.15, 1, 10,
            anchors=(N_("Their market shrinks"), N_("Their market grows with the economy"), N_("Their market doubles in five years")),
        ),
        Item(
            "attractiveness.profit", N_("Profit potential"), N_("How well can we earn with them?"), 0.25, 1, 10,
            anchors=(N_("Pays less than it costs to serve"), N_("Leaves our usual profit"), N_("Pays for value and is easy to serve")),
        ),
        Item(
            "attractiveness.openness", N_("Openness to partnership"), N_("How open are they to working as partners?"), 0.15, 1, 10,
            anchors=(N_("Buys by tender on price"), N_("Talks to us before it buys"), N_("Plans and develops together with its suppliers")),
        ),
        Item(
            "attractiveness.reach", N_("Reach and prestige"), N_("What does their name do for us?"), 0.10, 1, 10,
            anchors=(N_("Nobody asks about them"), N_("A known name in their region"), N_("Others buy because they do")),
        ),
        Item(
            "attractiveness.fit", N_("Fit of goals"), N_("How well do their goals fit ours?"), 0.10, 1, 10,
            anchors=(N_("Goes where we do not want to go"), N_("Shares some of our goals"), N_("Needs what we want to become best at")),
        ),
    ),
    short=N_("Attractiveness"),
)  # fmt: skip

STRENGTH = Index(
    "strength",
    N_("Relative business strength"),
    N_("How do they see us against the best rival?"),
    (
        *against(
            Item(
                "strength.product", N_("Product"), N_("How well does the product meet what they ask for?"), 0.25, 1, 10,
                anchors=(N_("Misses what they ask for"), N_("Meets the specification"), N_("Solves more than they asked for")),
            ),
            N_("Product, best rival"), N_("How well does the best rival's product meet what they ask for?"),
        ),
        *against(
            Item(
                "strength.price", N_("Price and terms"), N_("How good are price and terms for them?"), 0.20, 1, 10,
                anchors=(N_("They complain at every offer"), N_("They find it in line with the market"),
                         N_("They call it the best deal they can get")),
            ),
            N_("Price and terms, best rival"), N_("How good are the best rival's price and terms for them?"),
        ),
        *against(
            Item(
                "strength.delivery", N_("Delivery reliability"), N_("How reliable is the delivery?"), 0.20, 1, 10,
                anchors=(N_("Is late more often than not"), N_("Is late now and then, and says so"),
                         N_("Arrives complete on the day, always")),
            ),
            N_("Delivery reliability, best rival"), N_("How reliable is the best rival's delivery?"),
        ),
        *against(
            Item(
                "strength.service", N_("Customer service"), N_("How good is the service?"), 0.15, 1, 10,
                anchors=(N_("Nobody answers"), N_("Answers within two days"), N_("Answers at once and sees it through")),
            ),
            N_("Customer service, best rival"), N_("How good is the best rival's service?"),
        ),
        *against(
            Item(
                "strength.innovation", N_("Innovation"), N_("How much new do they get?"), 0.10, 1, 10,
                anchors=(N_("Nothing new in years"), N_("Follows the market"), N_("Brings the new first, and it works")),
            ),
            N_("Innovation, best rival"), N_("How much new do they get from the best rival?"),
        ),
        *against(
            Item(
                "strength.people", N_("People"), N_("How good are the people they deal with?"), 0.10, 1, 10,
                anchors=(N_("Change often and know little"), N_("Know the product"), N_("Know their business and are asked for advice")),
            ),
            N_("People, best rival"), N_("How good are the best rival's people they deal with?"),
        ),
    ),
    short=N_("Business strength"),
)  # fmt: skip

FEASIBILITY = Index(
    "feasibility",
    N_("Feasibility"),
    N_("How feasible is it for us to develop this account?"),
    (
        Item(
            "feasibility.means", N_("Feasibility"), N_("With our people and means we can develop this account."), 1.0,
            anchors=(N_("We have nobody for it"), N_("It can be done beside other work"), N_("Team, time and budget are there")),
        ),
    ),
)  # fmt: skip

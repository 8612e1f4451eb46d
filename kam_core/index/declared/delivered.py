"""
Delivered value 客户让渡价值 (methods 14, Kotler): four parts of value and four of cost, ours against the best rival's, 0 to 10 each.

Each part needs both answers and counts as 50 + half the difference; a cost counts the other way round.
"""

from __future__ import annotations

from kam_core.index.shapes import Index, Item, against
from kam_core.text import N_

_BENEFITS = (
    *against(
        Item(
            "delivered.product", N_("Product value"), N_("What is the product worth to them?"), 0.20, 0, 10,
            anchors=(N_("Does not do its work"), N_("Does what was agreed"), N_("Makes them better than their rivals")),
        ),
        N_("Product value, best rival"), N_("What is the best rival's product worth to them?"),
    ),
    *against(
        Item(
            "delivered.service", N_("Service value"), N_("What is the service worth to them?"), 0.15, 0, 10,
            anchors=(N_("They have to help themselves"), N_("Help comes when they call"), N_("Help comes before they notice")),
        ),
        N_("Service value, best rival"), N_("What is the best rival's service worth to them?"),
    ),
    *against(
        Item(
            "delivered.personnel", N_("Personnel value"), N_("What are the people worth to them?"), 0.10, 0, 10,
            anchors=(N_("They avoid the people"), N_("They find them competent"), N_("They ask for them by name")),
        ),
        N_("Personnel value, best rival"), N_("What are the best rival's people worth to them?"),
    ),
    *against(
        Item(
            "delivered.image", N_("Image value"), N_("What is the name worth to them?"), 0.05, 0, 10,
            anchors=(N_("The name has to be explained"), N_("The name does no harm"), N_("They advertise with the name")),
        ),
        N_("Image value, best rival"), N_("What is the best rival's name worth to them?"),
    ),
)  # fmt: skip
_COSTS = (
    *against(
        Item(
            "delivered.money", N_("Monetary cost"), N_("How dear is it for them, all in all?"), 0.20, 0, 10, reverse=True,
            anchors=(N_("Costs them next to nothing"), N_("Costs what they expected"), N_("Costs more than their budget allows")),
        ),
        N_("Monetary cost, best rival"), N_("How dear is the best rival for them, all in all?"),
    ),
    *against(
        Item(
            "delivered.time", N_("Time cost"), N_("How much time does it cost them?"), 0.12, 0, 10, reverse=True,
            anchors=(N_("Ordered in minutes, there at once"), N_("Takes as long as elsewhere"), N_("Weeks of waiting and chasing")),
        ),
        N_("Time cost, best rival"), N_("How much time does the best rival cost them?"),
    ),
    *against(
        Item(
            "delivered.energy", N_("Energy cost"), N_("How much effort does it cost them?"), 0.10, 0, 10, reverse=True,
            anchors=(N_("Runs by itself"), N_("A few forms and calls"), N_("Ties up their own people")),
        ),
        N_("Energy cost, best rival"), N_("How much effort does the best rival cost them?"),
    ),
    *against(
        Item(
            "delivered.psychic", N_("Psychic cost"), N_("How much worry does it cost them?"), 0.08, 0, 10, reverse=True,
            anchors=(N_("They never think about it"), N_("They check now and then"), N_("They fear trouble with every order")),
        ),
        N_("Psychic cost, best rival"), N_("How much worry does the best rival cost them?"),
    ),
)  # fmt: skip

BENEFITS = Index(
    "benefits",
    N_("Benefit advantage"),
    N_("How much more value do they get from us than from the best rival?"),
    _BENEFITS,
    short=N_("Benefits"),
)
SAVINGS = Index(
    "savings",
    N_("Cost advantage"),
    N_("How much less does it cost them with us than with the best rival?"),
    _COSTS,
    short=N_("Savings"),
)
DELIVERED = Index(
    "delivered",
    N_("Delivered value"),
    N_("What do they get from us, less what it costs them, against the best rival?"),
    (*_BENEFITS, *_COSTS),
)

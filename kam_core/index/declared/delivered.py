"""
Delivered value 客户让渡价值 (methods 14, Kotler): four parts of value and four of cost, ours against the best rival's, 0 to 10 each.

Each part needs both answers and counts as 50 + half the difference; a cost counts the other way round.
"""

from __future__ import annotations

from kam_core.index.shapes import Index, Item, against
from kam_core.text import N_

_BENEFITS = (
    *against(Item("delivered.product", N_("Product value"), N_("What is the product worth to them?"), 0.20, 0, 10)),
    *against(Item("delivered.service", N_("Service value"), N_("What is the service worth to them?"), 0.15, 0, 10)),
    *against(Item("delivered.personnel", N_("Personnel value"), N_("What are the people worth to them?"), 0.10, 0, 10)),
    *against(Item("delivered.image", N_("Image value"), N_("What is the name worth to them?"), 0.05, 0, 10)),
)
_COSTS = (
    *against(Item("delivered.money", N_("Monetary cost"), N_("How dear is it for them, all in all?"), 0.20, 0, 10, reverse=True)),
    *against(Item("delivered.time", N_("Time cost"), N_("How much time does it cost them?"), 0.12, 0, 10, reverse=True)),
    *against(Item("delivered.energy", N_("Energy cost"), N_("How much effort does it cost them?"), 0.10, 0, 10, reverse=True)),
    *against(Item("delivered.psychic", N_("Psychic cost"), N_("How much worry does it cost them?"), 0.08, 0, 10, reverse=True)),
)

BENEFITS = Index("benefits", N_("Benefit advantage"), N_("How much more value do they get from us than from the best rival?"), _BENEFITS)
SAVINGS = Index("savings", N_("Cost advantage"), N_("How much less does it cost them with us than with the best rival?"), _COSTS)
DELIVERED = Index(
    "delivered",
    N_("Delivered value"),
    N_("What do they get from us, less what it costs them, against the best rival?"),
    (*_BENEFITS, *_COSTS),
)

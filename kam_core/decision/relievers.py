"""What takes which fear away (methods 11): first the step that costs least, then stronger ones."""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.text import N_

RELIEVERS: Mapping[str, tuple[str, ...]] = {
    "performance": (N_("Offer a trial"), N_("Run a benchmark"), N_("Arrange a visit to a site that uses it")),
    "financial": (N_("Calculate the total cost of ownership"), N_("Lock the price"), N_("Offer instalments")),
    "delivery": (N_("Keep stock for them"), N_("Agree on penalties"), N_("Name a second site")),
    "switching": (N_("Send a migration team"), N_("Run old and new in parallel")),
    "compliance": (N_("Hand over the certificates"), N_("Put together an audit pack")),
    "career": (N_("Win a sponsor in their management"), N_("Bring them together with peers who chose us"), N_("Decide in phases")),
}
"""By category of risk (message ids)."""

TURN_ROUND = N_("Settle the doubts in person")
"""What takes a veto away that is no risk but a person (message id)."""

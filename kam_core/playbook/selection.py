"""Plays of account selection, needs and delivered value (methods 12, 18 and 14)."""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.playbook.shapes import Play
from kam_core.text import N_

PLAYS: Mapping[str, Mapping[str, Play]] = {
    "selection": {
        "strategic": Play(
            N_("Attractive, and we are strong: invest for growth together."),
            (
                N_("Plan three years together"),
                N_("Name an executive sponsor"),
                N_("Put the best people on it"),
            ),
        ),
        "star": Play(
            N_("Attractive, but the rival is stronger: invest before the profit comes."),
            (
                N_("Choose where to get ahead of the rival"),
                N_("Invest with dated milestones"),
                N_("Win the users first"),
            ),
        ),
        "status": Play(
            N_("We are strong, the growth is limited: maintain."),
            (
                N_("Keep the service at its level"),
                N_("Protect the margin"),
                N_("Watch for new potential"),
            ),
        ),
        "streamline": Play(
            N_("Little attraction, little strength: manage for profit."),
            (
                N_("Serve on standard terms"),
                N_("Cut the cost to serve"),
                N_("Review once a year"),
            ),
        ),
    },
    "needs": {
        "concentrate": Play(
            N_("It matters and we fall short: concentrate here."),
            (
                N_("Find the cause with the customer"),
                N_("Agree on a dated improvement"),
                N_("Tell them when it is done"),
            ),
        ),
        "keep_up": Play(
            N_("It matters and we do it well: keep it up, and say so."),
            (
                N_("Keep the level"),
                N_("Put the value in figures"),
                N_("Make it part of the offer"),
            ),
        ),
        "overkill": Play(
            N_("We do more than matters: shift the effort."),
            (
                N_("Ask whether they want it"),
                N_("Offer it at a price"),
                N_("Shift the effort to what matters"),
            ),
        ),
        "low_priority": Play(
            N_("It matters little and we do little: leave it, and look again."),
            (
                N_("Do not spend on it"),
                N_("Ask again in a year"),
            ),
        ),
    },
    "delivered_value": {
        "ahead": Play(
            N_("More value at less cost than the best rival: make it known and price for it."),
            (
                N_("Put the advantage in figures"),
                N_("Use it in every proposal"),
                N_("Check the price"),
            ),
        ),
        "better": Play(
            N_("More value, but dearer or more tiresome than the rival: prove the value or cut the cost."),
            (
                N_("Prove the value in their figures"),
                N_("Make ordering and invoicing easier"),
                N_("Offer a leaner variant"),
            ),
        ),
        "cheaper": Play(
            N_("Less cost, but less value than the rival: improve what matters most to them."),
            (
                N_("Improve the part that weighs most"),
                N_("Bundle service"),
                N_("Do not compete on price alone"),
            ),
        ),
        "behind": Play(
            N_("Behind in value and in cost: catch up where it matters, or step back."),
            (
                N_("Find the part that moves the total most"),
                N_("Agree on one improvement"),
                N_("Ask what they would miss without us"),
            ),
        ),
    },
}

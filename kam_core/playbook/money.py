"""Plays of profit by cost to serve (methods 2)."""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.playbook.shapes import Play
from kam_core.text import N_

PLAYS: Mapping[str, Mapping[str, Play]] = {
    "profit_by_cost": {
        "passive": Play(
            N_("Good price, little effort: the accounts that pay for the others. Protect them."),
            (
                N_("Keep service at its level, and competitors out"),
                N_("Ask what they lack before somebody else does"),
                N_("Do not price what they never asked for"),
            ),
        ),
        "carriage_trade": Play(
            N_("Much effort, well paid: keep the price for the service."),
            (
                N_("Write down the service they pay for"),
                N_("Price every extra service"),
                N_("Make our own work for them cheaper"),
            ),
        ),
        "bargain_basement": Play(
            N_("Low price, little effort: profitable as long as it stays simple."),
            (
                N_("Keep it simple: standard terms, orders online"),
                N_("Offer service as an extra, at its price"),
                N_("Watch that the effort does not creep up"),
            ),
        ),
        "aggressive": Play(
            N_("Low price, much effort: fix our process, then their orders, then the price; let go last."),
            (
                N_("Find what our own process makes expensive"),
                N_("Agree on a minimum order and electronic orders"),
                N_("Price by a service menu"),
                N_("Renegotiate price, discount and time to pay"),
                N_("Release only what loses money without its fixed costs too"),
            ),
        ),
    },
}

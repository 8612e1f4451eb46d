"""Plays of the loyalty and the relationship matrix (methods 5 and 9)."""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.playbook.shapes import Play
from kam_core.text import N_

PLAYS: Mapping[str, Mapping[str, Play]] = {
    "loyalty": {
        "true": Play(
            N_("Protect and leverage: they prefer us and buy from us. Watch complacency."),
            (
                N_("Name an executive sponsor"),
                N_("Start a co-creation project"),
                N_("Ask for a reference"),
                N_("Give early access to what is new"),
                N_("Check once a year what has become routine"),
            ),
        ),
        "latent": Play(
            N_("Their attitude is won. Remove what keeps them from buying."),
            (
                N_("Find out what is in the way: price list, approved-vendor status, capacity, geography or policy"),
                N_("Get on the list of approved vendors"),
                N_("Close the gap in price list or capacity"),
                N_("Offer a first order that is easy to place"),
            ),
        ),
        "spurious": Play(
            N_("The hidden risk: they stay by habit or switching cost. Raise attitude before the contract ends; do not harvest."),
            (
                N_("Make the difference from the best alternative visible"),
                N_("Repair what annoys them most"),
                N_("Visit the decision makers before the renewal"),
                N_("Open the renewal talk early, with an offer that earns preference"),
            ),
        ),
        "none": Play(
            N_("Decide: a niche entry offer, or standard terms."),
            (
                N_("Test one niche offer"),
                N_("Serve on standard terms"),
                N_("Look again in a year"),
            ),
        ),
    },
    "relationship": {
        "core_partner": Play(
            N_("Important and trusting: plan together and keep the contact broad."),
            (
                N_("Write a joint plan"),
                N_("Name an executive sponsor"),
                N_("Start a co-creation project"),
                N_("Build contacts on several levels"),
                N_("Prepare the renewal 12 months ahead"),
            ),
        ),
        "priority": Play(
            N_("Important, but trust is thin: a 90-day trust plan comes first."),
            (
                N_("Keep a few small promises fast"),
                N_("Map the decision chain"),
                N_("Find a champion"),
                N_("Arrange a senior visit"),
                N_("Review every month"),
            ),
        ),
        "maintain": Play(
            N_("They trust us, the potential is limited: care at low cost and use the goodwill."),
            (
                N_("Keep up low-cost care"),
                N_("Ask for references and introductions"),
                N_("Make standard growth offers"),
            ),
        ),
        "low_touch": Play(
            N_("Little potential, little trust: serve at low cost and watch."),
            (
                N_("Move to digital self-service"),
                N_("Test once a year"),
                N_("Release if loss-making"),
            ),
        ),
    },
}

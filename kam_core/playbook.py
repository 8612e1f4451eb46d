"""What to do with an account in each quadrant: one sentence of strategy and the actions (methods 5 and 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kam_core.text import N_


@dataclass(frozen=True)
class Play:
    """The advice for one quadrant; texts are message ids."""

    strategy: str
    actions: tuple[str, ...]


PLAYBOOK: Mapping[str, Mapping[str, Play]] = {
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

"""Plays of the decision-tendency matrix (methods 11)."""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.playbook.shapes import Play
from kam_core.text import N_

PLAYS: Mapping[str, Mapping[str, Play]] = {
    "decision": {
        "close": Play(
            N_("They want to and see little risk: agree on dates and close."),
            (
                N_("Agree on a dated close plan with them"),
                N_("Take away paperwork"),
            ),
        ),
        "derisk": Play(
            N_("They want to but fear a risk: take the risk away."),
            (
                N_("Offer a pilot"),
                N_("Give a guarantee"),
                N_("Show a technical proof"),
                N_("Arrange a reference visit"),
                N_("Stage the payment"),
                N_("Bring sponsor and sponsor together"),
            ),
        ),
        "stimulate": Play(
            N_("Little risk, little wish: show what doing nothing costs."),
            (
                N_("Put the cost of doing nothing in figures"),
                N_("Hold a workshop on the return"),
                N_("Put the need in their words"),
            ),
        ),
        "nurture": Play(
            N_("Little wish and much risk: stay in touch at low cost."),
            (
                N_("Keep them informed"),
                N_("Keep contact at low cost"),
                N_("Set a date or an event to come back"),
            ),
        ),
        "blocked": Play(
            N_("Somebody can stop it whatever the others think: win this person, or take away this risk, first."),
            (
                N_("Find out who or what blocks, and why"),
                N_("Let a sponsor talk to whoever blocks"),
                N_("Take away the risk that cannot be borne before asking for an order"),
            ),
        ),
    },
}

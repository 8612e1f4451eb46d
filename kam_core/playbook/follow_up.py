"""Plays of the performance follow-up matrix (methods 10)."""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.playbook.shapes import Play
from kam_core.text import N_

PLAYS: Mapping[str, Mapping[str, Play]] = {
    "follow_up": {
        "sustain": Play(
            N_("The effort pays: keep it, write down how, and look for diminishing returns."),
            (
                N_("Keep the level of effort"),
                N_("Document what was done, for others to copy"),
                N_("Watch for diminishing returns"),
            ),
        ),
        "diagnose": Play(
            N_("Much effort, little result: find the cause, then plan anew or cut within 60 days."),
            (
                N_("Check confidence: is it the product?"),
                N_("Check trust: is it the relationship?"),
                N_("Check the decision chain: are these the right people?"),
                N_("Plan anew or cut in 60 days"),
            ),
        ),
        "deepen": Play(
            N_("Good results with little effort: guard against complacency and try a little more."),
            (
                N_("Try 20% more effort"),
                N_("Ask what they lack"),
                N_("Check once a quarter what has become routine"),
            ),
        ),
        "release": Play(
            N_("Little effort, little result: one focused trial, else standard service."),
            (
                N_("Make one focused trial"),
                N_("Set a date to decide"),
                N_("Move to standard service"),
            ),
        ),
    },
}

"""Input and result of the follow-up matrix (methods 10): effort against plan, results against their own targets."""

from __future__ import annotations

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

INPUT = Index(
    "input",
    N_("Input"),
    N_("How much effort goes in, against the plan?"),
    (
        Item("input.effort", N_("Effort against plan"), N_("How much of the plan was spent?"), 1.0, 0, 2, measure="effort_of_plan",
             anchors=(N_("Nothing spent"), N_("As planned"), N_("Twice the plan or more"))),
    ),
    subjects=("account", "owner"),
)  # fmt: skip

RESULT = Index(
    "result",
    N_("Result"),
    N_("How far are the targets reached, each in its own measure?"),
    (
        Item("result.targets", N_("Targets reached"), N_("Which part of the own targets was reached, each in its own measure?"),
             1.0, 0, 1.5, measure="result_of_targets",
             anchors=(N_("Nothing reached"), N_("Three quarters reached"), N_("Half as much again"))),
    ),
    subjects=("account", "owner"),
)  # fmt: skip

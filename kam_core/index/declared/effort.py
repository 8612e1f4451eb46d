"""Input and result of the follow-up matrix (methods 10): effort against plan, results against their own targets."""

from __future__ import annotations

from kam_core.index.shapes import Index, Item
from kam_core.text import N_

INPUT = Index(
    "input",
    N_("Input"),
    N_("How much effort goes in, against the plan?"),
    (
        Item("input.effort", N_("Effort against plan"), N_("How much of the plan was spent?"), 1.0, 0, 2, measure="effort_of_plan"),
    ),
    subjects=("account", "owner"),
)  # fmt: skip

RESULT = Index(
    "result",
    N_("Result"),
    N_("How far are the targets reached, each in its own measure?"),
    (
        Item("result.margin", N_("Margin against target"), N_("Which part of the target for the margin was reached?"), 0.5, 0, 1.5,
             measure="margin_of_target"),
        Item("result.revenue", N_("Revenue against target"), N_("Which part of the target for the revenue was reached?"), 0.2, 0, 1.5,
             measure="revenue_of_target"),
        Item("result.milestones", N_("Milestones against plan"), N_("Which part of the milestones due was reached?"), 0.3, 0, 1.5,
             measure="milestones_of_target"),
    ),
    subjects=("account", "owner"),
)  # fmt: skip

"""
The reasons to worry about an account, declared as data: what is measured, the limit it is held against, the risk, the next step.

Rules stand in the order in which two of the same risk are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kam_core.matrices import MATRICES
from kam_core.params import Params, fields_of
from kam_core.text import N_

Sign = Literal["<", "<=", ">", ">="]
Unit = Literal["days", "points", "share", "money", "times", "count"]
Risk = Literal["high", "medium", "low"]

RISKS: Mapping[str, str] = {"high": N_("High"), "medium": N_("Medium"), "low": N_("Low")}
"""From the worst on."""


@dataclass(frozen=True)
class Condition:
    """A measure of the account held against a limit: a number, a parameter by name, or a cut (``"loyalty.x"``)."""

    measure: str
    sign: Sign
    limit: str | float
    title: str
    unit: Unit

    def threshold(self, params: Params) -> float:
        """The limit under these assumptions."""
        if not isinstance(self.limit, str):
            return float(self.limit)
        name, _, axis = self.limit.partition(".")
        if axis:
            return MATRICES[name].cuts(params)["xy".index(axis)]
        return float(next(getattr(getattr(params, item.group), name) for item in fields_of() if item.name == name))


@dataclass(frozen=True)
class Rule:
    """
    One reason to worry.

    It holds when all of ``holds`` do; the risk is high instead of ``risk`` when all of ``high_if`` do as well. ``formula`` names its
    limits in braces (a cut with ``_`` for the dot), ``questions`` the files in ``kam_core/sql`` that list the rows behind it.
    """

    kind: str
    title: str
    why: str
    step: str
    formula: str
    risk: Risk
    holds: tuple[Condition, ...]
    questions: tuple[str, ...]
    high_if: tuple[Condition, ...] = ()
    stake: str = "bought"
    one: str = ""
    """``why`` for a single day, where it differs."""
    index: str = ""
    """Of the answers behind it only those of this index matter; empty = all."""


_RENEWAL = Condition("days", "<=", "renewal_days", N_("Days to the next renewal"), "days")

RULES: Mapping[str, Rule] = {
    rule.kind: rule
    for rule in (
        Rule(
            "spurious_renewal", N_("Renewal out of habit"), N_("Buys out of habit, renews in {days} days"),
            N_("Executive visit before contract talks"),
            N_("Spurious loyalty (repeat patronage from {loyalty_x} on, relative attitude below {loyalty_y}) and a renewal "
               "within {renewal_days}."),
            "high",
            (Condition("patronage", ">=", "loyalty.x", N_("Repeat patronage"), "points"),
             Condition("attitude", "<", "loyalty.y", N_("Relative attitude"), "points"), _RENEWAL),
            ("alert_contract_rows", "evidence_rows"),
            one=N_("Buys out of habit, renews in {days} day"), index="attitude",
        ),
        Rule(
            "low_trust_renewal", N_("Renewal without trust"), N_("Trust {trust}, renews in {days} days"),
            N_("Keep a promise they can see, then talk renewal"),
            N_("Trust below {relationship_x}, with at least {placed_from} of its weight answered, and a renewal within {renewal_days}."),
            "high",
            (Condition("trust", "<", "relationship.x", N_("Trust"), "points"),
             Condition("trust_coverage", ">=", "placed_from", N_("Answered weight of trust"), "share"), _RENEWAL),
            ("alert_contract_rows", "evidence_rows"),
            one=N_("Trust {trust}, renews in {days} day"), index="trust",
        ),
        Rule(
            "loss", N_("Loss"), N_("Loses {loss} in twelve months"), N_("Re-price by service menu"),
            N_("Profit of the last 12 months below zero. A high risk from {heavy_loss} of the account's and {material_loss} of all revenue "
               "on, else a medium one."),
            "medium",
            (Condition("profit", "<", 0.0, N_("Profit, 12 months"), "money"),),
            ("evidence_lines", "evidence_costs"),
            high_if=(Condition("loss_share", ">=", "heavy_loss", N_("Loss, of the account's revenue"), "share"),
                     Condition("loss_of_all", ">=", "material_loss", N_("Loss, of all revenue"), "share")),
            stake="loss",
        ),
        Rule(
            "quiet", N_("Quiet"), N_("Quiet: {silent} days, own rhythm {gap}"), N_("Call the buyer; ask about the stock"),
            N_("No order for more than {quiet_gap_ratio} the account's own median gap and more than {quiet_days}, though it bought in the "
               "last 12 months."),
            "medium",
            (Condition("gaps", ">", "quiet_gap_ratio", N_("Silence, in own median gaps"), "times"),
             Condition("silent", ">", "quiet_days", N_("Days since last order"), "days"),
             Condition("bought", ">", 0.0, N_("Revenue, 12 months"), "money")),
            ("evidence_lines",),
        ),
        Rule(
            "concentration", N_("Concentration"), N_("Brings {share} of all revenue"), N_("Secure it by contract; grow the next accounts"),
            N_("More than {concentration_from} of all revenue of 12 months in one account. A high risk from {concentration_high} on."),
            "medium",
            (Condition("share", ">", "concentration_from", N_("Share of all revenue, 12 months"), "share"),),
            ("evidence_lines",),
            high_if=(Condition("share", ">=", "concentration_high", N_("Share of all revenue, 12 months"), "share"),),
        ),
        Rule(
            "overdue", N_("Overdue action"), N_("Action overdue by {late} days"), N_("Do it, move it or drop it"),
            N_("An action that is neither done nor dropped is past its due date."),
            "medium",
            (Condition("late", ">", 0.0, N_("Days past due, oldest action"), "days"),),
            ("alert_overdue_rows",),
            one=N_("Action overdue by {late} day"),
        ),
        Rule(
            "single_thread", N_("Single thread"), N_("Single thread: {thread} through one contact"), N_("Meet a second person there"),
            N_("More than {thread_from} of our ties with one contact, over ties of {thread_ties} or more. Ties = level of our links (1–4); "
               "without links the days we met them in twelve months. Proposed definition."),
            "medium",
            (Condition("thread", ">", "thread_from", N_("Share of the strongest tie"), "share"),
             Condition("ties", ">=", "thread_ties", N_("Ties, all contacts"), "count")),
            ("account_ties",),
        ),
        Rule(
            "stale", N_("Stale facts"), N_("Newest fact is {age} days old"), N_("Ask again; update the ratings"),
            N_("A rated or key account whose newest rating or fact is more than {stale_days} old."),
            "low",
            (Condition("age", ">", "stale_days", N_("Age of the newest rating or fact"), "days"),),
            ("evidence_rows", "evidence_facts"),
        ),
    )
}  # fmt: skip

TOGETHER: Mapping[tuple[str, str], str] = {
    ("spurious_renewal", "loss"): N_("Executive visit; re-price at the renewal"),
    ("low_trust_renewal", "loss"): N_("Win trust first; re-price at the renewal"),
    ("quiet", "loss"): N_("Call the buyer; re-price the next order"),
}
"""The next step where a second reason changes what the first asks for."""

READ = ("actions", "contacts", "links", "interactions", "ratings", "account_facts", "snoozes")
"""Tables the rules read beside those of the scores."""

"""The matrices, declared as data in the field's terms; to add one, add a declaration, its playbook and their Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from kam_core.matrices.shapes import Axis, Matrix, Quadrant
from kam_core.text import N_

MATRICES: Mapping[str, Matrix] = {
    matrix.id: matrix
    for matrix in (
        Matrix(
            "loyalty", N_("Loyalty matrix"), Axis("patronage"), Axis("attitude"),
            (
                Quadrant("true", N_("True loyalty"), "hh"),
                Quadrant("latent", N_("Latent loyalty"), "lh"),
                Quadrant("spurious", N_("Spurious loyalty"), "hl"),
                Quadrant("none", N_("No loyalty"), "ll"),
            ),
            short=N_("Loyalty"),
        ),
        Matrix(
            "relationship", N_("Relationship matrix"), Axis("trust"), Axis("importance"),
            (
                Quadrant("core_partner", N_("Core partners"), "hh"),
                Quadrant("priority", N_("Priority development"), "lh"),
                Quadrant("maintain", N_("Maintain & leverage"), "hl"),
                Quadrant("low_touch", N_("Low-touch watch"), "ll"),
            ),
            short=N_("Relationship"), order=("lh", "hh", "hl", "ll"),
        ),
        Matrix(
            "follow_up", N_("Performance follow-up matrix"), Axis("input", 50.0), Axis("result", 200 / 3),
            (
                Quadrant("sustain", N_("Sustain and copy"), "hh"),
                Quadrant("deepen", N_("Efficient: deepen"), "lh"),
                Quadrant("diagnose", N_("Diagnose and fix"), "hl"),
                Quadrant("release", N_("Activate or release"), "ll"),
            ),
            subject_types=("account", "owner"), short=N_("Follow-up"),
        ),
        Matrix(
            "decision", N_("Decision-tendency matrix"), Axis("willingness"), Axis("risk", 40.0),
            (
                Quadrant("derisk", N_("De-risk"), "hh"),
                Quadrant("nurture", N_("Nurture or park"), "lh"),
                Quadrant("close", N_("Close now"), "hl"),
                Quadrant("stimulate", N_("Stimulate"), "ll"),
            ),
            subject_types=("contact", "account"), short=N_("Decision tendency"), order=("hh", "hl", "ll", "lh"),
            tones={"hl": "hh", "hh": "hl", "lh": "ll", "ll": "lh"}, blocked=Quadrant("blocked", N_("Blocked"), "hh"),
        ),
        Matrix(
            "selection", N_("Account selection matrix"), Axis("strength", 50.0), Axis("attractiveness"),
            (
                Quadrant("strategic", N_("Strategic account"), "hh"),
                Quadrant("star", N_("Star account"), "lh"),
                Quadrant("status", N_("Status account"), "hl"),
                Quadrant("streamline", N_("Streamline account"), "ll"),
            ),
            short=N_("Selection"), order=("lh", "hh", "hl", "ll"),
        ),
        Matrix(
            "needs", N_("Needs: importance and performance"), Axis("need_performance"), Axis("need_importance"),
            (
                Quadrant("keep_up", N_("Keep it up"), "hh"),
                Quadrant("concentrate", N_("Concentrate here"), "lh"),
                Quadrant("overkill", N_("Possible overkill"), "hl"),
                Quadrant("low_priority", N_("Low priority"), "ll"),
            ),
            subject_types=("need",), short=N_("Needs"), order=("lh", "hh", "hl", "ll"),
        ),
        Matrix(
            "delivered_value", N_("Delivered value against the best rival"), Axis("savings", 50.0), Axis("benefits", 50.0),
            (
                Quadrant("ahead", N_("Ahead in both"), "hh"),
                Quadrant("better", N_("Better, not cheaper"), "lh"),
                Quadrant("cheaper", N_("Cheaper, not better"), "hl"),
                Quadrant("behind", N_("Behind in both"), "ll"),
            ),
            short=N_("Delivered value"), order=("ll", "hl", "lh", "hh"),
        ),
    )
}  # fmt: skip


MEASURED: Mapping[str, Matrix] = {
    matrix.id: matrix
    for matrix in (
        Matrix(
            "profit_by_cost", N_("Profit by cost to serve"),
            Axis("serving_share", title=N_("Cost to serve and credit, % of revenue")),
            Axis("net_margin", title=N_("Gross profit, % of revenue")),
            (
                Quadrant("passive", N_("Passive"), "lh"),
                Quadrant("carriage_trade", N_("Carriage trade"), "hh"),
                Quadrant("bargain_basement", N_("Bargain basement"), "ll"),
                Quadrant("aggressive", N_("Aggressive"), "hl"),
            ),
        ),
    )
}  # fmt: skip
"""Matrices of two measures in per cent of the revenue: nobody is rated, and where nobody moved a cut it is the portfolio's own."""

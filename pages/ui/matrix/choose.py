"""Which matrix, and which part of it: where they stand, how they moved, how sure that is, and what it has of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

import kam_core as kam
from kam_core import own as own_matrices
from kam_core.charts import labels
from kam_core.matrices import MEASURED, matrix_of
from kam_core.text import N_
from pages.ui import forms, linked, state
from pages.ui.matrix import certainty, decision, delivered, follow_up, moves, needs, own, place, plays, priority, selection, stages
from pages.ui.value import profit_grid
from pages.ui.view import View
from pages.ui.words import plain

Part = tuple[str, Callable[[View, str], None]]

EVERY: Mapping[str, Part] = {
    "place": (N_("Where they stand"), place.show),
    "moves": (N_("How they moved"), moves.show),
    "certainty": (N_("How sure"), certainty.show),
    "plays": (N_("Playbook"), plays.show),
}
"""The parts of every matrix."""

MEASURED_PARTS: Mapping[str, Part] = {"place": (EVERY["place"][0], lambda view, _: profit_grid.alone(view)), "plays": EVERY["plays"]}
"""Those of a matrix of two measures in per cent: its own chart, and its playbook."""

OWN: Mapping[str, Mapping[str, Part]] = {
    "relationship": {
        "priority": (N_("Whom to develop first"), priority.show),
        "stages": (N_("Stages and targets"), stages.show),
    },
    "follow_up": {"efficiency": (N_("Efficiency"), follow_up.show)},
    "decision": {"risks": (N_("Risks and relievers"), decision.show)},
    "selection": {"proposal": (N_("Proposal"), selection.show)},
    "needs": {"gaps": (N_("Largest gaps"), needs.show)},
    "delivered_value": {"parts": (N_("What moves it"), delivered.show)},
}
"""What a matrix has besides."""


def matrix(view: View) -> str:
    """Which matrix, those of the field before one's own; it is in the link (``?m=``)."""
    t, mine = view.t, own_matrices.kept(view.book)
    names = [*kam.MATRICES, *MEASURED, *mine]
    told = state.link(state.MATRIX) or ""
    if told.startswith(own_matrices.PREFIX) and told not in mine and not view.stage:
        st.warning(t("The matrix of the link is not in this workbook, or not any more."), icon=":material/link_off:")
    link = linked.choice(state.MATRIX, names, names[0])
    titles = {name: t(matrix_of(name).short or matrix_of(name).title) for name in names if name not in mine}
    titles |= {name: plain(labels.short(t(one.title(t.lang)))) for name, one in mine.items()}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        chosen = st.segmented_control(
            t("Matrix"), names, required=True, label_visibility="collapsed", format_func=titles.get, wrap=True, **link
        )
        own.buttons(view, str(chosen))
    return str(chosen)


def part(view: View, name: str) -> None:
    """The switch of its parts, and the part that is open; it is in the link (``?part=``)."""
    if name.startswith(own_matrices.PREFIX):
        own.wrong(view, name)
        if name not in own_matrices.declared(view.book):
            forms.saved(view)
            return
    t, parts = view.t, MEASURED_PARTS if name in MEASURED else {**EVERY, **OWN.get(name, {})}
    chosen = st.segmented_control(
        t("Part"),
        list(parts),
        required=True,
        format_func=lambda one: t(parts[one][0]),
        label_visibility="collapsed",
        wrap=True,
        **linked.choice(state.PART, list(parts), "place", plain_default=True),
    )
    parts[str(chosen)][1](view, name)

"""A matrix on which nobody stands: what would place somebody, and where to give it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from kam_core import own
from kam_core.index import INDICES
from kam_core.matrices import Matrix
from kam_core.text import N_
from pages.ui import pictures, state
from pages.ui.view import View

LACKS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "follow_up": (
        N_("Nobody has both an effort and a result yet: hours spent and planned make the effort, a target the result."),
        ("interactions", "team", "targets"),
    ),
    "decision": (
        N_("No contact is judged yet: willingness and perceived risk place each of them."),
        ("contacts",),
    ),
    "needs": (
        N_("No need has both an importance and a fit yet. Ask what they would miss most, and note how well we do it."),
        ("needs",),
    ),
    "delivered_value": (
        N_("No account compares us with its best rival yet: the same parts are judged for both."),
        ("competitors",),
    ),
    "selection": (
        N_("No account has both an attractiveness and a strength yet: a few answers about us and the best rival place it."),
        (),
    ),
}
"""By matrix: what is missing, and the tables it can be typed into (besides ratings)."""
TITLES: Mapping[str, str] = {
    "interactions": N_("Enter visits and calls"),
    "team": N_("Enter planned hours"),
    "targets": N_("Enter targets"),
    "contacts": N_("Enter contacts"),
    "needs": N_("Enter needs"),
    "competitors": N_("Enter competitors"),
}
BY_RATING = ("decision", "delivered_value", "selection")
"""Matrices that need answers of people, too."""


def invite(view: View, declared: Matrix) -> None:
    """What is missing for this matrix, and the ways to give it."""
    t = view.t
    weightless = [
        axis for axis in (declared.x, declared.y) if axis.id in INDICES and not any(INDICES[axis.id].weights(view.params).values())
    ]
    if weightless:
        st.warning(t("Every weight of “{index}” is zero: it has no value, and nobody can be placed.", index=t(weightless[0].label)))
        link = {state.TAB: "parameters", state.GROUP: "weights"}
        st.page_link("pages/settings.py", label=t("All assumptions"), icon=":material/tune:", query_params=link)
        return
    if declared.id.startswith(own.PREFIX):
        st.write(t("Nobody has both {x} and {y} yet.", x=t(declared.x.label), y=t(declared.y.label)))
        st.page_link("pages/ratings.py", label=t("Enter ratings"), icon=":material/edit:")
        st.page_link("pages/upload.py", label=t("Upload data"), icon=":material/upload:")
        return
    if declared.id not in LACKS:
        pictures.ask_for_ratings(view)
        return
    said, tables = LACKS[declared.id]
    st.write(t(said))
    if declared.id in BY_RATING:
        link = {state.INDEX: declared.x.id}
        st.page_link("pages/ratings.py", label=t("Enter ratings"), icon=":material/edit:", query_params=link)
    for name in tables:
        st.page_link("pages/tables.py", label=t(TITLES[name]), icon=":material/table_edit:", query_params={state.TABLE: name})
    st.page_link("pages/upload.py", label=t("Upload data"), icon=":material/upload:")

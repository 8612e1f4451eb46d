"""A page of several parts: one at a time, named in the link, and computed only when it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from kam_core.workbook import reconciled
from pages.ui import linked, overview, proof, state
from pages.ui.view import View

Part = tuple[str, Callable[[View], None]]


def shown(view: View, parts: Mapping[str, Part]) -> None:
    """The choice of a part by its title, and the part; without data the way to some."""
    invited(view)
    switched(view, parts)
    proof.open_if_asked(view)


def switched(view: View, parts: Mapping[str, Part]) -> None:
    """The choice of a part by its title, and the part; the first one leaves the link short."""
    chosen = st.segmented_control(
        view.t("Part"),
        list(parts),
        required=True,
        format_func=lambda name: parts[name][0],
        label_visibility="collapsed",
        wrap=True,
        **linked.choice(state.PART, list(parts), next(iter(parts)), plain_default=True),
    )
    parts[str(chosen)][1](view)


def invited(view: View) -> None:
    """An empty workbook, and a date before all data, say how to go on; the page ends there."""
    if view.scores.empty:
        overview.invitation(view)
        st.stop()
    if overview.before_the_data(view):
        st.stop()
    _mixed(view)


def _mixed(view: View) -> None:
    """Amounts of several currencies that were added up as they stand: said over every figure they enter."""
    t, rows = view.t, reconciled.mixed_currencies(view.book)
    if rows:
        told = t.n(
            "{n} row is in another currency than the rest of its file and was added up as it stands: amounts here mix currencies.",
            "{n} rows are in another currency than the rest of their file and were added up as they stand: amounts here mix currencies.",
            rows,
        )
        way_out = t("Enter exchange rates, undo the load, and load the file once per currency.")
        st.warning("\n\n".join([told, way_out]), icon=":material/currency_exchange:")

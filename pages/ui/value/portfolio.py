"""Who is worth what, through five lenses: ABC, double ABC, orders, RFM, and high, potential and low value."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from kam_core.text import N_
from pages.ui import frame, linked, state
from pages.ui.value import portfolio_abc, portfolio_double, portfolio_orders, portfolio_rfm, portfolio_value
from pages.ui.value.portfolio_lens import Lens, shown
from pages.ui.view import View

LENSES: Mapping[str, tuple[str, Callable[[View], Lens]]] = {
    "abc": (N_("ABC by profit"), portfolio_abc.by_profit),
    "revenue": (N_("ABC by revenue"), portfolio_abc.by_revenue),
    "double": (N_("Double ABC"), portfolio_double.lens),
    "orders": (N_("Orders"), portfolio_orders.lens),
    "rfm": (N_("RFM"), portfolio_rfm.lens),
    "value": (N_("High, potential, low value"), portfolio_value.lens),
}


def show(view: View) -> None:
    """The finding, the choice of a lens, and what is seen through it."""
    t, head = view.t, st.container()
    link = linked.choice(state.LENS, list(LENSES), "abc", plain_default=True)
    chosen = st.segmented_control(
        t("Lens"), list(LENSES), required=True, format_func=lambda name: t(LENSES[name][0]), label_visibility="collapsed", wrap=True, **link
    )
    lens = view.kept("lens", lambda: LENSES[str(chosen)][1](view), chosen)
    with head:
        frame.finding(lens.finding)
    shown(view, lens)
    if lens.id == "value":
        portfolio_value.service(view, lens)
    frame.source(view, lens.definition)

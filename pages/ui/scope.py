"""What every page is narrowed to: filters by owner, region, industry and tier, and the window that money covers."""

from __future__ import annotations

import streamlit as st

from kam_core.schema import TABLES
from kam_core.text import N_
from pages.ui import linked, state
from pages.ui.view import View

WINDOWS = {"all": N_("All years"), "fy": N_("Fiscal year"), "12m": N_("12 months"), "3m": N_("3 months")}
"""How much the money of the scores covers, counted back from the date."""


def window() -> str | None:
    """The window chosen or linked; ``None`` = all facts."""
    told = state.get(state.WINDOW) or st.query_params.get(state.WINDOW)
    return told if told in WINDOWS and told != "all" else None


def filters(view: View) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is chosen (or linked) by attribute; values that no account of the workbook has are left out."""
    chosen = {name: tuple(v for v in values if v in _options(view, name)) for name, values in state.chosen_filters().items()}
    return tuple((name, values) for name, values in chosen.items() if values)


def unknown(view: View) -> list[str]:
    """Values of the link's filters that no account of the workbook has: they narrow nothing, and somebody should say so."""
    return [value for name, values in state.chosen_filters().items() for value in values if value not in _options(view, name)]


def popover(view: View) -> None:
    """The control: how many filters are on stands on it."""
    t = view.t
    on = len(view.filters) + (view.window is not None)
    label = t("Filters · {n} on", n=t.count(on)) if on else t("Filters")
    with st.popover(label, type="tertiary", icon=":material/filter_alt:"):
        for name in state.FILTERS:
            options = _options(view, name)
            if options:
                title = t(TABLES["accounts"].column(name).title)
                st.multiselect(title, options, placeholder=t("All"), **linked.several(name, options))
        link = linked.choice(state.WINDOW, list(WINDOWS), "all", plain_default=True)
        st.segmented_control(t("Money covers"), list(WINDOWS), required=True, format_func=lambda name: t(WINDOWS[name]), **link)
        if view.filters:
            st.button(t("Show every account"), type="tertiary", icon=":material/filter_alt_off:", on_click=state.clear_filters)


def words(view: View) -> str:
    """The filters as people read them: "Owner: Li Na; Region: Ohio"."""
    t = view.t
    return t.listed({t(TABLES["accounts"].column(name).title): list(values) for name, values in view.filters})


def _options(view: View, name: str) -> list[str]:
    values = view.every_score.get(name, [])
    return view.kept("options", lambda: sorted({str(value) for value in values if isinstance(value, str) and value}), name)

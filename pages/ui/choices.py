"""What a session chooses for all figures: the date and the assumptions; their controls stand in the title row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

import kam_core as kam
from kam_core import assumptions
from kam_core.accounts import as_of_or_last
from pages.ui import state
from pages.ui.view import View

FIRST_DAY = date(1990, 1, 1)
"""The earliest date the control offers."""


def as_of(book: kam.Workbook) -> date:
    """The date chosen or linked; one that the control would refuse falls back to the day the figures reach."""
    last, chosen = as_of_or_last(book, None), state.get(state.AS_OF) or st.query_params.get(state.AS_OF)
    try:
        day = as_of_or_last(book, chosen or None)
    except ValueError:
        return last
    return day if FIRST_DAY <= day <= last else last


def _flag(key: str, otherwise: bool) -> bool:
    """A switch as chosen, or as the link says before its toggle was drawn, or as the workbook keeps it."""
    chosen, told = state.get(key), st.query_params.get(key)
    return bool(chosen) if chosen is not None else told == "true" if told in ("true", "false") else otherwise


def params(book: kam.Workbook) -> kam.Params:
    """The assumptions the workbook keeps, under the two switches of the session."""
    kept = assumptions.saved(book)
    freight = _flag(state.FREIGHT, kept.value.freight_is_cost_to_serve)
    illustrative = _flag(state.ILLUSTRATIVE, kept.value.count_illustrative)
    return replace(kept, value=replace(kept.value, freight_is_cost_to_serve=freight, count_illustrative=illustrative))


def date_popover(view: View) -> None:
    """The date of the figures, up to the day they reach."""
    t, last = view.t, as_of_or_last(view.book, None)
    with st.popover(t.day(view.as_of), type="tertiary", icon=":material/calendar_today:"):
        st.date_input(
            t("As of"),
            value=last,
            min_value=FIRST_DAY,
            max_value=last,
            key=state.AS_OF,
            format="YYYY-MM-DD",
            persist_state="session",
            bind="query-params",
        )
        st.caption(t("All figures are computed from what was valid up to this day."))


def assumptions_popover(view: View) -> None:
    """The switches of the session, and the way to all that can be assumed."""
    t = view.t
    on = view.params.value.freight_is_cost_to_serve + view.params.value.count_illustrative
    label = t("Assumptions · {n} on", n=t.count(on)) if on else t("Assumptions")
    with st.popover(label, type="tertiary", icon=":material/tune:"):
        kept = assumptions.saved(view.book).value
        st.toggle(
            t("Count freight as cost to serve"),
            kept.freight_is_cost_to_serve,
            key=state.FREIGHT,
            persist_state="session",
            bind="query-params",
        )
        if view.is_sample:
            st.toggle(
                t("Count illustrative costs"),
                kept.count_illustrative,
                key=state.ILLUSTRATIVE,
                persist_state="session",
                bind="query-params",
                help=t("Invented visits and support of 60 accounts."),
            )
        st.caption(
            t(
                "Lifetime value: {years} years, {rate} a year.",
                years=view.params.value.horizon,
                rate=t.percent(view.params.value.discount_rate),
            )
        )
        link = {state.TAB: "parameters"}
        st.page_link("pages/settings.py", label=t("All assumptions"), icon=":material/settings:", query_params=link)

"""Other assumptions about the coming years, tried on the spot: they stand in the link, and nothing is written before they are kept."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

import kam_core as kam
from kam_core import assumptions
from kam_core.errors import KamError
from pages.ui import linked, refusal, state
from pages.ui.view import View

RATE, GROWTH, DISCOUNT, YEARS = "life_r", "life_g", "life_i", "life_t"
NAMES = {RATE: "retention", GROWTH: "margin_growth", DISCOUNT: "discount_rate", YEARS: "horizon"}
OWN = "own"
"""Each account's own retention."""

STARTED, FAILED = "life_started", "life_failed"


def controls(view: View) -> kam.Params:
    """The four controls, and the assumptions they come to."""
    t, value = view.t, view.params.value
    _start(view)
    widths = [4, 4, 4, 3]
    retention, growth, discount, years = st.columns(widths, gap="medium")
    rates = [OWN, *sorted({*range(0, 101, 5), round(100 * (value.retention or 0), 2)})]
    with retention:
        rate = st.select_slider(
            t("Retention a year"),
            [str(one) for one in rates],
            format_func=lambda one: t("each its own") if one == OWN else f"{float(one):g}%",
            **linked.choice(RATE, [str(one) for one in rates], _rate(value.retention), plain_default=True),
        )
    with growth:
        grown = _per_cent(t("Growth of profit a year"), GROWTH, (-20.0, 20.0), value.margin_growth)
    with discount:
        discounted = _per_cent(t("Discount rate a year"), DISCOUNT, (0.0, 30.0), value.discount_rate)
    with years:
        link = linked.number(YEARS, 3, 10, value.horizon)
        horizon = st.slider(t("Horizon, years"), 3.0, 10.0, step=1.0, format="%.0f", **link)
    kept = value.retention
    retained = None if rate == OWN else kept if str(rate) == _rate(kept) else float(rate) / 100
    tried = replace(value, retention=retained, margin_growth=grown, discount_rate=discounted, horizon=round(horizon))
    return replace(view.params, value=tried)


def keeping(view: View, tried: kam.Params) -> None:
    """What to do with what is tried: keep it, or go back."""
    t = view.t
    refused = state.drop(FAILED)
    if refused:
        st.error(refused, icon=":material/error:")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link("pages/whatif.py", label=t("Compare scenarios"), icon=":material/compare_arrows:")
        if tried == view.params:
            return
        st.button(
            t("Keep these assumptions"), type="primary", icon=":material/check:", disabled=view.stage, on_click=_keep, args=(view, tried)
        )
        st.button(t("Back to what is kept"), type="tertiary", icon=":material/undo:", on_click=_forget)
        st.caption(t("Tried, not saved. Keeping them is one batch, which you can undo in the journal."))


def _per_cent(title: str, key: str, ends: tuple[float, float], now: float) -> float:
    """A slider in per cent whose ends hold the value that is kept, whatever it is; left there it gives that to the last digit."""
    kept = round(100 * now, 4)
    low, high = min(ends[0], kept), max(ends[1], kept)
    told = st.slider(title, low, high, step=0.5, format="%.1f%%", **linked.number(key, low, high, kept))
    return now if told == kept else round(told / 100, 6)


def _rate(retention: float | None) -> str:
    return OWN if retention is None else f"{round(100 * retention, 2):g}"


def _start(view: View) -> None:
    """Another workbook, or other assumptions kept in it: what was tried before no longer counts."""
    value = view.params.value
    mark = (view.book.id, *(getattr(value, name) for name in NAMES.values()))
    if state.get(STARTED, mark) != mark:
        _forget()
    state.put(STARTED, mark)


def _forget() -> None:
    for key in NAMES:
        state.drop(key)
        state.keep_in_link(key, None)


def _keep(view: View, tried: kam.Params) -> None:
    t, kept = view.t, assumptions.saved(view.book)
    for name in NAMES.values():
        kept = assumptions.with_value(kept, name, getattr(tried.value, name))
    pending = assumptions.edits(view.book, kept)
    try:
        batch = view.book.apply(pending, author=state.author())
    except KamError as error:
        state.put(FAILED, refusal.told(t, error))
        return
    _forget()
    state.put(
        state.NOTICE, t.n("{n} assumption saved as batch {batch}.", "{n} assumptions saved as batch {batch}.", len(pending), batch=batch)
    )

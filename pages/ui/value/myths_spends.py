"""The two spends no order tells: typed, or taken from cost lines, and kept as assumptions of the workbook."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import assumptions
from kam_core.engine import question
from kam_core.errors import KamError
from kam_core.fiscal import months_before
from kam_core.params import fields_of
from pages.ui import refusal, state
from pages.ui.view import View

SPENDS = ("acquisition_spend", "retention_spend")


def calculator(view: View) -> None:
    """Two amounts and a save; on a stage nothing can be changed."""
    t = view.t
    items = {item.name: item for item in fields_of(kam.Params) if item.name in SPENDS}
    costs: pd.DataFrame = view.kept("spends_by_activity", lambda: _costs(view))  # type: ignore[assignment]
    turn, typed = state.turn("spends"), {}
    with st.popover(t("Type the two spends"), icon=":material/calculate:", disabled=view.stage):
        for name in SPENDS:
            kept = assumptions.value_of(assumptions.saved(view.book), name)
            label = t("{title}, {unit}", title=t(items[name].title), unit=view.symbol) if view.symbol else t(items[name].title)
            typed[name] = st.number_input(
                label, 0.0, items[name].high, kept, 1000.0, "%.0f", key=f"{name}_{turn}", help=t(items[name].about), placeholder=t("empty")
            )
            if len(costs):
                typed[name] = _from_costs(view, name, typed[name], costs)
        changed = any(value != assumptions.value_of(assumptions.saved(view.book), name) for name, value in typed.items())
        if st.button(t("Save"), type="primary", disabled=not changed or view.stage, key="save_spends"):
            _save(view, typed)
        st.caption(t("Kept with the workbook as assumptions; undone in the journal."))


def _from_costs(view: View, name: str, typed: float | None, costs: pd.DataFrame) -> float | None:
    """The amount typed, or that of the cost activities chosen instead."""
    t = view.t
    chosen = st.multiselect(t("Or these cost activities"), costs["activity"].tolist(), key=f"{name}_from", placeholder=t("none"))
    if not chosen:
        return typed
    amount = float(costs.loc[costs["activity"].isin(chosen), "amount"].sum())
    st.caption(t("{money} in 12 months", money=t.money(amount, view.symbol)))
    return round(amount, 2)


def _costs(view: View) -> pd.DataFrame:
    since = months_before(view.as_of, 12).date()
    found = view.book.frame(question("activity_costs"), {"as_of": view.as_of, "since": since})
    return found.assign(amount=found["amount"].astype("float64"))


def _save(view: View, typed: dict[str, float | None]) -> None:
    t, params = view.t, assumptions.saved(view.book)
    try:
        for name, value in typed.items():
            params = assumptions.with_value(params, name, value or None)
        view.book.apply(assumptions.edits(view.book, params), author=state.author())
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    state.put(state.NOTICE, t("The two spends are saved."))
    state.bump("spends")
    st.rerun()

"""The money of the workbook: its sign, and what other currencies are worth in it."""

from __future__ import annotations

import streamlit as st

import kam_core as kam
from kam_core.workbook import lookup
from pages.ui import download, frame, grid, saving, state
from pages.ui.view import View
from pages.ui.words import plain

SIGNS = ("$", "€", "£", "¥", "CHF", "kr", "₹", "R$")
LONGEST = 3
SIGN = "currency_sign"


def shown(view: View) -> None:
    """Finding, sign, rates."""
    t = view.t
    frame.finding(_finding(view))
    frame.section(t("Sign of the money"), t("It stands before every amount. A note of the file, not a batch: choose again to change it."))
    _sign(view)
    frame.section(
        t("Exchange rates"),
        t("What one unit of another currency is worth in yours, from a day on. A file in that currency is converted when it is loaded."),
    )
    declared = kam.TABLES["rates"]
    rows = grid.page_of(view, declared, lookup.EVERYTHING)
    grid.editor(view, declared, rows)
    saving.save(view, declared, rows)
    st.caption(t("What is loaded already keeps its amounts: a new rate counts for the files to come."))
    saving.last_batch(view)
    download.below(view, "rates", lambda: view.book.table("rates"))


def _finding(view: View) -> str:
    t, known = view.t, lookup.currencies(view.book)
    money = t("Amounts are in {sign}", sign=view.symbol) if view.symbol else t("The workbook does not say which money its amounts are in")
    if not known:
        return t("{money}; files in another currency need an exchange rate.", money=money)
    rates = [t("{currency} since {day}", currency=name, day=t.day(day)) if day else name for name, day in known.items()]
    return t("{money}; files in {rates} are converted.", money=money, rates=t.listed(rates))


def _sign(view: View) -> None:
    t = view.t
    state.start(f"{SIGN}_{view.book.id}", view.symbol or None)
    st.selectbox(
        t("Sign of the money"),
        [*SIGNS, *({view.symbol} - {"", *SIGNS})],
        index=None,
        key=f"{SIGN}_{view.book.id}",
        accept_new_options=True,
        placeholder=t("not stated"),
        label_visibility="collapsed",
        width=220,
        on_change=_keep,
        args=(view,),
    )
    refused = state.drop("currency_refused")
    if refused:
        st.error(refused, icon=":material/error:")


def _keep(view: View) -> None:
    t, key = view.t, f"{SIGN}_{view.book.id}"
    sign = str(state.get(key) or "").strip()
    if len(sign) > LONGEST:
        state.put("currency_refused", plain(t("{sign} is too long: at most three characters.", sign=sign)))
        state.put(key, view.symbol or None)
        return
    view.book.set_meta("currency", sign)
    state.put(state.NOTICE, plain(t("Amounts are in {sign} now.", sign=sign)) if sign else t("Amounts have no sign now."))

"""In the account room: what the account brings beyond its purchases, and its lines of evidence."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui.value import arithmetic, ledger
from pages.ui.value.beyond_found import found_among
from pages.ui.view import View
from pages.ui.words import plain


def show(view: View, account_id: str) -> None:
    """The part of the account room: what it brings beyond its purchases, and its lines."""
    t, found_here = view.t, found_among(view, account_id)
    row = found_here.table.iloc[0] if len(found_here.table) else None
    if row is not None and pd.notna(row["total"]):
        money = {name: t.money(row[name], view.symbol) for name in ("earned", "future", "soft", "total")}
        with st.container(horizontal=True, vertical_alignment="center"):
            said = t("Lifetime value {future} + beyond purchases {soft} = total customer value {total}. Earned to date: {earned}.", **money)
            st.markdown(plain(said), width="content")
            if st.button(t("Proof"), key="proof_beyond_account", type="tertiary", icon=":material/function:"):
                arithmetic.ask_account(view, found_here, account_id)
    ledger.show(view, found_here, account_id)

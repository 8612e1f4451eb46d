"""The plays of groups of accounts that are no quadrants (stages, segments): to read, to write, to make a plan of."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from kam_core.playbook.written import play_of
from pages.ui import state
from pages.ui.plays import beside, making, writing
from pages.ui.view import View
from pages.ui.words import plain


def below(view: View, titles: Mapping[str, str], group: pd.Series, key: str) -> None:
    """
    The playbook under a list of groups, closed until somebody looks.

    ``titles`` are what the groups are called, by play id; ``group`` is the play id of each account (index: account_id).
    """
    t = view.t
    with st.expander(
        t("Write the playbook, make it a plan"), icon=":material/checklist:", expanded=state.get(f"playbook_{key}") is not None
    ):
        play = st.segmented_control(
            t("Playbook"),
            list(titles),
            format_func=lambda one: plain(titles[one]),
            key=f"playbook_{key}",
            label_visibility="collapsed",
            wrap=True,
        )
        if play is None:
            st.caption(t("Choose whose play to read, to write or to make a plan of."))
            return
        told = play_of(view.book, play, t)
        writing.form(view, play)
        accounts = beside.accounts_of(view, group[group == play].rename_axis("account_id").reset_index())
        if view.stage or accounts.empty or not told.actions:
            return
        label = t.n("Make it a plan for {n} account", "Make it a plan for {n} accounts", len(accounts))
        if st.button(label, key=f"plan_{key}", icon=":material/event_available:"):
            making.ask(view, play, titles[play], told, accounts)

"""A play where its accounts are listed: the strategy, the actions, and the ways to a plan and to its words."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.matrices import Matrix
from kam_core.playbook.written import play_of
from pages.ui import forms, state
from pages.ui.plays import making
from pages.ui.view import View
from pages.ui.words import plain


def play(view: View, declared: Matrix, quadrant: str, rows: pd.DataFrame) -> None:
    """What to do with the subjects of a quadrant (``rows``), as it is proposed or as it was written here."""
    t = view.t
    told = play_of(view.book, f"{declared.id}.{quadrant}", t)
    st.write(plain(told.strategy or t("No play is written for this quadrant yet.")))
    if told.actions:
        with st.expander(t("Playbook"), icon=":material/checklist:"):
            st.markdown("\n".join(f"- {plain(action)}" for action in told.actions))
    if view.stage:
        return
    accounts = accounts_of(view, rows)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if told.actions and st.button(
            t("Make it a plan"), key=f"plan_{declared.id}", icon=":material/event_available:", disabled=accounts.empty
        ):
            making.ask(view, f"{declared.id}.{quadrant}", t(declared.quadrant(quadrant).title), told, accounts)
        st.button(
            t("Edit the play"),
            key=f"edit_play_{declared.id}",
            icon=":material/edit:",
            type="tertiary",
            on_click=_to_words,
            args=(quadrant,),
        )
    forms.saved(view)


def _to_words(quadrant: str) -> None:
    """To the part where the play is written."""
    for key, value in ((state.PART, "plays"), (state.PLAY, quadrant)):
        state.put(key, value)
        state.keep_in_link(key, value)


def accounts_of(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The accounts of some subjects, once each, the largest revenue of twelve months first; owners stand for none."""
    found = view.scores[view.scores["account_id"].isin(rows["account_id"].dropna())]
    return found.sort_values("revenue_12m", ascending=False, na_position="last", kind="stable")[["account_id", "account_name", "owner"]]

"""In the account room: the indices of one account taken apart, one at a time: trust, confidence, delivered value, stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from kam_core.text import N_
from pages.ui import confidence_account, decision_account, delivered_account, linked, stage_account, state, trust_account
from pages.ui.view import View

SHOWN: Mapping[str, tuple[str, Callable[[View, str], None]]] = {
    "trust": (N_("Trust"), trust_account.show),
    "confidence": (N_("Confidence"), confidence_account.show),
    "delivered": (N_("Delivered value"), delivered_account.show),
    "stage": (N_("Relationship stage"), stage_account.show),
    "decision": (N_("Decision tendency"), decision_account.show),
}


def show(view: View, account_id: str) -> None:
    """The choice of an index, and what it rests on."""
    t = view.t
    chosen = st.segmented_control(
        t("Index"),
        list(SHOWN),
        required=True,
        format_func=lambda name: t(SHOWN[name][0]),
        label_visibility="collapsed",
        wrap=True,
        **linked.choice(state.JUDGED, list(SHOWN), "trust", plain_default=True),
    )
    SHOWN[str(chosen)][1](view, account_id)

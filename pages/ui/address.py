"""The address on a stage: a link may hold names somebody typed or sent, so only what names nobody stays in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import streamlit as st

from pages.ui import state

NAMELESS = {
    state.LANGUAGE, state.LINKED_BOOK, state.AS_OF, state.FREIGHT, state.ILLUSTRATIVE, state.MATRIX, state.STAGE, state.WINDOW, state.SLIDE,
    state.LIST, state.PART, state.LANES, state.INDEX, state.SUBJECT, state.SIDE, state.WAY, state.SPOT, state.ORIGIN, state.BARE, state.TAB,
    state.GROUP, state.TABLE, state.PAGE, state.DEPENDS, state.BASIS, state.BEGAN, state.LEFT, "since", "until",
    "life_r", "life_g", "life_i", "life_t", "life_by", "price", "serve", "stranded", "stay", "stay_all", "discounted",
    state.LENS, state.CLASS, state.BY, state.SINCE, state.AMONG, state.LEDGER, state.LEVEL, state.MEASURE, state.ITEMS,
    state.GAUGE, state.TREND, state.SPLIT, state.LOSERS, state.CUT, state.FROM, state.SPAN, state.OF, state.CERTAIN, state.REVERSED,
    state.PLAY, state.CROSSED, state.ADDED_BY, state.SURE_FROM, "method", "number", "across", "of_segment", "pair_loyal", "pair_chain",
}  # fmt: skip
"""Ids of ours, days and switches."""

GONE = "account_gone"
"""That the account of the link is none of the workbook's, for the page that would have shown it."""


def tidy(known: Mapping[str, Collection[str]]) -> None:
    """Leave out of the link whatever could be a name; of the keys in ``known`` those values stay that are listed there."""
    account = st.query_params.get(state.ACCOUNT)
    if account and account not in known[state.ACCOUNT]:
        state.put(GONE, True)
    for key in list(st.query_params):
        if key in known:
            state.keep_in_link(key, [value for value in st.query_params.get_all(key) if value in known[key]])
        elif key not in NAMELESS:
            st.query_params.pop(key)

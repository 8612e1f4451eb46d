"""Myth or your data: each famous claim beside the user's own figure, with its interval, its verdict, and what is wrong with its source."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.myths import CLAIMS, Outcome, outcomes, words
from kam_core.myths.facts import gathered
from pages.ui import cache, download, frame
from pages.ui.value import myths_cards
from pages.ui.view import View


def show(view: View) -> None:
    """The finding, a card a claim, the table of all of them."""
    t, found = view.t, _found(view)
    frame.finding(words.finding(found, t))
    st.caption(t("A connection is no cause, and 1 interval in 20 misses: read the verdicts as hints, each with its n and interval."))
    for place, column in enumerate(st.columns(2, gap="medium")):
        with column:
            for name in list(CLAIMS)[place::2]:
                myths_cards.card(view, found[name])
    download.below(view, "claims", lambda: pd.DataFrame(words.rows(found, t)))
    frame.source(view, t("Verdicts by the rules in each card; 12 months unless a card says otherwise"))


def _found(view: View) -> dict[str, Outcome]:
    def make() -> dict[str, Outcome]:
        return outcomes(
            gathered(
                view.book,
                view.as_of,
                view.params,
                view.window,
                view.accounts,
                lambda day, window: cache.scores(view.book, day, view.params, window),
            )
        )

    found: dict[str, Outcome] = view.kept("myths", make)  # type: ignore[assignment]
    return found

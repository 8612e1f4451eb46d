"""One claim on a card: verdict, the user's own figure, its picture, and behind a fold where the claim comes from and how it was tested."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.myths import CLAIMS, VERDICTS, Outcome, Statistic, words
from kam_core.myths.claims import FOUR_FIFTHS, NINE, PROMISED
from kam_core.myths.outcomes import gain
from pages.ui import clicks, linked, pictures
from pages.ui.value import myths_spends
from pages.ui.view import View
from pages.ui.words import plain

BADGES = {"holds": ("blue", ":material/check_circle:"), "fails": ("orange", ":material/cancel:"), "untold": ("gray", ":material/help:")}
"""Colour and sign of a verdict; its word stands beside them."""

LIMITS = {"acquisition": NINE, "pareto": FOUR_FIFTHS, "loyal": 0.0, "big": 0.0, "chain": 0.0}
"""What each figure is held against."""

RATES = np.round(np.arange(0.50, 0.951, 0.01), 2)
"""Retentions the sensitivity is drawn for: from 95% on there are no five points left."""

PAIR = "pair"
"""Before the name of a claim: which of its pairs is drawn."""


def card(view: View, tested: Outcome) -> None:
    """The whole card."""
    t, claim = view.t, CLAIMS[tested.claim]
    colour, sign = BADGES[tested.verdict]
    with st.container(border=True, key=f"claim_{claim.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"#### {plain(t(claim.title))}", width="stretch")
            st.badge(t(VERDICTS[tested.verdict]), color=colour, icon=sign)
        st.markdown(plain(words.sentence(tested, t, view.symbol)))
        if basis := words.basis(tested, t):
            st.caption(plain(basis))
        if claim.id == "acquisition":
            myths_spends.calculator(view)
        _picture(view, tested)
        with st.expander(t("Source, critique and test")):
            _behind(view, tested)


def _picture(view: View, tested: Outcome) -> None:
    """The figure with its interval; for rank correlations the accounts by their ranks too."""
    if tested.claim == "defections":
        pictures.chart(view, lambda: view.kept("gains", lambda: _gains(view, tested)), "gains", height=240)
        return
    known = [row for row in tested.statistics if np.isfinite(row.estimate.low)]
    if not known:
        return
    made: Any = view.kept("claim", lambda: _intervals(view, tested, known), tested.claim)
    pictures.chart(view, lambda: made, f"claim_{tested.claim}", height=made.layout.height)
    drawn = [row for row in known if row.points is not None]
    if drawn:
        _ranks(view, tested.claim, drawn)


def _intervals(view: View, tested: Outcome, known: list[Statistic]) -> Any:
    t, limit = view.t, LIMITS[tested.claim]
    kind = known[0].kind
    write = partial(words.figure, kind=kind, t=t)
    frame = pd.DataFrame({
        "name": [_short(view, row) for row in known], "value": [row.estimate.value for row in known],
        "low": [row.estimate.low for row in known], "high": [row.estimate.high for row in known],
        "sure": [row.verdict != "untold" for row in known],
    })  # fmt: skip
    told = t("no connection") if kind == "rank" else t("claimed: {value}", value=write(limit))
    return charts.intervals(frame, (limit, told), write, t=t, theme=view.theme)


def _short(view: View, row: Statistic) -> str:
    """The name of a row in two lines: both sides of a correlation."""
    t = view.t
    return f"{t(row.axes[0])}<br>{t(row.axes[1])}" if row.axes[0] else t(row.title)


def _ranks(view: View, claim: str, drawn: list[Statistic]) -> None:
    """The accounts of one pair by their ranks; which pair is a choice where there are several."""
    t, pair = view.t, drawn[0]
    if len(drawn) > 1:
        names = {str(place): words.named(row, t) for place, row in enumerate(drawn)}
        link = linked.choice(f"{PAIR}_{claim}", list(names), "0", plain_default=True)
        pair = drawn[int(str(st.selectbox(t("Pair drawn"), list(names), format_func=names.get, **link)))]
    made = view.kept("ranks", lambda: _cloud(view, pair), claim, pair.axes)
    clicks.open_account(pictures.chart(view, lambda: made, f"ranks_{claim}", height=240, select=True))


def _cloud(view: View, pair: Statistic) -> Any:
    t = view.t
    return charts.ranks(pair.points, t(pair.axes[0]), t(pair.axes[1]), t=t, theme=view.theme)


def _gains(view: View, tested: Outcome) -> Any:
    t, value = view.t, view.params.value
    horizons = ((t.n("{n} year", "{n} years", value.horizon), value.horizon), (t("without an end"), None))
    curves = [(name, np.array([gain(r, value.discount_rate, years, value.margin_growth) for r in RATES])) for name, years in horizons]
    return charts.gains(curves, RATES, tested.facts["retention"], PROMISED, t=t, theme=view.theme)


def _behind(view: View, tested: Outcome) -> None:
    """Every figure in a line, then the claim's source, what is wrong with it, the test and its rule."""
    t, claim = view.t, CLAIMS[tested.claim]
    lines = [f"{words.named(row, t)}: {words.told(row, t)}" for row in tested.statistics]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    for title, text in ((t("Source"), claim.source), (t("Critique"), claim.critique), (t("Test"), claim.test), (t("Rule"), claim.rule)):
        st.caption(title)
        st.markdown(plain(t(text)))

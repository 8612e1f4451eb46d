"""Lifetime value: what the coming years are worth, what moves it, who drives it, and where each retention comes from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.figures import FIGURES
from kam_core.value.bounds import Range, bounds, portfolio_range
from kam_core.value.clv import multiple
from kam_core.value.lifetime import expected_profit, lifetime_value, still_customers
from kam_core.value.retention import ORIGINS, portfolio_retention
from kam_core.value.tornado import tornado
from pages.ui import frame, proof
from pages.ui.value import lifetime_pictures, lifetime_table, lifetime_tried
from pages.ui.view import View

CARD = 116


@dataclass(frozen=True)
class Coming:
    """The accounts of the page under the assumptions tried, and what the part says of them."""

    scores: pd.DataFrame
    """With ``clv_low`` and ``clv_high``."""
    range: Range
    tornado: pd.DataFrame
    yearly: list[float]
    staying: list[float]
    today: float
    rate: float
    """The portfolio's own retention, or the one set for all; NaN when too few accounts tell it."""

    @property
    def known(self) -> bool:
        """Whether any lifetime value is known."""
        return not np.isnan(self.range.value)


def show(view: View) -> None:
    """The finding, the assumptions, the figures, the pictures, the table."""
    top = st.container()
    tried = lifetime_tried.controls(view)
    found: Coming = view.kept("coming", lambda: coming(view, tried), tried)
    with top:
        frame.finding(_finding(view, found, tried))
    lifetime_tried.keeping(view, tried)
    if not found.known:
        _unknown(view, found)
        return
    _figures(view, found, tried)
    left, right = st.columns([56, 44], gap="medium")
    with left:
        lifetime_pictures.years(view, found)
        lifetime_pictures.tornado(view, found)
    with right:
        lifetime_pictures.drivers(view, found, tried)
    lifetime_table.show(view, found.scores, tried)
    frame.source(view, *said(view, found))


def coming(view: View, tried: kam.Params) -> Coming:
    """Everything the part shows, from the scores of the page under other assumptions."""
    every = view.every_score
    every = every.assign(**lifetime_value(every, tried))
    scores = every[every["account_id"].isin(view.scores["account_id"])].reset_index(drop=True) if view.filters else every
    known = scores["clv"].notna().to_numpy()
    yearly = expected_profit(scores, tried.value, scores)[known].sum(axis=0)
    staying = still_customers(scores, tried.value.horizon, scores)[known]
    own = portfolio_retention(every) if tried.value.retention is None else tried.value.retention
    return Coming(
        pd.concat([scores, bounds(scores, tried, every)], axis=1),
        portfolio_range(scores, tried, every),
        tornado(scores, tried),
        yearly.tolist(),
        staying.mean(axis=0).tolist() if known.any() else [],
        float(scores["profit_12m"].sum(min_count=1)),
        np.nan if own is None else own,
    )


def _finding(view: View, found: Coming, tried: kam.Params) -> str:
    """What it is worth as things stand, and what two points of margin make of it."""
    t, symbol = view.t, view.symbol
    if not found.known:
        return _why_not(view, found)
    years = t.n("{n} year", "{n} years", tried.value.horizon)
    worth = t.money(found.range.value, symbol)
    if tried != view.params:
        kept = t.money(view.scores["clv"].sum(min_count=1), symbol)
        return t("With what you try the portfolio is worth {worth} over {years}; as kept {kept}.", worth=worth, years=years, kept=kept)
    richer = found.tornado.set_index("assumption")["high_value"]["margin"]
    return t(
        "At today's margins the portfolio is worth {worth} over {years}. Two points of margin turn that into {richer}.",
        worth=worth, years=years, richer=f"{'+' if richer > 0 > found.range.value else ''}{t.money(richer, symbol)}",
    )  # fmt: skip


def _why_not(view: View, found: Coming) -> str:
    t = view.t
    if not found.scores["profit_12m"].notna().any():
        return t("No cost is known, so no profit and no lifetime value can be told.")
    return t("Too few accounts bought the year before last to tell how many stay; set a retention to see a lifetime value.")


def _unknown(view: View, found: Coming) -> None:
    """What can be told all the same, and how to go on."""
    t = view.t
    if not np.isnan(found.rate) and found.range.asked:
        st.write(
            t(
                "What can be told: of {asked} accounts that bought in the 12 months before last, {kept} bought in the last 12 ({rate}).",
                asked=t.count(found.range.asked),
                kept=t.count(found.range.kept),
                rate=t.percent(found.range.kept / found.range.asked),
            )
        )
    if not found.scores["profit_12m"].notna().any():
        st.write(t("Load costs, or assume a margin for lines without one; both show lifetime values at once."))
        with st.container(horizontal=True):
            st.page_link("pages/upload.py", label=t("Upload costs"), icon=":material/upload:")
            link = {"tab": "parameters", "group": "value"}
            st.page_link("pages/settings.py", label=t("Assume a margin"), icon=":material/tune:", query_params=link)
    frame.source(view)


def _figures(view: View, found: Coming, tried: kam.Params) -> None:
    """Value with its range, what was earned so far, the multiple beside the infinite one, and who is worth less than nothing."""
    t, symbol, told = view.t, view.symbol, found.range
    span = t("80%: {low} to {high}", low=t.money(told.low, symbol), high=t.money(told.high, symbol))
    first, second, third, fourth = st.columns(4, gap="small")
    with first:
        if tried == view.params:
            proof.metric(view, "clv", t("Lifetime value"), t.money(told.value, symbol), span, None, "", height=CARD)
        else:
            _card(t("Lifetime value, tried"), t.money(told.value, symbol), span, t(FIGURES["clv"].formula))
    earned = found.scores["lifetime_profit"].sum(min_count=1)
    with second:
        _card(t("Earned to date"), t.money(earned, symbol), t("profit over all years"), t("The whole relation up to the date."))
    with third:
        _multiple(view, found, tried)
    below, known = int((found.scores["clv"] < 0).sum()), int(found.scores["clv"].notna().sum())
    with fourth:
        money = t.money(found.scores["clv"].clip(upper=0).sum(), symbol)
        lost = t.n("of {n} account: {money}", "of {n} accounts: {money}", known, money=money)
        about = t("Accounts with a lifetime value below zero: keeping them as they are costs more the longer they stay.")
        _card(t("Worth less than nothing"), t.count(below), lost, about)


def _multiple(view: View, found: Coming, tried: kam.Params) -> None:
    t, value = view.t, tried.value
    if np.isnan(found.rate):
        _card(t("A year of profit is worth"), t.missing, None, None)
        return
    ended = multiple(found.rate, value.discount_rate, value.horizon, value.margin_growth)
    endless = multiple(found.rate, value.discount_rate, None, value.margin_growth)
    without = t("without an end {times}", times=f"{endless:.2f}" if np.isfinite(endless) else "∞")
    about = t("At a retention of {rate}. The multiple without an end, r ÷ (1 + i − r), is only for comparison.", rate=t.percent(found.rate))
    _card(t("A year of profit is worth"), t("{times} times", times=f"{ended:.2f}"), without, about)


def _card(label: str, value: str, below: str | None, about: str | None) -> None:
    st.metric(label, value, below, delta_color="off", delta_arrow="off", border=True, height=CARD, help=about)


def said(view: View, found: Coming) -> list[str]:
    """The convention, where the retentions come from, and what the range is."""
    t, counts = view.t, found.scores["retention_origin"].value_counts()
    origins = t.listed([f"{t(ORIGINS[name])} {t.count(n)}" for name, n in counts.items() if name in ORIGINS])
    lines = [
        t("Margin at the end of each year; acquisition cost of existing customers is sunk (0)"),
        t("retention: {origins}", origins=origins),
        t("80% range: Wilson interval of {kept} of {asked} accounts that stayed, ±10 points where a rate was given, and the spread of two "
          "years' profit", kept=t.count(found.range.kept), asked=t.count(found.range.asked)),
    ]  # fmt: skip
    unknown = int(found.scores["clv"].isna().sum())
    if unknown:
        lines.append(
            t.n(
                "{n} account has no value: its profit or retention is not known",
                "{n} accounts have no value: their profit or retention is not known",
                unknown,
            )
        )
    if found.range.few:
        lines.append(t.n("only {n} account stands behind the rate", "only {n} accounts stand behind the rate", found.range.asked))
    return lines

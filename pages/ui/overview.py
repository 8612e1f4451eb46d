"""The parts of the overview: its facts, figures, charts and list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import charts, findings
from kam_core.accounts import as_of_or_last, without_account
from kam_core.history import quarters
from kam_core.text import Translator
from pages.ui import about, cache, clicks, frame, pictures, proof, risk, state
from pages.ui.view import View

HEIGHT = 240
"""Of the two pictures."""

CARD, CARD_HEIGHT = 198, 178
"""Of a figure: five stand side by side on a desk."""


@dataclass(frozen=True)
class Facts:
    """What the overview says."""

    scores: pd.DataFrame
    finding: str
    by_profit: bool
    curve: Any
    quarters: pd.DataFrame
    whale: Callable[[], Any]
    relationship: Callable[[], Any]
    whale_title: str
    whale_subtitle: str
    matrix_title: str
    matrix_subtitle: str
    definition: str
    rated: int

    @property
    def empty(self) -> bool:
        """Nothing to show yet."""
        return self.scores.empty

    @property
    def table(self) -> pd.DataFrame:
        """The table behind the whale: every account, the most profitable first."""
        columns = [
            "account_id",
            "account_name",
            "owner",
            "country",
            "industry",
            "revenue",
            "gross_profit",
            "cost_to_serve",
            "profit",
            "clv",
            "importance",
            "trust",
            "attitude",
            "patronage",
        ]
        return self.scores[columns].sort_values("profit" if self.by_profit else "revenue", ascending=False, na_position="last")


def facts(view: View) -> Facts:
    """Everything the page shows, computed or remembered."""
    t, scores = view.t, view.scores
    by_profit = bool(scores["profit"].notna().any()) if len(scores) else False
    curve = kam.whale_curve(scores["profit" if by_profit else "revenue"]) if len(scores) else kam.whale_curve([])
    placed = view.matrix("relationship")
    unit = t("% of the total") if curve.total > 0 else view.symbol or t("money")
    rated = int(placed["quadrant"].notna().sum())
    return Facts(
        scores=scores,
        finding=findings.profit(curve, t, view.symbol) if by_profit else findings.revenue(scores["revenue"], t) if len(scores) else "",
        by_profit=by_profit,
        curve=curve,
        quarters=view.kept("quarters", lambda: quarters(view.book, view.as_of, view.params, view.accounts)),
        whale=lambda: view.kept("whale_figure", lambda: _curve(view, curve, by_profit)),
        relationship=lambda: view.kept("mini_figure", lambda: pictures.matrix_figure(view, "relationship", size="mini", height=HEIGHT)),
        whale_title=_title(t, curve, by_profit),
        whale_subtitle=" · ".join(
            [
                t("Cumulative profit, {unit}", unit=unit) if by_profit else t("Cumulative revenue, {unit}", unit=unit),
                t.n("{n} account", "{n} accounts", len(curve.frame) - 1),
                about.window(view).lower(),
            ]
        ),
        matrix_title=findings.relationship(placed, t).rstrip(".。"),
        matrix_subtitle=_key(view, rated) if rated else t("Importance against trust"),
        definition=_definition(t, scores),
        rated=rated,
    )


def _definition(t: Translator, scores: pd.DataFrame) -> str:
    """What profit means here: cost to serve only where some is counted."""
    served = len(scores) and scores["cost_to_serve"].notna().any()
    profit = t("Profit = revenue − cost − cost to serve.") if served else t("Profit = revenue − cost; no cost to serve is counted.")
    return f"{profit} {t('Matrix: proposed definition, cut at 60.')}"


def _title(t: Translator, curve: Any, by_profit: bool) -> str:
    if not by_profit:
        return t("Who brings the revenue")
    return t("A whale that eats itself") if curve.gained > findings.WORTH_SAYING * curve.total else t("Whale curve")


def _curve(view: View, curve: Any, by_profit: bool) -> Any:
    """The whale curve of the profit, or the share of the largest accounts in the revenue while no cost is known."""
    if by_profit:
        return charts.whale(curve, t=view.t, symbol=view.symbol, theme=view.theme, height=HEIGHT)
    return charts.pareto(view.scores["revenue"], t=view.t, symbol=view.symbol, theme=view.theme, height=HEIGHT)


def figures(view: View, found: Facts) -> None:
    """The strip of five figures, each with its proof; on a phone the cards stand side by side in rows."""
    t, scores, past = view.t, found.scores, found.quarters
    losing, known = int((scores["profit"] < 0).sum()), int(scores["profit"].notna().sum())
    lost = t("{share} of {all}", share=t.percent(losing / max(known, 1)), all=t.count(known))
    revenue, profit = (scores[name].sum(min_count=1) for name in ("revenue_12m", "profit_12m"))
    with st.container(horizontal=True, gap="small"):
        _card(view, found, "revenue_12m", t("Revenue, 12 months"), revenue, _growth(scores, "revenue"), past["revenue"])
        _card(view, found, "profit_12m", t("Profit, 12 months"), profit, _step(t, scores, view.symbol), past["profit"])
        for name, label in (("profit_at_risk", t("Profit at risk")), ("clv_at_risk", t("Lifetime value at risk"))):
            with st.container(width="stretch"):
                risk.card(view, name, label, height=CARD_HEIGHT)
        _card(view, found, "losing", t("Losing money, {window}", window=about.window(view).lower()), losing, lost, past["losing"], "bar")


def _card(view: View, found: Facts, name: str, label: str, value: Any, delta: str | None, trend: Any, kind: str = "line") -> None:
    """A figure with its change and its trend; what rests on costs says when none is known."""
    t = view.t
    shown = t.count(value) if name == "losing" else t.money(value, view.symbol)
    if name != "revenue_12m" and not found.by_profit:
        shown, delta, trend = t.missing, t("costs not known"), None
    with st.container(width="stretch"):
        proof.metric(view, name, label, shown, delta, trend, kind, height=CARD_HEIGHT)


def relationship(view: View, found: Facts) -> None:
    """The relationship matrix in small, or how to fill it."""
    if found.rated:
        clicks.open_account(pictures.chart(view, found.relationship, "relationship", height=HEIGHT, select=True))
        return
    with st.container(border=True, height=HEIGHT, horizontal_alignment="center", vertical_alignment="center"):
        pictures.ask_for_ratings(view)


def left_out(view: View) -> list[str]:
    """What enters no account's score, said where the scores stand."""
    t = view.t
    lines, revenue = view.kept("without_account", lambda: without_account(view.book, view.as_of))
    if not lines:
        return []
    money = t.money(revenue, view.symbol)
    return [
        t.n(
            "{n} line without an account ({money}) is in no account's figures",
            "{n} lines without an account ({money}) are in no account's figures",
            lines,
            money=money,
        )
    ]


def before_the_data(view: View) -> bool:
    """Whether the date lies before everything that is known; then a way to where the data are."""
    t, last = view.t, as_of_or_last(view.book, None)
    if view.as_of >= last or view.scores["revenue"].notna().any() or view.scores["trust"].notna().any():
        return False
    frame.finding(t("Nothing is known up to {day}. The data reach to {last}.", day=t.day(view.as_of), last=t.day(last)))
    st.button(t("Go to {last}", last=t.day(last)), type="primary", icon=":material/event:", on_click=state.forget_date)
    return True


def invitation(view: View) -> None:
    """The empty workbook: one sentence, one button."""
    t = view.t
    st.subheader(t("One file of orders is enough. Ratings can follow."), anchor=False)
    st.write(t("This workbook is empty. Load a file of orders, an account list, or a table with a column per month."))
    with st.container(horizontal=True):
        if st.button(t("Upload a file"), type="primary", icon=":material/upload:"):
            st.switch_page("pages/upload.py")
        if st.button(t("Open the sample"), icon=":material/explore:"):
            state.look_at(cache.sample_path())
            st.rerun()


def _key(view: View, rated: int) -> str:
    t = view.t
    words = [t.n("{n} rated account", "{n} rated accounts", rated), t("area = profit, ◆ = loss, hollow = thin evidence")]
    return " · ".join([*words, t("illustrative ratings")] if view.ratings_invented else words)


def _growth(scores: pd.DataFrame, name: str) -> str | None:
    """Change against the year before; what rounds to nothing has no sign."""
    before, now = scores[f"{name}_prior_12m"].sum(), scores[f"{name}_12m"].sum()
    if not before > 0:
        return None
    change = round((now / before - 1) * 100)
    return f"{change:+d}%" if change else "±0%"


def _step(t: Translator, scores: pd.DataFrame, symbol: str) -> str | None:
    """Change in money; an ASCII minus, because the metric reads the sign."""
    before, now = scores["profit_prior_12m"].sum(min_count=1), scores["profit_12m"].sum(min_count=1)
    if pd.isna(before) or pd.isna(now):
        return None
    text = t.money(abs(now - before), symbol)
    return f"-{text}" if now < before else f"+{text}"

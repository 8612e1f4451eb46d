"""The parts of the overview: its facts, figures, charts and list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import alerts, charts, findings
from kam_core.accounts import without_account
from kam_core.concentration import concentration
from kam_core.history import quarters
from kam_core.text import Translator
from pages.ui import clicks, pictures, proof, state
from pages.ui.frame import View
from pages.ui.tables import chips, text_column

SHOWN = 8
"""Lines of the list on the first screen; the rest is one click away."""


@dataclass(frozen=True)
class Facts:
    """What the overview says."""

    scores: pd.DataFrame
    finding: str
    by_profit: bool
    curve: Any
    alerts: pd.DataFrame
    quarters: pd.DataFrame
    whale: Callable[[], Any]
    relationship: Callable[[], Any]
    whale_title: str
    whale_subtitle: str
    matrix_title: str
    matrix_subtitle: str
    list_subtitle: str
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
    listed = view.kept("alerts", lambda: alerts.alerts(scores, view.matrix("loyalty"))) if len(scores) else pd.DataFrame()
    unit = t("% of the total") if curve.total > 0 else view.symbol or t("money")
    rated = int(placed["quadrant"].notna().sum())
    return Facts(
        scores=scores,
        finding=findings.profit(curve, t, view.symbol) if by_profit else findings.revenue(scores["revenue"], t) if len(scores) else "",
        by_profit=by_profit,
        curve=curve,
        alerts=listed,
        quarters=view.kept("quarters", lambda: quarters(view.book, view.as_of, view.params)),
        whale=lambda: view.kept("whale_figure", lambda: charts.whale(curve, t=t, symbol=view.symbol, theme=view.theme, height=236)),
        relationship=lambda: view.kept("mini_figure", lambda: pictures.matrix_figure(view, "relationship", size="mini", height=236)),
        whale_title=t("A whale that eats itself") if by_profit and curve.gained > findings.WORTH_SAYING * curve.total else t("Whale curve"),
        whale_subtitle=" · ".join(
            [
                t("Cumulative profit, {unit}", unit=unit) if by_profit else t("Cumulative revenue, {unit}", unit=unit),
                t.n("{n} account", "{n} accounts", len(curve.frame) - 1),
                t("all years"),
            ]
        ),
        matrix_title=findings.relationship(placed, t).rstrip(".。"),
        matrix_subtitle=_key(view, rated) if rated else t("Importance against trust"),
        list_subtitle=t("{shown} of {all}, most urgent first", shown=t.count(min(SHOWN, len(listed))), all=t.count(len(listed))),
        definition=t("Profit = revenue − cost − cost to serve. Matrix: proposed definition, cut at 60."),
        rated=rated,
    )


def figures(view: View, found: Facts) -> None:
    """The strip of five figures, each with its trend and its proof."""
    t, symbol, scores, past = view.t, view.symbol, found.scores, found.quarters
    share = concentration(scores["revenue_12m"])
    losing, known = int((scores["profit"] < 0).sum()), int(scores["profit"].notna().sum())
    five = t("top {k} hold {share}", k=t.count(5), share=t.percent(share.top5)) if share else None
    cards = (
        (
            "revenue_12m",
            t("Revenue, 12 months"),
            scores["revenue_12m"].sum(min_count=1),
            _growth(scores, "revenue"),
            past["revenue"],
            "line",
        ),
        ("profit_12m", t("Profit, 12 months"), scores["profit_12m"].sum(min_count=1), _step(t, scores, symbol), past["profit"], "line"),
        (
            "losing",
            t("Accounts losing money"),
            losing,
            t("{share} of {all}", share=t.percent(losing / max(known, 1)), all=t.count(known)),
            past["losing"],
            "bar",
        ),
        (
            "clv",
            t("Lifetime value, {years} years", years=view.params.value.horizon),
            scores["clv"].sum(min_count=1),
            t("at today's margins") if scores["clv"].notna().any() else t("retention not known yet"),
            None,
            "",
        ),
        ("effective", t("Effective accounts"), share.effective if share else np.nan, five, past["effective"], "line"),
    )
    for column, (name, label, value, delta, trend, kind) in zip(st.columns(5, gap="small"), cards, strict=True):
        shown = t.count(round(value)) if name in ("losing", "effective") and pd.notna(value) else t.money(value, symbol)
        if name in ("profit_12m", "clv", "losing") and not found.by_profit:
            shown, delta, trend = t.missing, t("costs not known"), None
        with column:
            proof.metric(view, name, label, shown, delta, trend, kind, height=178)


def relationship(view: View, found: Facts) -> None:
    """The relationship matrix in small, or how to fill it."""
    if found.rated:
        clicks.open_account(pictures.chart(view, found.relationship, "relationship", height=236, select=True))
        return
    t = view.t
    with st.container(border=True, height=236, horizontal_alignment="center", vertical_alignment="center"):
        st.write(t("No ratings yet. A few answers per account place it here."))
        st.page_link("pages/tables.py", label=t("Enter ratings"), icon=":material/edit:", query_params={state.TABLE: "ratings"})
        st.page_link("pages/upload.py", label=t("Upload ratings"), icon=":material/upload:")


def worries(view: View, found: Facts) -> None:
    """The list: why, what is at stake, the next step, and the way to the account."""
    t = view.t
    if found.alerts.empty:
        st.caption(t("No account needs you today: no loss, no renewal at risk, none quiet beyond its own rhythm."))
        return
    shown = found.alerts.head(SHOWN)
    table = pd.DataFrame(
        {
            "risk": [[t(alerts.RISKS[risk])] for risk in shown["risk"]],
            "account": shown["account_name"].str.slice(0, 40),
            "why": [alerts.why(row, t, view.symbol) for _, row in shown.iterrows()],
            "at_stake": [t.money(value, view.symbol) for value in shown["at_stake"]],
            "step": [t(alerts.RULES[kind].step) for kind in shown["kind"]],
            "owner": shown["owner"].fillna(t.missing),
            "open": t("View"),
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        key="worries",
        alt=t("Accounts that need attention, the most urgent first"),
        column_config={
            "risk": chips(t("Risk"), {t("High"): "red", t("Medium"): "orange"}, 84),
            "account": text_column(t("Account"), 168),
            "why": text_column(t("Why"), 250),
            "at_stake": text_column(t("Revenue, 12 months"), 136, right=True),
            "step": text_column(t("Next step"), 250),
            "owner": text_column(t("Owner"), 98),
            "open": st.column_config.ButtonColumn("", width=70, type="tertiary", key="open_worry"),
        },
    )
    clicks.open_row("open_worry", shown["account_id"].tolist())


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


def invitation(view: View) -> None:
    """The empty workbook: one sentence, one button."""
    t = view.t
    st.subheader(t("One file of orders is enough. Ratings can follow."), anchor=False)
    st.write(t("This workbook is empty. Load a file of orders, an account list, or a table with a column per month."))
    st.page_link("pages/upload.py", label=t("Upload a file"), icon=":material/upload:")


def _key(view: View, rated: int) -> str:
    t = view.t
    words = [t.n("{n} rated account", "{n} rated accounts", rated), t("area = profit, ◆ = loss, hollow = thin evidence")]
    return " · ".join([*words, t("illustrative ratings")] if view.ratings_invented else words)


def _growth(scores: pd.DataFrame, name: str) -> str | None:
    before, now = scores[f"{name}_prior_12m"].sum(), scores[f"{name}_12m"].sum()
    return f"{(now / before - 1) * 100:+.0f}%" if before > 0 else None


def _step(t: Translator, scores: pd.DataFrame, symbol: str) -> str | None:
    """Change in money; an ASCII minus, because the metric reads the sign."""
    before, now = scores["profit_prior_12m"].sum(min_count=1), scores["profit_12m"].sum(min_count=1)
    if pd.isna(before) or pd.isna(now):
        return None
    text = t.money(abs(now - before), symbol)
    return f"-{text}" if now < before else f"+{text}"

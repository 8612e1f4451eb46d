"""The parts of the account room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import alerts, charts, findings
from kam_core.history import quarters
from pages.ui import overview, pictures, proof, state
from pages.ui.frame import View
from pages.ui.tables import COLOURS
from pages.ui.words import plain


@dataclass(frozen=True)
class Facts:
    """One account: its scores and its past."""

    id: str
    row: pd.Series
    finding: str
    history: pd.DataFrame
    money_subtitle: str


def choose(view: View) -> str | None:
    """Which account; it is in the link (``?account=``). ``None`` after an invitation when there is none."""
    t, scores = view.t, view.scores
    if scores.empty:
        overview.invitation(view)
        return None
    ranked = scores.sort_values("revenue", ascending=False, na_position="last")
    names = dict(zip(ranked["account_id"], ranked["account_name"], strict=True))
    wanted = st.query_params.get(state.ACCOUNT)
    if wanted and wanted not in names:
        st.warning(t("There is no account {name} in this workbook.", name=plain(wanted)), icon=":material/search_off:")
    link = state.linked(state.ACCOUNT, list(names), next(iter(names)))
    chosen = st.selectbox(
        t("Account"), list(names), format_func=lambda account: names.get(account, account), label_visibility="collapsed", **link
    )
    return str(chosen)


def facts(view: View, account_id: str) -> Facts:
    """Everything the page shows of one account."""
    t, scores = view.t, view.scores
    row = scores.set_index("account_id", drop=False).loc[account_id]
    own = view.alerts[view.alerts["account_id"] == account_id]
    alert = alerts.why(own.iloc[0], t, view.symbol) if len(own) else None
    history = view.kept("quarters", lambda: quarters(view.book, view.as_of, view.params, account_id, 12), account_id)
    known = history["profit"].notna().any() if len(history) else False
    return Facts(
        account_id,
        row,
        t("{account}: {finding}", account=row["account_name"], finding=findings.account(row, alert, t, view.symbol)),
        history,
        t("Quarters counted back by day") if known else t("Quarters counted back by day; costs are not known"),
    )


def badges(view: View, found: Facts) -> None:
    """Renewal, quadrants with their probability, what and where it is, who owns it."""
    t, row = view.t, found.row
    with st.container(horizontal=True, gap="small"):
        if pd.notna(row["renews_in_days"]):
            day = pd.Timestamp(view.as_of) + pd.Timedelta(days=float(row["renews_in_days"]))
            soon = row["renews_in_days"] <= findings.RENEWAL_DAYS
            st.badge(t("Renews {day}", day=t.day(day)), icon=":material/event_repeat:", color="red" if soon else "gray")
        for name, declared in kam.MATRICES.items():
            placed = view.matrix(name)
            own = placed[placed["account_id"] == found.id]
            if len(own) and isinstance(own["quadrant"].iloc[0], str):
                quadrant = declared.quadrant(own["quadrant"].iloc[0])
                st.badge(f"{t(quadrant.title)} {t.percent(own['probability'].iloc[0])}", color=COLOURS[quadrant.place])
        for column, icon in (("industry", "category"), ("city", "location_on"), ("country", "public"), ("owner", "person")):
            if isinstance(row[column], str) and row[column]:
                st.badge(plain(row[column]), icon=f":material/{icon}:", color="gray")


def figures(view: View, found: Facts) -> None:
    """Six figures, each with its proof."""
    t, row, symbol = view.t, found.row, view.symbol
    before = row["revenue_prior_12m"]
    growth = f"{(row['revenue_12m'] / before - 1) * 100:+.0f}%" if before > 0 and pd.notna(row["revenue_12m"]) else None
    rank = int((view.scores["profit_12m"] > row["profit_12m"]).sum()) + 1
    cards = (
        ("revenue_12m", t("Revenue, 12 months"), t.money(row["revenue_12m"], symbol), growth),
        (
            "profit_12m",
            t("Profit, 12 months"),
            t.money(row["profit_12m"], symbol),
            t("rank {n}", n=t.count(rank)) if pd.notna(row["profit"]) else None,
        ),
        (
            "clv",
            t("Lifetime value"),
            t.money(row["clv"], symbol),
            t("keeps {share} a year", share=t.percent(row["retention"], 0)) if pd.notna(row["clv"]) else None,
        ),
        ("trust", t("Trust"), t.index(row["trust"]), _covered(t, row["trust_coverage"])),
        ("attitude", t("Relative attitude"), t.index(row["attitude"]), _covered(t, row["attitude_coverage"])),
        (
            "days_since_last",
            t("Days since last order"),
            t.count(row["days_since_last"]),
            t("own rhythm {n}", n=t.count(row["median_gap_days"])) if pd.notna(row["median_gap_days"]) else None,
        ),
    )
    for column, (name, label, value, delta) in zip(st.columns(6, gap="small"), cards, strict=True):
        with column:
            proof.metric(view, name, label, value, delta, None, "", height=116, account=found.id)


def money(view: View, found: Facts) -> None:
    """Revenue and profit by quarter."""
    if found.history.empty:
        st.caption(view.t("No purchase yet."))
        return
    figure = view.kept(
        "money_figure", lambda: charts.money_by_period(found.history, t=view.t, symbol=view.symbol, theme=view.theme), found.id
    )
    pictures.chart(view, lambda: figure, "money", height=300, size="desk")


def standing(view: View, found: Facts) -> None:
    """The account on every matrix, among the others, with its trail."""
    for column, name in zip(st.columns(len(kam.MATRICES)), kam.MATRICES, strict=True):
        figure = view.kept(f"standing_{name}", lambda name=name: pictures.standing_figure(view, name, found.id), found.id)
        with column:
            pictures.chart(view, lambda figure=figure: figure, f"standing_{name}", height=300)


def _covered(t: Any, share: float) -> str | None:
    return t("coverage {share}", share=t.percent(share, 0)) if share > 0 else t("no answers yet")

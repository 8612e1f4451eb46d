"""Profit while no cost is known: what can be said of revenue, and what would tell the rest."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kam_core import charts, findings
from pages.ui import about, download, frame, overview, pictures, proof, state
from pages.ui.view import View

HEIGHT = 360


def show(view: View) -> None:
    """Revenue and its share by account; what is lacking, and the ways to it."""
    t, scores = view.t, view.scores
    if not scores["revenue"].notna().any():
        frame.finding(t("No account has bought anything up to {day}: there is no profit to show.", day=t.day(view.as_of)))
        return
    frame.finding(findings.revenue(scores["revenue"], t))
    _cards(view)
    st.write(t("No line has a cost, so nobody can say who earns and who loses. Known: revenue, orders, discounts. "
               "Unknown: gross profit, whale curve, loss-makers, the grid."))  # fmt: skip
    with st.container(horizontal=True):
        link = {state.TAB: "parameters"}
        st.page_link("pages/upload.py", label=t("Upload costs of goods"), icon=":material/upload:")
        st.page_link("pages/settings.py", label=t("Assume a margin"), icon=":material/tune:", query_params=link)
    frame.section(t("Who brings the revenue"), " · ".join([t("Cumulative revenue"), about.window(view).lower()]))

    def made() -> Any:
        return charts.pareto(scores["revenue"], t=t, symbol=view.symbol, theme=view.theme, height=HEIGHT)

    pictures.chart(view, lambda: view.kept("profit_pareto", made), "profit_pareto", height=HEIGHT)
    columns = ["account_id", "account_name", "owner", "region", "revenue", "discount", "orders"]
    download.below(
        view,
        "revenue_by_account",
        lambda: scores[columns].sort_values("revenue", ascending=False),
        lambda: view.kept("profit_pareto", made),
    )
    frame.source(view, t("Money covers: {window}", window=about.window(view)), *overview.left_out(view))


def _cards(view: View) -> None:
    """What is known: revenue, who brings it, in how many orders."""
    t, scores = view.t, view.scores
    revenue, orders = scores["revenue"].sum(min_count=1), scores["orders"].sum(min_count=1)
    first, second, third, _ = st.columns(4, gap="small")
    with first:
        proof.metric(view, "revenue", t("Revenue"), t.money(revenue, view.symbol), about.window(view).lower(), None, "", height=116)
    buying = int((scores["revenue"] > 0).sum())
    look: dict[str, Any] = {"delta_color": "off", "delta_arrow": "off", "border": True, "height": 116}
    second.metric(t("Accounts with revenue"), t.count(buying), t("of {all}", all=t.count(len(scores))), **look)
    each = t("{money} each", money=t.money(revenue / orders, view.symbol)) if orders > 0 else t("no order numbers")
    told = t.count(orders) if orders > 0 else t.missing
    third.metric(t("Orders"), told, each, **look)

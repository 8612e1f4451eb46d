"""Beyond purchases: what accounts bring besides what they buy, the ranking with and without it, and the lines of evidence."""

from __future__ import annotations

import streamlit as st

from kam_core.concentration.holders import GROUPINGS
from kam_core.text import N_
from pages.ui import frame, linked, state
from pages.ui.value import arithmetic, beyond_ranking, ledger
from pages.ui.value.beyond_found import Beyond, found_among, invented
from pages.ui.view import View

CONVENTION = N_(
    "Total customer value = lifetime value + word of mouth + knowledge + transaction value (after Kumar et al. 2010). "
    "What was earned to date stands beside it; soft value never enters a profit. "
    "Shares due, chances and years are proposals: see the assumptions."
)


def show(view: View) -> None:
    """The finding, the figures, the chart, both rankings, the lines."""
    found = found_among(view, _among(view))
    frame.finding(finding(view, found))
    by = _control(view)
    if found.table["total"].notna().any():
        _figures(view, found)
        beyond_ranking.show(view, found, by)
    ledger.show(view, found)
    frame.source(view, view.t(CONVENTION))


def _among(view: View) -> str:
    """Whose ranking: that of the key accounts where there are any, unless all are asked for."""
    if not (view.scores["status"] == "key").any():
        return "all"
    told = state.link(state.AMONG) or state.get(state.AMONG)
    return "all" if told == "all" else "key"


def _control(view: View) -> str:
    """Among whom, and what is ranked; returns the latter."""
    t, options = view.t, beyond_ranking.offered(view)
    with st.container(horizontal=True, vertical_alignment="center"):
        if (view.scores["status"] == "key").any():
            names = {"key": t("Key accounts"), "all": t("All accounts")}
            link = linked.choice(state.AMONG, list(names), "key", plain_default=True)
            name = names.__getitem__
            st.segmented_control(t("Among"), list(names), required=True, format_func=name, label_visibility="collapsed", **link)
        else:
            st.caption(t("No account is marked as key; all are ranked."))
        by = _by(view, options) if len(options) > 1 else "account"
        if invented(view):
            st.badge(t("Illustrative"), color="orange", icon=":material/theater_comedy:")
    return by


def _by(view: View, options: list[str]) -> str:
    t = view.t
    told = st.segmented_control(
        t("By"),
        options,
        required=True,
        format_func=lambda by: t(GROUPINGS[by]),
        label_visibility="collapsed",
        **linked.choice(state.BY, options, "account", plain_default=True),
    )
    return str(told)


def finding(view: View, found: Beyond) -> str:
    """Who gains most places once soft value counts; else what it adds, or what is missing."""
    t, lines, table = view.t, found.lines, found.table
    if lines.empty and table["future"].isna().all():
        return t("No evidence yet of value beyond purchases, and no lifetime value is known: there is nothing to rank.")
    if lines.empty:
        return t("No evidence yet of value beyond purchases: accounts are ranked by what they buy alone.")
    counted = lines[lines["why"] == ""]
    if counted.empty:
        return t.n("{n} line of evidence, and it counts nothing yet.", "{n} lines of evidence, and none counts yet.", len(lines))
    best = table.sort_values(["climbed", "soft"], ascending=False, kind="stable").iloc[0]
    n, soft = int(table["place_total"].notna().sum()), t.money(counted["value"].sum(), view.symbol)
    if not best["climbed"] > 0:
        return t.n(
            "Value beyond purchases adds {soft} and moves nobody: {n} account is ranked.",
            "Value beyond purchases adds {soft} and moves nobody among {n} accounts.",
            n,
            soft=soft,
        )
    facts = {"name": best["account_name"], "before": t.count(best["place_hard"]), "now": t.count(best["place_total"])}
    return t.n(
        "Counting value beyond purchases, {name} moves from place {before} to {now}.",
        "Counting value beyond purchases, {name} moves from place {before} to {now} of {n} accounts.",
        n,
        **facts,
    )


def _figures(view: View, found: Beyond) -> None:
    """Past, future, what comes on top, and the total, in which an account brought by another stands once."""
    t, table = view.t, found.table
    sums = table[["earned", "future", "soft"]].sum(min_count=1)
    lines = int((found.lines["why"] == "").sum())
    count = t.n("{n} line of {all} counts", "{n} lines of {all} count", lines, all=t.count(len(found.lines)))
    cards = (
        (t("Earned to date"), sums["earned"], t("profit so far"), t("Profit over all years up to the date."), ""),
        (t("Lifetime value"), sums["future"], t("the years to come"), t("Present value of the profit of the coming years."), ""),
        (t("Beyond purchases"), sums["soft"], count, t("Word of mouth, knowledge and transaction value with evidence."), "soft"),
        (t("Total customer value"), found.total, _once(view, found), t(CONVENTION), "total"),
    )
    for column, (label, value, below, about, proof) in zip(st.columns(4, gap="small"), cards, strict=True):
        with column, st.container(gap=None):
            amount = t.money(value, view.symbol)
            st.metric(label, amount, below, delta_color="off", delta_arrow="off", border=True, height=116, help=about)
            if proof and st.button(t("Proof"), key=f"proof_beyond_{proof}", type="tertiary", icon=":material/function:"):
                arithmetic.ask_portfolio(view, found, proof)


def _once(view: View, found: Beyond) -> str:
    t = view.t
    if not found.twice:
        return t("lifetime value and beyond")
    return t("{money} counted once", money=t.money(found.twice, view.symbol))

"""What is at risk: the profit and the lifetime value of the accounts with a high-risk alert, and their proof."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import assumed
from kam_core.alerts import at_risk, why
from kam_core.figures import AT_RISK, value_of
from kam_core.fiscal import months_before
from kam_core.recipe import sql
from pages.ui import again, behind, cache, state
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import plain

ASKED = "at_risk"
LARGEST = 8
QUARTERS = (12, 9, 6, 3)
"""Months before the date at which the trend stands."""

QUICK = 2_000
"""Accounts up to which the past is computed as well."""


def accounts(view: View, name: str) -> pd.DataFrame:
    """The accounts that make a figure, the largest first."""
    by = AT_RISK[name].by
    return at_risk(view.scores, view.every_alert, by).sort_values([by, "account_id"], ascending=[False, True])


def total(scores: pd.DataFrame, reasons: pd.DataFrame, name: str) -> float:
    """The figure; NaN where nothing is known that could be at risk."""
    by = AT_RISK[name].by
    return value_of(AT_RISK[name], at_risk(scores, reasons, by)) if scores[by].notna().any() else np.nan


def card(view: View, name: str, label: str, *, height: int) -> None:
    """The figure in a card, and under it the way to its proof."""
    t, figure = view.t, AT_RISK[name]
    found = total(view.scores, view.every_alert, name)
    trend = None if np.isnan(found) else _trend(view, name)
    high = view.every_alert.loc[view.every_alert["risk"] == "high", "account_id"].nunique()
    with st.container(gap=None):
        st.metric(
            label,
            t.money(found, view.symbol),
            t("{n} of {all} above zero", n=t.count(len(accounts(view, name))), all=t.count(high)) if pd.notna(found) else _unknown(view),
            delta_color="off",
            delta_arrow="off",
            chart_data=trend,
            border=True,
            height=height,
            help=t(figure.formula),
        )
        if st.button(t("Proof"), key=f"proof_{name}_", type="tertiary", icon=":material/function:"):
            state.put(ASKED, name)


def _unknown(view: View) -> str:
    """Why there is no figure: without costs no profit, without a retention no lifetime value."""
    return view.t("retention not known yet") if view.scores["profit_12m"].notna().any() else view.t("costs not known")


def _trend(view: View, name: str) -> list[float] | None:
    """The figure at the last quarter-ends, where that is quick to tell."""
    if view.filters or len(view.every_score) > QUICK:
        return None

    def make() -> list[float]:
        days = [months_before(view.as_of, months).date() for months in QUARTERS]
        return [total(cache.scores(view.book, day, view.params), cache.alerts(view.book, day, view.params), name) for day in days]

    past = [0.0 if np.isnan(value) else value for value in view.kept("risk_trend", make, name)]
    return [*past, total(view.every_score, view.every_alert, name)]


def open_if_asked(view: View) -> None:
    """Open the proof somebody asked for."""
    name = state.drop(ASKED)
    if name:
        st.dialog(view.t(AT_RISK[name].title), width=860)(_proof)(view, name)


def _proof(view: View, name: str) -> None:
    """Value, rule, and the accounts that make it with the reason each is counted for."""
    t, figure, found = view.t, AT_RISK[name], accounts(view, name)
    st.metric(t(figure.title), t.amount(total(view.scores, view.every_alert, name), view.symbol))
    st.caption(t(figure.formula))
    names = [item for item in figure.assumes if getattr(view.params.value, item, 0) is not None]
    st.caption(plain(t("Assumptions: {list}", list=t.listed(assumed.said(view.params, names, t)))))
    _accounts(view, name, found)
    where = again.seen(view)
    title = t("The rows it starts from; what carries an assumption is judged in Python")
    again.blocks(view, figure.code, where, [(title, sql(figure, where))])


def _accounts(view: View, name: str, found: pd.DataFrame) -> None:
    t, by = view.t, AT_RISK[name].by
    if found.empty:
        st.caption(t("No account with a high-risk alert has anything to lose."))
        return
    high = view.every_alert[view.every_alert["risk"] == "high"].drop_duplicates("account_id").set_index("account_id", drop=False)
    largest = found.head(LARGEST)
    table = pd.DataFrame(
        {
            "name": largest["account_name"].str.slice(0, 60),
            "value": [t.amount(v, view.symbol) for v in largest[by]],
            "why": [why(high.loc[account], t, view.symbol) for account in largest["account_id"]],
        }
    )
    st.caption(t.n("{n} account makes it, the largest first:", "{n} accounts make it, the largest first:", len(found)))
    st.dataframe(
        table,
        hide_index=True,
        row_height=30,
        alt=t("Accounts behind the figure"),
        column_config={
            "name": text_column(t("Account"), 260),
            "value": text_column(t("Value"), 170, right=True),
            "why": text_column(t("Why"), 330),
        },
    )
    columns = ["account_id", "account_name", "owner", by]
    behind.take(view, lambda: found[columns], name, t.n("Download {n} account", "Download {n} accounts", len(found)))

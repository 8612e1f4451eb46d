"""The list of accounts that need somebody: why, what is at stake, the next step, and the way there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core import alerts
from pages.ui import clicks, frame
from pages.ui.frame import View
from pages.ui.tables import chips, text_column

SHOWN = 8
"""Lines on the first screen; the rest is one click away."""


def listed(view: View, found: pd.DataFrame) -> None:
    """The list with its title, the most urgent first."""
    t = view.t
    if found.empty:
        frame.section(t("Whom to see first"))
        st.caption(" ".join([t("None of the checks finds an account that needs you."), *unchecked(view)]))
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with right, st.container(horizontal_alignment="right"):
        every = len(found) > SHOWN and st.toggle(t("Show all {n}", n=t.count(len(found))), key="all_worries", persist_state="session")
    shown = found if every else found.head(SHOWN)
    with left:
        frame.section(
            t("Whom to see first"),
            t("{shown} of {all}: high risks first, then by what is at stake a year", shown=t.count(len(shown)), all=t.count(len(found))),
        )
    _table(view, shown)
    if unchecked(view):
        st.caption(" ".join(unchecked(view)))


def unchecked(view: View) -> list[str]:
    """What could not be checked for lack of data; silence would read as an all-clear."""
    t, scores = view.t, view.scores
    checks = (
        (scores["profit_12m"].notna().any(), t("Costs are not known: losses cannot be seen.")),
        (scores["renews_in_days"].notna().any(), t("No contracts: renewals cannot be seen.")),
        (scores["trust"].notna().any() or scores["attitude"].notna().any(), t("No ratings: doubts and habits cannot be seen.")),
    )
    return [sentence for known, sentence in checks if not known]


def _table(view: View, shown: pd.DataFrame) -> None:
    t = view.t
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
        height=min(36 + 34 * len(table), 480),
        key="worries",
        alt=t("Accounts that need attention, the most urgent first"),
        column_config={
            "risk": chips(t("Risk"), {t("High"): "red", t("Medium"): "orange"}, 84),
            "account": text_column(t("Account"), 184),
            "why": text_column(t("Why"), 236),
            "at_stake": text_column(t("At stake a year"), 116, right=True),
            "step": text_column(t("Next step"), 264),
            "owner": text_column(t("Owner"), 98),
            "open": st.column_config.ButtonColumn("", width=70, type="tertiary", key="open_worry"),
        },
    )
    clicks.open_row("open_worry", shown["account_id"].tolist())

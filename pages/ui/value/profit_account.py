"""The profit of one account: its steps from revenue, how it differs from the others, and its first step if it loses money."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from kam_core.text import N_
from kam_core.value import statement
from kam_core.value.losses import loss_makers, measured
from pages.ui import about, download, frame, linked, state
from pages.ui.scope import WINDOWS
from pages.ui.tables import text_column
from pages.ui.value import profit_losers, profit_statement
from pages.ui.view import View
from pages.ui.words import plain

RATIOS = {
    "gross_margin": N_("Gross margin"),
    "burden_share": N_("Cost to serve and credit, % of revenue"),
    "margin": N_("Profit margin"),
    "discount_share": N_("Discount share"),
    "return_share": N_("Lines that come back"),
    "average_order": N_("Average order"),
    "order_cost": N_("Cost to serve of an order"),
}
MONEY = ("average_order", "order_cost")


def show(view: View, account_id: str) -> None:
    """The part, over all years or the last twelve months."""
    t, spans = view.t, ["all", "12m"]
    link = linked.choice(state.SPAN, spans, "all", plain_default=True)
    chosen = st.segmented_control(
        t("Money covers"), spans, required=True, label_visibility="collapsed", format_func=lambda name: t(WINDOWS[name]), **link
    )
    view = replace(view, window=None if chosen == "all" else str(chosen))
    scores = view.every_score
    one = scores[scores["account_id"] == account_id].reset_index(drop=True)
    served = view.kept("activities", lambda: statement.activities(view.book, view.as_of, view.window, view.params))
    table = statement.by_account(one, served)
    told = statement.steps(table)
    left, right = st.columns(2, gap="medium")
    with left:
        frame.section(t("Profit and loss"), t("{window}; every step is counted from the rows", window=about.window(view)))
        if told:
            profit_statement.draw(view, told, f"profit_of_{account_id}")
        else:
            st.write(_unknown(view, one))
        for sentence in profit_statement.left_out(view, table, served):
            st.caption(plain(sentence))
    with right:
        _beside(view, account_id)
        losing = view.kept("losers_of_all", lambda: loss_makers(scores, view.params))
        own = losing[losing["account_id"] == account_id]
        if len(own):
            profit_losers.ladder(view, own.iloc[0])


def _unknown(view: View, one: pd.DataFrame) -> str:
    """Why there are no steps."""
    if not one["revenue"].notna().any():
        return view.t("It has bought nothing yet: there is no profit to show.")
    return view.t("No line of it has a cost: its profit is not known. Upload costs, or assume a margin in the settings.")


def _beside(view: View, account_id: str) -> None:
    """The account's ratios beside the median of all accounts."""
    t = view.t
    rows = view.kept("profit_ratios", lambda: measured(view.every_score, view.params, view.every_score))
    own, usual = rows[rows["account_id"] == account_id].iloc[0], rows[list(RATIOS)].median()

    def write(name: str, value: float) -> str:
        return t.money(value, view.symbol) if name in MONEY else t.percent(value, 1)

    table = pd.DataFrame({
        "ratio": [t(title) for title in RATIOS.values()],
        "own": [write(name, own[name]) for name in RATIOS],
        "usual": [write(name, usual[name]) for name in RATIOS],
    })  # fmt: skip
    frame.section(t("Beside the others"), t("Median of all accounts where it is known"))
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        alt=t("Ratios of the account and of the others"),
        column_config={
            "ratio": text_column(t("Ratio"), 260),
            "own": text_column(t("This account"), 120, right=True),
            "usual": text_column(t("Median"), 120, right=True),
        },
    )
    numbers = {"own": own[list(RATIOS)].to_numpy("float64"), "median": usual.to_numpy("float64")}
    download.below(view, f"ratios_of_{account_id}", lambda: pd.DataFrame({"ratio": table["ratio"], **numbers}))

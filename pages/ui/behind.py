"""The rows behind a figure: the order lines of an account, or the accounts at both ends, each to take along."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.export import csv_bytes
from kam_core.workbook import lookup
from pages.ui.frame import View
from pages.ui.tables import text_column
from pages.ui.words import file_stem

RANKED = 10
LATEST = 8


def lines(view: View, account: str, money: bool) -> None:
    """The order lines behind a figure of an account: the latest ones, and all of them to take along."""
    t = view.t
    rows = lookup.of_account(view.book, "transactions", account) if money else pd.DataFrame()
    rows = rows[pd.to_datetime(rows["date"]) <= pd.Timestamp(view.as_of)] if len(rows) else rows
    if rows.empty:
        return
    latest = rows.sort_values("date", ascending=False).head(LATEST)
    table = pd.DataFrame(
        {
            "date": [t.day(day) for day in latest["date"]],
            "order": latest["order_id"].fillna(t.missing),
            "product": latest["product"].fillna(t.missing).str.slice(0, 40),
            "revenue": [t.amount(v, view.symbol) for v in latest["revenue"]],
            "cost": [t.amount(v, view.symbol) for v in latest["cost"]],
        }
    )
    st.caption(t.n("{n} order line stands behind it; the latest:", "{n} order lines stand behind it; the latest:", len(rows)))
    st.dataframe(
        table,
        hide_index=True,
        row_height=30,
        alt=t("Order lines"),
        column_config={
            "date": text_column(t("Date"), 110),
            "order": text_column(t("Order"), 110),
            "product": text_column(t("Product"), 250),
            "revenue": text_column(t("Revenue"), 130, right=True),
            "cost": text_column(t("Cost"), 130, right=True),
        },
    )
    take(view, rows, f"lines-{account}")


def take(view: View, table: pd.DataFrame, name: str) -> None:
    """The rows as a file."""
    st.download_button(
        view.t("Download the rows"),
        lambda: csv_bytes(table),
        f"{file_stem(name)}.csv",
        "text/csv",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def ranked(view: View, by: str, *, worst_first: bool = False) -> None:
    """The accounts that count most, at both ends."""
    t = view.t
    listed = view.scores[["account_id", "account_name", by]].dropna().sort_values(by, ascending=worst_first)
    ends = pd.concat([listed.head(RANKED // 2), listed.tail(RANKED // 2)]) if len(listed) > RANKED else listed
    table = pd.DataFrame({"name": ends["account_name"], "value": [t.amount(v, view.symbol) for v in ends[by]]})
    every = t.count(len(listed))
    st.caption(
        t("The five smallest and the five largest of {all} accounts", all=every)
        if worst_first
        else t("The five largest and the five smallest of {all} accounts", all=every)
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=30,
        alt=t("Accounts behind the figure"),
        column_config={"name": text_column(t("Account"), 300), "value": text_column(t("Value"), 200, right=True)},
    )
    take(view, listed, f"accounts-{by}")

"""The quality of the data account by account: how full, how fresh, and the findings of the one that is looked at."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.quality import Report
from kam_core.quality.words import says, weakens
from pages.ui import clicks, frame, quality, state
from pages.ui.paging import paged
from pages.ui.tables import number_column, text_column
from pages.ui.view import View

PAGE = 50


def table(view: View, found: Report) -> None:
    """Account by account, the one with most findings first; a press shows the findings of that account."""
    t = view.t
    if found.accounts.empty:
        return
    _one(view, found)
    frame.section(t("Account by account"), t("Days of the latest entry · click an account to see its findings"))
    shown, number = paged(found.accounts, PAGE, "quality_page")
    st.dataframe(
        _account_table(view, shown),
        hide_index=True,
        row_height=34,
        height=min(36 + 34 * len(shown), 36 + 34 * 10),
        key=f"quality_accounts_{number}_{t.lang}",
        alt=t("Account by account"),
        column_config={
            "account": st.column_config.ButtonColumn(
                t("Account"), width=250, type="tertiary", alignment="left", key="open_account_findings"
            ),
            "problems": number_column(t("Findings"), 90),
            "filled": text_column(t("Filled"), 80, right=True),
            "rated": text_column(t("Rated"), 125, right=True),
            "described": text_column(t("Facts"), 125, right=True),
            "touched": text_column(t("Touched"), 125, right=True),
            "sold": text_column(t("Last sale"), 125, right=True),
        },
    )
    account = clicks.pressed("open_account_findings", shown["account_id"].tolist())
    if account is not None:
        state.keep_in_link(state.ACCOUNT, str(account))
        state.bump("quality")
        st.rerun()


def _account_table(view: View, shown: pd.DataFrame) -> pd.DataFrame:
    t = view.t
    names = [
        name if isinstance(name, str) and name else account
        for name, account in zip(shown["account_name"], shown["account_id"], strict=True)
    ]
    days = {column: [t.day(day) for day in shown[column]] for column in ("rated", "described", "touched", "sold")}
    filled = [t.percent(share) for share in shown["completeness"]]
    return pd.DataFrame({"account": names, "problems": shown["problems"].to_numpy(), "filled": filled, **days})


def _one(view: View, found: Report) -> None:
    """The findings of the account the link names."""
    t, account = view.t, state.link(state.ACCOUNT)
    own = found.findings[found.findings["account_id"] == account].head(100) if account else found.findings.head(0)
    if own.empty:
        return
    frame.section(t("Findings of {account}", account=str(own["account_name"].iloc[0] or account)), t("Click to mend"))
    table = pd.DataFrame(
        {
            "what": [says(check, int(n), t) for check, n in zip(own["check"], own["n"], strict=True)],
            "weakens": [weakens(check, t) for check in own["check"]],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        key=f"quality_one_{t.lang}",
        alt=t("Findings of {account}", account=account),
        column_config={
            "what": st.column_config.ButtonColumn(t("Finding"), width=480, type="tertiary", alignment="left", key="open_finding"),
            "weakens": text_column(t("Weakens"), 400),
        },
    )
    fix = clicks.pressed("open_finding", own["fix"].tolist())
    if fix is not None:
        quality.go(str(fix))

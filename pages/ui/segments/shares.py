"""The table of who holds what: share, contract cover, and what is expected to be lost."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.concentration.holders import GROUPINGS, OF_LINES, Holders
from pages.ui import clicks, frame
from pages.ui.tables import money_column, scaled, text_column
from pages.ui.view import View
from pages.ui.worries import short

MOST = 100
ROW = 34
NAME = 30


def table(view: View, found: Holders) -> None:
    """The largest with their shares; a name of an account opens its room."""
    t = view.t
    shown = found.frame.head(MOST)
    frame.section(t("Shares and contracts"), _key(view, found, len(shown)))
    amount, unit = scaled(shown["amount"], t.lang)
    one = found.by == "account"
    rows = pd.DataFrame({
        "name": [short(name, NAME) or t("(not stated)") for name in shown["name"]],
        "amount": amount.to_numpy(),
        **{column: [t.percent(value) for value in shown[column]] for column in ("share", "cumulative", "cover", "open_share", "retention",
                                                                                "expected_loss")},
    })  # fmt: skip
    told = rows if shown["retention"].notna().any() or shown["cover"].notna().any() else rows[["name", "amount", "share", "cumulative"]]
    title = t(GROUPINGS[found.by])
    settings = {
        "name": st.column_config.ButtonColumn(title, width=230, type="tertiary", key="open_holder", alignment="left") if one
        else text_column(title, 230),
        "amount": money_column(t, t("12 months"), view.symbol, unit, 130),
        "share": text_column(t("Share"), 90, right=True),
        "cumulative": text_column(t("Share so far"), 110, right=True),
        "cover": text_column(t("Under contract"), 120, right=True),
        "open_share": text_column(t("Open share"), 110, right=True),
        "retention": text_column(t("Retention"), 110, right=True),
        "expected_loss": text_column(t("Expected loss"), 120, right=True),
    }  # fmt: skip
    st.dataframe(
        told,
        hide_index=True,
        row_height=ROW,
        height=min(36 + ROW * len(told), 36 + ROW * 10),
        key=f"holders_{found.by}_{found.basis}",
        alt=t("Who holds which share, the largest first"),
        column_config={name: settings[name] for name in told.columns},
    )
    if one:
        clicks.open_row("open_holder", shown["holder"].tolist())


def _key(view: View, found: Holders, shown: int) -> str:
    t = view.t
    count = t("{shown} of {all}", shown=t.count(shown), all=t.count(len(found.frame)))
    if found.by in OF_LINES:
        return count
    if not found.covered_known:
        return t("{count} · no running contract is known: all of it is open", count=count)
    largest, whole = found.frame["open_share"].max(), found.frame["open_share"].sum()
    return t(
        "{count} · open = share x (1 − part of the coming 12 months under contract): {whole} in all, {largest} at most in one, HHI {hhi}",
        count=count, whole=t.percent(whole), largest=t.percent(largest), hhi=t.number(found.open_hhi),
    )  # fmt: skip

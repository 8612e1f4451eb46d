"""The tables of baskets: pairs that go together, and the largest gaps, each with the way to its account."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kam_core.charts.labels import text_width
from pages.ui import clicks, download, frame
from pages.ui.paging import paged
from pages.ui.tables import text_column, whole
from pages.ui.view import View
from pages.ui.worries import short

PAIR_ROWS, GAP_ROWS, ROW = 10, 12, 34

PADDING, FONT = 18, 13.5
"""Pixels beside the text of a cell, and its size."""


def pairs(view: View, found: pd.DataFrame, least: int) -> None:
    """What goes together, the highest lift first."""
    t = view.t
    frame.section(
        t("Bought together"),
        t("Support: share of all accounts · confidence: of the buyers of the first · lift: ÷ share of all that buy the second"),
    )
    if found.empty:
        st.caption(t.n("No pair is bought by {n} account.", "No pair is bought by {n} accounts.", least))
        return
    rows, _ = paged(found, PAIR_ROWS, "basket_pairs")
    table = pd.DataFrame({
        "first": [fitted(name, 172) for name in rows["first"]], "second": [fitted(name, 172) for name in rows["second"]],
        "support": [t.percent(value) for value in rows["support"]],
        "confidence": [t.percent(value, 0) for value in rows["confidence"]],
        "lift": [f"{value:.2f}" for value in rows["lift"]], "n": [t.count(value) for value in rows["n"]],
    })  # fmt: skip
    whole(
        table,
        t("Pairs that are bought together"),
        {
            "first": text_column(t("Who buys"), 172),
            "second": text_column(t("also buys"), 172),
            "support": text_column(t("Support"), 68, right=True),
            "confidence": text_column(t("Confid."), 64, right=True),
            "lift": text_column(t("Lift"), 50, right=True),
            "n": text_column(t("Accounts"), 74, right=True),
        },
    )
    download.below(view, "basket-pairs", found.rename(columns={"confidence": "pair_confidence", "n": "buyers"}))


def gaps(view: View, found: pd.DataFrame, names: dict[str, str]) -> None:
    """The largest gaps, a page at a time; an account opens its room."""
    t = view.t
    if found.empty:
        return
    frame.section(
        t("Largest gaps"),
        t("Expected: what accounts alike (same size, same item) pay for it in the middle · weighted: x the share of them that buy it"),
    )
    rows, _ = paged(found, GAP_ROWS, "basket_gaps")
    table = pd.DataFrame({
        "account": [short(str(names.get(one, one)), 28) for one in rows["account_id"]],
        "item": [fitted(name, 190) for name in rows["item"]], "because": [fitted(name, 190) for name in rows["because"]],
        "alike": [t("{n} of {all} alike", n=t.count(both), all=t.count(n)) for both, n in zip(rows["both"], rows["n"], strict=True)],
        "confidence": [t.percent(value, 0) for value in rows["confidence"]],
        "expected": [t.money(value, view.symbol) for value in rows["expected"]],
        "weighted": [t.money(value, view.symbol) for value in rows["weighted"]],
    })  # fmt: skip
    st.dataframe(
        table,
        hide_index=True,
        row_height=ROW,
        height=36 + ROW * len(table),
        key=f"basket_gap_rows_{t.lang}",
        alt=t("The largest gaps"),
        column_config={
            "account": st.column_config.ButtonColumn(t("Account"), width=210, type="tertiary", key="open_gap", alignment="left"),
            "item": text_column(t("Does not buy"), 190),
            "because": text_column(t("but buys"), 190),
            "alike": text_column(t("Alike that buy it"), 130, right=True),
            "confidence": text_column(t("Share"), 80, right=True),
            "expected": text_column(t("Expected a year"), 130, right=True),
            "weighted": text_column(t("Weighted"), 110, right=True),
        },
    )
    clicks.open_row("open_gap", rows["account_id"].tolist())
    download.below(view, "white-space", lambda: as_file(found, names))


def fitted(name: object, width: int) -> str:
    """A name cut to a column of so many pixels; capitals take more of them than their count says."""
    text, room = str(name), width - PADDING
    if text_width(text, FONT) <= room:
        return text
    kept = next(n for n in range(len(text), -1, -1) if text_width(text[:n] + "…", FONT) <= room)
    return text[:kept].rstrip(" ,-") + "…"


def as_file(found: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The gaps as they are taken along, with the names of the accounts."""
    told = found.assign(account_name=found["account_id"].map(names)).rename(columns={"confidence": "pair_confidence", "n": "alike"})
    return told[["account_id", "account_name", *(name for name in told.columns if not name.startswith("account_"))]]

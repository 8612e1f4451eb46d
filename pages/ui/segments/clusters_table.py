"""The accounts of the segments, a page at a time, and those that moved since another day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.segments.assigning import assigned, moves
from kam_core.segments.model import Model
from pages.ui import clicks, download, frame, linked, paging
from pages.ui.segments.clusters_charts import FILE
from pages.ui.segments.clusters_choice import Shown, figures
from pages.ui.tables import money_column, scaled, text_column
from pages.ui.view import View
from pages.ui.words import plain
from pages.ui.worries import short

OF_SEGMENT = "of_segment"
"""In the link: the segments whose accounts are listed."""

SIZE, NAME = 15, 26
"""Rows of a page, and letters of a name that fit its column."""

COLUMNS = ["account_id", "account_name", "segment", "segment_name", "certainty", "distance", "far", "known", "revenue_12m", "profit_12m"]


def accounts(view: View, shown: Shown) -> None:
    """Every account with its segment and how sure that is; the doubtful ones first within a segment that is chosen."""
    t, model = view.t, shown.model
    assert model is not None
    frame.section(t("Accounts and their segment"), t("Certainty: 100% = at the middle of its segment, 0% = on the border to the next"))
    link = linked.several(OF_SEGMENT, model.segments)
    name: Callable[[str], str] = lambda segment: plain(shown.name(segment))  # noqa: E731
    picked = st.pills(t("Only"), model.segments, selection_mode="multi", format_func=name, label_visibility="collapsed", **link)
    rows = _rows(view, shown)
    chosen = rows[rows["segment"].isin(picked)] if picked else rows
    page, number = paging.paged(chosen, SIZE, f"segment_page_{'_'.join(picked or [])}", anew=True)
    _table(view, page, number)
    download.below(view, "segments-of-accounts", chosen[COLUMNS].rename(columns=FILE))


def _rows(view: View, shown: Shown) -> pd.DataFrame:
    """The accounts in the order of their segments, the largest first; those in no segment last."""
    money = view.every_score.set_index("account_id")[["account_name", "revenue_12m", "profit_12m"]]
    rows = shown.members.join(money, on="account_id")
    names = {segment: shown.name(segment) for segment in rows["segment"].dropna().unique()}
    rows = rows.assign(segment_name=rows["segment"].map(names).fillna(view.t("in no segment")))
    return rows.sort_values(["segment", "revenue_12m"], ascending=[True, False], na_position="last", kind="stable")


def _table(view: View, page: pd.DataFrame, number: int) -> None:
    t = view.t
    both, unit = scaled(pd.concat([page["revenue_12m"], page["profit_12m"]]).astype(float), t.lang)
    key = f"open_segment_{number}"
    table = pd.DataFrame(
        {
            "account": [short(str(name), NAME) for name in page["account_name"]],
            "segment": page["segment_name"].to_numpy(),
            "certainty": [t.percent(value) for value in page["certainty"]],
            "far": [t("far from every segment") if far else "" for far in page["far"]],
            "revenue": both.iloc[: len(page)].to_numpy(),
            "profit": both.iloc[len(page) :].to_numpy(),
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=36 + 34 * len(table),
        alt=t("Accounts and their segment"),
        column_config={
            "account": st.column_config.ButtonColumn(t("Account"), width=200, type="tertiary", key=key, alignment="left"),
            "segment": text_column(t("Segment"), 250),
            "certainty": text_column(t("Certainty"), 90, right=True),
            "far": text_column(t("Note"), 150),
            "revenue": money_column(t, t("Revenue, 12 months"), view.symbol, unit, 150),
            "profit": money_column(t, t("Profit, 12 months"), view.symbol, unit, 150),
        },
    )
    clicks.open_row(key, page["account_id"].tolist())


def moved(view: View, shown: Shown) -> None:
    """Who was elsewhere on another day, under the same model: the day it was made, else a year ago."""
    t, model = view.t, shown.model
    assert model is not None
    day = _before(view, model)
    if not st.toggle(t("Show who moved since {day}", day=t.day(day)), key="segment_moves", persist_state="session"):
        return
    needs = view.book.revisions["needs"]
    found = view.kept("segment_moves", lambda: moves(assigned(model, figures(view, day)), shown.members), model, needs)
    placed = int(shown.members["segment"].notna().sum())
    frame.section(
        t("Who moved since {day}", day=t.day(day)),
        t.n("{n} account of {all} is in another segment than then", "{n} accounts of {all} are in another segment than then",
            len(found), all=t.count(placed)),
    )  # fmt: skip
    if found.empty:
        st.caption(t("Nobody moved."))
        return
    ways = found.value_counts(["before", "after"]).reset_index(name="accounts")
    table = ways.assign(before=ways["before"].map(shown.name), after=ways["after"].map(shown.name))
    st.dataframe(table, hide_index=True, row_height=32, height=min(36 + 32 * len(table), 360), alt=t("Ways between segments"),
                 column_config=_ways(view))  # fmt: skip
    names = view.every_score.set_index("account_id")["account_name"]
    told: dict[str, Any] = {"account_name": found["account_id"].map(names), "before": found["before"].map(shown.name)}
    download.below(view, "segment-moves", found.assign(**told, after=found["after"].map(shown.name)).rename(columns=FILE))


def _ways(view: View) -> dict[str, Any]:
    t = view.t
    return {
        "before": text_column(t("Then"), 320),
        "after": text_column(t("Now"), 320),
        "accounts": st.column_config.NumberColumn(t("Accounts"), width=100, format="%d"),
    }


def _before(view: View, model: Model) -> date:
    made = date.fromisoformat(model.made_on)
    return made if made != view.as_of else (pd.Timestamp(view.as_of) - pd.DateOffset(years=1)).date()

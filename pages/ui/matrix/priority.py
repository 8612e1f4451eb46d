"""Whom to develop first: accounts ranked by importance, the trust still to win, and how feasible it is; feasibility is judged here."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts, matrix_findings
from kam_core.charts import labels
from kam_core.index import INDICES
from kam_core.priority import USUAL, priorities
from pages.ui import clicks, download, frame, pictures
from pages.ui.matrix import feasibility, figures
from pages.ui.paging import paged
from pages.ui.tables import bar_column, money_column, number_column, scaled, text_column
from pages.ui.view import View
from pages.ui.words import plain

BARS = 12
PAGE = 50
HEIGHT = 560
NAMES = {
    "rank": "priority_rank", "feasibility": "feasibility_answer", "assumed": "feasibility_assumed", "missing": "answers_missing",
}  # fmt: skip
"""What columns are called in a file, where a name would mean something else there."""


def show(view: View, name: str) -> None:  # noqa: ARG001 - every part has one signature
    """The finding, the figures, the first as bars, everybody as a table, and what is missing for the others."""
    ranked = facts(view)
    known, t = ranked[ranked["priority"].notna()], view.t
    frame.finding(matrix_findings.priority(ranked, t))
    if known.empty:
        pictures.ask_for_ratings(view)
    else:
        figures.row(_figures(view, ranked, known))
        left, right = st.columns([40, 60], gap="medium")
        with left:
            pictures.chart(view, lambda: figure(view, known), "priority", height=HEIGHT, size="desk")
        with right:
            frame.section(t("Everybody who is ranked"))
            _table(view, known)
            feasibility.edit(view, known)
    _missing(view, ranked[ranked["priority"].isna()])
    download.below(view, "priority", lambda: told(view, ranked), (lambda: figure(view, known)) if len(known) else None)
    frame.source(
        view,
        t("Proposed definition: importance / 100 × (1 − trust / 100) × feasibility / 5."),
        t("Feasibility nobody judged is taken as {usual} of 5.", usual=t.count(USUAL)),
    )


def facts(view: View) -> pd.DataFrame:
    """Everybody the page shows, ranked; kept until an answer changes."""
    return view.kept("priority", lambda: priorities(view.book, view.scores, view.as_of, view.params))


def told(view: View, ranked: pd.DataFrame) -> pd.DataFrame:
    """The list as a file holds it: what is missing in words."""
    columns = ["rank", "account_id", "account_name", "owner", "importance", "trust", "feasibility", "assumed", "priority", "missing",
               "revenue_12m"]  # fmt: skip
    return ranked[columns].assign(missing=[_needed(view, names) for names in ranked["missing"]]).rename(columns=NAMES)


def _needed(view: View, names: str) -> str:
    """The indices of a list by |, in words."""
    return str(view.t.listed([view.t(INDICES[name].title) for name in names.split("|") if name]))


def figure(view: View, known: pd.DataFrame) -> Any:
    """The first as bars."""
    return view.kept("priority_figure", lambda: _figure(view, known))


def _figure(view: View, known: pd.DataFrame) -> Any:
    t, first = view.t, known.head(BARS)
    rows = pd.DataFrame(
        {
            "id": first["account_id"], "name": first["account_name"], "value": first["priority"],
            "text": [t.index(100 * value) for value in first["priority"]],
            "tone": first["assumed"].map({True: "grey", False: "blue"}),
        }
    )  # fmt: skip
    words = {"head": t("The first {n}", n=t.count(len(first))), "subtitle": t("Priority, 0-100 · grey = feasibility not judged yet")}
    return charts.ranking(rows, t=t, **words, theme=view.theme, size="desk", height=HEIGHT)


def _figures(view: View, ranked: pd.DataFrame, known: pd.DataFrame) -> list[figures.Told]:
    t, open_ones = view.t, int(known["assumed"].sum())
    return [
        (
            t("Ranked"), t.count(len(known)), t("of {n} accounts", n=t.count(len(ranked))),
            t("Accounts whose importance and trust are both answered well enough to be placed."),
        ),
        (
            t("Feasibility judged"), t.count(len(known) - open_ones), t("{n} taken as {usual}", n=t.count(open_ones), usual=t.count(USUAL)),
            t("Without a judgement feasibility is the middle of its scale."),
        ),
        (
            t("Largest priority"), t.index(100 * known["priority"].iloc[0]), known["account_name"].iloc[0],
            t("100 would be full importance, no trust at all, and full feasibility."),
        ),
    ]  # fmt: skip


def _table(view: View, known: pd.DataFrame) -> None:
    t = view.t
    shown, _ = paged(known, PAGE, "page_priority")
    revenue, unit = scaled(shown["revenue_12m"], t.lang)
    feasible = [t.answer(value) + ("*" if assumed else "") for value, assumed in zip(shown["feasibility"], shown["assumed"], strict=True)]
    table = pd.DataFrame(
        {
            "rank": shown["rank"], "account": shown["account_name"].map(labels.short), "priority": (shown["priority"] * 100).round(),
            "importance": shown["importance"].round(), "trust": shown["trust"].round(), "feasibility": feasible, "revenue": revenue,
        }
    )  # fmt: skip
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=min(38 + 34 * len(table), 344),
        key=f"priority_table_{t.lang}",
        alt=t("Accounts by priority, with importance, trust and feasibility"),
        placeholder=t.missing,
        column_config={
            "rank": number_column(t("Rank"), 52),
            "account": st.column_config.ButtonColumn(t("Account"), width=152, type="tertiary", alignment="left", key="open_priority"),
            "priority": bar_column(t("Priority"), 82, "blue"),
            "importance": number_column(t("Importance"), 84),
            "trust": number_column(t("Trust"), 54),
            "feasibility": text_column(t("Feasibility"), 84, right=True),
            "revenue": money_column(t, t("Rev. 12m"), view.symbol, unit, 88),
        },
    )
    clicks.open_row("open_priority", shown["account_id"].tolist())
    st.caption(plain(t("* taken as {usual}: nobody judged it yet", usual=t.count(USUAL))))


def _missing(view: View, others: pd.DataFrame) -> None:
    """Whom nobody can rank yet, and which answers are missing."""
    t = view.t
    if others.empty:
        return
    with st.expander(t.n("{n} account is not ranked: what is missing", "{n} accounts are not ranked: what is missing", len(others))):
        shown, _ = paged(others, PAGE, "page_unranked")
        st.dataframe(
            pd.DataFrame(
                {
                    "account": shown["account_name"].str.slice(0, 40),
                    "missing": [_needed(view, names) for names in shown["missing"]],
                    "owner": shown["owner"].fillna(t.missing),
                }
            ),
            hide_index=True,
            row_height=34,
            height=min(38 + 34 * len(shown), 344),
            key=f"unranked_{t.lang}",
            alt=t("Accounts that are not ranked, and which answers are missing"),
            placeholder=t.missing,
            column_config={
                "account": st.column_config.ButtonColumn(t("Account"), width=220, type="tertiary", alignment="left", key="open_unranked"),
                "missing": text_column(t("Missing or too thin"), 200),
                "owner": text_column(t("Owner"), 120),
            },
        )
        clicks.open_row("open_unranked", shown["account_id"].tolist())
        st.page_link("pages/ratings.py", label=t("Enter ratings"), icon=":material/edit:")

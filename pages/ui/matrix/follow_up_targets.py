"""Targets, each in its own measure, with what was reached; and those nobody could take."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.effort.measures import MEASURES
from kam_core.index.shapes import SubjectType
from kam_core.text import N_
from pages.ui import download, frame, state
from pages.ui.paging import paged
from pages.ui.tables import bar_column, text_column
from pages.ui.view import View
from pages.ui.words import plain

ROWS, PAGE, SHOWN = 376, 100, 5
WHY: Mapping[str, str] = {
    "subject": N_("nobody has this id"), "measure": N_("this measure is not counted"), "period": N_("this period cannot be read"),
    "value": N_("a target below zero, or none"),
}  # fmt: skip


def show(view: View, rows: pd.DataFrame, refused: pd.DataFrame, by: SubjectType) -> None:
    """The table, most missed first; what is wrong with the others; the way to the first target."""
    t = view.t
    frame.section(
        t("Targets in their own measure"),
        t("A running period counts by its days; of a year and its quarters the quarters count"),
    )
    _refused(view, refused)
    if rows.empty:
        st.write(t("No target touches this span. A target is a subject, a measure, a period such as 2013Q1 or 2013-05, and a value."))
        st.page_link("pages/tables.py", label=t("Enter targets"), icon=":material/edit:", query_params={state.TABLE: "targets"})
        return
    part, _ = paged(rows, PAGE, f"targets_page_{by}", anew=True)
    _listed(view, part)
    columns = ["subject_name", "subject_id", "measure", "period", "starts", "ends", "share_of_days", "target", "actual", "attained"]
    download.below(view, f"targets_attained_{by}", lambda: _as_file(view, rows[columns]))


def ranked(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Targets with the names of their subjects, the least attained first."""
    names = dict(zip(view.scores["account_id"], view.scores["account_name"], strict=True))
    named = rows.assign(subject_name=[names.get(one, one) for one in rows["subject_id"]], share_of_days=rows["share"])
    return named.sort_values(["attained", "subject_name", "first"], na_position="last").reset_index(drop=True)


def _listed(view: View, table: pd.DataFrame) -> None:
    t = view.t
    shown = pd.DataFrame({
        "subject": table["subject_name"], "measure": [t(MEASURES[name].title) for name in table["measure"]],
        "period": [_period(view, row) for row in table.to_dict("records")],
        "target": [_written(view, *pair) for pair in zip(table["measure"], table["target"], strict=True)],
        "actual": [_written(view, *pair) for pair in zip(table["measure"], table["actual"], strict=True)],
        "attained": (table["attained"] * 100).clip(lower=0),
    })  # fmt: skip
    st.dataframe(
        shown, hide_index=True, row_height=34, height=min(36 + 34 * len(shown), ROWS),
        alt=t("Targets and what was reached"), placeholder=t.missing,
        column_config={
            "subject": text_column(t("Subject"), 190), "measure": text_column(t("Measure"), 120), "period": text_column(t("Period"), 190),
            "target": text_column(t("Target so far"), 110, right=True), "actual": text_column(t("Actual so far"), 100, right=True),
            "attained": bar_column(t("Attained, %"), 130, "blue", 150.0),
        },
    )  # fmt: skip


def _period(view: View, row: Mapping[Hashable, Any]) -> str:
    """The period as it was written; a share of it says so."""
    t, share = view.t, float(row["share"])
    return t("{period}, {share} of its days", period=row["period"], share=t.percent(share)) if share < 1 else str(row["period"])


def _written(view: View, measure: str, value: float) -> str:
    """A figure in the way of its measure."""
    t, kind = view.t, MEASURES[measure].kind
    if kind == "money":
        return t.money(value, view.symbol)
    return t.answer(value) if kind == "number" or value != round(value) else t.count(value)


def _as_file(view: View, table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(measure=[view.t(MEASURES[name].title) for name in table["measure"]])


def _refused(view: View, refused: pd.DataFrame) -> None:
    """How many targets could not be taken, the first of them, and why."""
    if refused.empty:
        return
    t = view.t
    some = list(dict.fromkeys(_refusal(view, row) for row in refused.head(SHOWN).to_dict("records")))
    said = t.n(
        "{n} target is kept but not counted: {some}.", "{n} targets are kept but not counted: {some}.", len(refused), some=t.listed(some)
    )
    st.warning(plain(said), icon=":material/warning:")


def _refusal(view: View, row: Mapping[Hashable, Any]) -> str:
    """Which target, and why; on a stage only why, for measure and period are as somebody wrote them."""
    t, named = view.t, {name: row[name] for name in ("subject_id", "measure", "period")}
    if view.stage:
        return t(WHY[row["reason"]])
    return t("{subject_id}, {measure}, {period}: {why}", **named, why=t(WHY[row["reason"]]))

"""Figures of the matrices for this session: titles translated, theme and size chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import charts
from kam_core.matrices import Matrix
from pages.ui import cache, state
from pages.ui.frame import View

TRAIL_MONTHS = (9, 6, 3)
"""Quarter-ends before the date that a trail passes."""


def named(declared: Matrix, view: View) -> dict[str, Any]:
    """What a chart needs to know of a matrix, in the session's language."""
    t, cuts = view.t, declared.cuts(view.params)
    return {
        "quadrants": {q.place: (q.id, t(q.title)) for q in declared.quadrants},
        "x_title": t(declared.x.label),
        "y_title": t(declared.y.label),
        "cut_x": cuts[0],
        "cut_y": cuts[1],
        "t": t,
        "theme": view.theme,
    }


def matrix_figure(view: View, name: str, *, size: str, height: int) -> Any:
    """A whole matrix."""
    placed = view.matrix(name)
    key = view.scores.loc[view.scores["status"] == "key", "account_id"].tolist()
    evidence = view.params.evidence
    return charts.matrix(placed, **named(kam.MATRICES[name], view), size=size, height=height, key_ids=key, evidence=evidence)


def standing_figure(view: View, name: str, account_id: str) -> Any:
    """One account on a matrix among the others, with its trail of four quarters."""
    placed = view.matrix(name)
    trail = pd.concat([_then(view, name, account_id, months) for months in TRAIL_MONTHS], ignore_index=True)
    return charts.standing(
        placed,
        account_id,
        title=view.t(kam.MATRICES[name].short or kam.MATRICES[name].title),
        trail=trail,
        **named(kam.MATRICES[name], view),
    )


def _then(view: View, name: str, account_id: str, months: int) -> pd.DataFrame:
    day = (pd.Timestamp(view.as_of) - pd.DateOffset(months=months)).date()
    placed = cache.matrix(view.book, name, day, view.params)
    return placed.loc[placed["account_id"] == account_id, ["subject_id", "x", "y"]]


def chart(view: View, make: Callable[[], Any], name: str, *, height: int, select: bool = False, size: str = "mini") -> Any:
    """A chart with its alternative text."""
    figure = make()
    return st.plotly_chart(
        figure,
        key=f"{name}_{view.t.lang}_{view.theme}",
        theme=None,
        height=height,
        alt=charts.alt_of(figure),
        config=charts.config(size, selectable=select),
        on_select="rerun" if select else "ignore",
        selection_mode=("points", "box", "lasso"),
    )


def ask_for_ratings(view: View) -> None:
    """In place of a matrix that has no ratings: where to give them."""
    st.write(view.t("No ratings yet. A few answers per account place it here."))
    st.page_link("pages/tables.py", label=view.t("Enter ratings"), icon=":material/edit:", query_params={state.TABLE: "ratings"})
    st.page_link("pages/upload.py", label=view.t("Upload ratings"), icon=":material/upload:")

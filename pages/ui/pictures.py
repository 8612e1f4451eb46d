"""Figures of the matrices for this session: titles translated, theme and size chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import charts, own
from kam_core.accounts import as_of_or_last
from kam_core.charts.theme import SAME
from kam_core.index.shapes import SubjectType
from kam_core.matrices import Matrix
from pages.ui import cache, png
from pages.ui.view import View

TRAIL_MONTHS = (9, 6, 3)
"""Quarter-ends before the date that a trail passes."""

SPAN_MONTHS = (0, 12, 24)
"""Days counted back from the last one whose values an axis has room for; other days reach beyond them seldom, and then it grows."""


def named(declared: Matrix, view: View) -> dict[str, Any]:
    """What a chart needs to know of a matrix, in the session's language."""
    t, cuts = view.t, declared.cuts(view.params)
    return {
        "quadrants": {q.place: (q.id, t(q.title)) for q in declared.quadrants},
        "x_title": t(declared.x.label),
        "y_title": t(declared.y.label),
        "cut_x": cuts[0],
        "cut_y": cuts[1],
        "tones": {**SAME, **declared.tones},
        "formats": (own.format_of(declared.x.id, t, view.symbol), own.format_of(declared.y.id, t, view.symbol)),
        "t": t,
        "theme": view.theme,
    }


def matrix_figure(view: View, name: str, *, size: str, height: int) -> Any:
    """A whole matrix, on the same axes whatever the date and the filters."""
    return charts.matrix(
        view.matrix(name),
        **named(view.declared(name), view),
        size=size,
        height=height,
        key_ids=key_ids(view),
        evidence=view.params.evidence,
        range=ranges(view, name),
    )


def key_ids(view: View) -> list[str]:
    """The key accounts among those the page is narrowed to."""
    return view.scores.loc[view.scores["status"] == "key", "account_id"].tolist()


def ranges(view: View, name: str, subject_type: SubjectType | None = None) -> tuple[tuple[float, float], tuple[float, float]]:
    """The range of both axes: of everybody, on every day of ``SPAN_MONTHS`` and on the day shown, so that no filter rescales."""
    declared = view.declared(name)
    cuts = declared.cuts(view.params)
    last = pd.Timestamp(as_of_or_last(view.book, None))
    days = {(last - pd.DateOffset(months=months)).date() for months in SPAN_MONTHS} | {view.as_of}

    def measured() -> tuple[tuple[float, float], tuple[float, float]]:
        frames = [cache.matrix(view.book, name, day, view.params, None, subject_type) for day in sorted(days)]
        every = pd.concat([frame.loc[frame["quadrant"].notna(), ["x", "y"]] for frame in frames])
        return span(declared.x.id, every["x"], cuts[0]), span(declared.y.id, every["y"], cuts[1])

    key, tables = ("ranges", name, subject_type, view.params, tuple(sorted(days))), cache.read_by_matrix(view.book, name, view.params)
    return cache.kept(view.book, key, measured, tables)


def span(axis: str, values: pd.Series, cut: float) -> tuple[float, float]:
    """The range of one axis for its values: an index by the tens, a measure without its far outliers."""
    low, high = own.frame_of(axis, values.to_numpy("float64"))
    return charts.axis_range(values.clip(low, high), cut, index=axis not in own.MEASURES)


def standing_figure(view: View, name: str, account_id: str, **look: Any) -> Any:
    """One account on a matrix among the others, with its trail of four quarters; ``look`` as ``charts.standing`` takes it."""
    placed = view.matrix(name)
    trail = pd.concat([_then(view, name, account_id, day) for day in trail_days(view)], ignore_index=True)
    return charts.standing(
        placed,
        account_id,
        trail=trail,
        **{"title": view.t(view.declared(name).short or view.declared(name).title), "range": ranges(view, name), **look},
        **named(view.declared(name), view),
    )


def trail_days(view: View) -> list[date]:
    """The days a trail passes before it reaches the date, the oldest first."""
    return [(pd.Timestamp(view.as_of) - pd.DateOffset(months=months)).date() for months in TRAIL_MONTHS]


def _then(view: View, name: str, account_id: str, day: date) -> pd.DataFrame:
    placed = cache.matrix(view.book, name, day, view.params)
    return placed.loc[placed["account_id"] == account_id, ["subject_id", "x", "y"]]


def chart(view: View, make: Callable[[], Any], name: str, *, height: int, select: bool = False, size: str = "mini", turn: int = 0) -> Any:
    """A chart with its alternative text, and a button that saves it as a picture; a new ``turn`` clears what was selected in it."""
    figure = make()
    with st.container(gap=None):
        event = st.plotly_chart(
            figure,
            key=f"{name}_{view.t.lang}_{view.theme}{f'_{turn}' if turn else ''}",
            theme=None,
            height=height,
            alt=charts.alt_of(figure),
            config=charts.config(size, selectable=select),
            on_select="rerun" if select else "ignore",
            selection_mode=("points", "box", "lasso"),
        )
        png.button(view, name)
    return event


def ask_for_ratings(view: View) -> None:
    """In place of a matrix that has no ratings: where to give them."""
    st.write(view.t("No ratings yet. A few answers per account place it here."))
    st.page_link("pages/ratings.py", label=view.t("Enter ratings"), icon=":material/edit:")
    st.page_link("pages/upload.py", label=view.t("Upload ratings"), icon=":material/upload:")

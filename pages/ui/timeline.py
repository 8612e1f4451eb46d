"""Everything that happened with the account in one list, newest first, over a small picture of it in lanes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import charts
from kam_core.accounts import as_of_or_last
from kam_core.schema import TABLES
from kam_core.text import N_
from kam_core.timeline import KINDS, timeline, words
from pages.ui import download, linked, pictures, state
from pages.ui.paging import paged
from pages.ui.tables import chips, text_column
from pages.ui.view import View
from pages.ui.words import plain

PAGE = 25
"""Lines of the list at a time."""

GRAIN = N_("One line: an order and day, a day of ratings, a quarter's move of an index, a batch; else a row of its table.")
KEY = N_(
    "Imports and edits stand on the day they were recorded; outside the time of the events they are in the list only. "
    "Red: broken, overdue or fallen; hollow: still to come."
)
BAD = {"promise": N_("Broken"), "action": N_("Overdue"), "move": N_("Fell")}
AHEAD = N_("To come")
"""What is said beside an event that needs a look, or lies ahead."""


def show(view: View, account_id: str) -> None:
    """The lanes, the choice of kinds, and a page of the list."""
    t = view.t
    found = view.kept("timeline", lambda: _found(view, account_id), account_id, view.book.revision)
    if found.empty:
        st.write(t("Nothing is recorded of this account yet."))
        return
    present = [kind for kind in KINDS if (found["kind"] == kind).any()]
    counts = found["kind"].value_counts()
    chosen = st.pills(
        t("Kinds"),
        present,
        selection_mode="multi",
        format_func=lambda kind: f"{t(KINDS[kind])} {t.count(counts[kind])}",
        label_visibility="collapsed",
        **linked.several(state.LANES, present),
    )
    shown = found[found["kind"].isin(chosen)] if chosen else found
    figure = view.kept("lanes", lambda: _lanes(view, shown), account_id, tuple(chosen), view.book.revision)
    pictures.chart(view, lambda: figure, "lanes", height=figure.layout.height)
    _page(view, shown, account_id)
    st.caption(plain(" ".join([t(GRAIN), t(KEY)])))
    download.below(view, f"timeline-{account_id}", lambda: _table(view, shown), lambda: figure)


def _found(view: View, account_id: str) -> pd.DataFrame:
    """All of it on the last day the data reach; with an earlier date what was known by then."""
    until = view.as_of if view.as_of < as_of_or_last(view.book, None) else None
    days = [*pictures.trail_days(view), view.as_of]  # those the trails pass, so that both say the same
    places = [(day, _values(view, account_id, day)) for day in days]
    band = view.params.evidence.change_band
    found = timeline(view.book, account_id, view.as_of, until=until, places=places, band=band)
    events = found.to_dict("records")
    return found.assign(text=[words(event, view.t, view.symbol) for event in events])


def _values(view: View, account_id: str, day: date) -> dict[str, float]:
    """The axes of the matrices on a day."""
    values: dict[str, float] = {}
    for name, matrix in kam.MATRICES.items():
        if matrix.subject_type != "account":
            continue
        placed = view.matrix(name, day)
        own = placed[placed["account_id"] == account_id]
        if len(own):
            values |= {axis.id: float(own[side].iloc[0]) for side, axis in (("x", matrix.x), ("y", matrix.y)) if not axis.title}
    return values


def _lanes(view: View, shown: pd.DataFrame) -> Any:
    """The picture; what was recorded outside the time of the events would stretch it, and is left to the list."""
    t = view.t
    told = shown[shown["kind"] != "record"]
    first = min(told["day"].min(), pd.Timestamp(view.as_of)) if len(told) else shown["day"].min()
    last = max(told["day"].max(), pd.Timestamp(view.as_of)) if len(told) else shown["day"].max()
    inside = shown[shown["day"].between(first, last)]
    kinds = [kind for kind in KINDS if (inside["kind"] == kind).any()]
    frame = inside.assign(lane=inside["kind"].map({kind: place for place, kind in enumerate(kinds)}))
    frame["text"] = [t("{event}: {text}", event=t.day(day), text=text) for day, text in zip(frame["day"], frame["text"], strict=True)]
    as_of = view.as_of if len(told) else last.date()
    return charts.lanes(frame, [t(KINDS[kind]) for kind in kinds], as_of, t=t, theme=view.theme)


def _page(view: View, shown: pd.DataFrame, account_id: str) -> None:
    t = view.t
    part, _ = paged(shown, PAGE, f"timeline_page_{account_id}", anew=True)
    table = _table(view, part)
    kinds, flags = {t(title): "gray" for title in KINDS.values()}, {t(word): "red" for word in BAD.values()} | {t(AHEAD): "blue"}
    table["flag"] = [[t(BAD[kind] if bad else AHEAD)] if bad or ahead else [] for kind, bad, ahead in _marks(part)]
    table["kind"] = [[kind] for kind in table["kind"]]
    st.dataframe(
        table[["day", "kind", "what", "flag", "who", "source"]],
        hide_index=True,
        row_height=32,
        height=36 + 32 * len(table),
        alt=t("Timeline of the account, the latest first"),
        column_config={
            "day": text_column(t("Date"), 122),
            "kind": chips(t("Kind"), kinds, 140),
            "what": text_column(t("What"), 382),
            "flag": chips("", flags, 90),
            "who": text_column(t("Who"), 112),
            "source": text_column(t("Source"), 210),
        },
    )


def _marks(events: pd.DataFrame) -> Iterable[tuple[str, bool, bool]]:
    return zip(events["kind"], events["bad"], events["ahead"], strict=True)


def _table(view: View, events: pd.DataFrame) -> pd.DataFrame:
    """The lines as they are shown and taken along."""
    t = view.t
    return pd.DataFrame(
        {
            "day": [t.day(day) for day in events["day"]],
            "kind": [t(KINDS[kind]) for kind in events["kind"]],
            "what": events["text"].to_numpy(),
            "who": events["who"].fillna("").to_numpy(),
            "source": [_source(view, event) for event in events[["origin", "batch", "whom", "kind"]].to_dict("records")],
        }
    )


def _source(view: View, event: dict[str, Any]) -> str:
    """Which table says so, and which batch brought it."""
    t = view.t
    if event["kind"] == "record":
        named = f" · {event['whom']}" if isinstance(event["whom"], str) and event["whom"] else ""
        return t("batch {n}", n=t.count(event["batch"])) + named
    title = t(TABLES[event["origin"]].title)
    if pd.isna(event["batch"]):
        return t("{table}, computed", table=title)
    return t("{table}, batch {n}", table=title, n=t.count(event["batch"]))

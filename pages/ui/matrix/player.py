"""The date of a matrix, picked or played over the ends of quarters; the way of those who moved most is drawn after them."""

from __future__ import annotations

from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import streamlit as st

from kam_core import charts
from kam_core.accounts import as_of_or_last
from kam_core.charts.bubbles import CROWD
from kam_core.charts.trails import MOVERS
from kam_core.moves import ends_of_quarters, first_answered, trails
from pages.ui import frame, pictures, state
from pages.ui.matrix import why
from pages.ui.view import View
from pages.ui.words import inside

if TYPE_CHECKING:
    from pages.ui.matrix.moves import Facts

HEIGHT = 440
"""So low that the controls are in sight below it."""
QUARTERS = 8
"""Back from the last day the data reach."""
PAUSE = 1.6
"""Seconds between two beats while it plays."""
SHOWN = 1.2
"""Seconds a quarter stands at least: beats that waited for a slow frame and come at once show nothing new."""


def show(view: View, found: Facts) -> None:
    """Title, chart and the controls of the date; while it plays only these are drawn anew, so nothing else on the page moves."""
    timed = bool(state.get(state.PLAYING))
    st.fragment(_played, run_every=PAUSE if timed else None)(view, found, timed)


def figure(view: View, found: Facts, day: date) -> Any:
    """The matrix on a day, with the way of the largest moves of the four quarters before and of the one that is explained."""
    chosen = why.chosen_of(found)
    return view.kept("moves_figure", lambda: _figure(view, found, day, chosen), found.name, found.who, found.stamp, day, chosen)


def days(view: View, found: Facts) -> list[date]:
    """The days one can pick, the oldest first: from the first answer on, the date of the page among them."""
    last = as_of_or_last(view.book, None)
    first = view.kept("first_answered", lambda: first_answered(view.book, found.declared) or last, found.name, found.stamp)
    return sorted({*(day for day in ends_of_quarters(last, QUARTERS) if day >= first), view.as_of, last})


def _played(view: View, found: Facts, timed: bool) -> None:
    t, key = view.t, f"moves_day_{found.name}_{view.as_of}"
    options = [day.isoformat() for day in days(view, found)]
    state.start(key, view.as_of.isoformat())
    if timed:
        if state.get(state.TICKED) is None:  # every frame is made before the first is shown, so that all stand as long
            for option in options:
                figure(view, found, date.fromisoformat(option))
        _tick(key, options)
    if timed != bool(state.get(state.PLAYING)):
        st.rerun()
    day = date.fromisoformat(str(state.get(key)))
    ways = int(figure(view, found, day).layout.meta["ways"])
    rest = t.n("{n} largest move with its way over four quarters, the rest faded",
               "{n} largest moves with their way over four quarters, the rest faded", ways)  # fmt: skip
    rest = rest if ways else t("No quarters before it are known: no ways are drawn.")
    frame.section(t("{y} against {x}, {day}", y=t(found.declared.y.label), x=inside(t(found.declared.x.label)), day=t.day(day)), rest)
    pictures.chart(view, lambda: figure(view, found, day), f"moves_{found.name}_{found.who}", height=HEIGHT, size="desk")
    _buttons(view, key, options, day)
    _slider(view, key, options, timed)
    if timed:
        state.put(state.TICKED, monotonic())


def _slider(view: View, key: str, options: list[str], timed: bool) -> None:
    """
    The days to pick from.

    While it plays each day has a slider of its own: a browser behind by a frame would else send the day before back as a choice.
    """
    day = str(state.get(key))
    hand = f"{key}_of_{day}" if timed else f"{key}_by_hand"
    state.put(hand, day)
    st.select_slider(
        view.t("Date"), options, key=hand, format_func=view.t.day, on_change=_pick, args=(key, hand, timed), label_visibility="collapsed"
    )


def _buttons(view: View, key: str, options: list[str], day: date) -> None:
    """Play or pause, a step back or on, and the way to this date for the whole page."""
    t, playing = view.t, bool(state.get(state.PLAYING))
    place = options.index(day.isoformat())
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            t("Earlier"),
            help=t("One quarter back"),
            key="moves_back",
            icon=":material/skip_previous:",
            on_click=_step,
            args=(key, options, -1),
            disabled=place == 0,
        )
        label, icon = (t("Pause"), ":material/pause:") if playing else (t("Play all"), ":material/play_arrow:")
        if st.button(label, key="moves_play", icon=icon, on_click=_turn, args=(key, options)):
            st.rerun()
        st.button(
            t("Later"), help=t("One quarter on"), key="moves_on", icon=":material/skip_next:", on_click=_step, args=(key, options, 1),
            disabled=place == len(options) - 1,
        )  # fmt: skip
        if st.button(
            t("Look at this date"), key="moves_look", type="tertiary", icon=":material/calendar_today:", on_click=_look, args=(day,),
            disabled=day == view.as_of,
        ):  # fmt: skip
            st.rerun()


def _tick(key: str, options: list[str]) -> None:
    """One quarter on when the one before was drawn and has stood a while; at the end it stops."""
    if not state.get(state.PLAYING):
        return
    drawn = state.get(state.TICKED)
    if drawn is not None and monotonic() - drawn >= SHOWN:
        _step(key, options, 1, stop=False)
    if state.get(key) == options[-1]:
        state.drop(state.PLAYING)


def _turn(key: str, options: list[str]) -> None:
    """Play or pause; from the end it starts over."""
    if state.get(state.PLAYING):
        _stop()
        return
    if state.get(key) == options[-1]:
        state.put(key, options[0])
    state.put(state.PLAYING, True)
    state.drop(state.TICKED)


def _step(key: str, options: list[str], way: int, *, stop: bool = True) -> None:
    if stop:
        _stop()
    state.put(key, options[min(max(options.index(str(state.get(key))) + way, 0), len(options) - 1)])


def _pick(key: str, hand: str, timed: bool) -> None:
    """The day somebody picked; what a slider of before the play still sends is no choice."""
    if state.get(state.PLAYING) and not timed:
        return
    _stop()
    state.put(key, state.get(hand))


def _stop() -> None:
    state.drop(state.PLAYING)


def _look(day: date) -> None:
    """This day for all pages; it stands in the link."""
    _stop()
    state.put(state.AS_OF, day)


def _figure(view: View, found: Facts, day: date, chosen: str | None) -> Any:
    frames = {one: view.matrix(found.name, one, found.who) for one in ends_of_quarters(day)}
    movers = list(dict.fromkeys([*([chosen] if chosen else []), *_movers(frames)]))[:MOVERS]
    placed = frames[day]
    key = view.scores.loc[view.scores["status"] == "key", "account_id"].tolist()
    return charts.matrix(
        placed,
        **pictures.named(found.declared, view),
        size="desk",
        height=HEIGHT,
        key_ids=[*key, *movers] if placed["quadrant"].notna().sum() > CROWD else key,
        trails=trails(frames, movers),
        highlight=[chosen] if chosen else [],
        evidence=view.params.evidence,
        range=_ranges(view, found),
    )


def _movers(frames: dict[date, pd.DataFrame]) -> list[str]:
    """Those whose way over the days is the longest from end to end."""
    ways = pd.concat([frame.loc[frame["quadrant"].notna(), ["subject_id", "x", "y"]] for frame in frames.values()])
    ends = ways.groupby("subject_id", sort=True)[["x", "y"]].agg(["first", "last"])
    far = np.hypot(ends["x"]["last"] - ends["x"]["first"], ends["y"]["last"] - ends["y"]["first"])
    placed = frames[list(frames)[-1]].dropna(subset="quadrant")["subject_id"]
    far = far[far.index.isin(placed) & (far > 0).to_numpy()]
    return far.sort_values(ascending=False, kind="stable").index[:MOVERS].tolist()


def _ranges(view: View, found: Facts) -> tuple[tuple[float, float], tuple[float, float]]:
    """Axes that stay while it plays: those of the matrix, wide enough for the days of the movements."""
    every = pd.concat([frame.loc[frame["quadrant"].notna(), ["x", "y"]] for frame in found.frames.values()])
    usual, cuts = pictures.ranges(view, found.name, found.who), found.declared.cuts(view.params)
    wide = [charts.axis_range(every[side], cut) for side, cut in zip("xy", cuts, strict=True)]
    x, y = ((min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(usual, wide, strict=True))
    return x, y

"""Events in lanes over time, one lane a kind; and the axis of days that charts over time share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.theme import Look, alpha, figure, note, plain
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 24, 46
"""Pixels of a lane, and around all."""
LONG, SHORT = 900, 200
"""Days from which an axis names years, and below which months."""
AT_MOST = 1500
"""Marks in a lane; a denser one shows no more."""
ROOM = 0.03
"""Of the width, at both ends."""


def lanes(frame: pd.DataFrame, names: Sequence[str], as_of: date, *, t: Translator, theme: str = "light", size: str = "mini") -> Figure:
    """
    Marks of events in their lanes, from the first to the last of them or the date.

    ``frame`` has day, lane (a position in ``names``), text (as shown) and bad (drawn as a red diamond); what lies after the date is hollow.
    """
    look = Look(theme, size)
    days = pd.to_datetime(frame["day"])
    today = pd.Timestamp(as_of)
    low, high = min([today, *days]), max([today, *days])
    data = [
        _marks(part.iloc[:: max(1, len(part) // AT_MOST)], look, today) for _, part in frame.assign(day=days).groupby("lane", sort=True)
    ]
    rows = list(range(len(names)))
    layout = {
        "height": FRAME + PITCH * len(names),
        "margin": {"t": 22},
        "xaxis": day_axis(low, high, t),
        "yaxis": {
            "tickvals": rows,
            "ticktext": [plain(name) for name in names],
            "range": [len(names) - 0.5, -0.5],
            "showgrid": True,
            "title": {"text": t("Kind"), "standoff": 14},
        },
        "shapes": [day_line(today, look)],
        "annotations": [day_note(t.day(today), today, look)],
    }
    alt = t.n("{n} event from {first} to {last}.", "{n} events from {first} to {last}.", len(frame), first=t.day(low), last=t.day(high))
    return figure(data, layout, look, alt)


def _marks(part: pd.DataFrame, look: Look, today: pd.Timestamp) -> dict[str, Any]:
    colours, bad = look.colours, part["bad"].to_numpy(dtype=bool)
    colour = np.where(bad, colours.loss, colours.blue)
    ahead = (part["day"] > today).to_numpy(dtype=bool)
    fill = [colours.paper if hollow else alpha(str(shade), 0.75) for hollow, shade in zip(ahead, colour, strict=True)]
    return {
        "type": "scatter", "mode": "markers", "cliponaxis": False,
        "x": [day.date().isoformat() for day in part["day"]], "y": part["lane"].to_numpy(dtype=float),
        "marker": {"size": 8, "symbol": np.where(bad, "diamond", "circle").tolist(), "color": fill,
                   "line": {"width": 1.2, "color": colour.tolist()}},
        "customdata": [plain(text) for text in part["text"]], "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def day_axis(low: pd.Timestamp, high: pd.Timestamp, t: Translator) -> dict[str, Any]:
    """
    The keys of a plotly axis of days: years, quarters or months by its length, named in the language.

    >>> from kam_core.text import translator
    >>> day_axis(pd.Timestamp("2011-02-01"), pd.Timestamp("2014-01-29"), translator("en"))["ticktext"]
    ['2012', '2013', '2014']
    """
    span = (high - low).days
    room = pd.Timedelta(days=max(1.0, span * ROOM))
    step = "YS" if span >= LONG else "QS" if span >= SHORT else "MS"
    first: list[pd.Timestamp] = list(pd.date_range(low.normalize(), high.normalize(), freq=step))
    if step == "YS":
        first = first[:: -(-len(first) // 12)] if first else first
    write: Mapping[str, Callable[[pd.Timestamp], str]] = {"YS": lambda day: str(day.year), "QS": t.quarter, "MS": t.month}
    return {
        "type": "date", "range": [str(low - room), str(high + room)], "tickmode": "array",
        "tickvals": [day.date().isoformat() for day in first], "ticktext": [write[step](day) for day in first],
        "title": {"text": t("Day")},
    }  # fmt: skip


def day_line(day: pd.Timestamp, look: Look) -> dict[str, Any]:
    """A thin line over the whole height at a day."""
    at = day.date().isoformat()
    line = {"color": look.colours.ink3, "width": 1}
    return {"type": "line", "x0": at, "x1": at, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}


def day_note(text: str, day: pd.Timestamp, look: Look) -> dict[str, Any]:
    """The name of a day above its line."""
    over = {"xref": "x", "xanchor": "right", "yref": "paper", "yanchor": "bottom", "yshift": 2}
    return note(text, day.date().isoformat(), 1, (look.size.font, look.colours.ink2), **over)  # type: ignore[arg-type]

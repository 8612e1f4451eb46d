"""How one account buys: its mix of two years side by side, and the gaps between its orders."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import Floats, short, text_width
from kam_core.charts.lanes import day_axis, day_line
from kam_core.charts.theme import Look, alpha, figure, note, plain
from kam_core.charts.ticks import ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from kam_core.habits import Habits

PITCH, FRAME = 46, 20
"""Pixels a name takes, and around all."""
NARROWEST = 230
"""Pixels the bars and their amounts have in the narrowest column."""
HEIGHT = 270


def mix(frame: pd.DataFrame, names: list[str], *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "mini") -> Figure:
    """
    Two bars a name: the twelve months (blue, red below zero) over the twelve before (grey), with money and share at their ends.

    ``frame`` as ``kam_core.habits.mix`` gives it, ``names`` as shown.
    """
    look = Look(theme, size)
    rows = list(range(len(frame)))
    texts = {year: _ends(frame, year, t, symbol) for year in ("now", "before")}
    widest = max((text_width(text, look.size.font) for both in texts.values() for text in both), default=0.0) + 12
    values = frame[["now", "before"]].to_numpy(dtype=float)
    low, high = min(float(values.min(initial=0)), 0.0), max(float(values.max(initial=0)), 0.0)
    unit = (high - low or 1.0) / max(NARROWEST - widest * (1 + (low < 0)), 60)
    data = [_bars(frame["now"].to_numpy(dtype=float), rows, texts["now"], names, look, True),
            _bars(frame["before"].to_numpy(dtype=float), rows, texts["before"], names, look, False)]  # fmt: skip
    layout = {
        "height": FRAME + PITCH * max(1, len(frame)), "barmode": "group", "bargap": 0.3, "bargroupgap": 0.08,
        "xaxis": {"range": [low - widest * unit * (low < 0), high + widest * unit], "showticklabels": False,
                  "title": {"text": t("Revenue, {unit}", unit=symbol or t("money"))},
                  "zeroline": low < 0, "zerolinecolor": look.colours.ink3, "zerolinewidth": 1},
        "yaxis": {"tickvals": rows, "ticktext": [plain(short(name)) for name in names], "range": [len(frame) - 0.5, -0.5],
                  "showgrid": False, "title": {"text": t("Category"), "standoff": 14}},
    }  # fmt: skip
    return figure(data, layout, look, _told(frame, names, t, symbol))


def _ends(frame: pd.DataFrame, year: str, t: Translator, symbol: str) -> list[str]:
    shares = [f" · {t.percent(share)}" if pd.notna(share) else "" for share in frame[f"share_{year}"]]
    return [t.money(value, symbol) + share for value, share in zip(frame[year], shares, strict=True)]


def _told(frame: pd.DataFrame, names: list[str], t: Translator, symbol: str) -> str:
    if frame.empty:
        return t("Nothing was bought in two years.")
    first = frame.iloc[0]
    facts = {"now": t.money(first["now"], symbol), "before": t.money(first["before"], symbol)}
    return t("Largest: {name}, {now} in twelve months, {before} in the twelve before.", name=names[0], **facts)


def _bars(value: Floats, rows: list[int], texts: list[str], names: list[str], look: Look, now: bool) -> dict[str, Any]:
    colours = look.colours
    colour = np.where(value < 0, colours.loss, colours.blue).tolist() if now else alpha(colours.grey, 0.55)
    return {
        "type": "bar", "orientation": "h", "x": value.astype(np.float32), "y": rows, "marker": {"color": colour, "line": {"width": 0}},
        "text": texts, "textposition": "outside", "textangle": 0, "cliponaxis": False,
        "textfont": {"color": colours.ink if now else colours.ink2, "size": look.size.font},
        "customdata": [plain(name) for name in names], "hovertemplate": "<b>%{customdata}</b><br>%{text}<extra></extra>",
    }  # fmt: skip


def gaps(found: Habits, as_of: date, *, t: Translator, theme: str = "light", size: str = "mini", height: int = HEIGHT) -> Figure:
    """
    The days between orders, each at the later of the two; the own rhythm as a line in its band; the silence so far, hollow.

    The next order stands where it is expected, its interval as a bar at the foot. ``found`` has at least one gap.
    """
    look = Look(theme, size)
    days = [pd.Timestamp(day) for day in found.orders["day"]][1:]
    today, rhythm, upcoming = pd.Timestamp(as_of), found.rhythm, found.next_order
    ends = [*days, today, *([pd.Timestamp(upcoming.last)] if upcoming else [])]
    top = 1.15 * max([*found.gaps, found.since_last or 0, 1])
    data = [_dots(days, [float(gap) for gap in found.gaps], look, t)]
    if found.since_last is not None:
        data.append(_silence(today, found.since_last, look, t))
    shapes, notes = [day_line(today, look)], []
    if rhythm is not None:
        shapes += _band(rhythm.low, rhythm.middle, rhythm.high, look)
        at = {"xref": "paper", "xanchor": "left", "yref": "y", "yanchor": "bottom", "yshift": 1}
        notes.append(note(t("own rhythm {n}", n=t.count(rhythm.middle)), 0, rhythm.middle, (look.size.font, look.colours.blue), **at))
    if upcoming is not None:
        data.append(_expected(upcoming.first, upcoming.expected, upcoming.last, look, t))
    layout = {
        "height": height, "xaxis": day_axis(min(ends), max(ends), t),
        "yaxis": {"range": [0, top], **ticks(0.0, top, t.count, 4), "title": {"text": t("Days between orders")}},
        "shapes": shapes, "annotations": notes,
    }  # fmt: skip
    alt = t.n("{n} gap between orders; the middle one is {days} days.", "{n} gaps between orders; the middle one is {days} days.",
              len(found.gaps), days=t.count(rhythm.middle if rhythm else None))  # fmt: skip
    return figure(data, layout, look, alt)


def _dots(days: list[pd.Timestamp], values: list[float], look: Look, t: Translator) -> dict[str, Any]:
    words = [f"{t.day(day)}<br><b>{t.n('{n} day', '{n} days', value)}</b>" for day, value in zip(days, values, strict=True)]
    few = len(values) <= 60
    return {
        "type": "scatter", "mode": "lines+markers", "x": [day.date().isoformat() for day in days], "y": values, "cliponaxis": False,
        "line": {"color": alpha(look.colours.grey, 0.5), "width": 1}, "marker": {"size": 7 if few else 4, "color": look.colours.grey},
        "customdata": words, "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _silence(today: pd.Timestamp, silent: int, look: Look, t: Translator) -> dict[str, Any]:
    words = t.n("{n} day since the last order", "{n} days since the last order", silent)
    return {
        "type": "scatter", "mode": "markers", "x": [today.date().isoformat()], "y": [silent], "cliponaxis": False,
        "marker": {"size": 9, "color": look.colours.paper, "line": {"width": 1.6, "color": look.colours.ink2}},
        "customdata": [words], "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _expected(first: date, middle: date, last: date, look: Look, t: Translator) -> dict[str, Any]:
    words = t("Next order {day}, between {first} and {last}", day=t.day(middle), first=t.day(first), last=t.day(last))
    return {
        "type": "scatter", "mode": "lines+markers", "x": [first.isoformat(), middle.isoformat(), last.isoformat()], "y": [0, 0, 0],
        "cliponaxis": False, "line": {"color": alpha(look.colours.blue, 0.4), "width": 7},
        "marker": {"size": [0, 11, 0], "color": look.colours.blue, "line": {"width": 0}},
        "customdata": [words] * 3, "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _band(low: float, middle: float, high: float, look: Look) -> list[dict[str, Any]]:
    over = {"xref": "paper", "x0": 0, "x1": 1, "yref": "y", "layer": "below"}
    line = {"color": look.colours.blue, "width": 1, "dash": "dot"}
    return [
        {"type": "rect", **over, "y0": low, "y1": high, "fillcolor": alpha(look.colours.blue, 0.10), "line": {"width": 0}},
        {"type": "line", **over, "y0": middle, "y1": middle, "line": line},
    ]

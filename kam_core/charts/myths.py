"""Claims under test: figures with their intervals beside a limit, ranks against ranks, and what five points of retention are worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import Floats
from kam_core.charts.theme import NAMED, Look, alpha, figure, note, plain
from kam_core.charts.ticks import ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME, LOWEST, SCATTER = 40, 46, 124, 240
NEAR_END = 0.85
"""A note above a rate beyond this would run out of the picture."""
MOST_POINTS = 1500
"""So many points of a cloud are drawn, evenly picked by account; the figures rest on all of them."""


def intervals(
    frame: pd.DataFrame, limit: tuple[float, str], write: Callable[[float], str], *, t: Translator, theme: str = "light", size: str = "mini"
) -> Figure:
    """
    A row a figure: its interval as a bar, its value as a dot (hollow where the data tell nothing), and the limit as a dotted line.

    ``frame`` has name (ours, as plotly text), value, low, high (NaN = no interval) and sure.
    """
    look = Look(theme, size)
    colours, rows = look.colours, list(range(len(frame)))
    ends = frame[["value", "low", "high"]].to_numpy(dtype=float)
    low, high = float(np.nanmin(ends, initial=min(0.0, limit[0]))), float(np.nanmax(ends, initial=limit[0]))
    room = 0.08 * (high - low or 1.0)
    line = {"type": "line", "x0": limit[0], "x1": limit[0], "yref": "paper", "y0": 0, "y1": 1,
            "line": {"color": colours.ink3, "width": 1, "dash": "dot"}}  # fmt: skip
    told = note(plain(limit[1]), limit[0], 1, (look.size.font - 0.5, colours.ink2), yref="paper", yanchor="bottom",
                xanchor="right" if limit[0] > (low + high) / 2 else "left")  # fmt: skip
    layout = {
        "height": max(LOWEST, FRAME + PITCH * len(rows)), "margin": {"l": 4, "r": 12, "t": 20, "b": 4},
        "xaxis": {"range": [low - room, high + room], **ticks(low, high, write, 4)},
        "yaxis": {"tickvals": rows, "ticktext": frame["name"].tolist(), "range": [len(rows) - 0.5, -0.5], "showgrid": False},
        "shapes": [line], "annotations": [told],
    }  # fmt: skip
    words = [(str(name), write(value)) for name, value in zip(frame["name"], ends[:, 0], strict=True)]
    alt = t.listed([t("{title}: {value}", title=name.replace("<br>", " / "), value=value) for name, value in words])
    return figure([_bars(ends, look), _dots(ends[:, 0], words, frame["sure"], look)], layout, look, alt, axes=NAMED)


def _bars(ends: Floats, look: Look) -> dict[str, Any]:
    """The intervals, a broken line: from the lower end to the upper one, then a gap."""
    x: list[float | None] = []
    y: list[int | None] = []
    for row in np.flatnonzero(np.isfinite(ends[:, 1:]).all(axis=1)):
        x += [float(ends[row, 1]), float(ends[row, 2]), None]
        y += [int(row), int(row), None]
    line = {"color": alpha(look.colours.blue, 0.35), "width": 7}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _dots(values: Floats, words: Sequence[tuple[str, str]], sure: pd.Series, look: Look) -> dict[str, Any]:
    colours = look.colours
    return {
        "type": "scatter", "mode": "markers", "x": values.tolist(), "y": list(range(len(values))), "cliponaxis": False,
        "customdata": [f"<b>{name}</b><br>{value}" for name, value in words], "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"size": 10, "color": [colours.blue if known else colours.paper for known in sure],
                   "line": {"color": colours.blue, "width": 1.8}},
    }  # fmt: skip


def ranks(points: pd.DataFrame, x_title: str, y_title: str, *, t: Translator, theme: str = "light", size: str = "mini") -> Figure:
    """
    Every account by its rank on both sides, 0 (lowest) to 100: what a rank correlation sees, and no outlier squeezes the rest.

    ``points`` has account_id, x and y. A click on a point tells the account.
    """
    look = Look(theme, size)
    places = points[["x", "y"]].rank().to_numpy() - 0.5
    share: Floats = 100.0 * places / max(len(points), 1)
    step = max(1, int(np.ceil(len(points) / MOST_POINTS)))
    dots = {
        "type": "scatter", "mode": "markers", "x": share[::step, 0].astype(np.float32), "y": share[::step, 1].astype(np.float32),
        "customdata": points["account_id"].astype(str).map(plain).tolist()[::step],
        "marker": {"size": 6, "color": alpha(look.colours.blue, 0.45 if len(points) < 300 else 0.25), "line": {"width": 0}},
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    axis = {"range": [-2, 102], "tickvals": [0, 50, 100], "ticktext": ["0", "50", "100"]}
    layout = {
        "height": SCATTER, "xaxis": {**axis, "title": {"text": t("{what}, rank →", what=x_title)}},
        "yaxis": {**axis, "title": {"text": t("{what}, rank →", what=y_title)}},
    }  # fmt: skip
    alt = t.n("{n} account by its rank on {x} and {y}.", "{n} accounts by their ranks on {x} and {y}.", len(points), x=x_title, y=y_title)
    return figure([dots], layout, look, alt)


def gains(
    curves: Sequence[tuple[str, Floats]], rates: Floats, at: float, band: tuple[float, float],
    *, t: Translator, theme: str = "light", size: str = "mini",
) -> Figure:  # fmt: skip
    """
    How much more a customer is worth with five points more retention, by the retention there is: a line a horizon, named at its start.

    ``rates`` and ``at`` (the user's own, NaN = unknown) are shares; ``band`` is what the claim promises. The first curve is the user's
    horizon.
    """
    look = Look(theme, size)
    small, top = (look.size.font - 0.5, look.colours.ink2), max(float(np.nanmax([values for _, values in curves])), band[1]) * 1.05
    notes = [note(t("promised"), 1, band[1], small, xref="paper", xanchor="right", yanchor="top")]
    shapes = [{"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": band[0], "y1": band[1], "layer": "below", "line": {"width": 0},
               "fillcolor": alpha(look.colours.grey, 0.14)}]  # fmt: skip
    if np.isfinite(at):
        shapes.append({"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1,
                       "line": {"color": look.colours.ink3, "width": 1, "dash": "dot"}})  # fmt: skip
        side = "right" if at > NEAR_END else "center"
        notes.append(note(t("you: {rate}", rate=t.percent(at)), at, 1, small, yref="paper", yanchor="bottom", xanchor=side))
    data = []
    for first, (name, values) in zip((True, False), curves, strict=True):
        line, named = _curve(name, rates, values, look, first)
        data.append(line)
        notes.append(named)
    low, high = min(float(rates[0]), at) if np.isfinite(at) else float(rates[0]), max(float(rates[-1]), np.nan_to_num(at))
    layout = {
        "height": SCATTER, "margin": {"l": 4, "r": 8, "t": 20, "b": 4}, "shapes": shapes, "annotations": notes,
        "xaxis": {"range": [low, high], **ticks(low, high, t.percent, 4), "title": {"text": t("Retention")}},
        "yaxis": {"range": [0, top], **ticks(0.0, top, lambda value: f"+{t.percent(value)}" if value else "0", 4),
                  "title": {"text": t("Gain in lifetime value")}},
    }  # fmt: skip
    return figure(data, layout, look, t("What five points more retention are worth, by the retention there is."))


def _curve(name: str, rates: Floats, values: Floats, look: Look, first: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The line of a horizon and its name at the left end, under the first and over the second."""
    colours = look.colours
    line = {
        "type": "scatter", "mode": "lines", "x": rates.astype(np.float32), "y": values.astype(np.float32),
        "line": {"color": colours.blue if first else colours.ochre, "width": 2.4, "dash": "solid" if first else "dash"},
        "customdata": [plain(name)] * len(rates), "hovertemplate": "%{customdata}<br><b>+%{y:.0%}</b>, %{x:.0%}<extra></extra>",
    }  # fmt: skip
    font = (look.size.font - 0.5, colours.blue if first else colours.corner_text["hl"])
    place = {"xanchor": "left", "yanchor": "top" if first else "bottom", "yshift": -4 if first else 4}
    return line, note(plain(name), float(rates[0]), float(values[0]), font, **place)

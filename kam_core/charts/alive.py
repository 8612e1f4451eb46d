"""Who is still a customer: the fitted chance by silence and purchases, and how it went for one account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.theme import NAMED, Look, alpha, figure, note, plain
from kam_core.charts.ticks import ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

LEVELS = (0.2, 0.5, 0.8)
"""Chances at which the map has a line with its figure."""

ABOVE = {"xanchor": "right", "yanchor": "bottom", "yshift": 6}

MOST_POINTS = 1_200
"""Accounts drawn on the map; of more a sample, drawn with a seed."""


def alive_map(grid: pd.DataFrame, customers: pd.DataFrame, *, t: Translator, theme: str = "light", size: str = "mini",
              height: int = 380) -> Figure:  # fmt: skip
    """
    The chance of being a customer still: ``grid`` has weeks since the last purchase (rows) by repeat purchases (columns).

    ``customers`` (account_name, silent in weeks, frequency, alive) are faint dots; those beyond the grid are left out. The darker
    the likelier; lines with figures say how likely. ``layout.meta`` says alt and shown.
    """
    look = Look(theme, size)
    weeks, bought = grid.index.to_numpy(dtype=float), grid.columns.to_numpy(dtype=float)
    inside = customers[(customers["frequency"] >= 1) & (customers["frequency"] <= bought.max()) & (customers["silent"] <= weeks.max())]
    shown = inside if len(inside) <= MOST_POINTS else inside.sample(MOST_POINTS, random_state=0).sort_index()
    z = grid.to_numpy(dtype=float).T
    layout = {
        "height": height, "annotations": _levels(z, weeks, bought, t, look),
        "xaxis": {"range": [0, weeks.max()], "title": {"text": t("Weeks since the last purchase")}, **ticks(0, weeks.max(), t.count, 5)},
        "yaxis": {"range": [0.5, bought.max() + 0.5], "title": {"text": t("Repeat purchases")}, "showgrid": False,
                  **ticks(1, bought.max(), t.count, 5)},
    }  # fmt: skip
    low, high = (t.percent(value, 0) for value in (np.nanmin(z), np.nanmax(z)))
    alt = t("Chance of being a customer still, by weeks since the last purchase and repeat purchases: {low} to {high}.", low=low, high=high)
    return figure([*_surface(z, weeks, bought, look), _dots(shown, look, t)], layout, look, alt, shown=len(shown))


def _surface(z: Any, weeks: Any, bought: Any, look: Look) -> list[dict[str, Any]]:
    """The heat, and a line at each level."""
    scale = [[0, alpha(look.colours.blue, 0.02)], [1, alpha(look.colours.blue, 0.5)]]
    common = {"x": weeks.astype(np.float32), "y": bought.astype(np.float32), "z": z.astype(np.float32), "hoverinfo": "skip"}
    heat = {**common, "type": "heatmap", "zmin": 0, "zmax": 1, "colorscale": scale, "showscale": False, "hoverongaps": False}
    lines = {
        **common, "type": "contour", "autocontour": False, "showscale": False, "connectgaps": False,
        "contours": {"start": LEVELS[0], "end": LEVELS[-1], "size": LEVELS[1] - LEVELS[0], "coloring": "none"},
        "line": {"color": look.colours.ink2, "width": 1.2},
    }  # fmt: skip
    return [heat, lines]


def _levels(z: Any, weeks: Any, bought: Any, t: Translator, look: Look) -> list[dict[str, Any]]:
    """The figure of each line, where it crosses the map a third of the way up; a level the map does not reach has none."""
    made = []
    for place, level in enumerate(LEVELS):
        row = min(len(bought) - 1, round((0.25 + 0.2 * place) * len(bought)))
        below = np.flatnonzero(z[row] < level)
        if len(below) and below[0] > 0:
            text = t.percent(level, 0)
            style = {"bgcolor": alpha(look.colours.paper, 0.8)}
            made.append(note(text, float(weeks[below[0]]), float(bought[row]), (look.size.font, look.colours.ink), **style))
    return made


def _dots(shown: pd.DataFrame, look: Look, t: Translator) -> dict[str, Any]:
    marker = {"size": 5, "color": look.colours.ink, "opacity": 0.3, "line": {"width": 0}}
    told = [[plain(name), t.percent(chance, 0)] for name, chance in zip(shown["account_name"], shown["alive"], strict=True)]
    template = t("{name}: still a customer with {chance}", name="%{customdata[0]}", chance="%{customdata[1]}")
    return {
        "type": "scatter", "mode": "markers", "x": shown["silent"].to_numpy(np.float32), "y": shown["frequency"].to_numpy(np.float32),
        "marker": marker, "customdata": told, "hovertemplate": f"{template}<extra></extra>",
    }  # fmt: skip


def alive_path(path: pd.DataFrame, purchases: pd.Series, *, t: Translator, theme: str = "light", size: str = "mini",
               height: int = 240) -> Figure:  # fmt: skip
    """
    The chance that one account is still a customer, day by day; ``path`` has day and probability_alive, each of ``purchases`` is a
    tick under the line. ``layout.meta`` says alt.
    """
    look = Look(theme, size)
    if path.empty:
        return figure([], {"height": height}, look, t("Nothing was bought yet."))
    chance, last = path["probability_alive"].to_numpy(dtype=float), path.iloc[-1]
    days = pd.to_datetime(path["day"])
    line: dict[str, Any] = {
        "type": "scatter", "mode": "lines", "x": days.dt.strftime("%Y-%m-%d").tolist(), "y": chance.astype(np.float32),
        "line": {"color": look.colours.blue, "width": 2.0}, "fill": "tozeroy", "fillcolor": alpha(look.colours.blue, 0.08),
        "text": [f"{t.day(day)}<br><b>{t.percent(value, 0)}</b>" for day, value in zip(days, chance, strict=True)],
        "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False,
    }  # fmt: skip
    bought = pd.to_datetime(purchases)
    marks = {
        "type": "scatter", "mode": "markers", "x": bought.dt.strftime("%Y-%m-%d").tolist(), "y": [-0.07] * len(bought),
        "marker": {"symbol": "line-ns", "size": 9, "line": {"width": 1.4, "color": look.colours.ink2}},
        "text": [t("Bought on {day}", day=t.day(day)) for day in bought], "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip
    now = t.percent(last["probability_alive"], 0)
    label = note(f"<b>{now}</b>", line["x"][-1], float(chance[-1]), (look.size.title, look.colours.blue), **ABOVE)
    layout = {
        "height": height, "annotations": [label],
        "xaxis": {"type": "date", **_years(days, t)},
        "yaxis": {"range": [-0.14, 1.12], "tickvals": [0, 0.5, 1], "ticktext": [t.percent(value, 0) for value in (0.0, 0.5, 1.0)]},
    }  # fmt: skip
    alt = t.n("{n} purchase; on {day} still a customer with {chance}.", "{n} purchases; on {day} still a customer with {chance}.",
              len(bought), day=t.day(last["day"]), chance=now)  # fmt: skip
    return figure([line, marks], layout, look, alt, axes=NAMED)


def _years(days: pd.Series, t: Translator) -> dict[str, Any]:
    """Names of months would be in the browser's language: years where two begin, else quarters, written here."""
    first, last = days.iloc[0], days.iloc[-1]
    starts = pd.date_range(first, last, freq="YS")
    if len(starts) < 2:
        starts = pd.date_range(first, last, freq="QS")[-4:]
        return {"tickvals": starts.strftime("%Y-%m-%d").tolist(), "ticktext": [t.month(day) for day in starts]}
    return {"tickvals": starts.strftime("%Y-%m-%d").tolist(), "ticktext": [str(day.year) for day in starts]}

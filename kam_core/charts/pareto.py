"""How few accounts bring most of the revenue: what one can say while costs are unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.theme import Look, alpha, figure, note
from kam_core.charts.ticks import ticks
from kam_core.charts.whale import called
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST = 0.8
"""The share that is called most of it."""


def pareto(
    amounts: pd.Series, *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "desk",
    spot: tuple[float, str] | None = None, height: int | None = None,
) -> Figure:  # fmt: skip
    """
    Cumulative share of positive amounts, the largest account first, and how many accounts bring 80 %.

    ``spot`` calls out one account: its share on the axis and its name. ``layout.meta`` says alt and few (how many accounts bring
    80 %). Without any positive amount the frame is empty.
    """
    look = Look(theme, size)
    ranked = np.sort(amounts[amounts > 0].to_numpy(dtype=float))[::-1]
    total, n = float(ranked.sum()), len(ranked)
    share = np.concatenate([[0.0], np.cumsum(ranked)]) / (total or 1.0)
    few = int(np.searchsorted(share, MOST - 1e-12)) if n else 0
    x = np.arange(n + 1) / max(n, 1)
    kept = np.unique(np.append(np.linspace(0, n, min(n + 1, 400)).astype(int), few))
    colours, font, scale = look.colours, look.size.font, max(1.0, look.size.scale)
    line: dict[str, Any] = {
        "type": "scatter", "mode": "lines", "x": x[kept].astype(np.float32), "y": (share[kept] * 100).astype(np.float32),
        "line": {"color": colours.blue, "width": 2.6 * scale}, "fill": "tozeroy", "fillcolor": alpha(colours.blue, 0.08),
        "hovertemplate": t("First {share} of accounts: {value}", share="%{x:.0%}", value="<b>%{y:.0f}%</b>") + "<extra></extra>",
    }  # fmt: skip
    dot = {
        "type": "scatter", "mode": "markers", "x": [x[few]], "y": [share[few] * 100], "hoverinfo": "skip",
        "marker": {"size": 9 * scale, "color": colours.blue, "line": {"color": colours.paper, "width": 1.5}},
    }  # fmt: skip
    words = t.n("{n} account brings<br>{share} of {money}", "{n} accounts bring<br>{share} of {money}", few, share=t.percent(MOST),
                money=t.money(total, symbol))  # fmt: skip
    place = {"xanchor": "left", "yanchor": "top", "xshift": 14, "yshift": -6, "align": "left"}
    label = note(f"<b>{words}</b>", x[few], share[few] * 100, (font, colours.blue), **place)
    layout = {
        "height": height or look.size.height,
        "xaxis": {
            "range": [0, 1.01], "tickvals": [i / 5 for i in range(6)], "ticktext": [t.percent(i / 5) for i in range(6)],
            "title": {"text": t("Share of accounts, largest first")},
        },
        "yaxis": {
            "title": {"text": t("% of the total")}, "range": [0, 108],
            **ticks(0, 100, lambda value: t.percent(value / 100), 3, skip_zero=True),
        },
        "annotations": [label, *([called(spot, float(np.interp(spot[0], x, share)) * 100, look)] if spot else [])] if n else [],
    }  # fmt: skip
    alt = words.replace("<br>", " ") if n else t("Nothing was bought yet.")
    return figure([line, dot] if n else [], layout, look, alt, few=few)

"""How well needs are met: importance, our fit and the best rival's on one scale, a row a kind of need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.theme import Look, alpha, figure, plain
from kam_core.charts.ticks import names_axis
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 40, 64
"""Pixels a kind takes, and around all."""
SCALE = (1.0, 5.0)


def fits(frame: pd.DataFrame, *, t: Translator, theme: str = "light", size: str = "mini") -> Figure:
    """
    A row a kind of need, in the order of the frame: | importance, ● our fit, ◇ the rival's, joined in red where the rival leads.

    ``frame`` has title (as shown), importance, fit and rival_fit (1-5; NaN = unknown, not drawn).
    """
    look = Look(theme, size)
    colours, rows = look.colours, list(range(len(frame)))
    names = [plain(title) for title in frame["title"]]
    told = [_told(row, t) for row in frame.to_dict("records")]
    data = [
        *_joined(frame, look),
        _marks(frame["importance"], rows, names, told, {"symbol": "line-ns", "size": 20, "line": {"width": 3, "color": colours.ink2}}),
        _marks(frame["rival_fit"], rows, names, told, {"symbol": "diamond-open", "size": 12, "line": {"width": 2}, "color": colours.ochre}),
        _marks(frame["fit"], rows, names, told, {"symbol": "circle", "size": 13, "color": colours.blue}),
    ]
    layout = {
        "height": FRAME + PITCH * max(1, len(frame)),
        "xaxis": {"range": [SCALE[0] - 0.2, SCALE[1] + 0.2], "tickvals": [1, 2, 3, 4, 5], "showgrid": True, "gridcolor": colours.grid,
                  "title": {"text": t("1 = low, 5 = high")}},
        "yaxis": names_axis(names, t("Kind")),
    }  # fmt: skip
    return figure(data, layout, look, _alt(frame, t))


def _joined(frame: pd.DataFrame, look: Look) -> list[dict[str, Any]]:
    """A line from the rival to us, red where the rival leads."""
    lines = []
    for row, (ours, rival) in enumerate(zip(frame["fit"], frame["rival_fit"], strict=True)):
        if np.isfinite(ours) and np.isfinite(rival):
            colour = alpha(look.colours.loss if ours < rival else look.colours.blue, 0.55)
            lines.append({"type": "scatter", "mode": "lines", "x": [rival, ours], "y": [row, row], "line": {"width": 5, "color": colour},
                          "hoverinfo": "skip"})  # fmt: skip
    return lines


def _marks(values: pd.Series, rows: list[int], names: list[str], told: list[str], marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "x": values.to_numpy(dtype=float), "y": rows, "marker": marker,
        "customdata": [[name, text] for name, text in zip(names, told, strict=True)],
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    }  # fmt: skip


def _told(row: dict[Any, Any], t: Translator) -> str:
    shown = {name: t.answer(row[name]) for name in ("importance", "fit", "rival_fit")}
    return t("importance {importance}, our fit {fit}, best rival {rival_fit}", **shown)


def _alt(frame: pd.DataFrame, t: Translator) -> str:
    if frame.empty:
        return t("No needs are written down yet.")
    first = frame.iloc[0]
    return t("{title}: {value}", title=first["title"], value=_told(first.to_dict(), t))

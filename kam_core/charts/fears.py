"""Which fear weighs most in the decision units: the mean of every category, its worst case, and where it blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.charts.theme import NAMED, Look, alpha, figure, note, plain
from kam_core.decision.veto import GRAVE
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 46, 62
"""Pixels a category takes, and around all."""
LARGEST = 25
"""5 × 5."""


def fears(categories: pd.DataFrame, *, t: Translator, theme: str = "light", size: str = "mini", height: int | None = None) -> Figure:
    """
    A row a category, in the order of the frame: bar = mean P·C by influence, mark = the worst answer, line = where it blocks.

    ``categories`` has title (in words), weight (1-25), worst and people.
    """
    look, rows = Look(theme, size), list(range(len(categories)))
    colours = look.colours
    bars: dict[str, Any] = {
        "type": "bar", "orientation": "h", "x": categories["weight"].tolist(), "y": rows,
        "marker": {"color": alpha(colours.ochre, 0.75), "line": {"width": 0}}, "hoverinfo": "skip",
        "text": [f"{w:.1f}" for w in categories["weight"]], "textposition": "inside", "insidetextanchor": "start",
        "textangle": 0, "textfont": {"color": colours.ink, "size": look.size.font}, "cliponaxis": False,
    }  # fmt: skip
    grave = [colours.loss if worst >= GRAVE else colours.ink3 for worst in categories["worst"]]
    marks = {
        "type": "scatter", "mode": "markers", "x": categories["worst"].tolist(), "y": rows, "hoverinfo": "skip",
        "marker": {"symbol": "diamond", "size": 11, "color": grave, "line": {"color": colours.paper, "width": 1}},
    }  # fmt: skip
    n = max(len(categories), 1)
    line = {"type": "line", "x0": GRAVE, "x1": GRAVE, "y0": -0.5, "y1": n - 0.5, "line": {"color": colours.loss, "width": 1, "dash": "dot"}}
    layout = {
        "height": height or FRAME + PITCH * n, "bargap": 0.45, "shapes": [line],
        "xaxis": {"range": [0, LARGEST + 1], "tickvals": [0, 5, 10, 15, 20, 25]},
        "yaxis": {"tickvals": rows, "ticktext": [plain(title) for title in categories["title"]], "range": [n - 0.5, -0.95],
                  "showgrid": False},
        "annotations": [note(t("blocks from {n}", n=t.count(GRAVE)), GRAVE, -0.62, (look.size.font, colours.loss), xanchor="center")],
    }  # fmt: skip
    alt = t("No risk is known.")
    if len(categories):
        first = categories.iloc[0]
        alt = t("{category} weighs most: {n} of 25.", category=first["title"], n=t.answer(first["weight"]))
    return figure([bars, marks], layout, look, alt, axes=NAMED)

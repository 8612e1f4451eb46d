"""How complete each table is: a bar for the filled cells, a ring for the accounts it says something about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.charts.theme import Look, figure, note, plain
from kam_core.charts.ticks import names_axis
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 26, 20
"""Pixels a table takes, and around all."""


def completeness(frame: pd.DataFrame, *, t: Translator, theme: str = "light", size: str = "mini", height: int | None = None) -> Figure:
    """
    The share of filled cells and of accounts covered, a row a table, the least on top.

    ``frame`` has title (as shown), completeness and covered (0-1, missing where there is none); tables with neither are left out.
    """
    look = Look(theme, size)
    known = frame[frame[["completeness", "covered"]].notna().any(axis=1)]
    known = known.assign(least=known[["completeness", "covered"]].min(axis=1)).sort_values(["least", "title"], kind="stable")
    rows, names = list(range(len(known))), [plain(title) for title in known["title"]]
    layout = {
        "height": height or FRAME + PITCH * max(1, len(known)), "barmode": "overlay", "bargap": 0.5,
        "xaxis": {"range": [-0.02, 1.02], "showticklabels": False, "title": {"text": t("Filled cells, %")}},
        "margin": {"l": 4, "r": 52, "t": 8, "b": 4},
        "yaxis": names_axis(names, t("Table")),
        "annotations": [
            note(t.percent(share), 1.02, row, (look.size.font, look.colours.ink), xanchor="left", xshift=6)
            for row, share in zip(rows, known["completeness"], strict=True)
        ],
    }  # fmt: skip
    alt = (
        t("{table} knows the least: {share}.", table=known["title"].iloc[0], share=t.percent(known["least"].iloc[0]))
        if rows
        else t("No rows yet.")
    )
    return figure(_traces(known, rows, names, t, look) if rows else [], layout, look, alt)


def _traces(known: pd.DataFrame, rows: list[int], names: list[str], t: Translator, look: Look) -> list[dict[str, Any]]:
    bar = {"type": "bar", "orientation": "h", "y": rows}
    filled, covered = known["completeness"].to_numpy(dtype=float), known["covered"].to_numpy(dtype=float)
    hover = "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>"
    cells = [[name, t("{share} of the cells are filled", share=t.percent(share))] for name, share in zip(names, filled, strict=True)]
    people = [[name, t("{share} of the accounts have a row", share=t.percent(share))] for name, share in zip(names, covered, strict=True)]
    return [
        {**bar, "x": [1.0] * len(rows), "marker": {"color": look.colours.wash, "line": {"width": 0}}, "hoverinfo": "skip"},
        {**bar, "x": filled, "marker": {"color": look.colours.blue, "line": {"width": 0}}, "customdata": cells, "hovertemplate": hover},
        {
            "type": "scatter", "mode": "markers", "x": covered, "y": rows, "customdata": people, "hovertemplate": hover,
            "marker": {"size": 11, "color": look.colours.paper, "line": {"color": look.colours.ochre, "width": 2.4}}, "cliponaxis": False,
        },
    ]  # fmt: skip

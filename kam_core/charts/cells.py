"""A table of counted accounts as a picture: a cell per pair of classes, darker the more it holds, with count and money in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.heat import handles
from kam_core.charts.theme import Look, alpha, figure, note
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

STOPS = ((0.0, 0.05), (0.25, 0.16), (0.5, 0.28), (1.0, 0.5))
"""Share of the fullest cell -> opacity; never so full that the words in it are lost."""
NEAR = 80
"""Pixels from the middle of a cell within which a click is one on it."""
PITCH, FRAME = 62, 64
"""Pixels a row takes, and what the axis takes."""


@dataclass(frozen=True)
class Side:
    """One side of the table: its title, the ids of its classes in order, and what people read for each."""

    title: str
    ids: Sequence[str]
    names: Sequence[str]


def cells(
    frame: pd.DataFrame, across: Side, down: Side, *, alt: str, t: Translator, symbol: str = "$", theme: str = "light",
    size: str = "desk", marked: tuple[str, str, str] | None = None, height: int | None = None,
) -> Figure:  # fmt: skip
    """
    The cells of two classifications, the first class of ``down`` at the top.

    Args:
        frame: across, down (ids), accounts, money (missing = only the count is written) and shade (what darkens a cell; missing = open).
        marked: a cell (across, down) that is framed as a warning, and its name.
    """
    look = Look(theme, size)
    grids = {name: _grid(frame, name, across, down) for name in ("accounts", "money", "shade")}
    words = [[_told(n, money, t, symbol) for n, money in zip(*rows, strict=True)]
             for rows in zip(grids["accounts"], grids["money"], strict=True)]  # fmt: skip
    columns, rows = list(range(len(across.ids))), list(range(len(down.ids)))
    heat: dict[str, Any] = {
        "type": "heatmap", "x": columns, "y": rows, "z": grids["shade"], "text": words, "texttemplate": "%{text}", "xgap": 3, "ygap": 3,
        "textfont": {"color": look.colours.ink, "size": look.size.font}, "showscale": False, "zmin": 0,
        "colorscale": [[at, alpha(look.colours.blue, opacity)] for at, opacity in STOPS],
        "hoverinfo": "skip",
    }  # fmt: skip
    top = float(np.nanmax(grids["shade"], initial=0.0))
    heat["zmax"] = top if top > 0 else 1.0
    layout: dict[str, Any] = {
        "height": height or FRAME + PITCH * max(1, len(rows)), "hoverdistance": NEAR,
        "xaxis": _axis(across, columns, [-0.5, len(columns) - 0.5]),
        "yaxis": _axis(down, rows, [len(rows) - 0.5, -0.5]),
        **_marked(marked, across, down, look),
    }  # fmt: skip
    return figure([heat, _handles(grids["accounts"], words, across, down)], layout, look, alt)


def _handles(counts: Any, words: list[list[str]], across: Side, down: Side) -> dict[str, Any]:
    """What is clicked in the cells that hold somebody."""
    rows, columns = (found.tolist() for found in np.nonzero(np.nan_to_num(counts) > 0))
    texts = [f"<b>{down.names[y]} · {across.names[x]}</b><br>{words[y][x]}" for y, x in zip(rows, columns, strict=True)]
    return handles(columns, rows, texts)


def _grid(frame: pd.DataFrame, name: str, across: Side, down: Side) -> Any:
    table = frame.set_index(["down", "across"])[name].astype("float64")
    return np.array([[table.get((row, column), np.nan) for column in across.ids] for row in down.ids], dtype="float64")


def _told(n: float, money: float, t: Translator, symbol: str) -> str:
    """What stands in a cell: how many, and the money they bring; nothing where nobody stands."""
    if not n > 0:
        return ""
    return f"<b>{t.count(n)}</b>" if np.isnan(money) else f"<b>{t.count(n)}</b><br>{t.money(money, symbol)}"


def _axis(side: Side, places: list[int], reach: list[float]) -> dict[str, Any]:
    shown = {"tickmode": "array", "tickvals": places, "ticktext": list(side.names), "range": reach, "showgrid": False}
    return {**shown, "title": {"text": side.title, "standoff": 10}}


def _marked(marked: tuple[str, str, str] | None, across: Side, down: Side, look: Look) -> dict[str, Any]:
    """The frame around a cell that needs a look, and its name at the cell's foot."""
    if marked is None:
        return {}
    x, y, name = list(across.ids).index(marked[0]), list(down.ids).index(marked[1]), marked[2]
    colours = look.colours
    box = {"type": "rect", "x0": x - 0.48, "x1": x + 0.48, "y0": y - 0.47, "y1": y + 0.47, "fillcolor": "rgba(0,0,0,0)",
           "line": {"color": colours.ochre, "width": 2}}  # fmt: skip
    foot = note(f"<b>{name}</b>", x, y + 0.45, (look.size.font - 1, colours.ink), yanchor="bottom")
    return {"shapes": [box], "annotations": [foot]}

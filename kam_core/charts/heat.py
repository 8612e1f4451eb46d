"""Thousands of subjects as a 60 x 60 heat map: the figure stays small however many they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kam_core.charts.plane import Plane
from kam_core.charts.theme import Palette, alpha
from kam_core.text import Translator

CELLS = 60
STOPS = ((0.0, 0.10), (0.05, 0.18), (0.2, 0.30), (0.5, 0.44), (1.0, 0.58))
"""Share of the fullest cell -> opacity: steep at first, because most cells hold few; never so full that a name is lost on it."""


def cell(plane: Plane) -> tuple[float, float]:
    """Width and height of a cell in data units."""
    return (plane.x[1] - plane.x[0]) / CELLS, (plane.y[1] - plane.y[0]) / CELLS


def heat(shown: pd.DataFrame, plane: Plane, colours: Palette, t: Translator) -> dict[str, Any]:
    """The plotly heat map of the placed rows; empty cells are left open."""
    dx, dy = cell(plane)
    columns = np.clip(((shown["x"].to_numpy(dtype=float) - plane.x[0]) / dx).astype(int), 0, CELLS - 1)
    rows = np.clip(((shown["y"].to_numpy(dtype=float) - plane.y[0]) / dy).astype(int), 0, CELLS - 1)
    counts = np.bincount(rows * CELLS + columns, minlength=CELLS * CELLS).astype(np.float32).reshape(CELLS, CELLS)
    counts[counts == 0] = np.nan
    return {
        "type": "heatmap", "z": counts, "x0": plane.x[0] + dx / 2, "dx": dx, "y0": plane.y[0] + dy / 2, "dy": dy,
        "colorscale": [[at, alpha(colours.blue, opacity)] for at, opacity in STOPS], "zmin": 1, "showscale": False, "hoverongaps": False,
        "hovertemplate": t("{n} accounts here", n="%{z}") + "<extra></extra>",
    }  # fmt: skip


def handles(x: Sequence[float], y: Sequence[float], texts: Sequence[str]) -> dict[str, Any]:
    """A mark nobody sees at each of these places: a heat map itself cannot be clicked. The hover card says the text."""
    unseen = {"marker": {"opacity": 0}}
    return {
        "type": "scatter", "mode": "markers", "x": list(x), "y": list(y), **unseen, "selected": unseen, "unselected": unseen,
        "text": list(texts), "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip

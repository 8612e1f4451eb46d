"""The way each subject came: the last periods as a line with growing dots, for the few that moved most."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from kam_core.charts.bubbles import Bubbles
from kam_core.charts.labels import Bools, Floats
from kam_core.charts.theme import CORNERS, Look, alpha

MOVERS = 14
DOTS = (3.0, 5.0)
SAMPLES = 8
"""Points of a leg that a name is charged for covering."""


def paths(trails: pd.DataFrame, drawn: Bubbles, always: Bools) -> dict[int, Floats]:
    """
    Row of the bubbles -> (k, 2) its way in data units, oldest first, ending in the bubble; the largest moves only, and
    those of ``always`` (n,).

    ``trails`` has the columns subject_id, x, y, oldest first for each subject; missing places are left out.
    """
    known = trails.dropna(subset=["x", "y"])
    ways = {subject: way[["x", "y"]].to_numpy(dtype=float) for subject, way in known.groupby("subject_id", sort=False)}
    found: dict[int, Floats] = {}
    for row, (subject, x, y) in enumerate(zip(drawn.frame["subject_id"], drawn.x, drawn.y, strict=True)):
        if subject in ways:
            way = ways[subject]
            found[row] = way if np.allclose(way[-1], (x, y)) else np.vstack([way, (x, y)])
    moved = {row: float(np.hypot(*(way[-1] - way[0]))) for row, way in found.items()}
    first = sorted((row for row in found if moved[row] > 0), key=lambda row: (not always[row], -moved[row], row))[:MOVERS]
    return {row: found[row] for row in sorted(first)}


def movers(found: Mapping[int, Floats], drawn: Bubbles) -> Bools:
    """Which bubbles have a trail."""
    return np.isin(np.arange(len(drawn.x)), list(found))


def samples(found: Mapping[int, Floats]) -> Floats:
    """(m, 2) points along all trails in data units, for the placement of names."""
    legs = np.linspace(0, 1, SAMPLES, endpoint=False)[:, None]
    points = [start + legs * (end - start) for way in found.values() for start, end in pairwise(way)]
    return np.concatenate(points) if points else np.empty((0, 2))


def traces(found: Mapping[int, Floats], drawn: Bubbles, look: Look) -> list[dict[str, Any]]:
    """One plotly line per corner; gaps separate the trails."""
    made, scale = [], max(1.0, look.size.scale)
    for index, corner in enumerate(CORNERS):
        ways = [way for row, way in found.items() if drawn.corner[row] == index]
        if not ways:
            continue
        gap = np.full((1, 2), np.nan)
        points = np.concatenate([part for way in ways for part in (way, gap)])
        # The bubble itself is the last dot, so its own is not drawn.
        dots = np.concatenate([np.append(np.linspace(*DOTS, len(way) - 1), (0, 0)) for way in ways]) * scale
        colour = look.mark(corner)
        made.append(
            {
                "type": "scatter", "mode": "lines+markers", "hoverinfo": "skip", "cliponaxis": False,
                "x": points[:, 0].astype(np.float32), "y": points[:, 1].astype(np.float32),
                "line": {"color": alpha(colour, 0.55), "width": 1.6 * scale, "shape": "spline"},
                "marker": {"size": dots.astype(np.float32), "color": alpha(colour, 0.85), "line": {"width": 0}},
            }
        )  # fmt: skip
    return made

"""The ground of every matrix: two axes, two cuts, four tinted quadrants with their names in a strip where no point can lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from kam_core.charts.labels import LINE, Floats, text_width
from kam_core.charts.theme import CORNERS, Look, Size, alpha, note
from kam_core.charts.ticks import ticks

Range = tuple[float, float]
Quadrants = Mapping[str, tuple[str, str]]
"""Corner -> (id of the quadrant, its name in the reader's language)."""

EDGE = 0.025
"""Room left and right of the data, as a share of the range, so that bubbles at the rim are whole."""
FAR = 20.0
"""Tints reach so many ranges beyond the axes: panning never shows their end."""
INSET = 10.0


@dataclass(frozen=True)
class Plane:
    """The visible ranges, the cuts and the pixels of the narrowest plot."""

    x: Range
    y: Range
    cut_x: float
    cut_y: float
    width: float
    height: float

    @classmethod
    def of(cls, x: Range, y: Range, cuts: Range, size: Size, height: int) -> Plane:
        """The plane for two data ranges: x with room at the rim, y with the strips of the corner names."""
        side = EDGE * (x[1] - x[0])
        strip = size.headroom / (1 - 2 * size.headroom) * (y[1] - y[0])
        under = (2.9 if size.ticks else 1.6) * size.font + 12  # tick labels and title
        return cls((x[0] - side, x[1] + side), (y[0] - strip, y[1] + strip), *cuts, width=size.width, height=height - 8 - under)

    def pixels(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """(n, 2) positions in the narrowest plot, y down."""
        across = (np.asarray(x, dtype=float) - self.x[0]) / (self.x[1] - self.x[0])
        down = (self.y[1] - np.asarray(y, dtype=float)) / (self.y[1] - self.y[0])
        return np.column_stack([across * self.width, down * self.height])


CROWDED = 0.05
"""Share of the values at one end of a scale."""


def _crowded(values: Floats, end: float) -> bool:
    return float((values == end).mean()) >= CROWDED


def axis_range(values: ArrayLike, cut: float, *, index: bool = True) -> Range:
    """
    The range an axis needs: an index is trimmed to its data (in steps of 5, both sides of the cut visible), money gets 5% air.

    Give the values of all dates a page can show, so that moving through time does not move the axis; ``index=False`` says that
    values between 0 and 100 are something else (shares, years).

    >>> axis_range([31.0, 84.0], 60)
    (25.0, 90.0)
    """
    found = np.append(np.asarray(values, dtype=float), cut)
    low, high = float(np.nanmin(found)), float(np.nanmax(found))
    if index and low >= 0 and high <= 100:
        # Where many stand at an end of the scale their bubbles need room beyond it; a single one there must not move the axis.
        ends = (-5.0 if _crowded(found, 0.0) else 0.0, 105.0 if _crowded(found, 100.0) else 100.0)
        low, high = min(low - 3, cut - 10), max(high + 3, cut + 10)
        return max(ends[0], 5 * float(np.floor(low / 5))), min(ends[1], 5 * float(np.ceil(high / 5)))
    air = 0.05 * (high - low) or 1.0
    return low - air, high + air


def ground(plane: Plane, look: Look, strength: float = 1.0) -> list[dict[str, Any]]:
    """Plotly shapes: four tints, and the cuts as paper-coloured gaps."""
    far = {"x": FAR * (plane.x[1] - plane.x[0]), "y": FAR * (plane.y[1] - plane.y[0])}
    shapes: list[dict[str, Any]] = []
    for corner in CORNERS:
        right, top = (1 if letter == "h" else -1 for letter in corner)
        shapes.append(
            {
                "type": "rect", "layer": "below", "line": {"width": 0},
                "x0": plane.cut_x, "x1": plane.cut_x + right * far["x"], "y0": plane.cut_y, "y1": plane.cut_y + top * far["y"],
                "fillcolor": alpha(look.mark(corner), look.colours.tint * strength),
            }
        )  # fmt: skip
    # In data units like the tints: plotly stacks shapes of other references under them.
    line = {"type": "line", "layer": "below", "line": {"width": 3, "color": look.colours.paper}}
    across = {"x0": plane.cut_x - far["x"], "x1": plane.cut_x + far["x"], "y0": plane.cut_y, "y1": plane.cut_y}
    upright = {"x0": plane.cut_x, "x1": plane.cut_x, "y0": plane.cut_y - far["y"], "y1": plane.cut_y + far["y"]}
    return [*shapes, {**line, **across}, {**line, **upright}]


def corner_names(titles: Mapping[str, str], look: Look) -> list[dict[str, Any]]:
    """Plotly annotations: the name of each quadrant, and what follows it, in its corner."""
    notes = []
    for corner, text in titles.items():
        right, top = corner[0] == "h", corner[1] == "h"
        across = {"xref": "x domain", "xanchor": "right" if right else "left", "xshift": -INSET if right else INSET}
        down = {"yref": "y domain", "yanchor": "top" if top else "bottom", "yshift": -INSET / 2 if top else INSET / 2}
        notes.append(note(text, float(right), float(top), (look.size.title, look.text(corner)), **across, **down))
    return notes


def corner_boxes(texts: Mapping[str, str], plane: Plane, size: Size) -> Floats:
    """(4, 4) the boxes of the corner names (left, top, right, bottom) that no other name may touch."""
    boxes = []
    for corner, text in texts.items():
        # Bold text is a little wider than the plain widths say.
        width = text_width(text, size.title) * 1.05 + INSET
        tall = INSET / 2 + LINE * size.title + 2
        left = plane.width - width if corner[0] == "h" else 0.0
        top = 0.0 if corner[1] == "h" else plane.height - tall
        boxes.append((left, top, left + width, top + tall))
    return np.array(boxes)


def cut_boxes(plane: Plane) -> Floats:
    """(2, 4) thin boxes along the cuts: a name that crossed one would stand in two quadrants."""
    x, y = plane.pixels([plane.cut_x], [plane.cut_y])[0]
    return np.array([(x - 1, 0.0, x + 1, plane.height), (0.0, y - 1, plane.width, y + 1)])


def axes(plane: Plane, titles: tuple[str, str], formats: tuple[Callable[[float], str] | None, ...], size: Size) -> dict[str, Any]:
    """The two plotly axes: titles with an arrow to 'more'; tick labels on a desk only."""
    found: dict[str, Any] = {}
    for name, span, title, write in zip(("xaxis", "yaxis"), (plane.x, plane.y), titles, formats, strict=True):
        axis = {"range": list(span), "title": {"text": f"{title} →" if title else ""}, "showgrid": False}
        shown = ticks(*span, text=write) if write else {"dtick": 20, "tick0": 0}
        found[name] = {**axis, **(shown if size.ticks else {"showticklabels": False})}
    return found

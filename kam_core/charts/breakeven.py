"""The grid of net margin against cost to serve as a figure: a matrix in per cent, and the diagonal on which an account breaks even."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kam_core.charts.matrix import matrix
from kam_core.charts.plane import Range
from kam_core.charts.theme import Look, note
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from kam_core.matrices import Matrix

FAR = 5.0
NARROWEST = 3.0
"""Points of air on each side at least, so that no two ticks read the same."""
OUTSIDE = 2.0
"""Per cent of the accounts at each end that may lie beyond the frame: a return larger than the sales is no reason to see nothing."""


def profit_by_cost(
    frame: pd.DataFrame, declared: Matrix, *, t: Translator, theme: str = "light", size: str = "desk", height: int | None = None
) -> Figure:
    """
    The figure of ``kam.matrix(wb, "profit_by_cost")``; ``declared`` brings the cuts.

    ``layout.meta`` says outside: how many points lie beyond the frame.
    """
    cuts = declared.x.cut, declared.y.cut
    placed = frame[frame["quadrant"].notna()]
    x, y = _range(placed["x"], cuts[0]), _range(placed["y"], cuts[1])
    drawn = matrix(
        frame.assign(x=_pushed(frame["x"], x), y=_pushed(frame["y"], y)),
        quadrants={q.place: (q.id, t(q.title)) for q in declared.quadrants},
        x_title=t(declared.x.label), y_title=t(declared.y.label), cut_x=cuts[0], cut_y=cuts[1], range=(x, y),
        t=t, theme=theme, size=size, height=height,
        formats=(lambda value: t.percent(value / 100), lambda value: t.percent(value / 100)),
    )  # fmt: skip
    _diagonal(drawn, x, y, Look(theme, size), t)
    beyond = placed[~placed["x"].between(*x) | ~placed["y"].between(*y)]
    drawn.layout.meta = {**drawn.layout.meta, "outside": len(beyond)}
    return drawn


def _range(values: pd.Series, cut: float) -> Range:
    """The middle of the accounts and the cut, with some air."""
    known = values.dropna().to_numpy("float64")
    ends = [*np.percentile(known, [OUTSIDE, 100 - OUTSIDE]), cut] if len(known) else [cut]
    low, high = float(min(ends)), float(max(ends))
    air = max(0.08 * (high - low), NARROWEST)
    return low - air, high + air


def _pushed(values: pd.Series, span: Range) -> pd.Series:
    """What lies beyond the frame lies far beyond it, on its side: else it would stand in the strips of the corner names."""
    far = FAR * (span[1] - span[0])
    return values.mask(values < span[0], span[0] - far).mask(values > span[1], span[1] + far)


def _diagonal(drawn: Figure, x: Range, y: Range, look: Look, t: Translator) -> None:
    """The line on which gross profit pays for service and credit, as far as it crosses the frame; above it an account earns."""
    start, stop = max(x[0], y[0]), min(x[1], y[1])
    if stop <= start:
        return
    line = {"color": look.colours.ink2, "width": 1.2, "dash": "dot"}
    drawn.add_shape(type="line", x0=start, y0=start, x1=stop, y1=stop, line=line, layer="below")
    at = start + 0.86 * (stop - start)
    text = note(t("break-even"), at, at, (look.size.font, look.colours.ink2), xanchor="right", yanchor="bottom", xshift=-4)
    drawn.add_annotation(**text, bgcolor=look.colours.paper)

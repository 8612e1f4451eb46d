"""Where one account stands among the others: a small matrix with its trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts import trails
from kam_core.charts.bubbles import CROWD, Format, bubbles, corners, hover, placed, trace
from kam_core.charts.labels import LINE
from kam_core.charts.plane import Plane, Quadrants, Range, axes, axis_range, ground
from kam_core.charts.theme import CORNERS, SAME, Look, alpha, figure, note, plain
from kam_core.params import EvidenceParams
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

EVIDENCE = EvidenceParams()
OTHERS = 600
"""More dots than this say nothing more about where the others are."""
RADIUS = 7.0
HEIGHT = 290


def standing(
    frame: pd.DataFrame, subject: str, *, quadrants: Quadrants, title: str, x_title: str, y_title: str, cut_x: float, cut_y: float,
    t: Translator, trail: pd.DataFrame | None = None, theme: str = "light", range: tuple[Range, Range] | None = None,
    tones: Mapping[str, str] = SAME, formats: tuple[Format, Format] = (None, None), evidence: EvidenceParams = EVIDENCE,
    size: str = "mini", height: int = HEIGHT,
) -> Figure:  # fmt: skip
    """
    A small matrix of one subject (subject or account id) in colour among the others in grey.

    ``title`` is the translated name of the matrix, or nothing; the quadrant is written beside it. ``trail`` has x, y of the earlier
    periods, oldest first. The other arguments are those of ``matrix``. ``layout.meta`` says alt and quadrant (its id, or None).
    """
    look = Look(theme, size, tones)
    shown = placed(frame, evidence)
    spans = range or (axis_range(shown["x"], cut_x), axis_range(shown["y"], cut_y))
    plane = Plane.of(*spans, cuts=(cut_x, cut_y), size=replace(look.size, headroom=0.03), height=height)
    corner = corners(shown, quadrants, cut_x, cut_y)
    own = np.asarray((shown["subject_id"] == subject) | (shown["account_id"] == subject), dtype=bool)
    own = own & (np.cumsum(own) == 1)  # an account may stand in it more than once, by its contacts
    one = bubbles(shown[own], corner[own], 1.0, evidence)
    scale = max(1.0, look.size.scale)
    one = replace(one, radius=np.full(len(one.x), RADIUS * scale))  # alone, an area says nothing
    words = (x_title, y_title, {c: quadrants[c][1] for c in CORNERS})
    data = [_others(shown[~own], look)]
    if trail is not None and own.any():
        way = trail.assign(subject_id=one.frame["subject_id"].iloc[0])
        data += trails.traces(trails.paths(way, one, np.ones(len(one.x), dtype=bool)), one, look)
    data.append(trace(one, one.strength, look, hover(one, words, formats, t)))
    place = CORNERS[corner[own][0]] if own.any() else None
    where = quadrants[place][1] if place else t("not placed")
    head = t("{matrix}: {quadrant}", matrix=title, quadrant=f"<b>{where}</b>") if title else f"<b>{where}</b>"
    colour = look.text(place) if place else look.colours.ink2
    over = {"xref": "x domain", "xanchor": "left", "yref": "y domain", "yanchor": "bottom", "yshift": 4}
    layout = {
        **axes(plane, (x_title, y_title), formats, look.size),
        "height": height,
        "margin": {"t": round(12 + LINE * look.size.font)},
        "shapes": ground(plane, look, strength=1.4),
        "annotations": [note(head, 0, 1, (look.size.font, colour), **over)],
    }
    alt = t("{matrix}: {quadrant}", matrix=title or f"{x_title} / {y_title}", quadrant=where)
    return figure(data, layout, look, alt, quadrant=quadrants[place][0] if place else None)


def _others(frame: pd.DataFrame, look: Look) -> dict[str, Any]:
    """Small grey dots; of a crowd every k-th, so that the figure stays small."""
    some = frame.iloc[:: max(1, len(frame) // OTHERS)] if len(frame) > CROWD else frame
    names = [plain(name) for name in some["account_name"]]
    ids = some[["account_id", "subject_id"]].astype(object).to_numpy().tolist()
    return {
        "type": "scatter", "mode": "markers", "cliponaxis": False,
        "x": some["x"].to_numpy(dtype=np.float32), "y": some["y"].to_numpy(dtype=np.float32),
        "marker": {"size": 4.5 * max(1.0, look.size.scale), "color": alpha(look.colours.grey, 0.4), "line": {"width": 0}},
        "customdata": [[*who, name] for who, name in zip(ids, names, strict=True)], "hovertemplate": "%{customdata[2]}<extra></extra>",
    }  # fmt: skip

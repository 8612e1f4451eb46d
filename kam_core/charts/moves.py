"""Where drafted answers would take the accounts they touch: hollow before, full after, an arrow between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.bubbles import Format, corners, placed
from kam_core.charts.labels import LINE, place, short, text_width
from kam_core.charts.plane import Plane, Quadrants, axes, axis_range, corner_boxes, corner_names, cut_boxes, ground
from kam_core.charts.theme import CORNERS, SAME, Look, figure, note, plain
from kam_core.params import EvidenceParams
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

EVIDENCE = EvidenceParams()
RADIUS = 5.0
HEIGHT = 290
ROOM = 35.0
STILL = 0.25
"""A move of fewer points has no arrow."""


def moves(
    before: pd.DataFrame, after: pd.DataFrame, *, quadrants: Quadrants, x_title: str, y_title: str, cut_x: float, cut_y: float,
    t: Translator, title: str, theme: str = "light", tones: Mapping[str, str] = SAME, formats: tuple[Format, Format] = (None, None),
    evidence: EvidenceParams = EVIDENCE, height: int = HEIGHT,
) -> Figure:  # fmt: skip
    """
    Two tables of one matrix with the same subjects, row by row, as one small figure.

    ``title`` is the translated name of the matrix; the other arguments are those of ``matrix``. Who is placed only after has no
    hollow mark, who is not placed after is not drawn. ``layout.meta`` says alt, moved (an arrow) and crossed (another quadrant).
    """
    look = Look(theme, "mini", tones)
    old, new = placed(before, evidence), placed(after, evidence)
    size = replace(look.size, ticks=True)
    spans = [axis_range([*old[name], *new[name], *_room(cut)], cut) for name, cut in (("x", cut_x), ("y", cut_y))]
    plane = Plane.of(spans[0], spans[1], cuts=(cut_x, cut_y), size=size, height=height)
    corner = corners(new, quadrants, cut_x, cut_y)
    both = old.index.intersection(new.index)
    way = np.hypot(new.loc[both, "x"] - old.loc[both, "x"], new.loc[both, "y"] - old.loc[both, "y"])
    moved = both[np.asarray(way >= STILL)]
    crossed = int((old.loc[both, "quadrant"] != new.loc[both, "quadrant"]).sum())
    titles = {name: quadrants[name][1] for name in CORNERS}
    write = (formats[0] or t.index, formats[1] or t.index)
    hollow = _marks(old.loc[moved], corners(old.loc[moved], quadrants, cut_x, cut_y), look, True, write)
    alt = t.n("{matrix}: {n} account moves, {k} into another quadrant.", "{matrix}: {n} accounts move, {k} into another quadrant.",
              len(moved), matrix=title, k=t.count(crossed))  # fmt: skip
    layout = {
        **axes(plane, (x_title, y_title), formats, size), "height": height, "shapes": ground(plane, look, strength=1.4),
        "annotations": [
            *corner_names({name: f"<b>{text}</b>" for name, text in titles.items()}, look),
            *_arrows(old.loc[moved], new.loc[moved], look), *_names(new, plane, look, titles),
        ],
    }  # fmt: skip
    return figure([hollow, _marks(new, corner, look, False, write)], layout, look, alt, moved=len(moved), crossed=crossed)


def _room(cut: float) -> tuple[float, float]:
    """So far the axis reaches at least, so that the corners hold their names."""
    return max(cut - ROOM, 0.0), min(cut + ROOM, 100.0)


def _marks(frame: pd.DataFrame, corner: Any, look: Look, hollow: bool, write: tuple[Callable[[float], str], ...]) -> dict[str, Any]:
    colours = [look.mark(CORNERS[at]) for at in corner]
    who = zip(frame["account_name"], frame["x"], frame["y"], strict=True)
    return {
        "type": "scatter", "mode": "markers", "cliponaxis": False,
        "x": frame["x"].to_numpy(dtype=np.float32), "y": frame["y"].to_numpy(dtype=np.float32),
        "marker": {
            "size": 2 * RADIUS, "color": look.colours.paper if hollow else colours, "opacity": 1,
            "line": {"width": 1.6 if hollow else 1.0, "color": colours if hollow else look.colours.paper},
        },
        "customdata": [[plain(name), write[0](x), write[1](y)] for name, x, y in who],
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]} / %{customdata[2]}<extra></extra>",
    }  # fmt: skip


def _arrows(old: pd.DataFrame, new: pd.DataFrame, look: Look) -> list[dict[str, Any]]:
    head = {"text": "", "showarrow": True, "arrowhead": 2, "arrowsize": 1.1, "arrowwidth": 1.4, "arrowcolor": look.colours.ink2,
            "standoff": RADIUS, "startstandoff": RADIUS, "xref": "x", "yref": "y", "axref": "x", "ayref": "y"}  # fmt: skip
    ways = zip(old["x"], old["y"], new["x"], new["y"], strict=True)
    return [{**head, "ax": float(ax), "ay": float(ay), "x": float(x), "y": float(y)} for ax, ay, x, y in ways]


def _names(new: pd.DataFrame, plane: Plane, look: Look, titles: dict[str, str]) -> list[dict[str, Any]]:
    """The names of those that find a place beside their mark."""
    font = look.size.label
    texts = [short(str(name)) for name in new["account_name"]]
    widths = np.array([text_width(text, font) * 1.04 for text in texts])
    found = place(
        plane.pixels(new["x"], new["y"]), np.full(len(new), RADIUS), widths, list(range(min(len(new), look.size.labels))),
        frame=(plane.width, plane.height), line=LINE * font, reserved=np.vstack([corner_boxes(titles, plane, look.size), cut_boxes(plane)]),
    )  # fmt: skip
    named = zip(found.at, found.offset, strict=True)
    return [
        note(plain(texts[row]), float(new["x"].iloc[row]), float(new["y"].iloc[row]), (font, look.colours.ink),
             xanchor="center", yanchor="middle", xshift=float(dx), yshift=-float(dy))
        for row, (dx, dy) in named
    ]  # fmt: skip

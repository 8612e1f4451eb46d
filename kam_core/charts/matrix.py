"""Any matrix of the workbench as one figure: bubbles on four named quadrants, with names that never overlap."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kam_core.charts import trails as ways
from kam_core.charts.bubbles import CROWD, DENSE, FAINT, MANY, MUTED, Bubbles, Format, bubbles, corners, hover, placed, trace
from kam_core.charts.heat import cell, heat
from kam_core.charts.labels import LINE, Bools, Floats, place, short, text_width
from kam_core.charts.plane import Plane, Quadrants, Range, axes, axis_range, corner_boxes, corner_names, cut_boxes, ground
from kam_core.charts.theme import CORNERS, SAME, WALLS, Look, alpha, figure, note, plain
from kam_core.params import EvidenceParams
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

EVIDENCE = EvidenceParams()
FEW, FULL_WALL = 24, 0.7
"""From more bubbles than this on, those of a wall are drawn smaller, or they would hide each other and their names."""
BOLD = 1.14
"""Bold names are so much wider than the widths of letters say."""


def matrix(
    frame: pd.DataFrame, *, quadrants: Quadrants, x_title: str, y_title: str, cut_x: float, cut_y: float, t: Translator,
    theme: str = "light", size: str = "desk", selected: Collection[str] = (), key_ids: Collection[str] = (),
    trails: pd.DataFrame | None = None, highlight: Collection[str] = (), marks: Mapping[str, str] | None = None,
    range: tuple[Range, Range] | None = None,
    tones: Mapping[str, str] = SAME, formats: tuple[Format, Format] = (None, None), evidence: EvidenceParams = EVIDENCE,
    height: int | None = None, about: str = "",
) -> Figure:  # fmt: skip
    """
    The figure of a matrix frame (``kam.matrix``; an optional column subject_name names subjects that are not accounts, x_drawn and
    y_drawn put a bubble beside its place where several would hide each other).

    ``quadrants`` maps corner ('hh', 'lh', 'hl', 'll', x first) to (id, translated name); titles are translated too, cuts in data units.
    ``selected`` are subject or account ids: all others step back and lose their names; ``highlight`` the same, with bold names; both
    always have their trail. ``key_ids`` are named before the others, and drawn on top of a crowd; before them who renews soon in the
    quadrant ``about``, which is named before other quadrants. ``marks`` (subject id -> a few letters) stand in the
    place of names, for what is listed beside the figure. ``trails`` (subject_id, x, y, oldest first) shows the way
    of the largest moves. ``range`` gives the data ranges of both axes (``axis_range``) for figures that must not rescale.
    ``tones`` maps a corner to the one whose colour it takes, where an axis is reversed and place and meaning differ.
    ``formats`` write x and y (None = an index of 0-100). A click brings customdata [account_id, subject_id, name, ...].
    ``layout.meta`` says alt, placed, not_placed, ways (the trails drawn) and, for a crowd, cell (width and height of a cell in data units).
    """
    shown = placed(frame, evidence)
    look = Look(theme, size, tones)
    tall = height or look.size.height
    spans = range or (axis_range(shown["x"], cut_x), axis_range(shown["y"], cut_y))
    plane = Plane.of(*spans, cuts=(cut_x, cut_y), size=look.size, height=tall)
    corner = corners(shown, quadrants, cut_x, cut_y)
    focus = {*selected, *highlight}
    scene = _scene(shown, corner, {*focus, *key_ids}, focus, trails, look, evidence, about)
    counts = {c: t.count(n) for c, n in zip(CORNERS, np.bincount(corner, minlength=len(CORNERS)), strict=True)}
    words = (x_title, y_title, {c: quadrants[c][1] for c in CORNERS})
    data = [heat(shown, plane, look.colours, t)] if scene.crowd else []
    data += ways.traces(scene.ways, scene.drawn, look)
    wall = size in WALLS  # nothing there is clicked, and a slip of the hand must not zoom
    data.append(trace(scene.drawn, scene.opacity, look, hover(scene.drawn, words, formats, t, opens=not wall)))
    layout = {
        **axes(plane, (x_title, y_title), formats, look.size), "height": tall, "dragmode": not wall and "zoom",
        "shapes": ground(plane, look),
        "annotations": _notes(scene, plane, look, words[2], counts, highlight, marks or {}),
    }  # fmt: skip
    meta: dict[str, object] = {"placed": len(shown), "not_placed": len(frame) - len(shown), "ways": len(scene.ways)}
    return figure(
        data, layout, look, _alt(words, counts, len(frame) - len(shown), t), **meta, **({"cell": cell(plane)} if scene.crowd else {})
    )


@dataclass(frozen=True)
class _Scene:
    """What is drawn, and which part of it speaks."""

    drawn: Bubbles
    crowd: bool
    ways: Mapping[int, Floats]
    faded: Bools
    opacity: Floats
    order: list[int]
    """The rows that may be named, the most important first."""


def _scene(
    shown: pd.DataFrame,
    corner: NDArray[np.intp],
    key: set[str],
    focus: set[str],
    trails: pd.DataFrame | None,
    look: Look,
    evidence: EvidenceParams,
    about: str,
) -> _Scene:
    """Choose by density: all and their names; all but the names of the many; a heat map under the key accounts."""
    many, crowd = len(shown) > MANY, len(shown) > CROWD
    is_key = np.asarray(shown["subject_id"].isin(list(key)) | shown["account_id"].isin(list(key)), dtype=bool)
    kept = is_key if crowd else np.ones(len(shown), dtype=bool)
    scale = look.size.scale * (FULL_WALL if look.name in WALLS and len(shown) > FEW else 1.0)
    drawn = bubbles(shown[kept], corner[kept], scale * (DENSE if many and not crowd else 1.0), evidence)
    is_key = is_key[kept]
    first = drawn.among(focus)
    found = ways.paths(trails, drawn, first) if trails is not None else {}
    loud = first | ways.movers(found, drawn) if focus or found else np.ones(len(drawn.x), dtype=bool)
    opacity = drawn.strength * (np.where(is_key, 1.0, FAINT) if many else 1.0)
    there = np.asarray(drawn.frame["quadrant"] == about, dtype=bool)
    rank = np.lexsort((-drawn.radius, ~there, ~is_key, ~(there & drawn.ring), ~first))
    named = loud & (is_key if many else True)
    return _Scene(drawn, crowd, found, ~loud, np.where(loud, opacity, MUTED), [int(row) for row in rank if named[row]][: look.size.labels])


def _notes(
    scene: _Scene, plane: Plane, look: Look, titles: Mapping[str, str], counts: Mapping[str, str], bold: Collection[str],
    marks: Mapping[str, str],
) -> list[dict[str, Any]]:  # fmt: skip
    """The names of the corners, and those of the bubbles that find a place."""
    heads = {corner: f"<b>{titles[corner]}</b>\u00a0\u00a0{counts[corner]}" for corner in CORNERS}
    corners = corner_boxes({corner: f"{titles[corner]}  {counts[corner]}" for corner in CORNERS}, plane, look.size)
    boxes = np.vstack([corners, cut_boxes(plane)])
    return [*corner_names(heads, look), *_names(scene, plane, look, boxes, bold, marks)]


def _names(scene: _Scene, plane: Plane, look: Look, boxes: Floats, bold: Collection[str], marks: Mapping[str, str]) -> list[dict[str, Any]]:
    drawn, font = scene.drawn, look.size.label
    ids = drawn.frame["subject_id"].tolist()
    texts = {row: marks.get(ids[row]) or short(drawn.names[row]) for row in scene.order}
    widths = np.zeros(len(drawn.x))
    strong = drawn.among([*bold, *marks])
    widths[scene.order] = [text_width(texts[row], font) * (BOLD if strong[row] else 1.04) for row in scene.order]
    trail = ways.samples(scene.ways)
    found = place(
        plane.pixels(drawn.x, drawn.y), drawn.radius, widths, scene.order, frame=(plane.width, plane.height), line=LINE * font,
        reserved=boxes, faded=scene.faded, trail=plane.pixels(trail[:, 0], trail[:, 1]),
    )  # fmt: skip
    notes = []
    # On a heat map a name needs ground under it.
    under = {"bgcolor": alpha(look.colours.paper, 0.6)} if scene.crowd else {}
    for row, (dx, dy), leader in zip(found.at, found.offset, found.leader, strict=True):
        text = plain(texts[int(row)])
        line = {"arrowhead": 0, "arrowwidth": 0.8, "arrowcolor": look.colours.ink3, "standoff": float(drawn.radius[row])}
        way = {"showarrow": True, "ax": float(dx), "ay": float(dy), **line} if leader else {"xshift": float(dx), "yshift": -float(dy)}
        beside = {"xanchor": "center", "yanchor": "middle", **under, **way}
        text = f"<b>{text}</b>" if strong[row] else text
        notes.append(note(text, float(drawn.x[row]), float(drawn.y[row]), (font, look.colours.ink), **beside))
    return notes


def _alt(words: tuple[str, str, Mapping[str, str]], counts: Mapping[str, str], left_out: int, t: Translator) -> str:
    x_title, y_title, titles = words
    found = t("{x} against {y}: {quadrants}.", x=x_title, y=y_title, quadrants=t.listed([f"{titles[c]} {counts[c]}" for c in CORNERS]))
    return found if not left_out else found + " " + t.n("{n} not placed: thin evidence.", "{n} not placed: thin evidence.", left_out)

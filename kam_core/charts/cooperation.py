"""Bow-tie 领结 or diamond 钻石: which functions of both companies are linked, and how broad the contact is (methods 13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.charts.labels import short
from kam_core.charts.theme import Look, alpha, figure, note, plain
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 34, 96
"""Pixels a function takes, and around all."""
OURS, THEIRS, MIDDLE = 0.38, 0.62, 0.5
"""Where the two companies stand across, and the line between them."""
THIN = 0.05
"""Half the waist of a bow-tie, as a share of the height."""


def cooperation(
    pairs: pd.DataFrame,
    ours: Sequence[str],
    theirs: Sequence[str],
    broad: float,
    *,
    t: Translator,
    theme: str = "light",
    size: str = "mini",
    height: int | None = None,
) -> Figure:
    """
    Our functions to the left, theirs to the right, a line for each linked pair, thicker with the level of its best link.

    ``pairs`` has our_function, their_function, people and level (2-4); ``ours`` and ``theirs`` name every function known. ``broad``
    is 0 for a bow-tie and 1 for a diamond: the shape behind opens from the outside to the middle with it.
    """
    look = Look(theme, size)
    left, right = _places(ours), _places(theirs)
    rows = max(len(left), len(right), 2)
    layout = {
        "height": height or FRAME + PITCH * rows,
        "xaxis": {"range": [0, 1], "visible": False, "fixedrange": True},
        "yaxis": {"range": [-0.08, 1.12], "visible": False, "fixedrange": True},
        "annotations": [*_names(left, OURS, "right", look), *_names(right, THEIRS, "left", look), *_heads(look, t)],
    }
    lines = [_line(left[a], right[b], level, look) for a, b, level in pairs[["our_function", "their_function", "level"]].to_numpy()]
    linked = (set(pairs["our_function"]), set(pairs["their_function"]))
    marks = [_marks(names, x, own, look) for names, x, own in ((left, OURS, linked[0]), (right, THEIRS, linked[1]))]
    alt = t.n("{n} pair of functions is linked.", "{n} pairs of functions are linked.", len(pairs))
    return figure([*_shape(broad, look), *lines, *marks], layout, look, alt)


def _places(names: Sequence[str]) -> dict[str, float]:
    """Heights of the names, evenly, the first at the top; a single one in the middle."""
    n = len(names)
    return {name: 1 - (i + 0.5) / n for i, name in enumerate(names)}


def _shape(broad: float, look: Look) -> list[dict[str, Any]]:
    """Two triangles: point to point for a bow-tie, base to base for a diamond, in between as far as it opened."""
    outside, inside = 0.5 - (0.5 - THIN) * broad, THIN + (0.5 - THIN) * broad
    found = []
    for base, colour in ((0.02, look.colours.blue), (0.98, look.colours.ochre)):
        x = [base, MIDDLE, MIDDLE, base]
        y = [0.5 + outside, 0.5 + inside, 0.5 - inside, 0.5 - outside]
        area = {"fill": "toself", "fillcolor": alpha(colour, 1.6 * look.colours.tint), "line": {"width": 0}}
        found.append({"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", **area})
    return found


def _line(left: float, right: float, level: float, look: Look) -> dict[str, Any]:
    line = {"color": look.colours.ink3, "width": 1.5 * (level - 1)}
    return {"type": "scatter", "mode": "lines", "x": [OURS, THEIRS], "y": [left, right], "line": line, "hoverinfo": "skip"}


def _marks(names: dict[str, float], x: float, linked: set[str], look: Look) -> dict[str, Any]:
    """Full where a link is held, open where nobody is in touch."""
    colour = look.colours.blue if x == OURS else look.colours.ochre
    fill = [colour if name in linked else look.colours.paper for name in names]
    marker = {"size": 11, "color": fill, "line": {"color": colour, "width": 2}}
    return {"type": "scatter", "mode": "markers", "x": [x] * len(names), "y": list(names.values()), "marker": marker, "hoverinfo": "skip"}


def _names(names: dict[str, float], x: float, side: str, look: Look) -> list[dict[str, Any]]:
    shift = -10 if side == "right" else 10
    font = (look.size.label, look.colours.ink)
    return [note(plain(short(name)), x, y, font, xanchor=side, xshift=shift) for name, y in names.items()]


def _heads(look: Look, t: Translator) -> list[dict[str, Any]]:
    font = (look.size.title, look.colours.ink2)
    return [
        note(f"<b>{t('Our functions')}</b>", OURS, 1.09, font, xanchor="right"),
        note(f"<b>{t('Their functions')}</b>", THEIRS, 1.09, font, xanchor="left"),
    ]

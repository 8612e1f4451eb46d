"""Trust as a profile: the four parts of the question set, what we think beside what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from kam_core.charts.theme import NAMED, Look, figure, note
from kam_core.index.declared.trust import TRUST
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 46, 50
"""Pixels an item takes, and around all."""


def trust_profile(
    sides: Mapping[str, Mapping[str, float]], *, t: Translator, theme: str = "light", size: str = "mini", height: int | None = None
) -> Figure:
    """
    One row an item, 1-10, the better end always to the right; a mark a side that answered, a line between two.

    ``sides`` are ``customer`` (full marks) and ``ours`` (open marks), each with the mean answer by item id (NaN = none).
    """
    look, items = Look(theme, size), TRUST.items
    colours = {"customer": (look.colours.blue, look.colours.blue), "ours": (look.colours.ochre, look.colours.ochre_text)}
    good = {side: np.array([_rightwards(item, sides[side][item.id]) for item in items]) for side in colours}
    data = [_between(good, look), *(_marks(good[side], sides[side], side, colours[side], look, t) for side in ("ours", "customer"))]
    names = [t("{item}, reversed", item=t(item.title)) if item.reverse else t(item.title) for item in items]
    rows = len(items)
    layout = {
        "height": height or FRAME + PITCH * rows,
        "xaxis": {"range": [0.4, 10.6], "tickvals": [1, 4, 7, 10], "showgrid": True, "gridcolor": look.colours.grid},
        "yaxis": {"tickvals": list(range(rows)), "ticktext": names, "range": [rows - 0.4, -0.95], "showgrid": False},
        "annotations": _key(colours, good, look, t),
    }
    return figure(data, layout, look, _alt(good, t), axes=NAMED)


def _rightwards(item: Any, answer: float) -> float:
    """The answer turned so that more is better."""
    return float(item.low + item.high - answer if item.reverse else answer)


def _between(good: Mapping[str, Any], look: Look) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    for row, (ours, theirs) in enumerate(zip(good["ours"], good["customer"], strict=True)):
        if not np.isnan(ours + theirs):
            x, y = [*x, float(ours), float(theirs), None], [*y, row, row, None]
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": {"color": look.colours.line, "width": 3}, "hoverinfo": "skip"}


def _marks(good: Any, answers: Mapping[str, float], side: str, colours: tuple[str, str], look: Look, t: Translator) -> dict[str, Any]:
    """The marks of one side with the answer as it was given beside them; ``colours`` of the mark and of the words."""
    colour, ink = colours
    texts = [t.answer(answers[item.id]) if not np.isnan(answers[item.id]) else "" for item in TRUST.items]
    marker = {
        "size": 17 if side == "ours" else 11,
        "color": colour,
        "line": {"color": colour, "width": 2},
        "symbol": "circle-open" if side == "ours" else "circle",
    }
    return {
        "type": "scatter", "mode": "markers+text", "x": [None if np.isnan(v) else float(v) for v in good], "y": list(range(len(good))),
        "marker": marker, "text": texts, "textposition": "bottom center" if side == "ours" else "top center",
        "textfont": {"color": ink, "size": look.size.font}, "cliponaxis": False, "hoverinfo": "skip",
    }  # fmt: skip


def _key(colours: Mapping[str, tuple[str, str]], good: Mapping[str, Any], look: Look, t: Translator) -> list[dict[str, Any]]:
    """Which mark is whose, above the rows; a side without answers is not named."""
    words = {"customer": t("● they say"), "ours": t("○ we think")}
    shown = [side for side in words if not np.isnan(good[side]).all()]
    font = look.size.font
    places = ((1.0, "left"), (10.0, "right"))
    return [
        note(words[side], x, -0.8, (font, colours[side][1]), xanchor=anchor) for side, (x, anchor) in zip(shown, places, strict=False)
    ]  # fmt: skip


def _alt(good: Mapping[str, Any], t: Translator) -> str:
    gaps = good["ours"] - good["customer"]
    if np.isnan(gaps).all():
        return t("The four parts of trust, 1 to 10.")
    worst = int(np.nanargmax(np.abs(gaps)))
    return t("We and they differ most on {item}.", item=t(TRUST.items[worst].title))

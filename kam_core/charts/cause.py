"""Why an index moved: from the value before to the value after, a bar a step, its words above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kam_core.charts.labels import text_width
from kam_core.charts.theme import NAMED, Look, figure, note, plain
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST = 9
"""Steps drawn by themselves; smaller ones stand together."""
SEEN = 0.05
"""A step of fewer points would read 0."""
PITCH, FRAME = 44, 40
"""Pixels a step takes, and around all."""
NARROWEST = 330
"""Pixels in the narrowest column."""

Steps = Sequence[tuple[str, float]]
"""What a step was, in words, and by how many points the index changed."""


def cause(
    steps: Steps, before: float, after: float, cut: float, *, title: str, t: Translator, theme: str = "light", size: str = "mini"
) -> Figure:
    """
    The steps in their order between the two values, up in sky and down in grey; the cut is dotted.

    ``title`` is the name of the index. Beyond ``MOST`` the smallest steps are one. ``layout.meta`` says alt and together (how many).
    """
    look = Look(theme, size)
    shown, together = _few(steps, t)
    change = np.array([step[1] for step in shown], dtype=float)
    end = before + np.cumsum(change)
    begin = end - change
    words = [t("Before the move"), *(step[0] for step in shown), t("After the move")]
    marks = np.concatenate([[before], end, [after]])
    low, high = float(np.nanmin([*marks, *begin, cut])), float(np.nanmax([*marks, *begin, cut]))
    room = max(high - low, 4.0) * 0.14
    rows = len(words)
    layout = {
        "height": FRAME + PITCH * rows, "bargap": 0.62, "margin": {"l": 4, "r": 8, "t": 8, "b": 4},
        "xaxis": {"range": [low - room, high + room], "showgrid": False, "title": {"text": title}, "dtick": _pitch(high - low)},
        "yaxis": {"range": [rows - 0.5, -0.75], "showticklabels": False, "showgrid": False},
        "shapes": [_cut(cut, rows, look)],
        "annotations": [_above(word, row, look, row in (0, rows - 1)) for row, word in enumerate(words)],
    }  # fmt: skip
    data = [_bars(begin, end, change, [step[0] for step in shown], t, look), _ends(before, after, rows, t, look)]
    return figure(data, layout, look, _alt(shown, before, after, title, t), axes=NAMED, together=together)


def _few(steps: Steps, t: Translator) -> tuple[list[tuple[str, float]], int]:
    """The largest steps in their order, and the others together at the end."""
    ranked = sorted(range(len(steps)), key=lambda place: (-abs(steps[place][1]), place))
    large = [place for place in ranked if abs(steps[place][1]) >= SEEN]
    large = large if len(large) == len(steps) <= MOST + 1 else large[:MOST]
    rest = [step[1] for place, step in enumerate(steps) if place not in large]
    few = [steps[place] for place in sorted(large)]
    if abs(sum(rest)) < SEEN:
        return few, len(rest)
    return [*few, (t.n("{n} smaller step", "{n} smaller steps", len(rest)), float(np.sum(rest)))], len(rest)


def _pitch(span: float) -> float:
    return 1.0 if span < 5 else 5.0 if span < 30 else 10.0 if span < 60 else 20.0


def _bars(begin: Any, end: Any, change: Any, words: list[str], t: Translator, look: Look) -> dict[str, Any]:
    # Every bar points right, so that its figure stands at its right end whatever its sign.
    return {
        "type": "bar", "orientation": "h", "x": np.abs(change), "base": np.minimum(begin, end), "y": list(range(1, len(words) + 1)),
        "text": [_signed(value, t) for value in change], "textposition": "outside", "textangle": 0, "cliponaxis": False,
        "textfont": {"size": look.size.font, "color": look.colours.ink2}, "offset": -0.02, "width": 0.36,
        "marker": {"color": [look.colours.grey if value < 0 else look.colours.sky for value in change], "line": {"width": 0}},
        "customdata": [plain(word) for word in words], "hovertemplate": "%{customdata}<br><b>%{text}</b><extra></extra>",
    }  # fmt: skip


def _signed(value: float, t: Translator) -> str:
    """A change with one decimal below ten points, so that small steps do not all read 0."""
    text = t.answer(abs(value)) if abs(value) < 10 else t.index(abs(value))
    return text if text == "0" else f"+{text}" if value > 0 else f"\N{MINUS SIGN}{text}"


def _ends(before: float, after: float, rows: int, t: Translator, look: Look) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers+text", "x": [before, after], "y": [0.16, rows - 1 + 0.16], "cliponaxis": False,
        "text": [f"<b>{t.answer(before)}</b>", f"<b>{t.answer(after)}</b>"], "textposition": "middle right", "hoverinfo": "skip",
        "textfont": {"size": look.size.font + 1, "color": look.colours.ink},
        "marker": {"symbol": "diamond", "size": 11, "color": look.colours.blue, "line": {"width": 0}},
    }  # fmt: skip


def _above(word: str, row: int, look: Look, bold: bool) -> dict[str, Any]:
    """The words of a step over its bar, at the left edge of the figure."""
    text = plain(_fitting(word, look.size.font))
    at = {"xref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return note(f"<b>{text}</b>" if bold else text, 0, row - 0.06, (look.size.font, look.colours.ink), **at)


def _fitting(word: str, font: float) -> str:
    while text_width(word, font) > NARROWEST and len(word) > 8:
        word = word[:-2].rstrip("… ,，") + "…"
    return word


def _cut(cut: float, rows: int, look: Look) -> dict[str, Any]:
    line = {"width": 1, "color": look.colours.ink3, "dash": "dot"}
    return {"type": "line", "x0": cut, "x1": cut, "y0": -0.3, "y1": rows - 0.5, "line": line, "layer": "below"}


def _alt(shown: Steps, before: float, after: float, title: str, t: Translator) -> str:
    told = t("{index} from {before} to {after}.", index=title, before=t.answer(before), after=t.answer(after))
    if not shown:
        return told
    parts = t.listed([f"{word} {_signed(value, t)}" for word, value in shown])
    return f"{told} {parts}"

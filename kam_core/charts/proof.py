"""Why an index is what it is: the items that build it up, what each could have given, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd

from kam_core.charts.labels import Floats
from kam_core.charts.theme import Look, figure, note, plain
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, HEAD, FOOT = 31, 26, 34
THICK = 0.29
"""Half the thickness of a bar, in rows."""
ROOM = 17.0
"""Points to the right of 100 for the words of the last bar."""


class Explained(Protocol):
    """What is drawn of an explanation (``kam.explain``)."""

    @property
    def title(self) -> str:
        """The name of the index (message id)."""

    @property
    def value(self) -> float:
        """The index, 0-100, or NaN."""

    @property
    def terms(self) -> pd.DataFrame:
        """One row per item: title (message id) and the values that fill it, weight, contribution, possible, missing."""


def build_up(
    explanation: Explained,
    *,
    t: Translator,
    cut: float | None = None,
    theme: str = "light",
    size: str = "desk",
    height: int | None = None,
) -> Figure:
    """
    The items of an index as a stair to its value: blue what an item gives, grey what it could still give, dashed what was not answered.

    Lengths are points of 0-100; a missing item is neither counted nor drawn as zero.
    """
    look = Look(theme, size)
    terms = explanation.terms.reset_index(drop=True)
    missing = terms["missing"].to_numpy(dtype=bool)
    gives = np.where(missing, 0.0, terms["contribution"].to_numpy(dtype=float, na_value=0.0))
    could = np.where(missing, _unasked(terms), terms["possible"].to_numpy(dtype=float, na_value=0.0))
    start = np.cumsum(gives) - gives
    rows = len(terms)
    title = t(explanation.title)
    names = [t(name, **values) for name, values in zip(terms["title"], terms["values"], strict=True)]
    total = float(explanation.value) if pd.notna(explanation.value) else float("nan")
    layout = {
        "height": height or HEAD + FOOT + PITCH * (rows + 1), "margin": {"t": HEAD, "r": 4}, "barmode": "overlay", "bargap": 1 - 2 * THICK,
        "xaxis": {"range": [0, 100 + ROOM], "tickvals": [0, 20, 40, 60, 80, 100]},
        "yaxis": {"range": [rows + 0.6, -0.6], "tickvals": list(range(rows + 1)), "ticktext": [*map(plain, names), f"<b>{title}</b>"],
                  "showgrid": False, "tickfont": {"color": look.colours.ink}},
        "shapes": _lines(start, gives, could, missing, total, cut, look),
        "annotations": _words(start, gives, could, missing, total, cut, look, t),
    }  # fmt: skip
    known = [
        t("{item} {points}", item=name, points=t.change(give)) for name, give, gone in zip(names, gives, missing, strict=True) if not gone
    ]
    alt = t("{index} is {value}: {items}.", index=title, value=t.index(total), items=t.listed(known))
    return figure(_bars(names, start, gives, could, missing, total, look, t), layout, look, alt)


def _unasked(terms: pd.DataFrame) -> Floats:
    """How wide the box of a missing item is: its part of the whole weight, for it has none of the value."""
    weight = terms["weight"].to_numpy(dtype=float, na_value=0.0)
    return np.asarray(100 * weight / (weight.sum() or 1.0), dtype=float)


def _bars(
    names: list[str], start: Floats, gives: Floats, could: Floats, missing: Any, total: float, look: Look, t: Translator
) -> list[dict[str, Any]]:
    colours, rows = look.colours, np.flatnonzero(~missing)
    bar = {"type": "bar", "orientation": "h"}
    texts = [
        f"<b>{plain(names[row])}</b><br>{t('{given} of {possible} points', given=t.index(gives[row]), possible=t.index(could[row]))}"
        for row in rows
    ]
    over = {"customdata": texts, "hovertemplate": "%{customdata}<extra></extra>"}
    rest = np.maximum(could - gives, 0)[rows]
    return [
        {
            **bar,
            **over,
            "y": rows.tolist(),
            "base": (start + gives)[rows].tolist(),
            "x": rest.tolist(),
            "marker": {"color": colours.grid, "line": {"width": 0}},
        },
        {
            **bar,
            **over,
            "y": rows.tolist(),
            "base": start[rows].tolist(),
            "x": gives[rows].tolist(),
            "marker": {"color": colours.blue, "line": {"width": 0}},
        },
        {**bar, "y": [len(gives)], "x": [total], "hoverinfo": "skip", "marker": {"color": colours.ink, "line": {"width": 0}}},
    ]


def _lines(start: Floats, gives: Floats, could: Floats, missing: Any, total: float, cut: float | None, look: Look) -> list[dict[str, Any]]:
    """Connectors from bar to bar, dashed boxes for what is missing, and the line of the cut."""
    colours = look.colours
    lines: list[dict[str, Any]] = []
    for row, end in enumerate(start + gives):
        if missing[row]:
            box = {"x0": start[row], "x1": start[row] + could[row], "y0": row - THICK, "y1": row + THICK}
            lines.append(
                {
                    "type": "rect",
                    "name": "missing",
                    **box,
                    "line": {"dash": "dot", "width": 1.2, "color": colours.ink3},
                    "fillcolor": "rgba(0,0,0,0)",
                }
            )
        if np.isfinite(total):
            step = {"x0": end, "x1": end, "y0": row + THICK, "y1": row + 1 - THICK}
            lines.append({"type": "line", **step, "line": {"width": 1, "color": colours.ink3}, "layer": "below"})
    if cut is not None:
        rule = {"x0": cut, "x1": cut, "yref": "y domain", "y0": 0, "y1": 1, "line": {"dash": "dot", "width": 1.5, "color": colours.ochre}}
        lines.append({"type": "line", "name": "cut", **rule})
    return lines


def _words(
    start: Floats, gives: Floats, could: Floats, missing: Any, total: float, cut: float | None, look: Look, t: Translator
) -> list[dict[str, Any]]:
    colours, font = look.colours, look.size.font
    beside = {"xanchor": "left", "yanchor": "middle", "xshift": 7, "bgcolor": colours.paper}
    notes = []
    for row, gone in enumerate(missing):
        of = t("{points} of {possible}", points=f"<b>{t.change(gives[row])}</b>\u00a0", possible=t.index(could[row]))
        text, colour = (t("missing: not counted, not zero"), colours.ink2) if gone else (of, colours.ink)
        notes.append(note(text, float(start[row] + max(could[row], gives[row])), row, (font, colour), **beside))
    end = total if np.isfinite(total) else 0.0
    notes.append(note(f"<b>{t.index(total)}</b>", end, len(gives), (font + 2, colours.ink), **beside))
    if cut is not None:
        notes.append(note(t("cut {value}", value=t.index(cut)), cut, 1, (font, colours.ochre_text), yref="y domain", yanchor="bottom"))
    return notes

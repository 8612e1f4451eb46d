"""Steps that lead from one amount to another: a bar a step, from where the one before it ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kam_core.charts.labels import Floats, short, text_width
from kam_core.charts.theme import NAMED, Look, figure, plain
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from kam_core.value.statement import Step

PITCH, FRAME = 34, 16
"""Pixels a step takes, and around all."""
NARROWEST = 300
"""Pixels bars and amounts have on the narrowest screen, beside the names."""


def waterfall(
    steps: Sequence[Step], *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "mini", height: int | None = None
) -> Figure:  # fmt: skip
    """
    Amounts at the start, between and at the end in blue (red below zero); steps in grey where they take, in sky where they give.

    From top to bottom, so that names have room on a phone. Without steps the figure is empty and says so.
    """
    look = Look(theme, size)
    titles = [plain(short(t(step.title) if step.ours else step.title)) for step in steps]
    begin, end = _ends(steps)
    written = [t.money(step.amount, symbol) for step in steps]
    low, high = float(np.min([begin, end], initial=0.0)), float(np.max([begin, end], initial=0.0))
    room = max((text_width(text, look.size.font) for text in written), default=0.0) + 10
    unit = (high - low or 1.0) / max(NARROWEST - room, 60)
    rows = list(range(len(steps)))
    names = [f"<b>{name}</b>" if step.kind != "step" else name for step, name in zip(steps, titles, strict=True)]
    layout = {
        "height": height or FRAME + PITCH * max(len(steps), 1), "bargap": 0.36,
        "xaxis": {"range": [low - 4 * unit, high + room * unit], "showticklabels": False, "zeroline": low < 0,
                  "zerolinecolor": look.colours.ink3, "zerolinewidth": 1},
        "yaxis": {"tickvals": rows, "ticktext": names,
                  "range": [len(steps) - 0.4, -0.6], "showgrid": False},
        "shapes": [_link(row, end[row], look) for row in rows[:-1]],
    }  # fmt: skip
    bars = [_bars(steps, begin, end, titles, written, look)] if steps else []
    return figure(bars, layout, look, _alt(steps, titles, written, t), axes=NAMED)


def _ends(steps: Sequence[Step]) -> tuple[Floats, Floats]:
    """Where each bar begins and ends: sums from zero, steps from where the one before ended."""
    begin, end, at = np.zeros(len(steps)), np.zeros(len(steps)), 0.0
    for row, step in enumerate(steps):
        begin[row] = at if step.kind == "step" else 0.0
        at = begin[row] + step.amount
        end[row] = at
    return begin, end


def _link(row: int, value: float, look: Look) -> dict[str, Any]:
    """A thin line from the end of a bar to the next one."""
    line = {"width": 1, "color": look.colours.line}
    return {"type": "line", "x0": value, "x1": value, "y0": row + 0.32, "y1": row + 0.68, "line": line, "layer": "below"}


def _bars(steps: Sequence[Step], begin: Floats, end: Floats, titles: list[str], written: list[str], look: Look) -> dict[str, Any]:
    # Every bar points right, so that its amount stands at its right end whatever its sign.
    base, width = np.minimum(begin, end), np.abs(end - begin)
    return {
        "type": "bar", "orientation": "h", "x": width, "base": base, "y": list(range(len(steps))), "text": written,
        "textposition": "outside", "textangle": 0, "cliponaxis": False, "textfont": {"size": look.size.font, "color": look.colours.ink2},
        "marker": {"color": [_colour(step, look) for step in steps], "line": {"width": 0}},
        "customdata": titles, "hovertemplate": "%{customdata}<br><b>%{text}</b><extra></extra>",
    }  # fmt: skip


def _colour(step: Step, look: Look) -> str:
    if step.kind == "step":
        return look.colours.grey if step.amount < 0 else look.colours.sky
    return look.colours.loss if step.amount < 0 else look.colours.blue


def _alt(steps: Sequence[Step], titles: list[str], written: list[str], t: Translator) -> str:
    if not steps:
        return t("Profit and loss: nothing is known.")
    return t("Profit and loss: {steps}.", steps=t.listed([f"{name} {amount}" for name, amount in zip(titles, written, strict=True)]))

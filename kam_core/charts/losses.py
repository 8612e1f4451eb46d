"""Where gains and losses sit: two bars a group, apart from zero, never netted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import text_width
from kam_core.charts.theme import NAMED, Look, figure, plain
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 52, 24
"""Pixels a group takes, and around all."""
NARROWEST = 190
"""Pixels the bars have in the narrowest column; the amounts beside them need the rest."""


def losses_by_group(
    frame: pd.DataFrame, *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "mini", height: int | None = None
) -> Figure:
    """
    Gains to the right and losses to the left of zero, a row per group, in the order of the frame.

    ``frame`` has group (as shown), gained (>= 0) and lost (<= 0), in money.
    """
    look = Look(theme, size)
    gained, lost = frame["gained"].to_numpy(dtype=float), -np.abs(frame["lost"].to_numpy(dtype=float))
    rows = list(range(len(frame)))
    names = [plain(name) for name in frame["group"]]
    data, widest = [], []
    for value, colour in ((lost, look.colours.loss), (gained, look.colours.blue)):
        texts = [t.money(v, symbol) if v else "" for v in value]
        widest.append(max((text_width(text, look.size.font) for text in texts), default=0.0) + 8)
        data.append(_bars(value, rows, texts, names, colour, look))
    low, high = float(np.nanmin(lost, initial=0)), float(np.nanmax(gained, initial=0))
    unit = (high - low or 1.0) / max(NARROWEST - sum(widest), 60)
    layout = {
        "height": height or FRAME + PITCH * max(1, len(frame)), "barmode": "overlay", "bargap": 0.45,
        "xaxis": {"range": [low - widest[0] * unit, high + widest[1] * unit], "showticklabels": False,
                  "zeroline": True, "zerolinecolor": look.colours.ink3, "zerolinewidth": 1},
        "yaxis": {"tickvals": rows, "ticktext": names, "range": [len(frame) - 0.4, -0.6], "showgrid": False},
    }  # fmt: skip
    worst = int(np.nanargmin(lost)) if np.isfinite(lost).any() else None
    alt = (
        t("No losses in any group.")
        if worst is None or not lost[worst]
        else t("{group} loses most: {amount}.", group=frame["group"].iloc[worst], amount=t.money(lost[worst], symbol))
    )
    return figure(data, layout, look, alt, axes=NAMED)


def _bars(
    value: np.ndarray[Any, np.dtype[np.float64]], rows: list[int], texts: list[str], names: list[str], colour: str, look: Look
) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "x": value.astype(np.float32), "y": rows, "marker": {"color": colour, "line": {"width": 0}},
        "text": texts, "textposition": "outside", "textangle": 0, "cliponaxis": False,
        "textfont": {"color": colour, "size": look.size.font},
        "customdata": names, "hovertemplate": "%{customdata}<br><b>%{text}</b><extra></extra>",
    }  # fmt: skip

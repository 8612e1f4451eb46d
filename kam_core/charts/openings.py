"""Accounts by items: what each buys, the darker the larger its part, and what accounts like it would make it expect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kam_core.charts.labels import Floats, short, text_width
from kam_core.charts.theme import NAMED, Look, alpha, figure, plain
from kam_core.charts.ticks import names_axis
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME, TURNED = 30, 60, 110
"""Pixels a row takes, what the names above take, and what more they take when they have to be turned."""
LEVEL = 70
"""A name of more pixels does not stand level above its column."""
BOUGHT, OPEN = (0.10, 0.45), (0.14, 0.55)
"""Opacity of the least and the most."""


def openings(
    bought: Floats, expected: Floats, accounts: Sequence[str], items: Sequence[str], *, t: Translator, symbol: str = "$",
    theme: str = "light", size: str = "mini",
) -> Figure:  # fmt: skip
    """
    A cell an account and item: blue where it is bought (money of twelve months), light where a gap has an expected amount.

    ``bought`` and ``expected`` are (accounts, items), zero or NaN where there is nothing; names are as shown.
    """
    look = Look(theme, size)
    wide = max((text_width(short(name), look.size.font) for name in items), default=0.0) > LEVEL
    parts = bought / np.maximum(np.nansum(bought, axis=1, keepdims=True), 1e-9)
    data = [
        _cells(np.where(bought > 0, parts, np.nan), _written(bought, "", t, symbol), (look.colours.blue, *BOUGHT), look),
        _cells(np.where(expected > 0, expected, np.nan), _written(expected, "+", t, symbol), (look.colours.sky, *OPEN), look),
    ]
    layout = {
        "height": FRAME + PITCH * max(1, len(accounts)) + (TURNED if wide else 0),
        "xaxis": {"side": "top", "tickvals": list(range(len(items))), "ticktext": [plain(short(name)) for name in items],
                  "autotickangles": [0, -90], "ticklabeloverflow": "allow", "range": [-0.5, len(items) - 0.5]},
        "yaxis": {**names_axis([plain(short(name)) for name in accounts], ""), "range": [len(accounts) - 0.5, -0.5]},
    }  # fmt: skip
    gaps = int(np.nansum(expected > 0))
    alt = t.n("{n} gap shown, worth {money} a year if filled.", "{n} gaps shown, worth {money} a year if filled.", gaps,
              money=t.money(float(np.nansum(expected)), symbol))  # fmt: skip
    return figure(data, layout, look, alt, axes=NAMED)


def _written(amounts: Floats, sign: str, t: Translator, symbol: str) -> list[list[str]]:
    return [[sign + t.money(value, symbol) if value > 0 else "" for value in row] for row in amounts]


def _cells(shade: Floats, written: list[list[str]], colour: tuple[str, float, float], look: Look) -> dict[str, Any]:
    tone, least, most = colour
    return {
        "type": "heatmap", "z": shade, "zmin": 0, "zmax": float(np.nanmax(shade, initial=0.0)) or 1.0, "showscale": False,
        "colorscale": [[0, alpha(tone, least)], [1, alpha(tone, most)]], "xgap": 2, "ygap": 2, "hoverongaps": False,
        "text": written, "hovertemplate": "<b>%{y}</b> · %{x}<br>%{text}<extra></extra>",
        "texttemplate": "%{text}", "textfont": {"color": look.colours.ink, "size": look.size.font - 1},
    }  # fmt: skip

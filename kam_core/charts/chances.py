"""How likely each quadrant is: one bar a subject, its four parts add up to 100%."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.charts.labels import short
from kam_core.charts.theme import NAMED, SAME, Look, alpha, figure, plain
from kam_core.charts.ticks import names_axis
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 30, 96
"""Pixels a subject takes, and around all."""
WRITTEN = 0.13
"""A smaller part has no room for its figure."""
PALE = 0.3


def chances(
    frame: pd.DataFrame, titles: Mapping[str, str], order: Sequence[str], *, t: Translator, theme: str = "light", size: str = "mini",
    tones: Mapping[str, str] = SAME,
) -> Figure:  # fmt: skip
    """
    A row a subject in the order of the frame (name, corner, p_hh, p_lh, p_hl, p_ll); the part where it stands is full, the rest pale.

    ``titles`` are the names of the corners, ``order`` says how they follow each other, ``tones`` whose colour a corner takes.
    """
    look = Look(theme, size, tones)
    names = [plain(short(str(name))) for name in frame["name"]]
    rows = list(range(len(frame)))
    shares = {corner: frame[f"p_{corner}"].to_numpy("float64") for corner in order}
    data = [
        _part(titles[corner], shares[corner], frame["corner"].eq(corner).tolist(), names, look.mark(corner), look, t) for corner in order
    ]
    layout = {
        "height": FRAME + PITCH * max(len(rows), 1), "barmode": "stack", "bargap": 0.3, "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "traceorder": "normal", "itemclick": False,
                   "itemdoubleclick": False, "font": {"size": look.size.font, "color": look.colours.ink2}},
        "margin": {"l": 4, "r": 20, "t": 8, "b": 4},
        "xaxis": {"range": [0, 1.001], "tickvals": [0, 0.5, 1], "ticktext": [t.percent(v, 0) for v in (0, 0.5, 1)], "showgrid": False},
        "yaxis": {**names_axis(names, ""), "title": None},
    }  # fmt: skip
    return figure(data, layout, look, _alt(frame, shares, titles, t), axes=NAMED)


def _part(title: str, share: Any, full: list[bool], names: list[str], colour: str, look: Look, t: Translator) -> dict[str, Any]:
    texts = [t.percent(value, 0) for value in share]
    return {
        "type": "bar", "orientation": "h", "name": title, "x": share, "y": list(range(len(share))),
        "text": [text if value >= WRITTEN else "" for text, value in zip(texts, share, strict=True)],
        "textposition": "inside", "insidetextanchor": "middle", "textangle": 0,
        "textfont": {"size": look.size.font, "color": [look.colours.paper if one else look.colours.ink for one in full]},
        "marker": {
            "color": [colour if one else alpha(colour, PALE) for one in full], "line": {"width": 1, "color": look.colours.paper},
        },
        "customdata": [[name, title, text] for name, text in zip(names, texts, strict=True)],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]} <b>%{customdata[2]}</b><extra></extra>",
    }  # fmt: skip


def _alt(frame: pd.DataFrame, shares: Mapping[str, Any], titles: Mapping[str, str], t: Translator) -> str:
    if not len(frame):
        return t("Nobody is placed.")
    parts = [f"{titles[corner]} {t.percent(share[0], 0)}" for corner, share in shares.items()]
    return t("{name}: {parts}.", name=str(frame["name"].iloc[0]), parts=t.listed(parts))

"""Our view and the customer's on one line an account: an arrow from what we think to what they say, the largest self-deception on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import short
from kam_core.charts.theme import Look, figure, note, plain
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 34, 56
"""Pixels a line takes, its name standing over it, and what the axis takes."""
MOST = 20
"""Lines that are drawn; the table holds all."""
SHORTEST = 1.5
"""Points from which an arrow has a head that can be told from its tail."""


def mirror(
    frame: pd.DataFrame, *, index_title: str, t: Translator, theme: str = "light", size: str = "desk", height: int | None = None
) -> Figure:
    """
    The rows of ``kam_core.mirror.mirror``: hollow = we, full = the customer; red where we think too well, blue where too little.

    Of more than 20 rows the ten at either end are drawn. ``layout.meta`` says alt and rows.
    """
    look = Look(theme, size)
    shown = frame if len(frame) <= MOST else pd.concat([frame.head(MOST // 2), frame.tail(MOST // 2)])
    shown = shown.reset_index(drop=True)
    tone = np.where(shown["gap"] > 0, look.colours.loss, look.colours.blue)
    layout = {
        "height": height or FRAME + PITCH * max(1, len(shown)),
        "xaxis": {"range": [-3, 103], "title": {"text": f"{index_title} →"}, "showgrid": True, "gridcolor": look.colours.grid,
                  "fixedrange": True, "tickvals": [0, 20, 40, 60, 80, 100]},
        "yaxis": {"range": [len(shown) - 0.55, -0.9], "visible": False, "fixedrange": True},
        "annotations": [*_names(shown, look), *_arrows(shown, tone)],
    }  # fmt: skip
    return figure(_ends(shown, tone, look, t), layout, look, _alt(frame, index_title, t), axes=("yaxis",), rows=len(shown))


def _names(shown: pd.DataFrame, look: Look) -> list[dict[str, Any]]:
    """The name of each account over its line."""
    font = (look.size.label, look.colours.ink)
    names = shown["account_name"].fillna(shown["account_id"])
    return [note(plain(short(str(name))), -2, place - 0.4, font, xanchor="left") for place, name in enumerate(names)]


def _arrows(shown: pd.DataFrame, tone: np.ndarray) -> list[dict[str, Any]]:
    """From our view to theirs; none where both are the same."""
    return [
        {"x": theirs, "y": place, "ax": ours, "ay": place, "xref": "x", "yref": "y", "axref": "x", "ayref": "y", "text": "",
         "showarrow": True, "arrowhead": 2, "arrowsize": 0.9, "arrowwidth": 1.8, "arrowcolor": colour, "standoff": 5, "startstandoff": 5}
        for place, (ours, theirs, colour) in enumerate(zip(shown["ours"], shown["customer"], tone, strict=True))
        if abs(ours - theirs) >= SHORTEST
    ]  # fmt: skip


def _ends(shown: pd.DataFrame, tone: np.ndarray, look: Look, t: Translator) -> list[dict[str, Any]]:
    """Two dots a line, with both values under the pointer."""
    told = np.array(
        [
            [account, account, plain(name), t.index(ours), t.index(theirs)]
            for account, name, ours, theirs in zip(
                shown["account_id"], shown["account_name"].fillna(shown["account_id"]), shown["ours"], shown["customer"], strict=True
            )
        ],
        dtype=object,
    ).reshape(-1, 5)
    hover = f"<b>%{{customdata[2]}}</b><br>{t('We')} %{{customdata[3]}}<br>{t('The customer')} %{{customdata[4]}}<extra></extra>"
    common = {"type": "scatter", "mode": "markers", "y": list(range(len(shown))), "customdata": told, "hovertemplate": hover}
    hollow = {"size": 10, "color": look.colours.paper, "line": {"color": list(tone), "width": 2}}
    full = {"size": 10, "color": list(tone), "line": {"width": 0}}
    return [{**common, "x": list(shown["ours"]), "marker": hollow}, {**common, "x": list(shown["customer"]), "marker": full}]


def _alt(frame: pd.DataFrame, index_title: str, t: Translator) -> str:
    n = int((frame["gap"] > 0).sum())
    return t("{index}: of {all} accounts we think better of ourselves than the customer with {n}.",
             index=index_title, all=t.count(len(frame)), n=t.count(n))  # fmt: skip

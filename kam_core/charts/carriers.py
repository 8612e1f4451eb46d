"""Who carries the value to come: the largest accounts, each with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.charts.labels import short, text_width
from kam_core.charts.theme import NAMED, Look, alpha, figure, plain
from kam_core.charts.ticks import money, ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ROW, FOOT = 23, 44
"""Pixels of a bar with its gap, and of the axis."""


def carriers(
    frame: pd.DataFrame, *, t: Translator, title: str, symbol: str = "$", theme: str = "light", size: str = "mini",
) -> Figure:  # fmt: skip
    """
    A bar an account in the order of the frame, first on top, the interval as a line over its end.

    ``frame`` has account_id, account_name, value, value_low, value_high (money). ``layout.meta`` says alt.
    """
    look = Look(theme, size)
    names = [plain(short(str(name))) for name in frame["account_name"]]
    value, low, high = (frame[name].to_numpy(dtype=float) for name in ("value", "value_low", "value_high"))
    far, near = float(max(high.max(initial=0.0), value.max(initial=0.0))) or 1.0, float(min(low.min(initial=0.0), 0.0))
    words = [t.money(amount, symbol) for amount in value]
    room = max((text_width(word, look.size.font) for word in words), default=0.0) + 12
    layout = {
        "height": FOOT + ROW * max(1, len(frame)), "margin": {"r": room},
        "xaxis": {"range": [near * 1.05, far * 1.03], "title": {"text": title}, **ticks(near, far, money(t, symbol), 3)},
        "yaxis": {"range": [len(frame) - 0.4, -0.6], "tickvals": list(range(len(frame))), "ticktext": names, "showgrid": False},
        "annotations": [
            {"text": word, "x": 1, "xref": "paper", "y": row, "xanchor": "left", "xshift": 8, "showarrow": False,
             "font": {"size": look.size.font, "color": look.colours.ink}} for row, word in enumerate(words)
        ],
    }  # fmt: skip
    told = t.listed([f"{name} {word}" for name, word in list(zip(frame["account_name"], words, strict=True))[:3]])
    alt = t("The largest of the coming 12 months: {list}.", list=told) if len(frame) else t("Nobody is expected to buy.")
    return figure(_bars(frame, (value, low, high), look, t, symbol), layout, look, alt, axes=NAMED)


def _bars(frame: pd.DataFrame, amounts: tuple[Any, Any, Any], look: Look, t: Translator, symbol: str) -> list[dict[str, Any]]:
    value, low, high = amounts
    told = [
        [str(account), plain(name), t.money(one, symbol), t.money(least, symbol), t.money(most, symbol)]
        for account, name, one, least, most in zip(frame["account_id"], frame["account_name"], value, low, high, strict=True)
    ]
    between = t("{first} to {last}", first="%{customdata[3]}", last="%{customdata[4]}")
    bars = {
        "type": "bar", "orientation": "h", "x": value.tolist(), "y": list(range(len(frame))), "customdata": told,
        "marker": {"color": alpha(look.colours.blue, 0.55), "line": {"width": 0}}, "width": 0.62,
        "error_x": {"type": "data", "symmetric": False, "array": (high - value).clip(0).tolist(),
                    "arrayminus": (value - low).clip(0).tolist(), "color": look.colours.ink, "thickness": 1.4, "width": 3},
        "hovertemplate": f"<b>%{{customdata[1]}}</b><br>%{{customdata[2]}}<br>80%: {between}<extra></extra>",
    }  # fmt: skip
    return [bars] if len(frame) else []

"""Who looks after how many key accounts: a bar an owner against the limit, and what the data would add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.charts.labels import short, text_width
from kam_core.charts.theme import Look, alpha, figure, note, plain
from kam_core.charts.ticks import names_axis
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 22, 30
"""Pixels an owner takes, and around all."""
NARROWEST = 220
"""Pixels the bars have in the narrowest column."""


def key_accounts_by_owner(
    frame: pd.DataFrame,
    limit: int,
    *,
    t: Translator,
    theme: str = "light",
    size: str = "mini",
    height: int | None = None,
) -> Figure:
    """
    A bar an owner in the order of the frame: key accounts, in the colour of a loss beyond the limit, and pale what is proposed.

    ``frame`` has owner (as shown), key and proposed (counts).
    """
    look = Look(theme, size)
    scale = look.size.font / 12
    key, more = frame["key"].to_numpy(dtype=int), frame["proposed"].to_numpy(dtype=int)
    rows = list(range(len(frame)))
    names, font = [plain(short(str(name))) for name in frame["owner"]], (look.size.font, look.colours.ink2)
    within = key.clip(max=limit)
    data = [
        _bars(rows, within, names, look.colours.blue, [t.n("{n} key account", "{n} key accounts", n) for n in key]),
        _bars(rows, key - within, names, look.colours.loss, [t("{n} above the limit", n=t.count(n)) for n in key - within]),
        _bars(rows, more, names, alpha(look.colours.blue, 0.22), [t("{n} proposed", n=t.count(n)) for n in more]),
    ]
    texts = [_told(n, proposed, t) for n, proposed in zip(key, more, strict=True)]
    widest = max((text_width(text, look.size.font) for text in texts), default=0.0) + 14
    top = max(int((key + more).max(initial=0)), limit)
    reach = top * NARROWEST * scale / max(NARROWEST * scale - widest, 60)
    ends = [
        note(text, float(total), row, font, xanchor="left", xshift=6, bgcolor=look.colours.paper)
        for text, total, row in zip(texts, key + more, rows, strict=True)
    ]
    edge = note(t("limit {n}", n=t.count(limit)), limit, 1, font, yref="paper", yanchor="bottom", yshift=2)
    layout = {
        "height": height or int((FRAME + PITCH * max(1, len(frame))) * scale), "barmode": "stack", "bargap": 0.36,
        "margin": {"l": 4, "r": 4, "t": int(22 * scale), "b": 4},
        "xaxis": {"range": [0, reach], "showticklabels": False, "title": {"text": t("Key accounts")}},
        "yaxis": names_axis(names, t("Owner")),
        "annotations": [*ends, edge],
        "shapes": [{"type": "line", "x0": limit, "x1": limit, "y0": 0, "y1": 1, "yref": "paper",
                    "line": {"color": look.colours.ink3, "width": 1, "dash": "dot"}}],
    }  # fmt: skip
    return figure(data, layout, look, _alt(frame, limit, t))


def _bars(rows: list[int], counts: Any, names: list[str], colour: str, told: list[str]) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "y": rows, "x": [int(n) for n in counts], "marker": {"color": colour, "line": {"width": 0}},
        "customdata": [[name, text] for name, text in zip(names, told, strict=True)],
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    }  # fmt: skip


def _told(key: int, proposed: int, t: Translator) -> str:
    if not proposed:
        return t.count(key)
    return t("{n} + {more} proposed", n=t.count(key), more=t.count(proposed)) if key else t("{n} proposed", n=t.count(proposed))


def _alt(frame: pd.DataFrame, limit: int, t: Translator) -> str:
    if not len(frame):
        return t("Nobody has a key account yet.")
    over = int((frame["key"] > limit).sum())
    first = frame.sort_values("key", ascending=False).iloc[0]
    most = t("{owner} has most key accounts: {n}", n=t.count(first["key"]), owner=first["owner"])
    beyond = t.n("{n} owner is above the limit of {limit}", "{n} owners are above the limit of {limit}", over, limit=t.count(limit))
    return t("{sentence}.", sentence=t("{first}; {second}", first=most, second=beyond))

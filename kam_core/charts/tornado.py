"""What moves a value: a bar to either side for each assumption, the widest on top; each end names its own assumption."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.charts.labels import text_width
from kam_core.charts.theme import NAMED, Look, figure, note
from kam_core.text import Translator
from kam_core.value.tornado import TITLES

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME, BAR = 46, 16, 18
"""Pixels an assumption takes, around all, and its bar; the name stands over it."""
NARROWEST = 336
"""Pixels the bars and their words have in the narrowest column."""
LEAST = 70.0
"""Of them, those the bars keep."""


def tornado(
    frame: pd.DataFrame, *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "mini", height: int | None = None
) -> Figure:
    """
    Changes of a value, losses to the left, in the order of the frame (``kam_core.value.tornado.tornado``).

    Where both ends lie on one side of zero, the words of the shorter one stand on the other.
    """
    look = Look(theme, size)
    known = frame[frame["width"].notna()].reset_index(drop=True)
    ends = [end for place, row in known.iterrows() for end in _ends(int(str(place)), row.to_dict(), t, symbol)]
    sides = [[end for end in ends if end["side"] == side] for side in (-1, 1)]
    words = [max((text_width(end["text"], look.size.font) for end in side), default=0.0) + 8 for side in sides]
    low, high = min((e["change"] for e in ends), default=0.0), max((e["change"] for e in ends), default=0.0)
    low, high = min(low, 0.0), max(high, 0.0)
    unit = (high - low or 1.0) / max(NARROWEST - sum(words), LEAST)
    layout = {
        "height": height or FRAME + PITCH * max(1, len(known)), "barmode": "overlay", "bargap": round(1 - BAR / PITCH, 3),
        "xaxis": {"range": [low - words[0] * unit, high + words[1] * unit], "showticklabels": False, "fixedrange": True,
                  "zeroline": True, "zerolinecolor": look.colours.ink3, "zerolinewidth": 1},
        "yaxis": {"range": [len(known) - 0.6, -0.8], "visible": False, "fixedrange": True},
        "annotations": [*(_words(end, look) for end in ends), *_names(known, look, t)],
    }  # fmt: skip
    return figure([_bars(ends, look)], layout, look, _alt(known, t, symbol), axes=NAMED)


def end_words(row: dict[Any, Any], end: str, t: Translator) -> str:
    """What an assumption is at an end of its bar ('low' or 'high'): as it then stands, or by how many points it moves."""
    name, base, by = str(row["assumption"]), float(row["stands_at"]), float(row[f"{end}_by"])
    if name == "horizon":
        return t.n("{n} y", "{n} y", round(base + by))
    if name == "margin" or math.isnan(base):
        return t("{n} pt", n=t.change(100 * by))
    to = min(max(base + by, 0.0), 1.0) if name == "retention" else base + by
    return f"{'+' if to > 0 and name == 'margin_growth' else ''}{t.percent(to)}"


def _ends(place: int, row: dict[Any, Any], t: Translator, symbol: str) -> list[dict[str, Any]]:
    """Both ends of a bar that move at all: where, how far, in words, and on which side the words stand."""
    told: list[dict[str, Any]] = []
    for end in ("low", "high"):
        change = float(row[f"{end}_change"])
        if row[f"{end}_by"] and not math.isnan(change):
            money = f"{'+' if change > 0 else ''}{t.money(change, symbol)}"
            text = t("{assumption}: {change}", assumption=end_words(row, end, t), change=money)
            told.append({"place": place, "change": change, "text": text, "side": -1 if change < 0 else 1, "at": change})
    if len(told) == 2 and told[0]["side"] == told[1]["side"]:
        nearer = min(told, key=lambda end: abs(end["change"]))
        nearer |= {"side": -nearer["side"], "at": 0.0}
    return told


def _bars(ends: list[dict[str, Any]], look: Look) -> dict[str, Any]:
    longest_first = sorted(ends, key=lambda end: -abs(end["change"]))
    return {
        "type": "bar", "orientation": "h", "hoverinfo": "text", "hovertext": [end["text"] for end in longest_first],
        "x": [end["change"] for end in longest_first], "y": [end["place"] for end in longest_first],
        "marker": {"color": [look.colours.loss if end["change"] < 0 else look.colours.blue for end in longest_first], "line": {"width": 0}},
    }  # fmt: skip


def _words(end: dict[str, Any], look: Look) -> dict[str, Any]:
    colour = look.colours.loss if end["change"] < 0 else look.colours.blue
    left = end["side"] < 0
    place = {"xanchor": "right" if left else "left", "xshift": -5 if left else 5}
    return note(end["text"], end["at"], end["place"], (look.size.font, colour), **place)


def _names(known: pd.DataFrame, look: Look, t: Translator) -> list[dict[str, Any]]:
    """What moves, over its bar."""
    place = {"xref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": BAR / 2}
    return [note(t(TITLES[name]), 0, row, (look.size.font, look.colours.ink2), **place) for row, name in enumerate(known["assumption"])]


def _alt(known: pd.DataFrame, t: Translator, symbol: str) -> str:
    if known.empty:
        return t("What moves the value: nothing is known.")
    told = [
        t("{assumption} {low} to {high}", assumption=t(TITLES[row["assumption"]]), low=t.money(row["low_change"], symbol),
          high=t.money(row["high_change"], symbol))
        for row in known.to_dict("records")
    ]  # fmt: skip
    return t("What moves the value, the widest first: {list}.", list=t.listed(told))

"""What accounts are worth: the lifetime value solid, what they bring beyond purchases hatched after it, what they earned so far below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import Floats, short, text_width
from kam_core.charts.theme import NAMED, Look, alpha, figure, note, plain
from kam_core.charts.ticks import money, names_axis, ticks
from kam_core.text import Translator
from kam_core.value.soft import PARTS

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 38, 58
"""Pixels an account takes, and around all."""
GAP = 6
"""Pixels around the column of totals."""
HATCH: Mapping[str, str] = {"word_of_mouth": "/", "knowledge": "x", "transaction": "."}
"""The hatching of each part: a second mark beside its colour."""
THICK, THIN = 0.44, 0.12


def stacked(frame: pd.DataFrame, *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "desk") -> Figure:
    """
    A row an account, in the order of the frame: future solid (red below zero), soft parts hatched, the total at the end; earned thin.

    ``frame`` as ``kam_core.value.total.ranked`` gives it, money; places gained stand beside the total.
    """
    look = Look(theme, size)
    names = [short(str(name)) for name in frame["account_name"]]

    def say(title: str, value: float) -> str:
        return t("{title}: {value}", title=title, value=t.money(value, symbol))

    future = np.nan_to_num(frame["future"].to_numpy(dtype=float))
    solid = _future(future, names, [say(t("Lifetime value"), v) for v in frame["future"]], look)
    begin, data = np.maximum(future, 0.0), [_earned(frame, names, say, t, look), solid]
    for part, title in PARTS.items():
        amount = np.nan_to_num(frame[part].to_numpy(dtype=float))
        data.append(_hatched(part, amount, begin, names, [say(t(title), v) for v in amount], look))
        begin = begin + amount
    ends = [_end(row, t, symbol) for row in frame.to_dict("records")]
    words = max((text_width(text, look.size.font) for text in ends), default=0.0)
    font = (look.size.font, look.colours.ink)
    at = {"xref": "paper", "xanchor": "left", "xshift": GAP, "yanchor": "middle", "yshift": 3}
    layout = {
        "height": FRAME + PITCH * max(1, len(frame)), "barmode": "overlay", "margin": {"l": 4, "t": 8, "b": 4, "r": words + 2 * GAP},
        "xaxis": _axis(frame, future, begin, t, symbol, look),
        "yaxis": {**names_axis([plain(name) for name in names], ""), "title": None},
        "annotations": [note(text, 1, place, font, **at) for place, text in enumerate(ends)],
    }  # fmt: skip
    return figure(data, layout, look, _told(frame, t, symbol), axes=NAMED)


def _axis(frame: pd.DataFrame, future: Floats, end: Floats, t: Translator, symbol: str, look: Look) -> dict[str, Any]:
    """From the deepest loss to the longest bar, with a little room."""
    earned = np.nan_to_num(frame["earned"].to_numpy(dtype=float))
    low = min(float(future.min(initial=0)), float(earned.min(initial=0)))
    high = max(float(end.max(initial=0)), float(earned.max(initial=0)))
    room = (high - low or 1.0) * 0.02
    shown = ticks(low, high, money(t, symbol), 3)
    zero = {"zeroline": True, "zerolinecolor": look.colours.ink3, "zerolinewidth": 1}
    return {"range": [low - room * (low < 0), high + room], **shown, **zero, "showgrid": False, "title": None}


def _end(row: Mapping[Any, Any], t: Translator, symbol: str) -> str:
    """The total, and how many places soft value moved the account."""
    total, climbed = t.money(row["total"], symbol), row["climbed"]
    if pd.isna(climbed) or not climbed:
        return total
    return f"{total} {'▲' if climbed > 0 else '▼'}{t.count(abs(climbed))}"


def _bar(value: Floats, at: float, width: float, names: list[str], texts: list[str], marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "x": value, "y": [row + at for row in range(len(value))], "width": width, "marker": marker,
        "customdata": [[plain(name), text] for name, text in zip(names, texts, strict=True)],
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    }  # fmt: skip


def _earned(frame: pd.DataFrame, names: list[str], say: Callable[[str, float], str], t: Translator, look: Look) -> dict[str, Any]:
    value = frame["earned"].to_numpy(dtype=float)
    texts = [say(t("Earned to date"), v) for v in value]
    colours = np.where(value < 0, alpha(look.colours.loss, 0.5), alpha(look.colours.grey, 0.7)).tolist()
    return _bar(np.nan_to_num(value), 0.24, THIN, names, texts, {"color": colours, "line": {"width": 0}})


def _future(value: Floats, names: list[str], texts: list[str], look: Look) -> dict[str, Any]:
    colours = np.where(value < 0, look.colours.loss, look.colours.blue).tolist()
    return _bar(value, -0.08, THICK, names, texts, {"color": colours, "line": {"width": 0}})


def _hatched(part: str, value: Floats, begin: Floats, names: list[str], texts: list[str], look: Look) -> dict[str, Any]:
    paper, colour = look.colours.paper, dict(zip(PARTS, (look.colours.sky, look.colours.ochre, look.colours.grey), strict=True))[part]
    pattern = {"shape": HATCH[part], "fgcolor": colour, "bgcolor": paper, "size": 6, "solidity": 0.4}
    marker = {"color": paper, "pattern": pattern, "line": {"width": np.where(value > 0, 1, 0).tolist(), "color": colour}}
    return {**_bar(value, -0.08, THICK, names, texts, marker), "base": begin}


def _told(frame: pd.DataFrame, t: Translator, symbol: str) -> str:
    known = frame[frame["total"].notna()]
    if known.empty:
        return t("What the accounts are worth is not known.")
    first = known.iloc[0]
    facts = {"name": first["account_name"], "total": t.money(first["total"], symbol)}
    if pd.isna(first["soft"]):
        return t("{name} is worth most: {total}.", **facts)
    return t("{name} is worth most: {total}, of it {soft} beyond purchases.", soft=t.money(first["soft"], symbol), **facts)

"""The past quarters as a line, and where the next four may lie: two bands around a middle, beside a plain repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import Floats, text_width
from kam_core.charts.theme import Look, alpha, figure, note
from kam_core.charts.ticks import money, ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT = 380
BANDS = ((80, 0.13), (50, 0.20))
"""How many in a hundred, and how strongly the band is drawn."""
ROOM = 78
"""Pixels of the height that are not plot: the axis and the words above."""
APART = 1.35
"""Heights of text between two labels at the end."""


def fan(
    past: pd.DataFrame, ahead: pd.DataFrame, *, t: Translator, title: str, symbol: str = "$", theme: str = "light", size: str = "desk",
    height: int = HEIGHT,
) -> Figure:  # fmt: skip
    """
    The line of what was and the fan of what may come.

    ``past`` has period_end and value, oldest first; ``ahead`` period_end, middle, plain (what a plain repeat says) and low_50, high_50,
    low_80, high_80, missing where no interval is known; without rows only the past is drawn. ``title`` names the axis.
    """
    look = Look(theme, size)
    was = past["value"].to_numpy(dtype=float)
    ends = [pd.Timestamp(end) for end in (*past["period_end"], *ahead["period_end"])]
    x, last = list(range(len(ends))), len(was) - 1
    spans = [was, *(ahead[name].to_numpy(dtype=float) for name in ahead.columns if name != "period_end")]
    low = float(min(np.nanmin(span, initial=0.0) for span in spans))
    high = float(max(np.nanmax(span, initial=0.0) for span in spans)) or 1.0
    room = 0.05 * (high - low)
    scale = (low - room * (low < 0), high + room)
    ending = _end_labels(ahead, (scale, height), look, t, symbol) if len(ahead) else []
    widest = max((text_width(label["text"].replace("<b>", "").replace("</b>", ""), look.size.font) for label in ending), default=0.0)
    layout: dict[str, Any] = {
        "height": height, "margin": {"r": 14 + widest, "t": 24},
        "xaxis": {**_years(ends), "range": [-0.3, len(ends) - 0.9],
                  "title": {"text": t("Quarter ending")}},
        "yaxis": {"range": list(scale), **ticks(low, high, money(t, symbol), 5, skip_zero=low == 0), "title": {"text": title},
                  "zeroline": low < 0, "zerolinecolor": look.colours.ink3, "zerolinewidth": 1},
    }  # fmt: skip
    data: list[dict[str, Any]] = []
    if len(ahead):
        data += _fan(ahead, was[last], last, look)
        layout |= {"shapes": [_today(last, look)], "annotations": [*ending, *_sides(last, look, t)]}
    wide = 2.6 * max(1.0, look.size.scale)
    data.append(_line(x[: last + 1], was, [_told(end, value, t, symbol) for end, value in zip(ends, was, strict=False)],
                      {"color": look.colours.blue, "width": wide}))  # fmt: skip
    if len(ahead):
        data += _middle(ahead, was[last], last, look, t, symbol)
    return figure(data, layout, look, _alt(past, ahead, t, symbol))


def _years(ends: list[pd.Timestamp]) -> dict[str, Any]:
    """A year stands under the first of its quarters: names of all would not fit on a phone."""
    first = [place for place, end in enumerate(ends) if place == 0 or end.year != ends[place - 1].year]
    return {"tickvals": first, "ticktext": [str(ends[place].year) for place in first]}


def _line(x: list[int], y: Floats, words: list[str], line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "customdata": words, "cliponaxis": False,
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _fan(ahead: pd.DataFrame, start: float, last: int, look: Look) -> list[dict[str, Any]]:
    """The bands, the wider first; both begin at the last quarter that is known."""
    x = list(range(last, last + len(ahead) + 1))
    made: list[dict[str, Any]] = []
    for level, opacity in BANDS:
        low, high = ahead[f"low_{level}"].to_numpy(dtype=float), ahead[f"high_{level}"].to_numpy(dtype=float)
        if not np.isfinite(low).all():
            continue
        made.append({
            "type": "scatter", "mode": "lines", "x": [*x, *reversed(x)], "y": [start, *high, *low[::-1], start], "fill": "toself",
            "fillcolor": alpha(look.colours.blue, opacity), "line": {"width": 0}, "hoverinfo": "skip",
        })  # fmt: skip
    return made


def _middle(ahead: pd.DataFrame, start: float, last: int, look: Look, t: Translator, symbol: str) -> list[dict[str, Any]]:
    x = list(range(last, last + len(ahead) + 1))
    words = [_told(end, value, t, symbol) for end, value in zip(ahead["period_end"], ahead["middle"], strict=True)]
    plain = [t("Plain repeat, {what}", what=_told(end, value, t, symbol))
             for end, value in zip(ahead["period_end"], ahead["plain"], strict=True)]  # fmt: skip
    dotted = {"color": look.colours.ink2, "width": 1.5, "dash": "dot"}
    both = {"color": look.colours.blue, "width": 1.8 * max(1.0, look.size.scale)}
    return [
        _line(x, np.append(start, ahead["plain"].to_numpy(dtype=float)), ["", *plain], dotted),
        {**_line(x, np.append(start, ahead["middle"].to_numpy(dtype=float)), ["", *words], both), "mode": "lines+markers",
         "marker": {"size": [0, *[6] * len(ahead)], "color": look.colours.blue, "line": {"width": 0}}},
    ]  # fmt: skip


def _told(end: object, value: float, t: Translator, symbol: str) -> str:
    return f"{t('to {day}', day=t.day(end))}<br><b>{t.money(value, symbol)}</b>"


def _end_labels(
    ahead: pd.DataFrame, frame: tuple[tuple[float, float], int], look: Look, t: Translator, symbol: str
) -> list[dict[str, Any]]:
    """What the last quarter may be, beside the end of the fan; labels that would touch are moved apart."""
    row, (scale, height) = ahead.iloc[-1], frame
    wanted = [(t("80% high {money}", money=t.money(row["high_80"], symbol)), row["high_80"], look.colours.ink2),
              (f"<b>{t('Middle {money}', money=t.money(row['middle'], symbol))}</b>", row["middle"], look.colours.blue),
              (t("80% low {money}", money=t.money(row["low_80"], symbol)), row["low_80"], look.colours.ink2)]  # fmt: skip
    shown = [label for label in wanted if pd.notna(label[1])]
    pixel = (height - ROOM) / (scale[1] - scale[0])
    least = APART * look.size.font
    place = next(at for at, (text, *_) in enumerate(shown) if text.startswith("<b>"))
    made = []
    for at, (text, value, colour) in enumerate(shown):
        apart = abs(value - row["middle"]) * pixel
        shift = 0.0 if at == place else max(0.0, least - apart) * (1 if at < place else -1)
        made.append(note(text, 1, value, (look.size.font, colour), xref="paper", xanchor="left", xshift=8, yshift=shift))
    return made


def _today(last: int, look: Look) -> dict[str, Any]:
    line = {"color": look.colours.ink3, "width": 1}
    return {"type": "line", "x0": last, "x1": last, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}


def _sides(last: int, look: Look, t: Translator) -> list[dict[str, Any]]:
    """What lies on either side of the line of the date."""
    above = {"yref": "paper", "yanchor": "bottom", "yshift": 4}
    return [note(t("Actual"), last, 1, (look.size.font, look.colours.ink2), xanchor="right", xshift=-6, **above),
            note(t("Forecast"), last, 1, (look.size.font, look.colours.blue), xanchor="left", xshift=6, **above)]  # fmt: skip


def _alt(past: pd.DataFrame, ahead: pd.DataFrame, t: Translator, symbol: str) -> str:
    if past.empty:
        return t("No whole quarter is known.")
    now = t.money(past["value"].iloc[-1], symbol)
    if ahead.empty:
        return t.n("{n} quarter, {now} in the last; no forecast.", "{n} quarters, {now} in the last; no forecast.", len(past), now=now)
    row = ahead.iloc[-1]
    facts = {name: t.money(row[column], symbol) for name, column in (("middle", "middle"), ("low", "low_80"), ("high", "high_80"))}
    return t("{now} in the last quarter; in a year {middle}, 80% band {low} to {high}.", now=now, **facts)

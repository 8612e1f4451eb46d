"""Scenarios side by side: profit of a year and lifetime value, a bar for today and for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kam_core.charts.labels import short, text_width
from kam_core.charts.theme import Look, figure, note, plain
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 34, 40
NARROWEST = 330


def scenario_bars(
    names: Sequence[str], panels: Sequence[tuple[str, Sequence[float]]], *, t: Translator, symbol: str = "$", theme: str = "light",
    size: str = "mini",
) -> Figure:  # fmt: skip
    """
    One block of bars a figure (title, an amount for each name), one under the other; the first name is today, in grey.

    A missing amount has no bar and a dash.
    """
    look, data, notes, layout = Look(theme, size), [], [], {}
    rows = len(names)
    height = len(panels) * (FRAME + PITCH * rows)
    for place, (title, amounts) in enumerate(panels):
        axis = "" if not place else str(place + 1)
        top = 1 - place / len(panels)
        span = [top - 1 / len(panels), top - (FRAME - 12) / height]
        texts = [t.money(amount, symbol) for amount in amounts]
        values = np.nan_to_num(np.array(amounts, dtype=float))
        data.append(_bars(values, texts, names, axis, look))
        notes.append(note(f"<b>{plain(title)}</b>", 0, top, (look.size.font, look.colours.ink), xref="paper", yref="paper",
                          xanchor="left", yanchor="top"))  # fmt: skip
        layout[f"xaxis{axis}"] = {
            "range": _range(values, texts, names, look), "showticklabels": False, "anchor": f"y{axis}", "fixedrange": True,
            "zeroline": True, "zerolinecolor": look.colours.ink3, "zerolinewidth": 1,
        }  # fmt: skip
        layout[f"yaxis{axis}"] = {
            "domain": span, "anchor": f"x{axis}", "tickvals": list(range(rows)), "ticktext": [plain(short(name)) for name in names],
            "range": [rows - 0.45, -0.55], "showgrid": False, "fixedrange": True,
        }  # fmt: skip
    told = []
    for title, amounts in panels:
        listed = [f"{name} {t.money(amount, symbol)}" for name, amount in zip(names, amounts, strict=True)]
        told.append(t("{title}: {list}", title=title, list=t.listed(listed)))
    return figure(data, {"height": height, "bargap": 0.4, "annotations": notes, **layout}, look, " ".join(told))


def _bars(values: Any, texts: list[str], names: Sequence[str], axis: str, look: Look) -> dict[str, Any]:
    colours = [look.colours.grey, *(look.colours.loss if value < 0 else look.colours.blue for value in values[1:])]
    return {
        "type": "bar", "orientation": "h", "x": values, "y": list(range(len(names))), "xaxis": f"x{axis}", "yaxis": f"y{axis}",
        "marker": {"color": colours, "line": {"width": 0}}, "text": texts, "textposition": "outside", "cliponaxis": False,
        "textfont": {"color": look.colours.ink, "size": look.size.font}, "textangle": 0,
        "customdata": [plain(name) for name in names], "hovertemplate": "%{customdata}<br><b>%{text}</b><extra></extra>",
    }  # fmt: skip


def _range(values: Any, texts: list[str], names: Sequence[str], look: Look) -> list[float]:
    low, high = min(float(values.min(initial=0)), 0.0), max(float(values.max(initial=0)), 0.0)
    font = look.size.font
    own = max(text_width(short(name), font) for name in names)
    left = max((text_width(x, font) for x, v in zip(texts, values, strict=True) if v < 0), default=0.0) + 8
    right = max((text_width(x, font) for x, v in zip(texts, values, strict=True) if v >= 0), default=0.0) + 8
    unit = (high - low or 1.0) / max(NARROWEST - own - left - right, 60.0)
    return [low - left * unit * (low < 0), high + right * unit]

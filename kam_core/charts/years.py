"""The profit of the coming years as it is expected: what remains of today's as customers leave and contracts end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kam_core.charts.theme import NAMED, Look, figure, note
from kam_core.charts.ticks import money, ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT = 250


def coming_years(
    today: float, profit: Sequence[float], staying: Sequence[float], *, t: Translator, symbol: str = "$", theme: str = "light",
    size: str = "mini", height: int = HEIGHT,
) -> Figure:  # fmt: skip
    """
    Bars from zero: the profit of the last 12 months in grey, then one a coming year, with the amount at its tip.

    ``staying`` is the share still a customer at the end of each year (0-1); it stands under the year.
    """
    look = Look(theme, size)
    colours, values = look.colours, np.array([today, *profit], dtype=float)
    low, high = min(float(np.nanmin(values, initial=0)), 0.0), max(float(np.nanmax(values, initial=0)), 0.0)
    room = 0.16 * (high - low or 1.0)
    tips = [colours.grey_text, *(colours.loss if value < 0 else colours.blue for value in profit)]
    marks = [colours.grey, *tips[1:]]
    years = [t("Year {year}", year=year) if len(profit) < 7 else str(year) for year in range(1, len(profit) + 1)]
    names = [f"{year}<br>{t.percent(share, 0)}" for year, share in zip(years, staying, strict=True)]
    bars = {
        "type": "bar", "x": list(range(len(values))), "y": values, "marker": {"color": marks, "line": {"width": 0}},
        "customdata": [t.amount(value, symbol) for value in values], "hovertemplate": "<b>%{customdata}</b><extra></extra>",
    }  # fmt: skip
    written = [(t.money(value, symbol), value, place) for place, value in enumerate(values) if np.isfinite(value)]
    layout = {
        "height": height, "bargap": 0.34,
        "xaxis": {"tickvals": list(range(len(values))), "range": [-0.6, len(values) - 0.4], "fixedrange": True, "tickangle": 0,
                  "ticktext": [t("Today"), *names]},
        "yaxis": {"range": [low - room * (low < 0), high + room * (high > 0)], "zeroline": low < 0, "fixedrange": True,
                  "zerolinecolor": colours.ink3, **ticks(low, high, money(t, symbol), 3)},
        "annotations": [
            note(text, place, value, (look.size.font - (len(values) > 7), tips[place]), yanchor="top" if value < 0 else "bottom",
                 yshift=-2 if value < 0 else 2)
            for text, value, place in written
        ],
    }  # fmt: skip
    return figure([bars], layout, look, _alt(values, staying, t, symbol), axes=NAMED)


def _alt(values: np.ndarray[tuple[int], np.dtype[np.float64]], staying: Sequence[float], t: Translator, symbol: str) -> str:
    if not np.isfinite(values).all() or len(values) < 2:
        return t("Expected profit a year: nothing is known.")
    return t(
        "Expected profit a year: {first} in year 1, {last} in year {year}, when {share} still are customers.",
        first=t.money(values[1], symbol), last=t.money(values[-1], symbol), year=len(values) - 1, share=t.percent(staying[-1], 0),
    )  # fmt: skip

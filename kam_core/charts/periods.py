"""Money period by period: profit as bars from zero, revenue above it on its own scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import Floats
from kam_core.charts.theme import Look, figure, note
from kam_core.charts.ticks import money, ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

YEAR, QUARTER = 300, 80
"""Days between two ends from which the periods are years, quarters."""
PROFIT_PART, REVENUE_PART = (0.0, 0.5), (0.62, 0.93)
"""Where the two stand in the height of the figure."""


def money_by_period(
    frame: pd.DataFrame, *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "mini", height: int | None = None
) -> Figure:
    """
    Profit by period, blue or red, and revenue over it where the frame has it: two scales are two pictures, never two axes on one.

    ``frame`` has period_end (dates, ascending), profit and, optionally, revenue; a missing amount leaves a gap.
    """
    look = Look(theme, size)
    ends = [pd.Timestamp(end) for end in frame["period_end"]]
    both = "revenue" in frame
    data: list[dict[str, Any]] = []
    layout: dict[str, Any] = {
        "height": height or look.size.height,
        "xaxis": {"tickvals": list(range(len(ends))), "ticktext": period_names(ends, t), "range": [-0.6, len(ends) - 0.4]},
        "annotations": [],
    }
    for column, head, part in (("revenue", t("Revenue"), REVENUE_PART), ("profit", t("Profit"), PROFIT_PART if both else (0.0, 1.0))):
        if column not in frame:
            continue
        value, axis = frame[column].to_numpy(dtype=float), "y2" if column == "revenue" else "y"
        words = [f"{t.day(end)}<br><b>{t.money(amount, symbol)}</b>" for end, amount in zip(ends, value, strict=True)]
        data.append(_bars(value, axis, look, words))
        layout[axis.replace("y", "yaxis")] = {"domain": list(part), **_scale(value, look, money(t, symbol))}
        if both:
            over = {"xref": "paper", "xanchor": "left", "yref": "paper", "yanchor": "bottom", "yshift": 2}
            layout["annotations"].append(note(head, 0, part[1], (look.size.font, look.colours.ink2), **over))
    return figure(data, layout, look, _alt(frame["profit"].to_numpy(dtype=float), ends, t, symbol))


def _scale(value: Floats, look: Look, write: Callable[[float], str]) -> dict[str, Any]:
    """Range from zero with room for the tips, three ticks, and the zero line where signs mix."""
    low, high = min(float(np.nanmin(value, initial=0)), 0.0), max(float(np.nanmax(value, initial=0)), 0.0)
    room = 0.06 * (high - low or 1.0)
    line = {"zeroline": low < 0, "zerolinecolor": look.colours.ink3, "zerolinewidth": 1}
    return {"range": [low - room * (low < 0), high + room], **line, **ticks(low, high, write, 3)}


def period_names(ends: Sequence[pd.Timestamp], t: Translator) -> list[str]:
    """
    Tick labels for the ends of years, quarters or months; the year stands once, under its first period.

    >>> from kam_core.text import translator
    >>> period_names([pd.Timestamp(d) for d in ("2013-09-30", "2013-12-31", "2014-03-31")], translator("en"))
    ['Q3<br>2013', 'Q4', 'Q1<br>2014']
    """
    gap = float(np.median(np.diff([end.toordinal() for end in ends]))) if len(ends) > 1 else QUARTER
    if gap >= YEAR:
        return [str(end.year) for end in ends]
    new = [i == 0 or end.year != ends[i - 1].year for i, end in enumerate(ends)]
    if gap >= QUARTER:
        return [t("Q{quarter}", quarter=end.quarter) + (f"<br>{end.year}" if first else "") for end, first in zip(ends, new, strict=True)]
    return [str(end.year) if first else "" for end, first in zip(ends, new, strict=True)]


def _bars(value: Floats, axis: str, look: Look, words: list[str]) -> dict[str, Any]:
    colours = look.colours
    colour = colours.grey if axis == "y2" else np.where(value < 0, colours.loss, colours.blue).tolist()
    return {
        "type": "bar", "x": list(range(len(value))), "y": value.astype(np.float32), "yaxis": axis,
        "marker": {"color": colour, "line": {"width": 0}}, "customdata": words, "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _alt(profit: Floats, ends: Sequence[pd.Timestamp], t: Translator, symbol: str) -> str:
    if not np.isfinite(profit).any():
        return t("Profit by period: nothing is known.")
    worst, best = int(np.nanargmin(profit)), int(np.nanargmax(profit))
    return t(
        "Profit by period: best {best} (to {best_day}), worst {worst} (to {worst_day}).",
        best=t.money(profit[best], symbol), best_day=t.day(ends[best]), worst=t.money(profit[worst], symbol), worst_day=t.day(ends[worst]),
    )  # fmt: skip

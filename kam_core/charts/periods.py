"""Money period by period: profit as bars from zero, revenue above it on its own scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import Floats
from kam_core.charts.theme import Look, figure
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
    data: list[dict[str, Any]] = []
    layout: dict[str, Any] = {
        "height": height or look.size.height,
        "xaxis": {"tickvals": list(range(len(ends))), "ticktext": period_names(ends, t), "range": [-0.6, len(ends) - 0.4],
                  "title": {"text": t("Period ending")}},
    }  # fmt: skip
    unit = symbol or t("money")
    heads = {"revenue": t("Revenue, {unit}", unit=unit), "profit": t("Profit, {unit}", unit=unit)}
    parts = _parts(frame)
    for column, part in parts.items():
        value, axis = frame[column].to_numpy(dtype=float), "y2" if column == "revenue" and "profit" in parts else "y"
        words = [f"{t.day(end)}<br><b>{t.money(amount, symbol)}</b>" for end, amount in zip(ends, value, strict=True)]
        colour = look.colours.grey if column == "revenue" else np.where(value < 0, look.colours.loss, look.colours.blue).tolist()
        data.append(_bars(value, axis, colour, words))
        layout[axis.replace("y", "yaxis")] = {
            "domain": list(part),
            "title": {"text": heads[column]},
            **_scale(value, look, money(t, symbol)),
        }
    return figure(data, layout, look, _alt(frame["profit"].to_numpy(dtype=float), ends, t, symbol))


def _parts(frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """What is drawn, and where in the height of the figure: profit of which nothing is known leaves its place to the revenue."""
    if "revenue" not in frame:
        return {"profit": (0.0, 1.0)}
    known = bool(frame["profit"].notna().any())
    return {"revenue": REVENUE_PART, "profit": PROFIT_PART} if known else {"revenue": (0.0, 0.95)}


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


def _bars(value: Floats, axis: str, colour: str | list[str], words: list[str]) -> dict[str, Any]:
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

"""What customers answered: how many chose which step of a scale, and a figure of satisfaction over time with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.theme import Look, figure, plain
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST = 8
"""So many periods are drawn, the latest."""
AIR = 0.3
"""Steps of room beside the first and the last period."""


def answer_steps(
    counts: pd.DataFrame, *, t: Translator, low: str, high: str, theme: str = "light", size: str = "mini", height: int | None = None
) -> Figure:
    """
    A bar a step of the scale: blue speaks for us, red against us, grey neither; the number stands on the bar.

    ``counts`` has step, answers (0 too) and grade (1, 0, -1), in the order of the scale; ``low`` and ``high`` say what its ends mean.
    """
    look = Look(theme, size)
    tones = {1: look.colours.blue, 0: look.colours.grey, -1: look.colours.loss}
    answers, steps = counts["answers"].to_numpy(dtype=int), [f"{step:g}" for step in counts["step"]]
    bars = {
        "type": "bar", "x": steps, "y": answers, "marker": {"color": [tones[int(grade)] for grade in counts["grade"]]},
        "text": [t.count(n) if n else "" for n in answers.tolist()], "textposition": "outside", "textangle": 0, "cliponaxis": False,
        "customdata": [t.n("{n} answer", "{n} answers", n) for n in answers.tolist()],
        "hovertemplate": "<b>%{x}</b><br>%{customdata}<extra></extra>",
    }  # fmt: skip
    ends = t("{first} = {low}, {last} = {high}", first=steps[0], low=low, last=steps[-1], high=high)
    layout = {
        "height": height or look.size.height,
        "xaxis": {"type": "category", "title": {"text": ends}},
        "yaxis": {"title": {"text": t("Answers")}, "range": [0, max(int(answers.max(initial=0)), 1) * 1.15],
                  "showticklabels": False, "showgrid": False},
    }  # fmt: skip
    most = t.count(int(answers.max(initial=0)))
    alt = t("Most chosen: {step}, {n} of {all} answers.", step=steps[int(answers.argmax())], n=most, all=t.count(int(answers.sum())))
    return figure([bars] if answers.sum() else [], layout, look, alt if answers.sum() else t("No answers yet."))


def satisfaction_trend(
    trend: pd.DataFrame, names: Sequence[str], ticks: Sequence[str], *, t: Translator, title: str, written: Sequence[str],
    reach: tuple[float, float], percent: bool = False, theme: str = "light", size: str = "mini", height: int | None = None,
) -> Figure:  # fmt: skip
    """
    A point a period with its 95 % interval, the oldest first; hollow where no interval can be computed.

    ``trend`` has value, low, high, answers; ``names`` are those of the periods, ``ticks`` the short ones along the axis, ``written`` what
    the hover card says, ``reach`` the ends of the axis; shares are written as per cent.
    """
    look = Look(theme, size)
    shown = trend.tail(MOST)
    names, ticks, written = (list(words)[-MOST:] for words in (names, ticks, written))
    value = shown["value"].to_numpy(dtype="float64")
    up, down = (np.nan_to_num(np.abs(shown[end].to_numpy(dtype="float64") - value)) for end in ("high", "low"))
    open_ended = shown["low"].isna().to_numpy()
    points: dict[str, Any] = {
        "type": "scatter", "mode": "lines+markers", "x": list(range(len(shown))), "y": value, "cliponaxis": False,
        "line": {"color": look.colours.grey, "width": 1.5},
        "marker": {"size": 10, "color": [look.colours.paper if hollow else look.colours.blue for hollow in open_ended.tolist()],
                   "line": {"width": 2, "color": look.colours.blue}},
        "error_y": {"type": "data", "array": up, "arrayminus": down, "color": look.colours.blue, "thickness": 1.5, "width": 5},
        "customdata": [[plain(name), text] for name, text in zip(names, written, strict=True)],
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    }  # fmt: skip
    layout = {
        "height": height or look.size.height,
        "xaxis": {"tickmode": "array", "tickvals": points["x"], "ticktext": [plain(name) for name in ticks],
                  "range": [-AIR, max(len(shown) - 1, 0) + AIR], "title": {"text": t("Period")}},
        "yaxis": {"title": {"text": title}, "range": list(reach), **({"tickformat": ".0%"} if percent else {})},
    }  # fmt: skip
    alt = t("Last: {name}, {value}.", name=names[-1], value=written[-1]) if len(shown) else t("No answers yet.")
    return figure([points] if len(shown) else [], layout, look, alt)

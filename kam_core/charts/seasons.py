"""How one account buys over time: its mix quarter by quarter, and its months against the mean month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import short, text_width
from kam_core.charts.periods import period_names
from kam_core.charts.theme import Look, alpha, figure, note, plain
from kam_core.charts.ticks import money, ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT = 240
LINE = 1.5
"""Heights of text between the names beside the bars."""
MEAN = 100.0


def mix_over_time(
    frame: pd.DataFrame, names: dict[str, str], *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "mini"
) -> Figure:
    """
    A bar a quarter, stacked by what was bought, the largest at the foot; the names stand beside it in the colour of their part.

    ``frame`` as ``kam_core.habits.mix_by_quarter`` gives it, not empty; ``names`` are its names as shown. Returns hang below zero.
    """
    look = Look(theme, size)
    colours = look.colours
    ends = [pd.Timestamp(end) for end in frame["period_end"].drop_duplicates()]
    order = list(frame["name"].drop_duplicates())
    tones = [colours.blue, colours.sky, colours.ochre, colours.grey, alpha(colours.grey, 0.45)]
    words = [colours.blue, colours.sky_text, colours.ochre_text, colours.grey_text, colours.grey_text]
    data, totals = [], np.zeros((2, len(ends)))
    for place, name in enumerate(order):
        value = frame.loc[frame["name"] == name, "revenue"].to_numpy(dtype=float)
        totals += np.stack([np.minimum(value, 0), np.maximum(value, 0)])
        told = [f"{t.day(end)}<br><b>{plain(names[name])}</b> {t.money(amount, symbol)}" for end, amount in zip(ends, value, strict=True)]
        data.append(_bars(value, tones[place], told))
    low, high = float(totals[0].min()), float(totals[1].max()) or 1.0
    shown = [plain(short(names[name])) for name in order]
    layout = {
        "height": HEIGHT, "barmode": "relative", "margin": {"r": 14 + max(text_width(name, look.size.font) for name in shown)},
        "xaxis": {"tickvals": list(range(len(ends))), "ticktext": period_names(ends, t), "range": [-0.6, len(ends) - 0.4],
                  "title": {"text": t("Quarter ending")}},
        "yaxis": {"range": [low * 1.06, high * 1.04], **ticks(low, high, money(t, symbol), 4, skip_zero=low == 0),
                  "title": {"text": t("Revenue, {unit}", unit=symbol or t("money"))},
                  "zeroline": low < 0, "zerolinecolor": colours.ink3, "zerolinewidth": 1},
        "annotations": [_name(text, words[place], place, look) for place, text in enumerate(shown)],
    }  # fmt: skip
    alt = t.n("What it bought in {n} quarter: {names}.", "What it bought in {n} quarters: {names}.", len(ends),
              names=t.listed([names[name] for name in order]))  # fmt: skip
    return figure(data, layout, look, alt)


def _bars(value: Any, colour: str, told: list[str]) -> dict[str, Any]:
    return {
        "type": "bar", "x": list(range(len(value))), "y": value, "marker": {"color": colour, "line": {"width": 0}},
        "customdata": told, "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _name(text: str, colour: str, place: int, look: Look) -> dict[str, Any]:
    """The names from the foot up, as the parts stand."""
    up = {"xref": "paper", "xanchor": "left", "xshift": 8, "yref": "paper", "yanchor": "bottom"}
    return note(text, 1, 0, (look.size.font, colour), yshift=LINE * look.size.font * place, **up)


def season(frame: pd.DataFrame, *, t: Translator, theme: str = "light", size: str = "mini") -> Figure:
    """
    A bar a month against the mean month (100); grey while a single year tells nothing of seasons.

    ``frame`` as ``Pattern.season`` holds it, not empty.
    """
    look = Look(theme, size)
    value, years = frame["index"].to_numpy(dtype=float), int(frame["years"].iloc[0])
    ends = [pd.Timestamp(end) for end in frame["month_end"]]
    low, high = min(0.0, float(value.min())), float(value.max())
    told = [f"{t('to {day}', day=t.day_short(end))}<br><b>{t.index(index)}</b>" for end, index in zip(ends, value, strict=True)]
    peak = int(np.argmax(value))
    line = {"color": look.colours.ink3, "width": 1, "dash": "dot"}
    layout = {
        "height": HEIGHT, "margin": {"t": 20},
        "xaxis": {"tickvals": list(range(len(ends))), "ticktext": [t.count(end.month) for end in ends], "range": [-0.6, len(ends) - 0.4],
                  "title": {"text": t("Month")}},
        "yaxis": {"range": [low, high], **ticks(low, high, t.index, 4, skip_zero=True), "title": {"text": t("Mean month = 100")},
                  "zeroline": low < 0, "zerolinecolor": look.colours.ink3, "zerolinewidth": 1},
        "shapes": [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": MEAN, "y1": MEAN, "line": line}],
        "annotations": [note(t.index(value[peak]), peak, value[peak], (look.size.font, look.colours.ink), yanchor="bottom", yshift=2)],
    }  # fmt: skip
    alt = t.n("Season from {n} year: the highest month ends on {day}, index {index}.",
              "Season from {n} years: the highest month ends on {day}, index {index}.",
              years, day=t.day_short(ends[peak]), index=t.index(value[peak]))  # fmt: skip
    return figure([_bars(value, look.colours.blue if years > 1 else look.colours.grey, told)], layout, look, alt)

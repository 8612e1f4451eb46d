"""Several whale curves on one picture, in money: today in grey, the scenarios over it; each ends with its name and total."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kam_core.charts.labels import short, text_width
from kam_core.charts.theme import NAMED, Look, figure, note, plain
from kam_core.charts.ticks import money, ticks
from kam_core.charts.whale import POINTS
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from kam_core.value.whale import WhaleCurve

HEIGHT = 380
TONES = ("grey", "blue", "sky", "ochre")
DASHES = ("solid", "solid", "dash", "dot")


def curves(
    named: Sequence[tuple[str, WhaleCurve]], *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "mini",
    height: int = HEIGHT,
) -> Figure:  # fmt: skip
    """
    Cumulative profit with the most profitable account first; at most four curves, the first of them today's.

    ``layout.meta`` says alt.
    """
    look, shown = Look(theme, size), list(named)[: len(TONES)]
    ends = [float(curve.frame["cumulative"].iloc[-1]) for _, curve in shown]
    every = np.concatenate([curve.frame["cumulative"].to_numpy(dtype=float) for _, curve in shown]) if shown else np.zeros(1)
    low, high = min(float(every.min()), 0.0), max(float(every.max()), 0.0) or 1.0
    words = [f"{plain(short(name))} {t.money(end, symbol)}" for (name, _), end in zip(shown, ends, strict=True)]
    line = 1.35 * look.size.font * (high - low) / max(height - 60, 80)
    heights = _apart(ends, line)
    layout: dict[str, Any] = {
        "height": height,
        "margin": {"r": 14 + max((text_width(word, look.size.font) for word in words), default=0.0)},
        "xaxis": {"range": [0, 1.005], "tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": [t.percent(i / 4) for i in range(5)],
                  "title": {"text": t("Share of {subject}, most profitable first", subject=t("accounts"))}, "fixedrange": True},
        "yaxis": {"range": [low - 0.08 * (high - low), high + 0.1 * (high - low)], "zeroline": low < 0, "fixedrange": True,
                  "zerolinecolor": look.colours.ink3, **ticks(low, high, money(t, symbol), 4)},
        "annotations": [note(word, 1, at, (look.size.font, _text_colour(look, place)), xanchor="left", xshift=8)
                        for place, (word, at) in enumerate(zip(words, heights, strict=True))],
    }  # fmt: skip
    traces = [_trace(curve, name, place, look, t, symbol) for place, (name, curve) in enumerate(shown)]
    totals = [t("{name} ends at {total}", name=name, total=t.money(end, symbol)) for (name, _), end in zip(shown, ends, strict=True)]
    return figure(traces, layout, look, t("Whale curves: {list}.", list=t.listed(totals)), axes=NAMED)


def _trace(curve: WhaleCurve, name: str, place: int, look: Look, t: Translator, symbol: str) -> dict[str, Any]:
    share, value = (curve.frame[column].to_numpy(dtype=float) for column in ("share", "cumulative"))
    kept = np.unique(np.append(np.linspace(0, len(share) - 1, min(POINTS, len(share))).round().astype(int), int(np.argmax(value))))
    return {
        "type": "scatter", "mode": "lines", "x": share[kept], "y": value[kept],
        "line": {"color": getattr(look.colours, TONES[place]), "width": 2.4 if place < 2 else 2.0, "dash": DASHES[place]},
        "customdata": [[plain(name), t.money(amount, symbol)] for amount in value[kept]],
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    }  # fmt: skip


def _text_colour(look: Look, place: int) -> str:
    colours = look.colours
    return (colours.grey_text, colours.blue, colours.sky_text, colours.ochre_text)[place]


def _apart(ends: Sequence[float], line: float) -> list[float]:
    """The heights of the words, at least a line apart, in the order of their ends."""
    placed: dict[int, float] = {}
    below = -np.inf
    for i in sorted(range(len(ends)), key=lambda i: ends[i]):
        below = placed[i] = max(ends[i], below + line)
    return [placed[i] for i in range(len(ends))]

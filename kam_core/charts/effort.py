"""Effort and what came of it: what was spent against the change of the margin, and confidence beside trust over four quarters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import LINE, Floats, place, short, text_width
from kam_core.charts.theme import Look, alpha, figure, note, plain
from kam_core.charts.ticks import money, ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

HEIGHT, PATH = 420, 230
NARROWEST = 270.0
"""Pixels the points have on a phone, beside the amounts of the axis."""
FRAME = 64.0
RADIUS = 5.0
MOST_POINTS = 1500
"""So many points are drawn, those with the most effort."""
NAMED_POINTS = 6
"""Names are written beside the largest changes only."""
APART = 8.0
"""Points of an index two lines must lie apart at their end for each to have its name beside it."""
AIR = 0.08


def effort_return(
    frame: pd.DataFrame, *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "desk", height: int = HEIGHT
) -> Figure:
    """
    A point a subject: effort of 12 months across, change of the gross profit upwards, red below zero; the largest changes are named.

    ``frame`` has subject_id, subject_name, effort and margin_change; subjects without a change are left out. A point carries its id.
    """
    look = Look(theme, size)
    drawn = frame[frame["margin_change"].notna()].nlargest(MOST_POINTS, "effort").reset_index(drop=True)
    x, y = drawn["effort"].to_numpy(dtype=float), drawn["margin_change"].to_numpy(dtype=float)
    across, up = _range(x, 0.0), _range(y, 0.0)
    unit = symbol or t("money")
    write = money(t, symbol)
    layout = {
        "height": height, "annotations": _names(drawn, x, y, across, up, height, look),
        "xaxis": {"range": list(across), "showgrid": False, **ticks(*across, write, 4),
                  "title": {"text": t("Effort, 12 months, {unit} →", unit=unit)}},
        "yaxis": {"range": list(up), "zeroline": True, "zerolinecolor": look.colours.ink3, "zerolinewidth": 1, **ticks(*up, write, 5),
                  "title": {"text": t("Change of gross profit, {unit} →", unit=unit)}},
    }  # fmt: skip
    return figure([_points(drawn, x, y, look, t, symbol)], layout, look, _alt(drawn, t, symbol))


def _range(values: Floats, least: float) -> tuple[float, float]:
    low, high = float(np.min(values, initial=least)), float(np.max(values, initial=least))
    air = AIR * (high - low or 1.0)
    return (low - air if low < 0 else low), high + air


def _points(drawn: pd.DataFrame, x: Floats, y: Floats, look: Look, t: Translator, symbol: str) -> dict[str, Any]:
    told = [
        [str(row["subject_id"]), plain(row["subject_name"]), t.money(row["effort"], symbol), t.money(row["margin_change"], symbol)]
        for row in drawn.to_dict("records")
    ]
    colour = np.where(y < 0, look.colours.loss, look.colours.blue).tolist()
    words = t("effort {effort}, change {change}", effort="%{customdata[2]}", change="%{customdata[3]}")
    return {
        "type": "scatter", "mode": "markers", "x": x.astype(np.float32), "y": y.astype(np.float32), "customdata": told,
        "marker": {"size": 2 * RADIUS, "color": colour, "opacity": 0.75, "line": {"width": 0}}, "cliponaxis": False,
        "hovertemplate": f"<b>%{{customdata[1]}}</b><br>{words}<extra></extra>",
    }  # fmt: skip


def _names(
    drawn: pd.DataFrame, x: Floats, y: Floats, across: tuple[float, float], up: tuple[float, float], height: int, look: Look
) -> list[dict[str, Any]]:
    """Names that touch nothing at the narrowest width."""
    tall, font = height - FRAME, look.size.label
    pixels = np.column_stack(
        [(x - across[0]) / (across[1] - across[0]) * NARROWEST, (up[1] - y) / (up[1] - up[0]) * tall]
    ) if len(x) else np.empty((0, 2))  # fmt: skip
    order = np.argsort(-np.abs(y), kind="stable")[:NAMED_POINTS].tolist()
    texts = {row: short(str(drawn["subject_name"].iloc[row])) for row in order}
    widths = np.zeros(len(x))
    widths[order] = [text_width(text, font) * 1.04 for text in texts.values()]
    found = place(pixels, np.full(len(x), RADIUS), widths, order, frame=(NARROWEST, tall), line=LINE * font)
    return [
        note(plain(texts[int(row)]), float(x[row]), float(y[row]), (font, look.colours.ink), xanchor="center", yanchor="middle",
             **({"showarrow": True, "ax": float(dx), "ay": float(dy), "arrowhead": 0, "arrowwidth": 0.8, "arrowcolor": look.colours.ink3,
                 "standoff": RADIUS} if leader else {"xshift": float(dx), "yshift": -float(dy)}))
        for row, (dx, dy), leader in zip(found.at, found.offset, found.leader, strict=True)
    ]  # fmt: skip


def _alt(drawn: pd.DataFrame, t: Translator, symbol: str) -> str:
    if drawn.empty:
        return t("No change of the margin is known yet.")
    best = drawn.iloc[int(np.argmax(drawn["margin_change"]))]
    rising = int((drawn["margin_change"] > 0).sum())
    facts = {
        "n": t.count(rising),
        "all": t.count(len(drawn)),
        "name": best["subject_name"],
        "amount": t.money(best["margin_change"], symbol),
    }
    return t("{n} of {all} brought more than the year before; {name} changed most upwards: {amount}.", **facts)


def confidence_path(frame: pd.DataFrame, cut: float, *, t: Translator, theme: str = "light", size: str = "mini") -> Figure:
    """
    Confidence (blue) and trust (ochre, dashed) of one account on five days, 0-100, with the cut from which either is high.

    ``frame`` has day, confidence and trust (NaN = not known).
    """
    look = Look(theme, size)
    lines = (("confidence", t("Confidence"), look.colours.blue, look.colours.blue, "solid"),
             ("trust", t("Trust"), look.colours.ochre, look.colours.ochre_text, "dash"))  # fmt: skip
    days = [t.day_short(day) for day in frame["day"]]
    data = [_line(frame, name, title, days, colour, dash, t) for name, title, colour, _, dash in lines]
    ends = {name: end for name, *_ in lines if (end := _end(frame[name]))}
    shift = _shifts(ends) if ends else {}
    notes = [
        note(title, end[0], end[1], (look.size.label, ink), xanchor="left", yanchor="middle", xshift=8, yshift=shift[name])
        for name, title, _, ink, _ in lines
        if (end := ends.get(name))
    ]
    layout = {
        "height": PATH, "annotations": notes, "margin": {"l": 4, "r": 76, "t": 8, "b": 4},
        "xaxis": {"tickvals": list(range(len(days))), "ticktext": days, "range": [-0.2, len(days) - 0.8], "showgrid": False,
                  "title": {"text": t("Day")}},
        "yaxis": {"range": [0, 102], "tickvals": [0, 50, 100], "title": {"text": t("Index, 0–100")}},
        "shapes": [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": cut, "y1": cut,
                    "line": {"color": alpha(look.colours.ink3, 0.7), "width": 1, "dash": "dot"}}],
    }  # fmt: skip
    words = [t("{title}: {value}", title=title, value=t.index(end[1])) for name, title, *_ in lines if (end := ends.get(name))]
    return figure(data, layout, look, t.listed(words) if words else t("Neither confidence nor trust is known."))


def _shifts(ends: Mapping[str, tuple[int, float]]) -> Mapping[str, int]:
    """Pixels by which names at the end of two lines that meet give way to each other."""
    first, *more = sorted(ends, key=lambda name: ends[name][1])
    close = bool(more) and ends[more[0]][1] - ends[first][1] < APART
    return {name: (-9 if name == first else 9) if close else 0 for name in ends}


def _end(values: pd.Series) -> tuple[int, float] | None:
    known = np.flatnonzero(values.notna())
    return (int(known[-1]), float(values.iloc[known[-1]])) if len(known) else None


def _line(frame: pd.DataFrame, name: str, title: str, days: list[str], colour: str, dash: str, t: Translator) -> dict[str, Any]:
    told = [f"{t.listed([title, day])}<br><b>{t.index(value)}</b>" for day, value in zip(days, frame[name], strict=True)]
    return {
        "type": "scatter", "mode": "lines+markers", "x": list(range(len(days))), "y": frame[name].to_numpy(dtype=float),
        "line": {"color": colour, "width": 2.2, "dash": dash}, "marker": {"size": 7, "color": colour}, "customdata": told,
        "hovertemplate": "%{customdata}<extra></extra>", "connectgaps": False, "cliponaxis": False,
    }  # fmt: skip

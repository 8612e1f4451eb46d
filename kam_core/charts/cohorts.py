"""Who came together and who stayed: the triangle of the cohorts, and what is left on average."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import Floats, text_width
from kam_core.charts.shares import apart
from kam_core.charts.theme import Look, alpha, figure, note
from kam_core.charts.ticks import ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 28, 60
"""Pixels a cohort takes, and around all."""
WRITTEN = 14
"""More periods than these leave no room for figures in the cells."""
FULL = 0.55
"""Opacity of a cell that kept everything: words on it stay readable."""
FEW = 30
"""Accounts below which a point of the average is drawn hollow: which cohorts are that old moves it more than who stayed."""
MOST = 1.5
"""From here on money that grew is as blue as can be."""


def cohort_map(
    cells: pd.DataFrame, labels: list[str], of: str, *, t: Translator, title: str, theme: str = "light", size: str = "mini"
) -> Figure:
    """
    A row a cohort, a column a period since its start: what is left, in per cent.

    ``cells`` has row (0 = the oldest), age, ``of`` (0-1), small, running. Blue = how much; grey = few accounts; bare = still running.
    What has not begun yet is open. ``labels`` are the names of the rows.
    """
    look = Look(theme, size)
    ages = int(cells["age"].max()) + 1 if len(cells) else 1
    kinds = {"full": ~cells["small"] & ~cells["running"], "small": cells["small"] & ~cells["running"], "running": cells["running"]}
    colours = {"full": look.colours.blue, "small": look.colours.grey, "running": look.colours.paper}
    data = [
        _cells(cells[rows], of, (len(labels), ages), colours[kind], labels, look, t, written=ages <= WRITTEN, bare=kind == "running")
        for kind, rows in kinds.items()
        if rows.any()
    ]
    step = 1 + (ages - 1) // WRITTEN
    layout = {
        "height": FRAME + PITCH * max(1, len(labels)),
        "xaxis": {"tickvals": list(range(0, ages, step)), "ticktext": [t.count(age) for age in range(0, ages, step)], "side": "bottom",
                  "range": [-0.5, ages - 0.5], "title": {"text": t("Periods since the first purchase")}},
        "yaxis": {"tickvals": list(range(len(labels))), "ticktext": labels, "range": [len(labels) - 0.5, -0.5], "showgrid": False,
                  "title": {"text": title, "standoff": 14}},
    }  # fmt: skip
    return figure(data, layout, look, _told(cells, of, t))


def _cells(
    cells: pd.DataFrame, of: str, shape: tuple[int, int], colour: str, labels: list[str], look: Look, t: Translator,
    *, written: bool, bare: bool,
) -> dict[str, Any]:  # fmt: skip
    z: Floats = np.full(shape, np.nan)
    texts = np.full(shape, "", dtype=object)
    told = np.full(shape, "", dtype=object)
    for row, age, value, active, n, end in zip(
        cells["row"], cells["age"], cells[of], cells["active"], cells["n"], cells["period_end"], strict=True
    ):  # fmt: skip
        z[row, age] = value
        texts[row, age] = t.count(100 * value) if written and pd.notna(value) else ""
        told[row, age] = _hover(labels[row], end, value, active, n, t)
    opacity = 0.0 if bare else FULL
    return {
        "type": "heatmap", "z": z, "zmin": 0, "zmax": 1.0 if of == "retained" else MOST, "showscale": False, "hoverongaps": False,
        "xgap": 2, "ygap": 2, "colorscale": [[0, alpha(colour, min(opacity, 0.06))], [1, alpha(colour, opacity)]],
        "text": texts.tolist(), "texttemplate": "%{text}",
        "textfont": {"size": 11, "color": look.colours.ink2 if bare else look.colours.ink}, "customdata": told.tolist(),
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _hover(label: str, end: object, value: float, active: int, n: int, t: Translator) -> str:
    return t("{cohort}, period to {day}<br><b>{share}</b> · {active} of {n} accounts buy", cohort=label, day=t.day(end),
             share=t.percent(value), active=t.count(active), n=t.count(n))  # fmt: skip


def _told(cells: pd.DataFrame, of: str, t: Translator) -> str:
    over = cells[~cells["running"] & (cells["age"] == 1)]
    if over[of].notna().sum() == 0:
        return t("No cohort has a second period behind it yet.")
    low, high = over[of].min(), over[of].max()
    return t("In the period after the first, {low} to {high} is left, by cohort.", low=t.percent(low), high=t.percent(high))


def cohort_curves(average: pd.DataFrame, *, t: Translator, theme: str = "light", size: str = "mini", height: int = 300) -> Figure:
    """What is left on average by age: accounts, money, and money without what grew. ``average`` as ``cohorts`` gives it."""
    look, colours = Look(theme, size), Look(theme, size).colours
    titles = {"net": t("Money, net"), "retained": t("Accounts"), "gross": t("Money, gross")}
    inks = {"net": (colours.sky, colours.sky_text), "retained": (colours.blue, colours.blue), "gross": (colours.ochre, colours.ochre_text)}
    top = 1.06 * max(1.0, float(np.nanmax(average[list(titles)].to_numpy(dtype=float), initial=0.0)))
    ages = average["age"].to_numpy(dtype=int)
    data = [_curve(average, name, title, inks[name][0], look, t) for name, title in titles.items()]
    last = {name: float(average[name].iloc[-1]) for name in titles if len(average) and pd.notna(average[name].iloc[-1])}
    heights = apart(last, 0.075 * top)
    notes = [note(titles[name], ages[-1], y, (look.size.font, inks[name][1]), xanchor="left", xshift=8) for name, y in heights.items()]
    room = max(text_width(title, look.size.font) for title in titles.values()) + 16
    end = max(int(ages.max(initial=1)), 1)
    step = 1 + end // 12
    layout = {
        "height": height, "margin": {"l": 4, "r": room, "t": 8, "b": 4}, "annotations": notes,
        "xaxis": {"range": [-0.15, end + 0.15], "tickvals": list(range(0, end + 1, step)),
                  "ticktext": [t.count(age) for age in range(0, end + 1, step)], "title": {"text": t("Periods since the first purchase")}},
        "yaxis": {"range": [0, top], **ticks(0.0, top, t.percent, 4), "title": {"text": t("Left of the first period")}},
    }  # fmt: skip
    facts = {name: t.percent(last.get(name)) for name in titles}
    alt = t.n("After {n} period {retained} of the accounts and {net} of the money are left.",
              "After {n} periods {retained} of the accounts and {net} of the money are left.",
              ages[-1] if len(ages) else 0, **facts)  # fmt: skip
    return figure(data if len(average) else [], layout, look, alt)


def _curve(average: pd.DataFrame, name: str, title: str, colour: str, look: Look, t: Translator) -> dict[str, Any]:
    told = [t.n("{title}, {n} period later<br><b>{share}</b> · from {all} accounts",
                "{title}, {n} periods later<br><b>{share}</b> · from {all} accounts", age, title=title, share=t.percent(value),
                all=t.count(n)) for age, value, n in zip(average["age"], average[name], average["n"], strict=True)]  # fmt: skip
    fills = [look.colours.paper if n < FEW else colour for n in average["n"]]
    return {
        "type": "scatter", "mode": "lines+markers", "x": average["age"].tolist(), "y": average[name].astype("float32").tolist(),
        "cliponaxis": False, "line": {"color": colour, "width": 2.2}, "customdata": told,
        "marker": {"size": 6, "color": fills, "line": {"color": colour, "width": 1.4}},
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip

"""Segments: how many there are, where their accounts lie, and what sets each apart. Every segment has a number, a shape and a colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import LINE, Floats, place, text_width
from kam_core.charts.theme import NAMED, Look, Palette, alpha, figure, note, plain
from kam_core.charts.ticks import ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

SHAPES = ("circle", "diamond", "square", "triangle-up", "circle-open", "diamond-open", "square-open", "triangle-up-open")
"""One for each segment; from the fifth on the colours come again, hollow."""

MOST_POINTS = 1_500
"""Accounts drawn on the map; of more a sample, drawn with a seed."""

NARROWEST = 300
"""Pixels of the map in the narrowest column, where no name may lie on another."""


def criterion(
    table: pd.DataFrame, *, measure: str, chosen: int | None, proposed: int | None, cloud: float, t: Translator,
    theme: str = "light", size: str = "mini", height: int = 300,
) -> Figure:  # fmt: skip
    """
    The criterion for each number of segments: ``measure`` is 'silhouette' (higher is better) or 'bic' (lower is better).

    The proposed number is a ring, the chosen one full; ``cloud`` is the silhouette of points without groups (missing = no line).
    """
    look = Look(theme, size)
    shown = table[table[measure].notna()]
    k, value = shown["k"].to_numpy(dtype=int), shown[measure].to_numpy(dtype=float)
    silhouettes = measure == "silhouette"
    low, high = (0.0, max(0.6, float(value.max(initial=0.0)) * 1.15)) if silhouettes else _padded(value)
    write = (lambda v: f"{v:.2f}") if silhouettes else t.count
    notes = [_marked(k, value, chosen, write, look)] if chosen in k else []
    shapes: list[dict[str, Any]] = []
    if silhouettes and np.isfinite(cloud):
        shapes = [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": cloud, "y1": cloud,
                   "line": {"color": look.colours.ink3, "width": 1, "dash": "dot"}}]  # fmt: skip
        notes.append(note(t("no groups at all: {value}", value=write(cloud)), 0, cloud, (look.size.font, look.colours.ink2),
                          xref="paper", xanchor="left", yanchor="top", yshift=-2))  # fmt: skip
    layout = {
        "height": height, "shapes": shapes, "annotations": notes,
        "xaxis": {"tickvals": k.tolist(), "ticktext": [t.count(v) for v in k], "title": {"text": t("Number of segments")}},
        "yaxis": {"range": [low, high], **ticks(low, high, write, 4), "title": {"text": t("Silhouette") if silhouettes else "BIC"}},
    }  # fmt: skip
    alt = (
        t("{measure} by number of segments; proposed: {k}.", measure=t("Silhouette") if silhouettes else "BIC", k=t.count(proposed))
        if proposed
        else t("No number of segments stands out.")
    )
    return figure([_dots(k, value, chosen, proposed, write, look)], layout, look, alt)


def _dots(k: Any, value: Floats, chosen: int | None, proposed: int | None, write: Any, look: Look) -> dict[str, Any]:
    full = k == chosen
    edge = np.where(k == proposed, 2.4, 1.0)
    return {
        "type": "scatter", "mode": "lines+markers", "x": k.tolist(), "y": value.astype(np.float32), "cliponaxis": False,
        "line": {"color": alpha(look.colours.grey, 0.6), "width": 1.4},
        "marker": {"size": np.where(full | (k == proposed), 12, 7).tolist(),
                   "color": [look.colours.blue if one else look.colours.paper for one in full],
                   "line": {"width": edge.tolist(), "color": look.colours.blue}},
        "customdata": [write(v) for v in value], "hovertemplate": "%{x}: <b>%{customdata}</b><extra></extra>",
    }  # fmt: skip


def _marked(k: Any, value: Floats, chosen: int | None, write: Any, look: Look) -> dict[str, Any]:
    at = int(np.flatnonzero(k == chosen)[0])
    return note(f"<b>{write(value[at])}</b>", int(k[at]), float(value[at]), (look.size.font, look.colours.blue), yanchor="bottom", yshift=9)


def _padded(value: Floats) -> tuple[float, float]:
    low, high = float(value.min()), float(value.max())
    room = (high - low or abs(high) or 1.0) * 0.18
    return low - room, high + room


def segment_map(
    frame: pd.DataFrame, names: Sequence[str], *, x_title: str, y_title: str, t: Translator, theme: str = "light", size: str = "desk",
    height: int = 460,
) -> Figure:  # fmt: skip
    """
    Accounts on two axes, by segment. ``frame`` has account_id, account_name, x, y, ``segment`` (its place in ``names``), ``far``.

    Accounts far from every segment have a ring; the name of each segment stands at its middle.
    """
    look = Look(theme, size)
    shown = frame if len(frame) <= MOST_POINTS else frame.sample(MOST_POINTS, random_state=0).sort_index()
    data = [_cloud(shown[shown["segment"] == at], at, name, look) for at, name in enumerate(names)]
    x, y = (_padded(frame[axis].to_numpy(dtype=float)) if len(frame) else (0.0, 1.0) for axis in "xy")
    layout = {
        "height": height, "dragmode": "zoom", "annotations": _names(frame, names, x, y, height, look),
        "xaxis": {"range": x, "showticklabels": False, "title": {"text": plain(x_title)}},
        "yaxis": {"range": y, "showticklabels": False, "showgrid": False, "title": {"text": plain(y_title)}},
    }  # fmt: skip
    counts = frame["segment"].value_counts()
    told = [t.n("{name}: {n} account", "{name}: {n} accounts", int(counts.get(at, 0)), name=name) for at, name in enumerate(names)]
    return figure(data, layout, look, t.listed(told))


def colour_of(at: int, colours: Palette) -> str:
    """The colour of the marks of a segment, by its place."""
    return (colours.blue, colours.sky, colours.ochre, colours.grey)[at % 4]


def _cloud(part: pd.DataFrame, at: int, name: str, look: Look) -> dict[str, Any]:
    colour, far = colour_of(at, look.colours), part["far"].to_numpy(dtype=bool)
    hollow = SHAPES[at].endswith("-open")
    return {
        "type": "scatter", "mode": "markers", "x": part["x"].to_numpy(dtype=np.float32), "y": part["y"].to_numpy(dtype=np.float32),
        "marker": {"symbol": SHAPES[at], "size": 7, "color": colour, "opacity": 0.75,
                   "line": {"width": np.where(far, 2.2, 1.2 if hollow else 0.0).tolist(),
                            "color": [look.colours.loss if one else colour for one in far]}},
        "customdata": [[account, plain(called), plain(name)]
                       for account, called in zip(part["account_id"], part["account_name"], strict=True)],
        "hovertemplate": "<b>%{customdata[1]}</b><br>%{customdata[2]}<extra></extra>",
    }  # fmt: skip


def _names(
    frame: pd.DataFrame, names: Sequence[str], x: tuple[float, float], y: tuple[float, float], height: int, look: Look
) -> list[dict[str, Any]]:
    """The name of each segment at its middle, no two on each other; one that finds no room there is its number."""
    groups = frame.groupby("segment")
    middles = groups[["x", "y"]].median()
    if middles.empty:
        return []
    font, tall = look.size.label, height - 60.0
    at = np.column_stack([(middles["x"] - x[0]) / (x[1] - x[0]) * NARROWEST, (y[1] - middles["y"]) / (y[1] - y[0]) * tall])
    texts = [_fitting(names[int(place)], font) for place in middles.index]
    widths = np.array([text_width(text, font) * 1.07 + 6 for text in texts])
    largest = np.argsort(-groups.size().to_numpy(), kind="stable").tolist()
    found = place(at, np.full(len(at), 2.0), widths, largest, frame=(NARROWEST, tall), line=font * LINE + 2)
    offsets = {int(row): offset for row, offset in zip(found.at, found.offset, strict=True)}
    notes = []
    for row, (segment, middle) in enumerate(middles.iterrows()):
        right, down = offsets.get(row, np.zeros(2))
        text = texts[row] if row in offsets else f"{int(str(segment)) + 1}"
        style = {"xshift": float(right), "yshift": float(-down), "bgcolor": alpha(look.colours.paper, 0.82)}
        notes.append(note(f"<b>{plain(text)}</b>", float(middle["x"]), float(middle["y"]), (font, look.colours.ink), **style))
    return notes


def _fitting(name: str, font: float) -> str:
    """A name cut to half of the narrowest map."""
    room = NARROWEST * 0.62
    while len(name) > 2 and text_width(name, font) * 1.07 > room:
        name = name[:-2].rstrip(" ,、") + "…"
    return name


def profile_heat(values: pd.DataFrame, *, t: Translator, theme: str = "light", size: str = "desk", height: int | None = None) -> Figure:
    """
    Features (rows, as shown) by segments (columns, as shown): how far each segment lies from the others, in standard deviations.

    More is blue and signed +, less is ochre and signed −; what is not known is empty.
    """
    look = Look(theme, size)
    z = values.to_numpy(dtype=float)
    colours = look.colours
    scale = [
        [0, alpha(colours.ochre, 0.6)],
        [0.5, alpha(colours.ochre, 0.0)],
        [0.5, alpha(colours.blue, 0.0)],
        [1, alpha(colours.blue, 0.6)],
    ]
    notes = [
        note(_signed(z[row, column]), column, row, (look.size.font, colours.ink))
        for row in range(z.shape[0]) for column in range(z.shape[1]) if np.isfinite(z[row, column])
    ]  # fmt: skip
    data = {
        "type": "heatmap", "z": z.astype(np.float32), "x": list(range(z.shape[1])), "y": list(range(z.shape[0])), "zmin": -2, "zmax": 2,
        "colorscale": scale, "showscale": False, "xgap": 2, "ygap": 2, "hoverinfo": "skip",
    }  # fmt: skip
    layout = {
        "height": height or 46 + 32 * max(1, len(values)), "annotations": notes,
        "xaxis": {"tickvals": list(range(z.shape[1])), "ticktext": [plain(name) for name in values.columns], "side": "top",
                  "range": [-0.5, z.shape[1] - 0.5]},
        "yaxis": {"tickvals": list(range(z.shape[0])), "ticktext": [plain(name) for name in values.index], "showgrid": False,
                  "range": [len(values) - 0.5, -0.5]},
    }  # fmt: skip
    return figure([data], layout, look, t("How far each segment lies from the others, by feature."), axes=NAMED)


def _signed(value: float) -> str:
    text = f"{abs(value):.1f}"
    return text if text == "0.0" else f"+{text}" if value > 0 else f"\N{MINUS SIGN}{text}"

"""Accounts spread over two measures whose sizes differ by orders of magnitude: a scatter on bent axes, or a heat map of a crowd."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kam_core.charts.bubbles import CIRCLE, CROWD, DIAMOND, MANY, written
from kam_core.charts.heat import cell, handles, heat
from kam_core.charts.labels import LINE, Floats, place, short, text_width
from kam_core.charts.plane import Plane
from kam_core.charts.theme import Look, alpha, figure, note, plain
from kam_core.charts.ticks import nice
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

RADIUS, NAMED = 4.5, 12
"""Of a point, and how many points may be named."""
AIR, STRIP = 0.06, 0.14
"""Room around the points, as a share of their range; the second where it holds the names of the corners."""
NARROWEST, UNDER = 285.0, 60.0
"""Pixels the plot has on a phone, and those the axis below it takes."""
LOG_STEPS = (1.0, 2.0, 5.0)
MOST_TICKS = 6


@dataclass(frozen=True)
class Axis:
    """One axis: its title, how values are written, how it is bent (root keeps the sign), and where it is cut, if anywhere."""

    title: str
    write: Callable[[float], str]
    bend: Literal["straight", "log", "root"] = "straight"
    cut: float | None = None

    def to(self, values: npt.ArrayLike) -> Floats:
        """Where values stand along the axis."""
        found = np.asarray(values, dtype="float64")
        if self.bend == "log":
            return np.asarray(np.log10(found), dtype="float64")
        return np.asarray(np.sign(found) * np.sqrt(np.abs(found)), dtype="float64") if self.bend == "root" else found

    def ticks(self, low: float, high: float) -> list[float]:
        """Round values between two places of the axis."""
        if self.bend == "log":
            powers = range(int(np.floor(low)), int(np.ceil(high)) + 1)
            fine = LOG_STEPS if high - low < MOST_TICKS / len(LOG_STEPS) else LOG_STEPS[:1]
            found = [step * 10.0**power for power in powers for step in fine if low <= np.log10(step * 10.0**power) <= high]
            return found[:: -(-len(found) // MOST_TICKS)] if found else []
        if self.bend == "root":
            ends = [np.sign(place) * place**2 for place in (low, high)]
            far = nice(0.0, max(map(abs, ends)), 3)[1:] or [0.0]
            steps = sorted({0.0, *far[-1:], far[-1] / 5, -far[-1], -far[-1] / 5})
            return [step for step in steps if ends[0] <= step <= ends[1]]
        return nice(low, high)


def spread(
    frame: pd.DataFrame, x: Axis, y: Axis, *, tones: Sequence[str], t: Translator, alt: str, theme: str = "light", size: str = "desk",
    height: int | None = None, corners: Mapping[str, tuple[str, str]] | None = None,
) -> Figure:  # fmt: skip
    """
    A point an account, coloured by what it is; the largest are named; more than a crowd becomes a heat map, a click lists a cell.

    Args:
        frame: account_id, account_name, x, y (known; above zero on a log axis), tone (place in ``tones``), loss, rank (1 = named first).
        tones: corners ('hh', ...) whose colours the classes take.
        corners: what stands in which corner: the corner whose colour it takes, and its name; in a strip above and below all points.
    """
    look = Look(theme, size)
    tall = height or look.size.height
    points = frame.assign(value_x=frame["x"], value_y=frame["y"], x=x.to(frame["x"]), y=y.to(frame["y"]))
    reach = [_reach(points["x"], x, AIR), _reach(points["y"], y, STRIP if corners else AIR)]
    plane = Plane(reach[0], reach[1], 0.0, 0.0, width=NARROWEST, height=tall - UNDER)
    crowd = len(points) > CROWD
    data = _crowd(points, plane, look, t) if crowd else [_trace(points, (x, y), tones, look, t)]
    layout: dict[str, Any] = {
        "height": tall, "xaxis": _axis(x, reach[0]), "yaxis": {**_axis(y, reach[1]), "showgrid": not crowd},
        "shapes": [_cut(axis, way, look) for way, axis in (("x", x), ("y", y)) if axis.cut is not None],
        "annotations": [*_corners(corners or {}, look), *([] if crowd else _names(points, plane, look, len(corners or ())))],
    }  # fmt: skip
    return figure(data if len(points) else [], layout, look, alt, cell=cell(plane) if crowd else None)


def _crowd(points: pd.DataFrame, plane: Plane, look: Look, t: Translator) -> list[dict[str, Any]]:
    """The heat map and what is clicked in its cells."""
    drawn = {**heat(points, plane, look.colours, t), "hoverinfo": "skip", "hovertemplate": None}
    rows, columns = np.nonzero(np.nan_to_num(drawn["z"]) > 0)
    texts = [t.n("{n} account here", "{n} accounts here", n) for n in drawn["z"][rows, columns].astype(int).tolist()]
    x, y = drawn["x0"] + drawn["dx"] * columns, drawn["y0"] + drawn["dy"] * rows
    return [drawn, handles(x.tolist(), y.tolist(), texts)]


def _corners(titles: Mapping[str, tuple[str, str]], look: Look) -> list[dict[str, Any]]:
    """The names of the classes where most of each stand."""
    found = []
    for corner, (tone, title) in titles.items():
        x, y = int(corner[0] == "h"), int(corner[1] == "h")
        place = {"xref": "paper", "yref": "paper", "xanchor": ("left", "right")[x], "yanchor": ("bottom", "top")[y]}
        found.append(note(f"<b>{title}</b>", x, y, (look.size.label, look.text(tone)), **place))
    return found


def _reach(values: pd.Series, axis: Axis, share: float) -> tuple[float, float]:
    found = np.append(values.to_numpy(dtype="float64"), [] if axis.cut is None else axis.to(axis.cut))
    low, high = (float(found.min()), float(found.max())) if len(found) else (0.0, 1.0)
    air = share * (high - low) or 0.5
    return low - air, high + air


def _axis(axis: Axis, reach: tuple[float, float]) -> dict[str, Any]:
    values = axis.ticks(*reach)
    places = [float(place) for place in axis.to(values)] if values else []
    shown = {"tickmode": "array", "tickvals": places, "ticktext": [axis.write(value) for value in values]}
    return {**shown, "range": list(reach), "title": {"text": f"{axis.title} →"}}


def _cut(axis: Axis, way: str, look: Look) -> Mapping[str, Any]:
    at = float(axis.to(axis.cut if axis.cut is not None else 0.0))
    line = {"type": "line", "line": {"color": look.colours.ink3, "width": 1, "dash": "dot"}, "layer": "below"}
    other = "y" if way == "x" else "x"
    return {**line, f"{way}ref": way, f"{other}ref": "paper", f"{way}0": at, f"{way}1": at, f"{other}0": 0, f"{other}1": 1}


def _trace(points: pd.DataFrame, axes: tuple[Axis, Axis], tones: Sequence[str], look: Look, t: Translator) -> dict[str, Any]:
    colours = np.array([look.mark(tone) for tone in tones], dtype=object)
    told = np.empty((len(points), 4), dtype=object)
    told[:, 0], told[:, 1] = points["account_id"], [plain(name) for name in points["account_name"]]
    for column, (name, axis) in enumerate(zip(("value_x", "value_y"), axes, strict=True), 2):
        told[:, column] = written(points[name].to_numpy(dtype="float64"), axis.write)
    lines = ("<b>%{customdata[1]}</b>", f"{axes[0].title} %{{customdata[2]}}", f"{axes[1].title} %{{customdata[3]}}", t("click to open"))
    return {
        "type": "scatter", "mode": "markers", "cliponaxis": False,
        "x": points["x"].to_numpy(dtype=np.float32), "y": points["y"].to_numpy(dtype=np.float32),
        "marker": {
            "size": 2 * RADIUS, "color": colours[points["tone"].to_numpy(dtype=int)].tolist() if len(points) else [],
            "symbol": np.where(points["loss"], DIAMOND, CIRCLE).astype(np.int8), "opacity": 0.45 if len(points) > MANY else 0.8,
            "line": {"width": 1, "color": alpha(look.colours.paper, 0.8)},
        },
        "customdata": told, "hovertemplate": "<br>".join(lines) + "<extra></extra>",
    }  # fmt: skip


def _names(points: pd.DataFrame, plane: Plane, look: Look, corners: int) -> list[dict[str, Any]]:
    """The names of the first by rank that find a place, clear of the strips that name the corners."""
    font, order = look.size.label, np.argsort(points["rank"].to_numpy(dtype="float64"), kind="stable")[:NAMED]
    texts = {int(row): short(str(points["account_name"].iloc[int(row)])) for row in order}
    widths = np.zeros(len(points))
    widths[list(texts)] = [text_width(text, font) * 1.04 for text in texts.values()]
    at, strip = plane.pixels(points["x"], points["y"]), LINE * font
    strips = np.array([(0.0, 0.0, plane.width, strip), (0.0, plane.height - strip, plane.width, plane.height)])
    found = place(at, np.full(len(points), RADIUS), widths, list(texts), frame=(plane.width, plane.height), line=LINE * font,
                  reserved=strips if corners else None)  # fmt: skip
    notes = []
    for row, (dx, dy), leader in zip(found.at, found.offset, found.leader, strict=True):
        line = {"arrowhead": 0, "arrowwidth": 0.8, "arrowcolor": look.colours.ink3, "standoff": RADIUS}
        way = {"showarrow": True, "ax": float(dx), "ay": float(dy), **line} if leader else {"xshift": float(dx), "yshift": -float(dy)}
        spot = float(points["x"].iloc[row]), float(points["y"].iloc[row])
        notes.append(note(plain(texts[int(row)]), *spot, (font, look.colours.ink), xanchor="center", yanchor="middle", **way))
    return notes

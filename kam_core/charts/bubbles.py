"""A matrix frame as the arrays a scatter is drawn from: where, how large, which shape, how sure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kam_core.charts.labels import Bools, Floats
from kam_core.charts.plane import Quadrants
from kam_core.charts.theme import CORNERS, Look, alpha, plain
from kam_core.params import EvidenceParams
from kam_core.text import Translator

Objects = NDArray[np.object_]
Format = Callable[[float], str] | None
"""How a value is written; None = as an index of 0-100."""

SMALLEST, LARGEST, UNIFORM = 4.0, 22.0, 9.0
"""Radii in pixels on a desk; the last where no profit is known."""
DENSE = 0.6
"""Factor on radii from ``MANY`` points on."""
MANY, CROWD = 300, 1000
RENEWS_SOON = 183
CIRCLE, DIAMOND = 0, 2
"""Plotly's numbers of the two symbols."""
PAPER, LOSS = 4, 5
"""Colour codes after the four corners."""
FILL, FAINT, MUTED = 0.78, 0.4, 0.16


@dataclass(frozen=True)
class Bubbles:
    """One row per drawn subject, in the order of the frame."""

    frame: pd.DataFrame
    x: Floats
    y: Floats
    radius: Floats
    corner: NDArray[np.intp]
    """Index into ``CORNERS``."""
    loss: Bools
    hollow: Bools
    ring: Bools
    strength: Floats
    """Opacity by evidence."""

    @property
    def names(self) -> list[str]:
        """What stands beside a bubble: the subject's own name where the frame has one, else the account's."""
        return [str(name) for name in self.frame["subject_name" if "subject_name" in self.frame else "account_name"]]

    def among(self, ids: Collection[str]) -> Bools:
        """Which rows are meant by these subject or account ids."""
        wanted = list(ids)
        return np.asarray(self.frame["subject_id"].isin(wanted) | self.frame["account_id"].isin(wanted), dtype=bool)


def placed(frame: pd.DataFrame, evidence: EvidenceParams) -> pd.DataFrame:
    """The rows that have a place: both values known, and enough of the answers behind them."""
    return frame[frame["x"].notna() & frame["y"].notna() & (frame["coverage"] >= evidence.placed_from)]


def corners(frame: pd.DataFrame, quadrants: Quadrants, cut_x: float, cut_y: float) -> NDArray[np.intp]:
    """The corner of each row, as an index into ``CORNERS``: by its quadrant, or by the cuts where none is stated."""
    stated = frame["quadrant"].map({quadrants[corner][0]: float(i) for i, corner in enumerate(CORNERS)}).to_numpy(dtype=float)
    right, top = frame["x"].to_numpy(dtype=float) >= cut_x, frame["y"].to_numpy(dtype=float) >= cut_y
    by_cut = np.where(top, np.where(right, 0, 1), np.where(right, 2, 3))
    return np.where(np.isnan(stated), by_cut, np.nan_to_num(stated)).astype(np.intp)


def radii(profit: Floats, scale: float) -> Floats:
    """Radii whose area is the size of the profit, gain or loss; all alike where no profit is known."""
    size = np.abs(profit)
    top = np.nanmax(size, initial=0.0)
    if not top > 0:
        return np.full(len(profit), UNIFORM * scale)
    return np.asarray(scale * np.clip(LARGEST * np.sqrt(np.nan_to_num(size) / top), SMALLEST, LARGEST), dtype=float)


def bubbles(frame: pd.DataFrame, corner: NDArray[np.intp], scale: float, evidence: EvidenceParams) -> Bubbles:
    """The drawn subjects of a frame whose rows all have a place; ``scale`` is a factor on the radii."""
    profit = frame["profit"].to_numpy(dtype=float)
    sure = np.clip(np.nan_to_num(frame["evidence"].to_numpy(dtype=float), nan=1.0), 0, 1)
    return Bubbles(
        frame=frame,
        x=frame["x_drawn" if "x_drawn" in frame else "x"].to_numpy(dtype=float),
        y=frame["y_drawn" if "y_drawn" in frame else "y"].to_numpy(dtype=float),
        radius=radii(profit, scale),
        corner=corner,
        loss=profit < 0,
        hollow=frame["coverage"].to_numpy(dtype=float) < evidence.hollow_below,
        ring=frame["renews_in_days"].to_numpy(dtype=float) <= RENEWS_SOON,
        strength=0.55 + 0.45 * sure,
    )


def trace(drawn: Bubbles, opacity: Floats, look: Look, hover: tuple[Objects, str]) -> dict[str, Any]:
    """The plotly scatter of the bubbles, largest first so that none hides a smaller one."""
    order = np.argsort(-drawn.radius, kind="stable")
    marks = [look.mark(corner) for corner in CORNERS]
    fill = np.where(drawn.hollow, PAPER, drawn.corner)[order]
    line = np.where(drawn.ring, LOSS, np.where(drawn.hollow, drawn.corner, PAPER))[order]
    rows, template = hover
    return {
        "type": "scatter", "mode": "markers", "cliponaxis": False,
        "x": drawn.x[order].astype(np.float32), "y": drawn.y[order].astype(np.float32),
        "marker": {
            **_coloured(fill, [alpha(mark, FILL) for mark in marks] + [look.colours.paper, look.colours.loss]),
            "showscale": False, "size": (2 * drawn.radius[order]).round(1).astype(np.float32),
            "symbol": np.where(drawn.loss, DIAMOND, CIRCLE)[order].astype(np.int8),
            "opacity": opacity[order].round(2).astype(np.float32),
            "line": {
                **_coloured(line, [*marks, look.colours.paper, look.colours.loss]),
                "width": np.where(drawn.ring, 2.2, np.where(drawn.hollow, 1.6, 1.0))[order].astype(np.float32),
            },
        },
        "customdata": rows[order], "hovertemplate": template,
        # What the browser does to a click or a lasso: the rest steps back as far as a selection made here.
        "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": MUTED}},
    }  # fmt: skip


def _coloured(codes: NDArray[np.intp], colours: list[str]) -> dict[str, Any]:
    """Colours by number: one byte a point instead of a text, which also spares plotly checking each."""
    last = len(colours) - 1
    scale = [[i / last, colour] for i, colour in enumerate(colours)]
    return {"color": codes.astype(np.int8), "colorscale": scale, "cmin": 0, "cmax": last}


def hover(
    drawn: Bubbles, words: tuple[str, str, Mapping[str, str]], formats: tuple[Format, Format], t: Translator, *, opens: bool = True
) -> tuple[Objects, str]:
    """
    Rows [account_id, subject_id, name, x, y, quadrant and probability] and the template that shows them.

    ``words`` are the two axis titles and the names of the corners; ``formats`` write x and y (None = an index); ``opens`` says that
    a click opens the account.
    """
    x_title, y_title, titles = words
    rows = np.empty((len(drawn.x), 6), dtype=object)
    rows[:, 0], rows[:, 1] = drawn.frame["account_id"], drawn.frame["subject_id"]
    rows[:, 2] = [plain(name) for name in drawn.names]
    stand = (drawn.frame[axis].to_numpy(dtype=float) for axis in "xy")
    for column, value, how in zip((3, 4), stand, formats, strict=True):
        rows[:, column] = written(value, how) if how else written(np.floor(value + 0.5), t.index)
    share = written(drawn.frame["probability"].to_numpy(dtype=float).round(2), t.percent)
    names = [titles[corner] for corner in CORNERS]
    rows[:, 5] = [f"{names[at]} {chance}".removesuffix(f" {t.missing}") for at, chance in zip(drawn.corner, share, strict=True)]
    lines = (
        "<b>%{customdata[2]}</b>",
        f"{x_title} %{{customdata[3]}}",
        f"{y_title} %{{customdata[4]}}",
        "%{customdata[5]}",
        *([t("click to open")] if opens else []),
    )
    return rows, "<br>".join(lines) + "<extra></extra>"


def written(values: Floats, write: Callable[[float], str]) -> list[str]:
    """Each value in words; equal values are written once, because a format costs more than a lookup."""
    keys, back = np.unique(values, return_inverse=True)
    texts = [write(float(key)) for key in keys]
    return [texts[i] for i in back]

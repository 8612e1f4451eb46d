"""How much rests on few: the shares of the largest, their course, what may be lost, and who needs whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import Floats, short, text_width
from kam_core.charts.matrix import matrix
from kam_core.charts.periods import period_names
from kam_core.charts.theme import Look, figure, note, plain
from kam_core.charts.ticks import names_axis, ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 30, 46
"""Pixels a name takes, and around all."""
NARROWEST = 170
"""Pixels the bars have on a phone."""
LOG_FLOOR = 1e-5
BELOW = 0.3
"""Steps of ten left free under the smallest share, for the names of the lower fields."""
TONES = {"hh": "hh", "lh": "hl", "hl": "lh", "ll": "ll"}
"""That we need an account which does not need us is to be guarded."""
HHI_LIMITS = ("hhi", "hhi_high")
FAR_OFF = 2.5
"""A limit so many times above the figures would press them to the ground: it is told, not drawn."""


def largest_shares(frame: pd.DataFrame, *, t: Translator, title: str, theme: str = "light", size: str = "mini") -> Figure:
    """
    A staircase: the share of each, beginning where the one before it ends, so that the end is the share of all so far.

    ``frame`` has name (as shown), share and cumulative (0-1), the largest first; ``title`` names the holders.
    """
    look = Look(theme, size)
    share, upto = frame["share"].to_numpy(dtype=float), frame["cumulative"].to_numpy(dtype=float)
    names, rows = [plain(short(name)) for name in frame["name"]], list(range(len(frame)))
    texts = [t.percent(own) if not row else f"{t.percent(own)} · {t.percent(all_)}"
             for row, (own, all_) in enumerate(zip(share, upto, strict=True))]  # fmt: skip
    bars = {
        "type": "bar", "orientation": "h", "y": rows, "x": share.astype(np.float32), "base": (upto - share).astype(np.float32),
        "marker": {"color": look.colours.blue, "line": {"width": 0}}, "customdata": [list(pair) for pair in zip(names, texts, strict=True)],
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    }  # fmt: skip
    right = 1.02 * (float(upto.max(initial=0.0)) or 1.0)
    notes = [_at_step(text, row, (upto - share)[row], upto[row], right, look) for row, text in zip(rows, texts, strict=True)]
    layout = {
        "height": FRAME + PITCH * max(1, len(frame)), "bargap": 0.3, "annotations": notes,
        "xaxis": {"range": [0, right], **ticks(0.0, min(right, 1.0), t.percent, 3), "title": {"text": t("Share of the total, added up")}},
        "yaxis": names_axis(names, title),
    }  # fmt: skip
    alt = t("The largest is {name} with {share}; the {n} largest hold {all}.", name=frame["name"].iloc[0] if rows else t.missing,
            share=t.percent(share[0] if rows else None), n=t.count(len(rows)), all=t.percent(upto[-1] if rows else None))  # fmt: skip
    return figure([bars] if rows else [], layout, look, alt)


def _at_step(text: str, row: int, start: float, end: float, right: float, look: Look) -> dict[str, Any]:
    """The words of a step: behind it, before it, or on it, wherever they fit on a phone."""
    need = (text_width(text, look.size.font) + 10) / NARROWEST * right
    if end + need <= right:
        return note(text, end, row, (look.size.font, look.colours.ink), xanchor="left", xshift=6)
    if start >= need:
        return note(text, start, row, (look.size.font, look.colours.ink), xanchor="right", xshift=-6)
    return note(text, end, row, (look.size.font, look.colours.paper), xanchor="right", xshift=-6)


def concentration_trend(
    frame: pd.DataFrame, *, t: Translator, limits: Mapping[str, float], theme: str = "light", size: str = "mini", height: int = 300
) -> Figure:
    """
    The shares of the largest, five and ten largest at quarter-ends, and above them the HHI; limits that lie near are dashed.

    ``frame`` as ``kam_core.concentration.trend`` gives it; ``limits`` may name hhi, hhi_high, top1, top5.
    """
    look, colours = Look(theme, size), Look(theme, size).colours
    ends, x = [pd.Timestamp(end) for end in frame["period_end"]], list(range(len(frame)))
    titles = {"top10": t("Ten largest"), "top5": t("Five largest"), "top1": t("Largest")}
    of = {"top10": colours.grey, "top5": colours.sky, "top1": colours.blue, "hhi": colours.blue}
    words = {"top10": colours.grey_text, "top5": colours.sky_text, "top1": colours.blue}
    data = [_line(frame, name, ends, title, of[name], t) for name, title in titles.items()]
    data.append({**_line(frame, "hhi", ends, t("HHI"), of["hhi"], t), "yaxis": "y2"})
    top = _top(frame[["top1", "top5", "top10"]].to_numpy(dtype=float), [limits.get(name, np.nan) for name in ("top1", "top5")])
    hhi = _top(frame[["hhi"]].to_numpy(dtype=float), [limits.get(name, np.nan) for name in ("hhi", "hhi_high")])
    ending = {name: frame[name].iloc[-1] for name in titles} if len(frame) else {}
    notes = [note(titles[name], x[-1], y, (look.size.font, words[name]), xanchor="left", xshift=8)
             for name, y in apart({k: float(v) for k, v in ending.items() if pd.notna(v)}, 0.11 * top).items()]  # fmt: skip
    near = {name: limit for name, limit in limits.items() if limit <= (hhi if name in HHI_LIMITS else top)}
    notes += [_limit_name(name, limit, look, t) for name, limit in near.items()]
    room = max(text_width(title, look.size.font) for title in titles.values()) + 16
    layout = {
        "height": height, "margin": {"l": 4, "r": room, "t": 8, "b": 4}, "annotations": notes,
        "shapes": [_limit(limit, "y2" if name in HHI_LIMITS else "y", look.colours.ink3) for name, limit in near.items()],
        "xaxis": {"tickvals": x, "ticktext": period_names(ends, t), "range": [-0.3, max(len(x) - 1, 0) + 0.3],
                  "title": {"text": t("12 months ending")}, "anchor": "y"},
        "yaxis": {"domain": [0.0, 0.58], "range": [0, top], **ticks(0.0, top, t.percent, 3), "title": {"text": t("Share of the total")}},
        "yaxis2": {"domain": [0.7, 1.0], "range": [0, hhi], **ticks(0.0, hhi, lambda v: f"{v:g}", 2), "anchor": "x",
                   "title": {"text": t("HHI")}},
    }  # fmt: skip
    first, last = (frame["effective"].iloc[0], frame["effective"].iloc[-1]) if len(frame) else (None, None)
    alt = t("Effective number at quarter-ends: {first} at first, {last} at last.", first=t.count(first), last=t.count(last))
    return figure(data, layout, look, alt)


def _line(frame: pd.DataFrame, name: str, ends: Sequence[pd.Timestamp], title: str, colour: str, t: Translator) -> dict[str, Any]:
    values = frame[name].to_numpy(dtype=float)
    write = (lambda v: f"{v:.4f}") if name == "hhi" else t.percent
    told = [f"{t.day(end)}<br>{title} <b>{write(value)}</b>" for end, value in zip(ends, values, strict=True)]
    return {
        "type": "scatter", "mode": "lines+markers", "x": list(range(len(values))), "y": values.astype(np.float32), "cliponaxis": False,
        "line": {"color": colour, "width": 2}, "marker": {"size": 5, "color": colour}, "customdata": told,
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _top(values: Floats, limits: Sequence[float]) -> float:
    """The end of an axis from zero: the figures, and the limits that lie near them."""
    high = float(np.nanmax(values, initial=0.0)) or 1.0
    return 1.18 * max([high, *(limit for limit in limits if limit <= FAR_OFF * high)])


def apart(ends: Mapping[str, float], least: float) -> dict[str, float]:
    """Heights of the names at the ends of lines, moved up until they stand clear of one another."""
    found: dict[str, float] = {}
    for name in sorted(ends, key=lambda key: ends[key]):
        found[name] = max(ends[name], max(found.values(), default=-1.0) + least)
    return found


def _limit(value: float, axis: str, colour: str) -> dict[str, Any]:
    line = {"color": colour, "width": 1, "dash": "dash"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": axis, "y0": value, "y1": value, "line": line, "layer": "below"}


def _limit_name(name: str, value: float, look: Look, t: Translator) -> dict[str, Any]:
    told = {"top1": t("limit of the largest {limit}", limit=t.percent(value)), "top5": t("limit of five {limit}", limit=t.percent(value)),
            **{key: t("limit {limit}", limit=f"{value:g}") for key in HHI_LIMITS}}  # fmt: skip
    at = {"xref": "paper", "yref": "y2" if name in HHI_LIMITS else "y", "xanchor": "left", "yanchor": "bottom", "yshift": 1}
    return note(told[name], 0, value, (look.size.font - 1, look.colours.ink2), **at)


def loss_draws(
    draws: Floats, *, t: Translator, expected: float, worst: float, theme: str = "light", size: str = "mini", height: int = 300
) -> Figure:
    """What share is lost in how many of the draws; a line at the expectation and one at the loss that 95 of 100 stay below."""
    look = Look(theme, size)
    low, high = float(np.min(draws)), float(np.max(draws))
    counts, edges = np.histogram(draws, bins=40, range=(low, high if high > low else low + 0.01))
    middle, part = (edges[:-1] + edges[1:]) / 2, counts / len(draws)
    told = [t("{low} to {high} lost: {share} of the draws", low=t.percent(a), high=t.percent(b), share=t.percent(n, 1))
            for a, b, n in zip(edges[:-1], edges[1:], part, strict=True)]  # fmt: skip
    bars = {
        "type": "bar", "x": middle.astype(np.float32), "y": part.astype(np.float32), "width": float(edges[1] - edges[0]) * 0.92,
        "marker": {"color": np.where(middle > worst, look.colours.loss, look.colours.blue).tolist(), "line": {"width": 0}},
        "customdata": told, "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    tall = float(part.max())
    sides = ("right", "left") if expected <= worst else ("left", "right")
    marks = ((t("expected<br>{share}", share=t.percent(expected, 1)), expected, look.colours.ink),
             (t("95% loss<br>{share}", share=t.percent(worst, 1)), worst, look.colours.loss))  # fmt: skip
    notes = [note(text, at, 1.22 * tall, (look.size.font, colour), yanchor="top", xanchor=side, align=side,
                  xshift=5 if side == "left" else -5) for (text, at, colour), side in zip(marks, sides, strict=True)]  # fmt: skip
    lines = [{"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1.22 * tall, "line": {"color": colour, "width": 1.4}}
             for at, colour in ((expected, look.colours.ink2), (worst, look.colours.loss))]  # fmt: skip
    span = (high - low) or 0.01
    axis = [low - 0.3 * span, max(high + 0.02 * span, worst + 0.3 * span)]
    layout = {
        "height": height, "annotations": notes, "shapes": lines, "bargap": 0,
        "xaxis": {"range": axis, **ticks(max(axis[0], 0.0), axis[1], t.percent, 4),
                  "title": {"text": t("Share of the total lost in a year")}},
        "yaxis": {"range": [0, 1.25 * tall], **ticks(0.0, tall, t.percent, 3), "title": {"text": t("Share of the draws")}},
    }  # fmt: skip
    alt = t("Expected loss {expected}; in 95 of 100 draws it stays below {worst}.", expected=t.percent(expected), worst=t.percent(worst))
    return figure([bars], layout, look, alt)


def dependence_map(
    frame: pd.DataFrame, titles: Mapping[str, str], cuts: tuple[float, float], *, t: Translator, theme: str = "light", height: int = 440
) -> Figure:
    """
    Our share of their purchases against their share of our revenue (steps of ten), four fields.

    ``frame`` as ``kam_core.concentration.dependence`` gives it, with profit; ``titles`` names its fields; ``cuts`` are ours, theirs.
    """
    theirs = frame["their_share"].to_numpy(dtype=float)
    floor = max(LOG_FLOOR, float(np.min(theirs[theirs > 0], initial=cuts[1])) / 2)
    shown = frame.assign(
        subject_id=frame["account_id"], x=frame["our_share"].clip(0, 1), y=np.log10(np.maximum(theirs, floor)),
        quadrant=frame["dependence"], probability=np.nan, coverage=1.0, evidence=1.0, renews_in_days=np.nan,
    )  # fmt: skip
    cut = float(np.log10(max(cuts[1], floor)))
    high = max(float(shown["y"].max()), cut)
    fields = {"hh": "mutual", "lh": "we_depend", "hl": "they_depend", "ll": "neither"}
    return matrix(
        shown, quadrants={corner: (name, titles[name]) for corner, name in fields.items()}, t=t, theme=theme, tones=TONES, height=height,
        x_title=t("Our share of their purchases"), y_title=t("Their share of our revenue"), cut_x=cuts[0], cut_y=cut,
        range=((0.0, 1.0), (float(np.log10(floor)) - BELOW, min(high + 0.35, 0.0) if high < -0.1 else 0.05)),
        formats=(t.percent, lambda value: f"{100 * 10**value:.2g}%"),
    )  # fmt: skip

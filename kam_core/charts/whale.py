"""The whale curve as a figure: how far profit climbs, where it turns, and what is lost again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kam_core.charts.labels import Floats, short, text_width
from kam_core.charts.theme import Look, alpha, figure, note, plain
from kam_core.charts.ticks import money, ticks
from kam_core.text import N_, Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from kam_core.value.whale import WhaleCurve

ACCOUNTS = N_("accounts")
POINTS = 400
"""A line of so many points cannot be told from the full one."""
BRACKET = (1.015, 1.035)
END = 1.04
GRID = 7.2
"""Heights of text between two gridlines."""
LINE_IS_NAMED_FROM = 160.0
"""Below this peak the words at the 100% line would lie on the curve."""
FLAT = 0.06
BELOW = 1.12
"""How far the axis goes below the lowest point, in multiples of it."""

SHORT_BRACKET = 0.35
"""Beside a bracket of a smaller share of the height the words hang from it, or they would leave the frame."""


def whale(
    curve: WhaleCurve, *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "desk", subject: str = ACCOUNTS,
    spot: tuple[float, str] | None = None, height: int | None = None,
) -> Figure:  # fmt: skip
    """
    The whale curve: the most profitable accounts first, blue to the peak, red after it, with what the two sides earn and lose.

    In percent of the total where that is positive, else in money with the total as a dot. ``subject`` is the plural noun of the
    axis (a message id). ``spot`` calls out one account: its share on the axis and its name. ``layout.meta`` says alt and unit
    ('percent' or 'money').
    """
    look = Look(theme, size)
    percent = curve.total > 0
    share, value = _points(curve, percent)
    top = curve.peak_percent or 0.0 if percent else curve.peak
    end = 100.0 if percent else curve.total
    above = _peak_text_above(curve, share, value, top)
    words = _erosion(curve, t, symbol, subject)
    tall = height or look.size.height
    low = min(end, 0.0)
    high = _ceiling(top, low * BELOW, above, tall, look) or -0.1 * end or 1.0
    lines = max(3, round(tall / GRID / look.size.font))
    write = (lambda value: t.percent(value / 100)) if percent else money(t, symbol)
    layout: dict[str, Any] = {
        "height": tall,
        "margin": {"r": 8 + (max(text_width(line, look.size.font) for line in words) + 14 if words else 12)},
        "xaxis": {
            "range": [0, END if words else 1.01], "tickvals": [0, 0.2, 0.4, 0.6, 0.8, 1], "ticktext": [t.percent(i / 5) for i in range(6)],
            "title": {"text": t("Share of {subject}, most profitable first", subject=t(subject))},
        },
        "yaxis": {
            "title": {"text": t("% of the total") if percent else t("money")}, "range": [low * BELOW, high],
            **ticks(low, high * 0.999, write, lines, skip_zero=low == 0),
        },
        "shapes": _lines(look, end, top, percent, bool(words)),
        "annotations": _words(curve, look, t, symbol, words, (top, end), above, subject),
    }  # fmt: skip
    if spot:
        layout["annotations"].append(called(spot, float(np.interp(spot[0], share, value)), look))
    return figure(
        _traces(curve, share, value, look, t, symbol), layout, look, _alt(curve, t, symbol), unit="percent" if percent else "money"
    )


def called(spot: tuple[float, str], height: float, look: Look) -> dict[str, Any]:
    """The name of one account with a line to its place on a curve; it stands on the side that has room, on paper."""
    (share, name), colours = spot, look.colours
    right, reach = share > 0.5, 2.2 * look.size.title
    line = {"showarrow": True, "arrowhead": 6, "arrowsize": 0.7, "arrowwidth": 2, "arrowcolor": colours.ink}
    place = {"ax": -reach if right else reach, "ay": 1.6 * reach, "xanchor": "right" if right else "left", "bgcolor": colours.paper}
    return note(f"<b>{plain(short(name))}</b>", share, height, (look.size.title, colours.ink), **line, **place)


def _ceiling(top: float, floor: float, above: bool, tall: int, look: Look) -> float:
    """Where the axis ends above the peak: the three lines of words over it need their place whatever the height and the depth."""
    if not above:
        return top * 1.12
    words = min((3.9 * look.size.font + 12) / max(tall - 60, 80), 0.6)
    return (top - words * floor) / (1 - words) if top else 0.0


def _points(curve: WhaleCurve, percent: bool) -> tuple[Floats, Floats]:
    """Share and height of at most ``POINTS`` points, evenly along the line, the peak and both ends among them."""
    share = curve.frame["share"].to_numpy(dtype=float)
    value = curve.frame["percent" if percent else "cumulative"].to_numpy(dtype=float)
    if len(share) <= POINTS:
        return share, value
    way = np.append(0.0, np.cumsum(np.diff(share) + np.abs(np.diff(value)) / (np.ptp(value) or 1.0)))
    peak = int(np.argmax(value))
    kept = np.unique(np.append(np.searchsorted(way, np.linspace(0, way[-1], POINTS - 2)), [peak, len(share) - 1]).clip(0, len(share) - 1))
    return share[kept], value[kept]


def _peak_text_above(curve: WhaleCurve, share: Floats, value: Floats, top: float) -> bool:
    """Whether the words must stand over the peak, because under it they would touch the climbing line."""
    return curve.peak_at < 0.3 or float(np.interp(curve.peak_at - 0.24, share, value)) < top * (1 - FLAT)


def _traces(curve: WhaleCurve, share: Floats, value: Floats, look: Look, t: Translator, symbol: str) -> list[dict[str, Any]]:
    colours, wide = look.colours, 2.6 * max(1.0, look.size.scale)
    percent, turn = curve.total > 0, int(np.argmax(value))
    texts = [t.percent(v / 100) if percent else t.money(v, symbol) for v in value]
    hover = t("First {share} of accounts: {value}", share="%{x:.0%}", value="<b>%{customdata}</b>") + "<extra></extra>"
    made: list[dict[str, Any]] = []
    after = colours.loss if curve.losers else colours.grey
    for part, colour in ((slice(0, turn + 1), colours.blue), (slice(turn, None), after)):
        if len(share[part]) < 2:
            continue
        made.append(
            {
                "type": "scatter", "mode": "lines", "x": share[part].astype(np.float32), "y": value[part].astype(np.float32),
                "line": {"color": colour, "width": wide, "simplify": False},
                "fill": "tozeroy", "fillcolor": alpha(colour, round(1.4 * colours.tint, 3)),
                "customdata": texts[part], "hovertemplate": hover,
            }
        )  # fmt: skip
    dots = [(curve.peak_at, float(value[turn]), colours.blue)] if turn else []
    dots += [(1.0, float(value[-1]), after)] if turn < len(value) - 1 else []
    marker = {"size": 3.5 * wide, "color": [colour for *_, colour in dots], "line": {"color": colours.paper, "width": 1.5}}
    ends = {"x": [x for x, *_ in dots], "y": [y for _, y, _ in dots], "marker": marker}
    return [*made, {"type": "scatter", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False, **ends}]


def _lines(look: Look, end: float, top: float, percent: bool, bracket: bool) -> list[dict[str, Any]]:
    """The line of what is left (or zero, where signs mix), and the bracket of the erosion."""
    colours, (near, far) = look.colours, BRACKET
    rule = {"dash": "dot", "width": 1.2, "color": colours.ink3} if percent else {"width": 1, "color": colours.ink3}
    level = 100.0 if percent else 0.0
    lines: list[dict[str, Any]] = [
        {"type": "line", "x0": 0, "x1": 1, "y0": level, "y1": level, "line": rule, "layer": "above" if percent else "below"}
    ]
    if bracket:
        way = f"M {near},{top} L {far},{top} L {far},{end} L {near},{end}"
        lines.append({"type": "path", "path": way, "line": {"color": colours.loss, "width": 1.5 * max(1.0, look.size.scale)}})
    return lines


def _erosion(curve: WhaleCurve, t: Translator, symbol: str, subject: str = ACCOUNTS) -> list[str]:
    """The lines of words beside the bracket; none where no account loses money."""
    if not curve.losers:
        return []
    money = t.money(abs(curve.lost), symbol)
    if subject == ACCOUNTS:
        loss = t.n("{n} account<br>loses {amount}", "{n} accounts<br>lose {amount}", curve.losers, amount=money).split("<br>")
    else:
        loss = [t.n("{n} loses {amount}", "{n} lose {amount}", curve.losers, amount=money)]
    return [t("Erosion"), *loss] if curve.erosion is None else [t("Erosion"), t.points(curve.erosion), *loss]


def _words(
    curve: WhaleCurve, look: Look, t: Translator, symbol: str, erosion: list[str], ends: tuple[float, float], above: bool,
    subject: str = ACCOUNTS,
) -> list[dict[str, Any]]:  # fmt: skip
    colours, font = look.colours, look.size.font
    top, end = ends
    notes: list[dict[str, Any]] = []
    if curve.winners:
        head = t("Peak {value}", value=t.money(curve.peak, symbol) if curve.peak_percent is None else t.percent(curve.peak_percent / 100))
        gained = t.money(curve.gained, symbol)
        earned = t.n("{n} account<br>earns {amount}", "{n} accounts<br>earn {amount}", curve.winners, amount=gained)
        if subject != ACCOUNTS:
            earned = t.n("{n} earns {amount}", "{n} earn {amount}", curve.winners, amount=gained)
        side = "left" if above and curve.peak_at < 0.5 else "right"
        place: dict[str, Any] = {"yanchor": "bottom", "yshift": 10} if above else {"yanchor": "top", "yshift": -14, "xshift": -12}
        text = f"<b>{head}</b><br>{earned}"
        notes.append(note(text, curve.peak_at, top, (font + 0.5, colours.blue), align=side, xanchor=side, **place))
    if erosion:
        text = "<br>".join([f"<b>{erosion[0]}</b>", *erosion[1:]])
        short = top - end < SHORT_BRACKET * max(top, 1e-9)
        place = {"yanchor": "top", "yshift": 8} if short and above is False else {}
        notes.append(note(text, BRACKET[1], (top + end) / 2, (font, colours.loss), xshift=10, xanchor="left", align="left", **place))
    if (curve.peak_percent or 0) >= LINE_IS_NAMED_FROM:
        notes.append(note(t("100% = the profit that is left"), 0.47, 100, (font, colours.ink2), yanchor="bottom", yshift=2))
    if curve.total <= 0 and len(curve.frame) > 1:
        text = f"<b>{t('Total {amount}', amount=t.money(curve.total, symbol))}</b>"
        notes.append(note(text, 1, end, (font, colours.loss), xshift=-12, xanchor="right"))
    return notes


def _alt(curve: WhaleCurve, t: Translator, symbol: str) -> str:
    if len(curve.frame) < 2:
        return t("Whale curve: nothing is known.")
    where = t.percent(curve.peak_at)
    if curve.peak_percent is not None:
        return t(
            "Whale curve: peaks at {peak} at {share} of accounts, ends at 100%.", peak=t.percent(curve.peak_percent / 100), share=where
        )
    return t(
        "Whale curve: peaks at {peak} at {share} of accounts, ends at {total}.",
        peak=t.money(curve.peak, symbol),
        share=where,
        total=t.money(curve.total, symbol),
    )

"""A ranking for a wall: name, bar, value at its end; one of them can be called out while the others step back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.bubbles import MUTED
from kam_core.charts.labels import LINE, short, text_width
from kam_core.charts.theme import Look, alpha, figure, note, plain
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

NARROWEST = 340
"""Pixels the ranking has in the narrowest column."""
BOLD = 1.07
"""How much wider bold text is than the plain widths say."""
GAP = 10.0
BAR = (12.0, 26.0)
"""Thickness of a bar in pixels, by the height of its row."""
HIGHEST_ROW = 3.9
"""A row takes at most so many heights of a line: few rows stand together at the top, not strewn over the wall."""


def ranking(
    frame: pd.DataFrame, *, t: Translator, head: str, subtitle: str = "", foot: Sequence[str] = (), theme: str = "light",
    size: str = "stage", highlight: Collection[str] = (), numbered: bool = True, width: float = NARROWEST, height: int | None = None,
) -> Figure:  # fmt: skip
    """
    Rows in the order of the frame, first on top; as many as the height holds.

    ``frame`` has id, name, value (the length of the bar is its size; missing = no bar), text (the value in words) and, optionally,
    note (words behind the name) and tone (a colour of the palette: 'blue', 'loss', 'grey', ...). ``highlight`` are ids: the others
    step back. ``numbered`` writes the rank before the name. ``foot`` are phrases for the foot, broken into lines here. ``width`` is
    the narrowest the figure will stand in. ``layout.meta`` says alt and rows.
    """
    look = Look(theme, size)
    tall = height or look.size.height
    lines = broken(foot, look.size.font, width)
    room = _Room.of(look, tall, bool(subtitle), len(lines), width, len(frame))
    shown = frame.head(room.rows).reset_index(drop=True)
    loud = shown["id"].isin(list(highlight)).to_numpy() if len(highlight) else np.ones(len(shown), dtype=bool)
    layout = {
        "height": tall, "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {"range": [0, 1], "visible": False, "fixedrange": True},
        "yaxis": {"range": [tall, 0], "visible": False, "fixedrange": True},
        "annotations": [*_frame(head, subtitle, lines, look, tall), *_names(shown, loud, bool(len(highlight)), numbered, look, room)],
    }  # fmt: skip
    told = t.listed([f"{name} {text}" for name, text in zip(shown["name"], shown["text"], strict=True)])
    alt = t("{head}: {rows}", head=head, rows=told) if len(shown) else t("{head}: nobody.", head=head)
    return figure([_bars(shown, loud, look, room)] if len(shown) else [], layout, look, alt, rows=len(shown))


def broken(phrases: Sequence[str], font: float, width: float) -> list[str]:
    """
    Phrases joined by a middle dot and broken between them, so that no line is wider than the figure.

    >>> broken(["hollow = thin evidence", "red = renews soon"], 10, 200)
    ['hollow = thin evidence', 'red = renews soon']
    """
    lines: list[str] = []
    for phrase in phrases:
        longer = f"{lines[-1]} · {phrase}" if lines else phrase
        if lines and text_width(longer, font) <= width:
            lines[-1] = longer
        else:
            lines.append(phrase)
    return lines


@dataclass(frozen=True)
class _Room:
    """In pixels: where the rows begin, how high a row, its line of words and its bar are, how wide all is."""

    top: float
    pitch: float
    line: float
    bar: float
    width: float
    rows: int

    @classmethod
    def of(cls, look: Look, tall: float, subtitle: bool, feet: int, width: float, wanted: int) -> _Room:
        """As many rows as leave each its name and a bar that can be seen."""
        line = LINE * look.size.font
        top = LINE * look.size.title + (line if subtitle else 0.0) + GAP
        free = tall - top - (feet * line + GAP if feet else 0.0)
        rows = max(1, min(wanted, int(free / (line + BAR[0] + GAP))))
        pitch = min(free / rows, HIGHEST_ROW * line)
        return cls(top, pitch, line, float(np.clip(0.55 * (pitch - line), *BAR)), width, rows)

    def at(self, row: int) -> float:
        """Where a row begins."""
        return self.top + row * self.pitch


def _bars(shown: pd.DataFrame, loud: np.ndarray[Any, Any], look: Look, room: _Room) -> dict[str, Any]:
    """The bars; the longest leaves room for its value."""
    length = shown["value"].abs().to_numpy(dtype=float)
    widest = max(BOLD * text_width(text, look.size.font) for text in shown["text"]) + GAP
    unit = (1 - min(widest / room.width, 0.6)) / (np.nanmax(length, initial=0.0) or 1.0)
    colours = [getattr(look.colours, tone) for tone in shown.get("tone", pd.Series("blue", index=shown.index))]
    strength = np.where(loud, 1.0, MUTED)
    return {
        "type": "bar", "orientation": "h", "x": np.nan_to_num(length * unit), "width": room.bar,
        "y": [room.at(row) + room.line + room.bar / 2 + 2 for row in shown.index],
        "marker": {"color": colours, "opacity": strength.tolist(), "line": {"width": 0}},
        "text": [f"<b>{plain(text)}</b>" for text in shown["text"]],
        "textposition": "outside", "constraintext": "none", "cliponaxis": False,
        "textfont": {"size": look.size.font, "color": [alpha(c, s) for c, s in zip(colours, strength, strict=True)]},
        "customdata": [[id, plain(name)] for id, name in zip(shown["id"], shown["name"], strict=True)],
        "hovertemplate": "%{customdata[1]}<br>%{text}<extra></extra>",
    }  # fmt: skip


def _names(shown: pd.DataFrame, loud: np.ndarray[Any, Any], called: bool, numbered: bool, look: Look, room: _Room) -> list[dict[str, Any]]:
    """Rank, name and note over each bar; bold is who is called out, else the first."""
    colours, font = look.colours, look.size.font
    notes = []
    for row, (name, more) in enumerate(zip(shown["name"], shown.get("note", pd.Series("", index=shown.index)), strict=True)):
        rank, named = f"{row + 1}\u2002" if numbered else "", short(str(name))
        text = f"<b>{plain(named)}</b>" if (loud[row] if called else row == 0) else plain(named)
        left = room.width - BOLD * text_width(f"{rank}{named}  ", font)
        tail = f"\u2002{plain(more)}" if more and text_width(str(more), font) <= left else ""
        text = f"{_quiet(rank, look)}{text}{_quiet(tail, look)}"
        place = {"xref": "paper", "xanchor": "left", "yanchor": "top", "align": "left", "opacity": 1.0 if loud[row] else MUTED}
        notes.append(note(text, 0, room.at(row), (font, colours.ink), **place))
    return notes


def _quiet(text: str, look: Look) -> str:
    return f'<span style="color:{look.colours.ink2}">{text}</span>' if text else ""


def _frame(head: str, subtitle: str, lines: Sequence[str], look: Look, tall: float) -> list[dict[str, Any]]:
    """Title and measure above the rows, the key of symbols below."""
    colours, font, left = look.colours, look.size.font, {"xref": "paper", "xanchor": "left", "align": "left"}
    notes = [note(f"<b>{plain(head)}</b>", 0, 0, (look.size.title, colours.ink), yanchor="top", **left)]
    if subtitle:
        notes.append(note(plain(subtitle), 0, LINE * look.size.title, (font, colours.ink2), yanchor="top", **left))
    if lines:
        notes.append(note("<br>".join(map(plain, lines)), 0, tall, (font, colours.ink2), yanchor="bottom", **left))
    return notes

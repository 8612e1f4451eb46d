"""Who drives a total: the best and the worst accounts, apart from zero; names stand on the other side, so that nothing overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import short, text_width
from kam_core.charts.theme import Look, figure, note, plain
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

EACH = 9
"""So many best and so many worst."""
PITCH, FRAME = 27, 12
NARROWEST = 330
"""Pixels in the narrowest column."""


def drivers(frame: pd.DataFrame, *, t: Translator, symbol: str = "$", theme: str = "light", size: str = "mini", each: int = EACH) -> Figure:
    """
    The accounts with the highest and the lowest ``value`` (money, NaN left out), the best on top; few accounts are all shown.

    ``frame`` has account_id, account_name and value. ``layout.meta`` says alt and between (how many are not shown).
    """
    look = Look(theme, size)
    ranked = frame[frame["value"].notna()].sort_values(["value", "account_id"], ascending=[False, True]).reset_index(drop=True)
    between = max(len(ranked) - 2 * each, 0)
    shown = ranked if not between else pd.concat([ranked.head(each), ranked.tail(each)])
    place = np.arange(len(shown)) + np.where((np.arange(len(shown)) >= each) & (between > 0), 1, 0)
    values = shown["value"].to_numpy(dtype=float)
    names = [plain(short(str(name))) for name in shown["account_name"]]
    texts = [t.money(value, symbol) for value in values]
    rows = int(place[-1]) + 1 if len(place) else 1
    colours = [look.colours.loss if value < 0 else look.colours.blue for value in values]
    bars = {
        "type": "bar", "orientation": "h", "x": values, "y": place, "marker": {"color": colours, "line": {"width": 0}},
        "customdata": [[id, plain(name)] for id, name in zip(shown["account_id"], shown["account_name"], strict=True)],
        "hovertext": texts, "hovertemplate": "%{customdata[1]}<br><b>%{hovertext}</b><extra></extra>",
    }  # fmt: skip
    notes = [_beside(names[i], texts[i], values[i], int(place[i]), colours[i], look) for i in range(len(values))]
    if between:
        words = t.n("{n} account between", "{n} accounts between", between)
        notes.append([note(words, 0, each, (look.size.font - 1, look.colours.ink2), xanchor="center")])
    layout = {
        "height": FRAME + PITCH * rows, "bargap": 0.36,
        "xaxis": {"range": _range(values, names, texts, look), "visible": False, "fixedrange": True},
        "yaxis": {"range": [rows - 0.4, -0.6], "visible": False, "fixedrange": True},
        "annotations": [one for pair in notes for one in pair],
        "shapes": [{"type": "line", "x0": 0, "x1": 0, "y0": -0.5, "y1": rows - 0.5, "line": {"width": 1, "color": look.colours.ink3},
                    "layer": "below"}],
    }  # fmt: skip
    return figure([bars], layout, look, _alt(shown, texts, t), between=between)


def _beside(name: str, text: str, value: float, row: int, colour: str, look: Look) -> list[dict[str, Any]]:
    """The name on the side without the bar, the amount at its tip."""
    out, back = ("left", "right") if value >= 0 else ("right", "left")
    shift = 5 if value >= 0 else -5
    return [
        note(name, 0, row, (look.size.font, look.colours.ink), xanchor=back, xshift=-shift),
        note(text, value, row, (look.size.font, colour), xanchor=out, xshift=shift),
    ]


def _range(values: Any, names: list[str], texts: list[str], look: Look) -> list[float]:
    """The longest bars that leave names and amounts their room on either side at the narrowest width."""
    font = look.size.font
    under = values < 0
    amount = [
        max((text_width(text, font) for text, own in zip(texts, side, strict=True) if own), default=0.0) + 8 for side in (under, ~under)
    ]
    name = [
        max((text_width(name, font) for name, own in zip(names, side, strict=True) if own), default=0.0) + 8 for side in (~under, under)
    ]
    reach = [max((abs(float(value)) for value in values[side]), default=0.0) for side in (under, ~under)]
    longest = max(reach, default=0.0) or 1.0
    for pixels in range(220, 20, -10):
        sides = [max(reach[k] / longest * pixels + amount[k] * bool(reach[k]), name[k]) for k in (0, 1)]
        if sum(sides) <= NARROWEST:
            break
    return [-sides[0] * longest / pixels, sides[1] * longest / pixels]


def _alt(shown: pd.DataFrame, texts: list[str], t: Translator) -> str:
    if shown.empty:
        return t("Who drives it: nothing is known.")
    names = [str(name) for name in shown["account_name"]]
    return t("{best} is worth most: {most}; {worst} least: {least}.", best=names[0], most=texts[0], worst=names[-1], least=texts[-1])

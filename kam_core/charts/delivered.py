"""Delivered value part by part: bars to the right where we lead the best rival, to the left where the rival leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kam_core.charts.labels import text_width
from kam_core.charts.theme import NAMED, Look, figure, note, plain
from kam_core.charts.ticks import names_axis
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PITCH, FRAME = 34, 40
"""Pixels a part takes, and around all."""
DIGITS = 2
"""Decimals of an advantage: on a scale of ten points, means of accounts differ in hundredths."""
NARROWEST = 200
"""Pixels the bars have in the narrowest column, the names beside them."""


def delivered_height(rows: int) -> int:
    """Pixels of the figure of so many parts."""
    return FRAME + PITCH * max(1, rows)


def delivered(frame: pd.DataFrame, *, t: Translator, theme: str = "light", size: str = "mini") -> Figure:
    """
    A row a part, in the order of the frame: its advantage (points of 0-10, above 0 = for us) as a bar with the amount at its tip.

    ``frame`` has title (as shown), ours, rival and advantage (NaN = one of the two has no answer: said in place of the bar).
    """
    look = Look(theme, size)
    value = frame["advantage"].to_numpy(dtype=float)
    texts = [_signed(one, t) for one in value]
    names = [plain(title) for title in frame["title"]]
    colours = [look.colours.loss if one < 0 else look.colours.blue for one in np.round(value, DIGITS)]
    bars = {
        "type": "bar", "orientation": "h", "x": np.nan_to_num(value), "y": list(range(len(value))),
        "marker": {"color": colours, "line": {"width": 0}},
        "customdata": [[name, _beside(row, t)] for name, row in zip(names, frame.to_dict("records"), strict=True)],
        "hovertemplate": "%{customdata[0]}<br><b>%{customdata[1]}</b><extra></extra>",
    }  # fmt: skip
    room = max((text_width(text, look.size.font) for text in texts), default=0.0) + 10
    reach = max(float(np.nanmax(np.abs(value), initial=0.0)), 1.0)
    side = reach * (1.0 + room / max(NARROWEST / 2 - room, 30))
    heads = [(t("◀ rival ahead"), "left", 0.0, look.colours.loss), (t("we are ahead ▶"), "right", 1.0, look.colours.blue)]
    layout = {
        "height": delivered_height(len(frame)), "bargap": 0.4, "margin": {"l": 4, "r": 4, "t": 28, "b": 4},
        "xaxis": {"range": [-side, side], "showticklabels": False, "zeroline": True, "zerolinecolor": look.colours.ink3,
                  "zerolinewidth": 1},
        "yaxis": {**names_axis(names, ""), "title": None},
        "annotations": [
            *(_tip(text, one, row, look) for row, (text, one) in enumerate(zip(texts, value, strict=True))),
            *(note(text, x, 1, (look.size.font, colour), xref="paper", yref="paper", xanchor=anchor, yanchor="bottom", yshift=4)
              for text, anchor, x, colour in heads),
        ],
    }  # fmt: skip
    return figure([bars], layout, look, _alt(frame, t), axes=NAMED)


def _signed(value: float, t: Translator) -> str:
    if np.isnan(value):
        return t("not compared")
    return f"{value:+.{DIGITS}f}".rstrip("0").rstrip(".").replace("-", "−") if round(value, DIGITS) else "0"


def _tip(text: str, value: float, row: int, look: Look) -> dict[str, Any]:
    """The amount beyond the end of its bar; in place of a bar the words to the right of zero."""
    known = not np.isnan(value)
    left = known and value < 0
    colour = look.colours.ink2 if not known or not round(value, DIGITS) else look.colours.loss if left else look.colours.blue
    side = {"xanchor": "right", "xshift": -5} if left else {"xanchor": "left", "xshift": 5}
    return note(text, value if known else 0.0, row, (look.size.font, colour), **side)


def _beside(row: dict[Any, Any], t: Translator) -> str:
    return t("ours {ours}, best rival {rival}", ours=t.answer(row["ours"]), rival=t.answer(row["rival"]))


def _alt(frame: pd.DataFrame, t: Translator) -> str:
    known = frame[frame["advantage"].notna()]
    if known.empty:
        return t("Delivered value against the best rival: not answered yet.")
    ordered = known.sort_values("advantage", kind="stable")
    worst, best = ordered.iloc[0], ordered.iloc[-1]
    facts = {"best": best["title"], "most": _signed(best["advantage"], t), "worst": worst["title"], "least": _signed(worst["advantage"], t)}
    return t("Against the best rival: {best} {most} at one end, {worst} {least} at the other.", **facts)

"""What was expected against what came: on the diagonal a forecast holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.charts.theme import Look, figure, note
from kam_core.charts.ticks import ticks
from kam_core.text import Translator

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def calibration(table: pd.DataFrame, *, t: Translator, theme: str = "light", size: str = "mini", height: int = 300) -> Figure:
    """
    Groups of customers, the least expected first: ``expected`` and ``came`` (purchases a customer) and ``n``.

    Under the diagonal fewer purchases came than were expected. ``layout.meta`` says alt.
    """
    look = Look(theme, size)
    if table.empty:
        return figure([], {"height": height}, look, t("Nobody was known at the origin."))
    top = float(max(table["expected"].max(), table["came"].max(), 0.1)) * 1.08
    colours = look.colours
    line: dict[str, Any] = {"type": "line", "x0": 0, "y0": 0, "x1": top, "y1": top, "layer": "below",
                            "line": {"color": colours.ink3, "width": 1, "dash": "dot"}}  # fmt: skip
    words = [
        t("{n} customers: {said} expected, {came} came", n=t.count(row.n), said=f"{row.expected:.2f}", came=f"{row.came:.2f}")
        for row in table.itertuples()
    ]
    dots = {
        "type": "scatter", "mode": "markers", "x": table["expected"].tolist(), "y": table["came"].tolist(), "cliponaxis": False,
        "text": words, "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 9, "color": colours.blue, "line": {"color": colours.paper, "width": 1.5}},
    }  # fmt: skip
    text: dict[str, Any] = {"tickmode": "array", **ticks(0, top, lambda value: f"{value:g}", 4)}
    layout = {
        "height": height, "shapes": [line],
        "annotations": [note(t("as expected"), top, top, (look.size.font, colours.ink2), xanchor="right", yanchor="top", xshift=-18)],
        "xaxis": {"range": [0, top], **text, "title": {"text": t("Expected purchases a customer")}},
        "yaxis": {"range": [0, top], **text, "title": {"text": t("Purchases that came")}},
    }  # fmt: skip
    last = table.iloc[-1]
    alt = t("By tenth of the customers: of those of whom most was expected, {said} purchases were expected and {came} came.",
            said=f"{last['expected']:.2f}", came=f"{last['came']:.2f}")  # fmt: skip
    return figure([dots], layout, look, alt)

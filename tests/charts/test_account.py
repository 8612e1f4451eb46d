"""One account among the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from kam_core.charts import alt_of, standing
from kam_core.charts.theme import palette

Maker = Callable[..., pd.DataFrame]


def test_one_in_colour_the_others_grey(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Everybody placed is there once; the account asked for is the bubble, and the head says its quadrant in that colour."""
    data = frame(60).assign(x=72.0, y=80.0, quadrant="true")
    figure = standing(data, "A-00005", title="Loyalty", **loyalty)
    others, own = figure.data

    assert (len(others.x), [row[0] for row in own.customdata]) == (59, ["A-00005"])
    assert figure.layout.annotations[0].text == "Loyalty: <b>True loyalty</b>"
    assert figure.layout.annotations[0].font.color == palette("light").blue
    assert (alt_of(figure), figure.layout.meta["quadrant"]) == ("Loyalty: True loyalty", "true")


def test_the_trail_ends_in_the_bubble(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Three earlier quarters and today; a quarter without a place is left out."""
    data = frame(10)
    past = pd.DataFrame({"x": [40.0, np.nan, 52.0], "y": [50.0, 51.0, 55.0]})
    figure = standing(data, "A-00003", title="Loyalty", trail=past, **loyalty)
    line = figure.data[1]

    assert [float(x) for x in line.x[:3]] == [40.0, 52.0, float(np.float32(data["x"][3]))]


def test_not_placed_is_said(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Thin evidence: no bubble is invented."""
    data = frame(10)
    data.loc[3, "coverage"] = 0.1
    figure = standing(data, "A-00003", title="Loyalty", **loyalty)

    assert (len(figure.data[0].x), len(figure.data[1].x)) == (9, 0)
    assert (alt_of(figure), figure.layout.meta["quadrant"]) == ("Loyalty: not placed", None)


def test_a_crowd_of_others_is_sampled(frame: Maker, loyalty: dict[str, Any]) -> None:
    """10,000 others do not make the account's page heavy."""
    figure = standing(frame(10_000), "A-00003", title="Loyalty", **loyalty)

    assert 500 <= len(figure.data[0].x) <= 700
    assert len(figure.to_json()) < 60_000


def test_on_a_wall_the_head_is_the_quadrant_alone(frame: Maker, loyalty: dict[str, Any]) -> None:
    """Larger words and marks; the axes say which matrix it is."""
    data = frame(10).assign(x=72.0, y=80.0, quadrant="true")
    figure = standing(data, "A-00003", title="", size="stage", height=400, **loyalty)

    assert (figure.layout.annotations[0].text, figure.layout.annotations[0].font.size) == ("<b>True loyalty</b>", 19)
    assert alt_of(figure) == "Repeat patronage / Relative attitude: True loyalty"
    assert figure.data[-1].marker.size[0] > standing(data, "A-00003", title="", **loyalty).data[-1].marker.size[0]

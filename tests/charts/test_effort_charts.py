"""Effort against the change of the margin as points, and confidence beside trust as two lines."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kam_core.charts import alt_of, confidence_path, effort_return
from kam_core.charts.effort import MOST_POINTS
from kam_core.charts.theme import palette
from kam_core.text import Translator

DAYS = [date(2012, 12, 31), date(2013, 3, 31), date(2013, 6, 30), date(2013, 9, 30), date(2013, 12, 31)]


def test_a_point_for_everybody_whose_change_is_known(t: Translator) -> None:
    """Red below zero, blue above; a point carries its id, a name is text; who is unknown is left out; the alt tells the best."""
    frame = pd.DataFrame({
        "subject_id": ["A", "B", "C"], "subject_name": ["Nord <b>AG</b>", "Süd", "West"], "effort": [100.0, 300.0, 200.0],
        "margin_change": [50.0, -20.0, np.nan],
    })  # fmt: skip

    figure = effort_return(frame, t=t)
    (points,) = figure.data

    found = {row[0]: (x, y, colour) for row, x, y, colour in zip(points.customdata, points.x, points.y, points.marker.color, strict=True)}
    assert found == {"A": (100, 50, palette("light").blue), "B": (300, -20, palette("light").loss)}
    assert all("<b>AG" not in note.text for note in figure.layout.annotations)
    assert "1 of 2 brought more" in alt_of(figure)
    assert "$50" in alt_of(figure)


def test_a_crowd_is_cut_at_those_with_the_most_effort(t: Translator) -> None:
    """Of 2,000 the 1,500 with the most effort; six names at most; nobody at all is a figure that says so."""
    n = np.arange(2000.0)
    frame = pd.DataFrame({"subject_id": n.astype(str), "subject_name": "Name", "effort": n, "margin_change": np.sin(n) * 100})

    crowd, empty = effort_return(frame, t=t), effort_return(frame.head(0), t=t)

    assert (len(crowd.data[0].x), min(crowd.data[0].x)) == (MOST_POINTS, 500)
    assert 1 <= len(crowd.layout.annotations) <= 6
    assert alt_of(empty) == "No change of the margin is known yet."


def test_two_lines_with_their_names_apart(t: Translator) -> None:
    """A day without an answer is a gap; names of lines that end together give way; without any answer the figure says so."""
    known = pd.DataFrame({"day": DAYS, "confidence": [np.nan, 60, np.nan, 64, 66], "trust": [50.0, 50, 50, 50, 64]})

    figure = confidence_path(known, 60, t=t)
    empty = confidence_path(known.assign(confidence=np.nan, trust=np.nan), 60, t=t)

    assert np.isnan(figure.data[0].y[[0, 2]]).all()
    assert not figure.data[0].connectgaps
    assert {note.text: note.yshift for note in figure.layout.annotations} == {"Confidence": 9, "Trust": -9}
    assert alt_of(figure) == "Confidence: 66, Trust: 64"
    assert alt_of(empty) == "Neither confidence nor trust is known."
    assert not empty.layout.annotations

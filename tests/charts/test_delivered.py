"""Delivered value as bars around zero, and the fit of needs as marks on one scale."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam_core.charts import alt_of, delivered, fits
from kam_core.charts.theme import palette
from kam_core.text import Translator


def test_bars_on_the_side_of_who_leads(t: Translator) -> None:
    """Right and blue where we lead, left and red where the rival does, words where nothing is compared; the range is symmetric."""
    frame = pd.DataFrame(
        {"title": ["Product", "Time", "Money"], "ours": [8, 5, np.nan], "rival": [6, 2, 3], "advantage": [2.0, -3.0, np.nan]}
    )
    figure = delivered(frame, t=t)
    (bars,) = figure.data

    assert list(bars.x) == [2, -3, 0]
    assert list(bars.marker.color)[:2] == [palette("light").blue, palette("light").loss]
    assert [note.text for note in figure.layout.annotations][:3] == ["+2", "−3", "not compared"]
    assert [note.xanchor for note in figure.layout.annotations][:3] == ["left", "right", "left"]
    low, high = figure.layout.xaxis.range
    assert (low, high) == (-high, high)
    assert high > 3
    assert bars.customdata[0][1] == "ours 8, best rival 6"
    assert "Product +2" in alt_of(figure)
    assert "Time −3" in alt_of(figure)


def test_nothing_compared_and_all_equal(t: Translator) -> None:
    """Neither draws a bar, neither breaks the axis."""
    equal = pd.DataFrame({"title": ["Product"], "ours": [5.0], "rival": [5.0], "advantage": [0.0]})

    assert list(delivered(equal, t=t).data[0].x) == [0]
    assert alt_of(delivered(equal.assign(rival=np.nan, advantage=np.nan), t=t)).endswith("not answered yet.")


def test_marks_of_the_kinds(t: Translator) -> None:
    """Importance, rival and ours on 1-5; a line where both are known, red where the rival leads; unknown is not drawn."""
    frame = pd.DataFrame({"title": ["Delivery", "Price"], "importance": [4.0, 3.0], "fit": [2.0, 4.0], "rival_fit": [3.0, np.nan]})
    figure = fits(frame, t=t, theme="dark")
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    marks = [trace for trace in figure.data if trace.mode == "markers"]

    assert [list(line.x) for line in lines] == [[3, 2]]
    assert [next(iter(mark.x)) for mark in marks] == [4, 3, 2]
    assert np.isnan(marks[1].x[1])
    assert figure.layout.xaxis.range == (0.8, 5.2)
    assert alt_of(figure) == "Delivery: importance 4, our fit 2, best rival 3"

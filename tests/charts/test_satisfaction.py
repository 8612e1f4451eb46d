"""Answers by step of the scale, and a figure of satisfaction over time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam_core.charts import alt_of, answer_steps, satisfaction_trend
from kam_core.charts.theme import LIGHT
from kam_core.text import Translator

COUNTS = pd.DataFrame({"step": [1.0, 2, 3, 4, 5], "answers": [0, 1, 0, 4, 2], "grade": [-1, -1, 0, 1, 1]})


def test_a_bar_a_step_coloured_by_what_it_says(t: Translator) -> None:
    """Empty steps keep their place; red speaks against us, blue for us; the axis says what its ends mean."""
    figure = answer_steps(COUNTS, t=t, low="Bad", high="Good")
    (bars,) = figure.data

    assert (list(bars.x), list(bars.y), list(bars.text)) == (["1", "2", "3", "4", "5"], [0, 1, 0, 4, 2], ["", "1", "", "4", "2"])
    assert [bars.marker.color[place] for place in (1, 2, 3)] == [LIGHT.loss, LIGHT.grey, LIGHT.blue]
    assert figure.layout.xaxis.title.text == "1 = Bad, 5 = Good"
    assert alt_of(figure) == "Most chosen: 4, 4 of 7 answers."
    assert not answer_steps(COUNTS.assign(answers=0), t=t, low="", high="").data


def test_intervals_stand_around_their_points(t: Translator) -> None:
    """Up and down may differ; without an interval a point is hollow; only the latest eight periods are drawn."""
    trend = pd.DataFrame({"value": [30.0] * 8 + [100.0, -20.0], "low": [10.0] * 8 + [np.nan, -60.0], "high": [50.0] * 8 + [np.nan, 0.0]})
    names = [f"Survey <{place}>" for place in range(10)]
    figure = satisfaction_trend(trend, names, names, t=t, title="NPS", written=names, reach=(-105, 105))
    (points,) = figure.data

    assert (len(points.y), list(points.error_y.array)[-2:], list(points.error_y.arrayminus)[-2:]) == (8, [0, 20], [0, 40])
    assert list(points.marker.color)[-2:] == [LIGHT.paper, LIGHT.blue]
    assert figure.layout.xaxis.ticktext[-1] == "Survey &lt;9>"
    assert not satisfaction_trend(trend.head(0), [], [], t=t, title="NPS", written=[], reach=(-1, 1)).data

"""Mix over time, seasons, and the grid of gaps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, mix_over_time, openings, season
from kam_core.text import Translator


def test_a_stack_a_quarter(t: Translator) -> None:
    """Each name one trace over the quarters; returns hang below zero; the names stand beside it from the foot up."""
    ends = pd.to_datetime(["2024-06-30", "2024-09-30"])
    frame = pd.DataFrame({"period_end": ends.repeat(2), "name": ["bikes", "<b>x"] * 2, "revenue": [100.0, 20, 50, -10], "others": 0})
    figure = mix_over_time(frame, {"bikes": "Bikes", "<b>x": "<b>x"}, t=t)

    assert [trace.y.tolist() for trace in figure.data] == [[100, 50], [20, -10]]
    assert figure.layout.barmode == "relative" and figure.layout.yaxis.range[0] < -10
    assert [note.text for note in figure.layout.annotations] == ["Bikes", "&lt;b>x"]


@pytest.mark.parametrize(("years", "same"), [(1, False), (2, True)])
def test_one_year_is_grey(t: Translator, years: int, same: bool) -> None:
    """Twelve bars, the highest called; in blue only when two years agree to it."""
    ends = pd.date_range("2024-01-31", periods=12, freq="ME")
    figure = season(pd.DataFrame({"month_end": ends, "index": [80.0] * 10 + [320.0, 80.0], "years": float(years)}), t=t)

    assert (figure.data[0].marker.color == "#1F4FC4") is same
    assert [(note.text, note.x) for note in figure.layout.annotations] == [("320", 10)] and "30 Nov" in alt_of(figure)


def test_a_cell_is_bought_or_open_never_both(t: Translator) -> None:
    """Money where it is bought, a plus and the expected amount where it is not, nothing where nothing is known."""
    bought, expected = np.array([[100.0, 0.0], [50.0, 0.0]]), np.array([[np.nan, 30.0], [np.nan, np.nan]])
    has, lacks = openings(bought, expected, ["A", "B"], ["bikes", "helmets"], t=t).data

    assert [list(row) for row in has.text] == [["$100", ""], ["$50", ""]]
    assert [list(row) for row in lacks.text] == [["", "+$30"], ["", ""]]
    assert not (np.isfinite(np.array(has.z, dtype=float)) & np.isfinite(np.array(lacks.z, dtype=float))).any()
    assert alt_of(openings(bought, expected, ["A", "B"], ["bikes", "helmets"], t=t)) == "1 gap shown, worth $30 a year if filled."

"""Charts of claims under test: what is drawn where, and what is left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core import charts
from kam_core.charts.myths import MOST_POINTS
from kam_core.myths.outcomes import gain
from kam_core.text import translator

EN = translator("en")
ROWS = pd.DataFrame({"name": ["a<br>b", "c"], "value": [0.4, 0.1], "low": [0.2, np.nan], "high": [0.6, np.nan], "sure": [True, False]})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_interval_is_a_bar_under_its_dot(theme) -> None:
    """One bar for the row that has an interval; the dot of a row that tells nothing is hollow; the limit is a dotted line."""
    drawn = charts.intervals(ROWS, (0.0, "no connection"), lambda value: f"{value:.1f}", t=EN, theme=theme)
    bars, dots = drawn.data

    assert ([0.2, 0.6, None], [0, 0, None]) == (list(bars.x), list(bars.y))
    assert [charts.palette(theme).blue, charts.palette(theme).paper] == list(dots.marker.color)
    assert (0.0, 0.0) == (drawn.layout.shapes[0].x0, drawn.layout.shapes[0].x1)
    assert "a / b: 0.4, c: 0.1" == charts.alt_of(drawn)
    assert drawn.layout.xaxis.range[0] < 0 < 0.6 < drawn.layout.xaxis.range[1]


def test_ranks_not_amounts_are_drawn() -> None:
    """An outlier of a million stands one rank above the next; equal values share their middle rank."""
    points = pd.DataFrame({"account_id": ["A", "B", "<i>C", "D"], "x": [1.0, 2.0, 1e6, 2.0], "y": [4.0, 3.0, 2.0, 1.0]})

    (dots,) = charts.ranks(points, "Revenue", "Margin", t=EN).data

    assert [12.5, 50.0, 87.5, 50.0] == list(dots.x)
    assert [87.5, 62.5, 37.5, 12.5] == list(dots.y)
    assert "&lt;i>C" == dots.customdata[2]


def test_a_cloud_of_many_accounts_is_thinned() -> None:
    """10,000 accounts draw at most 1,500 points."""
    many = pd.DataFrame({"account_id": np.arange(10_000).astype(str), "x": np.arange(10_000.0), "y": np.arange(10_000.0)})

    assert len(charts.ranks(many, "x", "y", t=EN).data[0].x) <= MOST_POINTS


@pytest.mark.parametrize(("at", "lines"), [(0.76, 1), (np.nan, 0), (1.0, 1)])
def test_what_five_points_are_worth(at, lines) -> None:
    """Two curves, the promise as a band, the own retention as a line where it is known and within the axis."""
    rates = np.array([0.5, 0.7, 0.9])
    curves = [("5 years", np.array([gain(r, 0.1, 5) for r in rates])), ("without an end", np.array([gain(r, 0.1, None) for r in rates]))]

    drawn = charts.gains(curves, rates, at, (0.25, 0.85), t=EN)

    assert 2 == len(drawn.data)
    assert (0.25, 0.85) == (drawn.layout.shapes[0].y0, drawn.layout.shapes[0].y1)
    assert 1 + lines == len(drawn.layout.shapes)
    assert not lines or drawn.layout.xaxis.range[0] <= at <= drawn.layout.xaxis.range[1]
    assert drawn.data[1].y[-1] == pytest.approx(0.4074, abs=1e-3)

"""The triangle and the average curve."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, cohort_curves, cohort_map
from kam_core.text import Translator


def triangle(ages: int = 3) -> pd.DataFrame:
    """Two cohorts, the second small, the last period still running."""
    rows = [(0, age, 1.0 - 0.2 * age, 20, age == ages - 1, False) for age in range(ages)]
    rows += [(1, age, 1.0 - 0.5 * age, 3, age == ages - 2, True) for age in range(ages - 1)]
    frame = pd.DataFrame(rows, columns=["row", "age", "retained", "n", "running", "small"])
    return frame.assign(active=1, net=frame["retained"] * 2, period_end=pd.Timestamp("2024-03-31"))


def test_full_small_and_running_cells_look_different(t: Translator) -> None:
    """Three layers that never share a cell; a cell that has not begun is in none, one with nothing left is zero."""
    figure = cohort_map(triangle(), ["Q1", "Q2"], "retained", t=t, title="First purchase")
    layers = np.array([layer.z for layer in figure.data], dtype=float)

    assert len(figure.data) == 3
    assert (~np.isnan(layers)).sum(axis=0).tolist() == [[1, 1, 1], [1, 1, 0]]
    assert list(figure.data[0].text[0]) == ["100", "80", ""]
    assert alt_of(figure) == "In the period after the first, 80% to 80% is left, by cohort."


def test_many_periods_have_no_words_in_the_cells(t: Translator) -> None:
    """They would not fit; the card on a cell tells them."""
    figure = cohort_map(triangle(20), ["Q1", "Q2"], "net", t=t, title="First purchase")

    assert {text for layer in figure.data for row in layer.text for text in row} == {""}
    assert "of 20 accounts buy" in figure.data[0].customdata[0][1]


def test_points_of_few_accounts_are_hollow(t: Translator) -> None:
    """Below 30 accounts; the names at the ends stand apart."""
    average = pd.DataFrame({"age": [0, 1], "n": [100, 29], "retained": [1, 0.5], "net": [1, 0.5], "gross": [1, 0.49]})
    figure = cohort_curves(average, t=t)

    assert all(len(set(line.marker.color)) == 2 for line in figure.data)
    assert min(np.diff(sorted(note.y for note in figure.layout.annotations))) > 0.07
    assert alt_of(figure) == "After 1 period 50% of the accounts and 50% of the money are left."


@pytest.mark.parametrize("rows", [0, 1])
def test_nothing_and_one_point(rows: int, t: Translator) -> None:
    """Neither fails."""
    average = pd.DataFrame({"age": [0], "n": [5], "retained": [1.0], "net": [np.nan], "gross": [np.nan]}).head(rows)

    assert len(cohort_curves(average, t=t).data) == (3 if rows else 0)

"""Counted cells: what stands in them, what is open, what can be clicked, and the cell that is framed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, cells
from kam_core.charts.cells import Side
from kam_core.charts.theme import LIGHT
from kam_core.text import Translator

ACROSS, DOWN = Side("Profit", ["A", "B"], ["Class A", "Class B"]), Side("Revenue", ["A", "B"], ["First", "Second"])


@pytest.fixture
def frame() -> pd.DataFrame:
    """Three of four cells hold somebody; of one the money is unknown."""
    return pd.DataFrame({"down": ["A", "A", "B"], "across": ["A", "B", "B"], "accounts": [1200, 3, 1], "money": [5e6, -2000.0, np.nan],
                         "shade": [9.0, 1.0, 0.0]})  # fmt: skip


def test_count_and_money_stand_in_the_cells(frame: pd.DataFrame, t: Translator) -> None:
    """Bold counts over money with its minus; unknown money leaves the count; an empty cell says nothing and is open."""
    heat = cells(frame, ACROSS, DOWN, alt="Found.", t=t).data[0]

    assert [list(row) for row in heat.text] == [["<b>1,200</b><br>$5.00m", "<b>3</b><br>−$2k"], ["", "<b>1</b>"]]
    assert np.isnan(heat.z[1][0])


def test_the_first_class_stands_on_top(frame: pd.DataFrame, t: Translator) -> None:
    """Rows go down as declared, columns to the right."""
    layout = cells(frame, ACROSS, DOWN, alt="Found.", t=t).layout

    assert (list(layout.yaxis.ticktext), list(layout.xaxis.ticktext)) == (["First", "Second"], ["Class A", "Class B"])
    assert layout.yaxis.range[0] > layout.yaxis.range[1]


def test_only_cells_with_somebody_can_be_clicked(frame: pd.DataFrame, t: Translator) -> None:
    """A heat map sends no clicks; unseen marks in the middle of the cells do, and say which they are."""
    marks = cells(frame, ACROSS, DOWN, alt="Found.", t=t).data[1]

    assert list(zip(marks.x, marks.y, strict=True)) == [(0, 0), (1, 0), (1, 1)]
    assert (marks.marker.opacity, marks.unselected.marker.opacity) == (0, 0)
    assert marks.text[1] == "<b>First · Class B</b><br><b>3</b><br>−$2k"


def test_a_cell_can_be_framed(frame: pd.DataFrame, t: Translator) -> None:
    """The frame lies around the cell named, its name at the foot in ink, which is read on any ground."""
    figure = cells(frame, ACROSS, DOWN, alt="Found.", t=t, marked=("B", "A", "Expensive giant"))
    box, name = figure.layout.shapes[0], figure.layout.annotations[0]

    assert (box.x0 < 1 < box.x1, box.y0 < 0 < box.y1) == (True, True)
    assert (name.text, name.font.color) == ("<b>Expensive giant</b>", LIGHT.ink)
    assert alt_of(figure) == "Found."


def test_nobody_at_all(t: Translator) -> None:
    """An empty frame is an open table, no error."""
    empty = pd.DataFrame(columns=["down", "across", "accounts", "money", "shade"])

    assert len(cells(empty, ACROSS, DOWN, alt="Nobody.", t=t).data[1].x) == 0

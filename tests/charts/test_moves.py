"""Hollow before, full after, an arrow where somebody moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, moves
from kam_core.charts.theme import palette

Maker = Callable[..., pd.DataFrame]


@pytest.fixture
def pair(frame: Maker) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The first moves 40 -> 80 into true loyalty, the second stays, the third was not placed before, the fourth is not placed."""
    before = frame(4).assign(x=[40.0, 70.0, np.nan, 20.0], y=80.0, quadrant=["latent", "true", None, None], coverage=[0.9, 0.9, 0.9, 0.1])
    after = before.assign(x=[80.0, 70.0, 30.0, 25.0], quadrant=["true", "true", "latent", None])
    return before, after


def test_who_moves_has_an_arrow(pair: tuple[pd.DataFrame, pd.DataFrame], loyalty: dict[str, Any]) -> None:
    """From its old place to its new one, in data units; who stays or appears has none."""
    figure = moves(*pair, title="Loyalty", **loyalty)
    (arrow,) = [note for note in figure.layout.annotations if note.showarrow]

    assert (arrow.ax, arrow.ay, arrow.x, arrow.y, arrow.axref) == (40.0, 80.0, 80.0, 80.0, "x")
    assert (figure.layout.meta["moved"], figure.layout.meta["crossed"]) == (1, 1)
    assert alt_of(figure) == "Loyalty: 1 account moves, 1 into another quadrant."


def test_hollow_before_and_full_after(pair: tuple[pd.DataFrame, pd.DataFrame], loyalty: dict[str, Any]) -> None:
    """Before: paper with the rim of its corner; after: all that are placed, in the colour of their corner."""
    hollow, full = moves(*pair, title="Loyalty", **loyalty).data
    colours = palette("light")

    assert ([float(x) for x in hollow.x], [float(x) for x in full.x]) == ([40.0], [80.0, 70.0, 30.0])
    assert (hollow.marker.color, list(hollow.marker.line.color)) == (colours.paper, [colours.sky])
    assert list(full.marker.color) == [colours.blue, colours.blue, colours.sky]


def test_nobody_placed_is_an_empty_plane(frame: Maker, loyalty: dict[str, Any]) -> None:
    """No subject at all: the corners are named all the same."""
    figure = moves(frame(0), frame(0), title="Loyalty", **loyalty)

    assert len(figure.layout.annotations) == 4
    assert alt_of(figure) == "Loyalty: 0 accounts move, 0 into another quadrant."


def test_names_are_drawn_as_text(frame: Maker, loyalty: dict[str, Any]) -> None:
    """A name with a tag in it is no tag."""
    data = frame(1).assign(account_name="<b>Nord</b>", x=70.0, y=70.0)
    texts = [note.text for note in moves(data, data, title="Loyalty", **loyalty).layout.annotations]

    assert any("&lt;b>Nord" in text for text in texts)

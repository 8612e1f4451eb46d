"""Pictures of segments: the number that is chosen is marked, names never lie on each other, signs stand beside colours."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, criterion, profile_heat, segment_map
from kam_core.charts.labels import text_width
from kam_core.charts.segments import MOST_POINTS, NARROWEST, SHAPES
from kam_core.text import Translator

TABLE = pd.DataFrame({"k": [1, 2, 3, 4], "silhouette": [np.nan, 0.3, 0.5, 0.4], "bic": [900.0, 700.0, 650.0, 655.0]})


def accounts(n: int, segments: int) -> pd.DataFrame:
    """Accounts in a crowd, far too close for their names."""
    draw = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "account_id": [f"A{i}" for i in range(n)], "account_name": [f"<Nord {i}>" for i in range(n)], "x": draw.normal(size=n),
            "y": draw.normal(size=n), "segment": np.arange(n) % segments, "far": np.arange(n) % 10 == 0,
        }
    )  # fmt: skip


def test_the_criterion_marks_what_is_chosen_and_proposed(t: Translator) -> None:
    """Full = chosen, thick ring = proposed; numbers without a silhouette are left out; the crowd without groups is a line."""
    figure = criterion(TABLE, measure="silhouette", chosen=4, proposed=3, cloud=0.22, t=t)
    (dots,) = figure.data

    assert list(dots.x) == [2, 3, 4]
    assert [colour == dots.marker.color[2] for colour in dots.marker.color] == [False, False, True]
    assert np.argmax(dots.marker.line.width) == 1
    assert figure.layout.shapes[0].y0 == 0.22
    assert [note.text for note in figure.layout.annotations] == ["<b>0.40</b>", "no groups at all: 0.22"]
    assert "proposed: 3" in alt_of(figure)


def test_the_bic_counts_one_segment_too(t: Translator) -> None:
    """One segment is a number like the others; none proposed is said."""
    figure = criterion(TABLE, measure="bic", chosen=None, proposed=None, cloud=float("nan"), t=t)

    assert list(figure.data[0].x) == [1, 2, 3, 4]
    assert (len(figure.layout.shapes), alt_of(figure)) == (0, "No number of segments stands out.")


@pytest.mark.parametrize("segments", [2, 8])
def test_every_segment_has_a_shape_and_names_stay_apart(t: Translator, segments: int) -> None:
    """A trace a segment, no two alike; at the narrowest width no two names touch; every segment is named or numbered."""
    names = [f"{at + 1}: Large, steady, much Bikes" for at in range(segments)]
    figure = segment_map(accounts(400, segments), names, x_title="x", y_title="y", t=t)
    looks = {(trace.marker.symbol, trace.marker.color) for trace in figure.data}
    notes = figure.layout.annotations

    assert (len(figure.data), len(looks), len(notes)) == (segments, segments, segments)
    (x0, x1), (y0, y1) = figure.layout.xaxis.range, figure.layout.yaxis.range
    wide = lambda note: text_width(note.text[3:-4], 12)  # noqa: E731
    named = [note for note in notes if ":" in note.text]
    across = [(note.x - x0) / (x1 - x0) * NARROWEST + note.xshift for note in named]
    down = [(y1 - note.y) / (y1 - y0) * 400 - note.yshift for note in named]
    boxes = list(zip(across, down, map(wide, named), strict=True))
    assert len(boxes) >= 2
    for (xa, ya, wide_a), (xb, yb, wide_b) in itertools.combinations(boxes, 2):
        assert abs(xa - xb) > (wide_a + wide_b) / 2 or abs(ya - yb) > 12
    assert len(set(SHAPES)) == 8


def test_a_large_portfolio_is_sampled_and_counted_whole(t: Translator) -> None:
    """At most 1,500 points are drawn, the same ones each time; the sentence counts everybody; names cannot be markup."""
    many = accounts(4_000, 2)
    one, two = (segment_map(many, ["1: a", "2: b"], x_title="", y_title="", t=t) for _ in range(2))

    assert sum(len(trace.x) for trace in one.data) == MOST_POINTS
    assert one.to_json() == two.to_json()
    assert alt_of(one) == "1: a: 2,000 accounts, 2: b: 2,000 accounts"
    assert one.data[0].customdata[0][1].startswith("&lt;Nord")


def test_the_profile_writes_signs(t: Translator) -> None:
    """Plus, true minus, nothing for nearly zero, an empty cell where nothing is known."""
    figure = profile_heat(pd.DataFrame({"1": [1.26, -0.5], "2": [0.04, np.nan]}, index=["Profit", "Silence"]), t=t)

    assert [(note.text, note.x, note.y) for note in figure.layout.annotations] == [("+1.3", 0, 0), ("0.0", 1, 0), ("−0.5", 0, 1)]
    assert list(figure.layout.yaxis.ticktext) == ["Profit", "Silence"]


def test_a_category_on_an_axis_is_no_markup(t: Translator) -> None:
    """An axis goes by shares of categories, which users name."""
    layout = segment_map(accounts(6, 2), ["1", "2"], x_title="more: Share of <i>Bikes", y_title="<i>", t=t).layout

    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("more: Share of &lt;i>Bikes", "&lt;i>")

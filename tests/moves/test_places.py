"""Which changes of quadrant are reported as moves, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from kam_core.matrices.shapes import Quadrant
from kam_core.moves import between, ends_of_quarters, movements, trails
from kam_core.params import Params
from tests.moves.small import FIELD, TWO

DAYS = ends_of_quarters(date(2024, 12, 31), 2)


def quadrant(x: float | None, y: float) -> str | None:
    """The cut rule at 60 on both axes."""
    return (
        None
        if x is None
        else {(True, True): "both", (False, True): "up", (True, False): "across", (False, False): "none"}[x >= 60, y >= 60]
    )


def ways(**by_subject: list[float | None]) -> dict[date, pd.DataFrame]:
    """Three ends of quarters; each subject has an x a day (missing = not placed) and a y of 70."""
    frames = {}
    for place, day in enumerate(DAYS):
        rows = [
            {"subject_type": "account", "subject_id": id, "account_id": id, "account_name": id, "profit": 1.0, "revenue": 1.0,
             "x": way[place], "y": 70.0, "quadrant": quadrant(way[place], 70.0)}
            for id, way in by_subject.items()
        ]  # fmt: skip
        frames[day] = pd.DataFrame(rows).astype({"x": "float64", "quadrant": object})
    return frames


@pytest.mark.parametrize(
    ("way", "kind", "crossed"),
    [
        ([50, 50, 66], "moved", 1),
        ([50, 55, 64], "within_band", 0),
        ([50, 61, 64], "moved", 1),
        ([50, 55, 65], "within_band", 0),
        ([70, 66, 54.9], "moved", -1),
        ([70, 66, 55], "within_band", 0),
        ([70, 58, 57], "moved", -1),
        ([50, 70, 55], "stayed", 0),
        ([None, 50, 66], "entered", 0),
        ([50, 66, None], "left", 0),
        ([50, None, 64], "within_band", 0),
    ],
)
def test_a_move_lies_beyond_the_band_or_lasts_two_quarters(way, kind, crossed):
    """More than 5 points past the cut of 60, or on the other side of it at the last two ends of quarters; else it is within the band."""
    (row,) = movements(ways(a=way), FIELD, Params(), TWO).to_dict("records")

    assert (row["kind"], row["crossed_x"], row["crossed_y"]) == (kind, crossed, 0)


def test_the_band_is_an_assumption_and_a_measure_has_none():
    """With a band of 3 points 64 is beyond it; on an axis that is no index only two ends of quarters count."""
    frames = ways(a=[50, 55, 64], b=[50, 55, 90])

    wide = movements(frames, FIELD, Params.of(change_band=3.0), TWO).set_index("subject_id")
    measured = movements(frames, FIELD, Params(), {}).set_index("subject_id")

    assert wide.loc["a", "kind"] == "moved"
    assert measured.loc["b", "kind"] == "within_band"


def test_the_distance_of_a_measure_is_in_points_of_its_usual_range():
    """Two ways from 0 to 100 and from 40 to 60: 5% and 95% of 0, 40, 60, 100 are 6 and 94, so that 20 are 20 / 0.88 points."""
    table = movements(ways(a=[0, 0, 100], b=[40, 40, 60]), FIELD, Params(), {"right"}).set_index("subject_id")

    assert table.loc["b", "distance"] == pytest.approx(20 / 0.88)
    assert table.loc["b", "axis"] == "x"


def test_the_table_says_how_far_since_when_and_the_largest_first():
    """From 50 to 66 is 16 points; in its quadrant since the middle day; who left and who came stand after the moves."""
    table = movements(ways(small=[50, 62, 66], large=[90, 30, 20], new=[None, 66, 66], gone=[66, 66, None]), FIELD, Params(), TWO)

    assert table["subject_id"].tolist() == ["large", "small", "new", "gone"]
    assert table["distance"].tolist()[:2] == [70.0, 16.0]
    assert table["since"].tolist() == [DAYS[1], DAYS[1], DAYS[1], None]
    assert table.loc[1, ["from_quadrant", "to_quadrant"]].tolist() == ["up", "both"]


def test_the_order_of_rows_does_not_matter():
    """The same table whatever order the subjects come in."""
    frames = ways(a=[50, 50, 66], b=[66, 50, 44], c=[None, 50, 50])
    turned = {day: frame.iloc[::-1].reset_index(drop=True) for day, frame in frames.items()}

    pd.testing.assert_frame_equal(movements(frames, FIELD, Params(), TWO), movements(turned, FIELD, Params(), TWO))


def test_from_quadrant_to_quadrant_counts_everybody_once():
    """What trembles about a cut has stayed; not placed stands under no name."""
    table = movements(ways(a=[50, 50, 66], b=[50, 55, 64], c=[None, 50, 50], d=[66, 66, None]), FIELD, Params(), TWO)
    counts = between(table, FIELD)

    assert counts.loc["up", "both"] == 1
    assert counts.loc["up", "up"] == 1
    assert counts.loc["", "up"] == 1
    assert counts.loc["both", ""] == 1
    assert counts.to_numpy().sum() == 4


def test_a_trail_leaves_out_days_without_a_place():
    """The oldest first, and nothing for a day on which the subject was not placed."""
    found = trails(ways(a=[50, None, 66], b=[1, 2, 3]), ["a"])

    assert found.to_dict("list") == {"subject_id": ["a", "a"], "x": [50.0, 66.0], "y": [70.0, 70.0]}


def test_a_veto_is_a_move_and_stands_in_the_table_of_quadrants():
    """Nobody crossed a cut, but a was blocked on the way and b was not any more; c stood under a veto all the time."""
    frames, vetoed = ways(a=[70, 70, 70], b=[70, 70, 70], c=[70, 70, 70]), replace(FIELD, blocked=Quadrant("blocked", "", "hh"))
    for day, blocked in zip(DAYS, (["b", "c"], ["c"], ["a", "c"]), strict=True):
        frames[day].loc[frames[day]["subject_id"].isin(blocked), "quadrant"] = "blocked"

    table = movements(frames, vetoed, Params(), TWO)
    counts = between(table, vetoed)

    assert table.set_index("subject_id")["kind"].to_dict() == {"a": "moved", "b": "moved", "c": "stayed"}
    assert counts.loc["both", "blocked"] == counts.loc["blocked", "both"] == counts.loc["blocked", "blocked"] == 1
    assert counts.to_numpy().sum() == 3

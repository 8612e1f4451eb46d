"""Names never lie on names: not at the width they were placed for, and not when the page becomes wider."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.charts.labels import WIDEST, Labels, place, short, text_width

FRAME = (500.0, 480.0)
LINE = 15.6


def clashes(points: np.ndarray, widths: np.ndarray, found: Labels, stretch: float) -> list[tuple[int, int]]:
    """Pairs of placed names that overlap when the plot is ``stretch`` times as wide."""
    centre = points[found.at] * (stretch, 1) + found.offset
    reach = widths[found.at] / 2
    pairs = [(i, j) for i in range(len(centre)) for j in range(i)]
    return [
        (int(found.at[i]), int(found.at[j]))
        for i, j in pairs
        if abs(centre[i, 0] - centre[j, 0]) < reach[i] + reach[j] and abs(centre[i, 1] - centre[j, 1]) < LINE
    ]


@given(st.integers(0, 10_000), st.integers(1, 120), st.floats(1, WIDEST))
def test_names_keep_apart_at_every_width(seed: int, n: int, stretch: float) -> None:
    """Any crowd, any width from the narrowest to the widest."""
    random = np.random.default_rng(seed)
    points = np.clip(random.normal((250, 240), (90, 90), (n, 2)), 0, FRAME)
    widths, radii = random.uniform(20, 150, n), random.uniform(4, 22, n)

    found = place(points, radii, widths, np.argsort(-radii)[:40].tolist(), frame=FRAME, line=LINE)

    assert clashes(points, widths, found, stretch) == []


@given(st.integers(0, 10_000))
def test_names_stay_in_the_frame_and_off_reserved_boxes(seed: int) -> None:
    """No name leaves the plot or touches the name of a corner."""
    random = np.random.default_rng(seed)
    points, widths = random.uniform(0, 1, (50, 2)) * FRAME, random.uniform(20, 150, 50)
    boxes = np.array([[0.0, 0.0, 120.0, 30.0], [380.0, 450.0, 500.0, 480.0]])

    found = place(points, np.full(50, 8.0), widths, range(40), frame=FRAME, line=LINE, reserved=boxes)

    low = points[found.at] + found.offset - np.column_stack([widths[found.at] / 2, np.full(len(found.at), LINE / 2)])
    high = 2 * (points[found.at] + found.offset) - low
    assert bool((low >= 0).all() and (high <= FRAME).all())
    assert [box for box in boxes.tolist() if ((low < box[2:]) & (high > box[:2])).all(axis=1).any()] == []


def test_same_crowd_same_places() -> None:
    """Nothing random: an unchanged page sends an unchanged figure."""
    random = np.random.default_rng(3)
    points, widths = random.uniform(0, 1, (60, 2)) * FRAME, random.uniform(20, 150, 60)
    first, second = (place(points, np.full(60, 9.0), widths, range(40), frame=FRAME, line=LINE) for _ in range(2))

    assert first.at.tolist() == second.at.tolist()
    assert first.offset.tolist() == second.offset.tolist()


def test_a_free_name_stands_right_beside_its_bubble() -> None:
    """East, five pixels off the rim, without a line."""
    found = place(np.array([[100.0, 100.0]]), np.array([10.0]), np.array([40.0]), [0], frame=FRAME, line=LINE)

    assert found.offset.tolist() == [[pytest.approx(10 + 5 + 20), pytest.approx(0)]]
    assert found.leader.tolist() == [False]


def test_the_important_come_first() -> None:
    """Of two names that want one place, the first in order gets it; the first three always find one."""
    points, widths = np.tile([[250.0, 240.0]], (60, 1)), np.full(60, 90.0)

    found = place(points, np.full(60, 20.0), widths, [5, 3, 1, *range(6, 40)], frame=FRAME, line=LINE)

    assert found.at.tolist()[:3] == [5, 3, 1]


SURROUNDED = np.array([[250.0, 240.0], [290.0, 240.0], [210.0, 240.0], [250.0, 210.0], [250.0, 270.0]])
CROWDED = np.array([5.0, 25.0, 25.0, 25.0, 25.0])


def test_a_distant_name_gets_a_line() -> None:
    """From 14 pixels on, a leader says whose name it is."""
    found = place(SURROUNDED, CROWDED, np.full(5, 60.0), [0], frame=FRAME, line=LINE)

    assert found.leader.tolist() == [True]


def test_faded_bubbles_may_be_covered() -> None:
    """What has stepped back does not push names away."""
    found = place(SURROUNDED, CROWDED, np.full(5, 60.0), [0], frame=FRAME, line=LINE, faded=np.arange(5) > 0)

    assert found.leader.tolist() == [False]


def test_a_small_bubble_is_never_hidden() -> None:
    """A name that is not among the first three stays away rather than cover a whole bubble on every side."""
    ring = [(250 + x, 240 + y) for x in range(-200, 201, 12) for y in range(-130, 131, 12) if (x, y) != (0, 0)]
    points = np.array([(250.0, 240.0), *ring])
    far = np.array([(0.0, 0.0), (480.0, 470.0), (0.0, 470.0)])

    found = place(np.vstack([points, far]), np.full(len(points) + 3, 4.0), np.full(len(points) + 3, 60.0),
                  [len(points), len(points) + 1, len(points) + 2, 0], frame=FRAME, line=LINE)  # fmt: skip

    assert 0 not in found.at.tolist()


def test_nobody_to_name() -> None:
    """An empty matrix has no names."""
    found = place(np.empty((0, 2)), np.empty(0), np.empty(0), [], frame=FRAME, line=LINE)

    assert (len(found.at), found.offset.shape) == (0, (0, 2))


def test_width_of_a_text() -> None:
    """A Chinese sign is as wide as the font is high, Latin about six tenths of it."""
    assert text_width("客户盈利", 12) == 48
    assert text_width("nnnn", 10) == pytest.approx(24)
    assert text_width("ill", 10) < text_width("WMm", 10) / 2.5


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Brakes and Gears", "Brakes & Gears"),
        ("Rural Cycle Emporium Company", "Rural Cycle Emporium"),
        ("上海骏驰车业有限公司", "上海骏驰车业"),
        ("有限公司", "有限公司"),
        ("中华人民共和国北京市海淀区自行车", "中华人民共和国北京市海…"),
        ("Metropolitan Bicycle Supply Centre", "Metropolitan Bicycle Su…"),
    ],
)
def test_short_names(name: str, shown: str) -> None:
    """Legal forms go, 'and' becomes '&', the rest is cut to about 22 Latin or 11 Chinese signs."""
    assert short(name) == shown

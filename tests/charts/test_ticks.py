"""Round ticks, in our own words."""

from __future__ import annotations

import pytest

from kam_core.charts.ticks import money, nice, ticks
from kam_core.text import translator


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0, 620, 6, [0, 100, 200, 300, 400, 500, 600]),
        (-530_000, 360_000, 3, [-500_000, -250_000, 0, 250_000]),
        (0, 0.9, 3, [0, 0.25, 0.5, 0.75]),
        (5, 5, 3, [5]),
        (float("nan"), 1, 3, []),
    ],
)
def test_nice_values(low: float, high: float, count: int, expected: list[float]) -> None:
    """Steps of 1, 2, 2.5 or 5, zero among them, nothing beyond the range."""
    assert nice(low, high, count) == expected


def test_ticks_speak_the_language() -> None:
    """Chinese readers see 万, and the zero of a corner origin is left out."""
    made = ticks(0, 2_000_000, money(translator("zh"), "¥"), 2, skip_zero=True)

    assert made["ticktext"] == ["", "¥100万", "¥200万"]

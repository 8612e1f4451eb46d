"""The pictures of concentration: what is drawn where, what is said, and that nothing is drawn of nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, concentration_trend, dependence_map, largest_shares, loss_draws
from kam_core.charts.labels import text_width
from kam_core.charts.shares import NARROWEST
from kam_core.text import Translator

TITLES = {"mutual": "Both depend", "we_depend": "We depend", "they_depend": "They depend", "neither": "Neither depends"}


def stairs(shares: list[float]) -> pd.DataFrame:
    """Holders with these shares."""
    return pd.DataFrame({"name": [f"Firm <b>{i}</b>" for i in range(len(shares))], "share": shares, "cumulative": np.cumsum(shares)})


def test_each_bar_begins_where_the_last_ends(t: Translator) -> None:
    """A staircase up to the share of all drawn; names are text, not markup."""
    (bars,) = largest_shares(stairs([0.4, 0.3, 0.2]), t=t, title="Account").data

    assert bars.x.tolist() == pytest.approx([0.4, 0.3, 0.2])
    assert bars.base.tolist() == pytest.approx([0.0, 0.4, 0.7])
    assert "<" not in bars.customdata[0][0].replace("&lt;", "")


@pytest.mark.parametrize("shares", [[1.0], [0.5, 0.5], [0.05, 0.9, 0.05], [0.1] * 10, [0.02] * 10, [0.6, 0.1, 0.1, 0.1]])
def test_the_words_of_a_step_stay_in_the_frame(shares: list[float], t: Translator) -> None:
    """On a phone, behind the step, before it or on it, never beyond an edge."""
    figure = largest_shares(stairs(shares), t=t, title="Account")
    unit = figure.layout.xaxis.range[1] / NARROWEST
    for note in figure.layout.annotations:
        width = text_width(note.text, note.font.size) * unit
        left = note.x if note.xanchor == "left" else note.x - width
        assert -0.03 <= left and left + width <= figure.layout.xaxis.range[1] * 1.03, note.text


def test_nobody_is_no_bar(t: Translator) -> None:
    """An empty frame draws nothing and has words all the same."""
    assert len(largest_shares(stairs([]), t=t, title="Account").data) == 0


def course(hhi: float, top1: float) -> pd.DataFrame:
    """Three quarter-ends alike."""
    frame = pd.DataFrame({"period_end": pd.to_datetime(["2024-03-31", "2024-06-30", "2024-09-30"]), "effective": 1 / hhi, "hhi": hhi})
    return frame.assign(top1=top1, top5=min(1, 3 * top1), top10=min(1, 4 * top1))


def test_only_limits_that_lie_near_are_drawn(t: Translator) -> None:
    """15 % over a largest of 1 % is told elsewhere; over one of 10 % it is a dashed line with its name."""
    limits = {"hhi": 0.10, "hhi_high": 0.25, "top1": 0.15, "top5": 0.40}
    far, near = (concentration_trend(course(*pair), t=t, limits=limits) for pair in ((0.004, 0.01), (0.12, 0.12)))

    assert len(far.layout.shapes) == 0
    assert sorted(shape.y0 for shape in near.layout.shapes) == [0.10, 0.15, 0.25, 0.40]
    assert {"limit 0.1", "limit of the largest 15%"} <= {note.text for note in near.layout.annotations}


def test_names_at_the_ends_of_lines_stand_apart(t: Translator) -> None:
    """Five and ten largest both hold all: their names do not lie on each other."""
    figure = concentration_trend(course(0.4, 0.5), t=t, limits={})
    at = sorted(note.y for note in figure.layout.annotations)

    assert min(np.diff(at)) >= 0.1 * figure.layout.yaxis.range[1] - 1e-9


def test_the_draws_and_their_two_lines(t: Translator) -> None:
    """All draws are in the bars; what lies beyond the 95 % loss is red; both lines say what they are."""
    draws = np.random.default_rng(1).normal(0.25, 0.03, 10_000)
    figure = loss_draws(draws, t=t, expected=0.25, worst=0.30)

    assert figure.data[0].y.sum() == pytest.approx(1.0, abs=1e-6)
    assert [shape.x0 for shape in figure.layout.shapes] == [0.25, 0.30]
    assert {colour for colour, x in zip(figure.data[0].marker.color, figure.data[0].x, strict=True) if x > 0.31} == {"#B8281C"}
    assert alt_of(figure) == "Expected loss 25%; in 95 of 100 draws it stays below 30%."
    assert [note.xanchor for note in figure.layout.annotations] == ["right", "left"]
    assert [note.xanchor for note in loss_draws(draws, t=t, expected=0.2, worst=0.1).layout.annotations] == ["left", "right"]
    assert len(loss_draws(np.full(100, 0.3), t=t, expected=0.3, worst=0.3).data[0].y) == 40


def test_the_map_of_dependence(t: Translator) -> None:
    """Shares of our revenue in steps of ten; none at all stands at the foot; who buys more than it spends stands at the edge."""
    frame = pd.DataFrame({
        "account_id": list("ABC"), "account_name": list("ABC"), "our_share": [0.8, 0.1, 1.4], "their_share": [0.5, 0.01, 0.0],
        "dependence": ["mutual", "neither", "they_depend"], "profit": [5.0, -2.0, np.nan],
    })  # fmt: skip
    figure = dependence_map(frame, TITLES, (0.5, 0.1), t=t)
    points = {row[0]: (x, y) for row, x, y in zip(figure.data[-1].customdata, figure.data[-1].x, figure.data[-1].y, strict=True)}

    assert points["A"] == (pytest.approx(0.8), pytest.approx(np.log10(0.5)))
    assert points["C"] == (1.0, pytest.approx(np.log10(0.005)))
    assert "Both depend 1" in alt_of(figure) and "We depend 0" in alt_of(figure)

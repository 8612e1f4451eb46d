"""Accounts on two bent axes: where they stand, how ticks read, who is named, and a crowd as a heat map."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import spread
from kam_core.charts.spread import Axis
from kam_core.charts.theme import LIGHT
from kam_core.text import Translator

TONES = ("hh", "ll")


def accounts(n: int, seed: int = 7) -> pd.DataFrame:
    """``n`` accounts with order values over four powers of ten and both signs of profit."""
    random = np.random.default_rng(seed)
    profit = random.normal(0, 5000, n)
    return pd.DataFrame({"account_id": [f"A-{i}" for i in range(n)], "account_name": [f"Account {i}" for i in range(n)],
                         "x": 10 ** random.uniform(0, 4, n), "y": profit, "tone": (profit > 0).astype(int), "loss": profit < 0,
                         "rank": np.arange(1, n + 1)})  # fmt: skip


def axes(t: Translator, cut: float | None = 100.0) -> tuple[Axis, Axis]:
    """Multiples to the right, signed roots upwards."""
    return Axis("Order value", lambda value: t.axis_money(value), "log", cut), Axis("Profit", lambda value: t.axis_money(value), "root")


def test_places_are_bent_and_losses_are_diamonds(t: Translator) -> None:
    """1,000 stands at its power 3, −2,500 at −50; a loss is a diamond too, not a colour alone."""
    frame = accounts(2).assign(x=[1000.0, 10.0], y=[-2500.0, 400.0], loss=[True, False])
    points = spread(frame, *axes(t), tones=TONES, t=t, alt="Found.").data[0]

    assert (points.x.round(6).tolist(), points.y.tolist()) == ([3.0, 1.0], [-50.0, 20.0])
    assert points.marker.symbol.tolist() == [2, 0]
    assert points.customdata[0].tolist() == ["A-0", "Account 0", "$1k", "−$2.5k"]


@pytest.mark.parametrize(
    ("bend", "low", "high", "expected"),
    [
        ("log", 0.0, 3.3, [1, 10, 100, 1000]),
        ("log", 0.2, 1.2, [2, 5, 10]),
        ("root", -100.0, 50.0, [-10_000, -2_000, 0, 2_000]),
        ("straight", 0.0, 100.0, [0, 20, 40, 60, 80, 100]),
    ],
)
def test_ticks_are_round(bend: str, low: float, high: float, expected: list[float], t: Translator) -> None:
    """Round values of the measure, not of the bent axis, and never outside it."""
    assert Axis("", t.count, bend).ticks(low, high) == pytest.approx(expected)  # type: ignore[arg-type]


def test_the_cut_is_seen_even_where_nobody_stands(t: Translator) -> None:
    """The axis reaches the cut."""
    layout = spread(accounts(3).assign(x=[1.0, 2.0, 3.0]), *axes(t, cut=1000.0), tones=TONES, t=t, alt="Found.").layout

    assert layout.shapes[0].x0 == 3.0
    assert layout.xaxis.range[1] > 3.0


def test_the_first_by_rank_are_named(t: Translator) -> None:
    """At most twelve names, the most important among them."""
    names = [note.text for note in spread(accounts(200), *axes(t), tones=TONES, t=t, alt="Found.").layout.annotations]

    assert len(names) <= 12
    assert {"Account 0", "Account 1", "Account 2"} <= set(names)


def test_a_crowd_is_a_heat_map_that_can_be_clicked(t: Translator) -> None:
    """Beyond a thousand points cells are drawn; the marks for clicks stand in the cells that hold somebody, and everybody is counted."""
    figure = spread(accounts(5000), *axes(t), tones=TONES, t=t, alt="Found.")
    heat, marks = figure.data

    assert (heat.type, int(np.nansum(heat.z))) == ("heatmap", 5000)
    assert len(marks.x) == int((~np.isnan(heat.z)).sum())
    width, _ = figure.layout.meta["cell"]
    assert np.allclose((np.array(marks.x) - heat.x0) / width % 1 % 0.999999, 0, atol=1e-5)


def test_nobody_is_an_empty_frame(t: Translator) -> None:
    """No point, no trace, no error."""
    assert not spread(accounts(0), *axes(t), tones=TONES, t=t, alt="Nobody.").data


def test_corners_say_who_stands_there(t: Translator) -> None:
    """A name in the colour of its class at the edge of the plot, and no point so high that it lies under it."""
    figure = spread(accounts(50), *axes(t), tones=TONES, t=t, alt="Found.", corners={"lh": ("hh", "High value")})
    name = figure.layout.annotations[0]

    assert (name.text, name.font.color, name.xanchor, name.yanchor) == ("<b>High value</b>", LIGHT.blue, "left", "top")
    low, high = figure.layout.yaxis.range
    assert (high - max(figure.data[0].y)) / (high - low) > 0.1

"""How an account buys, drawn: two years side by side, gaps in their band, the next order where it is expected."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, gaps, mix
from kam_core.charts.theme import palette
from kam_core.habits import Habits, gaps_of, next_order, span_of
from kam_core.text import Translator

FIRST = date(2024, 1, 1)
ORDERS = [FIRST + timedelta(days=days) for days in (0, 30, 70, 120, 180)]
DAY = date(2024, 7, 9)


@pytest.fixture
def bought() -> pd.DataFrame:
    """Two categories, one of them with a year of returns."""
    return pd.DataFrame(
        {"name": ["Tea", "<b>Nuts"], "now": [60.0, -10.0], "before": [80.0, 0.0], "share_now": [np.nan] * 2, "share_before": [1.0, 0.0]}
    )


def habits_of(orders: list[date]) -> Habits:
    """The habits of orders of equal size."""
    frame = pd.DataFrame({"day": pd.to_datetime(orders), "revenue": 10.0, "lines": 1})
    apart = gaps_of(orders)
    return Habits(frame, apart, (DAY - orders[-1]).days, span_of(apart) if apart else None, None, next_order(orders, DAY))


def test_two_years_side_by_side(bought: pd.DataFrame, t: Translator) -> None:
    """The twelve months first, loss in red; the ends say money and share, and no share where there is none."""
    now, before = mix(bought, ["Tea", "<b>Nuts"], t=t).data
    colours = palette("light")

    assert (list(now.x), list(before.x)) == ([60, -10], [80, 0])
    assert list(now.marker.color) == [colours.blue, colours.loss]
    assert (list(now.text), list(before.text)) == (["$60", "−$10"], ["$80 · 100%", "$0 · 0%"])


def test_names_are_text_and_there_is_room_for_the_ends(bought: pd.DataFrame, t: Translator) -> None:
    """Tags of a name are escaped; the axis reaches beyond the longest bar on both sides."""
    figure = mix(bought, ["Tea", "<b>Nuts"], t=t)

    assert list(figure.layout.yaxis.ticktext) == ["Tea", "&lt;b>Nuts"]
    assert figure.layout.xaxis.range[0] < -10 and figure.layout.xaxis.range[1] > 80


def test_the_alt_of_a_mix_names_the_largest(bought: pd.DataFrame, t: Translator) -> None:
    """With both years; without any line it says so."""
    assert alt_of(mix(bought, ["Tea", "Nuts"], t=t)) == "Largest: Tea, $60 in twelve months, $80 in the twelve before."
    assert alt_of(mix(bought.iloc[:0], [], t=t)) == "Nothing was bought in two years."


def test_gaps_stand_at_the_later_order(t: Translator) -> None:
    """Four gaps of five orders; the silence so far is a mark of its own at the date; the axis begins at zero."""
    line, silence, _ = gaps(habits_of(ORDERS), DAY, t=t).data

    assert (list(line.y), line.x[0]) == ([30, 40, 50, 60], "2024-01-31")
    assert (list(silence.x), list(silence.y)) == (["2024-07-09"], [10])
    assert gaps(habits_of(ORDERS), DAY, t=t).layout.yaxis.range[0] == 0


def test_the_next_order_lies_in_its_interval(t: Translator) -> None:
    """1, 13 and 25 August, at the foot; the band goes from 33 to 57 days around a median of 45."""
    figure = gaps(habits_of(ORDERS), DAY, t=t)
    expected = figure.data[2]
    band = [shape for shape in figure.layout.shapes if shape.type == "rect"]

    assert (list(expected.x), list(expected.y)) == (["2024-08-01", "2024-08-13", "2024-08-25"], [0, 0, 0])
    assert [(round(shape.y0), round(shape.y1)) for shape in band] == [(33, 57)]
    assert figure.layout.annotations[0].text == "own rhythm 45"


def test_too_few_gaps_foretell_nothing(t: Translator) -> None:
    """Two orders: one gap is drawn, no next order."""
    figure = gaps(habits_of(ORDERS[:2]), DAY, t=t)

    assert [len(trace.x) for trace in figure.data] == [1, 1]
    assert alt_of(figure) == "1 gap between orders; the middle one is 30 days."

"""Events in lanes: place says kind and day, form says what is still to come and what needs a look."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kam_core.charts import alt_of, lanes
from kam_core.charts.lanes import AT_MOST, day_axis
from kam_core.charts.theme import palette
from kam_core.text import Translator, translator

DAY = date(2024, 6, 30)


@pytest.fixture
def events() -> pd.DataFrame:
    """Two orders and a broken promise of the past, a plan of the future."""
    days = pd.to_datetime(["2023-01-10", "2024-01-10", "2024-02-01", "2024-09-01"])
    return pd.DataFrame({"day": days, "lane": [0, 0, 1, 1], "text": ["a", "<b>b</b>", "c", "d"], "bad": [False, False, True, False]})


def test_a_lane_a_kind(events: pd.DataFrame, t: Translator) -> None:
    """Every event once, in its lane, on its day; the first lane on top; names of users are text."""
    figure = lanes(events, ["Orders", "Promises <i>"], DAY, t=t)

    assert [(trace.x, tuple(trace.y)) for trace in figure.data] == [
        (("2023-01-10", "2024-01-10"), (0, 0)), (("2024-02-01", "2024-09-01"), (1, 1)),
    ]  # fmt: skip
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert list(figure.layout.yaxis.ticktext) == ["Orders", "Promises &lt;i>"]
    assert figure.data[0].customdata[1] == "&lt;b>b&lt;/b>"


def test_what_is_to_come_is_hollow_and_what_needs_a_look_red(events: pd.DataFrame, t: Translator) -> None:
    """The broken promise is a red diamond, the plan a ring, the past a filled dot."""
    first, second = lanes(events, ["Orders", "Promises"], DAY, t=t).data
    colours = palette("light")

    assert list(second.marker.symbol) == ["diamond", "circle"]
    assert list(second.marker.line.color) == [colours.loss, colours.blue]
    assert second.marker.color[1] == colours.paper != first.marker.color[0]


def test_the_date_of_the_page_is_marked(events: pd.DataFrame, t: Translator) -> None:
    """A line at the date, named in the language, also where every event is older."""
    figure = lanes(events.iloc[:2], ["Orders"], DAY, t=translator("zh"))

    assert figure.layout.shapes[0].x0 == "2024-06-30"
    assert figure.layout.annotations[0].text == "2024年6月30日"
    assert pd.Timestamp(figure.layout.xaxis.range[1]) > pd.Timestamp(DAY)


def test_the_alt_counts(events: pd.DataFrame, t: Translator) -> None:
    """How many, from when to when."""
    assert alt_of(lanes(events, ["Orders", "Promises"], DAY, t=t)) == "4 events from 10 Jan 2023 to 1 Sep 2024."


def test_a_crowded_lane_is_thinned(t: Translator) -> None:
    """Ten thousand orders do not make the page heavy."""
    many = pd.DataFrame({"day": pd.date_range("2000-01-01", periods=10_000), "lane": 0, "text": "x", "bad": False})
    (trace,) = lanes(many, ["Orders"], DAY, t=t).data

    assert AT_MOST / 2 <= len(trace.x) <= AT_MOST * 1.2


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("2011-02-01", "2014-01-29", ["2012", "2013", "2014"]),
        ("2023-02-01", "2024-01-29", ["Q2 2023", "Q3 2023", "Q4 2023", "Q1 2024"]),
        ("2024-01-15", "2024-03-10", ["Feb 2024", "Mar 2024"]),
        ("2024-01-15", "2024-01-15", []),
    ],
)
def test_an_axis_of_days_names_what_fits(low: str, high: str, words: list[str]) -> None:
    """Years, quarters or months by the length of the time; a single day has room around it."""
    axis = day_axis(pd.Timestamp(low), pd.Timestamp(high), translator("en"))

    assert axis["ticktext"] == words
    assert pd.Timestamp(axis["range"][0]) < pd.Timestamp(low) and pd.Timestamp(high) < pd.Timestamp(axis["range"][1])


def test_a_century_has_no_more_than_twelve_names() -> None:
    """Names of years never crowd."""
    assert len(day_axis(pd.Timestamp("1924-01-01"), pd.Timestamp("2024-01-01"), translator("en"))["ticktext"]) <= 12

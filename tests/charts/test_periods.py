"""Money by period: signs from zero, two scales never on one axis."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, money_by_period
from kam_core.charts.periods import period_names
from kam_core.charts.theme import palette
from kam_core.text import Translator, translator


@pytest.fixture
def quarters() -> pd.DataFrame:
    """Five quarters with one loss."""
    ends = pd.date_range("2012-12-31", periods=5, freq="QE")
    return pd.DataFrame({"period_end": ends, "profit": [30e3, -530e3, 60e3, 20e3, -40e3], "revenue": [5e6, 6e6, 7e6, 8e6, 9e6]})


def test_losses_are_red_and_below_zero(quarters: pd.DataFrame, t: Translator) -> None:
    """Colour repeats what the direction says."""
    bars = money_by_period(quarters.drop(columns="revenue"), t=t).data[0]
    colours = palette("light")

    assert list(bars.marker.color) == [colours.blue, colours.loss, colours.blue, colours.blue, colours.loss]
    assert np.sign(bars.y).tolist() == [1, -1, 1, 1, -1]


def test_revenue_has_its_own_picture(quarters: pd.DataFrame, t: Translator) -> None:
    """Above the profit, on an axis that does not overlap it."""
    figure = money_by_period(quarters, t=t)
    revenue, profit = figure.data

    assert (revenue.yaxis, profit.yaxis) == ("y2", "y")
    assert figure.layout.yaxis.domain[1] < figure.layout.yaxis2.domain[0]
    assert ("Revenue, $", "Profit, $") == (figure.layout.yaxis2.title.text, figure.layout.yaxis.title.text)


def test_a_profit_nobody_knows_leaves_its_place_to_the_revenue(quarters: pd.DataFrame, t: Translator) -> None:
    """No empty axis: the revenue has the figure to itself."""
    figure = money_by_period(quarters.assign(profit=float("nan")), t=t)
    (revenue,) = figure.data

    assert ("y", "Revenue, $") == (revenue.yaxis, figure.layout.yaxis.title.text)
    assert "yaxis2" not in figure.layout.to_plotly_json()


def test_a_missing_amount_is_a_gap(quarters: pd.DataFrame, t: Translator) -> None:
    """Not a zero."""
    quarters.loc[2, "profit"] = np.nan
    bars = money_by_period(quarters, t=t).data[-1]

    assert np.isnan(bars.y[2])
    assert bars.customdata[2].endswith("<b>–</b>")


def test_the_alt_names_best_and_worst(quarters: pd.DataFrame, t: Translator) -> None:
    """The finding of the bars."""
    assert alt_of(money_by_period(quarters, t=t)) == "Profit by period: best $60k (to 30 Jun 2013), worst −$530k (to 31 Mar 2013)."
    assert alt_of(money_by_period(quarters.iloc[:0], t=t)) == "Profit by period: nothing is known."


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (("2012-12-31", "2013-03-31", "2013-06-30"), ["Q4<br>2012", "Q1<br>2013", "Q2"]),
        (("2011-12-31", "2012-12-31"), ["2011", "2012"]),
        (("2012-11-30", "2012-12-31", "2013-01-31", "2013-02-28"), ["2012", "", "2013", ""]),
        (("2013-09-30",), ["Q3<br>2013"]),
    ],
)
def test_period_names(days: tuple[str, ...], names: list[str]) -> None:
    """Quarters, years or months by their distance; the year stands once."""
    assert period_names([pd.Timestamp(day) for day in days], translator("en")) == names

"""The charts of who will buy: the chance of being alive, its path, the calibration, the carriers of the value."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alive_map, alive_path, alt_of, calibration, carriers
from kam_core.charts.alive import MOST_POINTS
from kam_core.text import Translator, translator

WEEKS, BOUGHT = [0.0, 10.0, 20.0, 30.0], [1.0, 2.0, 3.0, 4.0]


@pytest.fixture
def grid() -> pd.DataFrame:
    """A chance that falls by .3 every ten weeks, and is not known where nothing can be."""
    chance = pd.DataFrame(np.tile([[0.95], [0.65], [0.35], [0.05]], (1, 4)), index=WEEKS, columns=BOUGHT)
    chance.iloc[3, 3] = np.nan
    return chance


def accounts(n: int, **changed: object) -> pd.DataFrame:
    """Accounts that came back twice, ten weeks ago."""
    names = [f"<b>Nord</b> {place}" for place in range(n)]
    return pd.DataFrame({"account_name": names, "frequency": 2.0, "silent": 10.0, "alive": 0.65}).assign(**changed)


def test_the_map_shows_chances_dots_and_levels(grid: pd.DataFrame, t: Translator) -> None:
    """Heat and lines of the same chances, purchases upwards; the lines say 20 %, 50 % and 80 %; what cannot be stays open."""
    figure = alive_map(grid, accounts(3), t=t)
    heat, lines, dots = figure.data

    assert np.array_equal(heat.z, grid.to_numpy().T.astype(np.float32), equal_nan=True) and (heat.zmin, heat.zmax) == (0, 1)
    assert (lines.contours.start, lines.contours.end, round(lines.contours.size, 3)) == (0.2, 0.8, 0.3)
    assert [note.text for note in figure.layout.annotations] == ["20%", "50%", "80%"]
    assert list(dots.x) == [10, 10, 10] and list(dots.customdata[0]) == ["&lt;b>Nord&lt;/b> 0", "65%"]
    assert "5% to 95%" in alt_of(figure) and figure.layout.meta["shown"] == 3


def test_the_map_leaves_out_who_is_beyond_it(grid: pd.DataFrame, t: Translator) -> None:
    """Who never came back, bought more often or is silent for longer than the map; of very many a sample."""
    beyond = pd.concat([accounts(1, frequency=0.0), accounts(1, frequency=9.0), accounts(1, silent=31.0)])

    assert alive_map(grid, beyond, t=t).layout.meta["shown"] == 0
    assert alive_map(grid, accounts(MOST_POINTS + 50), t=t).layout.meta["shown"] == MOST_POINTS


def test_the_path_has_a_tick_for_every_purchase(t: Translator) -> None:
    """The line is the chance, the ticks lie under it, the last chance stands at its end."""
    days = pd.date_range("2022-03-01", periods=120, freq="7D")
    path = pd.DataFrame({"day": days, "probability_alive": np.linspace(1, 0.4, 120)})
    figure = alive_path(path, pd.Series(days[[0, 30, 60]]), t=t)
    line, ticks = figure.data

    assert line.y[0] == 1 and len(line.x) == 120 and list(ticks.x) == ["2022-03-01", "2022-09-27", "2023-04-25"]
    assert max(ticks.y) < 0 and [note.text for note in figure.layout.annotations] == ["<b>40%</b>"]
    assert list(figure.layout.xaxis.ticktext) == ["2023", "2024"]
    assert alt_of(figure) == "3 purchases; on 11 Jun 2024 still a customer with 40%."


def test_a_path_of_some_months_names_months(t: Translator) -> None:
    """Less than two beginnings of a year: quarters, in the language of the page; nobody has an empty frame."""
    days = pd.date_range("2024-01-15", periods=30, freq="7D")
    path = pd.DataFrame({"day": days, "probability_alive": 0.5})

    assert "2024" in alive_path(path, pd.Series(days[:1]), t=t).layout.xaxis.ticktext[0]
    assert "月" in alive_path(path, pd.Series(days[:1]), t=translator("zh")).layout.xaxis.ticktext[0]
    assert len(alive_path(path.iloc[:0], pd.Series([], dtype="datetime64[s]"), t=t).data) == 0


def test_calibration_lies_on_equal_axes(t: Translator) -> None:
    """Expected across, came upwards, the same range on both, the diagonal from corner to corner."""
    table = pd.DataFrame({"expected": [0.1, 0.5, 4.0], "came": [0.2, 0.4, 5.0], "n": [10.0, 10.0, 11.0]})
    figure = calibration(table, t=t)

    assert (list(figure.data[0].x), list(figure.data[0].y)) == ([0.1, 0.5, 4.0], [0.2, 0.4, 5.0])
    assert list(figure.layout.xaxis.range) == list(figure.layout.yaxis.range) == [0, pytest.approx(5.4)]
    assert figure.layout.shapes[0].x1 == figure.layout.shapes[0].y1 == pytest.approx(5.4)
    assert figure.data[0].text[2] == "11 customers: 4.00 expected, 5.00 came" and "4.00 purchases were expected" in alt_of(figure)
    assert len(calibration(table.iloc[:0], t=t).data) == 0


def test_carriers_stand_in_their_order_with_their_interval(t: Translator) -> None:
    """The first on top, the interval reaches from low to high, the amount stands behind, a click finds the account."""
    frame = pd.DataFrame({"account_id": ["A", "B"], "account_name": ["Nord AG", "华东电气"], "value": [900.0, 400.0],
                          "value_low": [500.0, -100.0], "value_high": [1500.0, 600.0]})  # fmt: skip
    figure = carriers(frame, t=t, title="Profit to come")
    (bars,) = figure.data

    assert list(bars.x) == [900, 400] and figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert (list(bars.error_x.array), list(bars.error_x.arrayminus)) == ([600, 200], [400, 500])
    assert bars.customdata[1][0] == "B" and [note.text for note in figure.layout.annotations] == ["$900", "$400"]
    assert figure.layout.xaxis.range[0] < -100 and figure.layout.xaxis.range[1] > 1500
    assert len(carriers(frame.iloc[:0], t=t, title="Profit to come").data) == 0

"""The pictures of lifetime value and of scenarios: what stands where, in words of their own, on narrow pages too."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, coming_years, curves, drivers, scenario_bars, tornado
from kam_core.text import Translator
from kam_core.value.whale import whale_curve

NAN = float("nan")


@pytest.fixture
def moves() -> pd.DataFrame:
    """A margin that helps, a retention that costs, a horizon that cannot become shorter, a rate that differs by account."""
    columns = ["assumption", "stands_at", "low_by", "high_by", "low_change", "high_change", "width"]
    rows = [
        ("margin", 0.1, -0.02, 0.02, -1.5e6, 1.5e6, 3e6), ("retention", NAN, -0.1, 0.1, 375e3, -489e3, 864e3),
        ("horizon", 3.0, 0.0, 2.0, 0.0, -291e3, 291e3), ("discount_rate", 0.1, -0.04, 0.04, -134e3, 116e3, 250e3),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def words(figure: object) -> list[str]:
    return [note.text for note in figure.layout.annotations]  # type: ignore[attr-defined]


def test_each_end_names_its_own_assumption(moves: pd.DataFrame, t: Translator) -> None:
    """By what it then is, or by the points it moves; an end that cannot move is not drawn."""
    told = words(tornado(moves, t=t))

    assert told[:7] == [
        "−2 pt: −$1.50m", "+2 pt: +$1.50m", "−10 pt: +$375k", "+10 pt: −$489k", "5 y: −$291k", "6%: −$134k", "14%: +$116k",
    ]  # fmt: skip
    assert told[7:] == ["Margin rate", "Retention", "Horizon", "Discount rate"]


def test_one_rate_for_all_is_named(moves: pd.DataFrame, t: Translator) -> None:
    """80 % for everybody goes to 70 % and 90 %; 95 % rises to 100 %, no further."""
    row = moves.iloc[[1]]

    assert words(tornado(row.assign(stands_at=0.8), t=t))[:2] == ["70%: +$375k", "90%: −$489k"]
    assert words(tornado(row.assign(stands_at=0.95), t=t))[1].startswith("100%")


def test_ends_on_one_side_do_not_lie_on_one_another(moves: pd.DataFrame, t: Translator) -> None:
    """Both ends cost: the words of the smaller stand on the other side of zero."""
    both = moves.iloc[[0]].assign(low_change=-10.0, high_change=-30.0)
    small, large = tornado(both, t=t).layout.annotations[:2]

    assert (small.x, small.xanchor, large.x, large.xanchor) == (0, "left", -30, "right")


def test_the_alt_of_a_tornado(moves: pd.DataFrame, t: Translator) -> None:
    """The widest first; without any value it says so."""
    assert alt_of(tornado(moves, t=t)).startswith("What moves the value, the widest first: Margin rate −$1.50m to $1.50m, Retention")
    assert alt_of(tornado(moves.assign(width=NAN), t=t)) == "What moves the value: nothing is known."


def test_best_and_worst(t: Translator) -> None:
    """Nine each and how many lie between; few are all shown; who has no value is left out."""
    many = pd.DataFrame({"account_id": range(25), "account_name": [f"N{i:02}" for i in range(25)], "value": np.arange(25) - 10.0})
    figure = drivers(many, t=t)

    assert figure.data[0].x.tolist() == [*range(14, 5, -1), *range(-2, -11, -1)]
    assert (figure.layout.meta["between"], "7 accounts between" in words(figure)) == (7, True)
    assert drivers(many.head(4).assign(value=[1.0, NAN, 3.0, -2.0]), t=t).data[0].x.tolist() == [3.0, 1.0, -2.0]
    assert alt_of(drivers(many.assign(value=NAN), t=t)) == "Who drives it: nothing is known."


def test_coming_years(t: Translator) -> None:
    """Today, then each year with who still is a customer; loss in its colour below zero."""
    figure = coming_years(-10, [-8, -6.4], [0.8, 0.64], t=t)

    assert list(figure.layout.xaxis.ticktext) == ["Today", "Year 1<br>80%", "Year 2<br>64%"]
    assert words(figure) == ["−$10", "−$8", "−$6.40"]
    assert "when 64% still are customers" in alt_of(figure)


def test_curves_end_apart(t: Translator) -> None:
    """Two curves that end at almost the same place: their names are a line apart."""
    figure = curves([("Today", whale_curve([50, 30, -20])), ("Scenario", whale_curve([50, 30, -19]))], t=t)
    first, second = figure.layout.annotations

    assert (first.text, second.text) == ("Today $60", "Scenario $61")
    assert second.y - first.y >= 1.2 * 12 * 80 / figure.layout.height
    assert alt_of(figure) == "Whale curves: Today ends at $60, Scenario ends at $61."


def test_a_name_of_a_curve_is_no_template(t: Translator) -> None:
    """What a user wrote stands in the data of the hover card, where plotly fills nothing in."""
    (trace,) = curves([("<b>50%{y}", whale_curve([50, 30, -20]))], t=t).data

    assert "50" not in trace.hovertemplate
    assert trace.customdata[0][0] == "&lt;b>50%{y}"


def test_scenarios_side_by_side(t: Translator) -> None:
    """A block a figure; a missing amount is a dash without a bar."""
    figure = scenario_bars(["Today", "Lost"], [("Profit", [40.0, -5.0]), ("Value", [85.0, NAN])], t=t)

    assert [trace.x.tolist() for trace in figure.data] == [[40, -5], [85, 0]]
    assert list(figure.data[1].text) == ["$85", "–"]
    assert "Profit: Today $40, Lost −$5" in alt_of(figure)

"""The grid of net margin against cost to serve: places, cuts and the line of break-even."""

from __future__ import annotations

import pytest

import kam_core as kam
from kam_core.charts import profit_by_cost
from kam_core.matrices import MEASURED
from kam_core.params import Params
from kam_core.text import Translator, translator
from kam_core.value.grid import own_cuts, with_own_cuts
from tests.value.portfolio import book

GRID = MEASURED["profit_by_cost"]


@pytest.fixture(scope="module")
def wb() -> kam.Workbook:
    """Margins 60, 60, 10, 10 % of 100, 100, 300, 100; service 5, 40, 5 and 20 %; one is not served, one has no cost."""
    accounts = {"passive": (100, 40, 5), "carriage": (100, 40, 40), "bargain": (300, 270, 15), "aggressive": (100, 90, 20)}
    lines = [(name, "2024-01-01", float(revenue), float(cost)) for name, (revenue, cost, _) in accounts.items()]
    costs = [(name, "2024-01-01", "visits", float(amount)) for name, (*_, amount) in accounts.items()]
    return book(
        [*lines, ("unserved", "2024-01-01", 100.0, 50.0), ("no cost", "2024-01-01", 100.0, None)],
        [*costs, ("no cost", "2024-01-01", "visits", 1.0)],
    )


def test_places_by_the_portfolios_own_average(wb: kam.Workbook) -> None:
    """Service 80 of 600 and gross profit 160 of 600 are the cuts: 13.3 and 26.7 %; who lacks either stands nowhere."""
    placed = kam.matrix(wb, "profit_by_cost").set_index("account_id")

    assert own_cuts(kam.score(wb), GRID) == (13.3, 26.7)
    assert placed["quadrant"].to_dict() == {
        "passive": "passive", "carriage": "carriage_trade", "bargain": "bargain_basement", "aggressive": "aggressive",
        "unserved": None, "no cost": None,
    }  # fmt: skip
    assert placed.loc["aggressive", ["x", "y"]].tolist() == pytest.approx([20.0, 10.0])


def test_cuts_can_be_the_median_or_ones_own(wb: kam.Workbook) -> None:
    """The median of 5, 5, 20, 40 and of 10, 10, 60, 60; a cut of the assumptions goes before both."""
    assert own_cuts(kam.score(wb), GRID, "median") == (12.5, 35.0)
    moved = kam.matrix(wb, "profit_by_cost", params=Params.of(cuts={"profit_by_cost.x": 50.0})).set_index("account_id")

    assert moved.loc["carriage", "quadrant"] == "passive"


def test_credit_moves_an_account_to_the_right() -> None:
    """The diagonal is where profit is nothing, so what is asked of an account is all beyond its goods."""
    wb = book([("A", "2024-01-01", 1000.0, 900.0)], facts=[("A", "payment_days", 73.0, "2024-01-01")])
    placed = kam.matrix(wb, "profit_by_cost", params=Params.of(credit_rate=0.5))

    assert placed[["x", "y", "profit"]].to_numpy().tolist()[0] == pytest.approx([10.0, 10.0, 0.0], abs=1e-9)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_figure_draws_the_line_of_break_even(wb: kam.Workbook, lang: str) -> None:
    """From corner to corner of what both axes share, named once; four fields with their counts."""
    t: Translator = translator(lang)
    figure = profit_by_cost(kam.matrix(wb, "profit_by_cost"), with_own_cuts(GRID, kam.score(wb)), t=t)
    lines = [shape for shape in figure.layout.shapes if shape.type == "line" and shape.x0 == shape.y0 and shape.x1 == shape.y1]

    assert len(lines) == 1
    assert lines[0].x0 < lines[0].x1
    assert [note.text for note in figure.layout.annotations].count(t("break-even")) == 1
    assert (figure.layout.meta["placed"], figure.layout.meta["not_placed"], figure.layout.meta["outside"]) == (4, 2, 0)

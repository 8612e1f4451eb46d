"""The declared figures: values, terms that add up, code that gives the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.engine import question
from kam_core.errors import UnknownName
from kam_core.figures import FIGURES, figure_of, terms_of, value_of
from kam_core.params import Params, ValueParams
from tests.test_accounts import messy_costs, messy_lines
from tests.value.portfolio import book

ALL = [
    Params(),
    Params(ValueParams(assumed_margin=0.25)),
    Params(ValueParams(freight_is_cost_to_serve=True, count_illustrative=True)),
]


@pytest.fixture(scope="module")
def wb() -> kam.Workbook:
    """Accounts with, without and with some costs, returns, prospects, visits."""
    return book(messy_lines(5), messy_costs(6), ["prospect"])


@pytest.mark.parametrize("params", ALL)
@pytest.mark.parametrize("name", list(FIGURES))
def test_terms_add_up_to_the_figure(wb: kam.Workbook, name: str, params: Params) -> None:
    """For the portfolio and for each account of it, whatever is known of its costs."""
    figure, scores = figure_of(name), kam.score(wb, "2024-03-31", params=params)
    for part in [scores, *(scores.iloc[[i]] for i in range(len(scores)))]:
        terms = terms_of(figure, part)
        expected = value_of(figure, part) if figure.parts else 0.0

        assert terms["amount"].sum() == pytest.approx(np.nan_to_num(expected), abs=0.005), part["account_id"].tolist()
        assert len(terms) == 0 or not np.isnan(expected)


def test_terms_of_a_profit_by_name() -> None:
    """Revenue, what has no cost, the goods, the margin assumed, what it took to serve; a term that is nothing is left out."""
    wb = book(
        [("A", "2024-01-01", 100.0, 60.0), ("A", "2024-01-02", 300.0), ("B", "2024-01-03", 50.0)],
        [("A", "2024-01-03", "visits", 5.0), ("B", "2024-01-03", "visits", 1.0)],
    )

    def terms(**value: float) -> dict[str, float]:
        found = terms_of(FIGURES["profit_12m"], kam.score(wb, params=Params(ValueParams(**value))))
        return dict(zip(found["title"], found["amount"], strict=True))

    assert terms() == {"Revenue": 450, "Revenue without a known cost": -350, "Cost of goods": -60, "Cost to serve": -5}
    assert terms(assumed_margin=0.2) == {
        "Revenue": 450, "Revenue without a known cost": -350, "Cost of goods": -60, "Assumed margin on that revenue": 70,
        "Cost to serve": -6,
    }  # fmt: skip


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "days_since_last"])
def test_the_code_in_the_proof_gives_the_figure(wb: kam.Workbook, name: str) -> None:
    """What a reader pastes into a notebook is what the page shows."""
    scores, figure = kam.score(wb, "2024-03-31"), FIGURES[name]

    assert eval(figure.code, {"kam": kam, "scores": scores}) == pytest.approx(value_of(figure, scores))


def test_what_nobody_knows_is_no_figure() -> None:
    """Prospects alone, or revenue without costs: missing, not zero; the silence of a portfolio is no sum of days."""
    prospects, plain = kam.score(book(accounts="AB"), "2024-01-01"), kam.score(book([("A", "2024-01-01", 9.0), ("B", "2024-01-01", 1.0)]))

    assert [name for name in FIGURES if not np.isnan(value_of(FIGURES[name], prospects))] == []
    assert [name for name in FIGURES if np.isnan(value_of(FIGURES[name], plain))] == [
        "profit_12m",
        "profit",
        "losing",
        "lost",
        "burden",
        "clv",
        "days_since_last",
    ]
    assert value_of(FIGURES["days_since_last"], plain.iloc[[0]]) == 0
    assert terms_of(FIGURES["profit"], plain).empty


def test_figures_name_columns_and_questions_that_exist(wb: kam.Workbook) -> None:
    """The ranking column is in the score, the question is a file."""
    scores = kam.score(wb)

    assert {figure.by for figure in FIGURES.values()} <= set(scores.columns)
    assert [name for name, figure in FIGURES.items() if not question(figure.question).startswith("-- ")] == []
    assert [name for name, figure in FIGURES.items() if figure.id != name] == []


def test_an_unknown_figure_comes_with_the_closest() -> None:
    """By name."""
    with pytest.raises(UnknownName, match="profit"):
        figure_of("profits")


def test_the_score_given_stays_as_it_is(wb: kam.Workbook) -> None:
    """Figures read, nothing more."""
    scores = kam.score(wb)
    before = scores.copy()
    for figure in FIGURES.values():
        value_of(figure, scores), terms_of(figure, scores)

    pd.testing.assert_frame_equal(before, scores)

"""The share of the largest accounts in the revenue, against a hand count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, pareto
from kam_core.text import translator


@pytest.mark.parametrize(("amounts", "few"), [([80, 10, 10], 1), ([50, 30, 15, 5], 2), ([25, 25, 25, 25], 4), ([10], 1)])
def test_how_many_accounts_bring_four_fifths(amounts: list[float], few: int) -> None:
    """The fewest of the largest accounts that reach 80 %; exactly 80 % is reached."""
    assert few == pareto(pd.Series(amounts, dtype="float64"), t=translator("en")).layout.meta["few"]


def test_returns_and_missing_amounts_are_left_out() -> None:
    """Only positive amounts have a share; the line ends at 100 % of them."""
    figure = pareto(pd.Series([100.0, np.nan, -50.0, 0.0]), t=translator("en"))

    assert [0.0, 100.0] == [round(float(v)) for v in figure.data[0].y]
    assert "1 account brings" in alt_of(figure)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_bought_draws_an_empty_frame(lang: str) -> None:
    """No amounts: no line, no words but in the alternative text."""
    figure = pareto(pd.Series([], dtype="float64"), t=translator(lang))

    assert (0, 0) == (len(figure.data), len(figure.layout.annotations))
    assert alt_of(figure)


def test_one_account_is_called_out() -> None:
    """Its name stands at its place on the curve: the first of two accounts of 80 and 20 has brought 80 %."""
    figure = pareto(pd.Series([80.0, 20.0]), t=translator("en"), spot=(0.5, "Nord <b>AG"))
    name = figure.layout.annotations[-1]

    assert (name.text, name.x, round(name.y)) == ("<b>Nord &lt;b>AG</b>", 0.5, 80)

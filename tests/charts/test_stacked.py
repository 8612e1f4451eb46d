"""Bars of total customer value: hard solid, soft hatched after it, the total beside it, the past below."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.charts import alt_of, stacked
from kam_core.text import Translator

NAN = float("nan")


@pytest.fixture
def valued() -> pd.DataFrame:
    """A winner with two soft parts, a loser with one, a prospect of whom nothing is known."""
    return pd.DataFrame(
        {
            "account_name": ["Nord <b>AG</b>", "Süd", "West"], "earned": [50.0, -20.0, NAN], "future": [100.0, -40.0, NAN],
            "word_of_mouth": [30.0, NAN, NAN], "knowledge": [NAN, 25.0, NAN], "transaction": [7.0, NAN, NAN],
            "soft": [37.0, 25.0, NAN], "total": [137.0, -15.0, NAN], "climbed": [2.0, -1.0, NAN],
        }
    )  # fmt: skip


def test_soft_parts_follow_the_hard_one_and_only_they_are_hatched(valued: pd.DataFrame, t: Translator) -> None:
    """100 solid, then 30 from 100 and 7 from 130; a loss keeps its side of zero and its soft value begins at zero."""
    earned, future, mouth, knowledge, transaction = stacked(valued, t=t).data

    assert (future.x.tolist(), earned.x.tolist()) == ([100, -40, 0], [50, -20, 0])
    assert (mouth.base[0], mouth.x[0], transaction.base[0], transaction.x[0]) == (100, 30, 130, 7)
    assert (knowledge.base[1], knowledge.x[1]) == (0, 25)
    assert future.marker.pattern.shape is None
    assert len({mouth.marker.pattern.shape, knowledge.marker.pattern.shape, transaction.marker.pattern.shape}) == 3
    assert future.marker.color[0] != future.marker.color[1]


def test_totals_stand_beside_with_the_places_moved(valued: pd.DataFrame, t: Translator) -> None:
    """In a column right of the plot, with room for the longest; what is not known is a dash."""
    figure = stacked(valued, t=t)

    assert [note.text for note in figure.layout.annotations] == ["$137 ▲2", "−$15 ▼1", "–"]
    assert {note.xref for note in figure.layout.annotations} == {"paper"}
    assert figure.layout.margin.r > 40
    low, high = figure.layout.xaxis.range
    assert (low < -40, high > 137) == (True, True)


def test_names_are_text_and_the_alt_says_who_is_worth_most(valued: pd.DataFrame, t: Translator) -> None:
    """No markup of users is drawn; without anything known it says so."""
    figure = stacked(valued, t=t)

    assert not [name for name in figure.layout.yaxis.ticktext if "<" in name]
    assert alt_of(figure) == "Nord <b>AG</b> is worth most: $137, of it $37 beyond purchases."
    assert alt_of(stacked(valued.assign(total=np.nan), t=t)) == "What the accounts are worth is not known."

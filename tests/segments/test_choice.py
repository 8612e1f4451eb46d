"""The criteria, by hand: silhouette, BIC, and what a number of segments must keep to."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.segments import choice
from kam_core.segments.fitting import NARROWEST, fitted, turned_points
from kam_core.segments.scaling import prepared
from kam_core.segments.stability import jaccard, word_of
from tests.segments.planted import NAMES, indexed, planted


def test_silhouette_by_hand() -> None:
    """0, 1 | 10, 11: the outer ones have a = 1, b = 10.5, the inner ones a = 1, b = 9.5."""
    at = np.array([0.0, 1.0, 10.0, 11.0])
    apart = np.abs(at[:, None] - at[None])

    assert choice.silhouette(apart, np.array([0, 0, 1, 1])) == pytest.approx((9.5 / 10.5 + 8.5 / 9.5) / 2)
    assert np.isnan(choice.silhouette(apart, np.zeros(4, dtype=int)))


def test_bic_of_one_cloud_by_hand() -> None:
    """−2 log likelihood of the normal cloud + parameters x log n; a cloud along its axes has a mean and a width for each."""
    data = prepared(planted(each=10)[0], NAMES)
    points, _ = turned_points(data)
    n, d = points.shape
    width = points.var(axis=0) + NARROWEST
    log_likelihood = -0.5 * (np.log(2 * np.pi * width) + (points - points.mean(axis=0)) ** 2 / width).sum()
    table = choice.choose(data, "mixture").table

    assert table.loc[table["k"] == 1, "bic"].iloc[0] == pytest.approx(-2 * log_likelihood + 2 * d * np.log(n))


def test_the_table_holds_what_scikit_learn_says() -> None:
    """The silhouette of each number is that of its own fit, on plain distances."""
    from sklearn.metrics import silhouette_score

    data = prepared(planted(each=20)[0], NAMES)
    points, _ = turned_points(data)
    table = choice.choose(data, "kmeans").table

    for k, told, smallest in zip(table["k"], table["silhouette"], table["smallest"], strict=True):
        places = fitted("kmeans", points, k)[1]
        assert told == pytest.approx(silhouette_score(points, places))
        assert smallest == np.bincount(places).min()


def test_numbers_that_are_tried() -> None:
    """Five accounts a segment at least, and more kinds of accounts than segments."""
    assert choice.numbers_for(prepared(planted(each=8)[0], NAMES)) == [2, 3, 4]
    assert choice.numbers_for(prepared(planted(each=60)[0], NAMES)) == [2, 3, 4, 5, 6, 7, 8]
    three_kinds = indexed(np.repeat([[0.0], [1.0], [2.0]], 20, axis=0), ("trend",))
    assert choice.numbers_for(prepared(three_kinds, ["trend"])) == [2]


def test_a_number_chosen_by_hand_is_judged_by_itself() -> None:
    """It is never clearer than the best; below .25 it is no structure, whatever the best one is."""
    table = pd.DataFrame({"k": [2, 3, 4, 5], "silhouette": [0.2, 0.6, 0.4, 0.7]})
    made = choice.Choice("kmeans", table, 3, 0.3, "clear")

    assert [made.verdict_of(k) for k in (2, 3, 4, 5, 8)] == ["none", "clear", "weak", "clear", "none"]
    assert choice.Choice("kmeans", table, 3, 0.6, "none").verdict_of(5) == "none"


def test_a_large_sample_is_drawn_once_and_for_all() -> None:
    """Every account up to 1,500; beyond, as many different ones, the same each time."""
    assert choice.sampled(1_500).tolist() == list(range(1_500))
    some = choice.sampled(9_000)
    assert len(set(some.tolist())) == 1_500
    assert some.tolist() == choice.sampled(9_000).tolist() == sorted(some.tolist())


def test_jaccard_by_hand() -> None:
    """{a b c} against {a b} and {c d}: 2/3; {d} against {c d}: 1/2."""
    assert jaccard(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]), 2) == pytest.approx([2 / 3, 1 / 2])
    assert [word_of(value) for value in (0.75, 0.749, 0.5, 0.499)] == ["stable", "doubtful", "doubtful", "dissolves"]

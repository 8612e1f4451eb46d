"""Chances of products, of a peak and of weighted groups, against draws of the answers."""

from __future__ import annotations

import numpy as np
import pytest

from kam_core.index.drawn import Drawn, Factor, Part

CATEGORIES, DRAWS = 6, 20_000


def answers(n: int, seed: int, missing: float) -> tuple[np.ndarray, np.ndarray]:
    """Answers of 1-5 to both questions of every category and their sd in steps; shape (categories, 2, subjects)."""
    rng = np.random.default_rng(seed)
    mean = rng.integers(1, 6, (CATEGORIES, 2, n)).astype(float)
    mean[np.repeat(rng.random((CATEGORIES, 1, n)) < missing, 2, axis=1)] = np.nan
    return mean, rng.choice([0.5, 1.0, 1.5], mean.shape)


def drawn(mean: np.ndarray, sd: np.ndarray, peak: float = 0.5) -> Drawn:
    """The risk of these answers: both in per cent of the largest product."""
    return Drawn(
        tuple(Part(1 / CATEGORIES, (Factor(4 * m[0], 4 * s[0], 4, 20), Factor(m[1], s[1], 1, 5))) for m, s in zip(mean, sd, strict=True)),
        peak,
    )


def simulated(mean: np.ndarray, sd: np.ndarray, peak: float = 0.5) -> np.ndarray:
    """The oracle, drawn answer by answer: normal where answered, uniform over 1-5 where not; shape (draws, subjects)."""
    rng = np.random.default_rng(3)
    largest, total = np.full((DRAWS, mean.shape[2]), -np.inf), np.zeros((DRAWS, mean.shape[2]))
    for m, s in zip(mean, sd, strict=True):
        shape = (2, *largest.shape)
        known = np.nan_to_num(m)[:, None] + s[:, None] * rng.standard_normal(shape)
        both = np.where(np.isnan(m)[:, None], 1 + 4 * rng.random(shape), known)
        product = 100 * both[0] * both[1] / 25
        largest, total = np.maximum(largest, product), total + product / CATEGORIES
    return peak * largest + (1 - peak) * total


@pytest.mark.parametrize(("peak", "missing"), [(0.5, 0.0), (0.5, 0.25), (0.0, 0.25), (1.0, 0.0)])
def test_the_chance_of_products_agrees_with_simulation(peak: float, missing: float) -> None:
    """Within 1.5 points of 20,000 draws, whatever the share of the largest."""
    mean, sd = answers(24, 5, missing)
    told = (simulated(mean, sd, peak) >= 40).mean(axis=0)

    assert np.abs(drawn(mean, sd, peak).at_least(40.0) - told).max() < 0.015


def test_the_chance_of_a_group_agrees_with_simulation() -> None:
    """Accounts of one, two and three contacts, weighted by influence: within 1.5 points."""
    mean, sd = answers(24, 6, 0.1)
    group, weight = np.repeat(np.arange(12), [1] * 4 + [2] * 4 + [3] * 4), np.tile([5.0, 1.0, 3.0], 8)
    each = simulated(mean, sd) * weight
    means = np.stack([each[:, group == g].sum(axis=1) / weight[group == g].sum() for g in range(12)], axis=1)
    found = drawn(mean, sd).grouped(weight, group.astype(np.int64), 12)

    assert np.abs(found.at_least(40.0) - (means >= 40).mean(axis=0)).max() < 0.015


def test_without_doubt_the_cut_rule_decides() -> None:
    """Certain answers: 0 or 1, and a value of exactly the cut is at it."""
    mean = np.array([[[4.0, 1.0], [5.0, 1.0]]] + [[[2.0, 1.0], [3.0, 1.0]]] * 5)
    case = drawn(mean, np.zeros(mean.shape))
    value = 50 * 20 / 25 + 50 * (20 + 5 * 6) / 6 / 25

    assert case.at_least(value).tolist() == [1.0, 0.0]
    assert case.at_least(value + 1e-6).tolist() == [0.0, 0.0]


def test_only_who_is_asked_for_is_drawn() -> None:
    """The others stay unknown, and the answer of a subject does not depend on who else is there."""
    mean, sd = answers(6, 8, 0.2)
    every = drawn(mean, sd).at_least(40.0)
    asked = np.arange(6) % 2 == 0
    some = drawn(mean, sd).at_least(40.0, asked)

    assert np.isnan(some[~asked]).all()
    np.testing.assert_array_equal(some[asked], every[asked])
    np.testing.assert_allclose(drawn(mean[..., ::-1], sd[..., ::-1]).at_least(40.0)[::-1], every, atol=1e-6)

"""The chance of lying at or above a cut."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kam_core.index.chance import Spread, erfc


def spread(mean: float, sd: float, wide: float = 0.0, wide2: float = 0.0) -> Spread:
    """One subject; ``sd`` is that of the answered part."""
    whole = math.sqrt(sd**2 + (wide**2 + wide2**2) / 12)
    return Spread(np.array([mean]), np.array([whole]), np.array([[wide], [wide2]]))


@given(st.lists(st.floats(-40, 40), min_size=1, max_size=50))
def test_erfc_is_that_of_the_standard_library(values: list[float]) -> None:
    """The vectorised error function agrees with math.erfc to 1e-12, far below the 1e-7 that is asked for."""
    found = erfc(np.array(values))

    assert np.abs(found - [math.erfc(x) for x in values]).max() < 1e-12


@pytest.mark.parametrize(("mean", "expected"), [(60.0, 1.0), (60.1, 1.0), (59.9, 0.0)])
def test_without_uncertainty_the_cut_rule_decides(mean: float, expected: float) -> None:
    """sd = 0: at or above the cut is certain, below impossible."""
    assert spread(mean, 0.0).at_least(60.0).tolist() == [expected]


def test_normal_tail() -> None:
    """One standard deviation above the cut is 84.13 %."""
    assert spread(70.0, 10.0).at_least(60.0)[0] == pytest.approx(0.841344746, abs=1e-9)


def test_one_missing_answer_is_flat() -> None:
    """Known 50, one missing answer over 40 points: of 30..70 a quarter lies at or above 60 (a bell would say 19 %)."""
    assert spread(50.0, 0.0, 40.0).at_least(60.0)[0] == pytest.approx(0.25, abs=1e-12)


@pytest.mark.parametrize("sd", [0.0, 0.5, 4.0, 15.0])
@pytest.mark.parametrize(("wide", "wide2"), [(40.0, 0.0), (25.0, 25.0), (40.0, 10.0), (24.0, 8.0), (60.0, 0.01)])
def test_flat_parts_agree_with_simulation(sd: float, wide: float, wide2: float) -> None:
    """Normal plus two uniforms: within a third of a point of 400,000 draws."""
    rng = np.random.default_rng(1)
    flat = rng.random((2, 400_000)) - 0.5
    drawn = 55.0 + sd * rng.standard_normal(400_000) + wide * flat[0] + wide2 * flat[1]

    assert spread(55.0, sd, wide, wide2).at_least(60.0)[0] == pytest.approx((drawn >= 60.0).mean(), abs=0.0033)


@given(st.floats(0, 100), st.floats(0, 20), st.floats(0, 60), st.floats(0, 1), st.floats(0, 100))
def test_a_chance_is_a_chance_and_falls_with_the_cut(mean: float, sd: float, wide: float, ratio: float, cut: float) -> None:
    """Between 0 and 1, and never higher at a higher cut."""
    case = spread(mean, sd, wide, wide * ratio)
    low, high = case.at_least(cut)[0], case.at_least(cut + 5.0)[0]

    assert 0.0 <= high <= low + 1e-6 <= 1.0 + 1e-6

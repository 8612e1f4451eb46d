"""Draws around an expectation, and the path of a chance: against the models themselves and frames built by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from kam_core.value import BetaGeoModel, ModifiedBetaGeoModel, ParetoNBDModel
from kam_core.value.foretelling.drawn import purchase_draws
from kam_core.value.foretelling.path import alive_path
from kam_core.value.purchases import PurchaseModel

BG = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
MODELS = [
    BetaGeoModel(BG),
    ModifiedBetaGeoModel({"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}),
    ParetoNBDModel({"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}),
]
KINDS = pd.DataFrame({"frequency": [0.0, 2.0, 7.0, 30.0], "recency": [0.0, 30.4, 35.0, 37.6], "T": [38.9, 38.9, 36.0, 38.0]})


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_the_mean_of_the_draws_is_what_is_expected(model: PurchaseModel) -> None:
    """Twenty thousand draws of four kinds of customers; their mean lies within four standard errors of the closed form."""
    draws = purchase_draws(model, KINDS, 39.0, 20_000)
    error = draws.std(axis=1) / np.sqrt(draws.shape[1])

    assert (np.abs(draws.mean(axis=1) - model.expected_purchases(KINDS, 39.0).to_numpy()) <= 4 * error + 1e-9).all()
    assert (draws >= 0).all() and (draws == np.floor(draws)).all()


def test_draws_are_the_same_every_time() -> None:
    """The seed is part of the method."""
    assert (purchase_draws(MODELS[0], KINDS, 10.0, 50) == purchase_draws(MODELS[0], KINDS, 10.0, 50)).all()


def test_the_path_is_the_model_on_what_was_known_each_day() -> None:
    """Purchases on day 0, 14 and 70, looked at on day 100: frequency, recency and T counted by hand for five days."""
    first, model = date(2024, 1, 1), BetaGeoModel(BG)
    days = [first, first + timedelta(14), first + timedelta(70)]
    path = alive_path(model, [*days, first + timedelta(120)], first + timedelta(100)).set_index("day")["probability_alive"]

    by_hand = {0: (0, 0, 0), 7: (0, 0, 7), 14: (1, 14, 14), 63: (1, 14, 63), 70: (2, 70, 70), 100: (2, 70, 100)}
    known = pd.DataFrame([(x, last / 7, age / 7) for x, last, age in by_hand.values()], columns=["frequency", "recency", "T"])
    found = [path[pd.Timestamp(first + timedelta(day))] for day in by_hand]
    assert found == pytest.approx(model.expected_probability_alive(known).tolist())
    assert path.index.is_monotonic_increasing and path.index[-1] == pd.Timestamp(first + timedelta(100))
    assert path.iloc[-1] < path[pd.Timestamp(first + timedelta(70))]


def test_nobody_has_no_path() -> None:
    """No purchase up to the day: an empty table, no error."""
    assert alive_path(MODELS[0], [date(2024, 5, 1)], date(2024, 4, 1)).empty

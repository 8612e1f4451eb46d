"""How far a customer's purchases may lie from what is expected: drawn many times from the fitted model, seeded."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kam_core.value.beta_geo import BetaGeoModel
from kam_core.value.customers import Floats, customers
from kam_core.value.pareto_nbd import ParetoNBDModel
from kam_core.value.purchases import PurchaseModel

SEED = 11
CHUNK = 5_000
"""Customers drawn at once."""


def purchase_draws(model: PurchaseModel, frame: pd.DataFrame, t: float, draws: int = 200) -> Floats:
    """
    Purchases of each customer in the next ``t`` units of time, shape (customers, draws).

    Alive with the model's probability; then a rate, and a chance or a time to leave, from what is known after x purchases.
    """
    rng, found = np.random.default_rng(SEED), np.empty((len(frame), draws))
    alive = model.expected_probability_alive(frame).to_numpy()
    data = customers(frame)
    for start in range(0, len(frame), CHUNK):
        rows = slice(start, start + CHUNK)
        size = (len(alive[rows]), draws)
        here = rng.random(size) < alive[rows, None]
        found[rows] = here * _while_alive(model, data.x[rows, None], data.T[rows, None], t, size, rng)
    return found


def _while_alive(model: PurchaseModel, x: Floats, watched: Floats, t: float, size: tuple[int, int], rng: np.random.Generator) -> Floats:
    if isinstance(model, BetaGeoModel):
        r, alpha, a, b = model.params.values()
        rate = rng.gamma(np.broadcast_to(r + x, size)) / (alpha + watched)
        leave = np.clip(rng.beta(a, np.broadcast_to(b + x + model.chances, size)), 1e-12, 1.0)
        return np.minimum(rng.poisson(rate * t), rng.geometric(leave)).astype("float64")
    if isinstance(model, ParetoNBDModel):
        r, alpha, s, beta = model.params.values()
        rate = rng.gamma(np.broadcast_to(r + x, size)) / (alpha + watched)
        gone = rng.exponential(size=size) * (beta + watched) / np.maximum(rng.gamma(s, size=size), 1e-300)
        return rng.poisson(rate * np.minimum(t, gone)).astype("float64")
    raise TypeError(type(model).__name__)

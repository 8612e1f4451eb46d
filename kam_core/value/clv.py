"""
Lifetime value of an account as a finite-horizon net present value (methods 3, the KAM default).

    CLV = sum over t = 1..T of  m_t * S_t / (1 + i)^t        m_t = m_0 (1 + g)^t,  S_t = share still a customer after t years

Convention: the margin of a year comes at its end. Acquisition cost of an existing customer is sunk (0). A negative m_0 gives
a negative value, shown as it is.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def multiple(retention: float, discount_rate: float, horizon: int | None = None, growth: float = 0.0) -> float:
    """
    What one unit of yearly margin is worth; ``horizon=None`` is the infinite case r / (1 + i - r) (Gupta & Lehmann).

    Without an end it is infinite where the margin outgrows discount and loss together.

    >>> round(multiple(.8, .1), 4), round(multiple(.8, .1, 5), 3), round(multiple(.9, .1, 5), 3)
    (2.6667, 2.124, 2.85)
    """
    if horizon is None:
        step = retention * (1 + growth) / (1 + discount_rate)
        return step / (1 - step) if step < 1 else float("inf")
    years = np.arange(1, horizon + 1)
    return float(((retention * (1 + growth) / (1 + discount_rate)) ** years).sum())


def survival(retention: npt.ArrayLike, horizon: int, contract_years: npt.ArrayLike, renewal: npt.ArrayLike) -> Floats:
    """
    S_t for every account and year, shape (accounts, horizon).

    Without a contract (``contract_years`` missing) S_t = r^t. With one, S_t = 1 up to its end, then the renewal probability
    (the retention where none is given) once for every year begun after it.
    """
    rate = np.asarray(retention, dtype="float64")[:, None]
    until = np.asarray(contract_years, dtype="float64")[:, None]
    again = np.asarray(renewal, dtype="float64")[:, None]
    years = np.arange(1, horizon + 1, dtype="float64")[None, :]
    plain = rate**years
    after = np.maximum(np.ceil(years - np.nan_to_num(until) - 1e-9), 0.0)
    stepped = np.where(np.isnan(again), rate, again) ** after
    return np.where(np.isnan(until), plain, stepped)


def net_present_value(margin: npt.ArrayLike, alive: Floats, discount_rate: float, growth: float) -> Floats:
    """CLV of every account from its yearly margin m_0 (money a year) and its survival (accounts, horizon)."""
    years = np.arange(1, alive.shape[1] + 1, dtype="float64")
    return np.asarray(margin, dtype="float64") * (alive @ ((1 + growth) / (1 + discount_rate)) ** years)

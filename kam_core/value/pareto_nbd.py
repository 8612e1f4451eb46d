"""
Pareto/NBD: customers buy at random at a rate of their own and leave unseen at a time of their own (Schmittlein, Morrison & Colombo
1987, Management Science 33(1), 1-24; Fader & Hardie 2005, "A Note on Deriving the Pareto/NBD Model").

The rate lambda ~ Gamma(r, alpha), the rate of leaving mu ~ Gamma(s, beta). ``alpha`` and ``beta`` are times.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pandas as pd

from kam_core.value.customers import Customers, Floats, customers
from kam_core.value.purchases import PurchaseModel

NODES = 24
"""Gauss-Legendre nodes over the time of leaving."""

DEEP = 40.0
"""Beyond exp(-40) of its start the integrand is nothing."""

CHUNK = 2_048
"""Customers that are in memory at once: 0.4 MB an array of nodes, which stays in the cache."""


class ParetoNBDModel(PurchaseModel):
    """Pareto/NBD with parameters r, alpha, s, beta."""

    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "s", "beta")
    timed: ClassVar[tuple[str, ...]] = ("alpha", "beta")

    def expected_purchases_new_customer(self, t: float) -> float:
        """Repeat purchases of somebody just won in ``t`` units of time: r beta / (alpha (s-1)) [1 - (beta/(beta+t))^(s-1)]."""
        r, alpha, s, beta = self.params.values()
        return float(r * beta / alpha * _grown(s - 1, np.log1p(t / beta)))

    def expected_residual_transactions(self, frame: pd.DataFrame, discount_rate: float) -> pd.Series:
        """
        Discounted expected residual transactions (DERT): all purchases to come, each worth exp(-discount_rate t) of one now.

        ``discount_rate`` is continuous and of the frame's unit of time (Fader, Hardie & Lee 2005, J. of Marketing Research 42(4), eq. 2).
        """
        data = customers(frame)
        r, alpha, s, beta = self.params.values()
        whole, which = np.unique(data.T, return_inverse=True)
        future = (beta + whole) * _worn(discount_rate * (beta + whole), s)
        value = self._alive(data) * (r + data.x) / (alpha + data.T) * future[which]
        return pd.Series(value, index=frame.index, name="residual_transactions")

    def _likelihood(self, params: Floats, data: Customers) -> tuple[float, Floats]:
        from scipy.special import gammaln, psi

        r, alpha = params[:2]
        levels, at = data.levels
        each, slope = gammaln(r + levels) - gammaln(r), psi(r + levels) - psi(r)
        value, gradient = 0.0, np.zeros(4)
        for start in range(0, len(data.x), CHUNK):
            rows = slice(start, start + CHUNK)
            part = Customers(data.x[rows], data.recency[rows], data.T[rows], data.weight[rows])
            total, terms = _paths(params, part)
            value += part.weighted(each[at[rows]] + r * np.log(alpha) + total)
            gradient += np.array([
                part.weighted(slope[at[rows]] + np.log(alpha) + terms[0]), part.weighted(r / alpha + terms[1]),
                part.weighted(terms[2]), part.weighted(terms[3]),
            ])  # fmt: skip
        return float(value), gradient * params

    def _alive(self, data: Customers) -> Floats:
        params, found = np.array(list(self.params.values())), np.empty(len(data.x))
        for start in range(0, len(found), CHUNK):
            rows = slice(start, start + CHUNK)
            alive, gone, *_ = _ways(params, Customers(data.x[rows], data.recency[rows], data.T[rows], data.weight[rows]))
            with np.errstate(over="ignore"):
                found[rows] = 1 / (1 + np.exp(gone - alive[:, None]).sum(axis=1))
        return found

    def _while_alive(self, data: Customers, t: float) -> Floats:
        r, alpha, s, beta = self.params.values()
        return (r + data.x) * (beta + data.T) / (alpha + data.T) * _grown(s - 1, np.log1p(t / (beta + data.T)))


def _grown(power: float, span: Floats | float) -> Floats | float:
    """(1 - exp(-power span)) / power, also at power = 0."""
    return span * 1.0 if abs(power) < 1e-12 else -np.expm1(-power * span) / power


def _worn(rate: Floats, s: float) -> Floats:
    """Integral of exp(-rate v) (1 + v)^-s over v > 0, that is U(1, 2 - s, rate): a trapezoid in log v, exact to twelve digits."""
    y = np.arange(-40.0, np.log(45 / rate.min()) + 0.1, 0.1)[:, None]
    v = np.exp(y)
    return np.asarray((np.exp(y - rate * v - s * np.log1p(v)) * 0.1).sum(axis=0))


def _ways(params: Floats, data: Customers) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """
    Logarithms of the two ways to what was seen, up to common factors: alive at T, shape (n,); left at a node between t_x and T,
    with its quadrature weight, shape (n, nodes); and of the nodes log(alpha + tau), log(beta + tau), alpha + tau, beta + tau.

    The time of leaving runs over u = log(alpha + tau), cut where (alpha + tau)^-(r+x) has died away: no heavy buyer is too heavy.
    """
    r, alpha, s, beta = params
    power = r + data.x
    alive = -power * np.log(alpha + data.T) + s * (np.log(beta) - np.log(beta + data.T))
    node, weight = np.polynomial.legendre.leggauss(NODES)
    begin = np.log(alpha + data.recency)
    length = np.minimum(np.log((alpha + data.T) / (alpha + data.recency)), DEEP / power)
    u = begin[:, None] + length[:, None] * (node + 1) / 2
    when = np.exp(u)
    # Nobody left before the last purchase: the last bits of exp(log(...)) may say so, and beside a tiny beta they would count.
    later = np.maximum(when - alpha, data.recency[:, None]) + beta
    log_later = np.log(later)
    with np.errstate(divide="ignore"):
        each = np.log(length / 2) + np.log(s) + s * np.log(beta)
    gone = (1 - power)[:, None] * u - (s + 1) * log_later + each[:, None] + np.log(weight)
    return alive, gone, u, log_later, when, later


def _paths(params: Floats, data: Customers) -> tuple[Floats, tuple[Floats, Floats, Floats, Floats]]:
    """Logarithm of both ways together, and the posterior means that make its gradient by r, alpha, s, beta (common factors aside)."""
    r, alpha, s, beta = params
    alive, gone, u, log_later, when, later = _ways(params, data)
    top = np.maximum(alive, gone.max(axis=1))
    stayed, left = np.exp(alive - top), np.exp(gone - top[:, None])
    away = left.sum(axis=1)
    whole = stayed + away
    mean = [np.einsum("ij,ij->i", left, values) / whole for values in (u, log_later, 1 / later, 1 / when)]
    stayed, away = stayed / whole, away / whole
    log_rate = stayed * np.log(alpha + data.T) + mean[0]
    rate = stayed / (alpha + data.T) + mean[3]
    by_s = np.log(beta) - stayed * np.log(beta + data.T) - mean[1] + away / s
    by_beta = s / beta - s * stayed / (beta + data.T) - (s + 1) * mean[2]
    return top + np.log(whole), (-log_rate, -(r + data.x) * rate, by_s, by_beta)

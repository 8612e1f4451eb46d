"""
BG/NBD: customers buy at random at a rate of their own, and after each purchase may leave for good (Fader, Hardie & Lee 2005,
"Counting Your Customers" the Easy Way, Marketing Science 24(2), 275-284).

The rate lambda ~ Gamma(r, alpha), the chance to leave after a purchase p ~ Beta(a, b). ``alpha`` is a time, the others have no unit.
Somebody who never came back cannot have left.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from kam_core.value.customers import Customers, Floats
from kam_core.value.purchases import PurchaseModel

NODES = 128
"""Of the quadrature over p: enough for ten digits at any a, b and t (checked against 2F1 and adaptive quadrature)."""

CHUNK = 20_000
"""Kinds of customers times nodes that are in memory at once: 20 MB an array."""


class BetaGeoModel(PurchaseModel):
    """BG/NBD with parameters r, alpha, a, b."""

    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    timed: ClassVar[tuple[str, ...]] = ("alpha",)

    chances: ClassVar[int] = 0
    """Chances to leave before the first repeat purchase."""

    def expected_purchases_new_customer(self, t: float) -> float:
        """Eq. 9: repeat purchases of somebody just won in ``t`` units of time."""
        r, alpha, a, b = self.params.values()
        stays = b / (a + b) if self.chances else 1.0
        return stays * float(while_alive(np.array([r]), np.array([t / alpha]), a, np.array([b + self.chances]))[0])

    def _likelihood(self, params: Floats, data: Customers) -> tuple[float, Floats]:
        from scipy.special import gammaln, psi

        r, alpha, a, b = params
        x, total = data.x, data.weighted
        levels, at = data.levels
        stays = levels + self.chances  # times somebody stayed, if alive
        after = np.where(stays > 0, 1 / np.maximum(b + stays - 1, 1e-300), 0.0)
        each = gammaln(r + levels) - gammaln(r) + gammaln(a + b) - gammaln(b) + gammaln(b + stays) - gammaln(a + b + stays)
        with np.errstate(divide="ignore"):
            leaving = np.log(a * after)
        whole, last = alpha + data.T, alpha + data.recency
        log_whole, log_last = np.log(whole), np.log(last)
        odds = leaving[at] + (r + x) * (log_whole - log_last)  # log odds of having left
        small = np.exp(-np.abs(odds))
        share = np.where(odds > 0, 1.0, small) / (1 + small)  # posterior probability of having left
        together = np.maximum(odds, 0.0) + np.log1p(small) - (r + x) * log_whole
        value = total(each[at] + r * np.log(alpha) + together)
        time = log_whole + share * (log_last - log_whole)
        rate = (1 - share) / whole + share / last
        shrink = psi(a + b) - psi(a + b + stays)
        by_r = total((psi(r + levels) - psi(r))[at] + np.log(alpha) - time)
        by_alpha = total(r / alpha - (r + x) * rate)
        by_a = total(shrink[at] + share / a)
        by_b = total((shrink + psi(b + stays) - psi(b))[at] - share * after[at])
        return value, np.array([by_r, by_alpha, by_a, by_b]) * params

    def _alive(self, data: Customers) -> Floats:
        r, alpha, a, b = self.params.values()
        kept = data.x + self.chances
        with np.errstate(over="ignore", divide="ignore"):
            odds = a / (b + kept - 1) * np.exp((r + data.x) * np.log((alpha + data.T) / (alpha + data.recency)))
            return np.where(kept > 0, 1 / (1 + odds), 1.0)

    def _while_alive(self, data: Customers, t: float) -> Floats:
        r, alpha, a, b = self.params.values()
        return while_alive(r + data.x, t / (alpha + data.T), a, b + data.x + self.chances)


def while_alive(n: Floats, span: Floats, a: float, b: Floats) -> Floats:
    """
    E[(1 - exp(-lambda p t)) / p]: purchases until t or until leaving, for lambda ~ Gamma(n, rate s), p ~ Beta(a, b), ``span`` = t / s.

    Equals eq. 10 without its denominator, (a+b-1)/(a-1) [1 - (1+span)^-n 2F1(n, b; a+b-1; span/(1+span))], which fails at a = 1 and
    overflows for heavy buyers. Here the integral over p is a trapezoid in v, logit p = centre + width sinh v: the integrand is analytic
    around the axis, so the error falls exponentially with the nodes (Takahasi & Mori 1974).
    """
    from scipy.special import betaln, polygamma

    found = np.empty(len(n))
    width = np.minimum(np.sqrt(polygamma(1, a) + polygamma(1, b)), 1.0)
    centre = np.log(a) - np.log(b)
    low, high = (np.arcsinh((40 / shape + 10 * width) / width) for shape in (a, b))
    for start in range(0, len(n), max(CHUNK // NODES, 1)):
        rows = slice(start, start + max(CHUNK // NODES, 1))
        v = np.linspace(-low[rows], high[rows], NODES)
        y = centre[rows] + width[rows] * np.sinh(v)
        log_p, log_rest = -np.logaddexp(0, -y), -np.logaddexp(0, y)
        p = np.exp(log_p)
        small = n[rows] * p * span[rows] < 1e-12  # also where p itself is too small to be written
        bought = np.where(small, n[rows] * span[rows], -np.expm1(-n[rows] * np.log1p(p * span[rows])) / np.where(small, 1.0, p))
        density = np.exp(a * log_p + b[rows] * log_rest - betaln(a, b[rows]))
        found[rows] = (bought * density * np.cosh(v)).sum(axis=0) * width[rows] * (low[rows] + high[rows]) / (NODES - 1)
    return found

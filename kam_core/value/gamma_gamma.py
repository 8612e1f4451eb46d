"""
Gamma-Gamma: what a customer spends on a purchase varies around a mean of its own, and the means vary between customers (Fader, Hardie
& Lee 2005, J. of Marketing Research 42(4), 415-430; Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value").

A purchase ~ Gamma(p, nu), nu ~ Gamma(q, v); the mean of x purchases tells the rest. ``v`` is money. Spend and frequency are taken to
be unrelated: ``correlation`` says how far that holds.
"""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
import pandas as pd

from kam_core.errors import BadCustomers
from kam_core.value.customers import Floats, column, refuse
from kam_core.value.likelihood import maximise
from kam_core.value.purchases import Fitted, PurchaseModel, in_unit

SPENT = ("frequency", "monetary_value")


class GammaGammaModel(Fitted):
    """Gamma-Gamma with parameters p, q, v."""

    names: ClassVar[tuple[str, ...]] = ("p", "q", "v")

    def fit(self, frame: pd.DataFrame) -> Self:
        """
        The parameters under which the mean spends of those who came back are most likely; the others tell nothing and are left out.

        A spend of zero or less raises ``BadCustomers``: leave such customers out, or use the revenue before returns.
        """
        x, z = _spent(frame)
        unit = float(np.median(z[x > 0])) if (x > 0).any() else 1.0
        rows = x > 0
        if not rows.any():
            raise BadCustomers.saying(BadCustomers.template_nobody)
        data = x[rows], z[rows] / unit
        found = maximise(lambda theta: _likelihood(np.exp(theta), *data), self.names, float(rows.sum()))
        return self._keep(found.rescaled({"v": unit}, -float(rows.sum()) * np.log(unit)))

    def expected_customer_spend(self, frame: pd.DataFrame) -> pd.Series:
        """
        Mean spend of a purchase each customer is expected to come to: p (v + x z) / (p x + q - 1).

        One purchase only gives the mean of all, which is infinite for q <= 1: missing then (see ``problems``).
        """
        x, z = _spent(frame)
        p, q, v = self.params.values()
        below = p * x + q - 1
        return pd.Series(np.where(below > 0, p * (v + x * z) / np.where(below > 0, below, 1.0), np.nan), index=frame.index, name="spend")

    @property
    def mean_spend(self) -> float:
        """Mean spend of a purchase over all customers, p v / (q - 1); infinite for q <= 1."""
        p, q, v = self.params.values()
        return p * v / (q - 1) if q > 1 else float("inf")

    def expected_customer_lifetime_value(
        self,
        model: PurchaseModel,
        frame: pd.DataFrame,
        periods: int = 12,
        discount_rate: float = 0.01,
        unit: str = "week",
        margin: float = 1.0,
    ) -> pd.Series:
        """
        Money each customer is expected to bring over the ``periods`` months to come, discounted by the month at its end.

        ``unit`` is that of the frame's times (day, week, month); a month is 30 days or 4.345 weeks, as in lifetimes and pymc-marketing.
        ``margin`` is the share of the spend that is earned.
        """
        ends = in_unit(unit) * np.arange(periods + 1, dtype="float64")
        bought = [series.to_numpy() for series in model.expected_purchases_by(frame, ends[1:])]
        steps = np.diff(np.vstack([np.zeros(len(frame)), *bought]), axis=0)
        worth = (1 + discount_rate) ** -np.arange(1, periods + 1, dtype="float64") @ steps
        value = worth * self.expected_customer_spend(frame).to_numpy() * margin
        return pd.Series(value, index=frame.index, name="lifetime_value")


def correlation(frame: pd.DataFrame) -> tuple[float, int]:
    """Pearson's r of frequency and mean spend among those who came back, and how many they are; Gamma-Gamma takes it to be zero."""
    x, z = _spent(frame)
    rows = x > 0
    n = int(rows.sum())
    if n < 3 or not x[rows].std() or not z[rows].std():
        return float("nan"), n
    return float(np.corrcoef(x[rows], z[rows])[0, 1]), n


def _spent(frame: pd.DataFrame) -> tuple[Floats, Floats]:
    x, z = (column(frame, name) for name in SPENT)
    refuse(frame, (x > 0) & (z <= 0), "monetary_value", BadCustomers.template_spend)
    return x, z


def _likelihood(params: Floats, x: Floats, z: Floats) -> tuple[float, Floats]:
    """Equation 1a of the note of 2013, and its gradient by the logarithms of p, q, v."""
    from scipy.special import gammaln, psi

    p, q, v = params
    levels, count = np.unique(x, return_counts=True)
    log_z, log_sum, total = np.log(z), np.log(v + x * z), v + x * z
    shape = p * levels
    each = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(v) + shape * np.log(levels)
    value = count @ each + ((p * x - 1) * log_z - (p * x + q) * log_sum).sum()
    by_p = count @ (levels * (psi(shape + q) - psi(shape) + np.log(levels))) + (x * (log_z - log_sum)).sum()
    by_q = count @ (psi(shape + q) - psi(q) + np.log(v)) - log_sum.sum()
    by_v = len(x) * q / v - ((p * x + q) / total).sum()
    return float(value), np.array([by_p, by_q, by_v]) * params

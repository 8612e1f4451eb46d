"""
Shifted beta-geometric: at each renewal a customer under contract leaves with a chance of its own (Fader & Hardie 2007, "How to Project
Customer Retention", J. of Interactive Marketing 21(1), 76-90).

The chance to leave ~ Beta(alpha, beta) over customers; the retention of a cohort therefore rises as those who leave easily are gone.
"""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
import pandas as pd

from kam_core.errors import BadCustomers
from kam_core.value.customers import Floats, column, refuse
from kam_core.value.likelihood import maximise
from kam_core.value.purchases import Fitted


class ShiftedBetaGeoModel(Fitted):
    """sBG with parameters alpha, beta; frames have ``recency`` = renewals made and ``T`` = renewals that were due, whole numbers."""

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta")

    def fit(self, frame: pd.DataFrame) -> Self:
        """The parameters under which the renewals are most likely: recency < T left at the next renewal, recency = T is still there."""
        made, due = _renewals(frame)
        rows = due > 0
        if not rows.any():
            raise BadCustomers.saying(BadCustomers.template_no_renewal)
        return self._keep(maximise(lambda theta: _likelihood(np.exp(theta), made[rows], due[rows]), self.names, float(rows.sum())))

    def survival(self, t: Floats) -> Floats:
        """Share of a cohort that is still there after t renewals: B(alpha, beta + t) / B(alpha, beta)."""
        from scipy.special import betaln

        alpha, beta = self.params.values()
        return np.asarray(np.exp(betaln(alpha, beta + np.asarray(t, dtype="float64")) - betaln(alpha, beta)))

    def retention(self, t: Floats) -> Floats:
        """Chance that the renewal number t (from 1) is made by those who made all before: (beta + t - 1) / (alpha + beta + t - 1)."""
        alpha, beta = self.params.values()
        step = np.asarray(t, dtype="float64") - 1
        return (beta + step) / (alpha + beta + step)

    def expected_probability_alive(self, frame: pd.DataFrame) -> pd.Series:
        """1 for who made every renewal, 0 for who left: under a contract one sees it."""
        made, due = _renewals(frame)
        return pd.Series((made == due).astype("float64"), index=frame.index, name="probability_alive")

    def expected_renewals(self, frame: pd.DataFrame, t: int) -> pd.Series:
        """Renewals each customer is expected to make of the ``t`` to come."""
        made, due = _renewals(frame)
        future = [self.survival(due + step) / self.survival(due) for step in range(1, t + 1)]
        return pd.Series(np.where(made == due, np.sum(future, axis=0), 0.0), index=frame.index, name="expected_renewals")

    def expected_residual_lifetime(self, renewals: Floats, discount_rate: float) -> Floats:
        """
        Discounted expected residual lifetime (DERL) of who made ``renewals`` renewals and is about to be asked again, in periods:
        (beta + n - 1) / (alpha + beta + n - 1) 2F1(1, beta + n; alpha + beta + n; 1 / (1 + d)), n = renewals + 1 (eq. 6 of the note
        "Computing DERL for the sBG", 2007/2010). ``discount_rate`` is of a period, above 0.
        """
        from scipy.special import hyp2f1

        alpha, beta = self.params.values()
        n = np.asarray(renewals, dtype="float64") + 1
        return np.asarray((beta + n - 1) / (alpha + beta + n - 1) * hyp2f1(1, beta + n, alpha + beta + n, 1 / (1 + discount_rate)))


def cohort(survivors: list[int]) -> pd.DataFrame:
    """
    A row a customer, from how many of a cohort were there at the start and after each renewal.

    >>> cohort([4, 3, 3]).value_counts().sort_index().to_dict()
    {(0, 2): 1, (2, 2): 3}
    """
    counts = np.asarray(survivors)
    if len(counts) < 2 or (np.diff(counts) > 0).any() or counts[-1] < 0:
        raise BadCustomers.saying(BadCustomers.template_survivors)
    left = np.append(-np.diff(counts), counts[-1])
    return pd.DataFrame({"recency": np.repeat(np.arange(len(counts)), left), "T": len(counts) - 1})


def _renewals(frame: pd.DataFrame) -> tuple[Floats, Floats]:
    made, due = column(frame, "recency"), column(frame, "T")
    for values, name in ((made, "recency"), (due, "T")):
        refuse(frame, (values < 0) | (values != np.floor(values)), name, BadCustomers.template_renewals)
    refuse(frame, made > due, "recency", BadCustomers.template_recency)
    return made, due


def _likelihood(params: Floats, made: Floats, due: Floats) -> tuple[float, Floats]:
    """Equations 6 and 7, and the gradient by the logarithms of alpha, beta; equal rows are counted once."""
    from scipy.special import betaln, psi

    alpha, beta = params
    pairs, count = np.unique(np.column_stack([made, due]), axis=0, return_counts=True)
    kept, gone = pairs[:, 0], pairs[:, 0] < pairs[:, 1]
    value = count @ (betaln(alpha + gone, beta + kept) - betaln(alpha, beta))
    whole = psi(alpha + beta) - psi(alpha + beta + gone + kept)
    by_alpha = count @ (psi(alpha + gone) - psi(alpha) + whole)
    by_beta = count @ (psi(beta + kept) - psi(beta) + whole)
    return float(value), np.array([by_alpha, by_beta]) * params

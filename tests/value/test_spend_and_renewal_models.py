"""Gamma-Gamma and the shifted beta-geometric: the published tables, closed forms against sums, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.errors import BadCustomers, UnknownName
from kam_core.value.beta_geo import BetaGeoModel
from kam_core.value.gamma_gamma import GammaGammaModel, correlation
from kam_core.value.shifted_beta_geo import ShiftedBetaGeoModel, cohort
from tests.value.customers_in import cdnow

HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
"""Survivors of two cohorts in years 0 to 7 (Fader & Hardie 2007, table 1)."""


def spenders() -> pd.DataFrame:
    """The customers of the CDNOW sample who came back and spent something."""
    return cdnow()[lambda frame: (frame["frequency"] > 0) & (frame["monetary_value"] > 0)]


def test_the_published_spend() -> None:
    """CDNOW sample, 946 repeat buyers: p, q, v, log-likelihood and the mean over all customers of the note of 2013."""
    model = GammaGammaModel().fit(spenders())

    assert len(spenders()) == 946
    assert np.allclose(list(model.params.values()), [6.24957, 3.74422, 15.44352], atol=1e-4)
    assert model.log_likelihood == pytest.approx(-4055.91769, abs=1e-4)
    assert model.mean_spend == pytest.approx(35.17, abs=0.01)


def test_the_published_spend_of_the_full_log() -> None:
    """9,450 customers: two implementations agree to six digits."""
    frame = cdnow("full")[lambda every: (every["frequency"] > 0) & (every["monetary_value"] > 0)]
    model = GammaGammaModel().fit(frame)

    assert len(frame) == 9450
    assert np.allclose(list(model.params.values()), [6.275359, 3.624450, 14.983688], atol=2e-4)
    assert model.log_likelihood == pytest.approx(-40763.4763, abs=1e-3)


def test_the_first_ten_customers() -> None:
    """Expected spend of the ten customers the note lists."""
    listed = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    expected = GammaGammaModel().fit(spenders()).expected_customer_spend(cdnow().head(10))

    assert np.allclose(expected, listed, atol=0.006)


def test_spend_pulls_towards_the_mean() -> None:
    """One purchase is believed less than many; the mean of all is that of who never came back."""
    model = GammaGammaModel({"p": 6.25, "q": 3.74, "v": 15.44})
    frame = pd.DataFrame({"frequency": [0.0, 1, 10, 1000], "monetary_value": [0.0, 100, 100, 100]})
    spend = model.expected_customer_spend(frame)

    assert spend[0] == pytest.approx(model.mean_spend)
    assert spend[1] < spend[2] < spend[3] < 100


def test_a_mean_that_does_not_exist_is_missing() -> None:
    """With q below 1 the mean of all is infinite: missing for one-time buyers, a number for the others."""
    spend = GammaGammaModel({"p": 6.0, "q": 0.8, "v": 15.0}).expected_customer_spend(
        pd.DataFrame({"frequency": [0.0, 3], "monetary_value": [0.0, 40]})
    )

    assert np.isnan(spend[0]) and spend[1] > 0


def test_lifetime_value_is_the_sum_of_discounted_months() -> None:
    """Twelve months one by one, from the purchases of each, times the spend, times the margin."""
    frame, spent = spenders().head(50), GammaGammaModel().fit(spenders())
    model = BetaGeoModel().fit(cdnow())
    expected = np.zeros(len(frame))
    for month in range(1, 13):
        until, before = (model.expected_purchases(frame, 4.345 * end) for end in (month, month - 1))
        expected += (until - before) / 1.01**month
    value = spent.expected_customer_lifetime_value(model, frame, periods=12, discount_rate=0.01, unit="week", margin=0.3)

    assert np.allclose(value, expected * spent.expected_customer_spend(frame) * 0.3)


def test_lifetime_value_of_the_whole_sample() -> None:
    """12 months at 1 % over 2,357 customers: 71,559 by lifetimes 0.11.3 (which takes 11 customers who came back for $0 as well)."""
    frame, spent = cdnow()[lambda every: (every["frequency"] == 0) | (every["monetary_value"] > 0)], GammaGammaModel().fit(spenders())

    assert spent.expected_customer_lifetime_value(BetaGeoModel().fit(cdnow()), frame).sum() == pytest.approx(71_559, rel=2e-3)


def test_an_unknown_unit_of_time_is_refused() -> None:
    """The error names the units there are."""
    with pytest.raises(UnknownName):
        GammaGammaModel().fit(spenders()).expected_customer_lifetime_value(BetaGeoModel().fit(cdnow()), spenders(), unit="fortnight")


@pytest.mark.parametrize("spend", [0.0, -5.0])
def test_a_spend_of_nothing_is_refused(spend: float) -> None:
    """Zero or less of somebody who came back: the error says how many, which, and what to do."""
    frame = pd.DataFrame({"frequency": [2.0, 3.0], "monetary_value": [20.0, spend]}, index=["A", "B"])

    with pytest.raises(BadCustomers, match="before returns") as caught:
        GammaGammaModel().fit(frame)
    assert caught.value.facts["row"] == "B"


def test_spend_of_nobody_is_refused() -> None:
    """One purchase each tells nothing about later ones."""
    with pytest.raises(BadCustomers, match="Nobody came back"):
        GammaGammaModel().fit(pd.DataFrame({"frequency": [0.0, 0], "monetary_value": [0.0, 0]}))


def test_frequency_and_spend_are_held_against_each_other() -> None:
    """Pearson's r among repeat buyers, as pandas has it; too few have none."""
    frame = spenders()

    assert correlation(frame)[0] == pytest.approx(frame["frequency"].corr(frame["monetary_value"]))
    assert np.isnan(correlation(frame.head(2))[0])


@pytest.mark.parametrize(
    ("survivors", "params", "likelihood"), [(HIGH_END, [0.668, 3.806], -1611.1581), (REGULAR, [0.704, 1.182], -1680.2652)]
)
def test_the_published_retention(survivors: list[int], params: list[float], likelihood: float) -> None:
    """alpha and beta of both cohorts of the paper, from seven renewals."""
    model = ShiftedBetaGeoModel().fit(cohort(survivors))

    assert np.allclose(list(model.params.values()), params, atol=6e-4)
    assert model.log_likelihood == pytest.approx(likelihood, abs=1e-3)


def test_the_published_forecast() -> None:
    """Survival of the high-end cohort in years 8 to 12, and its residual lifetime after seven renewals at 10 %."""
    model = ShiftedBetaGeoModel().fit(cohort(HIGH_END))

    assert np.allclose(model.survival(np.arange(8, 13)), [0.460, 0.436, 0.414, 0.395, 0.378], atol=6e-4)
    assert model.expected_residual_lifetime(np.array([7]), 0.1)[0] == pytest.approx(7.530, abs=6e-4)


def test_residual_lifetime_is_the_sum_of_what_is_left() -> None:
    """DERL = sum over k >= 0 of S(n + k) / S(n - 1) discounted by k periods (n = renewals made + 1)."""
    model, k = ShiftedBetaGeoModel({"alpha": 3.8, "beta": 15.2}), np.arange(4000)
    expected = [(model.survival(made + 1 + k) / model.survival(np.array(made)) * 1.1**-k).sum() for made in range(6)]

    assert np.allclose(model.expected_residual_lifetime(np.arange(6), 0.1), expected, rtol=1e-9)
    assert np.allclose(expected, [3.3098, 3.4510, 3.5865, 3.7168, 3.8421, 3.9628], atol=1e-4)


def test_retention_rises_as_those_who_leave_easily_are_gone() -> None:
    """r(t) = S(t) / S(t-1), and it grows."""
    model, t = ShiftedBetaGeoModel().fit(cohort(REGULAR)), np.arange(1, 12)

    assert np.allclose(model.retention(t), model.survival(t) / model.survival(t - 1))
    assert (np.diff(model.retention(t)) > 0).all()


def test_contracts_of_different_age_are_fitted_together() -> None:
    """From 20,000 customers with 1 to 8 renewals due, drawn from the model, the intervals hold the truth; who left renews no more."""
    rng = np.random.default_rng(4)
    due = rng.integers(1, 9, 20_000)
    stays = rng.geometric(rng.beta(1.2, 4.0, len(due))) - 1
    frame = pd.DataFrame({"recency": np.minimum(stays, due), "T": due})
    model = ShiftedBetaGeoModel().fit(frame)

    assert model.report is not None and model.report.interval("alpha", 2.9)[0] < 1.2 < model.report.interval("alpha", 2.9)[1]
    assert model.report.interval("beta", 2.9)[0] < 4.0 < model.report.interval("beta", 2.9)[1]
    renewals = model.expected_renewals(frame, 3)
    assert (renewals[frame["recency"] < frame["T"]] == 0).all()
    assert renewals.max() < 3


@pytest.mark.parametrize("survivors", [[5], [5, 6], [5, -1]])
def test_a_cohort_that_grows_is_refused(survivors: list[int]) -> None:
    """Survivors never become more."""
    with pytest.raises(BadCustomers):
        cohort(survivors)


def test_renewals_are_whole_and_not_more_than_were_due() -> None:
    """Half a renewal, one too many, none due at all: refused in words."""
    for made, due, words in ((0.5, 2.0, "whole"), (3.0, 2.0, "above T"), (0.0, 0.0, "No renewal")):
        with pytest.raises(BadCustomers, match=words):
            ShiftedBetaGeoModel().fit(pd.DataFrame({"recency": [made], "T": [due]}))

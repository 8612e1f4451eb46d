"""BG/NBD, MBG/NBD, Pareto/NBD: the published tables, the integrals they stand for, parameters found again, and what is refused."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import hyp2f1
from scipy.stats import beta as beta_law

from kam_core.errors import BadCustomers, BadModel, NotFitted
from kam_core.value.beta_geo import BetaGeoModel, while_alive
from kam_core.value.modified_beta_geo import ModifiedBetaGeoModel
from kam_core.value.pareto_nbd import ParetoNBDModel
from kam_core.value.purchases import PurchaseModel
from tests.value.customers_in import CALIBRATED, ENDED, cdnow, drawn, log

MODELS = (BetaGeoModel, ModifiedBetaGeoModel, ParetoNBDModel)
WALKTHROUGH = BetaGeoModel({"r": 0.2425982, "alpha": 4.4136842, "a": 0.7929899, "b": 2.4261667})
"""Parameters of the R package BTYD's walkthrough, from which its figures are computed."""

PARETO = ParetoNBDModel({"r": 0.55, "alpha": 10.56, "s": 0.61, "beta": 11.64})


def one(x: float, recency: float, T: float) -> pd.DataFrame:
    return pd.DataFrame({"frequency": [x], "recency": [recency], "T": [T]})


HEAVY = one(26, 30.857142857, 31)
"""Customer 1516 of the CDNOW sample."""

PUBLISHED = [
    # Fader, Hardie & Lee 2005, table 2; digits of CLVTools 0.12.1
    (BetaGeoModel, "sample", [0.2425945, 4.4136019, 0.7929199, 2.4258881], [2e-6, 2e-5, 2e-5, 6e-5], -9582.429, 6e-4),
    (ParetoNBDModel, "sample", [0.553, 10.578, 0.606, 11.669], [6e-4] * 4, -9594.976, 6e-4),
    # Batislam et al. 2007; log-likelihood of an independent implementation
    (ModifiedBetaGeoModel, "sample", [0.525, 6.183, 0.891, 1.614], [6e-4] * 4, -9582.1357, 6e-4),
    # The full log: two implementations agree to six digits
    (BetaGeoModel, "full", [0.251624, 4.788943, 0.723433, 2.161088], [2e-6, 2e-5, 2e-5, 2e-5], -95368.4439, 6e-4),
    (ModifiedBetaGeoModel, "full", [0.637140, 7.310291, 0.807474, 1.228394], [2e-6, 2e-5, 2e-5, 2e-5], -95336.9583, 6e-4),
    (ParetoNBDModel, "full", [0.597420, 11.585659, 0.522186, 8.827757], [2e-6, 2e-5, 2e-6, 3e-5], -95415.1186, 6e-4),
]


@pytest.mark.parametrize(("kind", "name", "params", "within", "likelihood", "near"), PUBLISHED)
def test_the_published_parameters(
    kind: type[PurchaseModel], name: str, params: list[float], within: list[float], likelihood: float, near: float
) -> None:
    """Fitted to the CDNOW log the parameters and the log-likelihood are those of the papers; the fit says that it converged."""
    model = kind().fit(cdnow(name))

    assert (np.abs(np.array(list(model.params.values())) - params) <= within).all()
    assert abs(model.log_likelihood - likelihood) <= near
    assert model.report is not None and model.report.problems == () and model.report.gradient < 1e-6


def test_a_heavy_customer_of_the_papers() -> None:
    """Customer 1516: 26 repeat purchases, the last a day before the end (BTYD walkthrough)."""
    assert WALKTHROUGH.expected_purchases(HEAVY, 52)[0] == pytest.approx(25.75659, abs=1e-3)
    assert WALKTHROUGH.expected_probability_alive(HEAVY)[0] == pytest.approx(0.9688523, abs=1e-6)
    pareto = ParetoNBDModel({"r": 0.553, "alpha": 10.580, "s": 0.606, "beta": 11.656})
    assert pareto.expected_purchases(HEAVY, 52)[0] == pytest.approx(25.45647, abs=3e-3)
    assert pareto.expected_probability_alive(HEAVY)[0] == pytest.approx(0.997874, abs=2e-6)


def test_a_light_customer_of_the_papers() -> None:
    """Customer 1: two repeat purchases, 39 weeks ahead (Fader, Hardie & Lee 2005)."""
    assert BetaGeoModel().fit(cdnow()).expected_purchases(one(2, 30.43, 38.86), 39)[0] == pytest.approx(1.226, abs=6e-4)


def test_somebody_just_won() -> None:
    """E[X(t)] of a new customer: BG/NBD at six spans, Pareto/NBD week by week."""
    spans = {0.1429: 0.0078, 1: 0.0532, 3: 0.1506, 31.8571: 1.0405, 32: 1.0437, 78: 1.8576}
    assert [round(WALKTHROUGH.expected_purchases_new_customer(t), 3) for t in spans] == [round(value, 3) for value in spans.values()]
    assert WALKTHROUGH.expected_purchases_new_customer(52) == pytest.approx(1.444004, abs=2e-6)
    assert PARETO.expected_purchases_new_customer(1) == pytest.approx(0.05077821, abs=1e-8)
    assert PARETO.expected_purchases_new_customer(9) == pytest.approx(0.38909211, abs=1e-8)


def test_the_paradox_of_frequency() -> None:
    """Silent for 19 weeks, whoever bought more often before is the surer to have left (BTYD walkthrough)."""
    silent = pd.DataFrame({"frequency": [10.0, 15, 20, 25], "recency": 20.0, "T": 39.0})

    assert np.allclose(WALKTHROUGH.expected_purchases(silent, 52), [0.3474606, 0.04283391, 0.004158973, 0.0003583685], atol=5e-7)


def test_the_holdout_of_the_papers() -> None:
    """Mean expected and true purchases of the 39 weeks after, by repeat purchases before: 0 to 6, and 7 or more."""
    frame = cdnow()
    group = frame["frequency"].clip(upper=7)
    later = log()[lambda lines: (lines["date"] > pd.Timestamp(CALIBRATED).date()) & (lines["date"] <= pd.Timestamp(ENDED).date())]
    bought = later.groupby("account_id")["date"].nunique().reindex(frame.index).fillna(0)

    assert group.value_counts().sort_index().tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert np.allclose(
        bought.groupby(group).mean(), [0.2367116, 0.6970387, 1.392523, 1.56, 2.532258, 2.947368, 3.862069, 6.359375], atol=1e-6
    )
    expected = BetaGeoModel().fit(frame).expected_purchases(frame, 39).groupby(group).mean()
    assert np.allclose(expected, [0.2250893, 0.5231364, 1.044126, 1.520256, 2.163824, 2.653789, 3.503957, 6.157036], atol=2e-4)


def test_all_purchases_to_come_discounted() -> None:
    """DERT of the BTYD manual's customer: closed form and numerical integral agree to ten digits there (clv reference)."""
    assert PARETO.expected_residual_transactions(one(7, 35, 77.86), 0.0027)[0] == pytest.approx(0.8812102937, abs=1e-9)


def test_discounted_purchases_are_the_integral_of_the_rate() -> None:
    """DERT = integral of exp(-d t) times the rate of expected purchases, by adaptive quadrature."""
    customer, rate = one(3, 20, 30), 0.01
    bought = lambda t: PARETO.expected_purchases(customer, t)[0]  # noqa: E731
    expected = quad(lambda t: rate * np.exp(-rate * t) * bought(t), 0, 4000, limit=200)[0]

    assert PARETO.expected_residual_transactions(customer, rate)[0] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("a", [0.3, 0.79, 1.5, 30.0])
def test_the_integral_over_p_is_the_closed_form(a: float) -> None:
    """Where the closed form with 2F1 (eq. 10) can be computed it is the same to nine digits."""
    rng = np.random.default_rng(3)
    n, span, b = rng.uniform(0.05, 40, 100), rng.uniform(0.01, 20, 100), rng.uniform(0.3, 40, 100)
    closed = (a + b - 1) / (a - 1) * (1 - (1 + span) ** -n * hyp2f1(n, b, a + b - 1, span / (1 + span)))

    assert np.abs(while_alive(n, span, a, b) / closed - 1).max() < 1e-9


@pytest.mark.parametrize(("n", "span", "a", "b"), [(1000.5, 2, 0.79, 1002.4), (0.24, 12, 1, 2.4), (3, 1e-3, 0.2, 5), (0.3, 50, 0.05, 0.7)])
def test_the_integral_over_p_where_the_closed_form_fails(n: float, span: float, a: float, b: float) -> None:
    """At a = 1, for a thousand purchases, for a small a: adaptive quadrature in the logarithm of p says the same."""

    def over_log(u: float) -> float:
        p = np.exp(u)
        return float(-np.expm1(-n * np.log1p(p * span)) * beta_law.pdf(p, a, b))

    expected = quad(over_log, max(-60 / a, -690), 0, limit=2000, points=[np.log(a / (a + b))], epsabs=1e-13)[0]

    assert while_alive(np.array([float(n)]), np.array([float(span)]), a, np.array([float(b)]))[0] == pytest.approx(expected, rel=1e-6)


def test_the_chance_to_be_alive_is_bayes() -> None:
    """Pareto/NBD: the paths to what was seen, integrated over both rates by brute force."""
    x, last, T = 2, 10.0, 30.0
    r, alpha, s, beta = PARETO.params.values()

    rate = np.exp(np.arange(-40, 4, 0.05))[:, None]  # both rates on a grid of logarithms: the trapezoid is exact there
    death = np.exp(np.arange(-60, 4, 0.05))[None, :]
    both = rate + death
    prior = rate ** (r + x) * np.exp(-alpha * rate) * death**s * np.exp(-beta * death)
    stayed = (prior * np.exp(-both * T)).sum()
    left = (prior * death / both * (np.exp(-both * last) - np.exp(-both * T))).sum()
    assert PARETO.expected_probability_alive(one(x, last, T))[0] == pytest.approx(stayed / (stayed + left), rel=1e-8)


@pytest.mark.parametrize("kind", MODELS)
def test_the_gradient_is_that_of_the_likelihood(kind: type[PurchaseModel]) -> None:
    """Central differences of the log-likelihood agree with the analytic gradient at a point far from the maximum."""
    from kam_core.value.customers import kinds

    data, theta = kinds(cdnow().head(300)), np.log([0.7, 3.0, 1.3, 4.0])
    model = kind()
    step = 1e-6
    around = [
        (model._likelihood(np.exp(theta + shift), data)[0] - model._likelihood(np.exp(theta - shift), data)[0]) / (2 * step)
        for shift in np.eye(4) * step
    ]

    assert np.allclose(model._likelihood(np.exp(theta), data)[1], around, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize(("kind", "at_once"), [(BetaGeoModel, False), (ModifiedBetaGeoModel, True)])
def test_parameters_are_found_again(kind: type[PurchaseModel], at_once: bool) -> None:
    """From 20,000 customers drawn from the model every 95 % interval, widened by half, holds the truth."""
    truth = {"r": 0.8, "alpha": 6.0, "a": 0.9, "b": 3.0}
    report = kind().fit(drawn(20_000, 5, **truth, leaves_at_once=at_once)).report

    assert report is not None and report.problems == ()
    for name, value in truth.items():
        low, high = report.interval(name, z=2.9)
        assert low < value < high


def test_the_unit_of_time_changes_nothing_but_the_times() -> None:
    """In days instead of weeks: alpha and beta seven times as large, the same probabilities and purchases."""
    weeks, days = cdnow(), cdnow().assign(recency=cdnow()["recency"] * 7, T=cdnow()["T"] * 7)
    one_way, other = ParetoNBDModel().fit(weeks), ParetoNBDModel().fit(days)

    assert other.params["beta"] == pytest.approx(7 * one_way.params["beta"], rel=1e-4)
    assert np.allclose(other.expected_purchases(days, 7 * 39), one_way.expected_purchases(weeks, 39), rtol=1e-4)


@pytest.mark.parametrize("kind", MODELS)
def test_the_heaviest_buyers(kind: type[PurchaseModel]) -> None:
    """Thousands of purchases, seen yesterday or long silent: finite figures between 0 and the pace so far."""
    params = dict(zip(kind.names, (0.25, 4.4, 0.8, 2.4), strict=True))
    heavy = pd.DataFrame({"frequency": [600.0, 600, 5000, 5000], "recency": [51.9, 20, 364.9, 10], "T": [52.0, 52, 365, 365]})
    alive, bought = kind(params).expected_probability_alive(heavy), kind(params).expected_purchases(heavy, 52)

    assert ((alive >= 0) & (alive <= 1)).all() and alive[0] > 0.9 and alive[3] < 1e-9
    assert ((bought >= 0) & (bought <= 1.05 * heavy["frequency"] / heavy["T"] * 52)).all()


@given(
    x=st.integers(0, 400), T=st.floats(0.1, 500), share=st.floats(0, 1), t=st.floats(0, 500),
    params=st.tuples(*[st.floats(0.05, 50)] * 4), kind=st.sampled_from(MODELS),
)  # fmt: skip
def test_nobody_has_impossible_figures(
    x: int, T: float, share: float, t: float, params: tuple[float, ...], kind: type[PurchaseModel]
) -> None:
    """Whatever the customer and the parameters: a probability, purchases that are finite, not negative, and grow with time."""
    model, customer = kind(dict(zip(kind.names, params, strict=True))), one(x, T * share if x else 0, T)
    alive = model.expected_probability_alive(customer)[0]
    soon, late = (model.expected_purchases(customer, span)[0] for span in (t, 2 * t + 1))

    assert 0 <= alive <= 1
    assert 0 <= soon <= late * (1 + 1e-9) and np.isfinite(late)


def test_dropout_that_is_not_there() -> None:
    """Customers who never leave: the fit says that a parameter runs to its bound, predictions are the plain pace."""
    rng = np.random.default_rng(8)
    x = rng.poisson(rng.gamma(20, 1, 400)).astype(float)
    frame = pd.DataFrame({"frequency": x, "recency": np.where(x > 0, 52 * x / (x + 1), 0), "T": 52.0})
    model = BetaGeoModel().fit(frame)

    assert model.report is not None and "boundary" in model.report.problems
    assert model.expected_purchases(frame, 52).sum() == pytest.approx(x.sum(), rel=0.05)


@pytest.mark.parametrize("kind", MODELS)
def test_nobody_came_back(kind: type[PurchaseModel]) -> None:
    """All-zero frequency is fitted without an exception, and said."""
    frame = pd.DataFrame({"frequency": np.zeros(60), "recency": 0.0, "T": np.linspace(5, 60, 60)})
    model = kind().fit(frame)

    assert model.report is not None and "all_zero" in model.report.problems
    assert (model.expected_purchases(frame, 52) < 0.5).all() and np.isfinite(model.expected_purchases(frame, 52)).all()


@pytest.mark.parametrize("kind", MODELS)
def test_five_customers_are_few(kind: type[PurchaseModel]) -> None:
    """A fit to five customers says so."""
    report = kind().fit(cdnow().head(5)).report

    assert report is not None and "few_customers" in report.problems


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"frequency": -1.0}, "whole number"),
        ({"frequency": 1.5}, "whole number"),
        ({"frequency": float("nan")}, "no number"),
        ({"recency": 99.0}, "above T"),
        ({"recency": -1.0}, "below 0"),
        ({"T": -3.0, "recency": 0.0}, "negative"),
        ({"frequency": 0.0}, "without a repeat"),
    ],
)
def test_what_no_customer_can_be_is_refused(changed: dict[str, float], sentence: str) -> None:
    """The error names the column, how many rows and the first of them."""
    frame = pd.DataFrame({"frequency": [3.0, 2.0], "recency": [20.0, 10.0], "T": [30.0, 30.0]}, index=["A", "B"])
    frame.loc["B", list(changed)] = list(changed.values())

    with pytest.raises(BadCustomers, match=sentence) as caught:
        BetaGeoModel().fit(frame)
    assert caught.value.facts["row"] == "B"


def test_first_day_customers_are_customers() -> None:
    """T = 0, won today: alive, and expected to buy as a new one is."""
    assert WALKTHROUGH.expected_probability_alive(one(0, 0, 0))[0] == 1
    assert WALKTHROUGH.expected_purchases(one(0, 0, 0), 52)[0] == pytest.approx(WALKTHROUGH.expected_purchases_new_customer(52), rel=1e-9)


def test_a_model_is_kept_as_a_text(tmp_path) -> None:
    """Saved and loaded it foretells the same; the text of another model, or none, is refused; an unfitted one says so."""
    WALKTHROUGH.save(tmp_path / "bg.json")

    assert BetaGeoModel.load(tmp_path / "bg.json").params == WALKTHROUGH.params
    for text in (PARETO.to_json(), "{", json.dumps({"model": "BetaGeoModel", "params": {"r": -1, "alpha": 1, "a": 1, "b": 1}})):
        with pytest.raises(BadModel):
            BetaGeoModel.from_json(text)
    with pytest.raises(NotFitted):
        _ = BetaGeoModel().params


def test_the_frame_is_left_as_it_is() -> None:
    """Neither fitting nor predicting changes what it was given; results carry its index."""
    frame = cdnow().head(80)
    before = frame.copy(deep=True)
    model = BetaGeoModel().fit(frame)

    assert model.expected_purchases(frame, 10).index.equals(frame.index)
    pd.testing.assert_frame_equal(frame, before)

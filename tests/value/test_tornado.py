"""What moves a lifetime value: every end of every bar is a full recomputation, by another way than the tornado's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kam_core as kam
from kam_core.params import Params
from kam_core.value.lifetime import contract_steps, expected_profit, lifetime_value, still_customers
from kam_core.value.tornado import STEPS, tornado
from tests.value.portfolio import book

DAY = date(2024, 6, 30)
LINES = [
    ("A", "2024-01-15", 1000.0, 600.0), ("B", "2024-02-15", 400.0, 500.0), ("C", "2024-03-15", 300.0, None),
    ("A", "2023-01-15", 900.0, 500.0), ("D", "2023-02-15", 200.0, 100.0),
]  # fmt: skip
CONTRACT = [("k", "A", "2024-01-01", "2026-12-30", 0.5)]
"""2.5 years to go on the day."""


def present(profit: float, rate: float, i: float, years: int, g: float = 0.0, sure: float = 0.0) -> float:
    """The definition of methods 3, year by year."""
    total, alive = 0.0, 1.0
    for year in range(1, years + 1):
        alive = alive if year <= sure else alive * rate
        total += profit * (1 + g) ** year * alive / (1 + i) ** year
    return total


@pytest.fixture(scope="module")
def scores() -> pd.DataFrame:
    """A earns 400 a year, B loses 100, C has no cost, D is silent; 80 % stay each year."""
    return kam.score(book(LINES), DAY, params=Params.of(retention=0.8))


def test_the_worked_multiples() -> None:
    """r 80 %, i 10 %: 2.124 over five years, with r 90 % 2.850 (methods B)."""
    one = present(1, 0.8, 0.1, 5)

    assert (round(one, 3), round(present(1, 0.9, 0.1, 5), 3)) == (2.124, 2.850)


def test_each_end_by_hand(scores: pd.DataFrame) -> None:
    """400 − 100 = 300 a year at 2.124; two points of margin are 2 % of the 1,400 of revenue whose cost is known."""
    found = tornado(scores, Params.of(retention=0.8)).set_index("assumption")
    value = present(300, 0.8, 0.1, 5)
    expected = {
        "retention": (present(300, 0.7, 0.1, 5), present(300, 0.9, 0.1, 5)),
        "margin": (present(300 - 28, 0.8, 0.1, 5), present(300 + 28, 0.8, 0.1, 5)),
        "margin_growth": (present(300, 0.8, 0.1, 5, -0.05), present(300, 0.8, 0.1, 5, 0.05)),
        "discount_rate": (present(300, 0.8, 0.06, 5), present(300, 0.8, 0.14, 5)),
        "horizon": (present(300, 0.8, 0.1, 3), present(300, 0.8, 0.1, 7)),
    }

    for name, (low, high) in expected.items():
        row = found.loc[name]
        assert (row["low_value"], row["high_value"]) == (pytest.approx(low, abs=0.005), pytest.approx(high, abs=0.005)), name
        assert (row["low_change"], row["high_change"]) == (pytest.approx(low - value, abs=0.005), pytest.approx(high - value, abs=0.005))
    assert found["stands_at"]["retention"] == 0.8
    assert found["stands_at"]["margin"] == pytest.approx(300 / 1400)


def test_the_widest_comes_first(scores: pd.DataFrame) -> None:
    """Sorted by the distance of the two ends."""
    assert tornado(scores, Params.of(retention=0.8))["width"].is_monotonic_decreasing


def test_loss_makers_swap_the_sides(scores: pd.DataFrame) -> None:
    """For B, which loses money, a higher retention and a longer horizon cost more, a higher discount less."""
    found = tornado(scores, Params.of(retention=0.8), accounts=["B"]).set_index("assumption")

    assert (found["high_change"][["retention", "horizon"]] < 0).all()
    assert (found["low_change"][["retention", "horizon"]] > 0).all()
    assert found["high_change"]["discount_rate"] > 0


def test_bounds_of_an_assumption_hold(scores: pd.DataFrame) -> None:
    """A horizon of three years cannot become shorter, a rate of 95 % rises to 100 %, not beyond."""
    params = Params.of(retention=0.95, horizon=3)
    found = tornado(scores.assign(**lifetime_value(scores, params)), params).set_index("assumption")

    assert (found["low_by"]["horizon"], found["low_change"]["horizon"]) == (0, 0)
    assert found["high_value"]["retention"] == pytest.approx(present(300, 1.0, 0.1, 3), abs=0.005)


def test_a_contract_is_sure_until_it_ends() -> None:
    """2.5 years to go and a chance of one half: 1, 1, 1/2, 1/4, 1/8 of 400; the tornado's retention is the chance."""
    wb = book(LINES, contracts=CONTRACT)
    found = kam.score(wb, DAY)
    own = found[found["account_id"] == "A"].reset_index(drop=True)

    assert still_customers(own, 5, own)[0].tolist() == [1, 1, 0.5, 0.25, 0.125]
    assert expected_profit(own, Params().value, own)[0].tolist() == [400, 400, 200, 100, 50]
    assert contract_steps(own)[0] == pytest.approx(2.5, abs=0.005)
    high = tornado(own, Params()).set_index("assumption")["high_value"]["retention"]
    assert high == pytest.approx(present(400, 0.6, 0.1, 5, sure=2.5), abs=0.005)


def test_nothing_known_stays_unknown() -> None:
    """Without any cost there is no value and no bar."""
    found = kam.score(book([("A", "2024-01-15", 10.0, None)]), DAY, params=Params.of(retention=0.8))

    assert tornado(found, Params.of(retention=0.8))["width"].isna().all()


ACCOUNTS = st.lists(
    st.tuples(st.floats(-1e5, 1e5), st.floats(0, 1e6), st.floats(0, 1), st.none() | st.floats(0.1, 8)), min_size=1, max_size=8
)


@settings(max_examples=30)
@given(ACCOUNTS, st.integers(3, 10), st.floats(0, 0.4), st.floats(-0.3, 0.3), st.sampled_from(list(STEPS)))
def test_an_end_is_a_full_recomputation(
    accounts: list[tuple[float, float, float, float | None]], years: int, i: float, g: float, name: str
) -> None:
    """Whatever the portfolio: the value of an end is the sum of every account's, year by year, with that one assumption moved."""
    profit, revenue, rate, left = (np.array(part, dtype="float64") for part in zip(*accounts, strict=True))
    scores = pd.DataFrame({
        "account_id": [str(n) for n in range(len(profit))], "profit_12m": profit, "revenue_12m": revenue,
        "revenue_with_cost_12m": revenue, "retention": rate, "contract_years": left,
        "retention_origin": np.where(np.isnan(left), "portfolio", "contract"),
    })  # fmt: skip
    params = replace(Params(), value=replace(Params().value, horizon=years, discount_rate=i, margin_growth=g))
    row = tornado(scores, params).set_index("assumption").loc[name]
    for end in ("low", "high"):
        by = {other: row[f"{end}_by"] if other == name else 0.0 for other in STEPS}
        expected = sum(
            present(
                p + by["margin"] * v, min(max(r + by["retention"], 0.0), 1.0), i + by["discount_rate"], years + round(by["horizon"]),
                g + by["margin_growth"], 0.0 if np.isnan(until) else until + 1e-9,
            )
            for p, v, r, until in zip(profit, revenue, rate, left, strict=True)
        )  # fmt: skip
        assert row[f"{end}_value"] == pytest.approx(expected, rel=1e-9, abs=0.005)

"""Measures become 0-100."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kam_core.index.declared import INDICES
from kam_core.index.measured import measured
from kam_core.index.shapes import Item

ITEMS = {item.id: item for index in INDICES.values() for item in index.items if not item.judged}
NAN = float("nan")


def values(item: str, **columns: list[float]) -> list[float]:
    """Values 0-100 of a measured item."""
    return [round(value, 6) for value in measured(ITEMS[item], pd.DataFrame(columns))[1].tolist()]


def same(found: list[float], expected: list[float]) -> bool:
    """Equal, missing equal to missing."""
    return np.allclose(found, expected, equal_nan=True)


def test_wallet_share_is_what_was_entered_else_sales_in_spend() -> None:
    """Entered first; sales over spend capped at all of it; bought before but not lately is 0; never bought is unknown."""
    found = values(
        "patronage.wallet",
        fact_wallet_share=[0.3, NAN, NAN, NAN, NAN], fact_wallet_spend=[100.0, 200.0, 50.0, 100.0, 100.0],
        revenue=[90.0, 90.0, 90.0, 90.0, NAN], revenue_12m=[80.0, 50.0, 80.0, NAN, NAN],
    )  # fmt: skip

    assert same(found, [30.0, 25.0, 100.0, 0.0, NAN])


def test_spend_is_scaled_by_ln_between_percentiles() -> None:
    """Known by hand: p5 and p95 of 1..10,000 in powers of ten, clipped at the ends; unknown stays unknown, none is 0."""
    spend = [1.0, 10.0, 100.0, 1000.0, 10000.0]
    low, high = np.log(np.percentile(spend, [5, 95]))
    expected = [0.0, *(100 * (np.log(x) - low) / (high - low) for x in spend[1:4]), 100.0, NAN, 0.0]

    assert same(values("importance.spend", fact_addressable_spend_24m=[*spend, NAN, 0.0]), expected)


def test_spend_of_a_single_account_is_in_the_middle() -> None:
    """Nothing to compare with says nothing."""
    assert values("importance.spend", fact_addressable_spend_24m=[500.0]) == [50.0]


def test_trend_is_a_percentile_among_accounts_that_have_one() -> None:
    """Equal slopes share a rank; a missing one stays missing and moves nobody."""
    assert same(values("patronage.trend", slope=[-1.0, 0.0, 0.0, 2.0, NAN]), [12.5, 50.0, 50.0, 87.5, NAN])


def test_trends_equal_but_for_the_last_bits_share_a_rank() -> None:
    """The order in which a sum was added is no trend, whatever the size of the numbers."""
    for size in (1e-9, 1.0, 1e9):
        slopes = [size * 0.3, size * (0.1 + 0.2), size * 0.7]
        assert slopes[0] != slopes[1]
        assert same(values("patronage.trend", slope=slopes), [100 / 3, 100 / 3, 250 / 3])


@pytest.mark.parametrize(
    ("item", "column", "raw", "expected"),
    [
        ("patronage.repeat", "repeat_rate", [0.0, 0.5, 1.0, NAN], [0.0, 50.0, 100.0, NAN]),
        ("patronage.tenure", "tenure_years", [0.0, 2.5, 9.0, NAN], [0.0, 50.0, 100.0, NAN]),
        ("patronage.contract", "contract_live", [0.0, 1.0, NAN], [0.0, 100.0, NAN]),
    ],
)
def test_linear_measures(item: str, column: str, raw: list[float], expected: list[float]) -> None:
    """Along the scale, its ends as its ends."""
    assert same(values(item, **{column: raw}), expected)


def test_a_measure_the_state_does_not_have_is_missing() -> None:
    """No fact of that name was ever recorded."""
    assert same(values("importance.spend", revenue=[1.0, 2.0]), [NAN, NAN])


def test_a_measure_can_speak_against_the_index() -> None:
    """Reversed like a judged item."""
    item = Item("x.cost", "Cost", "", 1.0, 0, 10, measure="cost", reverse=True)

    assert measured(item, pd.DataFrame({"cost": [0.0, 2.0]}))[1].tolist() == [100.0, 80.0]

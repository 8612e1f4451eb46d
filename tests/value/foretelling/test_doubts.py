"""What speaks against a model, told by figures made by hand; the months, the renewals and the advice that go with it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import kam_core as kam
from kam_core.value import ShiftedBetaGeoModel
from kam_core.value.foretelling.advice import advised
from kam_core.value.foretelling.doubts import DOUBTS, doubts
from kam_core.value.foretelling.months import purchase_months
from kam_core.value.foretelling.renewals import next_renewal, renewals

EVEN = pd.Series([10] * 24)


def customers(n: int = 200, **changed: object) -> pd.DataFrame:
    """Who came evenly over 100 weeks, bought every five weeks, and spends alike."""
    age = np.linspace(1, 100, n)
    frequency = np.floor(age / 5)
    frame = pd.DataFrame({"frequency": frequency, "recency": frequency * 5, "T": age, "monetary_value": np.where(frequency > 0, 10.0, 0.0)})
    return frame.assign(**changed)


def test_nothing_speaks_against_even_customers() -> None:
    """No doubt is raised for its own sake."""
    assert doubts(customers(), EVEN) == []


def test_spend_that_goes_with_frequency_is_told() -> None:
    """Pearson's r among those who came back, and how many they are."""
    frame = customers()
    frame["monetary_value"] = frame["frequency"] * 3
    (told,) = doubts(frame, EVEN)

    assert told.id == "correlated" and told.facts["r"] == pytest.approx(1.0) and told.facts["n"] == (frame["frequency"] > 0).sum()


def test_data_that_begin_in_mid_life_are_told() -> None:
    """Half of the customers in the first tenth of 100 weeks."""
    age = np.append(np.full(100, 99.0), np.linspace(1, 100, 100))
    (told,) = [one for one in doubts(customers(T=age, recency=0.0, frequency=0.0), EVEN) if one.id == "truncated"]

    assert told.facts == {"share": pytest.approx((100 + 10) / 200, abs=0.01), "weeks": 10}


def test_a_season_needs_two_whole_years() -> None:
    """December three times as strong; of thirteen months nothing is said; the ratio is that of the summed calendar months."""
    months = pd.Series(([10] * 11 + [30]) * 2)

    assert [(one.id, one.facts["times"]) for one in doubts(customers(), months)] == [("seasonal", 3.0)]
    assert doubts(customers(), months.iloc[:13]) == []


def test_few_and_short() -> None:
    """Forty who came back after five weeks, watched for ten."""
    told = {one.id: one.facts for one in doubts(customers(40, T=10.0, recency=5.0, frequency=1.0), EVEN)}

    assert told["few"] == {"n": 40} and told["short"] == {"weeks": 10, "gap": 5.0}
    assert set(told) <= set(DOUBTS)


def test_purchases_by_month() -> None:
    """Days by account; a return, a total of a period and the month that is not over do not count; a quiet month is a zero."""
    days = [date(2024, 1, 1), date(2024, 1, 1), date(2024, 1, 9), date(2024, 3, 2), date(2024, 3, 3), date(2024, 3, 4), date(2024, 4, 2)]
    lines = {"account_id": ["A", "B", "A", "A", "A", "A", "A"], "date": days, "revenue": [5.0, 5.0, 5.0, 5.0, -5.0, 5.0, 5.0],
             "grain": ["line"] * 5 + ["period", "line"]}  # fmt: skip
    with kam.Workbook() as wb:
        wb.record("lines", {"transactions": pa.table(lines)}, source="test")
        found, later = purchase_months(wb, date(2024, 4, 29)), purchase_months(wb, date(2024, 4, 30))
    with kam.Workbook() as empty:
        assert purchase_months(empty, date(2024, 4, 29)).empty

    assert found.tolist() == [3, 0, 1] and later.tolist() == [3, 0, 1, 1]


def test_renewals_of_contracts_by_hand() -> None:
    """A renewed twice and runs; B let it end; C runs in its first contract; D begins later."""
    rows = [("A", 2019, 2020), ("A", 2020, 2021), ("A", 2021, 2025), ("B", 2020, 2021), ("C", 2022, 2025), ("D", 2024, 2025)]
    contracts = {"contract_id": [f"K{n}" for n in range(6)], "account_id": [row[0] for row in rows],
                 "start_on": [date(row[1], 1, 1) for row in rows], "end_on": [date(row[2], 1, 1) for row in rows]}  # fmt: skip
    with kam.Workbook() as wb:
        wb.record("contracts", {"contracts": pa.table(contracts)}, source="test")
        found = renewals(wb, date(2023, 6, 1))

    assert found.to_dict("index") == {"A": {"recency": 2, "T": 2}, "B": {"recency": 0, "T": 1}, "C": {"recency": 0, "T": 0}}
    assert next_renewal(found).due == 3 and next_renewal(found).chance is None


def test_the_next_renewal() -> None:
    """Fitted from 30 renewals on; the mean over those under contract of (beta + made) / (alpha + beta + made)."""
    table = pd.DataFrame({"recency": [0.0] * 10 + [1.0] * 5 + [2.0] * 20, "T": [1.0] * 10 + [2.0] * 25})
    found, model = next_renewal(table), ShiftedBetaGeoModel().fit(table)
    alpha, beta = model.params.values()

    assert (found.due, found.running) == (60, 20)
    assert found.chance == pytest.approx((beta + 2) / (alpha + beta + 2))
    assert next_renewal(table.assign(recency=0.0)).chance is None, "nobody is left to renew"


def test_the_way_that_suits() -> None:
    """Contracts need half of the revenue and thirty renewals; orders need 200 customers of whom 100 came back."""
    ways = [advised(*known).way for known in ((200, 100, 29, 0.9), (199, 199, 30, 0.5), (199, 199, 30, 0.49), (200, 99, 0, 0.0))]

    assert ways == ["purchases", "renewals", "npv", "npv"]

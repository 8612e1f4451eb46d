"""Total customer value: what is added, what stands beside it, and the two rankings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.value.total import by_holder, counted_twice, ranked, valued

NAN = float("nan")


def scores(**clv: float) -> pd.DataFrame:
    """Accounts with a lifetime value and 10 earned to date."""
    ids = list(clv)
    return pd.DataFrame(
        {"account_id": ids, "account_name": ids, "owner": None, "status": "key", "lifetime_profit": 10.0, "clv": list(clv.values())}
    )


def lines(*told: tuple[str, str, float]) -> pd.DataFrame:
    """Lines that count: account, part, value."""
    frame = pd.DataFrame(list(told), columns=["account_id", "part", "value"])
    return frame.assign(why="", base_from="gain", other_id=None)


def test_total_is_future_and_soft_and_never_the_past() -> None:
    """100 + 40 + 5 = 145 with 10 beside it; a prospect has its soft value alone; of whom nothing is known, nothing."""
    table = valued(scores(A=100.0, P=NAN, Q=NAN), lines(("A", "knowledge", 40.0), ("A", "word_of_mouth", 5.0), ("P", "transaction", 7.0)))

    assert table["total"].tolist()[:2] == [145.0, 7.0]
    assert table["earned"].tolist() == [10.0, 10.0, 10.0]
    assert np.isnan(table["total"][2])
    assert np.isnan(table["transaction"][0])


def test_places_with_and_without() -> None:
    """C climbs from third to first; equal ones share the better place; an account without a figure has none."""
    table = ranked(valued(scores(A=100.0, B=100.0, C=20.0, D=NAN), lines(("C", "knowledge", 90.0))))
    placed = table.set_index("account_id")

    assert placed["place_hard"].tolist()[:3] == [3.0, 1.0, 1.0]
    assert placed["place_total"].tolist()[:3] == [1.0, 2.0, 2.0]
    assert placed["climbed"].tolist()[:3] == [2.0, -1.0, -1.0]
    assert placed.index.tolist() == ["C", "A", "B", "D"]
    assert np.isnan(placed.loc["D", "place_total"])


def test_an_account_brought_stands_once_in_a_sum() -> None:
    """90 of B's own value credited to A; without B among the accounts nothing is counted twice."""
    told = lines(("A", "word_of_mouth", 90.0), ("A", "word_of_mouth", 4.0)).assign(base_from=["own", "mean"], other_id=["B", None])

    assert (counted_twice(told, ["A", "B"]), counted_twice(told, ["A"])) == (90.0, 0.0)


def test_owners_hold_the_sum_of_their_accounts_and_nobody_twice() -> None:
    """Li has 100 + 20 and 30 credited for B of the same owner, which stands once; Wu 50 + 6 credited for an account of Li."""
    known = scores(A=100.0, B=20.0, C=50.0).assign(owner=["Li", "Li", "Wu"], parent_id=None)
    told = lines(("A", "word_of_mouth", 30.0), ("C", "word_of_mouth", 6.0)).assign(base_from="own", other_id=["B", "B"])
    held = by_holder(valued(known, told), told, known, "owner").set_index("account_id")

    assert held[["earned", "future", "soft", "total"]].to_numpy().tolist() == [[20.0, 120.0, 30.0, 120.0], [10.0, 50.0, 6.0, 56.0]]
    assert held.index.tolist() == ["Li", "Wu"]
    assert by_holder(valued(known, told), told, known, "group")["account_name"].tolist() == ["A", "C", "B"]


def test_the_sample_by_plain_arithmetic() -> None:
    """The largest reseller: 30 % of the lifetime value of the shop it brought, and of an idea of 12,000 a year with 2.22 years left."""
    wb: Any = kam.Workbook()
    kam.samples.fill(wb, "resellers")
    table, clv = kam.customer_value(wb).set_index("account_id"), kam.score(wb).set_index("account_id")["clv"]
    row, left = table.loc["AW00000697"], 3 - (pd.Timestamp("2013-11-29") - pd.Timestamp("2013-02-18")).days / 365.25

    assert row["word_of_mouth"] == pytest.approx(0.3 * clv["AW00000175"], abs=0.005)
    assert row["knowledge"] == pytest.approx(0.3 * 12_000 * (1 / 1.1 + 1 / 1.21 + (left - 2) / 1.1**left), abs=0.005)
    assert row["total"] == pytest.approx(clv["AW00000697"] + row["word_of_mouth"] + row["knowledge"], abs=0.005)
    assert np.isnan(table.loc["AW00000309", "soft"])
    assert table["total"].is_monotonic_decreasing

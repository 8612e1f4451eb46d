"""The score: its columns, the shipped samples recomputed in plain Python, and what may not change it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import kam_core as kam
from kam_core.params import Params, ValueParams
from kam_core.schema import NO_ACCOUNT
from tests.value import by_hand
from tests.value.portfolio import book, cells

NAMES = [
    "account_id",
    "account_name",
    "owner",
    "region",
    "country",
    "industry",
    "status",
    "tier",
    "revenue",
    "gross_profit",
    "cost_to_serve",
    "profit",
    "clv",
    "importance",
    "trust",
    "confidence",
    "attitude",
    "patronage",
    "importance_coverage",
    "trust_coverage",
    "confidence_coverage",
    "attitude_coverage",
    "patronage_coverage",
    "retention",
    "retention_origin",
    "lifetime_profit",
    "revenue_12m",
    "profit_12m",
    "revenue_prior_12m",
    "profit_prior_12m",
    "lines",
    "orders",
    "first_day",
    "last_day",
    "median_gap_days",
    "days_since_last",
    "cost_coverage",
]
TEXT = {"account_id", "account_name", "owner", "region", "country", "industry", "status", "tier", "retention_origin"}
MONEY = ["revenue", "gross_profit", "profit", "cost_coverage"]
LAST = date(2013, 11, 29)
FREIGHT = Params(ValueParams(freight_is_cost_to_serve=True))


@pytest.fixture(scope="module")
def resellers() -> kam.Workbook:
    wb = kam.Workbook()
    kam.samples.fill(wb, "resellers")
    return wb


@pytest.fixture(scope="module")
def retail() -> kam.Workbook:
    wb = kam.Workbook()
    kam.samples.fill(wb, "online_retail")
    return wb


@pytest.fixture(scope="module")
def rows() -> by_hand.Facts:
    """The reseller files as they are shipped, illustrative costs marked as such."""
    folder = kam.samples.DATA / "resellers"

    def read(name: str) -> list[dict]:
        return pq.read_table(folder / f"{name}.parquet").to_pylist()

    costs = [*read("costs"), *({**row, "illustrative": True} for row in read("illustrative/costs"))]
    return by_hand.Facts(read("transactions"), costs, [row["account_id"] for row in read("accounts")], read("illustrative/contracts"))


@pytest.mark.parametrize("day", [LAST, date(2012, 8, 15)], ids=str)
def test_resellers_agree_with_plain_python(resellers: kam.Workbook, rows: by_hand.Facts, day: date) -> None:
    """Every money column, rhythm, repeat rate, trend, retention and lifetime value of 635 accounts, to half a cent."""
    expected = by_hand.state(rows, day)
    expected = pd.concat([expected, by_hand.lifetime(expected, rows, day)], axis=1)
    found = kam.score(resellers, day)

    assert (expected["account_id"].tolist(), expected["retention_origin"].tolist()) == (
        found["account_id"].tolist(),
        found["retention_origin"].tolist(),
    )
    assert {"portfolio", "rhythm", "contract"} >= set(expected["retention_origin"])
    for column in expected.columns.drop(["account_id", "retention_origin"]):
        np.testing.assert_allclose(found[column], expected[column].astype(float), rtol=0, atol=0.005, err_msg=column)


def test_the_story_of_the_resellers(resellers: kam.Workbook) -> None:
    """335 of 635 lose, 562 %, 470,483 over all; the last year turned 36.24 million of revenue into a loss of 673,727."""
    scores = kam.score(resellers)
    curve = kam.whale_curve(scores["profit"])

    assert (curve.losers, len(scores), round(curve.peak_percent or 0), round(curve.total)) == (335, 635, 562, 470_483)
    assert (round(scores["revenue_12m"].sum()), round(scores["profit_12m"].sum())) == (36_240_485, -673_727)


def test_with_freight_the_resellers_lose(resellers: kam.Workbook) -> None:
    """Freight as cost to serve: 399 lose, -1.54 million in all; the gross profit is the same."""
    scores, plain = kam.score(resellers, params=FREIGHT), kam.score(resellers)

    assert ((scores["profit"] < 0).sum(), round(scores["profit"].sum())) == (399, -1_540_783)
    pd.testing.assert_series_equal(scores["gross_profit"], plain["gross_profit"])
    assert plain["cost_to_serve"].isna().all()


def test_illustrative_costs_count_when_asked_for(resellers: kam.Workbook) -> None:
    """595,016.50 of invented cost to serve, on sixty accounts, turns the profit of 470,482.60 into a loss."""
    scores = kam.score(resellers, params=Params(ValueParams(count_illustrative=True)))

    assert (round(scores["cost_to_serve"].sum(), 2), int(scores["cost_to_serve"].notna().sum())) == (595_016.5, 60)
    assert round(scores["profit"].sum(), 2) == -124_533.90


def test_online_retail_counts_lines_of_nobody_and_knows_no_profit(retail: kam.Workbook) -> None:
    """The day is that of the last line; 2.57 of 18.91 million belong to no account; profit and value are missing, not zero."""
    scores = kam.score(retail)
    nobody = retail.frame("SELECT sum(revenue) AS r FROM transactions WHERE account_id = $id", {"id": NO_ACCOUNT})["r"][0]

    assert (str(retail.last_day()), len(scores), NO_ACCOUNT in set(scores["account_id"])) == ("2011-12-09", 5942, False)
    assert (round(scores["revenue"].sum(), 2), round(nobody, 2)) == (16_343_651.04, 2_566_093.08)
    assert scores[["gross_profit", "cost_to_serve", "profit", "profit_12m", "lifetime_profit", "clv"]].isna().all(axis=None)
    assert (scores["cost_coverage"].dropna() == 0).all()
    assert scores[["revenue", "revenue_12m", "lines", "retention"]].notna().all(axis=None)


def test_online_retail_with_an_assumed_margin(retail: kam.Workbook) -> None:
    """A margin of 30 % on everything: profit is 30 % of revenue, in every account."""
    scores = kam.score(retail, params=Params(ValueParams(assumed_margin=0.3)))

    np.testing.assert_allclose(scores["profit"], 0.3 * scores["revenue"], atol=1e-6)
    assert scores["clv"].notna().all()


@pytest.mark.parametrize("sample", ["resellers", "retail", "empty"])
def test_names_and_types_of_the_columns(sample: str, request: pytest.FixtureRequest) -> None:
    """What others rely on: every name once, texts as text, days as days, everything else as floats."""
    wb = kam.Workbook() if sample == "empty" else request.getfixturevalue(sample)
    scores = kam.score(wb)
    kinds = {name: scores[name].dtype.kind for name in NAMES}

    assert [name for name in NAMES if list(scores.columns).count(name) != 1] == []
    assert {name for name, kind in kinds.items() if kind == "M"} == {"first_day", "last_day"}
    assert {name for name, kind in kinds.items() if kind != "f"} - {"first_day", "last_day"} == TEXT
    assert scores["account_id"].is_monotonic_increasing
    assert scores.index.equals(pd.RangeIndex(len(scores)))


def test_indices_and_shares_keep_their_scales(resellers: kam.Workbook) -> None:
    """Indices 0-100, coverage and retention 0-1; coverage is never missing."""
    scores = kam.score(resellers)
    indices = scores[["importance", "trust", "confidence", "attitude", "patronage"]]

    coverage = scores[[f"{name}_coverage" for name in indices]]

    assert (len(indices.stack().dropna()) > 400, indices.stack().dropna().between(0, 100).all()) == (True, True)
    assert coverage.stack().between(0, 1).all()
    assert scores["retention"].between(0, 1).all()


def test_a_scenario_changes_the_score_and_not_the_workbook(resellers: kam.Workbook) -> None:
    """2 % dearer is 2 % of revenue more profit; with 10 % less freight a tenth of it more; an account lost is gone."""
    before = kam.score(resellers, params=FREIGHT)
    lost = before["account_id"].iloc[7]
    revision = resellers.revision
    dearer = kam.score(resellers, params=FREIGHT, scenario=kam.Scenario(price=0.02))
    cheaper = kam.score(resellers, params=FREIGHT, scenario=kam.Scenario(cost_to_serve=-0.1))
    without = kam.score(resellers, params=FREIGHT, scenario=kam.Scenario(lost=(lost,)))

    np.testing.assert_allclose(dearer["profit"] - before["profit"], 0.02 * before["revenue"], atol=1e-6)
    np.testing.assert_allclose(cheaper["profit_12m"] - before["profit_12m"], 0.1 * before["cost_to_serve_12m"].fillna(0), atol=1e-6)
    assert without["account_id"].tolist() == [id for id in before["account_id"] if id != lost]
    assert (resellers.revision, hash(kam.Scenario(price=0.02)) == hash(kam.Scenario(price=0.02))) == (revision, True)
    pd.testing.assert_frame_equal(before, kam.score(resellers, params=FREIGHT))


def test_a_dearer_price_is_profit_only_where_the_cost_is_known() -> None:
    """Of 100 with and 300 without a cost, 10 % dearer: 10 more, or 40 with an assumed margin; the coverage stays."""
    wb = book([("A", "2024-01-01", 100.0, 60.0), ("A", "2024-01-02", 300.0, None), ("B", "2024-01-02", 50.0, None)])
    scenario = kam.Scenario(price=0.1)
    plain = kam.score(wb, scenario=scenario)
    assumed = kam.score(wb, params=Params(ValueParams(assumed_margin=0.2)), scenario=scenario)

    assert cells(plain[MONEY].round(6), "revenue", "gross_profit", "profit", "cost_coverage") == [[440, 50, 50, 0.25], [55, None, None, 0]]
    assert cells(assumed[MONEY].round(6), "profit") == [[40 + 60 + 40], [10 + 5]]


def test_an_empty_scenario_is_no_scenario(resellers: kam.Workbook) -> None:
    """Nothing lost, nothing dearer: the same score."""
    pd.testing.assert_frame_equal(kam.score(resellers), kam.score(resellers, scenario=kam.Scenario()))


def test_scores_are_the_callers_own(resellers: kam.Workbook) -> None:
    """Spoiling a returned frame spoils no later one."""
    first = kam.score(resellers)
    kept = first.copy()
    first["profit"] = 0.0
    first.loc[:, "trust"] = 0.0

    pd.testing.assert_frame_equal(kept, kam.score(resellers))


def test_parameters_out_of_bounds_are_refused(resellers: kam.Workbook) -> None:
    """With the name and the bounds."""
    with pytest.raises(kam.KamError, match="discount_rate must lie between"):
        kam.score(resellers, params=Params(ValueParams(discount_rate=10)))

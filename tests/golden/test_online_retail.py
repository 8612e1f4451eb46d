"""The workbench against the golden figures of Online Retail II: a million lines, returns, no cost."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.history import quarters
from kam_core.myths.evidence import best_share
from kam_core.params import Params
from tests.golden.derive import FILES, derived

CENT = 0.005
GOLDEN: dict[str, Any] = json.loads((FILES / "online_retail.json").read_text(encoding="utf-8"))
DAY = pd.Timestamp(GOLDEN["day"]).date()


@pytest.fixture(scope="module")
def wb() -> kam.Workbook:
    book = kam.Workbook()
    kam.samples.fill(book, "online_retail")
    return book


@pytest.fixture(scope="module")
def scores(wb: kam.Workbook) -> pd.DataFrame:
    return kam.score(wb).set_index("account_id")


@pytest.fixture(scope="module")
def golden() -> pd.DataFrame:
    return derived("online_retail")[0]


def close(ours: Any, theirs: Any, within: float = CENT) -> bool:
    """Whether all figures agree, missing with missing."""
    return bool(np.allclose(np.asarray(ours, "float64"), np.asarray(theirs, "float64"), rtol=0, atol=within, equal_nan=True))


def test_money_and_rhythm_of_every_account(golden, scores) -> None:
    """Revenue of 5,942 accounts in three spans, own gap and silence; profit is unknown, not zero."""
    assert golden.index.tolist() == scores.index.tolist()
    for ours, theirs in {"revenue": "revenue", "revenue_12m": "revenue_12m", "revenue_prior_12m": "revenue_prior"}.items():
        assert close(scores[ours].fillna(0), golden[theirs]), ours
    assert close(scores["median_gap_days"], golden["gap"]) and close(scores["days_since_last"], golden["silent"])
    assert scores["profit"].isna().all() and scores["clv"].isna().all()


def test_retention(scores) -> None:
    """2,665 of 4,216 accounts came back."""
    from kam_core.value.retention import portfolio_retention

    stayed, asked = GOLDEN["retention"]

    assert stayed / asked == portfolio_retention(scores)


@pytest.mark.parametrize(("column", "name"), [("revenue", "concentration"), ("revenue_12m", "concentration_12m")])
def test_concentration(scores, column, name) -> None:
    """Accounts whose returns exceed their purchases have no share."""
    found, golden = kam.concentration(scores[column]), GOLDEN[name]

    ours = [found.hhi, found.normalised, found.top1, found.top5, found.top10]
    assert ours == pytest.approx([golden[key] for key in ("hhi", "normalised", "cr1", "cr5", "cr10")], abs=5e-8)
    assert close(found.effective, golden["effective"])


def test_share_of_the_largest_fifth(scores) -> None:
    """77 % of the revenue, returns taken off."""
    assert best_share(scores["revenue"]) == pytest.approx(GOLDEN["top_share_revenue"], abs=5e-7)


def test_money_by_quarter_and_its_seasonal_repeat(wb) -> None:
    """Eight quarters counted back by day; the seasonal-naive forecast repeats the last four."""
    from kam_core.forecast.methods import METHODS, foretold
    from kam_core.forecast.sums import QUARTER, sums

    past = sums(wb, DAY, Params()).total("revenue")

    assert close(quarters(wb, DAY, Params())["revenue"], GOLDEN["quarters"])
    assert close(foretold(past[:, ::QUARTER])[list(METHODS).index("seasonal"), 0], GOLDEN["next_quarters"])


def test_orders_and_rfm(wb, golden) -> None:
    """Orders of every account, and how many accounts have each of the codes."""
    from kam_core.portfolio.lenses import lately
    from kam_core.portfolio.orders import orders

    scored = kam.score(wb)
    placed = orders(wb, scored["account_id"]).set_index("account_id")

    for name in ("orders", "order_value", "median_order_value", "orders_a_year"):
        assert close(placed[name], golden[name]), name
    codes = lately(wb, scored, DAY, None, Params())["code"].value_counts().sort_index()
    assert GOLDEN["rfm"] == {str(code): int(n) for code, n in codes.items()}


def test_cohorts_by_quarter(wb) -> None:
    """The triangle of nine cohorts: accounts that bought, and the money with returns taken off."""
    from kam_core.portfolio.cohorts import cohorts

    golden = pd.read_csv(FILES / "online_retail_cohorts.csv").set_index(["cohort", "age"])
    cells = cohorts(wb, period="quarter").cells
    cells = cells.assign(cohort=[f"{day.year}Q{day.quarter}" for day in cells["cohort"]]).set_index(["cohort", "age"])

    assert set(golden.index) <= set(cells.index)
    theirs = golden.reindex(cells.index).fillna(0)
    assert close(cells["active"], theirs["active"]) and close(cells["revenue"], theirs["revenue"])


def test_stages(wb) -> None:
    """How many of 5,942 accounts stand in each stage of life; without people and shares only money and rhythm decide."""
    from kam_core.portfolio.lifecycle import lifecycle

    golden = json.loads((FILES / "further.json").read_text(encoding="utf-8"))["stages"]["online_retail"]
    counts = lifecycle(wb)["stage"].value_counts().sort_index()

    assert golden == {str(stage): int(n) for stage, n in counts.items()}


def test_the_second_quarter_of_a_cohort(wb) -> None:
    """How many accounts and how much money are left a quarter after the first."""
    from kam_core.portfolio.cohorts import cohorts

    golden = json.loads((FILES / "further.json").read_text(encoding="utf-8"))["second_quarter"]["online_retail"]
    second = cohorts(wb, period="quarter").average.set_index("age").loc[1]

    assert [second["retained"], second["net"]] == pytest.approx(golden, abs=5e-8)

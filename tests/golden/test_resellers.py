"""The workbench against the golden figures of the resellers, to half a cent."""

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
from kam_core.value.abc import double_abc
from tests.golden.derive import FILES

CENT = 0.005
GOLDEN: dict[str, Any] = json.loads((FILES / "resellers.json").read_text(encoding="utf-8"))
SERVED = {"gross": {}, "freight": {"freight_is_cost_to_serve": True}, "invented": {"count_illustrative": True},
          "both": {"freight_is_cost_to_serve": True, "count_illustrative": True}}  # fmt: skip
"""What is counted as cost to serve, by the name of the golden figure."""


@pytest.fixture(scope="module")
def wb() -> kam.Workbook:
    book = kam.Workbook()
    kam.samples.fill(book, "resellers")
    return book


@pytest.fixture(scope="module")
def golden() -> pd.DataFrame:
    return pd.read_csv(FILES / "resellers_accounts.csv", keep_default_na=True).set_index("account_id")


@pytest.fixture(scope="module")
def scores(wb: kam.Workbook) -> pd.DataFrame:
    return kam.score(wb).set_index("account_id")


def close(ours: Any, theirs: Any, within: float = CENT) -> bool:
    """Whether all figures agree, missing with missing."""
    return bool(np.allclose(np.asarray(ours, "float64"), np.asarray(theirs, "float64"), rtol=0, atol=within, equal_nan=True))


def test_money_of_every_account(golden, scores) -> None:
    """Revenue, cost and gross profit of 635 accounts: all years, the last 12 months, the 12 before."""
    assert golden.index.tolist() == scores.index.tolist()
    for ours, theirs in {"": "", "_12m": "_12m", "_prior_12m": "_prior"}.items():
        seen = (scores[f"lines{ours}"] >= 0) & (scores[f"revenue{ours}"].notna())
        for name, column in (("revenue", "revenue"), ("cost_of_goods", "cost"), ("gross_profit", "gross")):
            assert close(scores[f"{name}{ours}"][seen], golden[f"{column}{theirs}"][seen]), f"{name}{ours}"
            assert not golden[f"{column}{theirs}"][~seen].any()


@pytest.mark.parametrize("served", SERVED)
def test_profit_with_each_cost_to_serve(wb, golden, served) -> None:
    """Profit of every account and of all, without cost to serve, with freight, with the illustrative costs, with both."""
    taken = {"gross": [], "freight": ["freight"], "invented": ["invented"], "both": ["freight", "invented"]}[served]
    found = kam.score(wb, params=Params.of(**SERVED[served])).set_index("account_id")

    assert close(found["profit"], golden["gross"] - golden[taken].sum(axis=1))
    assert close(found["cost_to_serve"].fillna(0), golden[taken].sum(axis=1))
    assert close(found["profit"].sum(), GOLDEN["profit"][served])


@pytest.mark.parametrize("served", SERVED)
def test_the_whale_curve(wb, served) -> None:
    """Peak, total, losers; percentages only where the total is above zero."""
    curve, golden = kam.whale_curve(kam.score(wb, params=Params.of(**SERVED[served]))["profit"]), GOLDEN["whale"][served]

    assert close([curve.total, curve.peak, curve.losers, curve.lost], [golden[name] for name in ("total", "peak", "losers", "lost")])
    if "peak_percent" in golden:
        assert close([curve.peak_percent, curve.erosion, curve.peak_at], [golden[name] for name in ("peak_percent", "erosion", "peak_at")])
    else:
        assert (None, None) == (curve.peak_percent, curve.erosion)


@pytest.mark.parametrize("by", ["owner", "region", "industry"])
def test_money_by_group(scores, by) -> None:
    """Revenue, cost and profit of every owner, region and industry."""
    golden = pd.read_csv(FILES / "resellers_groups.csv").query("by == @by").set_index("name")

    ours = scores.groupby(by)[["revenue", "cost_of_goods", "gross_profit"]].sum()

    assert golden.index.tolist() == ours.index.tolist()
    assert close(ours, golden[["revenue", "cost", "gross"]])


def test_money_by_quarter(wb) -> None:
    """The last eight quarters counted back by day, revenue and profit."""
    found = quarters(wb, pd.Timestamp(GOLDEN["day"]).date(), Params())

    assert close(found["revenue"], GOLDEN["quarters"])
    assert close(found["profit"], GOLDEN["profit_quarters"])


def test_rhythm_of_every_account(golden, scores) -> None:
    """Own gap and silence in days."""
    assert close(scores["median_gap_days"], golden["gap"])
    assert close(scores["days_since_last"], golden["silent"])


def test_retention_and_lifetime_value_of_every_account(golden, scores) -> None:
    """5 years at 10 %: rates lowered by silence, contracts with their steps, 279 of 365 elsewhere."""
    stayed, asked = GOLDEN["retention"]
    assert {"portfolio", "rhythm", "contract"} == set(golden["origin"])

    assert golden["origin"].tolist() == scores["retention_origin"].tolist()
    assert stayed / asked == scores.loc[scores["retention_origin"] == "portfolio", "retention"].iloc[0]
    assert close(scores["retention"], golden["retention"], 5e-5)
    assert close(scores["clv"], golden["clv"])
    assert close(scores["clv"].sum(), GOLDEN["clv"])


def test_abc_and_double_abc(golden, scores) -> None:
    """The class of every account by revenue, by profit and by both."""
    found = double_abc(scores["revenue"], scores["profit"])

    assert golden["abc_revenue"].tolist() == found["by_revenue"].tolist()
    assert golden["abc_profit"].tolist() == found["by_profit"].tolist()
    assert GOLDEN["abc"]["double"] == {str(cell): int(n) for cell, n in found["cell"].value_counts().sort_index().items()}


def test_shares_of_the_best_fifth(scores) -> None:
    """127 accounts hold 66.7 % of the revenue and 545 % of the profit; the claim page and the Pareto check say the same."""
    from kam_core.portfolio.pareto import pareto

    for name, theirs in (("revenue", "top_share_revenue"), ("profit", "top_share_profit"), ("revenue_12m", "top_share_revenue_12m")):
        assert [best_share(scores[name]), pareto(scores[name]).share] == pytest.approx([GOLDEN[theirs]] * 2, abs=5e-7)


@pytest.mark.parametrize(("column", "name"), [("revenue", "concentration"), ("revenue_12m", "concentration_12m")])
def test_concentration(scores, column, name) -> None:
    """HHI, effective number, normalised HHI and the shares of the largest 1, 5 and 10."""
    found, golden = kam.concentration(scores[column]), GOLDEN[name]

    ours = [found.hhi, found.normalised, found.top1, found.top5, found.top10, len(scores) - found.excluded]
    assert ours == pytest.approx([golden[key] for key in ("hhi", "normalised", "cr1", "cr5", "cr10", "n")], abs=5e-8)
    assert close(found.effective, golden["effective"])


def test_orders_of_every_account(wb, golden, scores) -> None:
    """How many, how large on average and in the middle, how many a year: of 635 accounts."""
    from kam_core.portfolio.orders import orders

    found = orders(wb, scores.index.to_series()).set_index("account_id")

    for name in ("orders", "order_value", "median_order_value"):
        assert close(found[name], golden[name]), name
    assert close(found["orders_a_year"], golden["orders_a_year"], 5e-5)


def test_rfm_of_every_account(wb, golden) -> None:
    """Recency, orders and revenue in fifths by rank, equal values together: the code of every account."""
    from kam_core.portfolio.lenses import lately

    day = pd.Timestamp(GOLDEN["day"]).date()
    found = lately(wb, kam.score(wb), day, None, Params()).set_index("account_id")

    assert (golden["r"].astype(str) + golden["f"].astype(str) + golden["m"].astype(str)).tolist() == found["code"].tolist()
    assert GOLDEN["rfm"] == {str(code): int(n) for code, n in found["code"].value_counts().sort_index().items()}


def test_what_is_left_of_last_year(scores) -> None:
    """Accounts, net and gross revenue retention."""
    from kam_core.portfolio.kept import kept

    found, golden = kept(scores), GOLDEN["kept"]

    assert [found.n, found.accounts, found.net, found.gross] == pytest.approx([golden[name] for name in ("n", "accounts", "net", "gross")])


def test_cohorts_by_quarter(wb) -> None:
    """Every cell of the triangle: accounts that bought, and the money; cells without a row in the golden file are zero."""
    from kam_core.portfolio.cohorts import cohorts

    golden = pd.read_csv(FILES / "resellers_cohorts.csv").set_index(["cohort", "age"])
    cells = cohorts(wb, period="quarter").cells
    cells = cells.assign(cohort=[f"{day.year}Q{day.quarter}" for day in cells["cohort"]]).set_index(["cohort", "age"])

    assert set(golden.index) <= set(cells.index)
    theirs = golden.reindex(cells.index).fillna(0)
    assert close(cells["active"], theirs["active"]) and close(cells["revenue"], theirs["revenue"])


@pytest.mark.parametrize(("measure", "name"), [("revenue", "next_quarters"), ("profit", "next_profits")])
def test_the_seasonal_naive_forecast(wb, measure, name) -> None:
    """Each of the next four quarters repeats the one a year before it, for the portfolio."""
    from kam_core.forecast.methods import METHODS, foretold
    from kam_core.forecast.sums import QUARTER, sums

    past = sums(wb, pd.Timestamp(GOLDEN["day"]).date(), Params()).total(measure)

    found = foretold(past[:, ::QUARTER])[list(METHODS).index("seasonal"), 0]

    assert close(found, GOLDEN[name])


def test_the_ends_of_the_tornado(wb) -> None:
    """Retention, margin, growth, discount and horizon lower and higher: the lifetime value of the portfolio at ten ends."""
    from kam_core.value.tornado import tornado

    names = {"r": "retention", "m": "margin", "g": "margin_growth", "i": "discount_rate", "T": "horizon"}
    found = tornado(kam.score(wb), Params()).set_index("assumption")

    for letter, ends in GOLDEN["tornado"].items():
        assert close(found.loc[names[letter], ["low_value", "high_value"]].astype(float), ends), letter
    assert found["width"].is_monotonic_decreasing


def test_losing_the_largest_account(wb) -> None:
    """The year without it: money, losers, peak, concentration and lifetime value of the others."""
    from kam_core.scenario import Scenario, largest, outcome

    golden = GOLDEN["without_largest"]
    lost = largest(kam.score(wb))
    found = outcome(wb, Scenario(lost=(golden["lost"],))).figures

    assert golden["lost"] == lost
    for name in ("accounts", "revenue", "profit", "losing", "peak", "effective", "clv"):
        assert close(found[name], golden[name]), name
    assert [found["hhi"], found["top1"]] == pytest.approx([golden["hhi"], golden["top1"]], abs=5e-8)

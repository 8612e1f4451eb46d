"""The workbench against the further golden figures: service, holders, losses, stages, soft value, ranges, what ifs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.params import Params
from tests.golden.derive import FILES
from tests.golden.further import RATES, written

GOLDEN: dict[str, Any] = json.loads((FILES / "further.json").read_text(encoding="utf-8"))
BOTH = Params.of(freight_is_cost_to_serve=True, count_illustrative=True)


@pytest.fixture(scope="module")
def wb() -> kam.Workbook:
    book = kam.Workbook()
    kam.samples.fill(book, "resellers")
    return book


def close(ours: Any, theirs: Any, within: float = 0.005) -> bool:
    """Whether all figures agree."""
    return bool(np.allclose(np.asarray(ours, "float64"), np.asarray(theirs, "float64"), rtol=0, atol=within))


def test_the_derivation_gives_the_file() -> None:
    """To the last letter; `python -m tests.golden.further` writes it again."""
    assert (FILES / "further.json").read_text(encoding="utf-8") == written()


@pytest.mark.parametrize(("window", "name"), [(None, "activities"), ("12m", "activities_12m")])
def test_cost_to_serve_by_activity(wb, window, name) -> None:
    """Freight, visits, support and special deliveries, of all time and of 12 months; they add up to the cost to serve."""
    from kam_core.value.statement import activities

    found = activities(wb, window=window, params=BOTH).groupby("activity")["amount"].sum().to_dict()

    assert set(GOLDEN["service"][name]) == set(found)
    assert close([found[activity] for activity in sorted(found)], [GOLDEN["service"][name][activity] for activity in sorted(found)])
    assert close(sum(found.values()), kam.score(wb, window=window, params=BOTH)["cost_to_serve"].sum())


@pytest.mark.parametrize(("rate", "name"), [
    ("cost_per_order", "order"), ("cost_per_line", "line"), ("cost_per_return", "return"), ("cost_per_visit_hour", "hour"),
])  # fmt: skip
def test_cost_to_serve_at_a_rate(wb, rate, name) -> None:
    """Quantity x rate: orders, lines, return lines and hours of visits counted in the rows."""
    found = kam.score(wb, params=Params.of(**{rate: RATES[name]}))

    assert close(found["cost_to_serve"].sum(), GOLDEN["service"]["at_rates"][f"{name}s"])


@pytest.mark.parametrize("by", ["owner", "region", "industry"])
def test_who_holds_the_revenue(wb, by) -> None:
    """HHI, effective number and shares of the largest by owner, region and industry."""
    from kam_core.concentration.holders import holders

    found, golden = holders(kam.score(wb), by).measure, GOLDEN["held"]["groups"][by]

    ours = [found.hhi, found.normalised, found.top1, found.top5, found.top10]
    assert ours == pytest.approx([golden[name] for name in ("hhi", "normalised", "cr1", "cr5", "cr10")], abs=5e-8)


def test_what_may_be_lost(wb) -> None:
    """The expected share lost within a year exactly; the 95 % loss as 20,000 other draws have it, to a point."""
    from kam_core.concentration.holders import holders
    from kam_core.concentration.loss import loss

    frame = holders(kam.score(wb)).frame
    found = loss(frame["share"], frame["retention"])

    assert found.expected == pytest.approx(GOLDEN["held"]["expected_loss"], abs=5e-7)
    assert found.worst == pytest.approx(GOLDEN["held"]["loss_95"], abs=0.01)


def test_stages_of_the_resellers(wb) -> None:
    """Churned, declining, exploring, forming, stable: how many accounts stand in each."""
    from kam_core.portfolio.lifecycle import lifecycle

    counts = lifecycle(wb)["stage"].value_counts().sort_index()

    assert GOLDEN["stages"]["resellers"] == {str(stage): int(n) for stage, n in counts.items()}


def test_value_beyond_purchases(wb) -> None:
    """Word of mouth, knowledge and transaction value of the illustrative lines."""
    from kam_core.value.total import customer_value

    found = customer_value(wb)

    for part, golden in GOLDEN["beyond"].items():
        assert close(found[part].sum(), golden), part


def test_the_range_of_the_lifetime_value(wb) -> None:
    """The 80 % range of the portfolio."""
    from kam_core.value.bounds import portfolio_range

    found = portfolio_range(kam.score(wb), Params())

    assert close([found.low, found.high], GOLDEN["range"])


@pytest.mark.parametrize(("name", "change"), [
    ("today", {}), ("dearer", {"price": 0.02}), ("cheaper", {"cost_to_serve": -0.10}), ("stay", {"retention": 0.05}),
    ("lost", {"stranded": 0.5}),
])  # fmt: skip
def test_what_if(wb, name, change) -> None:
    """Dearer, served more cheaply, more loyal, and without the largest account while half of its cost to serve stays."""
    from kam_core.scenario import Scenario, largest, outcome

    scenario = Scenario(**change)
    if name == "lost":
        scenario = replace(scenario, lost=(str(largest(kam.score(wb))),))

    found, golden = outcome(wb, scenario, params=BOTH).figures, GOLDEN["what_if"][name]

    assert close([found[key] for key in golden], list(golden.values())), pd.DataFrame({"ours": found, "golden": golden})


def test_the_backtest_of_the_plain_rules(wb) -> None:
    """Mean absolute error of the last quarter, the same quarter a year ago and the mean of four; the band of the seasonal repeat."""
    from kam_core.forecast.backtest import backtest
    from kam_core.forecast.bands import widths
    from kam_core.forecast.judge import forecast
    from kam_core.forecast.methods import METHODS
    from kam_core.forecast.sums import sums

    past, golden, rules = sums(wb, pd.Timestamp("2013-11-29").date(), Params()).total("revenue"), GOLDEN["backtest"], list(METHODS)

    found, errors = forecast(past), backtest(past).errors

    assert close([found.mae[rules.index(name), 0] for name in golden["mae"]], list(golden["mae"].values()))
    seasonal = errors[rules.index("seasonal")]
    found_year = [found.year_low[1, 0], found.year[0], found.year_high[1, 0]]
    assert ("drift", True) == (rules[int(found.shown[0])], close(found_year, golden["year"]))
    assert golden["errors"] == int((~np.isnan(seasonal)).sum())
    assert close(widths(seasonal)[1, 0, 0], golden["band_80"])


def test_the_grid_of_margin_and_cost_to_serve(wb) -> None:
    """The portfolio's own cuts, and how many accounts are passive, carriage trade, bargain basement, aggressive."""
    from kam_core.matrices import MEASURED
    from kam_core.value.grid import own_cuts

    golden = GOLDEN["grid"]
    placed = kam.matrix(wb, "profit_by_cost", params=BOTH)

    assert golden["cuts"] == list(own_cuts(kam.score(wb, params=BOTH), MEASURED["profit_by_cost"]))
    assert {name: golden[name] for name in sorted(golden) if name != "cuts"} == {
        str(name): int(n) for name, n in placed["quadrant"].value_counts().sort_index().items()
    }


def test_what_is_bought_together(wb) -> None:
    """Support, confidence and lift of every pair of categories."""
    from kam_core.portfolio.basket import baskets, pairs

    found = pairs(baskets(wb, pd.Timestamp("2013-11-29").date()))
    ours = {
        (row["first"], row["second"]): [row[name] for name in ("both", "support", "confidence", "lift")] for row in found.to_dict("records")
    }

    assert len(GOLDEN["together"]) == len(ours)
    for one, two, *golden in GOLDEN["together"]:
        assert ours[one, two] == pytest.approx(golden, abs=5e-8)


def test_the_rank_correlation_of_size_and_margin(wb) -> None:
    """Of 493 accounts with revenue in 12 months, as scipy has it; eight of the ten largest lose money."""
    from scipy.stats import spearmanr

    from kam_core.myths import outcomes
    from kam_core.myths.facts import gathered

    table = pd.read_csv(FILES / "resellers_accounts.csv").query("revenue_12m > 0")
    found = outcomes(gathered(wb))["big"]

    golden = spearmanr(table["revenue_12m"], table["gross_12m"] / table["revenue_12m"]).statistic
    assert (pytest.approx(golden, abs=5e-5), len(table)) == (found.statistics[0].estimate.value, found.statistics[0].estimate.n)
    assert int((table.nlargest(10, "revenue_12m")["gross_12m"] < 0).sum()) == found.facts["losing"] == 8


def test_who_began_to_decline(wb) -> None:
    """Accounts that decline or are lost and did not (or had not bought) a year before, and their revenue of the 12 months before."""
    from kam_core.portfolio.lifecycle import lifecycle, moves

    gone = ["declining", "churned"]
    found = moves(lifecycle(wb, "2012-11-29"), lifecycle(wb))
    fell = found[found["stage"].isin(gone) & ~found["before"].isin(gone)]

    assert GOLDEN["declined"]["accounts"] == len(fell)
    assert close(fell["revenue_prior_12m"].sum(), GOLDEN["declined"]["revenue"])


def test_the_second_quarter_of_a_cohort(wb) -> None:
    """How many accounts and how much money are left a quarter after the first."""
    from kam_core.portfolio.cohorts import cohorts

    second = cohorts(wb, period="quarter").average.set_index("age").loc[1]

    assert [second["retained"], second["net"]] == pytest.approx(GOLDEN["second_quarter"]["resellers"], abs=5e-8)


def test_white_space(wb) -> None:
    """484 gaps and what they are worth a year at the rate of accounts alike."""
    from kam_core.portfolio.basket import baskets, white_space

    found = white_space(baskets(wb, pd.Timestamp("2013-11-29").date()))

    assert close([len(found), found["weighted"].sum()], GOLDEN["white_space"])

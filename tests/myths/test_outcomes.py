"""The claims on small portfolios whose answer is known beforehand."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.myths import CLAIMS, VERDICTS, Outcome, outcomes, words
from kam_core.myths.evidence import Estimate
from kam_core.myths.facts import gathered
from kam_core.myths.outcomes import (
    ALIKE,
    FEW_PAIRS,
    NO_COSTS,
    NO_RATINGS,
    NO_ROOM,
    NO_SATISFACTION,
    NO_SPENDS,
    ORDINARY,
    SHORT_HISTORY,
    WIDE,
    above,
    connected,
    reached,
)
from kam_core.params import Params
from tests.value.portfolio import add, book

DAY = date(2024, 12, 31)


def found_in(wb: kam.Workbook, **assumed: float) -> dict[str, Outcome]:
    """Every claim on the last day of 2024."""
    return outcomes(gathered(wb, DAY, Params.of(**assumed)))


def yearly(accounts: int, profit: list[float] | None = None, years: tuple[int, ...] = (2022, 2023, 2024)) -> list[tuple]:
    """An order of 1,000 + 10 i on 30 June of each year for account i; its profit, or none known."""
    return [
        (f"A{i:03}", f"{year}-06-30", 1000 + 10 * i, None if profit is None else 1000 + 10 * i - profit[i])
        for i in range(accounts) for year in years
    ]  # fmt: skip


def test_what_a_new_customer_costs_here() -> None:
    """20 new, 100 kept; 90,000 and 20,000 spent: 4,500 against 200 is 22.5 times, by chance alone 13.9 to 36.4: it holds."""
    lines = yearly(100) + [(f"N{i}", "2024-03-01", 500, None) for i in range(20)]

    found = found_in(book(lines), acquisition_spend=90_000.0, retention_spend=20_000.0)["acquisition"]

    (row,) = found.statistics
    factor = np.exp(1.959964 * np.sqrt(1 / 20 + 1 / 100))
    assert ("holds", 20, 100) == (found.verdict, found.facts["new"], found.facts["old"])
    assert [row.estimate.low, row.estimate.value, row.estimate.high] == pytest.approx([22.5 / factor, 22.5, 22.5 * factor])


def test_spends_of_all_are_shared_out_over_all() -> None:
    """Looking at two accounts alone, 20 new and 100 kept ones still stand behind the spends."""
    wb = book(yearly(100) + [(f"N{i}", "2024-03-01", 500, None) for i in range(20)])
    params = Params.of(acquisition_spend=90_000.0, retention_spend=20_000.0)

    found = outcomes(gathered(wb, DAY, params, accounts=["N1", "A001"]))["acquisition"]

    assert 22.5 == pytest.approx(found.statistics[0].estimate.value)


def test_without_spends_nothing_is_said_of_a_new_customer() -> None:
    """The counts are shown; the verdict waits for two numbers."""
    found = found_in(book(yearly(12)))["acquisition"]

    assert ("untold", NO_SPENDS) == (found.verdict, found.statistics[0].why)


def test_data_of_less_than_two_years_make_nobody_new() -> None:
    """An account that bought before the data began would be called new."""
    found = found_in(book(yearly(12, years=(2023, 2024))), acquisition_spend=9.0, retention_spend=1.0)["acquisition"]

    assert ("untold", SHORT_HISTORY) == (found.verdict, found.statistics[0].why)


def test_five_points_of_retention_at_ones_own_rates() -> None:
    """80 of 100 came back, 10 %, 5 years: S r^t / 1.1^t gives 2.1240 at 80 % and 2.4632 at 85 %, +16.0 %; without an end +27.5 %."""
    lines = yearly(80) + [(f"L{i}", "2023-06-30", 700, None) for i in range(20)]

    own, endless = found_in(book(lines))["defections"].statistics

    assert [round(own.estimate.value, 3), round(endless.estimate.value, 3)] == [0.160, 0.275]
    worth = [sum((r / 1.1) ** year for year in range(1, 6)) for r in (0.80, 0.85)]
    assert own.estimate.value == pytest.approx(worth[1] / worth[0] - 1)
    assert endless.estimate.value == pytest.approx((0.85 / 0.25) / (0.80 / 0.30) - 1)
    assert ("fails", 100) == (own.verdict, own.estimate.n)
    assert own.estimate.low <= own.estimate.value <= own.estimate.high < 0.25


def test_a_retention_near_one_cannot_rise_by_five_points() -> None:
    """From 98 % the cut is to 100 %: 1 / .1 over .98 / .12."""
    _, endless = found_in(book(yearly(10)), retention=0.98)["defections"].statistics

    assert endless.estimate.value == pytest.approx((1 / 0.10) / (0.98 / 0.12) - 1)


def test_equal_accounts_bring_a_fifth_each() -> None:
    """40 equal accounts: the largest 8 bring 20 %, in every resample too."""
    found = found_in(book([(f"A{i}", "2024-05-05", 100, 60) for i in range(40)]))["pareto"]

    assert "fails" == found.verdict
    assert [row.estimate.value for row in found.statistics] == pytest.approx([0.2, 0.2])
    assert [row.estimate.high for row in found.statistics] == pytest.approx([0.2, 0.2])


def test_the_biggest_earn_least() -> None:
    """Profit falls from 39 to 0 as revenue rises: the rank correlation with margin is -1; none of the ten largest loses."""
    found = found_in(book(yearly(40, [39.0 - i for i in range(40)])))["big"]

    assert ("fails", -1.0) == (found.verdict, pytest.approx(found.statistics[0].estimate.value))
    assert (10, 0) == (found.facts["largest"], found.facts["losing"])


def test_without_costs_nothing_is_said_of_profit() -> None:
    """No cost, no profit, no verdict; the share of the revenue is told all the same."""
    found = found_in(book(yearly(40)))

    assert [("untold", NO_COSTS)] * 2 == [(found[name].verdict, found[name].statistics[-1].why) for name in ("loyal", "big")]
    assert {NO_SATISFACTION, NO_RATINGS} == {link.why for link in found["chain"].statistics}
    assert "fails" == found["pareto"].verdict


def rated(wb: kam.Workbook, item: str, values: list[float], day: str) -> None:
    """Rate account i with the i-th value."""
    said = {"subject_type": "account", "item": item, "valid_on": date.fromisoformat(day), "rater": "x"}
    add(wb, "ratings", [{**said, "subject_id": f"A{i:03}", "value": value} for i, value in enumerate(values)])


def test_a_chain_that_holds_link_by_link() -> None:
    """Satisfaction in spring, trust, attitude and profit in the same order half a year on: every rank correlation is 1, or nearly."""
    rank = [float(i) for i in range(40)]
    wb = book(yearly(40, rank) + [(f"A{i:03}", "2024-11-30", 100, 100 - i) for i in range(40)], accounts=[f"A{i:03}" for i in range(40)])
    rated(wb, "satisfaction", rank, "2024-05-01")
    for item in ("trust", "attitude"):
        rated(wb, item, [100.0 * i / 39 for i in range(40)] if item == "attitude" else [1 + 9 * i / 39 for i in range(40)], "2024-05-01")

    found = found_in(wb)["chain"]

    assert [40, 40, 40] == [link.estimate.n for link in found.statistics]
    assert all(link.estimate.value > 0.9 for link in found.statistics)
    assert "holds" == found.verdict


def test_thirty_pairs_or_nothing() -> None:
    """29 accounts are too few, however clear they are; the user may ask for fewer."""
    wb = book(yearly(29, [float(-i) for i in range(29)]))

    assert ("untold", FEW_PAIRS) == ((row := found_in(wb)["big"].statistics[0]).verdict, row.why)
    assert "fails" == found_in(wb, fewest_pairs=20)["big"].verdict


@pytest.mark.parametrize(("value", "low", "high", "verdict", "why"), [
    (0.4, 0.1, 0.6, "holds", ""), (0.1, -0.1, 0.19, "fails", ""), (0.1, 0.05, 0.15, "fails", ""), (-0.5, -0.7, -0.2, "fails", ""),
    (0.2, -0.1, 0.5, "untold", WIDE), (np.nan, np.nan, np.nan, "untold", ALIKE),
])  # fmt: skip
def test_the_rule_of_ranks(value, low, high, verdict, why) -> None:
    """Above zero and reaching .2 holds; staying below .2 fails; an interval that does neither tells nothing."""
    assert (verdict, why) == connected(Estimate(value, low, high, 100), Params())


def test_retention_that_cannot_rise_by_five_points_tells_nothing() -> None:
    """At 97 % there is no room for the cut: the claim is neither borne out nor refuted."""
    wb = book(yearly(35, [float(i) for i in range(35)]))

    assert [("untold", NO_ROOM), ("fails", ORDINARY)] == [
        (row.verdict, row.why)
        for rate in (0.97, 0.9) for row in found_in(wb, retention=rate)["defections"].statistics[:1]
    ]  # fmt: skip


def test_the_rules_of_limits() -> None:
    """A limit is reached with the whole interval; four fifths are reached when the interval touches them, unless it is wide."""
    assert ["holds", "untold", "fails", "untold"] == [
        above(Estimate(9, low, high, 50), 9) for low, high in ((9, 12), (8, 12), (5, 8), (np.nan, np.nan))
    ]
    assert ["holds", "fails", "untold"] == [reached(Estimate(0.78, low, high, 50)) for low, high in ((0.75, 0.80), (0.7, 0.79), (0.6, 0.9))]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_claim_has_words_in_both_languages(language: str) -> None:
    """On an empty workbook and on a small one: a sentence, a line for each figure, a row for each in the table; nothing reads nan."""
    t = kam.translator(language)
    for wb in (kam.Workbook(), book(yearly(35, [(-1.0) ** i * i for i in range(35)]))):
        found = found_in(wb, acquisition_spend=10.0, retention_spend=5.0)
        said = [words.sentence(found[name], t, "$") for name in CLAIMS] + [
            words.told(row, t) for one in found.values() for row in one.statistics
        ]
        assert [] == [text for text in [*said, words.finding(found, t)] if re.search(r"^$|nan|None(?! of)|[{}]", text)]
        assert {t(word) for word in VERDICTS.values()} >= set(pd.DataFrame(words.rows(found, t))["verdict"])


def test_spends_that_are_kept_count_without_being_asked_for() -> None:
    """As everywhere: without assumptions those of the workbook hold."""
    wb = book([("A", "2022-01-05", 10.0)])
    kept = Params.of(acquisition_spend=900.0)
    wb.apply(kam.assumptions.edits(wb, kept))

    assert gathered(wb, DAY).params == kept

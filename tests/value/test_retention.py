"""Where a retention comes from, in which order, and the lifetime value that follows from it."""

from __future__ import annotations

from datetime import date

import pytest

from kam_core.accounts import account_state
from kam_core.params import Params, ValueParams
from kam_core.value.clv import multiple
from kam_core.value.lifetime import lifetime_value
from kam_core.value.retention import ORIGINS, portfolio_retention
from kam_core.workbook import Workbook
from tests.value.portfolio import Line, book, cells

DAY = date(2024, 6, 30)
YEAR_BEFORE = [(id, "2023-01-15", 100.0, 60.0) for id in "ABCDE"]
LAST_YEAR = [(id, "2024-01-15", 100.0, 60.0) for id in "ABCD"]


def told(wb: Workbook, **params: float) -> dict[str, list[object]]:
    """Retention and origin by account."""
    state = account_state(wb, DAY)
    found = lifetime_value(state, Params(ValueParams(**params)))
    return dict(zip(state["account_id"], cells(found.round(6), "retention", "retention_origin"), strict=True))


def test_the_portfolio_keeps_four_of_five() -> None:
    """Of five accounts that bought in the 12 months before last, four bought in the last 12."""
    wb = book([*YEAR_BEFORE, *LAST_YEAR])

    assert portfolio_retention(account_state(wb, DAY)) == 0.8
    assert told(wb)["E"] == [0.8, "portfolio"]


def test_four_accounts_say_nothing() -> None:
    """Below five accounts there is no rate of the portfolio, hence no retention and no lifetime value."""
    state = account_state(book([line for line in [*YEAR_BEFORE, *LAST_YEAR] if line[0] != "E"]), DAY)

    assert portfolio_retention(state) is None
    assert cells(lifetime_value(state, Params()), "retention", "retention_origin", "clv") == [[None, "", None]] * 4


def test_silence_lowers_the_rate_of_the_portfolio() -> None:
    """A rhythm of 365 days, 167 of silence: at ease. A rhythm of 30 days and the same silence: r x 2 / 5.567."""
    wb = book([*YEAR_BEFORE, *LAST_YEAR, ("B", "2023-12-16", 100.0, 60.0), ("B", "2023-11-16", 100.0, 60.0)])
    found = told(wb)

    assert found["A"] == [0.8, "portfolio"]
    assert found["B"] == [round(0.8 * 2 / (167 / 30), 6), "rhythm"]


def test_the_rhythm_does_not_jump() -> None:
    """At exactly twice the own gap nothing is lowered yet."""
    wb = book([*YEAR_BEFORE, *LAST_YEAR, ("F", "2024-04-01", 1.0, 0.5), ("F", "2024-05-01", 1.0, 0.5)])

    assert told(wb)["F"] == [0.8, "portfolio"]


CONTRACT: list[Line] = [("k", "A", "2024-01-01", "2025-12-31", 0.6), ("old", "A", "2020-01-01", "2023-12-31", 0.1)]


def test_a_contract_beats_the_portfolio_and_an_entered_rate_beats_both() -> None:
    """In the order of methods 3: a rate for all, entered, contract, portfolio and rhythm."""
    lines = [*YEAR_BEFORE, *LAST_YEAR]
    entered = [("A", "retention", 0.95, "2024-01-01")]

    assert told(book(lines, contracts=CONTRACT))["A"] == [0.6, "contract"]
    assert told(book(lines, contracts=CONTRACT, facts=entered))["A"] == [0.95, "entered"]
    assert told(book(lines, contracts=CONTRACT, facts=entered), retention=0.5)["A"] == [0.5, "parameter"]
    assert set(ORIGINS) == {"parameter", "entered", "contract", "portfolio", "rhythm"}


@pytest.mark.parametrize(
    "contract",
    [
        ("k", "A", "2022-01-01", "2024-06-30", 0.6),
        ("k", "A", "2024-07-01", "2026-06-30", 0.6),
        ("k", "A", "2024-01-01", "2025-12-31", None),
    ],
    ids=["ended", "not begun", "no probability"],
)
def test_a_contract_that_says_nothing(contract: Line) -> None:
    """Ended, not begun or without a probability, it leaves the rate to the portfolio; an older contract's is not borrowed."""
    assert told(book([*YEAR_BEFORE, *LAST_YEAR], contracts=[contract, CONTRACT[1]]))["A"] == [0.8, "portfolio"]


def test_a_rate_beyond_one_is_not_taken() -> None:
    """80 typed for 80 % would make the value explode; the account keeps the portfolio's rate."""
    wb = book([*YEAR_BEFORE, *LAST_YEAR], facts=[("A", "retention", 80.0, "2024-01-01"), ("B", "retention", 0.0, "2024-01-01")])

    assert (told(wb)["A"], told(wb)["B"]) == ([0.8, "portfolio"], [0.0, "entered"])


def test_the_latest_rate_known_on_the_day_counts() -> None:
    """A later one is not known yet; one without a day holds on the day asked for."""
    facts = [("A", "retention", 0.5, "2023-01-01"), ("A", "retention", 0.7, "2024-01-01"), ("A", "retention", 0.1, "2024-07-01")]
    lines = [*YEAR_BEFORE, *LAST_YEAR]

    assert told(book(lines, facts=facts))["A"] == [0.7, "entered"]
    assert told(book(lines, facts=[*facts, ("A", "retention", 0.9, None)]))["A"] == [0.9, "entered"]


def values(wb: Workbook, **params: float) -> dict[str, object]:
    state = account_state(wb, DAY)
    return dict(
        zip(state["account_id"], [c for (c,) in cells(lifetime_value(state, Params(ValueParams(**params))).round(6), "clv")], strict=True)
    )


def test_value_is_the_profit_of_twelve_months_times_the_multiple() -> None:
    """A earned 40; F is worth its loss; E, silent for 12 months, earns nothing any more: 0, not unknown; the prospect is unknown."""
    wb = book([*YEAR_BEFORE, *LAST_YEAR, ("F", "2024-02-01", 10.0, 30.0)], accounts=["P"])
    found = values(wb)

    assert (found["A"], found["E"], found["P"]) == (round(40 * multiple(0.8, 0.1, 5), 6), 0, None)
    assert found["F"] == round(-20 * multiple(0.8, 0.1, 5), 6)


def test_who_is_only_served_costs_money() -> None:
    """Silent for 12 months but visited: last year's profit is the visit, and it goes on."""
    wb = book([*YEAR_BEFORE, *LAST_YEAR], costs=[("E", "2024-03-01", "visits", 10.0)])

    assert values(wb)["E"] == round(-10 * multiple(0.8, 0.1, 5), 6)


def test_the_contract_step_enters_the_value() -> None:
    """549 days to go: the first year is sure, then 60 % once a year begun."""
    expected = 40 * sum(share / 1.1**year for year, share in zip(range(1, 6), (1, 0.6, 0.36, 0.216, 0.1296), strict=True))

    assert values(book([*YEAR_BEFORE, *LAST_YEAR], contracts=CONTRACT))["A"] == pytest.approx(expected, abs=1e-5)

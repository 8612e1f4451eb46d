"""How to get a number again: the cell and the SQL give what the library gives, whatever the view was narrowed to."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

import kam_core as kam
from kam_core.engine import question
from kam_core.engine.written import literal, mean_of, over, written
from kam_core.explain import explain
from kam_core.figures import FIGURES, value_of
from kam_core.params import Params, ValueParams
from kam_core.recipe import Seen, index_sql, notebook, rows_sql, sql
from tests.index.ratings_in import DAY, workbook
from tests.sampling import every_other
from tests.test_accounts import messy_costs, messy_lines
from tests.test_explain import trust
from tests.value.portfolio import book

DAYS = (date(2024, 3, 31), date(2023, 7, 15), date(2024, 2, 29))
WINDOWS = (None, "12m", "3m", "fy")
PARAMS = (
    Params(),
    Params(ValueParams(freight_is_cost_to_serve=True, count_illustrative=True, assumed_margin=0.25)),
    Params.of(assumed_margin=0.0, fiscal_year_start=4),
)


@pytest.fixture(scope="module")
def wb() -> kam.Workbook:
    """Accounts with, without and with some costs, returns, prospects, visits."""
    return book(messy_lines(5), messy_costs(6), ["prospect"])


def run(code: str, wb: kam.Workbook) -> Any:
    """The value of the last line of a cell, its workbook put in the place of the one it opens."""
    *lines, last = code.splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(line for line in lines if not line.startswith("wb = ")), names | {"wb": wb}, names)
    return eval(last, {**names, "wb": wb})


@pytest.mark.parametrize("params", PARAMS)
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("day", DAYS)
def test_money_by_sql_is_money_by_python(wb: kam.Workbook, day: date, window: str | None, params: Params) -> None:
    """Every account of a messy portfolio: missing where it is missing, zero where it is zero, whatever is assumed."""
    seen, scores = Seen(day, params, window=window), kam.score(wb, day, window=window, params=params)
    found, asked = wb.frame(written("account_money", seen.values)), wb.frame(question("account_money"), _asked("account_money", seen))

    pd.testing.assert_frame_equal(found, asked)
    assert found["account_id"].tolist() == scores["account_id"].tolist()
    for name in ("revenue", "profit", "revenue_12m", "profit_12m", "days_since_last"):
        np.testing.assert_allclose(found[name].astype(float), scores[name].astype(float), atol=1e-6, err_msg=name)


def _asked(name: str, seen: Seen) -> dict[str, object]:
    return {key: value for key, value in seen.values.items() if f"${key}" in question(name)}


@pytest.mark.parametrize(("name", "window"), every_other([name for name in FIGURES if name != "days_since_last"], WINDOWS))
def test_cell_and_sql_of_a_figure_give_it_again(wb: kam.Workbook, name: str, window: str | None) -> None:
    """Of a portfolio and of one account."""
    for account in (None, kam.score(wb, DAYS[0])["account_id"].iloc[0]):
        seen = Seen(DAYS[0], PARAMS[1], window=window, account=account)
        scores = kam.score(wb, DAYS[0], window=window, params=PARAMS[1])
        scores = scores[scores["account_id"] == account] if account else scores
        expected = value_of(FIGURES[name], scores)
        if np.isnan(expected):
            continue
        assert run(notebook(FIGURES[name].code, seen), wb) == pytest.approx(expected)
        found = wb.frame(sql(FIGURES[name], seen))
        if FIGURES[name].sql:
            assert float(found[name].iloc[0]) == pytest.approx(expected)


@pytest.mark.parametrize("owner", ["Li Na", "O'Neill", 'the "boss"', "a\\b", "'; DROP TABLE accounts; --"])
def test_filters_are_values_whatever_they_hold(owner: str) -> None:
    """Names with quotes and backslashes stay names, in Python and in SQL."""
    wb = book([("A", "2024-01-01", 100.0, 60.0), ("B", "2024-01-02", 50.0, 10.0)])
    for account, name in (("A", owner), ("B", "other")):
        wb.apply([kam.Insert("accounts", {"account_id": account, "account_name": account, "owner": name})])
    seen = Seen(date(2024, 1, 31), Params(), kept=True, filters={"owner": (owner,)})

    assert run(notebook(FIGURES["revenue"].code, seen), wb) == 100
    assert wb.frame(sql(FIGURES["revenue"], seen))["revenue"].tolist() == [100]


def test_every_assumption_reaches_the_cell(wb: kam.Workbook) -> None:
    """Scalars, weights and cuts: the line of the cell makes the same parameters."""
    params = Params.of(horizon=3, assumed_margin=0.2, weights={"trust.intimacy": 0.5}, cuts={"loyalty.x": 55.0})
    line = next(line for line in notebook("scores", Seen(DAYS[0], params)).splitlines() if line.startswith("params = "))

    assert eval(line.partition(" = ")[2], {"kam": kam}) == params
    assert "params" not in notebook("scores", Seen(DAYS[0], params, kept=True))


@pytest.mark.parametrize("path", ["/home/me/a.duckdb", r"C:\Users\me\a.duckdb", '/tmp/a "b".duckdb', "C:\\"])
def test_a_path_is_the_path(path: str) -> None:
    """Also one of Windows, and one with quotes in it."""
    line = next(line for line in notebook("wb", Seen(DAYS[0], Params(), path)).splitlines() if line.startswith("wb = "))

    assert eval(line.removeprefix("wb = kam.Workbook")) == path


def test_a_disguised_view_tells_no_path() -> None:
    """The cell puts the disguise on a file the reader names."""
    code = notebook("scores", Seen(DAYS[0], Params(), "/secret/acme.duckdb", disguised=True))

    assert "acme" not in code
    assert 'disguised(kam.Workbook("workbook.duckdb"))' in code


def test_an_index_by_sql_from_its_items() -> None:
    """C 8, R 7, I 6, S 3 of 1-10: 77.8, 66.7, 55.6 and 77.8 make 69.4; the rows behind them are four answers."""
    wb = workbook(["A"], trust({"credibility": 8.0, "reliability": 7.0, "intimacy": 6.0, "self_orientation": 3.0}))
    told = explain(wb, "A", "trust", DAY)
    seen = Seen(DAY, Params(), account="A")

    assert round(wb.frame(index_sql(told))["trust"].iloc[0], 1) == 69.4
    assert [len(wb.frame(text)) for text in rows_sql(told, seen)] == [4]
    assert index_sql(explain(workbook(["A"], []), "A", "trust", DAY)) == ""


def test_a_measured_index_lists_its_facts_too() -> None:
    """Patronage rests on dated facts: their question comes with it."""
    wb = book([("A", f"2024-0{month}-01", 10.0) for month in range(1, 7)])

    assert len(rows_sql(explain(wb, "A", "patronage", "2024-06-30"), Seen(date(2024, 6, 30), Params(), account="A"))) == 2


@pytest.mark.parametrize(("value", "text"), [
    ("it's", "'it''s'"), (None, "NULL"), (True, "TRUE"), (3, "3"), (0.25, "0.25"), (date(2024, 1, 2), "'2024-01-02'"),
    (["a", "b"], "['a', 'b']"),
])  # fmt: skip
def test_values_as_sql(value: object, text: str) -> None:
    """What DuckDB reads back is the value."""
    assert literal(value) == text


def test_sql_over_a_question_and_over_values() -> None:
    """A figure over rows, and the weighted mean of what is given: (2 * 10 + 1 * 40) / 3 = 20."""
    wb = book([("A", "2024-01-01", 7.0), ("B", "2024-01-02", 5.0)])
    seen = Seen(date(2024, 1, 31), Params())

    assert wb.frame(over("account_money", seen.values, "max(revenue)", "top", {"account_id": ["B"]}))["top"].tolist() == [5]
    assert wb.frame(mean_of({"x": (2.0, 10.0), "y": (1.0, 40.0)}, "mean"))["mean"].tolist() == [20]


@pytest.mark.parametrize(("window", "since"), [
    (None, None), ("12m", date(2023, 3, 31)), ("3m", date(2023, 12, 31)), ("fy", date(2023, 12, 31)),
])  # fmt: skip
def test_when_a_span_begins(window: str | None, since: date | None) -> None:
    """Lines after that day are in it; the last day of a month stays one."""
    assert Seen(date(2024, 3, 31), Params()).since(window) == since


@pytest.mark.parametrize("window", WINDOWS[1:])
@pytest.mark.parametrize("day", DAYS)
def test_the_lines_behind_a_window_are_those_that_make_its_revenue(wb: kam.Workbook, day: date, window: str) -> None:
    """Their revenue adds up to the score's, their number is told whatever is shown."""
    seen = Seen(day, Params(), window=window)
    asked = {"as_of": day, "since": seen.since(window), "accounts": None, "no_account": "(no account)"}
    every, some = (wb.frame(question("lines_behind"), {**asked, "most": most}) for most in (10**6, 3))

    assert every["revenue"].sum() == pytest.approx(kam.score(wb, day, window=window)["revenue"].sum())
    assert some["every"].tolist() == [len(every)] * min(3, len(every))


@pytest.mark.parametrize("params", PARAMS)
def test_the_cost_lines_behind_a_figure_are_those_that_count(wb: kam.Workbook, params: Params) -> None:
    """Freight and invented visits as the assumptions say."""
    value = params.value
    found = wb.frame(question("costs_behind"), {
        "as_of": DAYS[0], "since": None, "accounts": None, "no_account": "(no account)", "most": 10**6,
        "freight": value.freight_is_cost_to_serve, "illustrative": value.count_illustrative,
    })  # fmt: skip

    assert found["amount"].sum() == pytest.approx(kam.score(wb, DAYS[0], params=params)["cost_to_serve"].sum())

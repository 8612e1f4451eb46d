"""What the data propose: every rule at its boundary, whom it is about, and what a decision silences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from kam_core.params import Params
from kam_core.proposals import RULES, SUGGESTIONS, proposals, why
from kam_core.text import translator

EN, ZH = translator("en"), translator("zh")
CALM: dict[str, Any] = {
    "account_id": "A", "account_name": "Nord", "status": "regular", "importance": 50.0, "importance_coverage": 1.0, "revenue_12m": 1000.0,
    "revenue_prior_12m": 1000.0, "profit_12m": 100.0, "profit_prior_12m": 100.0, "days_since_last": 10.0, "median_gap_days": 30.0,
    "abc": "B", "rank": 50.0, "growth": 0.0, "review_in_days": np.nan, "decided_why": None,
}  # fmt: skip
IMPORTANT = {"importance": 60.0, "importance_coverage": 0.6}
GROWING = {"abc": "A", "rank": 35.0, "growth": 0.1}
KEY = {"status": "key"}
NEVER = {"days_since_last": np.nan, "revenue_12m": np.nan, "profit_12m": np.nan}


def table(*changed: dict[str, Any]) -> pd.DataFrame:
    """Accounts of a register that nobody would propose, but for what is said."""
    return pd.DataFrame([{**CALM, **row} for row in changed])


def found(*changed: dict[str, Any], params: Params | None = None) -> list[str]:
    """The rules that hold for each account proposed."""
    return proposals(table(*changed), params or Params())["rules"].tolist()


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ({}, []),
        (IMPORTANT, ["important"]),
        (IMPORTANT | {"importance": 59.9}, []),
        (IMPORTANT | {"importance_coverage": 0.59}, []),
        (IMPORTANT | {"revenue_12m": 0.0}, []),
        (IMPORTANT | {"status": "candidate"}, ["important"]),
        (IMPORTANT | {"status": None}, ["important"]),
        (IMPORTANT | {"status": "former"}, []),
        (IMPORTANT | KEY, []),
        (IMPORTANT | {"status": "prospect"}, ["prospect"]),
        (IMPORTANT | NEVER | {"status": None}, ["prospect"]),
        (NEVER | {"status": "prospect"}, []),
        (GROWING, ["large_growing"]),
        (GROWING | {"growth": 0.099}, []),
        (GROWING | {"growth": np.nan}, []),
        (GROWING | {"rank": 36.0}, []),
        (GROWING | {"abc": "B"}, []),
        (GROWING | {"abc": None}, []),
        (GROWING | IMPORTANT, ["important|large_growing"]),
        (KEY | {"revenue_12m": 0.0}, ["stopped"]),
        (KEY | NEVER, []),
        (KEY | {"importance": 39.9}, ["unimportant"]),
        (KEY | {"importance": 40.0}, []),
        (KEY | {"importance": 39.9, "importance_coverage": 0.5}, []),
        (KEY | {"importance": 39.9, "profit_12m": -1.0}, ["unimportant_losing"]),
        (KEY | {"profit_12m": -1.0}, []),
        (KEY | {"profit_12m": -1.0, "profit_prior_12m": -1.0}, ["losing_again"]),
        (KEY | {"profit_12m": -1.0, "days_since_last": 61.0}, ["losing_quiet"]),
        (KEY | {"profit_12m": -1.0, "days_since_last": 60.0}, []),
        (KEY | {"profit_12m": -1.0, "days_since_last": 30.0, "median_gap_days": 10.0}, []),
        (KEY | {"profit_12m": -1.0, "days_since_last": 31.0, "median_gap_days": 10.0}, ["losing_quiet"]),
        (KEY | {"profit_12m": np.nan, "profit_prior_12m": np.nan}, []),
    ],
)
def test_a_rule_at_its_boundary(row: dict[str, Any], rules: list[str]) -> None:
    """Every condition must hold, what is missing never does; key accounts are never proposed again, former ones never."""
    assert found(row) == rules


def test_limits_are_assumptions() -> None:
    """Importance, growth and the number of key accounts are the workbook's own."""
    assert found({}, params=Params.of(key_importance=50.0)) == ["important"]
    assert found(GROWING, params=Params.of(most_key_accounts=34)) == []
    assert found(GROWING | {"growth": 0.0}, params=Params.of(key_growth=0.0)) == ["large_growing"]


@pytest.mark.parametrize(
    ("decided", "silent"),
    [
        ({"decided_why": "Too small", "review_in_days": 1.0}, True),
        ({"decided_why": "Too small", "review_in_days": 0.0}, False),
        ({"decided_why": "Too small"}, False),
        ({"decided_why": " ", "review_in_days": 100.0}, False),
        ({"review_in_days": 100.0}, False),
    ],
)
def test_a_decision_with_a_reason_stands_until_its_review(decided: dict[str, Any], silent: bool) -> None:
    """On the day of the review the data speak again; a date alone is no decision."""
    assert (found(IMPORTANT | decided) == []) is silent
    assert (found(KEY | {"revenue_12m": 0.0} | decided) == []) is silent


def test_whom_to_make_key_comes_first_and_the_most_important_of_them() -> None:
    """Then whom to release, then whom to review; without an importance the most profitable first."""
    listed = proposals(
        table(
            KEY | {"account_id": "review", "importance": 30.0},
            KEY | {"account_id": "release", "revenue_12m": 0.0},
            GROWING | {"account_id": "rich", "importance": np.nan, "profit_12m": 900.0},
            GROWING | {"account_id": "poor", "importance": np.nan, "profit_12m": 90.0},
            IMPORTANT | {"account_id": "second", "importance": 70.0},
            IMPORTANT | {"account_id": "first", "importance": 80.0},
        ),
        Params(),
    )

    assert listed["account_id"].tolist() == ["first", "second", "rich", "poor", "release", "review"]
    assert listed["suggestion"].tolist() == ["key"] * 4 + ["release", "review"]


def test_nobody_to_propose() -> None:
    """An empty register proposes nobody and keeps its columns."""
    assert len(proposals(table({}).iloc[:0], Params())) == 0
    assert {"rules", "suggestion"} <= set(proposals(table({}), Params()).columns)


def test_the_reason_names_the_figures_it_rests_on() -> None:
    """All reasons that hold, the deciding one first, in both languages."""
    row = proposals(table(GROWING | IMPORTANT | {"revenue_12m": 2000.0, "rank": 4.0}), Params()).iloc[0].to_dict()

    assert why(row, EN, "$") == "Importance 60, answered to 60%; Class A, number 4; yearly revenue $1k → $2k"
    assert why(row, ZH, "¥") == "重要性 60，已答 60%；A 类，第 4 名；年收入 ¥1,000 → ¥2,000"


def test_every_rule_suggests_something_known() -> None:
    """Suggestions are declared; every sentence can be filled from a row of the register."""
    full = {**CALM, "importance": 1.0}

    assert {rule.suggestion for rule in RULES.values()} == set(SUGGESTIONS)
    assert all("{" not in why({**full, "rules": name}, EN, "$") for name in RULES)

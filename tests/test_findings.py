"""The opening sentences: the one that holds for none, one and many, in both languages, with its figures."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from kam_core import findings
from kam_core.text import translator
from kam_core.value.whale import whale_curve

EN, ZH = translator("en"), translator("zh")
NAN = float("nan")
HAN = re.compile("[\u4e00-\u9fff]")

PROFIT = [
    ([], "Who earns the money, and who eats it?"),
    ([NAN], "Who earns the money, and who eats it?"),
    ([5], "1 account earns $5; none loses money."),
    ([5, 0, 7], "2 accounts earn $12; none loses money."),
    ([-5], "1 account loses $5; none earns money."),
    ([-5, -6, 0], "2 accounts lose $11; none earns money."),
    ([5, -5], "1 of 2 accounts loses $5; the others earn $5."),
    ([5, -5, -6], "2 of 3 accounts lose $11; the others earn $5."),
    ([100, 1, -5], "1 of 3 accounts loses $5; the others earn $101."),
    ([30, -10], "1 of 2 accounts loses money. The rest earns 1.5 times the profit that is left."),
    ([30, -5, -5], "2 of 3 accounts lose money. The rest earns 1.5 times the profit that is left."),
    ([30, 15, -5, -10], "2 of 4 accounts lose money. The other 2 earn 1.5 times the profit that is left."),
]


@pytest.mark.parametrize(("profits", "expected"), PROFIT)
def test_what_the_whale_says(profits: list[float], expected: str) -> None:
    """No account, no loser, no winner, more lost than earned, one or many."""
    assert expected == findings.profit(whale_curve(profits), EN, "$")


REVENUE = [
    ([], "Who brings the revenue?"),
    ([0, -5, NAN], "Who brings the revenue?"),
    ([10], "1 of 1 accounts brings 80% of the revenue. Profit shows once costs are known."),
    ([80, 10, 10, 0], "1 of 3 accounts brings 80% of the revenue. Profit shows once costs are known."),
    ([1] * 10, "8 of 10 accounts bring 80% of the revenue. Profit shows once costs are known."),
]


@pytest.mark.parametrize(("revenues", "expected"), REVENUE)
def test_what_the_revenue_says(revenues: list[float], expected: str) -> None:
    """How few bring four fifths, of those that bring any."""
    assert expected == findings.revenue(pd.Series(revenues, dtype=float), EN)


def placed(*quadrants: str | None, renews: float = NAN) -> pd.DataFrame:
    return pd.DataFrame({"quadrant": pd.Series(quadrants, dtype=object), "renews_in_days": renews})


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (placed(), "Who is loyal, and who only buys?"),
        (placed(None, None), "Who is loyal, and who only buys?"),
        (placed("true", "latent", None), "0 of 2 rated accounts buy out of habit."),
        (placed("spurious", "true", renews=184), "1 of 2 rated accounts buy out of habit."),
        (placed("spurious", "true", renews=183), "1 of 2 rated accounts buy out of habit; 1 renews within six months."),
        (placed("spurious", "spurious", "none", renews=0), "2 of 3 rated accounts buy out of habit; 2 renew within six months."),
    ],
)
def test_what_loyalty_says(frame: pd.DataFrame, expected: str) -> None:
    """Nobody rated asks the question; renewals are named when there are some."""
    assert expected == findings.loyalty(frame, EN)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (placed(None), "Which important accounts trust us?"),
        (placed("core_partner"), "0 important accounts still need trust."),
        (placed("priority"), "1 important account still needs trust."),
        (placed("priority", "priority"), "2 important accounts still need trust."),
    ],
)
def test_what_the_relationship_says(frame: pd.DataFrame, expected: str) -> None:
    """How many of the important ones need trust."""
    assert expected == findings.relationship(frame, EN)


@pytest.mark.parametrize(
    ("row", "alert", "expected"),
    [
        ((1000, 300, 50), "Quiet: 61 days", "Quiet: 61 days"),
        ((1000, 300, 50), None, "Earned $50 on $300 revenue in twelve months."),
        ((1000, 300, -50), "", "Earned −$50 on $300 revenue in twelve months."),
        ((1000, 0, 0), None, "Earned $0 on $0 revenue in twelve months."),
        ((900, 300, NAN), None, "Bought for $900 in all."),
        ((NAN, NAN, NAN), None, "No purchase yet: a prospect."),
        ((NAN, NAN, -5), None, "No purchase yet: a prospect."),
    ],
)
def test_what_an_account_says(row: tuple[float, float, float], alert: str | None, expected: str) -> None:
    """Its alert first, then what it earned, then what it bought; a prospect that only cost is a prospect."""
    found = findings.account(pd.Series(dict(zip(("revenue", "revenue_12m", "profit_12m"), row, strict=True))), alert, EN, "$")

    assert expected == found


def test_every_sentence_has_its_chinese() -> None:
    """Han, all figures in place, nothing of the English left."""
    said = [
        *(findings.profit(whale_curve(profits), ZH, "¥") for profits, _ in PROFIT),
        *(findings.revenue(pd.Series(revenues, dtype=float), ZH) for revenues, _ in REVENUE),
        *(findings.loyalty(placed(*q, renews=r), ZH) for q, r in (((), 0), (("true",), 0), (("spurious",), 0), (("spurious",), NAN))),
        *(findings.relationship(placed(*q), ZH) for q in ((), ("priority",), ("priority", "priority"))),
    ]

    assert [sentence for sentence in said if not HAN.search(sentence) or re.search("[A-Za-z]{2}|[{}]", sentence)] == []


def test_the_matrix_pages_have_their_sentence() -> None:
    """By the id of the matrix."""
    assert findings.BY_MATRIX["loyalty"](placed("true"), EN) == findings.loyalty(placed("true"), EN)
    assert np.all([callable(sentence) for sentence in findings.BY_MATRIX.values()])


def alerts_of(*risks: str) -> pd.DataFrame:
    """Alerts of these risks, 1,000 at stake each."""
    return pd.DataFrame({"risk": list(risks), "at_stake": 1000.0})


@pytest.mark.parametrize(
    ("risks", "expected"),
    [
        ((), "None of the checks finds an account that needs you."),
        (("medium",), "1 account needs a look; none is at high risk."),
        (("medium", "medium"), "2 accounts need a look; none is at high risk."),
        (("high", "medium"), "1 account is at high risk: $1k a year at stake."),
        (("high", "high", "medium"), "2 accounts are at high risk: $2k a year at stake."),
    ],
)
def test_the_worries_in_one_sentence(risks, expected):
    """Only what high risks put at stake is added up."""
    assert findings.worries(alerts_of(*risks), EN, "$") == expected
    assert HAN.search(findings.worries(alerts_of(*risks), ZH, "$"))


@pytest.mark.parametrize(
    ("statuses", "bought", "expected"),
    [
        ([None, "regular"], [5, 5], "No account is a key account yet."),
        (["key", None], [25, 75], "1 key account brings 25% of the revenue of twelve months."),
        (["key", "key", None], [25, 25, 50], "2 key accounts bring 50% of the revenue of twelve months."),
        (["key", None], [NAN, NAN], "1 key account."),
        (["key", "key"], [0, 0], "2 key accounts."),
    ],
)
def test_the_key_accounts_in_one_sentence(statuses, bought, expected):
    """Their share of the revenue of twelve months, where there is any."""
    scores = pd.DataFrame({"status": statuses, "revenue_12m": np.array(bought, dtype=float)})

    assert findings.key_accounts(scores, EN) == expected
    assert HAN.search(findings.key_accounts(scores, ZH))

"""Alerts: which reasons hold, which comes first, and how they read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from kam_core.alerts import RISKS, RULES, alerts, why
from kam_core.params import Params
from kam_core.text import translator
from tests.value.portfolio import cells

CALM = {
    "owner": "Wang", "trust": 80.0, "trust_coverage": 1.0, "renews_in_days": np.nan, "days_since_last": 10.0, "median_gap_days": 30.0,
    "revenue_12m": 1000.0, "profit_12m": 100.0, "quadrant": "true",
}  # fmt: skip
SPURIOUS = {"quadrant": "spurious", "renews_in_days": 30.0}
DOUBTED = {"trust": 40.0, "renews_in_days": 30.0}
LOSS = {"profit_12m": -50.0}
QUIET = {"days_since_last": 61.0}


def frames(*rows: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores and placements of accounts A, B, ...: calm, but for what is said."""
    frame = pd.DataFrame(
        [{"account_id": chr(65 + i), "account_name": f"Account {chr(65 + i)}", **CALM, **row} for i, row in enumerate(rows)]
    )
    return frame.drop(columns="quadrant"), frame[["account_id", "quadrant"]]


def found(*rows: dict[str, Any]) -> list[list[Any]]:
    """Account and kind of every alert."""
    return cells(alerts(*frames(*rows)), "account_id", "kind")


def test_nobody_to_worry_about() -> None:
    """No reason, no line; no account, no line."""
    assert found({}, {}) == []
    scores, loyalty = frames({})
    assert alerts(scores.iloc[:0], loyalty.iloc[:0]).empty


@pytest.mark.parametrize(
    ("row", "kind"),
    [(SPURIOUS, "spurious_renewal"), (DOUBTED, "low_trust_renewal"), (LOSS, "loss"), (QUIET, "quiet")],
)
def test_each_reason(row: dict[str, Any], kind: str) -> None:
    """One alone is enough."""
    assert found(row) == [["A", kind]]


@pytest.mark.parametrize(
    ("row", "alert"),
    [
        (SPURIOUS | {"renews_in_days": 183.0}, True),
        (SPURIOUS | {"renews_in_days": 184.0}, False),
        (SPURIOUS | {"renews_in_days": np.nan}, False),
        (SPURIOUS | {"quadrant": None}, False),
        (DOUBTED | {"trust": 60.0}, False),
        (DOUBTED | {"trust": np.nan, "trust_coverage": 0.0}, False),
        (DOUBTED | {"trust_coverage": 0.25}, False),
        (LOSS | {"profit_12m": 0.0}, False),
        (LOSS | {"profit_12m": np.nan}, False),
        (QUIET | {"days_since_last": 60.0}, False),
        (QUIET | {"median_gap_days": np.nan}, False),
        (QUIET | {"revenue_12m": 0.0}, False),
    ],
)
def test_where_a_reason_ends(row: dict[str, Any], alert: bool) -> None:
    """The last day and the last point that count; what is unknown or too thinly answered worries nobody."""
    assert bool(found(row)) == alert


def test_the_worst_reason_of_an_account_is_the_one_shown() -> None:
    """In the order of the rules."""
    assert found(SPURIOUS | DOUBTED | LOSS | QUIET, DOUBTED | LOSS | QUIET, LOSS | QUIET, QUIET) == [
        ["A", "spurious_renewal"], ["B", "low_trust_renewal"], ["C", "loss"], ["D", "quiet"],
    ]  # fmt: skip
    assert list(RULES) == ["spurious_renewal", "low_trust_renewal", "loss", "quiet"]
    assert [rule.risk for rule in RULES.values()] == ["high", "high", "high", "medium"]


def test_high_risks_first_and_within_a_risk_the_largest_stake() -> None:
    """At stake is the loss where the reason is a loss, else the revenue of a year; unknown revenue comes last."""
    rows = [LOSS, LOSS | {"profit_12m": -5000.0, "revenue_12m": 9000.0}, QUIET, QUIET | {"revenue_12m": 50_000.0}]
    stake = [SPURIOUS | {"revenue_12m": np.nan}, SPURIOUS | {"revenue_12m": 4000.0}]
    told = alerts(*frames(*rows, *stake))

    high = told[told["risk"] == "high"]
    assert [("B", 5000.0), ("F", 4000.0)] == list(zip(high["account_id"], high["at_stake"], strict=True))[:2]
    assert "E" == high["account_id"].iloc[-1]
    assert sorted(told["risk"]) == told["risk"].tolist()


def test_a_loss_is_a_high_risk_from_a_twentieth_of_the_revenue_on() -> None:
    """A loss of 5 % of the account's revenue is high, a smaller one medium; a loss without revenue is high."""
    losses = [LOSS | {"profit_12m": loss, "revenue_12m": revenue} for loss, revenue in ((-50.0, 1000.0), (-49.9, 1000.0), (-1.0, np.nan))]

    told = alerts(*frames(*losses)).set_index("account_id")

    assert {"A": "high", "B": "medium", "C": "high"} == told["risk"].to_dict()


def test_accounts_the_matrix_does_not_know() -> None:
    """An account without a place has its other reasons; the order of the placements does not matter."""
    scores, loyalty = frames(SPURIOUS, LOSS, SPURIOUS)

    assert cells(alerts(scores, loyalty.iloc[[2, 1]]), "account_id", "kind") == [["C", "spurious_renewal"], ["B", "loss"]]


def test_the_assumptions_decide() -> None:
    """A moved cut, another ratio of silence and another least coverage move the reasons with them."""
    moved = Params(cuts=(("relationship.x", 35.0),))
    patient, strict = Params.of(quiet_gap_ratio=3.0), Params.of(placed_from=1.0)
    doubted, quiet = frames(DOUBTED | {"trust_coverage": 0.9}), frames(QUIET)

    assert [len(alerts(*doubted, params)) for params in (Params(), moved, strict)] == [1, 0, 0]
    assert [len(alerts(*quiet, params)) for params in (Params(), patient)] == [1, 0]


def test_the_columns_of_an_alert() -> None:
    """What a list of alerts shows."""
    listed = alerts(*frames(SPURIOUS | LOSS))

    columns = ("account_name", "owner", "kind", "risk", "at_stake", "days", "silent", "gap", "loss", "trust")
    assert cells(listed, *columns) == [["Account A", "Wang", "spurious_renewal", "high", 1000, 30, 10, 30, 50, 80]]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["Buys out of habit, renews in 30 days", "Trust 40, renews in 30 days", "Loses $50 in twelve months",
                "Quiet: 61 days, own rhythm 30"]),
        ("zh", None),
    ],
)  # fmt: skip
def test_reasons_in_words(lang: str, expected: list[str] | None) -> None:
    """With their figures, in both languages; the next step and the risk are translated too."""
    t = translator(lang)
    said = [why(row, t, "$") for _, row in alerts(*frames(SPURIOUS, DOUBTED, LOSS, QUIET)).iterrows()]

    assert expected in (None, said)
    assert all("{" not in sentence for sentence in said)
    for message in [*RISKS.values(), *(rule.step for rule in RULES.values())]:
        assert (t(message) == message) == (lang == "en")


def test_the_frames_given_stay_as_they_are() -> None:
    """Neither scores nor placements are changed."""
    scores, loyalty = frames(SPURIOUS, LOSS)
    before = scores.copy(), loyalty.copy()
    alerts(scores, loyalty)

    pd.testing.assert_frame_equal(before[0], scores)
    pd.testing.assert_frame_equal(before[1], loyalty)

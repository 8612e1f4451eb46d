"""Alerts: which reasons hold, which comes first, how they read, what stands behind them, and what a snooze leaves out."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kam_core as kam
from kam_core.alerts import READ, RISKS, RULES, TOGETHER, at_risk, awake, because, judged, marked, measured, snooze, step, wake, why, worst
from kam_core.alerts.because import formula, in_words
from kam_core.engine import question
from kam_core.errors import BadArgument, UnknownName
from kam_core.params import Params
from kam_core.text import translator
from tests.value.portfolio import cells

DAY = date(2024, 6, 30)
CALM = {
    "owner": "Wang", "status": "regular", "trust": 80.0, "trust_coverage": 1.0, "renews_in_days": np.nan, "days_since_last": 10.0,
    "median_gap_days": 30.0, "revenue_12m": 1000.0, "profit_12m": 100.0, "quadrant": "true", "x": 80.0, "y": 80.0,
    "overdue": np.nan, "late": np.nan, "rated_days": np.nan, "told_days": np.nan, "top_contact": None, "thread": np.nan, "ties": np.nan,
    "people": np.nan,
}  # fmt: skip
SPURIOUS = {"quadrant": "spurious", "y": 40.0, "renews_in_days": 30.0}
DOUBTED = {"trust": 40.0, "renews_in_days": 30.0}
LOSS = {"profit_12m": -50.0}
QUIET = {"days_since_last": 61.0}
OVERDUE = {"overdue": 2.0, "late": 5.0}
THREAD = {"thread": 0.75, "ties": 8.0, "top_contact": "C1", "people": 2.0}
STALE = {"rated_days": 400.0}
BESIDE = ("overdue", "late", "rated_days", "told_days", "top_contact", "thread", "ties", "people")
CROWD = [{}] * 9
"""Nine calm accounts beside one, so that none brings more than a seventh of the revenue."""


def frames(*rows: dict[str, Any]) -> pd.DataFrame:
    """Measures of accounts A, B, ...: calm, but for what is said."""
    frame = pd.DataFrame(
        [{"account_id": chr(65 + i), "account_name": f"Account {chr(65 + i)}", **CALM, **row} for i, row in enumerate(rows)]
    )
    return measured(frame, frame[["account_id", "quadrant", "x", "y"]], frame.set_index("account_id")[list(BESIDE)])


def found(*rows: dict[str, Any], params: Params | None = None) -> list[list[Any]]:
    """Account and kind of every reason, calm accounts around them."""
    return cells(judged(frames(*rows, *CROWD), params), "account_id", "kind")


def test_nobody_to_worry_about() -> None:
    """No reason, no line; no account, no line."""
    assert found({}, {}) == []
    assert judged(frames({}).iloc[:0]).empty
    assert worst(judged(frames({}).iloc[:0])).empty


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (SPURIOUS, "spurious_renewal"), (DOUBTED, "low_trust_renewal"), (LOSS, "loss"), (QUIET, "quiet"), (OVERDUE, "overdue"),
        (THREAD, "single_thread"), (STALE, "stale"), ({"revenue_12m": 5000.0}, "concentration"),
    ],
)  # fmt: skip
def test_each_reason(row: dict[str, Any], kind: str) -> None:
    """One alone is enough."""
    assert found(row) == [["A", kind]]
    assert kind in RULES


@pytest.mark.parametrize(
    ("row", "alert"),
    [
        (SPURIOUS | {"renews_in_days": 183.0}, True),
        (SPURIOUS | {"renews_in_days": 184.0}, False),
        (SPURIOUS | {"renews_in_days": np.nan}, False),
        (SPURIOUS | {"quadrant": None}, False),
        (SPURIOUS | {"x": 60.0, "y": 59.9}, True),
        (SPURIOUS | {"x": 59.9}, False),
        (SPURIOUS | {"y": 60.0}, False),
        (DOUBTED | {"trust": 60.0}, False),
        (DOUBTED | {"trust": 59.9}, True),
        (DOUBTED | {"trust": np.nan, "trust_coverage": 0.0}, False),
        (DOUBTED | {"trust_coverage": 0.25}, False),
        (DOUBTED | {"trust_coverage": 0.3}, True),
        (LOSS | {"profit_12m": 0.0}, False),
        (LOSS | {"profit_12m": -0.01}, True),
        (LOSS | {"profit_12m": np.nan}, False),
        (QUIET | {"days_since_last": 60.0}, False),
        (QUIET | {"days_since_last": 30.0, "median_gap_days": 5.0}, False),
        (QUIET | {"days_since_last": 31.0, "median_gap_days": 5.0}, True),
        (QUIET | {"median_gap_days": np.nan}, False),
        (QUIET | {"revenue_12m": 0.0}, False),
        (OVERDUE | {"late": 1.0}, True),
        (OVERDUE | {"late": 0.0}, False),
        (THREAD | {"thread": 0.6}, False),
        (THREAD | {"thread": 0.61}, True),
        (THREAD | {"ties": 3.0}, True),
        (THREAD | {"ties": 2.0}, False),
        (STALE | {"rated_days": 365.0}, False),
        (STALE | {"rated_days": 366.0}, True),
        (STALE | {"told_days": 10.0}, False),
        (STALE | {"rated_days": np.nan, "told_days": 400.0}, False),
        (STALE | {"rated_days": np.nan, "told_days": 400.0, "status": "key"}, True),
        (STALE | {"rated_days": np.nan, "told_days": np.nan, "status": "key"}, False),
        ({"revenue_12m": 1588.0}, False),
        ({"revenue_12m": 1589.0}, True),
    ],
)
def test_where_a_reason_ends(row: dict[str, Any], alert: bool) -> None:
    """
    The last day and the last point that count; what is unknown or too thinly answered worries nobody.

    1,588 beside nine times 1,000 is 14.9981 % of all revenue, 1,589 is 15.006 %.
    """
    assert bool(found(row)) == alert


def test_an_account_may_have_several_reasons_the_worst_first() -> None:
    """By risk, then in the order of the rules; the list has one line an account, and counts the others."""
    every = SPURIOUS | DOUBTED | LOSS | QUIET | OVERDUE | THREAD | STALE
    reasons = judged(frames(every, LOSS | QUIET | STALE, *CROWD))

    assert [kind for account, kind in cells(reasons, "account_id", "kind") if account == "A"] == [
        "spurious_renewal", "low_trust_renewal", "loss", "quiet", "overdue", "single_thread", "stale",
    ]  # fmt: skip
    assert cells(worst(reasons), "account_id", "kind", "more", "second") == [
        ["A", "spurious_renewal", 6, "low_trust_renewal"], ["B", "loss", 2, "quiet"],
    ]  # fmt: skip


def test_high_risks_first_and_within_a_risk_the_largest_stake() -> None:
    """At stake is the loss where the reason is a loss, else the revenue of a year; unknown revenue comes last."""
    rows = [LOSS, LOSS | {"profit_12m": -5000.0, "revenue_12m": 1400.0}, QUIET, QUIET | {"revenue_12m": 1500.0}]
    stake = [SPURIOUS | {"revenue_12m": np.nan}, SPURIOUS | {"revenue_12m": 1400.0}, STALE | {"revenue_12m": 1500.0}]
    told = worst(judged(frames(*rows, *stake, *CROWD)))

    assert cells(told, "account_id", "risk", "at_stake")[:3] == [["B", "high", 5000], ["F", "high", 1400], ["A", "high", 50]]
    assert told["account_id"].tolist()[3:] == ["E", "D", "C", "G"]
    assert told["risk"].tolist()[3:] == ["high", "medium", "medium", "low"]


@pytest.mark.parametrize(
    ("loss", "revenue", "risk"),
    [(-50.0, 1000.0, "high"), (-49.9, 1000.0, "medium"), (-5.0, np.nan, "high"), (-5.0, -10.0, "high"), (-0.4, 1.0, "medium")],
)
def test_when_a_loss_is_a_high_risk(loss: float, revenue: float, risk: str) -> None:
    """From 5 % of the account's and 0.05 % of all revenue (about 9,000) on; one without revenue has no bound."""
    told = judged(frames(LOSS | {"profit_12m": loss, "revenue_12m": revenue}, *CROWD))

    assert cells(told, "kind", "risk") == [["loss", risk]]


def test_a_quarter_of_all_revenue_is_a_high_risk() -> None:
    """3,000 beside nine times 1,000 is a quarter; a little less is medium. Returns do not make the rest look smaller."""
    assert [cells(judged(frames({"revenue_12m": r}, *CROWD)), "kind", "risk") for r in (3000.0, 2999.0)] == [
        [["concentration", "high"]], [["concentration", "medium"]],
    ]  # fmt: skip
    assert judged(frames({"revenue_12m": 1500.0}, {"revenue_12m": -5000.0}, *CROWD)).empty
    assert judged(frames({"revenue_12m": 0.0}, {"revenue_12m": np.nan})).empty


def test_accounts_the_matrix_does_not_know() -> None:
    """An account without a place has its other reasons; the order of the placements and of what stands beside does not matter."""
    rows = zip("ABC", (SPURIOUS, LOSS, SPURIOUS), strict=True)
    frame = pd.DataFrame([{"account_id": account, "account_name": account, **CALM, **row} for account, row in rows])
    loyalty = frame.loc[[2, 1], ["account_id", "quadrant", "x", "y"]]
    kinds = cells(judged(measured(frame, loyalty, pd.DataFrame({"late": [3.0]}, index=["B"]))), "account_id", "kind")

    assert [pair for pair in kinds if pair[1] != "concentration"] == [["C", "spurious_renewal"], ["B", "loss"], ["B", "overdue"]]


def test_the_assumptions_decide() -> None:
    """Every limit is an assumption: moved, the reason appears or goes."""
    changed = [
        (DOUBTED, Params.of(cuts={"relationship.x": 35.0})), (DOUBTED | {"trust_coverage": 0.9}, Params.of(placed_from=1.0)),
        (SPURIOUS, Params.of(renewal_days=29)), (SPURIOUS, Params.of(cuts={"loyalty.y": 40.0})), (QUIET, Params.of(quiet_gap_ratio=3.0)),
        (QUIET, Params.of(quiet_days=61)), (THREAD, Params.of(thread_from=0.75)), (THREAD, Params.of(thread_ties=9)),
        (STALE, Params.of(stale_days=400)), ({"revenue_12m": 5000.0}, Params.of(concentration_from=0.5)),
    ]  # fmt: skip

    assert [(len(found(row)), len(found(row, params=params))) for row, params in changed] == [(1, 0)] * len(changed)
    light = judged(frames(LOSS, *CROWD), Params.of(heavy_loss=0.06)), judged(frames(LOSS, *CROWD), Params.of(material_loss=0.01))
    assert [told["risk"].tolist() for told in light] == [["medium"], ["medium"]]


@given(st.permutations(range(6)))
def test_the_order_of_the_accounts_does_not_matter(order: list[int]) -> None:
    """The list is the same for shuffled scores."""
    measures = frames(SPURIOUS, LOSS, QUIET, {}, LOSS | QUIET, SPURIOUS | {"revenue_12m": 1000.0})
    straight, shuffled = judged(measures), judged(measures.iloc[order].reset_index(drop=True))

    pd.testing.assert_frame_equal(straight, shuffled)


@given(st.lists(st.sampled_from([SPURIOUS, DOUBTED, LOSS, QUIET, OVERDUE, THREAD, STALE, {}]), min_size=1, max_size=8))
def test_one_line_an_account_and_nothing_lost(rows: list[dict[str, Any]]) -> None:
    """Lines and further reasons together are all reasons; the worst line is one of the account's."""
    reasons = judged(frames(*rows))
    lines = worst(reasons)

    assert lines["account_id"].is_unique
    assert len(lines) + lines["more"].sum() == len(reasons)
    assert set(zip(lines["account_id"], lines["kind"], strict=True)) <= set(zip(reasons["account_id"], reasons["kind"], strict=True))
    assert not reasons.duplicated(["account_id", "kind"]).any()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_reasons_in_words(lang: str) -> None:
    """With their figures, in both languages; titles, steps, risks and formulas are translated too."""
    t = translator(lang)
    rows = [SPURIOUS, DOUBTED | {"renews_in_days": 1.0}, LOSS, QUIET, OVERDUE, OVERDUE | {"late": 1.0}, THREAD, STALE]
    said = {why(row, t, "$") for _, row in judged(frames(*rows, *CROWD)).iterrows()}

    if lang == "en":
        assert said == {
            "Buys out of habit, renews in 30 days", "Trust 40, renews in 1 day", "Loses $50 in twelve months",
            "Quiet: 61 days, own rhythm 30", "Action overdue by 5 days", "Action overdue by 1 day",
            "Single thread: 75% through one contact", "Newest fact is 400 days old",
        }  # fmt: skip
    assert all("{" not in sentence for sentence in said)
    told = [formula(rule, Params(), t, "$") for rule in RULES.values()]
    assert all("{" not in sentence for sentence in told)
    messages = [
        *RISKS.values(),
        *TOGETHER.values(),
        *(text for r in RULES.values() for text in (r.step, r.title, r.formula, r.one) if text),
    ]
    assert [message for message in messages if (t(message) == message) != (lang == "en")] == []


def test_the_next_step_follows_from_two_reasons() -> None:
    """Who renews and loses money is re-priced at the renewal; a second reason that changes nothing leaves the step."""
    t = translator("en")
    steps = [step(row, t) for row in worst(judged(frames(SPURIOUS | LOSS, SPURIOUS | QUIET, LOSS, *CROWD))).to_dict("records")]

    assert steps == ["Executive visit; re-price at the renewal", "Executive visit before contract talks", "Re-price by service menu"]


def test_limits_in_words() -> None:
    """Each unit as it is read; what has no bound is a sign, what is missing a dash."""
    t = translator("en")
    told = [
        in_words(value, unit, t, "$") for value, unit in ((183, "days"), (0.05, "share"), (0.0005, "share"), (2, "times"), (60, "points"))
    ]

    assert told == ["183 days", "5%", "0.05%", "2.0 times", "60"]
    assert [in_words(np.inf, "share", t), in_words(np.nan, "days", t)] == ["∞", t.missing]


def test_the_rules_are_whole() -> None:
    """Each rule names measures that are made, limits that exist, questions that are files, and tables that are read."""
    measures = frames({})
    for kind, rule in RULES.items():
        assert kind == rule.kind
        assert rule.stake in measures
        for condition in (*rule.holds, *rule.high_if):
            assert condition.measure in measures
            assert np.isfinite(condition.threshold(Params()))
        assert all(question(name).startswith("-- ") for name in rule.questions)
    assert set(READ) <= set(kam.TABLES)


def test_frames_given_stay_as_they_are() -> None:
    """Neither measures nor reasons are changed."""
    measures = frames(SPURIOUS, LOSS)
    before = measures.copy()
    reasons = judged(measures)
    kept = reasons.copy()
    worst(reasons)

    pd.testing.assert_frame_equal(before, measures)
    pd.testing.assert_frame_equal(kept, reasons)


def test_at_risk_are_accounts_with_a_high_risk_that_have_something_to_lose() -> None:
    """High risks above zero only: what is lost already is not at risk, a medium risk is none."""
    scores = pd.DataFrame({"account_id": list("ABCD"), "profit_12m": [10.0, -5.0, 7.0, np.nan]})
    reasons = pd.DataFrame({"account_id": list("AABCD"), "risk": ["medium", "high", "high", "medium", "high"]})

    assert at_risk(scores, reasons, "profit_12m")["account_id"].tolist() == ["A"]


def rated(account: str) -> kam.Insert:
    """One old answer about an account."""
    told = {"subject_type": "account", "subject_id": account, "item": "attitude.again", "value": 3, "valid_on": "2023-06-01"}
    return kam.Insert("ratings", told)


@pytest.fixture
def wb() -> kam.Workbook:
    """One buying account among calm ones, with actions, people, visits and ratings to its name."""
    book = kam.Workbook()
    edits = [kam.Insert("accounts", {"account_id": f"A{i}", "account_name": f"Account {i}", "owner": "Li"}) for i in range(10)]
    edits += [
        kam.Insert("transactions", {"account_id": f"A{i}", "date": day, "order_id": f"{i}{day}", "revenue": 100, "cost": 60})
        for i in range(10)
        for day in ("2024-04-30", "2024-05-31", "2024-06-30")
    ]
    edits += [
        kam.Insert("actions", {"action_id": f"X{n}", "account_id": "A1", "action": "Call", "due_on": due, "state": state, "done_on": done})
        for n, (due, state, done) in enumerate(
            [("2024-06-20", "doing", None), ("2024-06-25", None, None), ("2024-06-30", "planned", None),
             ("2024-06-01", "done", "2024-06-02"), ("2024-06-01", "dropped", None), ("2024-06-02", "done", None),
             ("2024-06-03", "done", "2024-07-02")]
        )
    ]  # fmt: skip
    edits += [
        kam.Insert("interactions", {"account_id": "A2", "date": day, "kind": kind, "contact_id": who, "who": "Li"})
        for day, kind, who in [
            ("2024-06-01", "visit", "C1"), ("2024-05-01", "call", "C1"), ("2024-04-01", "mail", "C1"), ("2024-03-01", "visit", "C2"),
            ("2024-03-01", "promise", "C2"), ("2023-06-30", "visit", "C2"), ("2024-07-01", "visit", "C2"), ("2024-02-01", "visit", None),
        ]
    ]  # fmt: skip
    book.apply([*edits, rated("A3")])
    return book


def of(book: kam.Workbook, account: str, day: str = "2024-06-30", **more: Any) -> list[str]:
    """The kinds of an account's reasons."""
    told = kam.alerts(book, day, **more)
    return told.loc[told["account_id"] == account, "kind"].tolist()


def test_overdue_actions_are_read_from_the_workbook(wb: kam.Workbook) -> None:
    """Past due, neither done nor dropped, as of the date: what was done later was open then; due today is not overdue."""
    told = kam.alerts(wb, DAY)
    row = told[told["kind"] == "overdue"].iloc[0]

    assert (row["account_id"], row["overdue"], row["late"]) == ("A1", 3.0, 27.0)
    assert [of(wb, "A1", day) for day in ("2024-06-01", "2024-06-03", "2024-06-04")] == [[], [], ["overdue"]]


def test_a_single_thread_is_read_from_the_workbook(wb: kam.Workbook) -> None:
    """Days met in twelve months by contact; promises, nameless visits, older and later ones do not count; links come before."""
    told = kam.alerts(wb, DAY)
    row = told[told["kind"] == "single_thread"].iloc[0]
    assert (row["account_id"], row["top_contact"], row["thread"], row["ties"], row["people"]) == ("A2", "C1", 0.75, 4.0, 2.0)

    wb.apply(
        [kam.Insert("contacts", {"contact_id": c, "account_id": "A2", "contact_name": c}) for c in ("C1", "C2")]
        + [kam.Insert("links", {"from_id": "Li", "to_id": c, "kind": "our_link", "level": 2}) for c in ("C1", "C2")]
    )
    assert of(wb, "A2") == []


def test_stale_facts_are_read_from_the_workbook(wb: kam.Workbook) -> None:
    """395 days after the only rating; a newer fact about the account wakes nobody."""
    assert of(wb, "A3") == ["stale"]
    assert of(wb, "A3", "2024-05-31") == []
    wb.apply([kam.Insert("account_facts", {"account_id": "A3", "fact": "wallet_share", "value": 0.4, "valid_on": "2024-01-01"})])
    assert of(wb, "A3") == []


def test_what_stands_behind_an_alert(wb: kam.Workbook) -> None:
    """Measures against their limits, the rows of the workbook, code that finds the line, SQL with its values."""
    told = kam.alerts(wb, DAY)
    behind = {row["kind"]: because(wb, row, DAY, Params()) for _, row in told.iterrows()}

    thread = behind["single_thread"]
    assert cells(thread.tests, "value", "sign", "limit", "holds") == [[0.75, ">", 0.6, True], [4.0, ">=", 3.0, True]]
    assert thread.rows["account_ties"]["touches"].tolist() == [3, 1]
    assert behind["overdue"].rows["alert_overdue_rows"]["action_id"].tolist() == ["X6", "X0", "X1"]
    assert "DATE" in behind["overdue"].sql["alert_overdue_rows"]
    assert "$" not in behind["overdue"].sql["alert_overdue_rows"]
    line = eval(behind["stale"].code.replace("{of_account}", 'as_of="2024-06-30"'), {"kam": kam, "wb": wb})
    assert line.loc["account_id"].tolist() == ["A3"]


def snoozed(book: kam.Workbook, account: str, kind: str, since: str, until: str) -> int:
    """Put a reason off; the batch."""
    days = {"since": date.fromisoformat(since), "until": date.fromisoformat(until)}
    return book.apply(snooze(account, [kind], reason=" visit is planned ", author="Li", **days), author="Li")


def test_a_snooze_holds_from_its_first_day_until_the_day_before_its_last(wb: kam.Workbook) -> None:
    """``since <= as_of < until``; asked for, it is listed with reason and author; the next reason of the account surfaces."""
    wb.apply([kam.Insert("transactions", {"account_id": "A1", "date": "2024-06-10", "revenue": 10, "cost": 500})])
    assert of(wb, "A1") == ["loss", "overdue"]
    batch = snoozed(wb, "A1", "loss", "2024-06-15", "2024-06-30")

    days = ["2024-06-14", "2024-06-15", "2024-06-29", "2024-06-30"]
    assert ["loss" in of(wb, "A1", day) for day in days] == [True, False, False, True]
    assert of(wb, "A1", "2024-06-29") == ["overdue"]
    told = kam.alerts(wb, "2024-06-29", snoozed=True)
    row = told[(told["account_id"] == "A1") & (told["kind"] == "loss")].iloc[0]
    assert (row["until"], row["snoozed_why"], row["snoozed_by"]) == (pd.Timestamp("2024-06-30"), "visit is planned", "Li")
    assert len(wb.journal()) == batch

    wb.undo(batch)
    assert of(wb, "A1", "2024-06-20") == ["loss", "overdue"]


def test_several_snoozes_of_one_reason_count_once(wb: kam.Workbook) -> None:
    """The one that holds longest is told; waking ends all of them, and what was before stays on record."""
    snoozed(wb, "A3", "stale", "2024-06-01", "2024-07-05")
    snoozed(wb, "A3", "stale", "2024-06-10", "2024-08-01")
    told = kam.alerts(wb, DAY, snoozed=True)
    assert told.loc[told["account_id"] == "A3", "until"].tolist() == [pd.Timestamp("2024-08-01")]

    batch = wb.apply(wake(wb, "A3", "stale", DAY))
    assert of(wb, "A3") == ["stale"]
    assert of(wb, "A3", "2024-06-29") == []
    assert wake(wb, "A3", "stale", DAY) == []

    wb.undo(batch)
    assert of(wb, "A3") == []


def test_a_snooze_is_for_one_reason_of_one_account(wb: kam.Workbook) -> None:
    """Other accounts with the same reason, and other reasons, stay; several reasons are one batch."""
    wb.apply([rated("A4")])
    snoozed(wb, "A3", "stale", "2024-06-01", "2024-07-05")
    assert (of(wb, "A3"), of(wb, "A4")) == ([], ["stale"])

    before = wb.revision
    wb.apply(snooze("A4", ["stale", "loss"], since=DAY, until=date(2024, 7, 30), reason="r"))
    assert (wb.revision, len(wb.table("snoozes"))) == (before + 1, 3)


@pytest.mark.parametrize(
    ("change", "error"),
    [({"reason": "  "}, BadArgument), ({"until": DAY}, BadArgument), ({"kinds": ["nonsense"]}, UnknownName)],
)
def test_a_snooze_needs_a_reason_an_end_and_a_rule(change: dict[str, Any], error: type[Exception]) -> None:
    """Refused with a sentence, before anything is written."""
    given = {"kinds": ["loss"], "since": DAY, "until": date(2024, 7, 1), "reason": "r"} | change
    with pytest.raises(error):
        snooze("A", given.pop("kinds"), **given)


def test_marking_reads_nothing_and_loses_nothing() -> None:
    """Reasons without a snooze stay as they are, in their order; an empty table marks nobody."""
    reasons = judged(frames(SPURIOUS, LOSS, *CROWD))
    none = pd.DataFrame({name: pd.Series(dtype="object") for name in ("account_id", "kind", "since", "until", "reason", "author")})
    told = marked(reasons, none, DAY)

    assert cells(told, "account_id", "kind") == cells(reasons, "account_id", "kind")
    assert told["until"].isna().all()
    assert len(awake(told)) == len(reasons)


def test_the_same_from_a_notebook_and_without_data() -> None:
    """An empty workbook, an account list and transactions alone are answered."""
    empty = kam.Workbook()
    assert kam.alerts(empty).empty
    empty.apply([kam.Insert("accounts", {"account_id": "A", "account_name": "A", "status": "key"})])
    assert kam.alerts(empty).empty
    empty.apply([kam.Insert("transactions", {"account_id": "A", "date": "2024-06-30", "revenue": 10})])
    assert kam.alerts(empty)["kind"].tolist() == ["concentration"]
    assert kam.alerts(empty, params=Params.of(concentration_from=1.0)).empty

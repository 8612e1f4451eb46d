"""Value beyond purchases: the arithmetic by hand, what counts nothing and why, and that no line hurts another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kam_core as kam
from kam_core import Delete, Insert, Params
from kam_core.value.soft import WHY, annuity, judged, new_customer, soft_rows, soft_value

DAY = date(2026, 1, 1)
CLV = pd.Series({"A": 100.0, "B": 300.0, "C": -50.0, "N": float("nan")})
BLANK = {
    "source": "values_delivered", "account_id": "A", "date": DAY, "kind": "word_of_mouth", "text": "x", "amount": None,
    "probability": None, "years": None, "attribution": None, "other_id": None, "evidence": "letter", "stage": None,
}  # fmt: skip


def told(*lines: dict[str, Any], params: Params | None = None) -> pd.DataFrame:
    """The lines judged, in the order they were given."""
    frame = pd.DataFrame([{**BLANK, "row_id": place, **line} for place, line in enumerate(lines)])
    frame = frame.astype(dict.fromkeys(("amount", "probability", "years", "attribution"), "float64"))
    return judged(frame, CLV, DAY, params or Params()).sort_values("row_id").reset_index(drop=True)


def idea(gain: float | None = 1000.0, **more: Any) -> dict[str, Any]:
    return {"source": "ideas", "kind": "knowledge", "amount": gain, "stage": "adopted", **more}


def test_word_of_mouth_by_hand() -> None:
    """p x value x share due: as the line says; with the usual chance and the mean of 100 and 300; of a customer, its own 300."""
    rows = told({"probability": 0.4, "amount": 18_000}, {}, {"other_id": "B", "probability": 0.1, "amount": 7}, {"other_id": "N"})

    assert rows["value"].tolist() == pytest.approx([0.4 * 18_000 * 0.3, 0.25 * 200 * 0.3, 300 * 0.3, 0.25 * 200 * 0.3], abs=0.005)
    assert rows["base_from"].tolist() == ["line", "mean", "own", "mean"]
    assert rows["chance"].tolist() == [0.4, 0.25, 1.0, 0.25]


def test_knowledge_and_transaction_by_hand() -> None:
    """1,000 a year for three years at 10 %: 909.09 + 826.45 + 751.31, of it 30 %; two years for partners, the chance where one is told."""
    rows = told(
        idea(),
        {"kind": "knowledge", "amount": 1000, "years": 1},
        {"kind": "transaction", "amount": 500, "years": 2},
        {"kind": "partnership", "amount": 500, "years": 2, "probability": 0.5},
    )

    assert rows["value"].tolist() == pytest.approx([746.06, 272.73, 500 * (1 / 1.1 + 1 / 1.21) * 0.3, 130.17], abs=0.005)
    assert rows["part"].tolist() == ["knowledge", "knowledge", "transaction", "transaction"]
    parts = soft_value(rows).loc["A"]
    assert (parts["knowledge"], parts["transaction"]) == pytest.approx((1018.78, 390.50), abs=0.01)
    assert pd.isna(parts["word_of_mouth"])


def test_only_the_years_still_to_come_count() -> None:
    """549 days after an idea of three years, 1.49692 are left: a full year and 0.49692 of one; after that it is over."""
    rows = told(idea(date=date(2024, 7, 1)), idea(date=date(2022, 12, 31)), idea(date=None))
    left = 3 - 549 / 365.25

    assert rows["value"][0] == pytest.approx(300 * (1 / 1.1 + (left - 1) / 1.1**left), abs=0.005)
    assert rows["why"].tolist() == ["", "over", ""]
    assert rows["value"][2] == pytest.approx(746.06, abs=0.005)


def test_the_annuity_is_the_sum_of_its_years() -> None:
    """At no interest the years themselves; at 7 % the plain sum."""
    assert annuity([0, 2.5, 4], 0.0).tolist() == [0, 2.5, 4]
    assert annuity(4, 0.07) == pytest.approx(sum(1.07**-year for year in (1, 2, 3, 4)))


def test_the_share_due_is_capped() -> None:
    """80 % said counts as 50 %; with another cap as that; the usual share is capped, too."""
    assert told(idea(attribution=0.8))["share"].tolist() == [0.5]
    assert told(idea(attribution=0.8), params=Params.of(attribution_cap=0.6))["share"].tolist() == [0.6]
    assert told(idea(), params=Params.of(attribution_cap=0.2))["share"].tolist() == [0.2]


def test_an_account_brought_by_several_is_shared_out_once() -> None:
    """The first keeps 30 %, the second gets the 20 % left below the cap, the third nothing; naming it again counts nothing."""
    days = [DAY - timedelta(days=n) for n in (30, 20, 10, 5)]
    accounts = ["A", "C", "N", "A"]
    rows = told(*({"account_id": who, "date": day, "other_id": "B"} for who, day in zip(accounts, days, strict=True)))

    assert rows["value"].tolist() == pytest.approx([90, 60, 0, 0], abs=0.005)
    assert rows["why"].tolist() == ["", "", "taken", "repeat"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"evidence": None}, "evidence"), ({"evidence": "  "}, "evidence"), ({"account_id": "Z"}, "account"), ({"kind": None}, "kind"),
        ({"kind": "outcome", "amount": 9}, "outcome"), ({"date": DAY + timedelta(days=1)}, "later"), ({"other_id": "A"}, "itself"),
        ({"other_id": "C"}, "worthless"), ({"amount": -1}, "negative"), (idea(None), "amount"), (idea(-5), "negative"),
        (idea(stage="pilot"), "stage"), (idea(stage="dropped"), "stage"), ({"kind": "partnership"}, "amount"),
    ],
)  # fmt: skip
def test_what_counts_nothing_says_why(line: dict[str, Any], why: str) -> None:
    """It stays in the list, with the first reason, and its value is nothing."""
    rows = told(line)

    assert (rows["why"].tolist(), rows["value"].tolist()) == ([why], [0.0])
    assert why in WHY
    assert soft_value(rows).empty


def test_without_any_lifetime_value_a_referral_has_no_worth_unless_somebody_says() -> None:
    """Neither zero nor a guess."""
    unknown = pd.Series({"A": float("nan")})
    frame = pd.DataFrame([{**BLANK, "row_id": 0}]).astype(dict.fromkeys(("amount", "probability", "years", "attribution"), "float64"))

    assert judged(frame, unknown, DAY, Params())["why"].tolist() == ["nobody"]
    assert judged(frame, unknown, DAY, Params.of(new_customer_value=1000.0))["value"].tolist() == pytest.approx([75])
    assert new_customer(CLV, Params().soft) == (200.0, "mean")


_LINE = st.fixed_dictionaries(
    {
        "account_id": st.sampled_from(["A", "B", "C", "N", "Z"]),
        "kind": st.sampled_from(["word_of_mouth", "knowledge", "transaction", "partnership", "outcome", None]),
        "date": st.one_of(st.none(), st.integers(-50, 1500).map(lambda ago: DAY - timedelta(days=ago))),
        "amount": st.one_of(st.none(), st.floats(0, 1e6)),
        "probability": st.one_of(st.none(), st.floats(0, 1)),
        "years": st.one_of(st.none(), st.floats(0, 9)),
        "attribution": st.one_of(st.none(), st.floats(0, 1)),
        "other_id": st.sampled_from(["A", "B", "C", "Q", None]),
        "evidence": st.sampled_from(["mail", "", None]),
    }
)


@settings(max_examples=15, deadline=None)
@given(st.lists(_LINE, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_no_line_hurts_and_their_order_does_not_matter(lines: list[dict[str, Any]], draw: Any) -> None:
    """Nothing is below zero; no account is shared out beyond the cap; shuffled rows, and a later one, leave each line its value."""
    numbered = [{**line, "row_id": place} for place, line in enumerate(lines)]
    rows = told(*numbered)
    draw.shuffle(numbered)
    later = {**lines[0], "row_id": 99, "date": DAY, "evidence": "mail", "account_id": "N"}

    assert (rows["value"] >= 0).all()
    assert told(*numbered)["value"].tolist() == rows["value"].tolist()
    named = rows[(rows["why"] == "") & (rows["part"] == "word_of_mouth") & rows["other_id"].notna()]
    assert (named.groupby("other_id")["share"].sum() <= 0.5 + 1e-9).all()
    assert told(*numbered, later)["value"].tolist()[:-1] == rows["value"].tolist()


@settings(max_examples=10, deadline=None)
@given(st.lists(_LINE, min_size=2, max_size=6))
def test_evidence_never_lowers_the_whole(lines: list[dict[str, Any]]) -> None:
    """A line that gets its evidence adds to the sum or leaves it, whoever brought what first."""
    ideas_only = [{**line, "other_id": None} for line in lines]
    before = told(*({**line, "evidence": None if place == 0 else line["evidence"]} for place, line in enumerate(ideas_only)))
    after = told(*({**line, "evidence": "mail" if place == 0 else line["evidence"]} for place, line in enumerate(ideas_only)))

    assert after["value"].tolist()[1:] == before["value"].tolist()[1:]
    assert after["value"].sum() >= before["value"].sum()


def test_the_lines_of_a_workbook_are_both_tables_up_to_the_day() -> None:
    """An idea is a kind of knowledge; a line of a later day waits; a workbook without lines has none."""
    wb = kam.Workbook()
    wb.apply([Insert("accounts", {"account_id": "A", "account_name": "Nord"})])
    scores = kam.score(wb, DAY)
    assert soft_rows(wb, scores, DAY, Params()).empty

    line = {"account_id": "A", "text": "x", "evidence": "e"}
    batch = wb.apply([
        Insert("ideas", {**line, "idea_id": "I", "stage": "adopted", "value": 1000, "date": DAY}),
        Insert("values_delivered", {**line, "date": "2026-02-01", "kind": "partnership", "amount": 10}),
    ])  # fmt: skip
    rows = soft_rows(wb, scores, DAY, Params())

    assert rows[["source", "why"]].to_numpy().tolist() == [["ideas", ""], ["values_delivered", "later"]]
    assert rows["value"].sum() == pytest.approx(746.06, abs=0.005)
    wb.apply([Delete("ideas", int(rows["row_id"][0]))])
    wb.undo(batch + 1)
    assert soft_rows(wb, scores, DAY, Params())["value"].sum() == pytest.approx(746.06, abs=0.005)

"""From answers to rows: a new answer is a new row, only a slip of the same day changes its own, and nothing leaves its scale."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kam_core.errors import OutOfBounds, UnknownName
from kam_core.index.answers import Answer, Signature, answer_on, judged_item, rating_edits, ratings_of, standing_answers
from kam_core.workbook import Change, Delete, Insert, Workbook
from tests.index.ratings_in import DAY, RATING, workbook

TODAY = date(2025, 3, 2)
SIGNED = Signature("Ann", DAY, "ours", "interview", "confirmed", "after the fair")
SEEN = {
    "row_id": 7, "value": 4.0, "rater": "Ann", "valid_on": DAY, "recorded_at": datetime(2025, 3, 2, 9, 30),
    "rater_side": "ours", "source": "interview", "status": "confirmed", "note": "after the fair",
}  # fmt: skip


def answer(value: Any, *seen: dict[str, Any]) -> Answer:
    return Answer("account", "A", "trust.reliability", value, tuple(SEEN | row for row in seen))


def test_a_new_answer_is_a_new_row() -> None:
    """It says whom, what, when it held, who says so, from which side and source, how sure, and why."""
    assert rating_edits([answer(8)], SIGNED, TODAY) == [
        Insert(
            "ratings",
            {
                "subject_type": "account", "subject_id": "A", "item": "trust.reliability", "valid_on": DAY, "rater": "Ann", "value": 8.0,
                "rater_side": "ours", "source": "interview", "status": "confirmed", "note": "after the fair",
            },
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        {"rater": "Bob"},
        {"rater": None},
        {"valid_on": DAY - timedelta(1)},
        {"valid_on": None},
        {"recorded_at": datetime(2025, 3, 1, 23, 59)},
        {"rater_side": "customer"},
    ],
)
def test_what_somebody_said_before_is_never_overwritten(other: dict[str, Any]) -> None:
    """Another rater, another date, another side or another day of recording: the row stays, a new one follows it."""
    (edit,) = rating_edits([answer(8, other)], SIGNED, TODAY)

    assert isinstance(edit, Insert)


def test_a_slip_of_today_is_corrected_in_its_own_row() -> None:
    """The same rater, item and date, recorded today: that row changes, with the value that was seen."""
    assert rating_edits([answer(8, {})], SIGNED, TODAY) == [Change("ratings", 7, "value", 4.0, 8.0)]


def test_a_correction_may_change_how_sure_it_is_and_keeps_its_note() -> None:
    """Standing and source follow the signature; a note is only replaced by another one."""
    signed = Signature("Ann", DAY, "ours", "survey", "assumed")

    assert rating_edits([answer(4, {})], signed, TODAY) == [
        Change("ratings", 7, "source", "interview", "survey"),
        Change("ratings", 7, "status", "confirmed", "assumed"),
    ]


def test_an_answer_is_taken_back_only_by_who_gave_it_today() -> None:
    """A cleared cell deletes one's own row of today; what others said, or oneself earlier, stays."""
    assert rating_edits([answer(None, {})], SIGNED, TODAY) == [Delete("ratings", 7)]
    assert rating_edits([answer(None, {"rater": "Bob"}), answer(None)], SIGNED, TODAY) == []


@pytest.mark.parametrize("value", [0.99, 10.01, 11, -3, "eleven", "", float("nan"), float("inf"), True])
def test_outside_its_scale_it_is_refused_with_the_bounds(value: object) -> None:
    """Too low, too high, no number: the error names the ends of the scale."""
    with pytest.raises(OutOfBounds) as refused:
        rating_edits([answer(5), answer(value)], SIGNED, TODAY)

    assert (refused.value.facts["low"], refused.value.facts["high"]) == (1, 10)


def test_the_ends_of_a_scale_belong_to_it() -> None:
    """1 and 10 on an item, 0 and 100 on the whole index, 0 on recommendation."""
    asked = [("trust.reliability", 1), ("trust.reliability", 10), ("trust", 0), ("trust", 100), ("attitude.recommend", 0)]

    assert [answer_on(judged_item(item), value) for item, value in asked] == [1, 10, 0, 100, 0]


@pytest.mark.parametrize("name", ["importance.spend", "patronage.wallet", "trust.credibilty", ""])
def test_only_what_people_judge_can_be_answered(name: str) -> None:
    """A measured item or a slip of the pen is an unknown item."""
    with pytest.raises(UnknownName):
        judged_item(name)


def test_a_correction_is_stored_over_what_was_seen(tmp_path: Any) -> None:
    """Through a workbook: today's answer corrected is one row with the new value; its undo brings the first value back."""
    wb = workbook("A")
    today = datetime.now(UTC).date()
    wb.apply(rating_edits([Answer("account", "A", "trust", 40)], SIGNED, today))

    batch = wb.apply(rating_edits([Answer("account", "A", "trust", 55, seen(wb))], SIGNED, today))
    assert wb.table("ratings")["value"].tolist() == [55.0]

    wb.undo(batch)
    assert wb.table("ratings")["value"].tolist() == [40.0]


def test_what_a_side_said_last() -> None:
    """The latest date counts, of one date the later recorded; later than asked and the other side do not; an open date is today."""
    said = [
        ("trust", 30.0, DAY - timedelta(9), "customer", "Li Na"),
        ("trust", 50.0, DAY - timedelta(2), "customer", "Zhao"),
        ("trust", 60.0, DAY - timedelta(2), "customer", "Li Na"),
        ("trust", 99.0, DAY + timedelta(1), "customer", "Li Na"),
        ("trust", 10.0, DAY, "ours", "Ann"),
        ("trust.intimacy", 3.0, DAY - timedelta(1), "customer", "Li Na"),
        ("trust.intimacy", 7.0, None, "customer", "Li Na"),
    ]
    wb = workbook(
        "A", [RATING | {"subject_id": "A", "item": i, "value": v, "valid_on": d, "rater_side": s, "rater": r} for i, v, d, s, r in said]
    )
    rows = ratings_of(wb, ["A"], ["trust", "trust.intimacy"])

    customer, ours = (standing_answers(rows, "account", side, DAY) for side in ("customer", "ours"))

    assert dict(zip(customer["item"], customer["value"], strict=True)) == {"trust": 60.0, "trust.intimacy": 7.0}
    assert ours["value"].tolist() == [10.0]


def seen(wb: Workbook) -> tuple[dict[str, Any], ...]:
    """The rows of account A as a page reads them."""
    return tuple({str(name): value for name, value in row.items()} for row in ratings_of(wb, ["A"], ["trust"]).to_dict("records"))

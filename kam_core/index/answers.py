"""
What somebody answers, and the rows it becomes.

A rating is a row that is never overwritten: a new answer is a new row, and the latest of each rater counts. Only a slip of the
pen, put right on the day it was made, changes its own row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from kam_core.engine import question
from kam_core.errors import OutOfBounds, UnknownName
from kam_core.index.declared import INDICES
from kam_core.index.shapes import Item, SubjectType
from kam_core.schema import table
from kam_core.workbook.edits import Change, Delete, Edit, Insert, same

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

Side = Literal["ours", "customer"]

SOURCES = ("judgement", "survey", "interview", "vote")
"""Where an answer typed by a person can come from; the others are for files and for what is measured."""

_SIGNED = ("value", "source", "status", "note")
"""What a correction may change."""


@dataclass(frozen=True)
class Signature:
    """Who answers, for which side, from which source, how sure, and when it held: one for all answers of a batch."""

    rater: str
    valid_on: date
    rater_side: Side = "ours"
    source: str = "judgement"
    status: Literal["assumed", "confirmed"] = "assumed"
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """One answer on the scale of its item; ``value`` is ``None`` where an answer is taken back."""

    subject_type: SubjectType
    subject_id: str
    item: str
    value: Any
    seen: tuple[Mapping[str, Any], ...] = ()
    """The rows of ``ratings_of`` on this item of this subject, as the person saw them."""


def judged_item(name: str) -> Item:
    """An item people answer, or an index as one answer; an unknown or measured one raises with the closest ones."""
    known = {item.id: item for index in INDICES.values() for item in (*index.items, index.given) if item.judged}
    if name not in known:
        raise UnknownName.of("item", name, list(known))
    return known[name]


def answer_on(item: Item, value: object) -> float:
    """
    An answer as a number on the scale of its item; anything else raises ``OutOfBounds`` with the ends of the scale.

    >>> answer_on(judged_item("trust.reliability"), "7.5")
    7.5
    """
    try:
        number = float(str(value))
    except ValueError:
        number = math.nan
    if not item.low <= number <= item.high:
        raise OutOfBounds(name=item.title, low=item.low, high=item.high, value=value)
    return number


def ratings_of(wb: Workbook, subjects: Sequence[str], items: Sequence[str]) -> pd.DataFrame:
    """The rating rows of these subjects (of any type) on these items, in the order they were recorded; every date."""
    return wb.frame(question("ratings_of"), {"subjects": list(subjects), "items": list(items)})


def standing_answers(rows: pd.DataFrame, subject_type: SubjectType, side: Side, as_of: date) -> pd.DataFrame:
    """What a side said last, up to a date: the latest of ``rows`` for each subject and item (the later recorded of two on one day)."""
    own = rows["rater_side"].fillna("ours").eq(side) & rows["subject_type"].eq(subject_type)
    day = pd.to_datetime(rows["valid_on"]).fillna(pd.Timestamp(as_of))
    known = rows[own & (day <= pd.Timestamp(as_of))].assign(valid_on=day)
    return known.sort_values(["valid_on", "version"]).drop_duplicates(["subject_id", "item"], keep="last")


def rating_edits(answers: Sequence[Answer], signed: Signature, today: date) -> list[Edit]:
    """
    The edits that store answers under one signature, for ``Workbook.apply``.

    A new row for each answer; but where the rater answered the same item for the same date earlier ``today`` (UTC), that row is
    changed, or deleted when the answer is taken back. An answer outside its scale raises ``OutOfBounds``.
    """
    return [edit for answer in answers for edit in _edits(answer, signed, today)]


def _edits(answer: Answer, signed: Signature, today: date) -> Iterator[Edit]:
    slip = _slip(answer, signed, today)
    if answer.value is None:
        if slip is not None:
            yield Delete("ratings", int(slip["row_id"]))
        return
    value = answer_on(judged_item(answer.item), answer.value)
    new = {"value": value, "rater_side": signed.rater_side, "source": signed.source, "status": signed.status, "note": signed.note or None}
    if slip is None:
        about = {"subject_type": answer.subject_type, "subject_id": answer.subject_id, "item": answer.item}
        yield Insert("ratings", {**about, "valid_on": signed.valid_on, "rater": signed.rater, **new})
        return
    for column in _SIGNED:
        kept = column == "note" and not signed.note
        if not kept and not same(table("ratings").column(column), slip[column], new[column]):
            yield Change("ratings", int(slip["row_id"]), column, slip[column], new[column])


def _slip(answer: Answer, signed: Signature, today: date) -> Mapping[str, Any] | None:
    """The row of the same rater, side, item and date that was recorded today, or ``None``."""
    mine = [
        row
        for row in answer.seen
        if _whose(row) == (signed.rater, signed.rater_side, signed.valid_on) and _day(row["recorded_at"]) == today
    ]
    return mine[-1] if mine else None


def _whose(row: Mapping[str, Any]) -> tuple[str, str, date | None]:
    return row["rater"] or "", row["rater_side"] or "ours", _day(row["valid_on"])


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()

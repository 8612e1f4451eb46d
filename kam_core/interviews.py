"""
Interviews 访谈 and market research: notes of what was heard, which can become needs and ratings (methods 23).

A need says in its proof which talk it came from; a rating carries the day, the person and the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.engine import question
from kam_core.errors import BadArgument
from kam_core.index.answers import Answer, Signature, rating_edits
from kam_core.index.declared import INDICES
from kam_core.index.engine import judged_items
from kam_core.index.shapes import Item, SubjectType
from kam_core.text import Translator
from kam_core.workbook.edits import Edit

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

KINDS = ("interview", "research")
"""Kinds of notes that hold what was heard."""

WORDS = 300
"""Characters of a note that a rating carries along."""


def talks(wb: Workbook, as_of: date) -> pd.DataFrame:
    """
    Every interview and piece of research up to a date, the latest first.

    Columns: row_id, account_id, account_name, contact_id, contact_name, date, text, author, kind, and how many ``ratings`` and ``needs``
    came of it.
    """
    return wb.frame(question("interviews"), {"as_of": as_of})


def proof_of(talk: Mapping[str, Any], t: Translator) -> str:
    """What a need says of the talk it came from: the day as 2013-10-05, so that it is found in every language."""
    who = person_of(talk)
    day = pd.Timestamp(talk["date"]).date().isoformat()
    heard = t("Research {day}", day=day) if talk["kind"] == "research" else t("Interview {day}", day=day)
    return f"{heard}, {who}" if who else heard


def person_of(talk: Mapping[str, Any]) -> str | None:
    """Who spoke; ``None`` where nobody is named, or somebody who is no contact any more and whose answers would count nowhere."""
    return talk["contact_name"] if isinstance(talk["contact_name"], str) and talk["contact_name"] else None


def askable(subject_type: SubjectType) -> list[Item]:
    """What a talk can be turned into: the judged items of this type of subject, no index as a whole."""
    return [item for item in judged_items(INDICES.values(), subject_type) if item.id not in INDICES]


def rating_of(talk: Mapping[str, Any], item: Item, value: float, today: date) -> list[Edit]:
    """
    The edits that make a talk a rating: the customer's answer, confirmed, on the day of the talk.

    The subject is the person where the item is asked of people and the talk names one who is still known, else the account. A talk
    without a date raises ``BadArgument``, a value outside the scale ``OutOfBounds``.
    """
    if pd.isna(talk["date"]):
        raise BadArgument(value=talk["date"])
    of_people = person_of(talk) is not None and item.id in {one.id for one in askable("contact")}
    subject: tuple[SubjectType, str] = ("contact", talk["contact_id"]) if of_people else ("account", talk["account_id"])
    signed = Signature(
        person_of(talk) or "", pd.Timestamp(talk["date"]).date(), "customer", "interview", "confirmed", str(talk["text"])[:WORDS]
    )
    return rating_edits([Answer(*subject, item.id, value)], signed, today)

"""A customer answers: the invitation a token opens, and the answers as one batch that also marks it as answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.accounts import as_of_or_last
from kam_core.engine import question
from kam_core.errors import InvitationRefused, StaleEdit
from kam_core.index.answers import Answer, Signature, rating_edits
from kam_core.index.shapes import SubjectType
from kam_core.surveys.questionnaires import Questionnaire, questionnaire
from kam_core.workbook.edits import Change, Edit, Insert

if TYPE_CHECKING:
    from kam_core.workbook import Workbook


@dataclass(frozen=True)
class Invitation:
    """One invitation that can be answered."""

    row_id: int
    survey_id: str
    title: str
    intro: str
    lang: str
    asked: Questionnaire
    account_id: str
    account_name: str
    contact_id: str | None
    contact_name: str

    @property
    def rater(self) -> str:
        """Who answers."""
        return self.contact_name or self.contact_id or self.account_name


def invitation(wb: Workbook, token: str, day: date) -> Invitation:
    """The invitation of a token; ``InvitationRefused`` says why it cannot be answered: unknown, answered, too late, its contact gone."""
    found = wb.frame(question("survey_invitation"), {"token": token})
    if found.empty or not found["asked"].iloc[0]:
        raise InvitationRefused()
    row = found.iloc[0]
    if pd.notna(row["answered_on"]):
        raise InvitationRefused.saying(InvitationRefused.template_answered)
    if pd.notna(row["contact_id"]) and not row["known"]:
        raise InvitationRefused.saying(InvitationRefused.template_gone)
    last = [pd.Timestamp(row[name]).date() for name in ("closes_on", "expires_on") if pd.notna(row[name])]
    if last and min(last) < day:
        raise InvitationRefused.saying(InvitationRefused.template_expired, day=min(last))
    text = {name: "" if pd.isna(row[name]) else str(row[name]) for name in ("title", "intro", "account_name", "contact_name")}
    return Invitation(
        row_id=int(row["row_id"]),
        survey_id=str(row["survey_id"]),
        lang="en" if pd.isna(row["lang"]) else str(row["lang"]),
        asked=questionnaire(None if pd.isna(row["questionnaire"]) else str(row["questionnaire"])),
        account_id=str(row["account_id"]),
        contact_id=None if pd.isna(row["contact_id"]) else str(row["contact_id"]),
        **text,
    )


def answer(wb: Workbook, token: str, answers: Mapping[str, float], comment: str, day: date) -> int:
    """
    Store one answered questionnaire as one batch, and return the batch.

    ``answers`` by item, on its scale; what is missing stays missing. Raises ``InvitationRefused`` (also when somebody answered it
    meanwhile, in another tab), ``OutOfBounds``; nothing is stored then.
    """
    asked = invitation(wb, token, day)
    missing = [item for item in asked.asked.items if item in asked.asked.required and item not in answers]
    if missing:
        raise InvitationRefused.saying(InvitationRefused.template_incomplete)
    edits = [Change("invitations", asked.row_id, "answered_on", None, day), *answer_edits(asked, answers, comment, counted_on(wb, day))]
    try:
        return wb.apply(edits, author=asked.rater)
    except StaleEdit as error:
        raise InvitationRefused.saying(InvitationRefused.template_answered) from error


def counted_on(wb: Workbook, day: date) -> date:
    """
    The day from which an answer given on ``day`` counts: not after the day the figures reach, or no figure would see it.

    A portfolio whose orders were loaded up to last month is looked at as of last month.
    """
    return min(day, as_of_or_last(wb, None)) if wb.count("transactions") else day


def answer_edits(asked: Invitation, answers: Mapping[str, float], comment: str, day: date) -> list[Edit]:
    """The ratings of one person from ``day`` on, and the comment as feedback; items that were not asked are left out."""
    kind: SubjectType = "contact" if asked.contact_id else "account"
    subject = asked.contact_id or asked.account_id
    given = [Answer(kind, subject, item, answers[item]) for item in asked.asked.items if item in answers]
    signed = Signature(asked.rater, day, "customer", "survey", "confirmed")
    rows: list[Edit] = [
        Insert("ratings", {**edit.values, "survey_id": asked.survey_id})
        for edit in rating_edits(given, signed, day)
        if isinstance(edit, Insert)
    ]
    if comment.strip():
        said = {"account_id": asked.account_id, "date": day, "text": comment.strip(), "theme": asked.title or None}
        rows.append(Insert("feedback", said))
    return rows

"""Asking customers: a survey with an invitation for everybody who is asked, and what became of each."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from kam_core.engine import question
from kam_core.errors import BadArgument
from kam_core.surveys.questionnaires import questionnaire
from kam_core.workbook.edits import Change, Edit, Insert

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

TOKEN_BYTES = 16
"""128 bits: nobody guesses an invitation."""
BOOK_DIGITS = 8
"""Of the id of a workbook, in front of a token: which file holds the invitation."""


@dataclass(frozen=True)
class Invitee:
    """Whom a survey asks: a contact of an account, or the account as a whole."""

    account_id: str
    contact_id: str | None = None


@dataclass(frozen=True)
class Asking:
    """A survey before it is sent."""

    title: str
    questionnaire: str
    """Its id, or its items with commas between."""
    lang: str
    invitees: Sequence[Invitee]
    sent_on: date
    closes_on: date | None = None
    """The last day on which answers are taken."""
    intro: str = ""
    """What stands above the questions; the customer reads it."""


def survey_edits(wb: Workbook, asked: Asking) -> tuple[str, list[Edit]]:
    """
    The id of a new survey and the edits that make it, invitations included: apply them as one batch.

    A person named twice is invited once. Raises ``BadArgument`` without a title, without anybody, or when it would close before it is sent.
    """
    invitees = list(dict.fromkeys(asked.invitees))
    if not asked.title.strip():
        raise BadArgument.saying(BadArgument.template_survey_title)
    if not invitees:
        raise BadArgument.saying(BadArgument.template_survey_nobody)
    if asked.closes_on and asked.closes_on < asked.sent_on:
        raise BadArgument.saying(BadArgument.template_survey_closes)
    questionnaire(asked.questionnaire)
    survey_id = _free_id(wb, asked.sent_on)
    survey = {
        "survey_id": survey_id, "title": asked.title.strip(), "sent_on": asked.sent_on, "invited": len(invitees),
        "questionnaire": asked.questionnaire, "closes_on": asked.closes_on, "lang": asked.lang, "note": asked.intro.strip() or None,
    }  # fmt: skip
    return survey_id, [Insert("surveys", survey), *(_invitation(survey_id, who, asked) for who in invitees)]


def _invitation(survey_id: str, who: Invitee, asked: Asking) -> Insert:
    values = {
        "token": secrets.token_urlsafe(TOKEN_BYTES), "survey_id": survey_id, "account_id": who.account_id, "contact_id": who.contact_id,
        "sent_on": asked.sent_on, "expires_on": asked.closes_on,
    }  # fmt: skip
    return Insert("invitations", values)


def _free_id(wb: Workbook, day: date) -> str:
    """An id people can say: the month and a number, also one that no deleted survey had."""
    taken = set(wb.table("surveys")["survey_id"]) | set(wb.table("ratings")["survey_id"].dropna())
    stem = f"S{day:%Y%m}"
    return next(name for number in range(1, len(taken) + 2) if (name := f"{stem}-{number}") not in taken)


def surveys(wb: Workbook, day: date) -> pd.DataFrame:
    """
    One row a survey, the latest first.

    ``survey_id``, ``title``, ``questionnaire``, ``lang``, ``sent_on``, ``closes_on``, ``intro``, ``row_id``, ``invited`` (``counted``:
    whether that is known, and not the number who answered), ``answered``, ``expired`` (unanswered and too late on ``day``),
    ``waiting``, ``open`` (whether it takes answers on ``day``).
    """
    return wb.frame(question("survey_list"), {"day": day})


def invitations(wb: Workbook, survey_id: str, day: date) -> pd.DataFrame:
    """
    One row an invitation of a survey ("" = of all), by account and name.

    ``row_id``, ``survey_id``, ``token``, ``account_id``, ``account_name``, ``contact_id``, ``contact_name``, ``role``, ``influence``,
    ``sent_on``, ``answered_on``, ``expires_on`` and ``standing``: answered, waiting, expired, or gone (the contact is deleted).
    """
    return wb.frame(question("survey_invitations"), {"survey": survey_id, "day": day})


def closing(wb: Workbook, survey_id: str, day: date) -> list[Edit]:
    """The edits that close a survey: from ``day`` on it takes no answers. Answers given are untouched."""
    rows = surveys(wb, day)
    row = rows[rows["survey_id"] == survey_id].iloc[0]
    old = None if pd.isna(row["closes_on"]) else pd.Timestamp(row["closes_on"]).date()
    return [Change("surveys", int(row["row_id"]), "closes_on", old, day - timedelta(1))]


def key_of(wb: Workbook, token: str) -> str:
    """What a link carries: the beginning of the workbook's id and the token."""
    return f"{wb.id[:BOOK_DIGITS]}.{token}"


def link(wb: Workbook, token: str, base: str, lang: str) -> str:
    """The address that opens the questionnaire, in the language of the survey; ``base`` is that of the workbench."""
    return f"{base.rstrip('/')}/answer?k={key_of(wb, token)}&lang={lang}"

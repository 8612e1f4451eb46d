"""Answers that came on paper or from another tool: a sheet with a row a person and a column a question, read into one batch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from kam_core.engine import question
from kam_core.errors import BadArgument, KamError
from kam_core.index.answers import answer_on
from kam_core.ingest.source import Source, open_source
from kam_core.schema import TABLES
from kam_core.surveys.answering import Invitation, answer_edits, counted_on
from kam_core.surveys.inviting import invitations
from kam_core.surveys.questionnaires import Questionnaire, questionnaire
from kam_core.text import LANGUAGES, N_, Translator, translator
from kam_core.workbook.edits import Change, Edit

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

WHO = ("account_id", "account_name", "contact_id", "contact_name")
COMMENT, ANSWERED = N_("Comment"), N_("Answered on")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_SCALE = re.compile(r"\s*[（(]?\d+\s*[-–]\s*\d+[)）]?\s*$")

NOBODY = N_("Nobody with this id or name is among the contacts and accounts.")
TWICE = N_("This person answered this survey already.")
NO_DAY = N_("The day is not written as 2025-03-31, or lies in the future: {value}")
OFF_SCALE = N_("{item}: {value} is not on the scale of {low} to {high}.")


@dataclass(frozen=True)
class Refused:
    """A row that was not taken: its line in the file, who it names, and why (a message id and its facts)."""

    line: int
    who: str
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Filled:
    """What a sheet comes to; apply the edits as one batch."""

    edits: list[Edit]
    people: int
    answers: int
    refused: list[Refused]


def template(asked: Questionnaire, invited: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """The empty sheet: a row for everybody who has not answered (``invitations``), titles in the session's language."""
    waiting = invited[invited["standing"].isin(["waiting", "expired"])]
    told = {t(_title(name)): waiting[name].fillna("").to_numpy() for name in WHO}
    blank = [t(ANSWERED), *(_headed(item, t) for item in asked.items), t(COMMENT)]
    return pd.DataFrame(told).assign(**dict.fromkeys(blank, ""))


def _headed(item: str, t: Translator) -> str:
    scale = next(q.scale for q in questionnaire(item).questions)
    return f"{t(scale.title)} {scale.low:g}-{scale.high:g}"


def _title(name: str) -> str:
    return TABLES["contacts" if name.startswith("contact") else "accounts"].column(name).title


def filled(wb: Workbook, survey_id: str, path: Path | Source, today: date) -> Filled:
    """
    Read a filled sheet (CSV, XLSX, ...) of a survey. Rows without any answer are passed over; a row that cannot be taken is listed.

    A row without a day was answered ``today``. Raises ``LoadError`` when it is no table, ``BadArgument`` when no column is a question.
    """
    surveys = wb.table("surveys").set_index("survey_id").loc[survey_id]
    asked = questionnaire(None if pd.isna(surveys["questionnaire"]) else str(surveys["questionnaire"]))
    source = open_source(path)
    places = _places(source, asked)
    title: str = "" if pd.isna(surveys["title"]) else str(surveys["title"])
    known, reader = _Known.of(wb, survey_id, today), _Reader(asked, survey_id, title, today, counted_on(wb, today))
    found = Filled([], 0, 0, [])
    for chunk in source.chunks():
        for index, line in enumerate(chunk.lines.to_pylist()):
            cells = chunk.row(index)
            found = _with(found, reader, known, int(line), {name: cells[place].strip() for name, place in places.items()})
    return found


def _places(source: Source, asked: Questionnaire) -> dict[str, int]:
    """The column of each field; headers are the titles in either language, or the names of the fields."""
    wanted: dict[str, tuple[str, ...]] = {"answered_on": ("answered_on", ANSWERED), "comment": ("comment", COMMENT)}
    wanted.update({name: (name, _title(name)) for name in WHO})
    wanted.update({q.item: (q.item, q.scale.title, q.text) for q in asked.questions})
    spoken = {t(word).casefold(): name for name, words in wanted.items() for word in words for t in map(translator, LANGUAGES)}
    places: dict[str, int] = {}
    for place, label in enumerate(source.names):
        name = spoken.get(label.strip().casefold()) or spoken.get(_SCALE.sub("", label).strip().casefold())
        if name:
            places.setdefault(name, place)
    if not set(places) & set(asked.items):
        raise BadArgument.saying(BadArgument.template_sheet_columns, columns=", ".join(source.names))
    return places


@dataclass(frozen=True)
class _Known:
    """Who is known, who is invited (the row of the invitation), and who answered already."""

    contacts: Mapping[str, tuple[str, str]]
    by_name: Mapping[str, list[str]]
    accounts: Mapping[str, str]
    invited: Mapping[str, int]
    answered: set[str]

    @classmethod
    def of(cls, wb: Workbook, survey_id: str, day: date) -> _Known:
        contacts = wb.table("contacts")
        people = {row["contact_id"]: (row["account_id"], row["contact_name"]) for row in contacts.to_dict("records")}
        names: dict[str, list[str]] = {}
        for contact, (_, name) in people.items():
            names.setdefault(name, []).append(contact)
        accounts = wb.table("accounts")
        rows = invitations(wb, survey_id, day)
        subject = rows["contact_id"].fillna(rows["account_id"])
        given = wb.frame(question("survey_subjects"), {"survey": survey_id})["subject_id"]
        return cls(
            people,
            names,
            dict(zip(accounts["account_id"], accounts["account_name"], strict=True)),
            dict(zip(subject, rows["row_id"], strict=True)),
            set(given) | set(subject[rows["answered_on"].notna()]),
        )

    def person(self, row: Mapping[str, str]) -> tuple[str, str | None] | None:
        """Account and contact a row is about: by id, else by a name only one person has; ``None`` for nobody."""
        contact = row.get("contact_id", "")
        if contact:
            return (self.contacts[contact][0], contact) if contact in self.contacts else None
        account, name = row.get("account_id", ""), row.get("contact_name", "")
        alike = [one for one in self.by_name.get(name, []) if not account or self.contacts[one][0] == account] if name else []
        if len(alike) == 1:
            return self.contacts[alike[0]][0], alike[0]
        return (account, None) if account in self.accounts and not name else None


@dataclass(frozen=True)
class _Reader:
    asked: Questionnaire
    survey_id: str
    title: str
    today: date
    counted: date
    """Answers count from here on at the latest (``answering.counted_on``)."""

    def day(self, text: str) -> date | None:
        """The day a cell says (today without one); ``None`` for no day or one to come."""
        parts = _DAY.match(text) if text else None
        if text and parts is None:
            return None
        try:
            day = date(*map(int, parts.groups())) if parts else self.today
        except ValueError:
            return None
        return day if day <= self.today else None

    def invitation(self, known: _Known, account: str, contact: str | None) -> Invitation:
        name = known.contacts[contact][1] if contact else ""
        row = known.invited.get(contact or account, 0)
        told = known.accounts.get(account) or account
        return Invitation(row, self.survey_id, self.title, "", "", self.asked, account, told, contact, name)


def _with(found: Filled, reader: _Reader, known: _Known, line: int, row: Mapping[str, str]) -> Filled:
    """What was found and one row more: its edits, or why it is refused."""
    given = {item: row[item] for item in reader.asked.items if row.get(item)}
    if not given and not row.get("comment"):
        return found
    problem = _problem(reader, known, row, given)
    if problem:
        who = next((row[name] for name in reversed(WHO) if row.get(name)), "")
        found.refused.append(Refused(line, who, *problem))
        return found
    person, day = known.person(row), reader.day(row.get("answered_on", ""))
    assert person and day
    asked = reader.invitation(known, *person)
    scales = {q.item: q.scale for q in reader.asked.questions}
    numbers = {item: answer_on(scales[item], text) for item, text in given.items()}
    found.edits.extend(answer_edits(asked, numbers, row.get("comment", ""), min(day, reader.counted)))
    if asked.row_id:
        found.edits.append(Change("invitations", asked.row_id, "answered_on", None, day))
    known.answered.add(person[1] or person[0])
    return replace(found, people=found.people + 1, answers=found.answers + len(given))


def _problem(reader: _Reader, known: _Known, row: Mapping[str, str], given: Mapping[str, str]) -> tuple[str, Mapping[str, Any]] | None:
    """Why a row cannot be taken, or ``None``."""
    person = known.person(row)
    if person is None:
        return NOBODY, {}
    if (person[1] or person[0]) in known.answered:
        return TWICE, {}
    if reader.day(row.get("answered_on", "")) is None:
        return NO_DAY, {"value": row["answered_on"]}
    for question_ in reader.asked.questions:
        if question_.item in given:
            try:
                answer_on(question_.scale, given[question_.item])
            except KamError:
                scale = question_.scale
                return OFF_SCALE, {"item": scale.title, "value": given[question_.item], "low": f"{scale.low:g}", "high": f"{scale.high:g}"}
    return None

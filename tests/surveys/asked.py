"""A workbook with two accounts and their people, and a survey among them, for the tests of surveys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import pyarrow as pa

import kam_core as kam
from kam_core import surveys
from kam_core.workbook import Workbook

SENT, DAY = date(2024, 12, 1), date(2024, 12, 10)

PEOPLE = (
    ("c1", "A", "Li Na", "decider", 5),
    ("c2", "A", "Tom <b>", "user", 1),
    ("c3", "B", "王芳", "buyer", None),
)
"""Contact, account, name, role, influence."""


def portfolio(path: object = None) -> Workbook:
    """Accounts A (two contacts) and B (one)."""
    wb = Workbook(path)  # type: ignore[arg-type]
    accounts = [{"account_id": id, "account_name": name} for id, name in (("A", "Nord AG"), ("B", "华东电气"))]
    names = ("contact_id", "account_id", "contact_name", "role", "influence")
    people = [dict(zip(names, person, strict=True)) for person in PEOPLE]
    wb.record("load", {name: pa.Table.from_pandas(pd.DataFrame(rows)) for name, rows in (("accounts", accounts), ("contacts", people))})
    return wb


def survey(
    wb: Workbook,
    questionnaire: str = "short",
    who: Sequence[tuple[str, str | None]] = (("A", "c1"), ("A", "c2"), ("B", "c3")),
    closes_on: date | None = date(2024, 12, 31),
) -> str:
    """A survey sent on 1 December; its id."""
    asked = surveys.Asking("Winter", questionnaire, "zh", [surveys.Invitee(*one) for one in who], SENT, closes_on, "Three minutes.")
    survey_id, edits = surveys.survey_edits(wb, asked)
    wb.apply(edits)
    return survey_id


def tokens(wb: Workbook, survey_id: str) -> dict[str, str]:
    """The token of each contact (or account)."""
    rows = surveys.invitations(wb, survey_id, DAY)
    return dict(zip(rows["contact_id"].fillna(rows["account_id"]), rows["token"], strict=True))


def standing(wb: Workbook, survey_id: str, day: date = DAY) -> dict[str, str]:
    """What became of each invitation."""
    rows = surveys.invitations(wb, survey_id, day)
    return dict(zip(rows["contact_id"].fillna(rows["account_id"]), rows["standing"], strict=True))


def quadrant(wb: Workbook, account: str, matrix: str = "loyalty") -> str | None:
    """Where an account stands on the day of the tests."""
    found = kam.matrix(wb, matrix, as_of=DAY).set_index("account_id")["quadrant"]
    told = found.get(account)
    return None if pd.isna(told) else str(told)

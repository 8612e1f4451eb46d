"""Interviews: what was heard becomes a need that says where it came from, or a rating of the customer; each is counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import numpy as np
import pytest

import kam_core as kam
from kam_core.errors import BadArgument, OutOfBounds
from kam_core.interviews import askable, proof_of, rating_of, talks
from kam_core.text import translator

DAY = date(2024, 3, 1)
LATER = date(2024, 6, 30)
ITEMS = {item.id: item for kind in ("account", "contact") for item in askable(kind)}  # type: ignore[arg-type]


@pytest.fixture
def wb() -> Iterator[kam.Workbook]:
    """An account with a person, an interview with that person, research without one, a plain note, and a talk of another year."""
    with kam.Workbook() as book:
        book.apply([
            kam.Insert("accounts", {"account_id": "A", "account_name": "Nord AG"}),
            kam.Insert("contacts", {"contact_id": "c1", "account_id": "A", "contact_name": "Ida Lane"}),
            kam.Insert("notes", {"account_id": "A", "date": DAY, "text": "Late again.", "kind": "interview", "contact_id": "c1"}),
            kam.Insert("notes", {"account_id": "A", "date": DAY, "text": "Market grows.", "kind": "research"}),
            kam.Insert("notes", {"account_id": "A", "date": DAY, "text": "Call back."}),
            kam.Insert("notes", {"account_id": "A", "date": date(2025, 1, 1), "text": "Later.", "kind": "interview"}),
        ])  # fmt: skip
        yield book


def test_only_talks_up_to_the_date_are_listed(wb: kam.Workbook) -> None:
    """A plain note is none, and one of next year is not known yet."""
    found = talks(wb, LATER)

    assert sorted(found["text"]) == ["Late again.", "Market grows."]
    assert (found["ratings"].sum(), found["needs"].sum()) == (0, 0)


def test_a_talk_becomes_a_rating_of_the_person_and_back(wb: kam.Workbook) -> None:
    """Trust is asked of people: the contact said 2 of 1-10, so its reliability is 11.1; undone, nothing is known again."""
    talk = next(row for row in talks(wb, LATER).to_dict("records") if row["kind"] == "interview")
    batch = wb.apply(rating_of(talk, ITEMS["trust.reliability"], 2, datetime.now(UTC).date()))

    row = wb.table("ratings").iloc[0]
    assert [row[name] for name in ("subject_type", "subject_id", "rater", "rater_side", "source", "status", "note")] == [
        "contact", "c1", "Ida Lane", "customer", "interview", "confirmed", "Late again."]  # fmt: skip
    assert abs(float(kam.score(wb, DAY)["trust"].iloc[0]) - 100 / 9) < 1e-6
    assert talks(wb, LATER)["ratings"].tolist().count(1) == 1
    wb.undo(batch)
    assert np.isnan(float(kam.score(wb, DAY)["trust"].iloc[0]))


def test_a_talk_without_a_person_is_about_the_account(wb: kam.Workbook) -> None:
    """Research rates the account; importance is never asked of a person."""
    talk = next(row for row in talks(wb, LATER).to_dict("records") if row["kind"] == "research")
    wb.apply(rating_of(talk, ITEMS["importance.growth"], 5, datetime.now(UTC).date()))

    assert wb.table("ratings")[["subject_type", "subject_id"]].to_numpy().tolist() == [["account", "A"]]


def test_a_person_who_left_is_no_subject_any_more(wb: kam.Workbook) -> None:
    """The contact was deleted: its talk rates the account, for an answer about nobody would count nowhere, and nobody is made up."""
    wb.apply([kam.Delete("contacts", int(str(wb.table("contacts").index[0])))])
    talk = next(row for row in talks(wb, LATER).to_dict("records") if row["kind"] == "interview")
    wb.apply(rating_of(talk, ITEMS["trust.reliability"], 2, datetime.now(UTC).date()))

    assert wb.table("ratings")[["subject_type", "subject_id"]].to_numpy().tolist() == [["account", "A"]]
    assert proof_of(talk, translator("en")) == "Interview 2024-03-01"
    assert abs(float(kam.score(wb, DAY)["trust"].iloc[0]) - 100 / 9) < 1e-6


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_need_is_found_by_its_proof_in_both_languages(wb: kam.Workbook, lang: str) -> None:
    """The proof names the day and the person; the talk then counts one need."""
    talk = next(row for row in talks(wb, LATER).to_dict("records") if row["kind"] == "interview")
    wb.apply([kam.Insert("needs", {"need_id": "N1", "account_id": "A", "need": "On time", "proof": proof_of(talk, translator(lang))})])

    assert dict(zip(talks(wb, LATER)["kind"], talks(wb, LATER)["needs"], strict=True)) == {"interview": 1, "research": 0}


def test_what_cannot_be_a_rating_is_refused(wb: kam.Workbook) -> None:
    """A value off the scale, and a talk without a date."""
    talk = talks(wb, LATER).to_dict("records")[0]
    with pytest.raises(OutOfBounds):
        rating_of(talk, ITEMS["trust.reliability"], 11, DAY)
    with pytest.raises(BadArgument):
        rating_of({**talk, "date": None}, ITEMS["trust.reliability"], 5, DAY)

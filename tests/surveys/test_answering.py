"""A customer answers by token: what is stored, what is refused, and that nothing is lost."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

import kam_core as kam
from kam_core import disguise, surveys
from kam_core.errors import BadArgument, InvitationRefused, KamError, OutOfBounds
from kam_core.workbook import lookup
from tests.surveys.asked import DAY, SENT, portfolio, quadrant, standing, survey, tokens

FULL = {"attitude.recommend": 9, "satisfaction.overall": 4, "satisfaction.effort": 6}


def refused(wb: kam.Workbook, token: str, day: date = DAY) -> str:
    """The sentence with which an invitation is refused."""
    with pytest.raises(InvitationRefused) as error:
        surveys.answer(wb, token, FULL, "", day)
    return error.value.template


def test_a_survey_is_one_batch_and_undone_as_one() -> None:
    """Survey and invitations come and go together; tokens differ and hold 128 bits."""
    wb = portfolio()
    before = wb.revision
    survey_id = survey(wb, who=[("A", "c1"), ("A", "c2"), ("B", None), ("A", "c1")])
    made = surveys.surveys(wb, DAY).iloc[0]

    assert (wb.revision, made["invited"], made["answered"], made["waiting"], made["open"]) == (before + 1, 3, 0, 3, True)
    found = list(tokens(wb, survey_id).values())
    assert (len(set(found)), {len(token) for token in found}) == (3, {22})
    wb.undo(wb.revision)
    assert (len(wb.table("surveys")), len(wb.table("invitations"))) == (0, 0)


def test_answers_become_ratings_of_the_customer() -> None:
    """One batch: a confirmed rating of the contact an item, the comment as feedback, the invitation marked; undone as one."""
    wb = portfolio()
    survey_id = survey(wb)
    batch = surveys.answer(wb, tokens(wb, survey_id)["c1"], FULL, " Slow invoices ", DAY)
    rows = wb.table("ratings")

    assert dict(zip(rows["item"], rows["value"], strict=True)) == FULL
    about = ["subject_type", "subject_id", "rater", "rater_side", "source", "status", "survey_id"]
    assert rows[about].drop_duplicates().to_numpy().tolist() == [["contact", "c1", "Li Na", "customer", "survey", "confirmed", survey_id]]
    assert wb.table("feedback")[["account_id", "text", "theme"]].to_numpy().tolist() == [["A", "Slow invoices", "Winter"]]
    assert standing(wb, survey_id) == {"c1": "answered", "c2": "waiting", "c3": "waiting"}
    wb.undo(batch)
    assert (len(wb.table("ratings")), len(wb.table("feedback")), standing(wb, survey_id)["c1"]) == (0, 0, "waiting")


def test_an_invitation_without_a_contact_speaks_for_the_account() -> None:
    """The account as a whole answers."""
    wb = portfolio()
    survey_id = survey(wb, "nps", [("B", None)])
    surveys.answer(wb, tokens(wb, survey_id)["B"], {"attitude.recommend": 10}, "", DAY)

    assert wb.table("ratings")[["subject_type", "subject_id", "rater"]].to_numpy().tolist() == [["account", "B", "华东电气"]]


def test_a_contact_that_moved_answers_for_its_new_account() -> None:
    """The link stays good; the comment and the answers are those of the account the contact belongs to now."""
    wb = portfolio()
    survey_id = survey(wb)
    row = lookup.of_account(wb, "contacts", "B").index[0]
    wb.apply([kam.Change("contacts", int(str(row)), "account_id", "B", "A")])
    surveys.answer(wb, tokens(wb, survey_id)["c3"], FULL, "Moved", DAY)

    assert wb.table("feedback")["account_id"].tolist() == ["A"]
    assert surveys.answers(wb, DAY)["account_id"].unique().tolist() == ["A"]
    assert set(surveys.invitations(wb, survey_id, DAY)["account_id"]) == {"A"}


def test_what_cannot_be_answered_says_why_and_stores_nothing() -> None:
    """Unknown token, too late, closed, contact deleted, survey deleted, something needed is missing, off the scale."""
    wb = portfolio()
    survey_id = survey(wb)
    held = tokens(wb, survey_id)
    assert refused(wb, "nonsense") == InvitationRefused.template
    assert refused(wb, held["c1"], date(2025, 1, 1)) == InvitationRefused.template_expired
    for answers, expected in (({"attitude.recommend": 9}, InvitationRefused), ({**FULL, "attitude.recommend": 11}, OutOfBounds)):
        with pytest.raises(expected):
            surveys.answer(wb, held["c1"], answers, "", DAY)
    contacts = lookup.of_account(wb, "contacts", "B")
    wb.apply([kam.Delete("contacts", int(str(contacts.index[0])))])
    assert refused(wb, held["c3"]) == InvitationRefused.template_gone
    closed = wb.apply(surveys.closing(wb, survey_id, DAY))
    assert refused(wb, held["c1"]) == InvitationRefused.template_expired
    assert standing(wb, survey_id) == {"c1": "expired", "c2": "expired", "c3": "gone"}
    wb.undo(closed)
    wb.undo(2)
    assert refused(wb, held["c1"]) == InvitationRefused.template
    assert (len(wb.table("ratings")), len(wb.table("feedback"))) == (0, 0)


def test_two_tabs_answer_once() -> None:
    """The second of two that opened the same link is told so; the first answers stand, also when both write at the same moment."""
    wb = portfolio()
    token = tokens(wb, survey(wb))["c1"]
    first = surveys.invitation(wb, token, DAY)
    surveys.answer(wb, token, FULL, "", DAY)
    assert refused(wb, token) == InvitationRefused.template_answered
    late = [
        kam.Change("invitations", first.row_id, "answered_on", None, DAY),
        kam.Insert("feedback", {"account_id": "A", "date": DAY, "text": "x"}),
    ]
    with pytest.raises(KamError):
        wb.apply(late)

    assert (len(wb.table("ratings")), len(wb.table("feedback"))) == (3, 0)


def test_answers_move_an_account_and_undo_moves_it_back() -> None:
    """Customers' answers roll up by influence into attitude and the matrix: (5 x 1 + 1 x 100)/6 is low, and high once undone."""
    wb = portfolio()
    fact = {"account_id": "A", "fact": "wallet_share", "value": 0.9, "valid_on": SENT}
    wb.record("load", {"account_facts": pa.Table.from_pandas(pd.DataFrame([fact]))})
    held = tokens(wb, survey(wb, "attitude"))
    attitude = dict.fromkeys(surveys.questionnaire("attitude").items, 5) | {"attitude.recommend": 10}
    surveys.answer(wb, held["c2"], attitude, "", DAY)
    assert quadrant(wb, "A") == "true"
    against = dict.fromkeys(attitude, 1) | {"attitude.recommend": 0}
    batch = surveys.answer(wb, held["c1"], against, "", DAY)

    assert kam.score(wb, as_of=DAY).set_index("account_id").loc["A", "attitude"] == pytest.approx((5 * 0 + 1 * 100) / 6)
    assert quadrant(wb, "A") == "spurious"
    wb.undo(batch)
    assert quadrant(wb, "A") == "true"


def test_an_answer_counts_from_the_day_the_figures_reach() -> None:
    """Orders loaded up to November: an answer of December counts from the last order on, so that today's figures see it."""
    wb = portfolio()
    order = {"account_id": "A", "date": date(2024, 11, 30), "revenue": 1.0}
    wb.record("load", {"transactions": pa.Table.from_pandas(pd.DataFrame([order]))})
    token = tokens(wb, survey_id := survey(wb))["c1"]
    surveys.answer(wb, token, FULL, "Fine", DAY)

    assert set(pd.to_datetime(wb.table("ratings")["valid_on"]).dt.date) == {date(2024, 11, 30)}
    assert surveys.invitations(wb, survey_id, DAY)["answered_on"].dropna().tolist() == [pd.Timestamp(DAY)]
    assert kam.score(wb).set_index("account_id").loc["A", "attitude"] == pytest.approx(90)


def test_no_token_reaches_a_stage() -> None:
    """A disguised workbook has no invitations; its survey keeps its questions and the number of people asked, not its words."""
    wb = portfolio()
    survey(wb)
    stage = disguise.disguised(wb)
    made = stage.table("surveys").iloc[0]

    assert len(stage.table("invitations")) == 0
    assert (made["questionnaire"], made["invited"], made["title"], made["note"]) == ("short", 3, disguise.HIDDEN, disguise.HIDDEN)


def test_a_survey_needs_a_title_somebody_and_days_in_order() -> None:
    """Each is refused with its own sentence; so is a questionnaire of nothing."""
    wb = portfolio()
    who = [surveys.Invitee("A")]
    cases = {
        BadArgument.template_survey_title: surveys.Asking(" ", "nps", "en", who, SENT),
        BadArgument.template_survey_nobody: surveys.Asking("x", "nps", "en", [], SENT),
        BadArgument.template_survey_closes: surveys.Asking("x", "nps", "en", who, DAY, SENT),
        BadArgument.template_questionnaire: surveys.Asking("x", "nothing", "en", who, SENT),
    }
    for template, asked in cases.items():
        with pytest.raises(BadArgument) as error:
            surveys.survey_edits(wb, asked)
        assert error.value.template == template


def test_every_question_is_an_item_in_both_languages() -> None:
    """A question is asked on the scale of its item, in words that address the customer, and every questionnaire holds a needed one."""
    from kam_core.text import translator

    zh = translator("zh")
    for item, asked in surveys.QUESTIONS.items():
        texts = (asked.text, asked.low, asked.high)
        assert asked.scale.id == item
        assert all(zh(text) != text for text in texts), item
        assert "they " not in asked.text.lower()
    assert all(one.required for one in surveys.QUESTIONNAIRES.values())

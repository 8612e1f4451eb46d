"""What holds decisions back, and the people behind them: figures against plain pandas, one plan made and undone, a stage set."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import kam_core as kam
from pages.ui import cache
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import dialog, figures, finding, messages, opened, texts


def rated(contact: str, item: str, value: float) -> kam.Insert:
    """One answer about a person."""
    row = {"subject_type": "contact", "subject_id": contact, "valid_on": "2024-06-01", "rater": "Li Na"}
    return kam.Insert("ratings", {**row, "item": item, "value": value})


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Alpha: Ann decides, fears the delivery and is linked with us. Beta: nobody."""
    path = tmp_path / "small.duckdb"
    with kam.Workbook(path) as book:
        person = {"contact_id": "1", "account_id": "A", "contact_name": "Ann <b>", "role": "decider", "influence": 5, "support": 1}
        book.apply([
            kam.Insert("accounts", {"account_id": "A", "account_name": "Alpha", "owner": "Li Na"}),
            kam.Insert("accounts", {"account_id": "B", "account_name": "Beta"}),
            kam.Insert("contacts", {**person, "department": "Buying", "seniority": 3}),
            kam.Insert("links", {"from_id": "Li Na", "to_id": "1", "kind": "our_link", "level": 2}),
            rated("1", "risk.delivery", 5), rated("1", "risk.delivery_consequence", 4),
        ])  # fmt: skip
    return path


def press(session: AppTest, key: str) -> AppTest:
    """Press the button of the first row of a table; the click lasts as long as its dialog is asked for here."""
    session.session_state[key] = {"row": 0}
    return session.run()


def test_the_sample_in_chinese_says_what_the_tables_hold(books: dict[str, Path]) -> None:
    """Blocked: a decider or approver against us, or P·C >= 20 by the latest answers; the sentence holds those figures."""
    with kam.Workbook(books["resellers"]) as book:
        contacts, ratings, data = book.table("contacts"), book.table("ratings"), typed(book)
    ratings = ratings[(ratings["subject_type"] == "contact") & ratings["item"].str.startswith("risk.")]
    latest = ratings.sort_values("valid_on").drop_duplicates(["subject_id", "item"], keep="last")
    answers = latest.pivot(index="subject_id", columns="item", values="value")
    grave = {c for name in answers if not name.endswith("_consequence")
             for c in answers.index[answers[name] * answers[f"{name}_consequence"] >= 20]}  # fmt: skip
    against = contacts[contacts["role"].isin(["decider", "approver"]) & (contacts["support"] <= -1)]
    blocked = set(against["account_id"]) | set(contacts.loc[contacts["contact_id"].isin(grave), "account_id"])
    session = opened(books["resellers"], "matrix", m="decision", part="risks", lang="zh")

    assert not session.exception
    assert {str(len(blocked)), str(contacts["account_id"].nunique())} <= set(figures(finding(session)))
    written = list(texts(session))
    assert english_left(written, data) == [] and half_width(written, data) == []


def test_a_reliever_becomes_a_plan_and_goes_away_again(small: Path) -> None:
    """The risk of the first row, its owner and a day are filled in; saved it is an action of the account; undone there is none."""
    session = press(opened(small, "matrix", m="decision", part="risks"), "plan_risks")
    assert finding(session) == "1 of 1 decision units is blocked. Delivery risk weighs most (20 of 25)."
    assert dialog(session).proto.dialog.title == "Plan for Alpha"
    next(button for button in session.button if button.label == "Save").click()
    session.session_state["plan_risks"] = {"row": 0}
    session.run()
    rows = cache.book(small).table("actions")

    assert rows[["account_id", "action", "owner", "state"]].to_numpy().tolist() == [["A", "Keep stock for them", "Li Na", "planned"]]
    del session.session_state["plan_risks"]
    session.run()
    next(button for button in session.button if button.label == "Undo").click().run()
    assert cache.book(small).table("actions").empty and not messages(session)


def test_a_target_stage_is_kept_and_an_empty_account_says_what_is_missing(small: Path) -> None:
    """Chosen and kept as a fact of the account; without answers and links the part says so in one line."""
    session = opened(small, "account", account="A", part="judged", judged="stage")
    assert {metric.label: metric.value for metric in session.metric}["Shape of contact"] == "Bow-tie"
    next(box for box in session.selectbox if box.label == "Target stage").set_value(4)
    next(button for button in session.button if button.label == "Keep the target").click().run()
    facts = cache.book(small).table("account_facts")

    assert facts[["account_id", "fact", "value"]].to_numpy().tolist() == [["A", "stage_target", 4.0]]
    assert {metric.label: metric.value for metric in session.metric}["Target"] == "Interdependent"
    listed = opened(small, "matrix", m="relationship", part="stages")
    assert finding(listed) == "0 of 1 accounts stand above their target stage, 1 below." and not listed.exception
    empty = opened(small, "account", account="B", part="judged", judged="stage")
    assert any("nobody answered the six questions" in text.text for text in texts(empty)) and not empty.exception


def test_an_account_shows_who_fears_what(small: Path) -> None:
    """Ann blocks with a delivery risk of 20; nobody asked her about the rest; support +1 alone makes a willingness of 75."""
    session = opened(small, "account", account="A", part="judged", judged="decision")
    (row,) = next(frame.value for frame in session.dataframe if "helps" in frame.value).to_dict("records")

    assert (row["who"], row["delivery"], row["career"], row["willingness"]) == ("Ann <b>", "20", "–", "75")
    assert row["helps"].startswith("Keep stock for them") and list(row["veto"]) == ["blocks"]
    assert {metric.label: metric.value for metric in session.metric}["Quadrant"] == "Blocked"


def test_links_are_listed_changed_and_deleted(small: Path) -> None:
    """The link of Ann, by name; deleted in its form it is gone from the list, and the batch can be undone."""
    session = press(opened(small, "account", account="A", part="people"), "edit_link")
    listed = next(frame.value for frame in session.dataframe if "wanted" in frame.value)
    assert listed[["from", "to", "level"]].to_numpy().tolist() == [["Li Na", "Ann <b>", 2.0]]
    next(button for button in session.button if (button.key or "").startswith("delete_links")).click()
    session.session_state["edit_link"] = {"row": 0}
    session.run()

    assert cache.book(small).table("links").empty
    assert pd.notna(cache.book(small).undo(cache.book(small).revision, author="x")) and len(cache.book(small).table("links")) == 1

"""Surveys on the screen: asked, answered by a link, seen in the figures; a visitor and a stage see no more than they should."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa

import kam_core as kam
from kam_core import surveys
from kam_core.workbook import home
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import finding, messages, opened, texts

NPS = "attitude.recommend"


def test_the_satisfaction_of_the_sample(books: dict[str, Path]) -> None:
    """NPS of the latest survey as pandas counts it, in a Chinese page without English."""
    with kam.Workbook(books["resellers"]) as book:
        rows, known = book.table("ratings"), typed(book)
        last = book.table("surveys").sort_values("sent_on")["survey_id"].iloc[-1]
    given = rows.loc[(rows["survey_id"] == last) & (rows["item"] == NPS), "value"]
    told = f"{round(100 * ((given >= 9).mean() - (given <= 6).mean())):+d}".replace("-", "−")
    session = opened(books["resellers"], "ratings", part="satisfaction", lang="zh")
    read = list(texts(session))

    assert not session.exception
    assert finding(session).startswith(f"推荐意愿（NPS） {told}（95% 区间：")
    assert f"{len(given)} 人" in " ".join(text.text for text in read)
    assert (english_left(read, known), half_width(read, known)) == ([], [])


def test_a_survey_is_asked_and_a_stage_sees_no_link(own: Callable[[str], Path]) -> None:
    """Two contacts are invited by the form as one batch; what is missing is said; on a stage neither links nor a form."""
    path = own("orders")
    with kam.Workbook(path) as book:
        id = book.table("accounts")["account_id"].iloc[0]
        people = [{"contact_id": f"p{n}", "account_id": id, "contact_name": f"Wang {n}"} for n in (1, 2)]
        book.record("load", {"contacts": pa.Table.from_pylist(people)})
    session = opened(path, "ratings", part="surveys", lang="en")
    assert finding(session) == "No customer has been asked yet. Three questions take them a minute."
    session.button(key="survey_send_0").click().run()
    assert messages(session) == ["A survey needs a title."]
    session.text_input(key="survey_title_0").set_value("Winter")
    session.button(key="survey_send_0").click().run()

    assert finding(session).startswith("Winter · ") and finding(session).endswith("0 of 2 answered, 2 still can.")
    links = [text.text for text in texts(session) if "/answer?k=" in text.text]
    assert len(links) == 2
    on_stage = opened(path, "ratings", part="surveys", lang="en", stage="true")
    assert not on_stage.exception
    told = " ".join(text.text for text in texts(on_stage))
    assert [word for word in ("answer?k=", "Wang", "Winter", "Make 2 invitations") if word in told] == []


def test_a_customer_answers_and_sees_nothing_else() -> None:
    """The link alone opens the questionnaire: no rail, no account; what is missing is said; sent once, and a second visit is told so."""
    path, today = home.path_of("Acme"), date.today()
    with kam.Workbook(path) as book:
        accounts = [{"account_id": "A", "account_name": "Nord AG"}, {"account_id": "B", "account_name": "Secret Ltd"}]
        book.record("load", {"accounts": pa.Table.from_pylist(accounts)})
        asked = surveys.Asking("Winter", "csat", "en", [surveys.Invitee("A")], today, None, "Dear customer")
        book.apply(surveys.survey_edits(book, asked)[1])
        key = surveys.key_of(book, book.table("invitations")["token"].iloc[0])
    session = opened(None, "answer", k=key, lang="en")
    told = " ".join(text.text for text in texts(session))

    assert not session.exception
    assert (len(session.sidebar), "Winter" in told, "Dear customer" in told) == (0, True, True)
    assert [name for name in ("Nord AG", "Secret Ltd", "Acme") if name in told] == []
    send = next(button for button in session.button if button.label == "Send answers")
    send.click().run()
    assert "All in all, how satisfied are you with us?" in messages(session)[0]
    next(group for group in session.button_group if group.label.startswith("**All in all")).set_value(5)
    next(button for button in session.button if button.label == "Send answers").click().run()
    assert [header.value for header in session.header] == ["Thank you."]
    again = opened(None, "answer", k=key, lang="zh")
    assert [info.value for info in again.info] == ["此问卷已经回答，谢谢您。以第一次的回答为准。"]

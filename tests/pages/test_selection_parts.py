"""Selection, delivered value, needs and the priority list as pages: on the sample, on nothing, and a decision taken over."""

from __future__ import annotations

import pandas as pd

import kam_core as kam
from kam_core.accounts import as_of_or_last
from kam_core.needs import gaps
from kam_core.priority import priorities
from pages.ui import cache
from tests.pages.chinese import english_left, typed
from tests.pages.session import charts, finding, messages, opened, texts


def test_priority_judged_on_the_spot(own):
    """The first of the list as computed; feasibility judged here is one signed answer that moves the account, and can be undone."""
    path = own("resellers")
    with kam.Workbook(path) as book:
        day = as_of_or_last(book, None)
        before = priorities(book, kam.score(book), day, kam.Params())
    session = opened(path, "matrix", m="relationship", part="priority")
    first = before.iloc[0]
    assert finding(session).startswith(f"{first['account_name']} comes first: importance {first['importance']:.0f}")

    judged = before[before["assumed"] & before["priority"].notna()].iloc[0]["account_id"]
    session.selectbox(key="feasible_account").set_value(judged).run()
    next(group for group in session.button_group if group.key == "feasible_answer").set_value(5)
    next(button for button in session.button if button.label == "Save").click().run()
    assert messages(session) == []
    book = cache.book(path)
    after = priorities(book, kam.score(book), day, kam.Params()).set_index("account_id")
    rating = book.table("ratings").query("item == 'feasibility.means' and subject_id == @judged").iloc[-1]
    assert (after.loc[judged, "feasibility"], bool(after.loc[judged, "assumed"])) == (5, False)
    assert after.loc[judged, "priority"] > before.set_index("account_id").loc[judged, "priority"]
    assert (rating["value"], rating["rater_side"], bool(rating["rater"])) == (5, "ours", True)
    book.undo(book.revision)
    again = priorities(book, kam.score(book), day, kam.Params()).set_index("account_id")
    assert bool(again.loc[judged, "assumed"])


def test_proposals_taken_over_as_one_batch(own):
    """All that is proposed, decided on at once: status, reason and next review in the register, one batch; nothing is left to propose."""
    path = own("resellers")
    with kam.Workbook(path) as book:
        revision, was = book.revision, book.table("accounts").set_index("account_id")["status"]
    session = opened(path, "matrix", m="selection", part="proposal")
    next(button for button in session.button if button.label == "All of them").click().run()
    chosen = session.multiselect(key="selection_chosen").value
    next(button for button in session.button if button.label.startswith("Decide on")).click().run()
    session.text_area(key="selection_why").set_value("Agreed in the board").run()
    session.button(key="selection_do").click().run()

    book = cache.book(path)
    accounts = book.table("accounts").set_index("account_id").loc[chosen]
    assert book.revision == revision + 1
    assert (accounts["status"] == "key").all()
    assert (accounts["decided_why"] == "Agreed in the board").all()
    assert pd.to_datetime(accounts["review_on"]).gt(pd.Timestamp(as_of_or_last(book, None))).all()
    assert (was[chosen] != "key").any()
    assert finding(session) == "The selection matrix proposes no change to the register."


def test_needs_in_chinese(books):
    """The largest gap in Chinese, no English but the data's."""
    with kam.Workbook(books["resellers"]) as book:
        first = gaps(book, kam.score(book), as_of_or_last(book, None)).iloc[0]
        data = typed(book)
    session = opened(books["resellers"], "matrix", lang="zh", m="needs", part="gaps")

    assert finding(session).startswith(f"最大缺口：{first['need']}，{first['account_name']}（20/20）")
    assert len(charts(session)) == 1
    assert english_left(texts(session), data) == []


def test_nothing_known(books):
    """Without ratings the page of delivered value asks its question and shows the way to the ratings."""
    session = opened(books["orders"], "matrix", m="delivered_value", part="parts")

    assert finding(session) == "Who delivers more to them: we, or the best rival?"
    assert not session.exception
    assert not charts(session)

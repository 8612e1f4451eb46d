"""Beyond purchases: the finding, both rankings, and a ledger whose lines can be added, changed and taken back."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import kam_core as kam
from tests.pages.chinese import english_left, typed
from tests.pages.session import charts, dialog, figures, finding, messages, opened, read, texts

RETAIL_MALL = "AW00000514"


def frame_with(session, column: str) -> pd.DataFrame:
    """The table that has a column."""
    return next(element.value for element in session.dataframe if column in element.value.columns)


def test_who_climbs_once_soft_value_counts(books) -> None:
    """Among the 22 key accounts Retail Mall gains most places, in both languages, as plain ranking of the library's columns says."""
    with kam.Workbook(books["resellers"]) as wb:
        table, own_words = kam.customer_value(wb).query("status == 'key'"), typed(wb)
    hard, total = table["future"].rank(ascending=False), table["total"].rank(ascending=False)
    best = (hard - total).idxmax()
    name, before, now = table.loc[best, "account_name"], f"{hard[best]:g}", f"{total[best]:g}"
    expected = f"Counting value beyond purchases, {name} moves from place {before} to {now} of 22 accounts."

    english, chinese = opened(books["resellers"], "value", part="beyond"), opened(books["resellers"], "value", part="beyond", lang="zh")

    assert finding(english) == expected
    assert figures(finding(chinese)) == figures(expected)
    assert not english.exception
    assert not messages(english)
    assert len(frame_with(english, "place_total")) == 22
    assert len(frame_with(english, "why")) == 28
    assert "beyond_account_en_light" in charts(english)
    assert not english_left(texts(chinese), own_words)


@pytest.mark.parametrize(("name", "link"), [("retail", {}), ("orders", {}), ("resellers", {"region": "Alabama", "by": "industry"})])
def test_without_a_line_the_page_invites(books, name, link) -> None:
    """No evidence (no costs even, or none about the accounts of a filter): the sentence, and the way to the first line."""
    session = opened(books[name], "value", part="beyond", **link)

    assert not session.exception
    ranked = "No evidence yet of value beyond purchases: accounts are ranked by what they buy alone."
    unknown = "No evidence yet of value beyond purchases, and no lifetime value is known: there is nothing to rank."
    assert finding(session) == (ranked if name == "resellers" else unknown)
    assert bool(session.dataframe) == (name == "resellers")
    assert "A referral, an adopted idea, a partner's margin: one line of evidence is enough." in {
        read(one.value) for one in session.markdown
    }
    assert {"add_value", "add_idea"} <= {button.key for button in session.button}


def test_a_line_is_added_in_the_account_room_counts_and_is_taken_back(own) -> None:
    """One batch: the idea counts 746.06 of a gain of 1,000 over three years; undo takes it back."""
    path = own("orders")
    with kam.Workbook(path) as wb:
        account = wb.table("transactions")["account_id"].iloc[0]
    session = opened(path, "account", account=str(account), part="beyond")
    session.button(key="add_idea").click().run()
    form = dialog(session)
    form.number_input[0].set_value(1000.0)
    for area, text in zip(form.text_area, ("Order form by season", "Order desk hours"), strict=True):
        area.set_value(text)
    save = next(button for button in form.button if button.label == "Save")
    session.button(key="add_idea").click()  # the tool reruns the page where a browser reruns the dialog alone
    save.click().run()

    assert not session.exception
    assert frame_with(session, "why")["value"].tolist() == ["746"]
    (undo,) = [button for button in session.button if re.match("undo_saved", button.key or "")]
    undo.click().run()
    assert "why" not in {column for element in session.dataframe for column in element.value.columns}

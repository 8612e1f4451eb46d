"""The effect of drafted ratings is the effect they have once saved, and drafting writes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kam_core as kam
from kam_core.index.answers import judged_item
from kam_core.workbook import Change, Delete, Edit, Insert
from tests.index.ratings_in import DAY, RATING, workbook

ITEMS = ("trust.credibility", "trust.self_orientation", "trust", "importance.fit", "importance", "attitude.again")
FACTS = [("A", "addressable_spend_24m", 100.0), ("B", "addressable_spend_24m", 900.0), ("C", "addressable_spend_24m", 300.0)]
CONTACTS = [("p1", "A", 5.0), ("p2", "A", None), ("p3", "B", 2.0)]
ACCOUNTS = ("A", "B", "C")


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Any]:
    """A rating row of any subject, side, rater and day, days after the date among them."""
    item = draw(st.sampled_from(ITEMS))
    person = item.startswith("trust") and draw(st.booleans())
    ends = judged_item(item)
    return RATING | {
        "subject_type": "contact" if person else draw(st.sampled_from(["account", None])),
        "subject_id": draw(st.sampled_from(["p1", "p2", "p3"] if person else ACCOUNTS)),
        "item": item,
        "value": draw(st.floats(ends.low, ends.high).map(lambda value: round(value, 2))),
        "valid_on": draw(st.sampled_from([DAY, DAY - timedelta(200), DAY - timedelta(1), DAY + timedelta(3), None])),
        "rater": draw(st.sampled_from(["Li Na", "Ann", None])),
        "rater_side": draw(st.sampled_from(["ours", "customer", None])),
        "source": draw(st.sampled_from(["judgement", "vote", None])),
        "status": draw(st.sampled_from(["assumed", "confirmed", None])),
    }


def edits_of(draw: st.DataObject, stored: pd.DataFrame) -> list[Edit]:
    """New rows, corrections of stored ones and deletions, each row once."""
    drafted: list[Edit] = [Insert("ratings", row) for row in draw.draw(st.lists(answers(), max_size=4))]
    for row_id in draw.draw(st.lists(st.sampled_from(stored.index.tolist() or [None]), max_size=3, unique=True)):
        if row_id is None:
            continue
        row = stored.loc[row_id]
        if draw.draw(st.booleans()):
            drafted.append(Delete("ratings", int(row_id)))
        else:
            drafted.append(Change("ratings", int(row_id), "value", row["value"], judged_item(row["item"]).low))
            drafted.append(Change("ratings", int(row_id), "valid_on", row["valid_on"], DAY - timedelta(30)))
    return drafted


@settings(max_examples=40, deadline=None)
@given(before=st.lists(answers(), max_size=8), data=st.data())
def test_the_preview_is_what_saving_gives(before: list[dict[str, Any]], data: st.DataObject) -> None:
    """Whatever is stored and whatever is drafted: value, coverage, place and quadrant agree with those computed after saving."""
    wb = workbook(ACCOUNTS, before, CONTACTS, FACTS)
    drafted = edits_of(data, wb.table("ratings"))
    revision, old = wb.revision, kam.score(wb, DAY).set_index("account_id")

    told = kam.draft(wb, drafted, DAY)

    assert wb.revision == revision
    if drafted:
        wb.apply(drafted)
    new = kam.score(wb, DAY).set_index("account_id")
    for row in told.indices.to_dict("records"):
        id, index = row["account_id"], row["index"]
        np.testing.assert_equal((row["before"], row["after"]), (old.loc[id, index], new.loc[id, index]))
        cover = f"{index}_coverage"
        assert (row["coverage_before"], row["coverage_after"]) == (old.loc[id, cover], new.loc[id, cover])
    for name, (_, after) in told.matrices.items():
        saved = kam.matrix(wb, name, DAY).set_index("account_id").loc[after["account_id"]]
        exact = ["x", "y", "quadrant", "x_coverage", "y_coverage"]
        pd.testing.assert_frame_equal(after.set_index("account_id")[exact], saved[exact], check_exact=True)
        near = ["probability", "evidence", "x_sd", "y_sd"]
        pd.testing.assert_frame_equal(after.set_index("account_id")[near], saved[near], check_exact=False, rtol=1e-9)
    untouched = [(id, name) for id in ACCOUNTS for name in ("trust", "importance", "attitude")]
    touched = set(zip(told.indices["account_id"], told.indices["index"], strict=True))
    for id, name in set(untouched) - touched:
        np.testing.assert_equal(new.loc[id, name], old.loc[id, name])


def test_one_answer_by_hand() -> None:
    """Nobody knew A; 10 on credibility and 1 on the reversed item are 100 each, at half the weight of trust: 100, coverage .5."""
    wb = workbook("A")
    told = kam.draft(wb, [new("A", "trust.credibility", 10), new("A", "trust.self_orientation", 1)], DAY)

    (row,) = told.indices.to_dict("records")
    assert (row["account_id"], row["account_name"], row["index"]) == ("A", "Account A", "trust")
    assert np.isnan(row["before"])
    assert (row["after"], row["coverage_before"], row["coverage_after"]) == (100.0, 0.0, 0.5)
    assert list(told.matrices) == ["relationship"]


def test_the_quadrant_moves_with_it() -> None:
    """Importance 80 given, trust 40 -> 90 by the same rater: from priority development to core partners, across the cut of 60."""
    wb = workbook("A", [("A", "importance", 80.0), ("A", "trust", 40.0)])
    before, after = kam.draft(wb, [new("A", "trust", 90)], DAY).matrices["relationship"]

    assert (before["quadrant"].tolist(), after["quadrant"].tolist()) == (["priority"], ["core_partner"])
    assert (before["x"].tolist(), after["x"].tolist()) == ([40.0], [90.0])


def test_an_answer_about_a_contact_reaches_its_account() -> None:
    """p1 (influence 5) says 100, the account itself (3) stands at 20: (500 + 60) / 8 = 70."""
    wb = workbook("AB", [("A", "trust", 20.0)], [("p1", "A", 5.0)])
    told = kam.draft(wb, [Insert("ratings", RATING | {"subject_type": "contact", "subject_id": "p1", "item": "trust", "value": 100})], DAY)

    assert told.indices[["account_id", "before", "after"]].to_numpy().tolist() == [["A", 20.0, 70.0]]


@pytest.mark.parametrize(
    "drafted",
    [
        [],
        [Insert("accounts", {"account_id": "Z"})],
        [Insert("ratings", {"subject_id": "nobody", "item": "trust", "value": 50})],
        [Insert("ratings", {"subject_id": "A", "item": "an item of long ago", "value": 3})],
        [Insert("ratings", {"subject_id": "A", "subject_type": "contact", "item": "importance", "value": 3})],
        [Change("ratings", 999, "value", 1, 2), Delete("ratings", 998)],
    ],
)
def test_what_touches_no_index_of_an_account_has_no_effect(drafted: list[Edit]) -> None:
    """Other tables, unknown subjects and items, rows that are gone: an empty answer and no error."""
    told = kam.draft(workbook("A", [("A", "trust", 20.0)]), drafted, DAY)

    assert (len(told.indices), dict(told.matrices)) == (0, {})


def test_an_answer_dated_later_shows_no_effect_yet() -> None:
    """Valid after the date of the figures: the value stays, as it will after saving."""
    wb = workbook("A", [("A", "trust", 20.0)])
    told = kam.draft(wb, [new("A", "trust", 90, DAY + timedelta(1))], DAY)

    assert told.indices[["before", "after"]].to_numpy().tolist() == [[20.0, 20.0]]


def test_a_rating_that_moves_to_another_account_touches_both() -> None:
    """The subject of a row is corrected: one loses the answer, the other gets it."""
    wb = workbook("AB", [("A", "trust", 20.0)])
    (row_id,) = wb.table("ratings").index

    told = kam.draft(wb, [Change("ratings", int(row_id), "subject_id", "A", "B")], DAY).indices.set_index("account_id")

    assert (told.loc["A", "before"], told.loc["B", "after"]) == (20.0, 20.0)
    assert told[["before", "after"]].isna().to_numpy().tolist() == [[False, True], [True, False]]


def new(account: str, item: str, value: float, day: date = DAY) -> Insert:
    """A new rating row of an account, by the rater of ``RATING``."""
    return Insert("ratings", RATING | {"subject_id": account, "item": item, "value": value, "valid_on": day})


def test_answers_of_contacts_reach_the_decision_matrix() -> None:
    """A fear of one contact: the account is told with its mean before and after, and with the veto; saved, it is the same."""
    people = [{"subject_type": "contact", "subject_id": id, "item": item, "value": 2.0} for id in ("p1", "p2") for item in
              ("willingness.urgency", "willingness.value", "risk.financial", "risk.financial_consequence", "risk.career",
               "risk.career_consequence")]  # fmt: skip
    wb = workbook(ACCOUNTS, people, CONTACTS, FACTS)
    drafted = [Insert("ratings", RATING | {"subject_type": "contact", "subject_id": "p1", "item": item, "value": 5.0, "rater": "Zhou"})
               for item in ("risk.career", "risk.career_consequence")]  # fmt: skip
    told = kam.draft(wb, drafted, DAY)
    wb.apply(drafted)
    saved = kam.matrix(wb, "decision", DAY, subject_type="account").iloc[0]
    after = told.matrices["decision"][1].iloc[0]

    assert told.indices[["account_id", "index", "before"]].to_numpy().tolist() == [["A", "risk", 16.0]]
    assert list(told.matrices) == ["decision"]
    assert (after["y"], after["quadrant"]) == (saved["y"], saved["quadrant"])


def test_an_answer_enters_every_index_it_belongs_to() -> None:
    """Our product value moves delivered value and the benefits, and the matrix of both."""
    wb = workbook(ACCOUNTS, [("A", "delivered.product_rival", 5.0)], CONTACTS, FACTS)
    told = kam.draft(wb, [Insert("ratings", RATING | {"subject_id": "A", "item": "delivered.product", "value": 9.0})], DAY)

    assert told.indices[["index", "after"]].to_numpy().tolist() == [["delivered", 70.0], ["benefits", 70.0]]
    assert list(told.matrices) == ["delivered_value"]

"""The playbook of a workbook: what is written goes before what is proposed, in each language, and can be taken back."""

from __future__ import annotations

import pytest

import kam_core as kam
from kam_core.playbook import PLAYBOOK
from kam_core.playbook.written import NOTHING, Play, as_proposed, is_written, lines, play_of, proposed, saving

EN, ZH = kam.translator("en"), kam.translator("zh")
TRUE = "loyalty.true"


@pytest.fixture
def book() -> kam.Workbook:
    return kam.Workbook()


def test_edited_in_one_language_only(book):
    """What reads as proposed is not kept; the other language stays the proposed one."""
    mine = Play("Hold them.", ("Call", "Visit"))
    batch = book.apply(saving(book, TRUE, {"en": mine, "zh": proposed(TRUE, ZH)}))

    assert len(book.table("plays")) == 1
    assert play_of(book, TRUE, EN) == mine
    assert play_of(book, TRUE, ZH) == proposed(TRUE, ZH) != proposed(TRUE, EN)
    assert saving(book, TRUE, {"en": mine}) == []
    book.undo(batch)
    assert play_of(book, TRUE, EN).strategy == PLAYBOOK["loyalty"]["true"].strategy


def test_in_both_languages_and_back(book):
    """Both sides are one batch; the way back takes both out."""
    book.apply(saving(book, TRUE, {"en": Play("Hold.", ("Call",)), "zh": Play("守住。", ("致电", "拜访"))}))
    second = saving(book, TRUE, {"en": Play("Hold.", ()), "zh": Play("守住。", ("致电", "拜访"))})

    assert play_of(book, TRUE, ZH) == Play("守住。", ("致电", "拜访"))
    assert [(edit.column, edit.old, edit.new) for edit in second] == [("actions", "Call", None)]
    assert is_written(book, TRUE)
    book.apply(as_proposed(book, [TRUE]))
    assert not is_written(book, TRUE)
    assert play_of(book, TRUE, ZH) == proposed(TRUE, ZH)


def test_a_play_nobody_proposed_is_read_in_the_language_it_has(book):
    """A quadrant of one's own has no play; written in one language it is read in the other, too."""
    book.apply([kam.Insert("plays", {"play": "own-1.hh", "lang": "zh", "actions": "- 致电\n\n  • 拜访  "})])

    assert play_of(book, "own-1.hh", EN) == play_of(book, "own-1.hh", ZH) == Play("", ("致电", "拜访"))
    assert play_of(book, "own-1.ll", EN) == NOTHING == proposed("nonsense", EN)


def test_stages_have_plays_too(book):
    """The strategy and the next step of a lifecycle stage."""
    assert play_of(book, "stage.churned", EN).actions == ("Hold an exit review",)
    assert lines("a\n\n * b\n") == ("a", "b")


def test_a_segment_has_what_stands_beside_its_name_until_it_is_written(book):
    """The playbook of a kept segment is read as its actions; written in a language it is what was written."""
    play = "segment.S-1.2"
    book.apply([kam.Insert("segments", {"segmentation_id": "S-1", "segment_id": "2", "playbook": "Call\nVisit"})])
    before = play_of(book, play, ZH)
    book.apply(saving(book, play, {"zh": Play("守住。", ("致电",))}))

    assert before == Play("", ("Call", "Visit"))
    assert (play_of(book, play, ZH), play_of(book, play, EN)) == (Play("守住。", ("致电",)), before)

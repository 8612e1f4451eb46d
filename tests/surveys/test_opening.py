"""A link finds its workbook: open or closed, never by guessing, and never another one's invitation."""

from __future__ import annotations

import shutil

import pytest

from kam_core import surveys
from kam_core.errors import InvitationRefused
from kam_core.workbook import Shelf, Workbook, home
from tests.surveys.asked import DAY, portfolio, survey, tokens


def test_a_link_finds_its_workbook() -> None:
    """Open on the shelf or closed in the folder, beside another workbook, a file that is none, and a copy of itself."""
    with portfolio(home.path_of("Acme")) as wb:
        token = tokens(wb, survey(wb))["c1"]
        link = surveys.link(wb, token, "http://127.0.0.1:8501/", "zh")
    Workbook(home.path_of("Other")).close()
    home.path_of("Broken").write_bytes(b"nothing")
    key = link.partition("?k=")[2].partition("&")[0]
    assert link == f"http://127.0.0.1:8501/answer?k={key}&lang=zh"
    shelf = Shelf()
    book, found, asked = surveys.found(shelf, key, DAY)
    assert (book.path, found, asked.contact_id, asked.title) == (home.path_of("Acme").resolve(), token, "c1", "Winter")
    assert surveys.found(shelf, key, DAY)[0] is book
    shelf.close_all()
    shutil.copy(home.path_of("Acme"), home.path_of("Acme copy"))
    assert surveys.found(shelf, key, DAY)[2].contact_id == "c1"
    shelf.close_all()


def test_a_link_of_nothing_is_refused() -> None:
    """Whatever stands in the link: one sentence."""
    portfolio(home.path_of("Acme")).close()
    for key in ("", "x", "nonsense.y", "........token", "%.%", "a" * 5000):
        with pytest.raises(InvitationRefused) as error:
            surveys.found(Shelf(), key, DAY)
        assert error.value.template == InvitationRefused.template, key


def test_a_workbook_that_does_not_open_now_says_so() -> None:
    """An older copy than the one seen here is not opened for a visitor: try again later, nothing else is told."""
    path = home.path_of("Acme")
    with portfolio(path) as wb:
        token = tokens(wb, survey(wb))["c1"]
        key, last = surveys.key_of(wb, token), wb.revision
    home.remember_sequence(wb.id, last + 5)
    with pytest.raises(InvitationRefused) as error:
        surveys.found(Shelf(), key, DAY)
    assert error.value.template == InvitationRefused.template_away

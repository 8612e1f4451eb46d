"""What is kept of a matrix is kept for the tables it reads, and for no others."""

from __future__ import annotations

from collections.abc import Callable

import kam_core as kam
from kam_core.own import Own
from kam_core.params import Params
from kam_core.text import translator
from pages.ui import cache
from pages.ui.matrix import own
from pages.ui.view import View
from tests.index.ratings_in import DAY, add, workbook


def _made(book: kam.Workbook, name: str) -> Callable[[], int]:
    """A matrix of the cache, as the identity of its frame."""
    return lambda: id(cache.matrix(book, name, DAY, Params()))


def test_an_edit_makes_only_those_anew_that_read_it() -> None:
    """A target is read by the follow-up matrix, a need by that of needs; loyalty reads neither."""
    book = workbook(["A"])
    names = ("loyalty", "follow_up", "needs")
    looks = {name: _made(book, name) for name in names}
    seen = {name: look() for name, look in looks.items()}
    kept = [cache.matrix(book, name, DAY, Params()) for name in names]  # as long as they live, no other has their identity
    target = {"subject_type": "account", "subject_id": "A", "measure": "revenue", "period": "2024", "value": 10.0}

    add(book, "targets", [target])
    assert [name for name, look in looks.items() if look() != seen[name]] == ["follow_up"]
    seen = {name: look() for name, look in looks.items()}
    add(book, "needs", [{"need_id": "n1", "account_id": "A", "need": "Speed", "importance": 5, "fit": 2}])
    assert [name for name, look in looks.items() if look() != seen[name]] == ["needs"]
    assert len(kept) == len(names)


def test_a_new_need_is_placed_at_once() -> None:
    """Importance 5 and fit 2 of 5: concentrate here; its name comes with it."""
    book = workbook(["A"])
    assert cache.matrix(book, "needs", DAY, Params()).empty

    add(book, "needs", [{"need_id": "n1", "account_id": "A", "need": "Speed", "importance": 5, "fit": 2}])
    found = cache.matrix(book, "needs", DAY, Params())

    assert found[["subject_name", "account_name", "quadrant"]].to_numpy().tolist() == [["Speed", "Account A", "concentrate"]]


def test_the_preview_of_an_own_matrix_reads_the_tables_of_its_axes() -> None:
    """Result rests on targets, so a cut proposed from it is made of what the targets are now."""
    book = workbook(["A"])
    view, one = View(translator("en"), book, DAY, Params(), "light"), Own("own-preview", "result", "trust")
    before = own._placed(view, one)
    assert own._placed(view, one) is before

    add(book, "targets", [{"subject_type": "account", "subject_id": "A", "measure": "revenue", "period": "2024", "value": 10.0}])

    assert own._placed(view, one) is not before

"""The part Profit of the page of value, and that of the account room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import kam_core as kam
from kam_core.workbook import Insert
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import charts, finding, opened, texts


def test_the_sample_in_two_languages(books: dict[str, Path]) -> None:
    """300 of 635 resellers earn 2.64 million, 335 give 2.17 of it back; a new window, another split, no English on the Chinese page."""
    with kam.Workbook(books["resellers"]) as book:
        data = typed(book)
    session = opened(books["resellers"], "value")
    assert not session.exception
    assert finding(session) == "300 accounts earn $2.64m. 335 give $2.17m of it back."
    assert any(text.text == "335 loss-makers" for text in texts(session))

    chinese = opened(books["resellers"], "value", lang="zh", freight="true", split="industry", losers="new")
    assert not chinese.exception
    assert finding(chinese) == "236 家客户赚得 $190万。399 家亏损 $344万，超过全部所赚。"
    assert english_left(texts(chinese), data) == []
    assert half_width(texts(chinese), data) == []


def test_without_costs_it_says_what_is_known(books: dict[str, Path]) -> None:
    """Revenue and its share, and the ways to a profit; no whale of nothing."""
    session = opened(books["orders"], "value")

    assert not session.exception
    assert any("No line has a cost" in text.text for text in texts(session))
    assert not [name for name in charts(session) if "whale" in name]


def test_rates_fill_the_grid(own: Callable[[str], Path]) -> None:
    """A cost per order places every account; the steps name it, the account room too."""
    path = own("resellers")
    with kam.Workbook(path) as book:
        book.apply([Insert("parameters", {"name": "cost_per_order", "value": "150"})])
    session = opened(path, "value")
    room = opened(path, "account", account="AW00000676", part="profit")

    steps = next(figure for name, figure in charts(session).items() if "profit_steps" in name)
    assert "Orders, at a rate" in steps["layout"]["yaxis"]["ticktext"]
    assert any("profit_grid" in name for name in charts(session))
    assert not room.exception
    assert any("profit_of_AW00000676" in name for name in charts(room))


def test_the_grid_says_what_it_shows(own: Callable[[str], Path]) -> None:
    """Cut at the median, the accounts of the sentence are those of the field below it."""
    path = own("resellers")
    with kam.Workbook(path) as book:
        book.apply([Insert("parameters", {"name": "cost_per_order", "value": "150"})])
    session = opened(path, "matrix", m="profit_by_cost", cut="median")

    told = finding(session).split(" accounts")[0]
    assert any(text.text.startswith(f"{told} accounts, profit ") for text in texts(session))


def test_a_link_goes_before_what_was_chosen(books: dict[str, Path]) -> None:
    """Who follows a link to owners sees owners in the pictures too, whatever was chosen on the page before; on a stage as well."""
    session = opened(books["resellers"], "value")
    session.query_params["split"] = "owner"
    session.run()

    for shown in (session, opened(books["resellers"], "value", stage="true", split="owner")):
        assert shown.segmented_control(key="split").value == "owner"
        assert any("profit_whale_owner" in name for name in charts(shown))

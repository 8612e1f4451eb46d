"""Forecast and baskets as screens: the sample in both languages, an owner chosen, and workbooks in which nothing can be said."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import kam_core as kam
from tests.pages import chinese
from tests.pages.session import charts, figures, finding, messages, opened, texts
from tests.value.portfolio import add


@pytest.mark.parametrize(("page", "part"), [("value", "forecast"), ("segments", "basket")])
def test_both_languages_say_the_same(books: dict[str, Path], page: str, part: str) -> None:
    """No exception, the same figures in the finding but for the units of money, and no English on the Chinese page."""
    with kam.Workbook(books["resellers"]) as book:
        data = chinese.typed(book)
    sessions = {lang: opened(books["resellers"], page, part=part, lang=lang) for lang in ("en", "zh")}
    assert not any(session.exception for session in sessions.values())
    written = list(texts(sessions["zh"]))

    assert chinese.english_left(written, data) == [] and chinese.half_width(written, data) == []
    assert len(figures(finding(sessions["en"]))) == len(figures(finding(sessions["zh"]))) > 1


def test_the_sample_says_how_much_and_how_surely(books: dict[str, Path]) -> None:
    """
    The year to 29 November 2013 brought $36.24m; the same quarters with the root of their growth give $41.3m, and the rule misses by far
    less than a plain repeat. An owner has another figure, and both are in the picture.
    """
    whole = opened(books["resellers"], "value", part="forecast")
    assert finding(whole).startswith(
        "Revenue of the next four quarters: $41.3m; $31.3m to $51.3m in 4 of 5 cases. Its rule misses by 60% less"
    )
    assert len(next(iter(charts(whole).values()))["data"]) == 5

    whole.segmented_control(key="level").set_value("owner").run()
    assert not whole.exception and ": Revenue of the next four quarters: " in finding(whole)
    assert [metric.label for metric in whole.metric] == ["Next four quarters", "Next quarter", "Last four quarters", "80% band held"]


@pytest.mark.parametrize("page", ["value", "segments"])
def test_four_orders_are_too_little(books: dict[str, Path], page: str) -> None:
    """Neither a forecast nor a pair is made up of four orders of three accounts, and nothing breaks."""
    session = opened(books["orders"], page, part={"value": "forecast", "segments": "basket"}[page])

    assert not session.exception and messages(session) == []
    assert finding(session) in (
        "1 whole quarter is known, a forecast needs 8: too short to tell.",
        "No order of twelve months names a category or product.",
    )


def test_products_stand_in_for_categories(books: dict[str, Path]) -> None:
    """The shop names no category: teacups are bought with teacups, of 100 products among thousands."""
    session = opened(books["retail"], "segments", part="basket")

    assert not session.exception and "REGENCY TEACUP" in finding(session)
    assert "100" in [metric.value for metric in session.metric]


def test_those_without_an_owner_are_not_the_portfolio(tmp_path: Path) -> None:
    """Both have no name and come first: the picture of one never stands for the other."""
    path = tmp_path / "owners.duckdb"
    months = pd.date_range("2021-01-31", periods=36, freq="ME")
    lines = [{"account_id": id, "date": day.date(), "revenue": amount} for id, amount in (("A", 100.0), ("B", 50.0)) for day in months]
    with kam.Workbook(path) as book:
        add(book, "accounts", [{"account_id": "A", "owner": None}, {"account_id": "B", "owner": "Ann"}])
        add(book, "transactions", lines)
    whole = opened(path, "value", part="forecast")
    owners = opened(path, "value", part="forecast", level="owner")

    assert not whole.exception and not owners.exception
    assert owners.selectbox(key="who").value == ""
    (first,), (second,) = charts(whole).values(), charts(owners).values()
    assert first["data"] != second["data"]

"""The part Lifetime value and the page What if, as a person meets them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import streamlit as st

import kam_core as kam
from kam_core.columns import in_words
from kam_core.scenario import save_edits, saved
from kam_core.text import translator
from pages.ui.whatif.beside import figures_table, in_file
from tests.pages.chinese import english_left, half_width, typed
from tests.pages.session import charts, finding, messages, opened, read, texts


def test_lifetime_value_in_both_languages(books: dict[str, Path]) -> None:
    """The finding says what the score says; tornado, years and drivers are drawn; a Chinese page holds no English."""
    with kam.Workbook(books["resellers"]) as book:
        worth, data = kam.score(book)["clv"].sum(), typed(book)
    english, chinese = (opened(books["resellers"], "value", part="lifetime", lang=lang) for lang in ("en", "zh"))

    for lang, session in (("en", english), ("zh", chinese)):
        assert not session.exception
        assert translator(lang).money(worth) in finding(session)
        assert {key.split("_")[0] for key in charts(session)} == {"coming", "tornado", "drivers"}
    assert (english_left(texts(chinese), data), half_width(texts(chinese), data)) == ([], [])


def test_what_if_in_chinese(own: Callable[[str], Path]) -> None:
    """Lost, dearer, stranded, discounted, compared with a saved one, by a link alone: no English, no comma of half width."""
    path = own("resellers")
    with kam.Workbook(path) as book:
        book.apply(save_edits(book, "甲", kam.Scenario(retention=-0.1, owners=("M. Okafor",))))
        data = typed(book)
    session = opened(
        path, "whatif", lang="zh", lost="AW00000599", price="2", stranded="50", stay="5", discounted="8", compared="甲", for_region="Texas"
    )

    assert not session.exception
    assert set(charts(session)) >= {"what_if_curves_zh_light", "scenario_bars_zh_light", "compared_curves_zh_light"}
    assert (english_left(texts(session), data), half_width(texts(session), data)) == ([], [])


def test_other_assumptions_are_tried_and_kept(own: Callable[[str], Path]) -> None:
    """A link with a discount rate of 20 % and three years is a try that writes nothing; keeping it is one batch."""
    path = own("resellers")
    with kam.Workbook(path) as book:
        revision = book.revision
        tried = kam.score(book, params=kam.Params.of(discount_rate=0.2, horizon=3))["clv"].sum()
    session = opened(path, "value", part="lifetime", lang="en", life_i="20", life_t="3")

    assert f"worth {translator('en').money(tried)} over 3 years" in finding(session)
    next(button for button in session.button if button.label == "Keep these assumptions").click().run()
    assert finding(session).startswith(f"At today's margins the portfolio is worth {translator('en').money(tried)} over 3 years")
    st.cache_resource.clear()
    with kam.Workbook(path) as book:
        assert (book.revision - revision, kam.assumptions.saved(book)) == (1, kam.Params.of(discount_rate=0.2, horizon=3))


def test_what_is_kept_to_the_last_digit_is_not_a_try(own: Callable[[str], Path]) -> None:
    """A twelfth a year is no round per cent; nothing is tried until somebody moves a slider."""
    path = own("resellers")
    with kam.Workbook(path) as book:
        book.apply(kam.assumptions.edits(book, kam.Params.of(discount_rate=1 / 12, retention=2 / 3)))
    session = opened(path, "value", part="lifetime", lang="en")

    assert finding(session).startswith("At today's margins")
    assert "Keep these assumptions" not in [button.label for button in session.button]


def test_scenarios_may_be_called_as_a_column_is() -> None:
    """Today stays beside a scenario called so, in the table and in the file."""
    outcomes = [SimpleNamespace(figures={"profit": amount}) for amount in (1.0, 2.0, 3.0)]
    table = figures_table(outcomes, ["Today", "Today", "Figure"])
    told = in_words(in_file(SimpleNamespace(t=translator("en")), table), translator("en"))

    assert table.loc["profit"].tolist() == [1.0, 2.0, 3.0]
    assert told.columns.tolist() == ["Figure", "Today", "Today (2)", "Figure (2)"]
    assert told.iloc[0].tolist() == ["Profit", 1.0, 2.0, 3.0]


def test_without_costs_it_says_what_can_be_told(books: dict[str, Path]) -> None:
    """No cost at all: no value, no exception; what is known (revenue, concentration) is still compared."""
    lifetime, what_if = opened(books["orders"], "value", part="lifetime", lang="en"), opened(books["orders"], "whatif", lang="en", lost="a")

    assert not lifetime.exception and not what_if.exception
    assert finding(lifetime) == "No cost is known, so no profit and no lifetime value can be told."
    assert finding(what_if).startswith("Nothing is changed yet. Lose Nord AG, the largest account")
    assert "No cost is known, so no profit: load costs or assume a margin to see the curves." in [
        read(one.value) for one in what_if.caption
    ]


def test_losing_the_largest_account(own: Callable[[str], Path]) -> None:
    """One press: before and after in the finding; saved under a name it is one batch that can be undone."""
    path = own("resellers")
    with kam.Workbook(path) as book:
        scores = kam.score(book).set_index("account_id")
        revision, name = book.revision, scores["account_name"][scores["revenue_12m"].idxmax()]
    left = scores["profit_12m"].sum() - scores["profit_12m"][scores["revenue_12m"].idxmax()]
    session = opened(path, "whatif", lang="en")
    next(button for button in session.button if button.label == "Lose the largest account").click().run()

    t = translator("en")
    assert f"Without {name}: profit of 12 months {t.money(scores['profit_12m'].sum())} → {t.money(left)}" in finding(session)
    assert session.query_params["lost"] == scores["revenue_12m"].idxmax()
    next(box for box in session.text_input if box.key == "scenario_name").input("Largest lost").run()
    next(button for button in session.button if button.label == "Save scenario").click().run()
    assert not session.exception and messages(session) == []
    st.cache_resource.clear()
    with kam.Workbook(path) as book:
        assert (book.revision - revision, list(saved(book))) == (1, ["Largest lost"])

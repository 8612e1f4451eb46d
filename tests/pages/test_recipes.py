"""Recipes on the screen: offered for the file they fit, kept from a file that was read, looked after with the workbook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import kam_core as kam
from kam_core.ingest import recipes
from kam_core.ingest.options import LoadOptions
from pages.ui import cache
from tests.pages.chinese import english_left
from tests.pages.session import messages, opened, texts

HEADER = "Kunde;Tag;Summe\n"
MARCH = f"{HEADER}Nord AG;03/04/2024;100,50\nSüd;05/04/2024;20,00\n"
MAPPING = {"Kunde": "account_name", "Tag": "date", "Summe": "revenue"}


def page() -> None:
    """A page with nothing but the parts under test, on the workbook and the file that the session names."""
    from pathlib import Path
    from types import SimpleNamespace

    import streamlit as st

    from kam_core.ingest.inspect import inspect
    from pages.ui import frame, reading, recipes

    def load(staged: object) -> None:
        st.session_state["report"] = view.book.accept(staged)

    view = frame.here()
    path = Path(st.session_state["file"])
    file = SimpleNamespace(path=path, name=path.name, table="transactions", book=view.book)
    source = reading.read(view, file, reading.way(file))
    seen = SimpleNamespace(file=file, source=source, told=inspect(source, file.table))
    used = recipes.offer(view, seen, load)
    st.session_state["used"] = used and used.name
    if st.session_state.get("staged_first"):
        staged = view.book.stage("transactions", path, {"Kunde": "account_name", "Tag": "date", "Summe": "revenue"})
        recipes.keep(view, seen, staged)
        staged.close()


@pytest.fixture
def book(own, tmp_path) -> Path:
    """A workbook that keeps the recipe of a file of March."""
    path = own("orders")
    march = tmp_path / "march.csv"
    march.write_text(MARCH, encoding="utf-8")
    with kam.Workbook(path) as wb:
        staged = wb.stage("transactions", march, MAPPING, options=LoadOptions(day_first=False))
        recipes.save(wb, recipes.of(staged, "Monthly [x](y)", author="Ann"))
        staged.close()
    return path


def shown(book: Path, tmp_path: Path, content: str, **more: object) -> AppTest:
    path = tmp_path / "april.csv"
    path.write_text(content, encoding="utf-8")
    session = AppTest.from_function(page, default_timeout=30)
    session.session_state["book"], session.session_state["file"] = str(book), str(path)
    for key, value in more.items():
        session.session_state[key] = value
    return session.run()


def press(session: AppTest, label: str) -> AppTest:
    (button,) = [button for button in session.button if button.label == label]
    return button.click().run()


def test_a_good_file_is_loaded_with_one_click(book, tmp_path) -> None:
    """The offer names the recipe and who made it; after the click the rows are stored as the recipe reads them."""
    session = shown(book, tmp_path, MARCH.replace("2024", "2025"))
    said = " ".join(element.value for element in [*session.markdown, *session.caption])
    assert "Ann" in said and "Monthly \\[x\\]" in said

    press(session, "Load as last time")

    assert [] == list(session.exception)
    assert 2 == session.session_state["report"].rows_loaded
    assert "2025-03-04" in cache.book(book).table("transactions")["date"].astype(str).str[:10].tolist()


def test_another_header_is_offered_nothing(book, tmp_path) -> None:
    """And the page goes on as ever."""
    session = shown(book, tmp_path, MARCH.replace("Summe", "Betrag"))

    assert ([], None) == ([button.label for button in session.button], session.session_state["used"])


@pytest.mark.parametrize(
    ("rows", "said"),
    [("West;99/99/2025;1,00\n", "1 row needs you"), ("合计;;120,50\n", "1 total row is new to this recipe")],
)
def test_what_needs_a_look_is_shown_first(book, tmp_path, rows, said) -> None:
    """A bad row, a total row nobody agreed to: nothing is stored, the recipe fills in the page, and the page says why."""
    before = cache.book(book).revision
    session = press(shown(book, tmp_path, MARCH + rows), "Load as last time")

    assert [] == list(session.exception)
    assert (before, "Monthly [x](y)") == (cache.book(book).revision, session.session_state["used"])
    assert any(said in message for message in messages(session))

    session = press(session, "Read it afresh")
    assert session.session_state["used"] is None


def test_a_file_for_another_table_says_so(own, tmp_path) -> None:
    """An export of contacts that is read as transactions offers to be read as contacts."""
    session = shown(
        own("orders"), tmp_path, "Salutation,First Name,Last Name,Title,Account Name,Mailing City,Contact ID\nMs,A,B,CFO,C,D,1\n"
    )

    press(session, "It looks like Contacts: read it so")

    assert "contacts" == session.session_state["upload_table"]


def test_show_it_first(book, tmp_path) -> None:
    """The recipe is used, nothing is loaded."""
    session = press(shown(book, tmp_path, MARCH), "Show it first")

    assert "Monthly [x](y)" == session.session_state["used"]
    assert "report" not in session.session_state


def test_a_file_that_was_read_is_kept_as_a_recipe(own, tmp_path) -> None:
    """A name and a click; an empty name keeps nothing."""
    path = own("orders")
    session = shown(path, tmp_path, MARCH, staged_first=True)
    assert [button.disabled for button in session.button if button.label == "Save"] == [True]

    session.text_input(key="recipe_name").input("ERP").run()
    press(session, "Save")

    assert [] == list(session.exception)
    assert [("ERP", MAPPING)] == [(recipe.name, dict(recipe.mapping)) for recipe in recipes.saved(cache.book(path))]


def test_they_are_looked_after_with_the_workbook(book) -> None:
    """Listed under Journal and settings; renamed and deleted there."""
    session = opened(book, "settings", tab="workbook")
    assert [] == list(session.exception)
    assert any("Monthly" in text.text for text in texts(session))

    session.text_input(key="recipe_rename_0_to").input("ERP").run()
    session.button(key="recipe_rename_0").click().run()
    assert ["ERP"] == [recipe.name for recipe in recipes.saved(cache.book(book))]
    session.button(key="recipe_delete_0").click().run()

    assert [] == list(session.exception)
    assert [] == recipes.saved(cache.book(book))


@pytest.mark.parametrize("good", [True, False])
def test_a_recipe_of_a_colleague(book, good) -> None:
    """Taken from its file, or refused in a sentence."""
    session = opened(book, "settings", tab="workbook")
    text = recipes.written(recipes.saved(cache.book(book))[0])
    theirs = json.dumps({**json.loads(text), "name": "Theirs"}) if good else '{"format": "kam-recipe", "a": NaN}'
    session.get("file_uploader")[-1].upload("theirs.json", theirs.encode(), "application/json").run()

    assert [] == list(session.exception)
    assert good == ("Theirs" in [recipe.name for recipe in recipes.saved(cache.book(book))])
    assert good == (not any("is not a recipe" in message for message in messages(session)))


def test_it_is_chinese(book, tmp_path) -> None:
    """The offer and the list."""
    session = shown(book, tmp_path, MARCH, lang="zh")
    assert [] == english_left(texts(session), {"Monthly", "Ann", "x", "y"})

"""Two people on one server: what one uploads, nobody else sees, whether it was loaded, refused or left lying; and nothing of it stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.caching import clear_session_resource_cache
from streamlit.testing.v1 import AppTest

import kam_core as kam
from kam_core.ingest import recipes
from kam_core.workbook import aside, home
from pages.ui import cache, state
from tests.pages.session import finding, messages, opened, parts, read, texts
from tests.pages.test_downloads import captured
from tests.pages.test_upload import give, load

PAGES = ("overview", "matrix", "account", "register", "ratings", "upload", "tables", "settings", "present")
SECRET = "Zweistein"
FILE = f"{SECRET}-orders.csv"
ORDERS = f"Customer,Date,Amount,Cost\n{SECRET} AG,2024-01-05,4711.11,60\nWest,2024-02-05,50,70\n"


def shown(session: AppTest) -> str:
    """All that a session can read: texts, charts, tables, link, what pops up, keys of buttons."""
    told = [f"{part.where} {part.text}" for part in texts(session)]
    told += [str(table.value.to_dict("list")) for table in session.dataframe]
    told += [str(block.proto) for block in parts(session, "popover")]
    told += [f"{button.key} {button.label}" for button in session.button]
    told += [str(option) for box in session.selectbox for option in box.options]
    return " ".join([*told, *messages(session), str(dict(session.query_params))])


@pytest.fixture
def private(tmp_path) -> Path:
    """The private workbook of somebody's upload, open as the app has it."""
    file = tmp_path / FILE
    file.write_text(ORDERS, encoding="utf-8")
    path = home.private_path()
    book = cache.book(path)
    book.load("transactions", file)
    header = ("Customer", "Date", "Amount", "Cost")
    recipes.save(book, recipes.Recipe(name=f"{SECRET} monthly", table="transactions", header=header, mapping={"Customer": "account_name"}))
    return path


def uploading(books) -> AppTest:
    """A session that is about to give a file, into a private workbook of its own."""
    session = opened(books["empty"], "upload")
    return session.radio[0].set_value("new").run()


def test_no_page_of_another_session_tells_of_it(books) -> None:
    """Tables, charts, choosers, settings, the list of workbooks, the trash: neither a name nor the file nor where it lies."""
    mine = load(give(uploading(books), ORDERS, FILE))
    stem = Path(mine.session_state["book"]).stem
    assert SECRET in shown(mine)
    assert [part for part in (stem, SECRET) if part in str(dict(mine.query_params))] == []
    for page in PAGES:
        seen = shown(opened(books["orders"], page))
        assert [word for word in (SECRET, "4711", stem, "Private upload") if word in seen] == [], page


def linked() -> None:
    """The workbook that the link of a session leads to."""
    import streamlit as st

    from pages.ui import state

    st.text(str(state.linked_book()))


def test_no_link_leads_to_it(private) -> None:
    """Whoever knows what a private workbook is called cannot open it by an address; a saved one opens."""
    kam.Workbook(home.path_of("Saved")).close()
    led = {}
    for told in ("Saved", private.stem, private.name, f"../private/{private.stem}", str(private), str(private.with_suffix(""))):
        session = AppTest.from_function(linked)
        session.query_params[state.LINKED_BOOK] = told
        led[told] = session.run().text[0].value

    assert led.pop("Saved") == str(home.path_of("Saved"))
    assert set(led.values()) == {"None"}


def test_no_download_of_another_session_holds_it(private, books, monkeypatch) -> None:
    """CSV, XLSX and web pages of the other's tables and charts are of the other's workbook."""
    made = captured(monkeypatch)
    for page in ("overview", "tables"):
        opened(books["orders"], page)
    files = {key: make() if callable(make) else make for key, make in made.items()}

    assert len(files) > 3
    assert [key for key, data in files.items() if SECRET.encode() in (data if isinstance(data, bytes) else str(data).encode())] == []


def test_the_same_file_of_another_person_is_new(private, books) -> None:
    """That somebody loaded these bytes, or a file with this header, is nobody else's business: no warning, no mapping, no badge."""
    session = give(uploading(books), ORDERS, "mine.csv")

    assert [] == messages(session)
    assert not any("Same header as before" in read(element.value) for element in session.markdown)
    assert SECRET not in str([button.label for button in session.button]) + str([element.value for element in session.markdown])
    assert "recipe_load" not in [button.key for button in session.button]
    load(session)
    assert [] == list(session.exception)
    assert private != Path(session.session_state["book"])


def test_an_error_stays_with_whom_it_happened_to(books, capfd) -> None:
    """A file that is refused, and one with bad rows, are told to their session; neither the other session nor the log hears of them."""
    mine, other = opened(books["empty"], "upload"), opened(books["empty"], "upload")
    give(mine, f"{SECRET},{SECRET}\n".encode() + b"\x89PNG\r\n\x1a\n" + bytes(200), f"{SECRET}.xlsx")
    assert SECRET not in shown(other.run())
    give(mine, ORDERS.replace("50", "fifty"), FILE)
    assert SECRET in shown(mine)

    assert SECRET not in shown(other.run())
    out, err = capfd.readouterr()
    assert SECRET not in out + err


def test_what_one_types_and_chooses_stays_with_one(books) -> None:
    """Filters, window, account and language of a session are its own."""
    before = shown(other := opened(books["orders"], "account"))
    opened(books["orders"], "account", lang="zh", owner="Ann", window="12m", account="Nord AG").run()

    assert shown(other.run()) == before


def test_nothing_is_left_of_a_file_that_was_taken_back(books) -> None:
    """Cancelled, replaced by another, or refused: the bytes are gone from the disk."""
    session = opened(books["empty"], "upload")
    give(session, ORDERS, FILE)
    give(session, b"\x89PNG\r\n\x1a\n" + bytes(200), "picture.csv")
    give(session, ORDERS.replace("West", "East"), FILE)
    next(button for button in session.button if button.label == "Cancel").click().run()

    assert [file.name for file in home.home("temp").rglob("*") if file.is_file()] == []


def test_nothing_is_left_of_a_file_when_its_session_leaves(books) -> None:
    """The tab is closed in the middle: the bytes are gone at once. Was it only the line, the page goes on as if nothing had happened."""
    session = give(uploading(books), ORDERS, FILE)
    assert [file for file in home.home("temp", "uploads").rglob("*") if file.is_file()] != []

    clear_session_resource_cache("test session id")  # what Streamlit does when a session is disconnected
    assert [file.name for file in home.home("temp").rglob("*") if file.is_file()] == []
    session.run()

    assert ([], []) == (list(session.exception), messages(session))
    assert finding(session) == "2 of 2 rows are ready."
    load(session)
    assert [] == list(session.exception)


def test_a_private_upload_that_is_deleted_is_gone(private) -> None:
    """It cannot be brought back by anybody, so nothing of it may lie in the trash."""
    cache.shelf().delete(private)

    assert [] == aside.trashed()
    assert [file.name for file in home.home().rglob("*.duckdb*") if private.stem in file.name] == []


def test_what_a_session_left_is_gone_after_a_day(private) -> None:
    """File, log, copies of uploads and backups of a private upload: deleted a day later, and what is of today stays."""
    cache.shelf().back_up(private)
    st.cache_resource.clear()
    left = home.home("temp", "uploads", "0000") / FILE
    left.write_text(ORDERS, encoding="utf-8")
    cache.shelf()
    assert private.exists() and left.exists()
    day_before = time.time() - 25 * 3600
    for file in home.home().rglob("*"):
        if file.is_file():
            os.utime(file, (day_before, day_before))
    st.cache_resource.clear()
    home.private_path()  # the next upload of anybody

    assert [file.name for file in home.home().rglob("*") if file.is_file() and (private.stem in str(file) or SECRET in file.name)] == []


def test_saved_it_is_everybodys(private, books) -> None:
    """Save as a workbook is the way to share: the copy stands in the chooser of others, under the name that was given."""
    cache.shelf().save_copy(cache.book(private), "Shared")

    assert "Shared" in [button.label for button in opened(books["orders"]).button]
    with kam.Workbook(home.path_of("Shared")) as book:
        assert f"{SECRET} AG" in book.table("accounts")["account_name"].tolist()

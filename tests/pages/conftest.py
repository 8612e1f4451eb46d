"""Four workbooks that every screen has to survive, made and computed once; each test starts with nothing open."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

import kam_core as kam
from kam_core.workbook.memo import Memo

ORDERS = "customer,date,amount\nNord AG,2024-01-05,100\nNord AG,2024-02-05,50\nSüd & Söhne,2024-03-01,70\n华东电气,2024-03-09,30.5\n"


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files by name: resellers and retail (the samples), empty, orders (transactions only)."""
    folder = tmp_path_factory.mktemp("books")
    made = {name: folder / f"{name}.duckdb" for name in ("resellers", "retail", "empty", "orders")}
    file = folder / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    with kam.Workbook(made["resellers"]) as book:
        kam.samples.fill(book, "resellers")
    with kam.Workbook(made["retail"]) as book:
        kam.samples.fill(book, "online_retail")
    with kam.Workbook(made["orders"]) as book:
        book.load("transactions", file)
    kam.Workbook(made["empty"]).close()
    return made


@pytest.fixture
def own(books: dict[str, Path], tmp_path: Path) -> Callable[[str], Path]:
    """A copy of one of the workbooks that the test may change."""

    def copy(name: str) -> Path:
        return Path(shutil.copy(books[name], tmp_path / f"{name}.duckdb"))

    return copy


@pytest.fixture(scope="session")
def known(books: dict[str, Path]) -> dict[tuple[str, int], tuple[Path, Memo]]:
    """Each of the workbooks by its id and revision: the file, and the memory of what was computed from it."""
    found = {}
    for path in books.values():
        with kam.Workbook(path) as book:
            found[book.id, book.revision] = (path.resolve(), book.memo)
    return found


@pytest.fixture(autouse=True)
def computed_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A workbook that is opened again knows what earlier tests computed from it, as one that stayed open does; a copy starts with it.

    A test that asks for ``monkeypatch``, and so may change a formula, neither sees such results nor leaves its own to others.
    """
    if "books" not in request.fixturenames or "monkeypatch" in inspect.signature(request.function).parameters:
        return
    known = request.getfixturevalue("known")
    begin = kam.Workbook.__init__

    def begin_knowing(self: kam.Workbook, path: str | Path | None = None, **named: bool) -> None:
        begin(self, path, **named)
        original, memo = known.get((self.id, self.revision), (None, None))
        if memo is not None and self.path == original:
            self.memo = memo
        elif memo is not None:
            for key, value in memo._kept.items():
                self.memo.put(key, value)

    monkeypatch.setattr(kam.Workbook, "__init__", begin_knowing)


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As the server starts it (``pages/ui/server.py``): the router decides on pages; afterwards every workbook is closed."""
    begin = PagesManager.__init__

    def begin_routed(self: PagesManager, *args: object, **named: object) -> None:
        PagesManager.uses_pages_directory = False
        begin(self, *args, **named)

    monkeypatch.setattr(PagesManager, "__init__", begin_routed)
    yield
    st.cache_resource.clear()

"""Four workbooks that every screen has to survive, made once; each test starts with nothing open."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

import kam_core as kam

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

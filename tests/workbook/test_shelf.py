"""The workbooks that are open at once, their names and where they lie."""

from __future__ import annotations

import os
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kam_core.errors import TooManyWorkbooks, WorkbookExists, WorkbookMissing
from kam_core.workbook import Insert, Shelf, Workbook, home, shelf

RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$", *(f"{port}{i}" for port in ("com", "lpt") for i in "0123456789¹²³")}


def _open(shelf: Shelf) -> set[str]:
    return {path.stem for path, book in shelf._open.items() if not book.closed}


def test_everybody_gets_the_same_workbook() -> None:
    """One file is opened once, however many ask at the same time."""
    shelf = Shelf()
    with ThreadPoolExecutor(8) as pool:
        books = list(pool.map(shelf.get, [home.path_of("Acme")] * 16))
    shelf.close_all()

    assert 1 == len({id(book) for book in books})


def test_the_longest_unused_workbook_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four are open at most; the fifth closes the one nobody asked for the longest."""
    monkeypatch.setattr(shelf, "IN_USE_SECONDS", 0.0)
    books = Shelf()
    for name in "abcd":
        books.create(name)
    books.get(home.path_of("a"))
    books.create("e")

    assert {"a", "c", "d", "e"} == _open(books)
    books.close_all()
    assert set() == _open(books)


def test_a_fifth_workbook_is_refused_while_four_are_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for a minute ago is in use, and so is one in the middle of a long load."""
    books = Shelf()
    for name in "abcd":
        books.create(name)
    with pytest.raises(TooManyWorkbooks) as caught:
        books.create("e")
    assert {"limit": 4} == caught.value.facts
    assert not home.path_of("e").exists()

    monkeypatch.setattr(shelf, "IN_USE_SECONDS", 0.0)
    with books.get(home.path_of("a")).reading():
        for name in "bcd":
            books.get(home.path_of(name))
        books.create("e")
        assert {"a", "c", "d", "e"} == _open(books)
    books.close_all()


def test_a_workbook_that_somebody_closed_is_opened_again() -> None:
    """Nobody is handed a closed workbook."""
    books = Shelf()
    books.create("Acme").close()

    assert 0 == books.get(home.path_of("Acme")).count("accounts")
    books.close_all()


def test_a_taken_name_is_refused_for_new_copied_and_renamed_workbooks() -> None:
    """Nothing is overwritten, and the workbook that was to be renamed stays open."""
    books = Shelf()
    acme, nord = books.create("Acme"), books.create("Nord")
    for attempt in (lambda: books.create("Acme"), lambda: books.save_copy(nord, "Acme"), lambda: books.rename(nord.path, "Acme")):
        with pytest.raises(WorkbookExists):
            attempt()

    assert (False, False) == (acme.closed, nord.closed)
    books.close_all()


def test_eight_people_creating_one_name_make_one_workbook() -> None:
    """One gets it, the others are told that the name is taken."""
    books = Shelf()

    def create(_: int) -> bool:
        try:
            books.create("Acme")
        except WorkbookExists:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert [True] == [made for made in pool.map(create, range(8)) if made]
    books.close_all()


def test_renaming_takes_everything_along() -> None:
    """The old name is free, the new one holds the rows, and the history raises no alarm."""
    books = Shelf()
    books.create("Acme").apply([Insert("accounts", {"account_id": "A"})])

    path = books.rename(home.path_of("Acme"), "Nord")

    assert (["Nord"], home.path_of("Nord")) == (home.names(), path)
    assert ["A"] == books.get(path).table("accounts")["account_id"].tolist()
    books.close_all()


def test_a_deleted_workbook_lies_in_the_trash_whole() -> None:
    """Nothing is erased; the name is free; a second deletion says that there is none."""
    books = Shelf()
    books.create("Acme").apply([Insert("accounts", {"account_id": "A"})])

    trashed = books.delete(home.path_of("Acme"))

    assert ([], home.home("trash")) == (home.names(), trashed.parent)
    with Workbook(trashed) as wb:
        assert 1 == wb.count("accounts")
    with pytest.raises(WorkbookMissing):
        books.delete(home.path_of("Acme"))


def test_the_longest_name_has_room_for_a_date() -> None:
    """Backup and trash add a date to names that are as long as a file system allows."""
    shelf = Shelf()
    path = shelf.create("客" * 80).path
    assert path is not None

    assert shelf.back_up(path).stem.startswith("客" * 60)
    assert shelf.backups(path) != [] and shelf.delete(path).is_file()


def test_a_log_moves_with_its_file(killed) -> None:
    """What lies in the log only is neither lost nor left for the next file of that name."""
    path = killed(5)
    trashed = home.move_to_trash(path)

    assert [] == list(path.parent.glob(f"{path.name}*"))
    with Workbook(trashed) as wb:
        assert 5 == wb.count("accounts")


def test_a_filling_that_was_cut_short_is_done_anew() -> None:
    """The half-filled sample goes to the trash, a complete one is filled once only."""
    books, path, fills = Shelf(), home.path_of("sample"), []

    def fill(wb: Workbook) -> None:
        fills.append(1)
        wb.apply([Insert("accounts", {"account_id": "A"})])
        if len(fills) == 1:
            raise InterruptedError
        wb.set_meta("sample", "yes")

    def prepare() -> Path:
        return books.prepared(path, lambda wb: wb.meta.get("sample") == "yes", fill)

    with pytest.raises(InterruptedError):
        prepare()
    with ThreadPoolExecutor(4) as pool:
        assert {path} == set(pool.map(lambda _: prepare(), range(4)))

    assert (2, 1, 1) == (len(fills), books.get(path).count("accounts"), len(list(home.home("trash").glob("*.duckdb"))))
    books.close_all()


def test_private_uploads_go_after_a_day_and_not_before() -> None:
    """File and log together, counted from the last change of either; saved workbooks never."""
    now = time.time()
    ages = {"old": (25, 25), "edited": (25, 1), "new": (1, None)}
    for name, hours in ages.items():
        for ending, age in zip(("", ".wal"), hours, strict=True):
            if age is not None:
                file = home.home("private") / f"{name}.duckdb{ending}"
                file.write_text(name, encoding="utf-8")
                os.utime(file, (now - age * 3600, now - age * 3600))
    saved = home.path_of("saved")
    saved.write_text("x", encoding="utf-8")
    os.utime(saved, (0, 0))

    assert 2 == home.purge_private(now)
    assert ["edited.duckdb", "edited.duckdb.wal", "new.duckdb"] == sorted(file.name for file in home.home("private").iterdir())
    assert saved.exists()


def test_private_paths_cannot_be_guessed_or_met_twice() -> None:
    """Sixteen random bytes each."""
    paths = {home.private_path() for _ in range(100)}

    assert (100, {32}) == (len(paths), {len(path.stem) for path in paths})


def test_a_workbook_put_into_the_folder_by_hand_is_found_by_its_name() -> None:
    """Its name need not be one that this program would have given."""
    for name in ("Sales.2024", "Acme"):
        Workbook(home.home("workbooks") / f"{name}.duckdb").close()

    assert {"Sales.2024", "Acme"} == {home.path_of(name).stem for name in home.names()}
    assert home.home("workbooks") == home.path_of("../private/x").parent


@given(st.text(max_size=300) | st.from_regex(r"(?i)(con|nul|com[0-9¹]|\.\.|/|\\|:| )*", fullmatch=True))
@example("")
@example("...")
@example("../../etc/passwd")
@example("C:\\x")
@example("a\x00b")
@example("x" * 300)
@example("华" * 300)
@example("😀" * 300)
@example("COM¹")
@example("\u202egpj.exe")
@example("\ud800")
def test_any_text_becomes_a_safe_file_name(text: str) -> None:
    """Never a separator, never empty, hidden or reserved, short enough for every file system, inside the folder, and stable."""
    name = home.file_name(text)
    stem = name.removesuffix(".duckdb")

    assert name.endswith(".duckdb")
    assert 0 < len(f"{name}.wal".encode()) <= 255
    assert not set(stem) & set('<>:"/\\|?*.')
    assert all(unicodedata.category(character)[0] not in "CZ" or character == " " for character in stem)
    assert stem == stem.strip() != ""
    assert stem.casefold() not in RESERVED
    assert (home.home("workbooks") / name).resolve().parent == home.home("workbooks")
    assert name == home.file_name(stem)

"""What was deleted comes back and overwrites nothing; backups say when they were made and whether they are whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kam_core.errors import WorkbookDamaged, WorkbookMissing
from kam_core.workbook import Insert, Shelf, Workbook, aside, home
from kam_core.workbook.backup import verify


def book_of(shelf: Shelf, name: str, account: str) -> Path:
    """A workbook with one account."""
    book = shelf.create(name)
    book.apply([Insert("accounts", {"account_id": account})])
    assert book.path
    return book.path


def accounts(shelf: Shelf, path: Path) -> list[str]:
    return shelf.get(path).table("accounts")["account_id"].tolist()


@pytest.mark.parametrize("name", ["Acme", "华东 2025", "a.20250101-000000-ffff"])
def test_a_deleted_workbook_comes_back_as_it_was(name) -> None:
    """Under its name, with its content; the trash is then empty. Its date says when it was deleted."""
    shelf = Shelf()
    path = book_of(shelf, name, "A")
    own = shelf.get(path).id
    shelf.delete(path)

    (kept,) = aside.trashed()
    assert path.stem == kept.name
    assert kept.when and abs(datetime.now() - kept.when) < timedelta(minutes=1)
    assert path == shelf.out_of_trash(kept.path)
    assert ["A"] == accounts(shelf, path)
    assert own == shelf.get(path).id
    assert [] == aside.trashed()
    shelf.close_all()


def test_what_comes_back_never_overwrites_a_workbook_of_that_name() -> None:
    """It gets a number, and is a workbook of its own: both open again later without an alarm."""
    shelf = Shelf()
    old = book_of(shelf, "Acme", "old")
    backup = shelf.back_up(old)
    shelf.get(old).apply([Insert("accounts", {"account_id": "older"})])
    shelf.restore(backup, old)  # the file with two accounts goes to the trash and has the same id
    (kept,) = aside.trashed()

    path = shelf.out_of_trash(kept.path)

    assert (["old"], ["old", "older"], "Acme 2") == (accounts(shelf, old), accounts(shelf, path), path.stem)
    shelf.close_all()
    for file in (old, path, old):
        with Workbook(file) as book:
            assert book.count("accounts")
    shelf.close_all()


def test_private_uploads_are_not_told() -> None:
    """A private upload was known to its session alone, and stays so in the trash."""
    shelf = Shelf()
    private = home.private_path()
    shelf.get(private)
    shelf.delete(private)

    assert [] == aside.trashed()


def test_a_damaged_file_stays_in_the_trash() -> None:
    """It is refused with the reason, and nothing new appears among the workbooks."""
    file = home.home("trash") / "Broken.20250101-120000-abcd.duckdb"
    file.write_bytes(b"no workbook" * 1000)

    with pytest.raises(WorkbookDamaged):
        Shelf().out_of_trash(file)
    assert file.exists()
    assert [] == home.names()
    with pytest.raises(WorkbookMissing):
        Shelf().out_of_trash(home.path_of("Acme"))


def test_backups_say_when_they_were_made_and_are_verified() -> None:
    """Rows by table of a whole one; a damaged one is refused; the latest stands first."""
    shelf = Shelf()
    path = book_of(shelf, "Acme", "A")
    backup = shelf.back_up(path)
    older = backup.with_name("Acme 2020-01-02 03.04.05.duckdb")
    older.write_bytes(backup.read_bytes()[:5000])

    kept = aside.backed_up(path)

    assert [backup, older] == [one.path for one in kept] == shelf.backups(path)
    assert datetime(2020, 1, 2, 3, 4, 5) == kept[1].when
    assert 5000 == kept[1].size
    assert 1 == verify(backup)["rows_accounts"]
    with pytest.raises(WorkbookDamaged):
        verify(older)
    with pytest.raises(WorkbookMissing):
        verify(older.with_name("none.duckdb"))
    shelf.close_all()

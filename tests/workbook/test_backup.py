"""Copies: made while others write, verified, never over another file, restorable to the last checksum."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kam_core.errors import UndoRefused, UnknownName, WorkbookDamaged, WorkbookExists, WorkbookMissing
from kam_core.workbook import Change, Insert, Shelf, Workbook, backup, home, tables
from kam_core.workbook.home import log_of

Digests = dict[str, tuple[int, int]]


def _digests(wb: Workbook) -> Digests:
    with wb.reading() as cursor:
        name = cursor.execute("SELECT current_database()").fetchall()[0][0]
        return tables.digests(cursor, f'"{name}"')


def _filled(wb: Workbook) -> Workbook:
    wb.apply([Insert("accounts", {"account_id": f"A{n}", "owner": "Li"}) for n in range(50)])
    wb.apply([Change("accounts", int(wb.table("accounts").index[0]), "owner", "Li", "Wang")], author="王")
    wb.undo(wb.revision)
    wb.set_meta("currency", "€")
    return wb


@pytest.mark.parametrize("where", ["file", "memory"])
def test_a_backup_holds_every_table_to_the_last_checksum(tmp_path: Path, where: str) -> None:
    """Rows, closed versions, journal, notes: the copy opens as the same workbook."""
    with _filled(Workbook(tmp_path / "a.duckdb" if where == "file" else None)) as wb:
        expected, identity = _digests(wb), (wb.id, wb.revision, wb.revisions, wb.meta)
        wb.backup(tmp_path / "copy.duckdb")
    with Workbook(tmp_path / "copy.duckdb") as copy:
        assert expected == _digests(copy)
        assert identity == (copy.id, copy.revision, copy.revisions, copy.meta)


def test_a_backup_under_writes_is_one_moment(tmp_path: Path) -> None:
    """Every change adds one row to two tables; no copy shows one without the other, and nobody has to wait."""
    wb, stop, written = Workbook(tmp_path / "a.duckdb"), threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            name = f"A{len(written)}"
            written.append(
                wb.apply([Insert("accounts", {"account_id": name}), Insert("needs", {"need_id": name, "account_id": name, "need": "x"})])
            )

    writer = threading.Thread(target=write)
    writer.start()
    copies = [wb.backup(tmp_path / f"copy{number}.duckdb") for number in range(3)]
    stop.set()
    writer.join()
    seen = []
    for path in copies:
        with Workbook(path, accept_older=True) as copy:
            seen.append((copy.count("accounts") == copy.count("needs") == copy.revision, copy.revision))
    wb.close()

    assert [True] * 3 == [whole for whole, _ in seen]
    assert len(written) >= seen[2][1] > seen[0][1] >= 0


def test_a_backup_never_overwrites(tmp_path: Path) -> None:
    """A file that is there stays as it is, also when it appears while the copy is made."""
    target = tmp_path / "copy.duckdb"
    target.write_text("precious", encoding="utf-8")
    with Workbook(tmp_path / "a.duckdb") as wb:
        with pytest.raises(WorkbookExists):
            wb.backup(target)
        with pytest.raises(WorkbookExists):
            backup._placed(wb.backup(tmp_path / "other.duckdb"), target)

    assert "precious" == target.read_text(encoding="utf-8")
    assert [] == [path.name for path in [*tmp_path.iterdir(), *home.home("backups").iterdir()] if path.name.startswith(".")]


def test_a_copy_that_does_not_match_is_discarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is read again from the disk and compared before it gets its name."""
    monkeypatch.setattr(backup, "_digests", lambda _: {})
    with Workbook(tmp_path / "a.duckdb") as wb, pytest.raises(WorkbookDamaged):
        wb.backup(tmp_path / "copy.duckdb")

    assert (False, []) == ((tmp_path / "copy.duckdb").exists(), list(home.home("backups").iterdir()))


def test_restore_brings_every_table_back_and_keeps_the_replaced_file(tmp_path: Path) -> None:
    """The file that was replaced lies in the trash, whole; the restored one opens without an alarm, now and later."""
    shelf = Shelf()
    path = home.path_of("Acme")
    wb = _filled(shelf.get(path))
    expected = _digests(wb)
    kept = wb.backup(tmp_path / "kept.duckdb")
    wb.apply([Insert("accounts", {"account_id": "later"})])

    restored = shelf.restore(kept, path)

    expected.pop("batches")
    assert expected == {name: digest for name, digest in _digests(restored).items() if name != "batches"}
    shelf.close_all()
    with Workbook(path) as again:
        assert expected == {name: digest for name, digest in _digests(again).items() if name != "batches"}
    [trashed] = home.home("trash").glob("*.duckdb")
    with Workbook(trashed, accept_older=True) as replaced:
        assert "later" in replaced.table("accounts")["account_id"].tolist()


def test_no_batch_after_a_restore_has_the_number_of_one_before(tmp_path: Path) -> None:
    """A session that kept "undo batch 2" from before cannot undo what somebody else did since; the restore itself is a line that stays."""
    shelf, path = Shelf(), home.path_of("Acme")
    wb = shelf.get(path)
    wb.apply([Insert("accounts", {"account_id": "A"})])
    kept = wb.backup(tmp_path / "kept.duckdb")
    lost = wb.apply([Insert("accounts", {"account_id": "lost"})])

    restored = shelf.restore(kept, path)
    fresh = restored.apply([Insert("accounts", {"account_id": "fresh"})])

    assert (2, [4, 3, 1]) == (lost, restored.journal()["batch"].tolist())
    assert ("restore", "kept.duckdb") == tuple(restored.journal().set_index("batch").loc[3, ["kind", "source"]])
    with pytest.raises(UnknownName):
        restored.undo(lost)
    with pytest.raises(UndoRefused, match="put in place"):
        restored.undo(3)
    assert ["A", "fresh"] == restored.table("accounts")["account_id"].tolist()
    restored.undo(fresh)
    assert ["A"] == restored.table("accounts")["account_id"].tolist()
    shelf.close_all()
    with Workbook(path) as again:
        assert 5 == again.revision


def test_a_backup_that_is_damaged_or_missing_replaces_nothing(tmp_path: Path) -> None:
    """It is verified before the old file is touched."""
    path, broken = tmp_path / "a.duckdb", tmp_path / "broken.duckdb"
    _filled(Workbook(path)).close()
    content = bytearray(path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    broken.write_bytes(content)
    before = path.read_bytes()

    with pytest.raises(WorkbookDamaged):
        backup.restore(broken, path)
    with pytest.raises(WorkbookMissing):
        backup.restore(tmp_path / "no such file.duckdb", path)

    assert before == path.read_bytes()
    assert [] == list(home.home("trash").iterdir())
    assert ["a.duckdb", "broken.duckdb"] == sorted(file.name for file in tmp_path.iterdir() if file.is_file())


def test_restore_takes_the_log_of_a_backup_along_and_drops_a_stray_one(tmp_path: Path, killed: Callable[..., Path]) -> None:
    """A copy of file and log as a kill leaves them is restored whole; the log of a file that is gone is not replayed onto it."""
    source, path = killed(12), tmp_path / "a.duckdb"
    log_of(path).write_bytes(log_of(killed(3, "stranger")).read_bytes())

    backup.restore(source, path)

    with Workbook(path) as wb:
        assert (12, 12) == (wb.revision, wb.count("accounts"))


def test_a_saved_copy_counts_its_changes_apart(tmp_path: Path) -> None:
    """Original and copy go their own ways; neither is taken for an older version of the other."""
    shelf = Shelf()
    wb = shelf.create("Acme")
    wb.apply([Insert("accounts", {"account_id": "A"})])
    path = shelf.save_copy(wb, "Acme, what if")
    for number in range(3):
        wb.apply([Insert("accounts", {"account_id": f"B{number}"})])
    copy = shelf.get(path)
    copy.apply([Insert("accounts", {"account_id": "C"})])
    shelf.close_all()

    with Workbook(home.path_of("Acme")) as one, Workbook(path) as other:
        assert (4, ["A", "C"]) == (one.count("accounts"), other.table("accounts")["account_id"].tolist())
        assert one.id != other.id

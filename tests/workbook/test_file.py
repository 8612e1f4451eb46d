"""The file under a workbook: damage, loss, age and foreign files are noticed, never passed over, and never made worse."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random

import duckdb
import pytest

from kam_core.errors import BadEdit, WorkbookDamaged, WorkbookError, WorkbookLocked, WorkbookNewer, WorkbookOlder
from kam_core.workbook import Change, Insert, Workbook, home
from kam_core.workbook.backup import restore
from kam_core.workbook.home import log_of
from kam_core.workbook.tables import SCHEMA_VERSION

FLIPS = 100 if os.environ.get("KAM_SOAK") == "1" else 20
Killed = Callable[..., Path]


def _bytes(path: Path) -> tuple[bytes, bytes | None]:
    log = log_of(path)
    return path.read_bytes(), log.read_bytes() if log.exists() else None


def _flip(path: Path, rng: Random, first: int = 0) -> None:
    content = bytearray(path.read_bytes())
    content[rng.randrange(first, len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


def _database(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def test_what_was_acknowledged_is_there_after_a_kill(killed: Killed) -> None:
    """A log that was not folded in is read at the next start."""
    with Workbook(killed(12)) as wb:
        assert (12, [f"A{n}" for n in range(12)]) == (wb.revision, wb.table("accounts")["account_id"].tolist())


def test_a_kill_before_the_note_of_the_sequence_raises_no_alarm(killed: Killed) -> None:
    """The change is on the disk first, the note of its number second: in between the file is ahead of the note."""
    path = killed(12)
    with Workbook(path) as wb:
        home.remember_sequence(wb.id, 11)
    with Workbook(path) as wb:
        assert (12, 12) == (wb.revision, home.sequence_seen(wb.id))


@pytest.mark.parametrize("damage", ["deleted", "emptied", "cut"])
def test_a_shortened_log_is_reported_with_the_counts_and_left_as_it_is(killed: Killed, damage: str) -> None:
    """The engine opens such a file without a word; the commit sequence outside it tells."""
    path = killed(12)
    log = log_of(path)
    if damage == "deleted":
        log.unlink()
    else:
        log.write_bytes(log.read_bytes()[: 0 if damage == "emptied" else log.stat().st_size // 2])
    before = _bytes(path)

    with pytest.raises(WorkbookOlder) as caught:
        Workbook(path)

    assert 12 == caught.value.facts["seen"] > caught.value.facts["found"]
    assert before == _bytes(path)


@pytest.mark.soak
def test_a_flipped_bit_in_the_log_is_never_silent(killed: Killed, tmp_path: Path) -> None:
    """Refused as damaged, or noticed as older, or without effect: all changes are there."""
    source, rng = killed(12), Random(7)
    rows, outcomes = [], []
    for number in range(FLIPS):
        path = tmp_path / f"flip{number}.duckdb"
        shutil.copyfile(source, path)
        shutil.copyfile(log_of(source), log_of(path))
        _flip(log_of(path), rng)
        try:
            with Workbook(path) as wb:
                rows.append((wb.revision, wb.count("accounts")))
        except (WorkbookDamaged, WorkbookOlder) as error:
            outcomes.append(error.code)

    assert [(12, 12)] * len(rows) == rows
    assert FLIPS == len(rows) + len(outcomes)


@pytest.mark.soak
def test_a_flipped_bit_in_the_file_is_refused_or_without_effect(tmp_path: Path) -> None:
    """Every block carries a checksum: wrong data is never shown."""
    source, rng = tmp_path / "whole.duckdb", Random(7)
    with Workbook(source) as wb:
        wb.apply([Insert("accounts", {"account_id": f"A{n}", "account_name": "x" * 50, "owner": str(n)}) for n in range(500)])
        expected = (wb.table("accounts").to_dict(), wb.journal().to_dict())
    differing = []
    for number in range(FLIPS):
        path = tmp_path / f"flip{number}.duckdb"
        shutil.copyfile(source, path)
        _flip(path, rng)
        try:
            with Workbook(path) as wb:
                if (wb.table("accounts").to_dict(), wb.journal().to_dict()) != expected:
                    differing.append(number)
        except WorkbookDamaged:
            continue

    assert [] == differing


def test_an_older_copy_is_noticed_and_opened_only_when_asked_for(tmp_path: Path) -> None:
    """Somebody put last week's file in its place: the counts are named, and accepting it is remembered."""
    path, kept = tmp_path / "a.duckdb", tmp_path / "last week"
    with Workbook(path) as wb:
        wb.apply([Insert("accounts", {"account_id": "A"})])
    shutil.copyfile(path, kept)
    with Workbook(path) as wb:
        wb.apply([Insert("accounts", {"account_id": "B"})])
    shutil.copyfile(kept, path)
    before = path.read_bytes()

    with pytest.raises(WorkbookOlder) as caught:
        Workbook(path)

    assert {"path": "a.duckdb", "seen": 2, "found": 1} == caught.value.facts
    assert before == path.read_bytes()
    with Workbook(path, accept_older=True) as wb:
        assert ["A"] == wb.table("accounts")["account_id"].tolist()
    with Workbook(path) as wb:
        assert 1 == wb.revision


def test_a_workbook_from_another_computer_raises_no_alarm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copied to a computer that has never seen it, a workbook just opens."""
    with Workbook(tmp_path / "a.duckdb") as wb:
        wb.apply([Insert("accounts", {"account_id": "A"})])
    monkeypatch.setenv("KAM_HOME", str(tmp_path / "another computer"))
    with Workbook(tmp_path / "a.duckdb") as wb:
        assert (1, 1) == (wb.revision, home.sequence_seen(wb.id))


def test_a_workbook_of_a_later_release_is_refused_and_not_touched(tmp_path: Path) -> None:
    """Its schema is named, its bytes stay."""
    path = tmp_path / "a.duckdb"
    Workbook(path).close()
    _database(path, "UPDATE meta SET value = '99' WHERE name = 'schema'")
    before = _bytes(path)

    with pytest.raises(WorkbookNewer) as caught:
        Workbook(path)

    assert ("99", str(SCHEMA_VERSION)) == (str(caught.value.facts["found"]), str(caught.value.facts["known"]))
    assert before == _bytes(path)


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE orders (a INTEGER)"],
        ["CREATE TABLE batches (batch BIGINT)", "CREATE TABLE meta (name VARCHAR, value VARCHAR)"],
        ["CREATE TABLE batches (x BIGINT)", "CREATE TABLE meta (name VARCHAR, value VARCHAR)", "INSERT INTO meta VALUES ('uuid', '1')"],
    ],
)
def test_a_database_of_somebody_else_is_refused_and_not_touched(tmp_path: Path, statements: list[str]) -> None:
    """A DuckDB file with other tables is never filled with ours."""
    path = _database(tmp_path / "theirs.duckdb", *statements)
    before = _bytes(path)

    with pytest.raises(WorkbookDamaged, match="not a workbook"):
        Workbook(path)

    assert before == _bytes(path)


def test_a_workbook_with_tables_missing_is_refused(tmp_path: Path) -> None:
    """Half a workbook is no workbook."""
    path = tmp_path / "a.duckdb"
    Workbook(path).close()
    _database(path, "DROP TABLE rows_accounts")

    with pytest.raises(WorkbookDamaged):
        Workbook(path)


def test_the_id_in_a_file_reaches_no_path(tmp_path: Path) -> None:
    """The id names a note in the data folder, and a file may come from anybody."""
    path = tmp_path / "a.duckdb"
    Workbook(path).close()
    _database(path, "UPDATE meta SET value = '../../outside' WHERE name = 'uuid'")

    with pytest.raises(WorkbookDamaged, match="id"):
        Workbook(path)

    assert [] == [*home.home().parent.glob("outside*"), *home.home().glob("outside*")]


@pytest.mark.parametrize("content", [b"", b"hello", b"account;revenue\n" * 1000, b"PK\x03\x04" + b"\0" * 5000])
def test_a_renamed_file_is_refused_and_not_touched(tmp_path: Path, content: bytes) -> None:
    """What is not a database is said to be none, whatever its ending."""
    path = tmp_path / "renamed.duckdb"
    path.write_bytes(content)

    with pytest.raises(WorkbookDamaged):
        Workbook(path)

    assert content == path.read_bytes()


def test_an_sqlite_file_is_refused_without_fetching_anything(tmp_path: Path) -> None:
    """No extension is loaded to read it."""
    with sqlite3.connect(tmp_path / "s.duckdb") as connection:
        connection.execute("CREATE TABLE a (b)")
    connection.close()

    with pytest.raises(WorkbookDamaged):
        Workbook(tmp_path / "s.duckdb")


def test_a_path_with_lock_in_it_that_does_not_open_is_not_called_locked(tmp_path: Path) -> None:
    """The reason is read from the message, not from the path in it."""
    with pytest.raises(WorkbookDamaged):
        Workbook(tmp_path / "blocked" / "no such folder" / "a.duckdb")


@pytest.mark.parametrize(
    "message",
    [
        'Cannot open file "C:\\a.duckdb": The process cannot access the file because it is being used by another process.\n',
        'Cannot open file "C:\\a.duckdb": 另一个程序正在使用此文件。\nFile is already open in \nC:\\python.exe (PID 4711)',
        'Could not set lock on file "/a.duckdb": Conflicting lock is held in /usr/bin/python3.11 (PID 4711)',
    ],
)
def test_every_way_the_engine_says_locked_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, message: str) -> None:
    """Windows, Windows in Chinese, Linux and macOS; the process id when it is named."""

    def refuse(*_: object, **__: object) -> None:
        raise duckdb.IOException(f"IO Error: {message}")

    monkeypatch.setattr(duckdb, "connect", refuse)
    with pytest.raises(WorkbookLocked) as caught:
        Workbook(tmp_path / "a.duckdb")

    assert ("4711" if "PID" in message else "?") == caught.value.facts["pid"]


@pytest.mark.parametrize(
    "stem", ["o'brien", 'a"b', "temp", "system", "main", "memory", "pg_catalog", "batches", "-x", "a.b", "华东 2025", "a;b--"]
)
def test_any_file_name_works(tmp_path: Path, stem: str) -> None:
    """Quotes, words of SQL and other scripts in the name of a file: written, copied, opened again."""
    path = tmp_path / f"{stem}.duckdb"
    with Workbook(path) as wb:
        wb.apply([Insert("accounts", {"account_id": "A"})])
        wb.backup(tmp_path / "copies" / path.name)
    with Workbook(path) as wb:
        assert ["A"] == wb.table("accounts")["account_id"].tolist()


def test_a_data_folder_with_a_quote_in_its_path_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home of O'Brien is a path like any other."""
    monkeypatch.setenv("KAM_HOME", str(tmp_path / "o'brien"))
    with Workbook(tmp_path / "a.duckdb") as wb:
        assert (tmp_path / "copy.duckdb").resolve() == wb.backup(tmp_path / "copy.duckdb")


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """KAM_HOME below a file, say: a sentence with the path and what to do, not a traceback of the system."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("KAM_HOME", str(tmp_path / "file" / "home"))

    with pytest.raises(WorkbookError, match="KAM_HOME"):
        Workbook()


def test_a_note_that_cannot_be_written_does_not_undo_a_change_that_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the commit nothing turns success into an error, or somebody would do it twice."""
    with Workbook(tmp_path / "a.duckdb") as wb:
        monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))

        assert 1 == wb.apply([Insert("accounts", {"account_id": "A"})])
        assert (1, 1) == (wb.revision, wb.count("accounts"))


def test_below_the_floor_of_free_space_writes_are_refused_and_reads_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is met by a sentence before the engine meets it."""
    with Workbook(tmp_path / "a.duckdb") as wb:
        wb.apply([Insert("accounts", {"account_id": "A"})])
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 1000))

        with pytest.raises(WorkbookError, match="almost full"):
            wb.apply([Insert("accounts", {"account_id": "B"})])

        assert (1, ["A"]) == (wb.revision, wb.table("accounts")["account_id"].tolist())


@pytest.mark.parametrize("moment", ["before the commit", "after the commit"])
def test_after_a_fatal_error_the_file_is_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """The engine refuses everything after a checkpoint that failed; the workbook starts it anew and tells what became of the change."""
    from kam_core.workbook import journal

    write = journal.write

    def fail(cursor: duckdb.DuckDBPyConnection, line: journal.Batch) -> None:
        write(cursor, line)
        if moment == "after the commit":
            cursor.execute("COMMIT")
        raise duckdb.FatalException("FATAL Error: Failed to create checkpoint")

    with Workbook(tmp_path / "a.duckdb") as wb:
        wb.apply([Insert("accounts", {"account_id": "A"})])
        with monkeypatch.context() as patch:
            patch.setattr(journal, "write", fail)
            if moment == "after the commit":
                assert 2 == wb.apply([Insert("accounts", {"account_id": "B"})])
            else:
                with pytest.raises(WorkbookError, match="Nothing was changed"):
                    wb.apply([Insert("accounts", {"account_id": "B"})])

        assert (2 if moment == "after the commit" else 1) == wb.revision == wb.count("accounts")
        wb.apply([Insert("accounts", {"account_id": "C"})])
    with Workbook(tmp_path / "a.duckdb") as wb:
        assert "C" == wb.table("accounts")["account_id"].tolist()[-1]


def test_an_interrupt_just_after_the_commit_leaves_the_right_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in a notebook at the worst moment: the next change does not collide with the one that was kept."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with Workbook(tmp_path / "a.duckdb") as wb:
        with monkeypatch.context() as patch:
            patch.setattr(home, "remember_sequence", interrupt)
            with pytest.raises(KeyboardInterrupt):
                wb.apply([Insert("accounts", {"account_id": "A"})])

        assert (1, 1) == (wb.revision, wb.revisions["accounts"])
        assert 2 == wb.apply([Insert("accounts", {"account_id": "B"})])


def test_a_change_stands_when_the_data_folder_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The note of its number cannot be written then; the change is on the disk all the same, and is not reported as failed."""
    (tmp_path / "file").touch()
    with Workbook(tmp_path / "a.duckdb") as wb:
        with monkeypatch.context() as patch:
            patch.setenv("KAM_HOME", str(tmp_path / "file"))
            assert 1 == wb.apply([Insert("accounts", {"account_id": "A"})])

        assert 1 == wb.revision


def test_version_numbers_stay_apart_after_a_refused_change(tmp_path: Path) -> None:
    """Numbers taken by a change that was rolled back are not used by two rows later, reopened or not."""
    path = tmp_path / "a.duckdb"
    with Workbook(path) as wb:
        wb.apply([Insert("accounts", {"account_id": "A", "owner": "Li"})])
        row = int(wb.table("accounts").index[0])
        with pytest.raises(BadEdit):
            wb.apply([Insert("accounts", {"account_id": "B"}), Insert("accounts", {"account_id": "A"})])
        wb.apply([Change("accounts", row, "owner", "Li", "Wang"), Insert("accounts", {"account_id": "C"})])
    with Workbook(path) as wb:
        wb.apply(
            [Insert("accounts", {"account_id": "D"}), Insert("contracts", {"contract_id": "c", "account_id": "D", "end_on": "2025-01-01"})]
        )
        versions = wb.frame("SELECT version FROM rows_accounts UNION ALL SELECT version FROM rows_contracts")["version"]

        assert 5 == len(versions) == versions.nunique()


def test_the_id_and_the_schema_of_a_workbook_are_not_to_be_changed() -> None:
    """They are what tells workbooks apart."""
    wb = Workbook()
    wb.set_meta("currency", "€")

    with pytest.raises(BadEdit):
        wb.set_meta("uuid", "x")

    assert "€" == wb.meta["currency"]


def test_a_workbook_of_an_earlier_release_is_brought_up_to_date(tmp_path: Path) -> None:
    """It gains the tables and columns it lacks and keeps every row, every batch and every undo; a backup of then can be restored."""
    path, backup = tmp_path / "a.duckdb", tmp_path / "backup.duckdb"
    with Workbook(path) as wb:
        wb.apply([Insert("accounts", {"account_id": "A", "account_name": "Nord", "tier": "1"})])
        batch = wb.apply([Insert("accounts", {"account_id": "B"})])
    dropped, added = ["decided_by", "decided_why", "review_on"], ["notes", "snoozes", "rates", "parameter_sets", "aliases", "kept_apart"]
    _database(
        path,
        *(f"DROP VIEW {name}" for name in (*added, "accounts")),
        *(f"DROP TABLE rows_{name}" for name in added),
        *(f"ALTER TABLE rows_accounts DROP COLUMN {name}" for name in dropped),
        "CREATE VIEW accounts AS SELECT * FROM rows_accounts WHERE batch NOT IN (SELECT batch FROM batches WHERE NOT live) "
        "AND version NOT IN (SELECT version FROM closings WHERE tbl = 'accounts')",
        "UPDATE meta SET value = '1' WHERE name = 'schema'",
    )
    shutil.copy(path, backup)

    for opened in (path, restore(backup, tmp_path / "b.duckdb")):
        with Workbook(opened, accept_older=True) as wb:
            accounts = wb.table("accounts")
            assert (["A", "B"], [True, True]) == (accounts["account_id"].tolist(), accounts["review_on"].isna().tolist())
            assert (0, 0, str(SCHEMA_VERSION)) == (wb.count("notes"), wb.count("aliases"), wb.meta["schema"])
            wb.apply([Change("accounts", int(accounts.index[0]), "decided_by", None, "Li Na")])
            wb.undo(batch)
            assert ["Li Na"] == wb.table("accounts")["decided_by"].tolist()
        Workbook(opened).close()

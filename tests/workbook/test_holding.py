"""Who may open a workbook and what its connection may reach; closing it while others are at work."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from kam_core.errors import WorkbookError, WorkbookLocked
from kam_core.workbook import Insert, Workbook, connection, cursors

ROOT = Path(__file__).parents[2]
OPENS = """
import sys
from kam_core.errors import WorkbookLocked
from kam_core.workbook import Workbook
try:
    Workbook(sys.argv[1])
except WorkbookLocked as error:
    print(error.facts["pid"], error)
"""


@pytest.mark.parametrize("home", ["the same", "another"])
def test_a_second_process_is_told_who_has_the_workbook(tmp_path: Path, home: str) -> None:
    """By the note in the data folder or, from another data folder, by the engine: the process id is right."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    if home == "another":
        env["KAM_HOME"] = str(tmp_path / "another")
    with Workbook(tmp_path / "a.duckdb"):
        run = subprocess.run(
            [sys.executable, "-c", OPENS, str(tmp_path / "a.duckdb")], env=env, capture_output=True, text=True, check=False
        )

    expected = f"a.duckdb is open in another process (PID {os.getpid()}). Close it there, or open a copy here."
    assert (f"{os.getpid()} {expected}\n", "") == (run.stdout, run.stderr)


@pytest.mark.parametrize("way", ["the path", "a relative path", "a symbolic link", "a hard link"])
def test_a_second_opening_in_the_same_program_is_refused_clearly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Whatever name the file is given: two engines on one file would destroy it, and the engine's own lock does not notice."""
    path, other = tmp_path / "a.duckdb", tmp_path / "other.duckdb"
    monkeypatch.chdir(tmp_path)
    with Workbook(path) as wb:
        wb.apply([Insert("accounts", {"account_id": "A"})])
        if way == "a symbolic link":
            other.symlink_to(path)
        elif way == "a hard link":
            os.link(path, other)
        with pytest.raises(WorkbookLocked, match="open in this program already"):
            Workbook({"the path": path, "a relative path": Path("a.duckdb")}.get(way, other))

        wb.apply([Insert("accounts", {"account_id": "B"})])
    with Workbook(path) as wb:
        assert ["A", "B"] == wb.table("accounts")["account_id"].tolist()


def test_a_refused_or_closed_workbook_leaves_nothing_behind(tmp_path: Path) -> None:
    """Closed twice does no harm, and the file can be opened again at once."""
    path = tmp_path / "a.duckdb"
    first = Workbook(path)
    for _ in range(3):
        with pytest.raises(WorkbookLocked):
            Workbook(path)
    first.close()
    first.close()
    with Workbook(path) as wb:
        assert 0 == wb.revision


def test_a_note_left_by_a_killed_process_locks_nobody_out(tmp_path: Path) -> None:
    """The system lets go of a note when its process ends; what is written in it does not matter, not even our own id."""
    path = tmp_path / "a.duckdb"
    Workbook(path).close()
    status = path.stat()
    note = connection.home.home("seen") / f"{status.st_dev:x}-{status.st_ino:x}.pid"
    note.write_text(str(os.getpid()), encoding="utf-8")

    with Workbook(path) as wb:
        assert 0 == wb.revision


OUTSIDE = (
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM glob('/*')",
    "COPY (SELECT 1) TO '{file}.csv'",
    "COPY accounts FROM '{file}'",
    "EXPORT DATABASE '{file}.out'",
    "ATTACH '{file}.duckdb'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM read_csv('https://localhost/x.csv')",
    "SET enable_external_access = true",
    "SET memory_limit = '90%'",
    "SET lock_configuration = false",
    "PRAGMA enable_profiling",
    "SELECT * FROM local_frame",
    "CREATE SECRET s (TYPE s3, KEY_ID 'x')",
)


@pytest.mark.parametrize("where", ["memory", "file"])
def test_sql_on_a_workbook_reaches_nothing_outside_it(tmp_path: Path, where: str) -> None:
    """No files, no network, no extensions, no Python variables, no settings."""
    local_frame = duckdb.sql("SELECT 1 AS a").df()
    file = tmp_path / "secret.txt"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    reached = []
    with Workbook(None if where == "memory" else tmp_path / "a.duckdb") as wb:
        for statement in OUTSIDE:
            try:
                wb.frame(statement.format(file=file))
                reached.append(statement)
            except duckdb.Error:
                continue

    assert ([], 1) == (reached, len(local_frame))
    assert ["a.duckdb", "secret.txt"][where == "memory" :] == sorted(path.name for path in tmp_path.iterdir())


def test_a_connection_that_could_reach_out_is_refused() -> None:
    """The settings are asserted at every start, not assumed."""
    with duckdb.connect() as open_one, pytest.raises(duckdb.Error, match="enable_external_access"):
        connection.assert_hardened(open_one)


def test_a_closed_workbook_says_so() -> None:
    """A page that still holds it gets a sentence, not an error of the engine."""
    wb = Workbook()
    wb.close()
    for question in (lambda: wb.table("accounts"), lambda: wb.apply([]), lambda: wb.undo(1), lambda: wb.set_meta("a", "b")):
        with pytest.raises(WorkbookError, match="closed"):
            question()


def test_closing_waits_for_answers_under_way(tmp_path: Path) -> None:
    """A reader gets its answer, then the file is let go of."""
    wb, entered, done = Workbook(tmp_path / "a.duckdb"), threading.Event(), []

    def read() -> None:
        with wb.reading() as cursor:
            entered.set()
            time.sleep(0.2)
            done.append(cursor.execute("SELECT 42").fetchall()[0][0])

    reader = threading.Thread(target=read)
    reader.start()
    entered.wait(5)
    wb.close()

    assert [42] == done
    reader.join()
    Workbook(tmp_path / "a.duckdb").close()


def test_closing_interrupts_what_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that would take an hour does not keep the file."""
    monkeypatch.setattr(cursors, "PATIENCE", 0.3)
    wb, errors = Workbook(tmp_path / "a.duckdb"), []

    def read() -> None:
        try:
            wb.frame("SELECT count(*) FROM range(10000000) a(i), range(10000000) b(j) WHERE (i * j) % 7 = 3")
        except duckdb.InterruptException as error:
            errors.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    while not wb.busy:
        time.sleep(0.01)
    started = time.monotonic()
    wb.close()
    reader.join()

    assert 1 == len(errors)
    assert time.monotonic() - started < 5
    Workbook(tmp_path / "a.duckdb").close()

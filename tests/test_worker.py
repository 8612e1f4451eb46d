"""The worker: whatever a file does to it, the app gets words. Its jobs here are our own; the app's worker knows only one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kam_core import worker
from kam_core.errors import Cancelled, KamError, MissingField, TooLarge, UnreadableFile
from kam_core.ingest.apart import Limits, run

Job = Callable[..., list[Any]]
WORKER = """
import importlib.util, json, os, signal, sys, time
spec = importlib.util.spec_from_file_location("worker", {path!r})
worker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worker)
worker.side_door()
def job(request, tell):
    {body}
worker.serve(job)
"""


@pytest.fixture
def do(tmp_path: Path) -> Job:
    """Runs one line as the job of a worker; gives what it told of its progress."""

    def run_it(body: str, cancel: Callable[[], bool] | None = None, **limits: Any) -> list[Any]:
        script = tmp_path / "job.py"
        script.write_text(WORKER.format(path=str(Path(worker.__file__)), body=body), encoding="utf-8")
        told: list[Any] = []
        request = {"path": "some/books.csv", "folder": str(tmp_path)}
        try:
            run(script, request, Limits(**limits), lambda *done: told.append(done), cancel)
        finally:
            assert os.listdir(tmp_path) == ["job.py"], "something was left behind"
        return told

    return run_it


def test_a_job_is_done_and_its_progress_told(do: Job) -> None:
    """Rows, bytes done, bytes in all; what it prints is no answer."""
    assert do("print('{\"error\": null}'); tell(3, 10, 10)") == [(3, 10, 10)]


def test_an_error_of_the_library_is_the_same_on_this_side(do: Job) -> None:
    """Class, facts, sentence and template, so that it is told in both languages."""
    facts = "name='b.csv', sheet='S', sheets='A, B'"
    with pytest.raises(UnreadableFile) as caught:
        do(f"from kam_core.errors import UnreadableFile as U; raise U.saying(U.template_sheet, {facts})")
    there = UnreadableFile.saying(UnreadableFile.template_sheet, name="b.csv", sheet="S", sheets="A, B")

    assert (caught.value.message, caught.value.facts, caught.value.template) == (there.message, there.facts, there.template)
    with pytest.raises(MissingField, match="No column was found for date"):
        do("from kam_core.errors import MissingField as M; raise M(fields='date', columns='a')")


@pytest.mark.parametrize(
    "body", ["raise RuntimeError('x')", "1 / 0", "raise KeyboardInterrupt", "sys.exit(0)", "os._exit(0)", "os._exit(3)"]
)
def test_a_worker_that_fails_is_told_of_in_words(do: Job, body: str, caplog: pytest.LogCaptureFixture) -> None:
    """An exception or an early end is never another kind of error here; the cause is in the log."""
    with pytest.raises(UnreadableFile, match=r"books\.csv cannot be read as a table: the reader broke off"):
        do(body)
    assert "books.csv" in caplog.text


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize(("signal", "kind"), [("SIGSEGV", UnreadableFile), ("SIGABRT", UnreadableFile), ("SIGKILL", TooLarge)])
def test_a_crash_of_the_worker_is_told_of_in_words(do: Job, signal: str, kind: type[KamError]) -> None:
    """A fault in a library is the file's; killed by the system means that memory ran out."""
    with pytest.raises(kind):
        do(f"os.kill(os.getpid(), signal.{signal})")


@pytest.mark.parametrize(
    "words", ["memory allocation of 99 bytes failed", "terminate called after throwing an instance of 'std::bad_alloc'"]
)
def test_a_library_that_gives_up_for_want_of_memory(do: Job, words: str) -> None:
    """Rust and C++ end the process with these words; the file is too large, not damaged."""
    with pytest.raises(TooLarge, match="The memory for reading the file"):
        do(f"os.write(2, {words.encode()!r}); os.abort()")


def test_a_worker_that_cannot_be_started(do: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process, no Python: words too."""
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(UnreadableFile, match="no process could be started"):
        do("pass")


def test_a_worker_that_eats_memory_is_stopped(do: Job) -> None:
    """By the kernel on Linux, by its own look at itself elsewhere."""
    with pytest.raises(TooLarge, match=r"The memory for reading the file is too large: > 0\.25 GB, and the limit is 0\.25 GB"):
        do("kept = [bytearray(b'x' * 20_000_000) for i in range(10_000) if not time.sleep(0.01)]", memory=1 << 28, seconds=60)


def test_a_worker_watches_its_own_memory_where_the_system_does_not(do: Job) -> None:
    """What macOS and Windows rely on: the thread that looks, and the end it makes."""
    assert 2 << 20 < worker.memory_taken() < 64 << 30
    with pytest.raises(TooLarge, match="The memory for reading the file"):
        do("worker.watch_memory(100 << 20, iter([1, 100 << 20, (100 << 20) + 1]).__next__)")


def test_a_worker_that_hangs_is_ended_in_time(do: Job) -> None:
    """Even when it holds on to the interpreter."""
    begun = time.monotonic()
    with pytest.raises(TooLarge, match=r"The time for reading the file is too large: > 0\.4 s"):
        do("sum(iter(int, 1))", seconds=0.4)

    assert time.monotonic() - begun < 10


def test_a_stopped_worker_is_gone(do: Job) -> None:
    """Cancel ends it at once, whatever it is doing."""
    asked = iter([False, False, False])
    started = threading.active_count()
    with pytest.raises(Cancelled):
        do("time.sleep(60)", cancel=lambda: next(asked, True))

    assert threading.active_count() <= started + 1


def test_the_caller_may_leave_at_any_time(do: Job) -> None:
    """An exception in the progress of a page (a rerun) ends the worker too."""

    class Rerun(BaseException):
        pass

    def leave(*_: object) -> bool:
        raise Rerun

    with pytest.raises(Rerun):
        do("time.sleep(60)", cancel=leave)


@pytest.mark.parametrize(
    "body", ["worker.os.write(1, b'[1]\\n7\\n{\\n'); tell(1, 1, 1)", "worker.os.write(1, b'\\xff' * 100_000); tell(1, 1, 1)"]
)
def test_answers_that_are_none_are_passed_over(do: Job, body: str) -> None:
    """What a library writes past Python is no answer, and does no harm."""
    assert do(body) in ([(1, 1, 1)], [])


def test_a_worker_ends_with_its_parent(tmp_path: Path) -> None:
    """A killed app leaves no worker behind: its standard input ends."""
    script = tmp_path / "job.py"
    script.write_text(WORKER.format(path=str(Path(worker.__file__)), body="time.sleep(60)"), encoding="utf-8")
    orphan = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert orphan.stdin
    orphan.stdin.write(b'{"memory": 1000000000}\n')
    orphan.stdin.flush()
    time.sleep(0.2)
    assert orphan.poll() is None

    orphan.stdin.close()
    assert orphan.wait(timeout=10) == 1


def test_the_worker_is_light(tmp_path: Path) -> None:
    """A reading needs neither pandas nor DuckDB nor the rest of the library."""
    (tmp_path / "some.csv").write_text("a,b\n1,2\n3,\n,,\n5,6,7\n", encoding="utf-8")
    request = {"path": str(tmp_path / "some.csv"), "folder": str(tmp_path), "options": {}, "columns": 9, "output": 10_000}
    code = (
        f"import runpy, sys; worker = runpy.run_path({str(Path(worker.__file__))!r}, run_name='worker');"
        f"worker['side_door'](); worker['read']({request}, print); print(*sys.modules)"
    )
    told = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert "pyarrow.csv" in told
    assert not {"pandas", "duckdb", "streamlit", "plotly", "kam_core.ingest.stage", "kam_core.workbook"} & set(told)

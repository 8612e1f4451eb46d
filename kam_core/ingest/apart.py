"""
Reading a file in a process of its own: bytes nobody vouches for are parsed where they can do no harm.

The worker (``kam_core/worker.py``) has limits of memory, time and output; whatever becomes of it, the caller gets the source or a
``LoadError`` in words. What holds on which system is said there.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

from kam_core import errors
from kam_core.errors import Cancelled, KamError, TooLarge, UnreadableFile
from kam_core.ingest.files.decode import Cancel, Progress
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.reading import KeptSource, kept
from kam_core.ingest.source import MAX_COLUMNS
from kam_core.text import N_
from kam_core.worker import OUT_OF_MEMORY

WORKER = Path(errors.__file__).with_name("worker.py")
_log = logging.getLogger(__name__)
_BROKE_OFF = N_("the reader broke off; it is probably damaged")
_REFUSED_MEMORY = (b"memory allocation of", b"bad_alloc")
"""What libraries written in Rust and C++ say when they give up for want of memory."""
_POLLED_EVERY = 0.05
_LONGEST_ANSWER = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What a worker may take."""

    memory: int = 2 << 30
    """Bytes of memory."""
    seconds: float = 1200
    """Seconds on the clock; a clean file of 1 GB takes ten to fifteen."""
    output: int = 4 << 30
    """Bytes that the kept reading may take on the disk."""


def open_source(
    path: str | Path,
    options: ReadOptions | None = None,
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    limits: Limits | None = None,
    most_columns: int = MAX_COLUMNS,
) -> KeptSource:
    """
    Read a file to its end in a process of its own; the source that comes back never parses it again.

    What it holds lies in a folder beside an upload, else under the data folder, until ``discard()``.
    Raises UnreadableFile, TooLarge, Cancelled.
    """
    from kam_core.workbook import home

    path, options = Path(path).absolute(), options or ReadOptions()
    folder = home.reading_path(path)
    told = {field.name: getattr(options, field.name) for field in fields(ReadOptions)}
    try:
        request = {"path": str(path), "folder": str(folder), "options": told, "columns": most_columns}
        run(WORKER, request, limits, progress, cancel)
        return _kept(folder, path.name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _kept(folder: Path, name: str) -> KeptSource:
    try:
        return kept(folder)
    except (OSError, ValueError, LookupError, TypeError) as error:  # as when the app was replaced while it ran
        raise UnreadableFile(name=name, detail=_BROKE_OFF) from error


def run(
    script: Path, request: dict[str, Any], limits: Limits | None = None, progress: Progress | None = None, cancel: Cancel | None = None
) -> None:
    """
    Have a worker do its job: ``path`` names the file in errors, ``folder`` is where the worker may write.

    The worker and its temporary files are gone when this returns or raises.
    """
    limits, name = limits or Limits(), Path(request["path"]).name
    with _workplace(Path(request["folder"])) as place, open(place / "said", "w+b") as said, _started(script, place, said, name) as worker:
        with suppress(OSError):  # a worker that died at once is told of below
            assert worker.stdin
            worker.stdin.write(json.dumps({**request, **asdict(limits)}).encode() + b"\n")
            worker.stdin.flush()
        for kind, content in _answers(worker, limits, cancel):
            if kind == "progress" and progress:
                progress(*content)
            elif kind == "error":
                raise _error(content, said, name)
            elif kind == "done":
                return
        raise _death(worker.wait(), said, name, limits)


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    place = folder / "worker"
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _started(script: Path, place: Path, said: IO[bytes], name: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that is gone afterwards, whatever happens."""
    # -P: the folder of the script holds modules of the library, which must not stand for others of the same name.
    command = [sys.executable, "-P", "-X", "utf8", str(script)]
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    # One thread is enough for a reader, and what libraries unpack for themselves goes where it is cleared away.
    around = {**os.environ, "OPENBLAS_NUM_THREADS": "1", **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(place))}
    try:
        worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, env=around, creationflags=hidden)
    except OSError as error:
        raise UnreadableFile(name=name, detail=N_("no process could be started for it")) from error
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


def _answers(worker: subprocess.Popen[bytes], limits: Limits, cancel: Cancel | None) -> Iterator[tuple[str, Any]]:
    """The answers as they come, until the worker ends; raises Cancelled, and TooLarge when its time is over."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    assert worker.stdout
    threading.Thread(target=_listen, args=(worker.stdout, lines), daemon=True).start()
    end = time.monotonic() + limits.seconds
    while True:
        if cancel and cancel():
            raise Cancelled()
        if time.monotonic() > end:
            raise TooLarge(what=N_("The time for reading the file"), found=f"> {limits.seconds:,g} s", limit=f"{limits.seconds:,g} s")
        with suppress(queue.Empty):
            line = lines.get(timeout=_POLLED_EVERY)
            if not line:
                return
            with suppress(ValueError, AttributeError):  # half a line of a worker that died while it wrote
                yield from json.loads(line).items()


def _listen(pipe: IO[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    # Windows cannot wait for a pipe and a clock at once: a thread waits for the pipe.
    with suppress(OSError, ValueError):  # closed under its hands
        while line := pipe.readline(_LONGEST_ANSWER):
            lines.put(line)
    lines.put(b"")


def _error(told: Any, said: IO[bytes], name: str) -> KamError:
    """The error of the worker as the one it was there; any other is a mistake of ours, and goes into the log."""
    kind = getattr(errors, str(told["code"]), None) if isinstance(told, dict) else None
    if not (isinstance(kind, type) and issubclass(kind, KamError)):
        _log.error("The worker failed at %r: %r", name, _last_of(said).decode(errors="replace"))
        return UnreadableFile(name=name, detail=_BROKE_OFF)
    error = kind(told["message"], **told["facts"])
    error.template = told["template"]
    return error


def _death(code: int, said: IO[bytes], name: str, limits: Limits) -> KamError:
    """What to say of a worker that ended without an answer."""
    last = _last_of(said)
    killed = -code == getattr(signal, "SIGKILL", None)
    if code == OUT_OF_MEMORY or killed or any(words in last for words in _REFUSED_MEMORY):
        return TooLarge(
            what=N_("The memory for reading the file"), found=f"> {limits.memory / 2**30:.3g} GB", limit=f"{limits.memory / 2**30:.3g} GB"
        )
    _log.error("The worker ended with %s at %r: %r", code, name, last.decode(errors="replace"))
    return UnreadableFile(name=name, detail=_BROKE_OFF)


def _last_of(said: IO[bytes]) -> bytes:
    said.seek(max(said.seek(0, os.SEEK_END) - 10_000, 0))
    return said.read()

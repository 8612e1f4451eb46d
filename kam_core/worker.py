"""
The process in which a file is read apart: it looks at bytes nobody vouches for, and may fail without harm to the app.

Started as a script by ``kam_core/ingest/apart.py``. It takes one request, a line of JSON, from its standard input and answers
with lines of JSON on its standard output: ``progress``, then ``done`` or ``error``; then it ends.

What holds where (only Linux was run): the time limit and the end of a stopped reading are the parent's kill and hold on every
system; so does the end of a worker whose parent is gone. The memory limit is the kernel's on Linux (RLIMIT_DATA, since 4.7).
On macOS and Windows a thread looks at the memory this process takes 20 times a second and ends it: one long step inside a
library may overshoot before it is seen. None of this is a cage: the worker has the rights of the user who runs the app.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

OUT_OF_MEMORY = 86
"""The exit code of a worker that took more memory than it may."""

_TOLD_EVERY = 0.1
_WATCHED_EVERY = 0.05

Tell = Callable[[int, int, int], None]
Job = Callable[[dict[str, Any], Tell], None]
"""What is done for a request; it reports rows done, bytes done, bytes in all."""


def side_door() -> None:
    """
    Make the modules of the reader importable without the rest of the library.

    The front door of ``kam_core`` imports pandas, DuckDB and the charts: more than twice what a reader needs to start.
    """
    root = Path(__file__).resolve().parent
    sys.meta_path.insert(0, _NoPandas())
    for name, folder in (("kam_core", root), ("kam_core.ingest", root / "ingest")):
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package


class _NoPandas(MetaPathFinder):
    """pyarrow imports pandas only to ask whether a list is one of its series; without it the answer is no."""

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "pandas":
            raise ImportError(fullname)


def serve(job: Job) -> None:
    """Take the request, do the job, answer, end the process."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing but answers may come to the parent
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def answer(kind: str, content: object) -> None:
        answers.write(json.dumps({kind: content}, default=str).encode() + b"\n")
        answers.flush()

    try:
        limit_memory(request["memory"])
        job(request, _seldom(lambda *done: answer("progress", done)))
        answer("done", None)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException as error:
        traceback.print_exc()
        answer("error", _told(error))
    os._exit(0)  # a big heap is not tidied up object by object


def limit_memory(most: int) -> None:
    """Let this process have that many bytes and no more."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    else:
        threading.Thread(target=watch_memory, args=(most,), daemon=True).start()


def watch_memory(most: int, taken: Callable[[], int] | None = None) -> None:
    """End this process once it takes more than that many bytes."""
    taken = taken or memory_taken
    while taken() <= most:
        time.sleep(_WATCHED_EVERY)
    os._exit(OUT_OF_MEMORY)


def memory_taken() -> int:
    """Bytes of memory this process takes, or took at its peak."""
    if sys.platform == "win32":
        return _memory_on_windows()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _memory_on_windows() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("PeakWorkingSetSize", "WorkingSetSize", "QuotaPeakPagedPoolUsage")),
            *((name, ctypes.c_size_t) for name in ("QuotaPagedPoolUsage", "QuotaPeakNonPagedPoolUsage", "QuotaNonPagedPoolUsage")),
            *((name, ctypes.c_size_t) for name in ("PagefileUsage", "PeakPagefileUsage")),
        )

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.K32GetProcessMemoryInfo.argtypes = (wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD)
    counters = Counters(cb=ctypes.sizeof(Counters))
    kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
    return max(int(counters.WorkingSetSize), int(counters.PagefileUsage))


def _end_with_parent() -> None:
    """The parent holds the other end of the standard input: it ends when the parent does."""
    while os.read(0, 4096):
        pass
    os._exit(1)


def _seldom(tell: Tell) -> Tell:
    """Tell not more often than anybody looks."""
    last = 0.0

    def told(rows: int, done: int, total: int) -> None:
        nonlocal last
        if done >= total or time.monotonic() - last >= _TOLD_EVERY:
            last = time.monotonic()
            tell(rows, done, total)

    return told


def _told(error: BaseException) -> dict[str, object] | None:
    """An error of the library as code, facts and sentence; None for any other."""
    from kam_core.errors import KamError

    if not isinstance(error, KamError):
        return None
    return {"code": error.code, "facts": error.facts, "message": error.message, "template": error.template}


def read(request: dict[str, Any], tell: Tell) -> None:
    """Read a file and keep what it holds in a folder."""
    from kam_core.ingest.options import ReadOptions
    from kam_core.ingest.reading import keep
    from kam_core.ingest.source import open_source

    source = open_source(request["path"], ReadOptions(**request["options"]), most_columns=request["columns"])
    keep(source, Path(request["folder"]), most=request["output"], progress=tell)


if __name__ == "__main__":
    side_door()
    serve(read)

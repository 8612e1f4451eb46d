"""The app as a user starts it: a process of its own, on a free port of this computer, with a data folder of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    """A running app."""

    url: str
    pid: int
    home: Path
    log: Path

    def said(self) -> str:
        """What the app has written to its log so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def serving(home: Path, *, plain: bool = False, port: int | None = None, start_seconds: float = 90.0) -> Iterator[Server]:
    """
    Start the app (on a port of one's choice) and wait until it answers; stopped afterwards.

    As ``make run`` starts it, or ``plain``: as ``streamlit run app.py`` does.
    """
    port = port or free_port()
    command = ["-m", "streamlit", "run", "app.py", "--server.port", str(port)] if plain else ["pages/ui/server.py"]
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    environment = {**os.environ, "KAM_HOME": str(home), "PORT": str(port), "KAM_NO_BROWSER": "1", "PYTHONUNBUFFERED": "1"}
    with open(log, "wb") as out:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
        server = Server(f"http://127.0.0.1:{port}", process.pid, home, log)
        try:
            _wait_until_healthy(server, process, start_seconds)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A port nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(server: Server, process: subprocess.Popen[bytes], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The app ended with {process.returncode} before it answered:\n{server.said()}")
        try:
            with urlopen(f"{server.url}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The app did not answer within {seconds:.0f} s:\n{server.said()}")

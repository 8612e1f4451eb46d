"""
What every test stands on: a data folder of its own, no network, repeatable random cases.

``pytest`` works with requirements.txt alone; test files that need a package of requirements-dev.txt are then left out, by
name, at the top and at the bottom of the report. ``make test`` leaves nothing out.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import tempfile
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path

import pytest

DEV_PACKAGES = ("hypothesis", "playwright", "sqlglot")
SOAK = os.environ.get("KAM_SOAK") == "1"

_missing = tuple(package for package in DEV_PACKAGES if find_spec(package) is None)
_left_out: dict[str, str] = {}
_session_home = tempfile.mkdtemp(prefix="kam-tests-")

# Set before any test module is imported, so that nothing, doctests included, ever sees a person's own workbooks.
os.environ["KAM_HOME"] = _session_home

if "hypothesis" not in _missing:
    from hypothesis import HealthCheck, settings

    _patient = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    settings.register_profile("ci", derandomize=True, max_examples=60, deadline=None, suppress_health_check=_patient)
    settings.register_profile("soak", max_examples=2000, deadline=None, suppress_health_check=_patient, print_blob=True)
    settings.load_profile("soak" if SOAK else "ci")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what cannot be imported here; the report names it."""
    if not _missing or collection_path.suffix != ".py" or collection_path == Path(__file__):
        return None
    source = collection_path.read_text(encoding="utf-8")
    for package in _missing:
        if re.search(rf"^(from|import) {package}\b", source, re.MULTILINE):
            _left_out[collection_path.name] = package
            return True
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser journeys come last: Playwright keeps an event loop running that others must not meet."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and how to run it."""
    if _left_out:
        names = ", ".join(f"{name} ({package})" for name, package in sorted(_left_out.items()))
        terminalreporter.section("left out")
        terminalreporter.line(f"{len(_left_out)} files need requirements-dev.txt: {names}")
        terminalreporter.line("Run them with `make test`, or pip install -r requirements-dev.txt.")


def pytest_unconfigure() -> None:
    """Take the session's data folder away."""
    shutil.rmtree(_session_home, ignore_errors=True)


@pytest.fixture(autouse=True)
def kam_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh data folder for each test."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("KAM_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only loopback is reachable: the app has to work without internet."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guard(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            self.close()
            pytest.fail(f"The test reached for the network: {address}", pytrace=True)

    def guarded_connect(self: socket.socket, address: object) -> None:
        guard(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        guard(self, address)
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

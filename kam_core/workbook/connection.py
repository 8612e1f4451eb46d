"""
One hardened DuckDB connection per open workbook.

The order of the settings matters (DuckDB refuses ``allowed_directories`` before start and ``temp_directory`` after the lock).
Once locked, SQL reaches neither files, network, extensions nor Python variables; ``assert_hardened`` proves it at every start.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import duckdb

from kam_core.errors import WorkbookDamaged, WorkbookLocked
from kam_core.workbook import home

MEMORY_LIMIT = "1GB"
"""Per workbook; at most four are open."""

_START: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
_EXPECTED = {
    "enable_external_access": False,
    "lock_configuration": True,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "python_enable_replacements": False,
}
_HELD = re.compile(r"could not set lock|conflicting lock|already open in|being used by another process|\(PID \d+\)", re.IGNORECASE)


def connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    """Open a workbook file (``None``: in memory) and lock it down; a held, damaged or foreign file raises."""
    connection = opened(path)
    try:
        _harden(connection)
        assert_hardened(connection)
    except BaseException as error:
        connection.close()
        if path is not None and "configuration has been locked" in str(error):  # the engine shares a file within a process
            raise WorkbookLocked(path=path.name, pid=str(os.getpid())) from error
        raise
    return connection


def assert_hardened(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse to work with a connection that could reach files, the network or extensions."""
    for name, expected in _EXPECTED.items():
        row = connection.execute("SELECT current_setting(?)", [name]).fetchall()
        if row[0][0] != expected:
            raise duckdb.InvalidInputException(f"{name} is {row[0][0]}, not {expected}")


def opened(path: Path | None, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection not yet locked down, or a read-only one that reaches no other file; errors say who holds it or what is wrong."""
    config = {**_START, "enable_external_access": "false"} if read_only else _START
    try:
        return duckdb.connect(":memory:" if path is None else str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        reason = str(error).replace(str(path), "")
        if path is not None and _HELD.search(reason):
            raise WorkbookLocked(path=path.name, pid=_pid(reason)) from error
        raise WorkbookDamaged(path=path and path.name, detail=first_line(error)) from error


def first_line(error: Exception) -> str:
    """What an engine error says, without its excerpt of the statement."""
    return str(error).splitlines()[0][:300]


def quoted(path: Path) -> str:
    """A path as SQL text."""
    return path.as_posix().replace("'", "''")


def _harden(connection: duckdb.DuckDBPyConnection) -> None:
    spill, backups = home.home("temp", "spill"), home.home("backups")
    for setting in (
        f"SET memory_limit='{MEMORY_LIMIT}'",
        "SET max_temp_directory_size='4GB'",
        f"SET temp_directory='{quoted(spill)}'",
        f"SET threads={min(os.cpu_count() or 2, 4)}",
        "SET allow_persistent_secrets=false",
        f"SET allowed_directories=['{quoted(backups)}/']",
        "SET enable_external_access=false",
        "SET lock_configuration=true",
    ):
        connection.execute(setting).fetchall()


def _pid(message: str) -> str:
    named = re.search(r"PID (\d+)", message)
    return named[1] if named else "?"

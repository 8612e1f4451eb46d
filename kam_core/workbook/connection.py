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

_START = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
_EXPECTED = {"enable_external_access": False, "lock_configuration": True, "autoload_known_extensions": False}


def connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    """Open a workbook file (``None``: in memory) and lock it down; a held, damaged or foreign file raises."""
    connection = _open(path)
    try:
        _harden(connection)
        assert_hardened(connection)
    except duckdb.Error as error:
        connection.close()
        if path is not None and "locked" in str(error):
            raise WorkbookLocked(path=path.name, pid=os.getpid()) from error
        raise
    if path is not None:
        home.holder_file(path).write_text(str(os.getpid()), encoding="utf-8")
    return connection


def assert_hardened(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse to work with a connection that could reach files, the network or extensions."""
    for name, expected in _EXPECTED.items():
        row = connection.execute("SELECT current_setting(?)", [name]).fetchall()
        if row[0][0] != expected:
            raise duckdb.InvalidInputException(f"{name} is {row[0][0]}, not {expected}")


def _open(path: Path | None) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(":memory:" if path is None else str(path), config=_START)
    except duckdb.IOException as error:
        if path is not None and "lock" in str(error).lower():
            raise WorkbookLocked(path=path.name, pid=_holder(path, str(error))) from error
        raise WorkbookDamaged(path=path and path.name, detail=_first_line(error)) from error
    except duckdb.Error as error:
        raise WorkbookDamaged(path=path and path.name, detail=_first_line(error)) from error


def _harden(connection: duckdb.DuckDBPyConnection) -> None:
    spill, backups = home.home("temp", "spill"), home.home("backups")
    for setting in (
        f"SET memory_limit='{MEMORY_LIMIT}'",
        "SET max_temp_directory_size='4GB'",
        f"SET temp_directory='{_quoted(spill)}'",
        f"SET threads={min(os.cpu_count() or 2, 4)}",
        "SET allow_persistent_secrets=false",
        f"SET allowed_directories=['{_quoted(backups)}/']",
        "SET enable_external_access=false",
        "SET lock_configuration=true",
    ):
        connection.execute(setting).fetchall()


def _quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")


def _holder(path: Path, message: str) -> str:
    named = re.search(r"PID (\d+)", message)
    if named:
        return named[1]
    try:
        return home.holder_file(path).read_text(encoding="utf-8")
    except OSError:
        return "?"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:300]

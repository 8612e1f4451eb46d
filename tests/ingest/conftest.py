"""A hardened connection in memory, and files written on the spot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from kam_core.ingest import Staged
from kam_core.ingest import stage as staging

HARDENING = ("SET memory_limit='1GB'", "SET threads=2", "SET enable_external_access=false", "SET lock_configuration=true")


class Loader:
    """Writes a file and stages it on one hardened connection."""

    def __init__(self, folder: Path, cursor: duckdb.DuckDBPyConnection) -> None:
        self.folder, self.cursor = folder, cursor

    def file(self, content: str | bytes, name: str = "file.csv", encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    def __call__(self, content: str | bytes | Path, table: str = "transactions", **options: Any) -> Staged:
        name, encoding = options.pop("name", "file.csv"), options.pop("encoding", "utf-8")
        path = content if isinstance(content, Path) else self.file(content, name, encoding)
        return staging.stage(self.cursor, table, path, **options)

    def rows(self, staged: Staged, table: str = "transactions") -> pd.DataFrame:
        return self.cursor.execute(f"SELECT * FROM {staged.targets[table]}").df()

    def column(self, staged: Staged, name: str, table: str = "transactions") -> list[Any]:
        return [row[0] for row in self.cursor.execute(f"SELECT {name} FROM {staged.targets[table]}").fetchall()]

    def tables(self) -> int:
        return len(self.cursor.execute("SELECT * FROM duckdb_tables()").fetchall())


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Loader]:
    connection = duckdb.connect(config={"python_enable_replacements": "false"})
    for setting in HARDENING:
        connection.execute(setting)
    yield Loader(tmp_path, connection.cursor())
    connection.close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    return Loader(tmp_path, duckdb.connect()).file

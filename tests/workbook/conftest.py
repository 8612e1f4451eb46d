"""What the tests of the workbook share: a workbook as a kill leaves it, with its log not yet folded in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kam_core.workbook import Insert, Workbook

Killed = Callable[..., Path]


@pytest.fixture
def killed(tmp_path: Path) -> Killed:
    """Makes a file with so many acknowledged batches in the log, as it lies on the disk after a kill."""

    def make(batches: int = 12, name: str = "killed") -> Path:
        path = tmp_path / f"{name}.duckdb"
        with Workbook(tmp_path / f"living-{name}.duckdb") as wb:
            for number in range(batches):
                wb.apply([Insert("accounts", {"account_id": f"A{number}", "account_name": f"Account {number}"})])
            assert wb.path
            for ending in ("", ".wal"):
                shutil.copyfile(f"{wb.path}{ending}", f"{path}{ending}")
        return path

    return make

"""Excel workbooks that would do harm when unpacked, and what their cells become."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from kam_core.errors import TooLarge, UnreadableFile
from kam_core.ingest import read_table
from kam_core.ingest.files import archive as archives
from kam_core.ingest.values.shown import as_text


def archive(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in {"xl/workbook.xml": b"<workbook/>", **parts}.items():
            file.writestr(name, content)
    return path


def test_what_is_too_big_unpacked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the sizes that the archive states, before anything is unpacked."""
    monkeypatch.setattr(archives, "MAX_UNPACKED", 100)

    with pytest.raises(TooLarge, match="unpacked"):
        read_table(archive(tmp_path / "big.xlsx", {"a": bytes(200)}))


def test_a_damaged_workbook_is_refused_in_plain_words(tmp_path: Path) -> None:
    """Whatever the reader says, it is our error."""
    with pytest.raises(UnreadableFile, match="damaged"):
        read_table(archive(tmp_path / "broken.xlsx", {}))


def test_cells_as_text() -> None:
    """The forms in which the parsers read them again."""
    cells = [
        "x",
        12.0,
        0.1,
        1e20,
        True,
        dt.date(2024, 3, 5),
        dt.datetime(2024, 3, 5),
        dt.datetime(2024, 3, 5, 10, 30),
        dt.time(9, 5),
        None,
        7,
    ]

    assert [as_text(cell) for cell in cells] == [
        "x", "12", "0.1", "1e+20", "true", "2024-03-05", "2024-03-05", "2024-03-05 10:30:00", "09:05:00", "", "7",
    ]  # fmt: skip

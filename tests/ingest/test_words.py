"""Every code of a load has its words."""

from __future__ import annotations

import re
from pathlib import Path

from kam_core.ingest import words
from kam_core.ingest.meaning.shapes import SHAPES

SOURCES = "".join(file.read_text(encoding="utf-8") for file in Path(words.__file__).parent.rglob("*.py") if file.name != "words.py")


def test_every_repair_has_words() -> None:
    """What the reader notes, a person can read."""
    noted = set(re.findall(r"""(?:log|repairs)\.add\(\s*"(\w+)\"""", SOURCES)) | set(re.findall(r"""Repair\(line, "(\w+)\"""", SOURCES))

    assert sorted(noted - set(words.REPAIRS)) == []
    assert len(noted) > 20


def test_every_reason_has_words() -> None:
    """What rejects a row, too."""
    codes = {code for code in words.REASONS if re.search(rf"""["']{code}["']""", SOURCES)}

    assert sorted(set(words.REASONS) - codes) == []
    assert set(words.SHAPES) == set(SHAPES)

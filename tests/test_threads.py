"""Many sessions on one workbook: nobody receives somebody else's answer, no update is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from threads import prove

ROUNDS = 1000 if os.environ.get("KAM_SOAK") == "1" else 40


@pytest.mark.soak
@pytest.mark.parametrize("where", ["file", "memory"])
def test_every_answer_is_the_one_to_its_question(where: str, tmp_path: Path) -> None:
    """Eight threads read and write at once; each sees its own writes, and stale updates are refused, not merged."""
    outcome = prove(tmp_path / "threads.duckdb" if where == "file" else None, threads=8, rounds=ROUNDS, seed=7)

    assert (outcome.wrong, outcome.lost, outcome.unexplained_batches) == ((), 0, 0)
    assert outcome.reads > outcome.writes > 0

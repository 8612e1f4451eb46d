"""What is acknowledged is kept: the process is killed at random moments while it edits and loads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from kills import Round, prove

KILLS = 50 if os.environ.get("KAM_SOAK") == "1" else 5


@pytest.mark.soak
def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    """After every kill the workbook opens with all acknowledged changes in it, and none of them in part."""
    rounds = prove(tmp_path, KILLS, seed=7)

    assert [one for one in rounds if not one.kept] == []
    assert sum(one.edits for one in rounds) > 0
    assert sum(one.loads for one in rounds) > 0


def test_a_loss_would_be_seen() -> None:
    """The promise is broken by one lost change, one torn change, or two changes nobody acknowledged."""
    kept = {"loop": 0, "edits": 1, "loads": 1, "unacknowledged": 1, "lost": 0, "torn": 0, "counter_off": 0, "reopen_ms": 1}
    broken = [{"lost": 1}, {"torn": 1}, {"counter_off": -1}, {"unacknowledged": 2}]

    assert Round(**kept).kept
    assert [Round(**kept | case).kept for case in broken] == [False] * 4

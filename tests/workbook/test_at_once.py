"""Eight threads on one workbook: loading, editing, reading, undoing; every answer matches its question, no update is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from kam_core.errors import StaleEdit
from kam_core.workbook import Change, Insert, Workbook

ROUNDS = 12


def _together(work: Callable[[int], object], threads: int = 8) -> list[object]:
    barrier = threading.Barrier(threads)

    def start(number: int) -> object:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(start, range(threads)))


@pytest.mark.parametrize("where", ["file", "memory"])
def test_loads_edits_reads_and_undos_at_once(tmp_path: Path, where: str) -> None:
    """Each thread owns an account, its lines and its edits; it always reads exactly what it wrote, whatever the others do."""
    wb = Workbook(tmp_path / "a.duckdb" if where == "file" else None)
    wb.apply([Insert("accounts", {"account_id": f"T{number}", "employees": 0}) for number in range(8)])
    rows = [int(row) for row in wb.table("accounts").index]

    def work(number: int) -> list[str]:
        rng, wrong, lines, staff = Random(number), [], 0, 0
        for turn in range(ROUNDS):
            step = rng.choice(["load", "edit", "undo", "read"])
            if step == "load":
                file = tmp_path / f"{number}-{turn}.csv"
                file.write_text("account_id,date,revenue\n" + f"T{number},2024-01-01,{number + 1}\n" * (turn + 1), encoding="utf-8")
                batch = wb.load("transactions", file).batch
                lines += turn + 1
                if rng.random() < 0.5:
                    wb.undo(batch)
                    lines -= turn + 1
            elif step == "edit":
                wb.apply([Change("accounts", rows[number], "employees", staff, staff + 1)])
                staff += 1
            elif step == "undo":
                wb.undo(wb.apply([Change("accounts", rows[number], "employees", staff, 1000)]))
            mine = wb.frame(
                "SELECT $me AS me, count(*) AS n, coalesce(sum(revenue), 0) AS total FROM transactions WHERE account_id = $me",
                {"me": f"T{number}"},
            ).iloc[0]
            if (mine["me"], mine["n"], mine["total"]) != (f"T{number}", lines, lines * (number + 1)):
                wrong.append(f"{number}, turn {turn}: {lines} lines written, read {mine.to_dict()}")
            if wb.table("accounts").loc[rows[number], "employees"] != staff:
                wrong.append(f"{number}, turn {turn}: wrote {staff} employees")
        return wrong

    assert [[]] * 8 == _together(work)
    batches = wb.journal()["batch"].tolist()
    assert (list(range(wb.revision, 0, -1)), wb.revision) == (batches, max(wb.revisions.values()))
    wb.close()


def test_of_eight_editors_of_one_cell_exactly_one_wins() -> None:
    """The others get both values; nothing is overwritten silently, however often they try."""
    wb = Workbook()
    wb.apply([Insert("accounts", {"account_id": "A", "owner": "nobody"})])
    row = int(wb.table("accounts").index[0])
    for turn in range(5):
        seen = wb.table("accounts")["owner"].iloc[0]

        def edit(number: int, seen: str = seen, turn: int = turn) -> tuple[str, str]:
            mine = f"{number} in turn {turn}"
            try:
                wb.apply([Change("accounts", row, "owner", seen, mine)])
                return "won", mine
            except StaleEdit as error:
                [conflict] = error.facts["conflicts"]
                return "stale", conflict["theirs"]

        outcomes = _together(edit)
        [winner] = [value for outcome, value in outcomes if outcome == "won"]
        assert [winner] * 8 == [value for _, value in outcomes]
        assert winner == wb.table("accounts")["owner"].iloc[0]
    assert 6 == wb.revision


def test_a_revision_is_never_ahead_of_what_can_be_read() -> None:
    """Results are kept under the revision read first: it must not promise rows that are not there yet."""
    wb, stop, late = Workbook(), threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            revision = wb.revisions["needs"]
            if wb.count("needs") < revision:
                late.append(revision)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(60):
        wb.apply([Insert("needs", {"need_id": f"{number}", "account_id": "A", "need": "x"})])
    stop.set()
    for reader in readers:
        reader.join()

    assert [] == late

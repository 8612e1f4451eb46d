"""
Many threads on one workbook, reading and writing at once: every answer must be the one to its own question.

    python benchmarks/threads.py --threads 8 --rounds 200

Each thread owns an account and knows what it must look like; all of them also raise one shared counter, giving the value they
saw, so that an update made on stale ground has to be refused.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import TYPE_CHECKING

from bench import show

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

SHARED = "SHARED"


@dataclass
class Owner:
    """One thread: the account it owns, what it has written there, and what it found wrong."""

    name: str
    row: int
    employees: int = 0
    needs: int = 0
    raised: int = 0
    refused: int = 0
    reads_ms: list[float] = field(default_factory=list)
    writes_ms: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What all threads found together."""

    threads: int
    reads: int
    writes: int
    refused: int
    wrong: tuple[str, ...]
    lost: int
    unexplained_batches: int
    read_ms: str
    write_ms: str


def prove(path: Path | None, threads: int = 8, rounds: int = 200, seed: int = 1) -> Outcome:
    """Let the threads loose on a new workbook (``None``: in memory) and add up what they found."""
    from kam_core.workbook import Insert, Workbook

    with Workbook(path) as wb:
        names = [SHARED, *(f"T{number}" for number in range(threads))]
        wb.apply([Insert("accounts", {"account_id": name, "employees": 0}) for name in names])
        rows = dict(zip(wb.table("accounts")["account_id"], wb.table("accounts").index, strict=True))
        started_at = wb.revision
        owners = [Owner(name, int(rows[name])) for name in names[1:]]
        with ThreadPoolExecutor(threads) as pool:
            for future in [pool.submit(_live, wb, owner, int(rows[SHARED]), rounds, seed + i) for i, owner in enumerate(owners)]:
                future.result()
        return _add_up(wb, owners, started_at)


def _live(wb: Workbook, owner: Owner, shared: int, rounds: int, seed: int) -> None:
    rng = Random(seed)
    reads: list[Callable[[Workbook, Owner], str | None]] = [_own_account, _own_needs, _by_parameter, _other_table]
    writes: list[Callable[[Workbook, Owner, int], None]] = [_raise_own, _add_need, _raise_shared]
    for _ in range(rounds):
        started = time.perf_counter()
        if rng.random() < 0.3:
            rng.choice(writes)(wb, owner, shared)
            owner.writes_ms.append((time.perf_counter() - started) * 1000)
        else:
            answer = rng.choice(reads)(wb, owner)
            owner.reads_ms.append((time.perf_counter() - started) * 1000)
            if answer:
                owner.wrong.append(f"{owner.name}: {answer}")


def _own_account(wb: Workbook, owner: Owner) -> str | None:
    from kam_core.schema import TABLES

    frame = wb.table("accounts")
    found = int(frame.loc[owner.row, "employees"])
    if tuple(frame.columns) != TABLES["accounts"].names:
        return f"asked for accounts, got {list(frame.columns)}"
    return None if found == owner.employees else f"wrote {owner.employees} employees, read {found}"


def _own_needs(wb: Workbook, owner: Owner) -> str | None:
    frame = wb.table("needs")
    found = int((frame["account_id"] == owner.name).sum())
    return None if found == owner.needs else f"wrote {owner.needs} needs, read {found}"


def _by_parameter(wb: Workbook, owner: Owner) -> str | None:
    frame = wb.frame("SELECT $name AS asked, employees FROM accounts WHERE account_id = $name", {"name": owner.name})
    found = frame[["asked", "employees"]].values.tolist()
    return None if found == [[owner.name, owner.employees]] else f"asked for itself, got {found}"


def _other_table(wb: Workbook, owner: Owner) -> str | None:
    frame = wb.table("contracts")
    return None if len(frame) == 0 and "renewal_on" in frame else f"asked for contracts, got {len(frame)} rows of {list(frame.columns)}"


def _raise_own(wb: Workbook, owner: Owner, shared: int) -> None:
    from kam_core.workbook import Change

    wb.apply([Change("accounts", owner.row, "employees", owner.employees, owner.employees + 1)], author=owner.name)
    owner.employees += 1


def _add_need(wb: Workbook, owner: Owner, shared: int) -> None:
    from kam_core.workbook import Insert

    wb.apply([Insert("needs", {"need_id": f"{owner.name}-{owner.needs}", "account_id": owner.name, "need": "x"})], author=owner.name)
    owner.needs += 1


def _raise_shared(wb: Workbook, owner: Owner, shared: int) -> None:
    from kam_core.errors import StaleEdit
    from kam_core.workbook import Change

    seen = int(wb.table("accounts").loc[shared, "employees"])
    try:
        wb.apply([Change("accounts", shared, "employees", seen, seen + 1)], author=owner.name)
        owner.raised += 1
    except StaleEdit:
        owner.refused += 1


def _add_up(wb: Workbook, owners: list[Owner], started_at: int) -> Outcome:
    accounts = wb.table("accounts").set_index("account_id")
    written = sum(owner.employees + owner.needs + owner.raised for owner in owners)
    found = int(accounts["employees"].sum()) + wb.count("needs")
    wrong = [line for owner in owners for line in owner.wrong]
    wrong += [f"{owner.name} ends with another value" for owner in owners if accounts.loc[owner.name, "employees"] != owner.employees]
    reads = [ms for owner in owners for ms in owner.reads_ms]
    writes = [ms for owner in owners for ms in owner.writes_ms]
    return Outcome(
        threads=len(owners),
        reads=len(reads),
        writes=written,
        refused=sum(owner.refused for owner in owners),
        wrong=tuple(wrong),
        lost=written - found,
        unexplained_batches=wb.revision - started_at - written,
        read_ms=_p50_p95(reads),
        write_ms=_p50_p95(writes),
    )


def _p50_p95(values: list[float]) -> str:
    cuts = quantiles(values, n=20) if len(values) > 1 else [0.0] * 19
    return f"{cuts[9]:.1f} / {cuts[18]:.1f}"


def main() -> int:
    """Run and print; the exit code tells whether every answer was right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=200, help="reads and writes of each thread (200)")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kam-threads-") as folder:
        os.environ["KAM_HOME"] = str(Path(folder, "home"))
        outcome = prove(Path(folder, "threads.duckdb"), args.threads, args.rounds, args.seed)
    row = {**outcome.__dict__, "wrong": len(outcome.wrong)}
    show("Threads on one workbook (read_ms, write_ms: p50 / p95)", [row])
    print("\n".join(outcome.wrong[:10]))
    return 1 if outcome.wrong or outcome.lost or outcome.unexplained_batches else 0


if __name__ == "__main__":
    sys.exit(main())

"""
Kill the process at random moments while it edits and loads, and look what is left.

    python benchmarks/kills.py --loops 50

A child process changes one workbook and acknowledges each change on a pipe once the call has returned. The parent kills it
(SIGKILL), opens the workbook again and compares: nothing acknowledged may be missing, no change may be there in part, the
file must open. The same file goes through all loops. This keeps the system's cache: it is no proof against a power cut.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from bench import ROOT, show

if TYPE_CHECKING:
    from kam_core.workbook import Workbook

COUNTER = "KILL"
"""The account whose head count is raised by one with every edit."""

MOST_CHANGES, LONGEST_MOMENT = 15, 0.25
"""A child lives for up to so many changes and this many seconds."""


@dataclass(frozen=True)
class Round:
    """One kill and what was found afterwards."""

    loop: int
    edits: int
    loads: int
    unacknowledged: int
    """Changes that were on the disk though the child had not said so yet: allowed, at most one per kill."""
    lost: int
    torn: int
    counter_off: int
    reopen_ms: int

    @property
    def kept(self) -> bool:
        """Whether the promise held."""
        return not (self.lost or self.torn or self.counter_off or self.unacknowledged > 1)


def prove(folder: Path, loops: int, seed: int = 1, load_share: float = 0.3) -> list[Round]:
    """Kill ``loops`` times; KAM_HOME must point to a folder of its own. A workbook that does not open raises."""
    path, rng = folder / "kills.duckdb", Random(seed)
    _found_workbook(path)
    known: set[str] = set()
    return [_one_kill(path, folder, loop, rng, known, load_share) for loop in range(loops)]


def _found_workbook(path: Path) -> None:
    from kam_core.workbook import Insert, Workbook

    with Workbook(path) as wb:
        wb.apply([Insert("accounts", {"account_id": COUNTER, "account_name": "Counter", "employees": 0})])


def _one_kill(path: Path, folder: Path, loop: int, rng: Random, known: set[str], load_share: float) -> Round:
    command = [sys.executable, __file__, "--child", str(path), "--drop", str(folder), "--seed", str(rng.randrange(10**9))]
    command += ["--name", f"k{loop}", "--load-share", str(load_share)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))
    assert child.stdout and child.stderr
    if child.stdout.readline() != "open\n":
        raise RuntimeError(f"The child did not start:\n{child.stderr.read()}")
    # So many changes, then somewhere within the next ones: the same on a fast machine and on a slow one.
    said = [child.stdout.readline() for _ in range(rng.randint(0, MOST_CHANGES))]
    time.sleep(rng.uniform(0, LONGEST_MOMENT))
    child.kill()
    rest, complaints = child.communicate()
    if complaints.strip():
        raise RuntimeError(f"The child failed before it was killed:\n{complaints}")
    lines = [*said, *rest.splitlines(keepends=True)]
    acknowledged = [json.loads(line) for line in lines if line.endswith("\n")]
    return _look(path, loop, acknowledged, known)


def _look(path: Path, loop: int, acknowledged: Sequence[dict[str, str]], known: set[str]) -> Round:
    """Open the workbook again and compare it with what was acknowledged; ``known`` grows by what is there."""
    from kam_core.workbook import Workbook

    started = time.perf_counter()
    wb = Workbook(path)
    reopen_ms = int((time.perf_counter() - started) * 1000)
    with wb:
        needs, sales, accounts = wb.table("needs"), wb.table("transactions"), wb.table("accounts")
        batches = set(wb.journal()["batch"].astype(int))
    # Every row says how many rows its change has, so a part of a change shows by itself.
    edits = needs.groupby("need")["proof"].agg(["size", "first"]).astype({"first": int})
    loads = sales.groupby("order_id")["quantity"].agg(["size", "first"])
    present = set(edits.index) | set(loads.index)
    names = {line["name"] for line in acknowledged}
    missing = (known | names) - present
    missing |= {line["name"] for line in acknowledged if int(line["batch"]) not in batches}
    raised = int(accounts.loc[accounts["account_id"] == COUNTER, "employees"].iloc[0])
    fresh = len(present - known - names)
    known |= present
    kinds = [line["kind"] for line in acknowledged]
    return Round(
        loop=loop,
        edits=kinds.count("edit"),
        loads=kinds.count("load"),
        unacknowledged=fresh,
        lost=len(missing),
        torn=int((edits["size"] != edits["first"]).sum() + (loads["size"] != loads["first"]).sum()),
        counter_off=raised - len(edits),
        reopen_ms=reopen_ms,
    )


def work(path: Path, drop: Path, name: str, seed: int, load_share: float) -> None:
    """The child: edit and load until killed, saying so after each call."""
    from kam_core.workbook import Workbook

    rng, wb = Random(seed), Workbook(path)
    accounts = wb.table("accounts")
    line = accounts[accounts["account_id"] == COUNTER].iloc[0]
    counter = (int(line.name), int(line["employees"]))
    print("open", flush=True)
    for number in count():
        change = f"{name}-{number}"
        if rng.random() < load_share:
            batch = _load(wb, drop, change, rng.randint(1, 400))
            kind = "load"
        else:
            batch = _edit(wb, change, rng.randint(1, 20), counter)
            counter = (counter[0], counter[1] + 1)
            kind = "edit"
        print(json.dumps({"kind": kind, "name": change, "batch": batch}), flush=True)


def _edit(wb: Workbook, change: str, rows: int, counter: tuple[int, int]) -> int:
    from kam_core.workbook import Change, Insert

    row, value = counter
    needs = [Insert("needs", {"need_id": f"{change}-{i}", "account_id": COUNTER, "need": change, "proof": str(rows)}) for i in range(rows)]
    return wb.apply([*needs, Change("accounts", row, "employees", value, value + 1)], author="kills")


def _load(wb: Workbook, drop: Path, change: str, rows: int) -> int:
    file = drop / f"{change}.csv"
    lines = [f"K-{i % 7},2024-03-{1 + i % 28:02d},{change},{rows},{i + 0.5}" for i in range(rows)]
    file.write_text("\n".join(["account_id,date,order_id,quantity,revenue", *lines, ""]), encoding="utf-8")
    report = wb.load("transactions", file)
    assert (report.rows_loaded, report.rows_rejected) == (rows, 0)
    return report.batch


def main() -> int:
    """Run the loops and print what was found; the exit code tells whether the promise held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--loops", type=int, default=50, help="how often to kill (50)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments and the sizes (1)")
    parser.add_argument("--load-share", type=float, default=0.3, help="share of loads among the changes (0.3)")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--drop", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--name", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        work(args.child, args.drop, args.name, args.seed, args.load_share)
    with tempfile.TemporaryDirectory(prefix="kam-kills-") as folder:
        os.environ["KAM_HOME"] = str(Path(folder, "home"))
        rounds = prove(Path(folder), args.loops, args.seed, args.load_share)
    show(f"kill -9 during edits and loads, {args.loops} times", [asdict(one) for one in rounds])
    edits, loads = sum(one.edits for one in rounds), sum(one.loads for one in rounds)
    lost, torn = sum(one.lost for one in rounds), sum(one.torn for one in rounds)
    early = sum(one.unacknowledged for one in rounds)
    print(f"\n{edits} edits and {loads} loads acknowledged; lost {lost}, torn {torn}, kept though not yet acknowledged {early}")
    return 0 if all(one.kept for one in rounds) else 1


if __name__ == "__main__":
    sys.exit(main())

"""
What the matrices cost at scale: 25,000 accounts, and as many contacts and needs, with an answer to every item of every index.

Prints CPU milliseconds (all threads) of ``matrix`` with its probabilities: on a new day, unchanged, after one rating was edited, and
on four quarter-ends one after the other (a trail). The state of the accounts, which all matrices of a day share, stands in a line of
its own. Run: ``python benchmarks/matrix_scale.py [accounts] [matrix ...]``.
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
from bench import show

from kam_core.accounts import account_state
from kam_core.assumptions import saved
from kam_core.index.declared import INDICES
from kam_core.index.shapes import Item, SubjectType
from kam_core.matrices import MATRICES, Matrix
from kam_core.placing import matrix
from kam_core.workbook import Change, Workbook

DAY = date(2024, 12, 31)
QUARTERS = (DAY, date(2024, 9, 30), date(2024, 6, 30), date(2024, 3, 31))


def fill(wb: Workbook, accounts: int, seed: int = 7) -> int:
    """Record the accounts with their contacts, needs, targets and ratings, in random order; returns the number of ratings."""
    rng = np.random.default_rng(seed)
    ids = np.array([f"A-{i:05d}" for i in range(accounts)])
    people, needs = np.char.replace(ids, "A", "C"), np.char.replace(ids, "A", "N")
    wb.record("sample", {"accounts": pa.table({"account_id": ids, "account_name": np.char.add("Account ", ids), "owner": _owner(ids)})})
    wb.record("sample", {"contacts": pa.table({
        "contact_id": people, "account_id": ids, "contact_name": people, "role": np.where(rng.random(accounts) < 0.3, "decider", "user"),
        "influence": rng.integers(1, 6, accounts).astype("float64"), "support": rng.integers(-1, 3, accounts).astype("float64"),
    })})  # fmt: skip
    wb.record("sample", {"needs": pa.table({
        "need_id": needs, "account_id": ids, "need": needs, "importance": rng.integers(1, 6, accounts).astype("float64"),
        "fit": rng.integers(1, 6, accounts).astype("float64"),
    })})  # fmt: skip
    wb.record("sample", {"targets": pa.table({
        "subject_type": np.full(accounts, "account"), "subject_id": ids, "measure": np.full(accounts, "revenue"),
        "period": np.full(accounts, "2024"), "value": rng.random(accounts) * 1000,
    })})  # fmt: skip
    wb.record("sample", {"transactions": pa.table({
        "account_id": ids, "date": pa.array(np.full(accounts, np.datetime64("2024-06-01"))), "revenue": rng.random(accounts) * 1000,
    })})  # fmt: skip
    tables = [_ratings(rng, people if kind == "contact" else ids, kind, items) for kind, items in _asked().items()]
    ratings = pa.concat_tables(tables).take(rng.permutation(sum(len(table) for table in tables)))
    wb.record("sample", {"ratings": ratings})
    return len(ratings)


def _owner(ids: Any) -> Any:
    return np.array([f"Owner {i % 50}" for i in range(len(ids))])


def _asked() -> Mapping[SubjectType, list[Item]]:
    """What accounts are asked, and what contacts alone are asked."""
    found: dict[SubjectType, dict[str, Item]] = {"account": {}, "contact": {}}
    for index in INDICES.values():
        kind: SubjectType = "account" if "account" in index.subjects else "contact"
        found[kind] |= {item.id: item for item in index.items if item.judged}
    return {kind: list(items.values()) for kind, items in found.items()}


def _ratings(rng: np.random.Generator, subjects: Any, kind: str, items: list[Item]) -> pa.Table:
    n, many = len(subjects) * len(items), len(items)
    low, high = (np.tile([getattr(item, end) for item in items], len(subjects)) for end in ("low", "high"))
    return pa.table({
        "subject_type": np.full(n, kind), "subject_id": np.repeat(subjects, many),
        "item": np.tile([item.id for item in items], len(subjects)),
        "value": np.floor(low + rng.random(n) * (high - low + 1)), "valid_on": pa.array(np.datetime64(DAY) - rng.integers(0, 700, n)),
        "rater": np.char.add("rater ", rng.integers(0, 200, n).astype(str)),
        "rater_side": np.where(rng.random(n) < 0.5, "ours", "customer"),
        "source": np.full(n, "survey"), "status": np.where(rng.random(n) < 0.5, "confirmed", "assumed"),
    })  # fmt: skip


DAYS = (*(DAY - timedelta(back) for back in range(4)), *(day - timedelta(7) for day in QUARTERS))
"""Every day that is asked for."""


def cpu(run: Callable[[], object]) -> float:
    """CPU milliseconds of one call, all threads of this process."""
    start = time.process_time()
    run()
    return (time.process_time() - start) * 1e3


def edit(wb: Workbook, item: str, turn: int) -> None:
    """Change one rating on an item by hand, by one step."""
    found = wb.frame("SELECT row_id, value FROM ratings WHERE item = $item LIMIT 1 OFFSET $turn", {"item": item, "turn": turn * 100})
    row = found.iloc[0]
    wb.apply([Change("ratings", int(row["row_id"]), "value", float(row["value"]), float(row["value"] % 4 + 1))])


def measured(wb: Workbook, declared: Matrix, subject_type: SubjectType) -> dict[str, object]:
    """The cases of one matrix."""

    def draw(day: date = DAY) -> object:
        return matrix(wb, declared.id, day, subject_type=subject_type)

    new = [cpu(lambda back=back: draw(DAY - timedelta(back))) for back in (1, 2, 3)]
    draw()
    unchanged = min(cpu(draw) for _ in range(3))
    judged = [item.id for axis in (declared.x, declared.y) for item in INDICES[axis.id].items if item.judged]
    after = []
    for turn in range(4 if judged else 0):
        edit(wb, judged[0], turn)
        after.append(cpu(draw))
    trail = cpu(lambda: [draw(day - timedelta(7)) for day in QUARTERS])
    edited = median(after) if after else "no ratings"
    figures = {"new day": median(new), "unchanged": unchanged, "after edit": edited, "trail of four": trail}
    return {"matrix": declared.id, "of": subject_type, **figures}


def main(accounts: int, names: list[str]) -> None:
    """Fill a workbook file, open it afresh, measure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scale.duckdb"
        with Workbook(path) as wb:
            ratings = fill(wb, accounts)
        with Workbook(path) as wb:
            params = saved(wb)
            states = [cpu(lambda day=day: account_state(wb, day, None, params)) for day in DAYS]
            rows: list[dict[str, object]] = [
                {"matrix": "(state)", "of": "account", "new day": median(states), "unchanged": 0.0, "after edit": "", "trail of four": ""}
            ]
            for name in names or list(MATRICES):
                rows += [measured(wb, MATRICES[name], kind) for kind in MATRICES[name].subject_types]
        show(f"CPU ms of matrices of {accounts:,} accounts, {ratings:,} ratings", rows)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25_000, sys.argv[2:])

"""
What a matrix costs at scale: 25,000 accounts, two indices of eight judged items, two ratings a cell = 800,000 ratings.

Prints CPU milliseconds (all threads) of ``matrix`` with its probabilities: the first call, again on another day, unchanged,
and after one rating was edited. Run: ``python benchmarks/matrix_scale.py [accounts]``.
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from bench import show

from kam_core.index import Index, Item
from kam_core.matrices import Axis, Matrix, Quadrant
from kam_core.placing import matrix
from kam_core.workbook import Change, Workbook

ITEMS = 8
DAY = date(2024, 12, 31)
TWO = {name: Index(name, name, "", tuple(Item(f"{name}.{i}", str(i), "", 1.0 + i % 3) for i in range(ITEMS))) for name in ("left", "right")}
FIELD = Matrix(
    "scale", "Scale", Axis("left"), Axis("right"),
    (Quadrant("a", "A", "hh"), Quadrant("b", "B", "lh"), Quadrant("c", "C", "hl"), Quadrant("d", "D", "ll")),
)  # fmt: skip


def fill(wb: Workbook, accounts: int, seed: int = 7) -> int:
    """Record the accounts and their ratings in random order; returns the number of ratings."""
    rng = np.random.default_rng(seed)
    ids = np.array([f"A-{i:05d}" for i in range(accounts)])
    items = np.array([item.id for index in TWO.values() for item in index.items])
    who, what, rater = (axis.ravel() for axis in np.meshgrid(np.arange(accounts), np.arange(len(items)), np.arange(2), indexing="ij"))
    order = rng.permutation(len(who))
    who, what, rater = who[order], what[order], rater[order]
    n = len(who)
    days = np.datetime64(DAY) - rng.integers(0, 700, n).astype("timedelta64[D]")
    ratings = pa.table(
        {
            "subject_type": pa.array(np.full(n, "account")), "subject_id": pa.array(ids[who]), "item": pa.array(items[what]),
            "value": rng.integers(1, 6, n).astype("float64"), "valid_on": pa.array(days),
            "rater": pa.array(np.char.add("rater ", ((who * 7 + rater * 101) % 200).astype(str))),
            "rater_side": pa.array(np.where(rater == 0, "ours", "customer")), "source": pa.array(np.full(n, "survey")),
            "status": pa.array(np.where(rng.random(n) < 0.5, "confirmed", "assumed")),
        }
    )  # fmt: skip
    names = pa.array([f"Account {i}" for i in range(accounts)])
    wb.record("sample", {"accounts": pa.table({"account_id": ids, "account_name": names}), "ratings": ratings})
    return n


def cpu(run: Callable[[], object]) -> float:
    """CPU milliseconds of one call, all threads of this process."""
    start = time.process_time()
    run()
    return (time.process_time() - start) * 1e3


def edit(wb: Workbook, turn: int) -> None:
    """Change one rating by hand."""
    row = wb.frame("SELECT row_id, value FROM ratings LIMIT 1 OFFSET $turn", {"turn": turn * 1000}).iloc[0]
    wb.apply([Change("ratings", int(row["row_id"]), "value", float(row["value"]), float(row["value"] % 5 + 1))])


def main(accounts: int) -> None:
    """Fill a workbook file, open it afresh, measure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scale.duckdb"
        with Workbook(path) as wb:
            ratings = fill(wb, accounts)
        rows: list[dict[str, object]] = []
        with Workbook(path) as wb:

            def draw(day: date = DAY) -> object:
                return matrix(wb, FIELD, day, indices=TWO)

            rows.append({"case": "first call", "CPU ms": round(cpu(draw), 1)})
            for back in (1, 2, 3):
                rows.append({"case": f"{back} days earlier", "CPU ms": round(cpu(lambda b=back: draw(date(2024, 12, 31 - b))), 1)})
            rows.append({"case": "unchanged", "CPU ms": round(min(cpu(draw) for _ in range(3)), 1)})
            for turn in range(5):
                edit(wb, turn)
                rows.append({"case": f"after edit {turn + 1}", "CPU ms": round(cpu(draw), 1)})
        show(f"Matrix of {accounts:,} accounts, {ratings:,} ratings", rows)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25_000)

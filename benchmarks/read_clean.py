"""
What a clean CSV of a million rows costs, next to DuckDB's own `read_csv` that is told everything about the file.

    python benchmarks/read_clean.py --repeats 9

The two are measured in turn, pair by pair, and the median of the ratios of CPU seconds (user and system, all threads) is printed.
DuckDB gets the delimiter, the quote, the header and all columns as text, and makes an Arrow table; counted once as a whole fresh
process and once from its import to the table. Ours finds all that out, checks the encoding, takes the fingerprint, looks for title
rows, footnotes and total rows, and keeps the rows on the disk: the worker's process from its start to its end, and what the caller
spends on it. The CSV (8 columns, a tenth of the names quoted) is made by a seeded generator.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import ROOT, show, spread

NAMES = ("id", "customer", "date", "product", "quantity", "unit price", "amount", "region")
DUCK = """
import sys, time
begun = time.process_time()
import duckdb
columns = ", ".join(f"'{name}': 'VARCHAR'" for name in sys.argv[2].split(","))
told = "delim=',', quote='\\"', escape='\\"', header=true, all_varchar=true, auto_detect=false, columns={" + columns + "}"
rows = duckdb.connect().sql(f"SELECT * FROM read_csv(?, {told})", params=[sys.argv[1]])
table = rows.df() if len(sys.argv) > 3 else rows.to_arrow_table()
print(time.process_time() - begun)
"""
FRAME = "import sys, kam_core as kam; kam.read_table(sys.argv[1])"
LOAD = "import sys, kam_core as kam; print(kam.Workbook(sys.argv[1] + '.duckdb').load('transactions', sys.argv[1]).rows_loaded)"


def write_csv(path: Path, rows: int) -> None:
    """A clean file as a sales system exports it."""
    chance = random.Random(20260101)
    customers = [f'"Customer {i:05}, Inc."' if i % 10 == 0 else f"Customer {i:05} Ltd" for i in range(5000)]
    days = [f"{2022 + i // 336}-{1 + i // 28 % 12:02}-{1 + i % 28:02}" for i in range(1000)]
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(",".join(NAMES) + "\n")
        for number in range(rows):
            quantity, price = chance.randrange(1, 100), chance.randrange(100, 99_999)
            file.write(
                f"{1_000_000 + number},{chance.choice(customers)},{chance.choice(days)},Product {chance.randrange(300)},{quantity},"
                f"{price / 100:.2f},{quantity * price / 100:.2f},{chance.choice(('North', 'South', 'East', '华东'))}\n"
            )


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds that a piece of work took in the processes it started and waited for, and in this one."""
    import resource

    def so_far() -> list[float]:
        return [sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)]

    before = so_far()
    work()
    after = so_far()
    return after[0] - before[0], after[1] - before[1]


def process(code: str, *arguments: str) -> str:
    """Run some Python in a fresh process; gives the last line it printed."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1] if done.stdout else ""  # DuckDB prints a bar above it when it takes long


def pair(file: Path) -> dict[str, float]:
    """One round: each way once."""
    from kam_core.ingest import apart

    said: list[str] = []
    duck, _ = spent(lambda: said.append(process(DUCK, str(file), ",".join(NAMES))))
    worker, caller = spent(lambda: apart.open_source(file).discard())
    duck_frame, _ = spent(lambda: process(DUCK, str(file), ",".join(NAMES), "frame"))
    frame, _ = spent(lambda: process(FRAME, str(file)))
    Path(f"{file}.duckdb").unlink(missing_ok=True)
    load, _ = spent(lambda: process(LOAD, str(file)))
    return {
        "DuckDB, fresh process": duck,
        "DuckDB, import and read alone": float(said[0]),
        "worker and caller": worker + caller,
        "caller alone": caller,
        "DuckDB to a frame, fresh process": duck_frame,
        "read_table to a frame, fresh process": frame,
        "Workbook.load, fresh process": load,
        "ratio: worker / DuckDB process": (worker + caller) / duck,
        "ratio: worker / DuckDB import and read": (worker + caller) / float(said[0]),
        "ratio: read_table / DuckDB to a frame": frame / duck_frame,
    }


def main() -> None:
    """Write the file, measure in pairs, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the file (1,000,000)")
    parser.add_argument("--repeats", type=int, default=5, help="pairs (5), after one that is not counted")
    args = parser.parse_args()
    if os.name == "nt":
        raise SystemExit("CPU time of child processes is not told on Windows; run this in WSL.")
    with tempfile.TemporaryDirectory(prefix="kam-clean-") as folder:
        os.environ["KAM_HOME"] = folder
        file = Path(folder, "clean.csv")
        write_csv(file, args.rows)
        megabytes, rounds = file.stat().st_size / 2**20, [pair(file) for _ in range(args.repeats + 1)][1:]
    title = f"Clean CSV of {args.rows:,} rows ({megabytes:.0f} MB), CPU seconds: median (range) of {args.repeats} pairs"
    show(title, [{"": name, "CPU s or ratio": spread([one[name] for one in rounds])} for name in rounds[0]])


if __name__ == "__main__":
    main()

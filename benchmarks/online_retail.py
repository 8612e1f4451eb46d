"""
A real file of a million lines: from CSV to scores, in a fresh process.

    python benchmarks/online_retail.py --source online_retail_II.parquet

``--source`` is the public data set (UCI 502, CC BY 4.0) as one parquet file of both sheets: 1,067,370 lines. Without it the shipped
sample is written out instead (the same lines, those that stand in both sheets once). Prints CPU seconds of all threads,
wall seconds and peak memory of the process that loads and scores, and how many lines carry no customer.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import ROOT, peak_rss_mb, show

SHIPPED = ROOT / "data" / "online_retail" / "transactions.parquet"


def write_csv(source: Path | None, target: Path) -> int:
    """Write the CSV as a wholesaler's system would export it; returns its lines."""
    import duckdb

    columns = 'Invoice, StockCode, Description, Quantity, InvoiceDate, Price, CustomerID AS "Customer ID", Country'
    if source is None:
        columns = """order_id AS "Invoice", product AS "StockCode", quantity AS "Quantity", date AS "InvoiceDate", revenue AS "Revenue",
            account_id AS "Customer ID\""""
    rows = duckdb.sql(f"SELECT {columns} FROM read_parquet('{(source or SHIPPED).as_posix()}')")
    rows.write_csv(str(target))
    return int(rows.aggregate("count(*)").fetchall()[0][0])


def load_and_score(file: Path, folder: Path) -> dict[str, object]:
    """The measured process: load the file into a new workbook, score it, and say what it took."""
    import kam_core as kam
    from kam_core.schema import NO_ACCOUNT

    imported = (time.process_time(), time.perf_counter())
    with kam.Workbook(folder / "retail.duckdb") as wb:
        report = wb.load("transactions", file)
        loaded = (time.process_time(), time.perf_counter())
        peak_loading = peak_rss_mb()
        scores = kam.score(wb)
        scored = (time.process_time(), time.perf_counter())
        without = wb.frame("SELECT count(*) AS n FROM transactions WHERE coalesce(account_id, $none) = $none", {"none": NO_ACCOUNT})
    return {
        "lines read": report.rows_read,
        "loaded": report.rows_loaded,
        "rejected": report.rows_rejected,
        "without customer": int(without["n"].iloc[0]),
        "accounts": len(scores),
        "import CPU s": imported[0],
        "load CPU s": loaded[0] - imported[0],
        "load wall s": loaded[1] - imported[1],
        "score CPU s": scored[0] - loaded[0],
        "all CPU s": scored[0],
        "peak MB loading": peak_loading,
        "peak MB": peak_rss_mb(),
    }


def main() -> None:
    """Write the file, measure in a fresh process, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, help="online_retail_II.parquet with both sheets")
    parser.add_argument("--repeats", type=int, default=1, help="fresh processes (1)")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        print(json.dumps(load_and_score(args.child, args.child.parent)))
        return
    results = []
    for _ in range(args.repeats):
        with tempfile.TemporaryDirectory(prefix="kam-retail-") as folder:
            file = Path(folder, "online_retail.csv")
            lines = write_csv(args.source, file)
            megabytes = file.stat().st_size / 2**20
            command = [sys.executable, __file__, "--child", str(file)]
            child = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "KAM_HOME": folder}, check=False)
            if child.returncode:
                raise SystemExit(child.stderr)
            results.append(json.loads(child.stdout.splitlines()[-1]))
    title = f"Online Retail II, CSV of {lines:,} lines ({megabytes:.0f} MB): load and score in a fresh process"
    show(title, [{"": name, **{f"run {i + 1}": result[name] for i, result in enumerate(results)}} for name in results[0]])


if __name__ == "__main__":
    main()

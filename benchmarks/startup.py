"""
What a start costs: CPU seconds of the server process until the browser shows the first figure.

    python benchmarks/startup.py --repeats 5

The first start makes the sample workbook and is printed apart; the others find it. The browser's own work is not counted (it is
another process); wall seconds contain it. `kam_core` alone is a fresh Python that imports the library.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import ROOT, cpu_seconds, show, spread

from tests.browser.chromium import chromium
from tests.browser.server import serving

COLUMNS = ("CPU s to health", "CPU s to first figure", "wall s to first figure")


def start_once(home: Path, path: str, plain: bool) -> tuple[float, float, float]:
    """CPU s until the server answers, CPU s until the first figure, wall s until the first figure."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        started = time.perf_counter()
        with serving(home, plain=plain) as server:
            healthy = cpu_seconds(server.pid)
            page.goto(server.url + path)
            page.wait_for_selector(".js-plotly-plot .main-svg", timeout=120_000)
            return healthy, cpu_seconds(server.pid), time.perf_counter() - started


def import_seconds() -> float:
    """CPU s of a fresh Python that imports the library."""
    code = "import time, kam_core; print(time.process_time())"
    return float(subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5, help="starts after the first one (5)")
    parser.add_argument("--path", default="/", help="the screen that is opened (/)")
    parser.add_argument("--plain", action="store_true", help="start with `streamlit run app.py` instead of pages/ui/server.py")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kam-startup-") as home:
        runs = [start_once(Path(home), args.path, args.plain) for _ in range(args.repeats + 1)]
    groups = {"first start (makes the sample)": runs[:1], f"later starts ({args.repeats})": runs[1:]}
    rows = [
        {"start": name, **{title: spread(values) for title, values in zip(COLUMNS, zip(*group, strict=True), strict=True)}}
        for name, group in groups.items()
        if group
    ]
    show(f"Start to first figure, {args.path}: median (range)", rows)
    print(f"\nimport kam_core alone: {spread([import_seconds() for _ in range(5)])} CPU s")


if __name__ == "__main__":
    main()

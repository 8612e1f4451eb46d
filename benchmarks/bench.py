"""What the scripts of this folder share: the way to the project, CPU and memory of processes, a printed table."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


def machine() -> str:
    """One line that belongs beside every figure."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}, Python {platform.python_version()}"


def show(title: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows as a table under a title, with the machine they were measured on."""
    print(f"\n{title}\n{machine()}\n")
    if not rows:
        print("(nothing measured)")
        return
    names = list(rows[0])
    cells = [names, *([_text(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(names))]
    for line in cells:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def spread(values: Sequence[float]) -> str:
    """Median and range, e.g. ``1.92 (1.88-2.10)``."""
    return f"{median(values):.3g} ({min(values):.3g}-{max(values):.3g})"


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and its children so far, user and system."""
    if os.name == "nt":
        raise SystemExit("CPU time of another process is read with ps or /proc; on Windows run this in WSL.")
    return _cpu_from_proc(pid) if Path("/proc/self/stat").exists() else _cpu_from_ps(pid)


def peak_rss_mb() -> float:
    """Largest memory of this process so far, in MB."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def _text(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _family(pid: int, parents: Mapping[int, int]) -> set[int]:
    family = {pid}
    while grown := {child for child, parent in parents.items() if parent in family} - family:
        family |= grown
    return family


def _cpu_from_proc(pid: int) -> float:
    ticks, parents = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        number = int(stat.parent.name)
        parents[number] = int(fields[1])
        ticks[number] = sum(map(int, fields[11:15]))  # utime, stime and those of children that ended
    return sum(ticks[number] for number in _family(pid, parents)) / os.sysconf("SC_CLK_TCK")


def _cpu_from_ps(pid: int) -> float:
    lines = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,time="], capture_output=True, text=True, check=True).stdout.splitlines()
    table = {int(number): (int(parent), time) for number, parent, time in (line.split(None, 2) for line in lines)}
    family = _family(pid, {number: parent for number, (parent, _) in table.items()})
    return sum(_seconds(table[number][1]) for number in family)


def _seconds(clock: str) -> float:
    total = 0.0
    for part in clock.strip().replace("-", ":").split(":"):
        total = total * 60 + float(part)
    return total

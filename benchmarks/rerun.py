"""
What a click costs: CPU milliseconds (all threads) of a rerun, screen by screen, on the sample and on 10,000 accounts.

    python benchmarks/rerun.py --repeats 9
    python benchmarks/rerun.py --screens value segments whatif --lines 1000000

Runs the screens without a browser (Streamlit's AppTest). "first" is the first visit (the very first line contains the imports);
"same" a rerun with nothing changed; "change" a rerun after one widget of the screen took another value than it had just before, median
and slowest: the slowest is a value that was never asked for, the median is often one that is remembered.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from bench import ROOT, show

sys.path.insert(0, str(ROOT))

from tests.browser.screens import PARTS

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

NOT_OF_THE_SCREEN = ("lang", "part")
"""Widgets that stand on every screen, or lead to another part of it."""

KINDS = ("selectbox", "button_group", "radio", "slider", "select_slider", "number_input", "toggle", "checkbox")


def big_portfolio(path: Path, accounts: int, seed: int = 7, lines_each: int = 12) -> None:
    """A workbook of that many accounts: two years of order lines each, costs to serve, ratings of half of them."""
    import pyarrow as pa

    from kam_core.index.declared import INDICES
    from kam_core.workbook import Workbook

    rng = np.random.default_rng(seed)
    ids = np.array([f"A-{number:05d}" for number in range(accounts)])
    size = rng.lognormal(9, 1.4, accounts)

    def days(count: int, first: str = "2023-01-01", span: int = 730) -> pa.Array:
        return pa.array(np.datetime64(first) + rng.integers(0, span, count).astype("timedelta64[D]"))

    who = np.repeat(np.arange(accounts), lines_each)
    revenue = size[who] * rng.lognormal(0, 0.4, len(who)) / lines_each
    lines = {"account_id": ids[who], "date": days(len(who)), "order_id": np.char.add("O-", np.arange(len(who)).astype(str))}
    product = rng.choice(["Frame", "Wheel", "Helmet"], len(who))
    lines |= {"product": product, "category": product, "revenue": revenue.round(2), "cost": (revenue * 0.7).round(2)}
    costs = {"account_id": ids, "date": days(accounts), "activity": np.full(accounts, "visits"), "amount": (size * 0.1).round(2)}
    items = [item for index in INDICES.values() for item in index.items if not getattr(item, "measure", None)]
    rated = np.repeat(np.arange(0, accounts, 2), len(items))
    what = np.tile(np.arange(len(items)), len(rated) // len(items))
    low, high = (np.array([float(getattr(item, end)) for item in items]) for end in ("low", "high"))
    ratings = {
        "subject_type": np.full(len(rated), "account"), "subject_id": ids[rated], "item": np.array([item.id for item in items])[what],
        "value": np.round(low[what] + rng.random(len(rated)) * (high - low)[what]), "valid_on": days(len(rated), "2024-01-01", 360),
        "rater": np.full(len(rated), "Li"), "rater_side": np.full(len(rated), "ours"), "status": np.full(len(rated), "assumed"),
    }  # fmt: skip
    register = {"account_id": ids, "account_name": np.char.add("Account ", ids), "owner": rng.choice(["Li", "Wang", "Meyer"], accounts)}
    tables = {"accounts": register, "transactions": lines, "costs": costs, "ratings": ratings}
    with Workbook(path) as wb:
        wb.record("sample", {name: pa.table(columns) for name, columns in tables.items()}, source="benchmark")


def measure(screen: Path, part: str, book: Path | None, repeats: int) -> dict[str, object]:
    """Visit one screen (one part of it) in a new session and rerun it."""
    from streamlit.testing.v1 import AppTest

    from pages.ui import state

    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    if book:
        app.session_state[state.BOOK] = str(book)
    app.switch_page(str(screen.relative_to(ROOT)))
    if part:
        app.query_params[state.PART] = part
    first = _cpu_ms(app)
    if app.exception:
        raise SystemExit(f"{screen.name}: {app.exception[0].value}")
    same = [_cpu_ms(app) for _ in range(repeats)]
    changed, name = [], "(none)"
    for turn in range(repeats):
        widget = _widget(app)
        if widget is None:
            break
        name = f"{widget.type} {widget.key or widget.label}"
        _change(widget, turn)
        changed.append(_cpu_ms(app))
    return {
        "screen": f"{screen.stem} {part}".strip(),
        "first ms": round(first),
        "same ms": round(median(same), 1),
        "change ms": round(median(changed), 1) if changed else "-",
        "slowest ms": round(max(changed), 1) if changed else "-",
        "widget": name,
    }


def _cpu_ms(app: AppTest) -> float:
    started = time.process_time()
    app.run()
    return (time.process_time() - started) * 1000


def _widget(app: AppTest) -> Any:
    """The screen's first widget whose value can be changed and that does not lead to another part."""
    for kind in KINDS:
        for widget in app.main.get(kind):
            if widget.key not in NOT_OF_THE_SCREEN and not getattr(widget, "disabled", False) and _choices(widget) != 1:
                return widget
    return None


def _choices(widget: Any) -> int:
    return len(getattr(widget, "options", ())) or 2


def _change(widget: Any, turn: int) -> None:
    """Another value than the present one."""
    options = getattr(widget, "options", ())
    if options:
        # AppTest knows the options as they are shown; a value given that way must not be formatted again.
        widget.__class__ = type("Shown", (type(widget),), {"format_func": property(lambda _: str)})
        widget.set_value(options[(turn + 1) % len(options)])
    elif isinstance(widget.value, bool):
        widget.set_value(not widget.value)
    else:
        step = widget.step or 1
        widget.set_value(widget.value + (step if widget.value + step <= widget.max else -step))


def main() -> None:
    """Measure every screen on the sample and on a big portfolio, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=9, help="reruns of each kind (9)")
    parser.add_argument("--accounts", type=int, default=10_000, help="of the big portfolio (10,000; 0 leaves it out)")
    parser.add_argument("--lines", type=int, default=120_000, help="order lines of the big portfolio (120,000)")
    parser.add_argument("--screens", nargs="*", help="names of pages/*.py (all)")
    args = parser.parse_args()
    screens = [file for file in sorted((ROOT / "pages").glob("*.py")) if not args.screens or file.stem in args.screens]
    with tempfile.TemporaryDirectory(prefix="kam-rerun-") as home:
        os.environ["KAM_HOME"] = home
        books: dict[str, Path | None] = {"sample": None}
        if args.accounts:
            books[f"{args.accounts:,} accounts"] = Path(home, "big.duckdb")
            big_portfolio(Path(home, "big.duckdb"), args.accounts, lines_each=args.lines // args.accounts)
        rows = [
            {"portfolio": name, **measure(screen, part, book, args.repeats)}
            for name, book in books.items()
            for screen in screens
            for part in PARTS.get(screen.stem, ("",))
        ]
    show(f"CPU ms of a rerun, median of {args.repeats}", rows)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    os.chdir(ROOT)
    sys.exit(main())

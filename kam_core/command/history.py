"""``journal`` and ``undo``."""

from __future__ import annotations

import argparse
import json

from kam_core.command import books
from kam_core.command.console import DONE, Console
from kam_core.workbook import journal as lines


def undo(args: argparse.Namespace, console: Console) -> int:
    """Undo a batch as a batch of its own."""
    with books.opened(args.workbook) as wb:
        batch = wb.undo(args.batch, author=books.author_of(args.author))
    console.say(console.t("Batch {batch} is undone, as batch {own}.", batch=args.batch, own=batch))
    console.give(undone=args.batch, batch=batch)
    return DONE


def journal(args: argparse.Namespace, console: Console) -> int:
    """The last batches, the latest first."""
    t = console.t
    with books.opened(args.workbook) as wb:
        rows = lines.lines(wb, lines.Wanted(), rows=max(args.rows, 1)).to_dict("records")
    table = []
    for row in rows:
        counts = {name: int(count) for name, count in json.loads(row["counts"]).items()}
        undone = t("by {batch}", batch=int(row["undone_by"])) if row["undone_by"] == row["undone_by"] and row["undone_by"] else ""
        what = t.listed([f"{name} {count}" for name, count in counts.items()])
        table.append((row["batch"], f"{row['recorded_at']:%Y-%m-%d %H:%M}", row["author"], row["kind"], what, row["source"] or "", undone))
        console.give(
            batch=int(row["batch"]), kind=row["kind"], author=row["author"], counts=counts, source=row["source"], undone=bool(undone)
        )
    console.table(table, (0,), "")
    return DONE

"""What a load says of itself: where every row went, what was put right, what was rejected, how to undo it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kam_core.command.console import Console
from kam_core.errors import KamError
from kam_core.ingest.balance.parts import part_title
from kam_core.ingest.recipes import Recipe
from kam_core.ingest.words import REASONS, REPAIRS, SHAPES
from kam_core.schema import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from kam_core.ingest.staged import Staged
    from kam_core.workbook import LoadReport

LISTED = 10


def read(console: Console, staged: Staged, recipe: Recipe | None) -> None:
    """Which file goes where, and how it was understood."""
    t = console.t
    console.say(f"{staged.file_name} → {t(TABLES[staged.table].title)} ({t(SHAPES[staged.shape])})")
    profile = staged.profile
    if profile:
        console.say("  " + t("Looks like {what} from {system}", what=t(profile.what), system=profile.system))
    if recipe:
        console.say("  " + t("Recipe {name}", name=recipe.name))
    titles = [(column, "→", field) for column, field in staged.mapping.items()]
    console.table(titles[:40], indent="    ")


def refused(console: Console, path: Path, error: KamError) -> None:
    """Why a file was not loaded, with its name."""
    said = console.t.error(error)
    console.refuse(said if path.name in said else f"{path.name}: {said}")


def totals(console: Console, staged: Staged) -> None:
    """Why a file with total rows stops, which they are, and how to go on."""
    t = console.t
    found = [(repair.row, repair.detail) for repair in staged.repairs if repair.kind == "total_row" and repair.row]
    console.refuse(
        t.n(
            "{name}: {n} row looks like a total. Nothing was stored.", "{name}: {n} rows look like totals. Nothing was stored.",
            staged.totals, name=staged.file_name,
        )
    )  # fmt: skip
    labels = {amount.name: amount.label for amount in staged.reconciliation.amounts}
    sums: dict[int, list[str]] = {}
    for stated in staged.reconciliation.stated:
        told = t("{label} {said}, its rows give {given}", label=labels[stated.name], said=_money(stated.said), given=_money(stated.given))
        sums.setdefault(stated.line, []).append(told)
    for row, detail in found[:LISTED]:
        console.refuse(f"  {t('Row')} {row}: {t.listed([detail, *sums.get(int(row or 0), [])])}")
    console.refuse(t("Say --totals leave-out (they sum up other rows) or --totals keep (they are data)."))
    console.give(file=staged.file_name, table=staged.table, loaded=0, total_rows=[row for row, _ in found], stored=False)


def outcome(console: Console, staged: Staged, report: LoadReport | None, book: str) -> None:
    """Where every row went, what was put right, what was rejected; what was stored, and how to undo it."""
    t = console.t
    _sums(console, staged)
    if any(staged.known.effect.values()):
        counts = {name: t.count(rows) for name, rows in staged.known.effect.items()}
        console.say("  " + t("Rows: {new} new, {updated} updated, {unchanged} as they were.", **counts))
    repairs = _counted(staged)
    if repairs:
        console.say("  " + t("Put right or assumed"))
        console.table([(t.count(count), t(REPAIRS.get(kind, kind))) for kind, count in repairs.items()], (0,), "    ")
    reasons = Counter(zip(staged.rejects["column"], staged.rejects["reason"], strict=True))
    if reasons:
        console.say("  " + t("Rejected"))
        lines = [(t.count(count), column, t(REASONS.get(reason, reason))) for (column, reason), count in reasons.most_common(LISTED)]
        console.table(lines, (0,), "    ")
    if report is None:
        console.say("  " + t("Only checked; nothing was stored."))
    else:
        console.say(
            "  " + t.n("{n} row loaded as batch {batch}.", "{n} rows loaded as batch {batch}.", report.rows_loaded, batch=report.batch)
        )
        console.say("  " + t("To take it back: {command}", command=f'python -m kam_core undo {report.batch} --workbook "{book}"'))
    console.give(**facts(staged), batch=report.batch if report else None, stored=report is not None)


def facts(staged: Staged) -> dict[str, object]:
    """The same for a program."""
    sums = staged.reconciliation.lines.astype(object)
    profile = staged.profile.id if staged.profile else ""
    return {
        "file": staged.file_name, "table": staged.table, "shape": staged.shape, "profile": profile, "mapping": dict(staged.mapping),
        "read": staged.rows_read, "loaded": staged.rows_ready, "rejected": staged.rows_rejected, "totals": staged.totals,
        "repairs": _counted(staged), "effect": dict(staged.known.effect),
        "reconciliation": sums.where(sums.notna(), None).to_dict("records"),
    }  # fmt: skip


def write_rejects(console: Console, path: Path, rejected: Mapping[str, pd.DataFrame]) -> None:
    """The rejected rows as a file, as they stand, each with its problem; of several files with their names."""
    import pandas as pd

    from kam_core.export import csv_bytes

    own = next(name for name in ("file", "file name", "name of the file") if not any(name in frame for frame in rejected.values()))
    frames = [frame.assign(**{own: name}) if len(rejected) > 1 else frame for name, frame in rejected.items()]
    path.write_bytes(csv_bytes(pd.concat(frames, ignore_index=True)))
    console.say(console.t("Rejected rows: {path}", path=path))


def kept(console: Console, recipe: Recipe) -> None:
    """That a recipe was kept."""
    console.say("  " + console.t("Kept as the recipe {name}.", name=recipe.name))
    console.give(recipe=recipe.name)


def _sums(console: Console, staged: Staged) -> None:
    """The reconciliation, as far as lines of the file go: rows and amounts as the file writes them."""
    told, t = staged.reconciliation, console.t
    head = ("", t("Rows"), *(amount.label for amount in told.amounts))
    lines = [
        (part_title(t, part.id), t.count(part.rows), *(_money(part.file.get(amount.name)) for amount in told.amounts))
        for part in told.parts
        if part.rows or part.role in ("sum", "check")
    ]
    console.table([head, *lines], range(1, len(head)), "    ")


def _money(value: object) -> str:
    return "" if value is None else f"{value:,.2f}"


def _counted(staged: Staged) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for repair in staged.repairs:
        counts[repair.kind] += repair.count
    return dict(counts)

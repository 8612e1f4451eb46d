"""``inspect``: what a file looks like, from its first rows."""

from __future__ import annotations

import argparse

from kam_core.command import books
from kam_core.command.arguments import typed
from kam_core.command.console import DONE, Console
from kam_core.ingest import recipes
from kam_core.ingest.inspect import fitting
from kam_core.ingest.inspect import inspect as look
from kam_core.ingest.meaning.profiles import recognised
from kam_core.ingest.options import ReadOptions


def inspect(args: argparse.Namespace, console: Console) -> int:
    """Say what was understood of a file, and which recipes fit it."""
    t, (path,) = console.t, books.files([args.file])
    way = ReadOptions(**typed(args, ReadOptions))
    with books.Readings(path) as opened:
        source = opened(way)
        profile, tables = recognised(source.names), fitting(source)
        table = args.table or (profile.table if profile else tables[0] if tables and "transactions" not in tables else "transactions")
        seen, fits = look(source, table), _recipes(opened, args.workbook)
    console.say(path.name)
    console.say("  " + " · ".join(seen.detected(t)))
    console.table(
        [(guess.column, guess.example[:30], guess.field or "-", t.percent(guess.confidence), _open(guess.candidates, guess.field))
         for guess in seen.guesses], (3,), "    ",
    )  # fmt: skip
    console.say("  " + t("Fits the tables: {names}", names=tables or t.missing))
    if args.workbook:
        console.say("  " + t("Recipes that fit: {names}", names=fits or t.missing))
    columns = [{"column": g.column, "field": g.field, "confidence": g.confidence, "candidates": g.candidates} for g in seen.guesses]
    console.give(file=path.name, table=table, profile=profile.id if profile else "", tables=tables, recipes=fits, columns=columns)
    return DONE


def _open(candidates: tuple[str, ...], field: str | None) -> str:
    return "" if field else ", ".join(candidates[:3])


def _recipes(opened: books.Readings, book: str | None) -> list[str]:
    if book is None:
        return []
    with books.opened(book) as wb:
        return [recipe.name for recipe in recipes.fitting(wb, opened)]

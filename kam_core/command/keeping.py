"""``recipes``: list, export, import, rename, delete."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from kam_core.command import books
from kam_core.command.console import DONE, Console
from kam_core.ingest import recipes
from kam_core.schema import TABLES
from kam_core.workbook import home


def listed(args: argparse.Namespace, console: Console) -> int:
    """The recipes of a workbook."""
    t = console.t
    with books.opened(args.workbook) as wb:
        known = recipes.saved(wb)
    rows = [
        (r.name, t(TABLES[r.table].title), t.n("{n} column", "{n} columns", len(r.mapping)), r.author, t.day(r.saved_on)) for r in known
    ]
    console.table(rows)
    if not known:
        console.say(t("This workbook keeps no recipe."))
    for recipe in known:
        console.give(name=recipe.name, table=recipe.table, mapping=dict(recipe.mapping), author=recipe.author, saved_on=recipe.saved_on)
    return DONE


def export(args: argparse.Namespace, console: Console) -> int:
    """Write a recipe as a file; one that is there is not written over."""
    with books.opened(args.workbook) as wb:
        recipe = recipes.named(wb, args.name)
    path = Path(args.file or home.file_name(recipe.name).removesuffix(home.SUFFIX) + recipes.SUFFIX)
    with path.open("x", encoding="utf-8") as file:
        file.write(recipes.written(recipe))
    console.say(console.t("Written: {path}", path=path))
    console.give(name=recipe.name, file=str(path))
    return DONE


def take(args: argparse.Namespace, console: Console) -> int:
    """Take a recipe from a file into the workbook."""
    recipe = recipes.from_file(Path(args.file))
    with books.opened(args.workbook) as wb:
        kept = recipes.save(wb, replace(recipe, name=args.name or recipe.name), instead=args.instead)
    return _said(console, console.t("Kept as the recipe {name}.", name=kept.name), kept.name)


def rename(args: argparse.Namespace, console: Console) -> int:
    """Give a recipe another name."""
    with books.opened(args.workbook) as wb:
        kept = recipes.rename(wb, args.name, args.new)
    return _said(console, console.t("Kept as the recipe {name}.", name=kept.name), kept.name)


def delete(args: argparse.Namespace, console: Console) -> int:
    """Forget a recipe."""
    with books.opened(args.workbook) as wb:
        recipes.delete(wb, args.name)
    return _said(console, console.t("The recipe {name} is deleted.", name=args.name), args.name)


def _said(console: Console, text: str, name: str) -> int:
    console.say(text)
    console.give(name=name)
    return DONE

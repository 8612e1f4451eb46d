"""``load``: each file is read, checked, reconciled and stored as one batch; what nobody agreed to stops it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kam_core.command import books, telling
from kam_core.command.arguments import typed
from kam_core.command.console import DONE, PARTLY, REFUSED, Console
from kam_core.errors import AmbiguousMapping, BadArgument, KamError, MissingField
from kam_core.ingest import recipes
from kam_core.ingest.inspect import fitting
from kam_core.ingest.meaning.mapping import propose
from kam_core.ingest.meaning.profiles import recognised
from kam_core.ingest.options import LoadOptions
from kam_core.ingest.recipes import Recipe
from kam_core.ingest.source import Source
from kam_core.workbook import Workbook

if TYPE_CHECKING:
    import pandas as pd

    from kam_core.ingest.staged import Staged


def load(args: argparse.Namespace, console: Console) -> int:
    """Load every file; the worst of what became of them is the exit code."""
    paths = books.files(args.file)
    place = books.path_of(args.workbook)
    rejected: dict[str, pd.DataFrame] = {}
    with Workbook(None if args.dry_run and not place.exists() else place) as wb:
        codes = [_one(wb, path, args, console, rejected) for path in paths]
    if args.rejects and rejected:
        telling.write_rejects(console, Path(args.rejects), rejected)
    return REFUSED if REFUSED in codes else max(codes)


def _one(wb: Workbook, path: Path, args: argparse.Namespace, console: Console, rejected: dict[str, pd.DataFrame]) -> int:
    """Read, stage and store one file; whatever refuses it is said with its name."""
    with books.Readings(path) as opened:
        try:
            recipe = _recipe(wb, opened, args)
            options = _options(args, recipe)
            source = opened(recipes.reading(options))
            table = args.table or (recipe.table if recipe else _table(source))
            staged = wb.stage(table, source, _mapping(source, args, recipe, table), recipe=recipe, options=options)
        except KamError as error:
            telling.refused(console, path, error)
            if isinstance(error, MissingField | AmbiguousMapping):
                _help(source, table, console)
            return REFUSED
        try:
            return _stored(wb, staged, path, args, console, recipe, rejected)
        except KamError as error:
            telling.refused(console, path, error)
            return REFUSED
        finally:
            staged.close()


def _stored(
    wb: Workbook, staged: Staged, path: Path, args: argparse.Namespace, console: Console, recipe: Recipe | None,
    rejected: dict[str, pd.DataFrame],
) -> int:  # fmt: skip
    author = books.author_of(args.author)
    keep = recipes.of(staged, args.save_recipe, author=author) if args.save_recipe else None  # one that is refused stores nothing
    telling.read(console, staged, recipe)
    if staged.totals and not (args.totals or (recipe and recipe.totals_decided)):
        telling.totals(console, staged)
        return REFUSED
    if staged.rows_rejected:
        rejected[str(path)] = staged.rejected_file()
    report = None if args.dry_run else wb.accept(staged, again=args.again, author=author)
    telling.outcome(console, staged, report, args.workbook)
    if keep and not args.dry_run:
        telling.kept(console, recipes.save(wb, keep, instead=True))
    return PARTLY if staged.rows_rejected else DONE


def _recipe(wb: Workbook, opened: books.Readings, args: argparse.Namespace) -> Recipe | None:
    """The recipe that is named, or the one that fits the header; several that fit have to be told apart."""
    if args.recipe:
        return recipes.told(wb, args.recipe)
    found = [] if args.no_recipe else [recipe for recipe in recipes.fitting(wb, opened) if args.table in (None, recipe.table)]
    if len(found) > 1:
        raise BadArgument.saying(BadArgument.template_recipes, names=", ".join(recipe.name for recipe in found))
    return found[0] if found else None


def _options(args: argparse.Namespace, recipe: Recipe | None) -> LoadOptions:
    """The options of the recipe, and what was typed instead."""
    base = recipe.options_on(args.valid_on) if recipe else LoadOptions()
    return replace(base, **typed(args, LoadOptions), keep_totals=args.totals == "keep" if args.totals else base.keep_totals)


def _table(source: Source) -> str:
    """The table of the system that the file comes from; else transactions, unless only others fit."""
    profile = recognised(source.names)
    fits = [profile.table] if profile else fitting(source)
    return fits[0] if fits and "transactions" not in fits else "transactions"


def _mapping(source: Source, args: argparse.Namespace, recipe: Recipe | None, table: str) -> Mapping[str, str | None] | None:
    """What columns become, where somebody said so: on top of the recipe or of what is certain."""
    if not args.map:
        return None
    told = dict(word.rpartition("=")[::2] for word in args.map)
    if "" in told:
        raise BadArgument.saying(BadArgument.template_map, value=", ".join(args.map))
    guesses = propose(source.names, source.sample, table)
    base = dict(recipe.mapping) if recipe else {guess.column: guess.field for guess in guesses if guess.field}
    return {**{column: field for column, field in base.items() if field not in told.values()}, **told}


def _help(source: Source, table: str, console: Console) -> None:
    """The two ways on for a file whose columns say too little."""
    others = [name for name in fitting(source) if name != table][:3]
    console.refuse(console.t("Say it with --map COLUMN=FIELD."))
    if others:
        console.refuse(console.t("It would fit --table {names}.", names=others))

"""The words of the command line."""

from __future__ import annotations

import argparse
from dataclasses import fields
from datetime import date
from typing import Any

from kam_core.text import LANGUAGES, Translator

SHAPES = ("transactions", "accounts", "wide", "plain")


def parser(t: Translator) -> argparse.ArgumentParser:
    """What may be typed after ``python -m kam_core``, with the help in one language."""
    codes = t("Exit codes: 0 done, 2 refused, 3 loaded with rejected rows.")
    top = argparse.ArgumentParser(prog="python -m kam_core", description=t("Key accounts in a file: load, look, undo."), epilog=codes)
    _lang(t, top)
    commands = top.add_subparsers(dest="command", required=True, metavar=t("command"))
    _load(t, commands.add_parser("load", help=t("load files into a workbook"), epilog=codes))
    _inspect(t, commands.add_parser("inspect", help=t("say what a file looks like; nothing is stored")))
    _recipes(t, commands.add_parser("recipes", help=t("list, export, import, rename or delete recipes")))
    undo = commands.add_parser("undo", help=t("undo a batch as a batch of its own"))
    undo.add_argument("batch", type=int)
    undo.add_argument("--author", help=t("who does it"))
    journal = commands.add_parser("journal", help=t("list the last batches"))
    journal.add_argument("--rows", type=int, default=20, help=t("how many"))
    for command, run in ((undo, "undo"), (journal, "journal")):
        _common(t, command)
        command.set_defaults(run=run)
    return top


def typed(args: argparse.Namespace, kind: type) -> dict[str, Any]:
    """What was typed of the options that a dataclass declares."""
    told = {item.name: getattr(args, item.name, None) for item in fields(kind)}
    if told.get("delimiter") in ("tab", "\\t"):
        told["delimiter"] = "\t"
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items() if value is not None}


def _scale(text: str) -> tuple[str, tuple[float, float]]:
    name, _, ends = text.partition("=")
    low, _, high = ends.partition(":")
    return name, (float(low), float(high))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _common(t: Translator, command: argparse.ArgumentParser, *, needed: bool = True) -> None:
    command.add_argument(
        "--workbook", "-w", required=needed, metavar="acme.duckdb", help=t("the file of the workbook, or its name in the app")
    )
    _lang(t, command)
    command.add_argument("--json", action="store_true", help=t("one JSON document instead of words"))


def _lang(t: Translator, command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", choices=LANGUAGES, help=t("language of the messages; that of the computer by default"))


def _load(t: Translator, command: argparse.ArgumentParser) -> None:
    command.add_argument("file", nargs="+", help=t("CSV, TSV, Excel or Parquet; * and ? are expanded"))
    _common(t, command)
    command.add_argument("--table", help=t("the table; by default that of the recipe, of the system it comes from, or the one that fits"))
    _reading(t, command)
    recipe = command.add_mutually_exclusive_group()
    recipe.add_argument("--recipe", help=t("name in the workbook, or a .json file; one that fits the header is found by itself"))
    recipe.add_argument("--no-recipe", action="store_true", help=t("use no recipe, whatever fits"))
    order = command.add_mutually_exclusive_group()
    order.add_argument("--day-first", dest="day_first", action="store_const", const=True, help=t("03/04/2025 is 3 April"))
    order.add_argument("--month-first", dest="day_first", action="store_const", const=False, help=t("03/04/2025 is 4 March"))
    command.add_argument("--date-1904", action="store_const", const=True, help=t("day numbers of Excel count from 1904"))
    command.add_argument("--shape", choices=SHAPES, help=t("what kind of table it is; recognised by default"))
    command.add_argument("--scale", dest="scales", type=_scale, action="append", metavar="trust=1:10", help=t("the ends of a scale"))
    command.add_argument("--match", metavar="FIELD", help=t("how rows find their account: by account_name, say; by its id by default"))
    command.add_argument("--decimal", choices=[".", ","], metavar="MARK", help=t("the decimal mark"))
    command.add_argument("--currency", help=t("currency of the amounts, converted at the rates of the workbook"))
    command.add_argument("--valid-on", type=date.fromisoformat, metavar="2025-03-31", help=t("the day of figures without a date"))
    command.add_argument(
        "--totals", choices=["keep", "leave-out"], help=t("what becomes of total rows (合计); without a word they stop the load")
    )
    command.add_argument(
        "--update-by", type=_listed, metavar="FIELD,...", help=t("update the rows that agree in these fields, add the others")
    )
    command.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD", help=t("what a column becomes; may be repeated"))
    command.add_argument("--again", action="store_true", help=t("load it although the same file was loaded before"))
    command.add_argument("--author", help=t("who does it"))
    command.add_argument("--dry-run", action="store_true", help=t("read and check only; nothing is stored"))
    command.add_argument("--rejects", metavar="out.csv", help=t("write the rejected rows, each with its problem"))
    command.add_argument("--save-recipe", metavar="NAME", help=t("keep how it was read under a name"))
    command.set_defaults(run="load")


def _reading(t: Translator, command: argparse.ArgumentParser) -> None:
    command.add_argument("--sheet", help=t("the sheet of an Excel file"))
    command.add_argument("--cells", metavar="B3:F200", help=t("the cells of the sheet"))
    command.add_argument("--member", metavar="orders.csv", help=t("the file of a zip archive"))
    command.add_argument("--encoding", help=t("the encoding of a text file, such as gb18030"))
    command.add_argument("--delimiter", help=t("the character between cells; tab for a tab"))
    command.add_argument("--header-rows", type=int, metavar="N", help=t("how many rows the header has, 0 for none"))


def _inspect(t: Translator, command: argparse.ArgumentParser) -> None:
    command.add_argument("file")
    _common(t, command, needed=False)
    command.add_argument("--table", help=t("the table it shall go into"))
    _reading(t, command)
    command.set_defaults(run="inspect")


def _recipes(t: Translator, command: argparse.ArgumentParser) -> None:
    _lang(t, command)
    deeds = command.add_subparsers(dest="deed", required=True, metavar=t("deed"))
    listed = deeds.add_parser("list", help=t("the recipes of a workbook"))
    export = deeds.add_parser("export", help=t("write a recipe as a .json file"))
    export.add_argument("name")
    export.add_argument("file", nargs="?", help=t("where to; named after the recipe by default"))
    taken = deeds.add_parser("import", help=t("take a recipe from a .json file"))
    taken.add_argument("file")
    taken.add_argument("--name", help=t("another name for it"))
    taken.add_argument("--instead", action="store_true", help=t("in the place of the one that has the name"))
    renamed = deeds.add_parser("rename", help=t("give a recipe another name"))
    renamed.add_argument("name")
    renamed.add_argument("new")
    deleted = deeds.add_parser("delete", help=t("forget a recipe"))
    deleted.add_argument("name")
    for deed, run in ((listed, "listed"), (export, "export"), (taken, "take"), (renamed, "rename"), (deleted, "delete")):
        _common(t, deed)
        deed.set_defaults(run=run)

"""
Recipes: how a file was read and what its columns mean, kept under a name, so that the next file of its kind takes one click.

A recipe holds header words and choices, never data. It lives in the workbook (``meta``, under ``recipe:``) and travels as a .json file.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kam_core.errors import BadRecipe, KamError, UnknownName, UnreadableFile
from kam_core.ingest import strict_json
from kam_core.ingest.layout.names import header_key
from kam_core.ingest.meaning.chosen import checked as checked_mapping
from kam_core.ingest.meaning.fields import fields as known_fields
from kam_core.ingest.options import LoadOptions, ReadOptions
from kam_core.ingest.source import Source
from kam_core.text import N_

if TYPE_CHECKING:
    from kam_core.ingest.staged import Staged
    from kam_core.workbook import Workbook

FORMAT, VERSION, SUFFIX, META = "kam-recipe", 1, ".json", "recipe:"
LONGEST, MOST = 80, 200
"""Characters of a name; recipes of a workbook."""

Dated = Literal["today", "month_end", "ask"]
"""The day of figures without a date: that of the load, the last day of the month before it, or asked each time."""
DATED = {"today": N_("the day of the load"), "month_end": N_("the last day of the month before"), "ask": N_("asked each time")}


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a file with that header is read into a table. ``mapping`` is {column: field}; columns it does not name are left out."""

    name: str
    table: str
    header: tuple[str, ...]
    mapping: Mapping[str, str]
    options: LoadOptions = field(default_factory=LoadOptions)
    dated: Dated = "today"
    leave_totals_out: bool = False
    """That total rows are left out was seen and agreed to; without it a file with total rows is shown first."""
    profile: str = ""
    note: str = ""
    author: str = ""
    saved_on: date | None = None

    @property
    def header_key(self) -> str:
        """The fingerprint under which the next file finds it."""
        return header_key(self.header)

    @property
    def totals_decided(self) -> bool:
        """Whether it says what becomes of total rows."""
        return self.options.keep_totals or self.leave_totals_out

    def mapping_for(self, names: Sequence[str]) -> dict[str, str]:
        """The mapping by the names the columns have in a file; a column that is needed and not there raises ``BadEdit``."""
        return checked_mapping(self.mapping, names, self.table)

    def options_on(self, day: date | None = None) -> LoadOptions:
        """The options of a load now; ``day`` is that of figures without a date. A recipe that asks for the day raises without one."""
        if day is None and self.dated == "ask":
            raise BadRecipe.saying(BadRecipe.template_day, name=self.name)
        before = date.today().replace(day=1) - timedelta(days=1) if self.dated == "month_end" else None
        return replace(self.options, valid_on=day or before)


def of(staged: Staged, name: str, *, note: str = "", author: str = "", dated: Dated | None = None) -> Recipe:
    """The recipe of a file as it was read and mapped; a day that was given for it is asked for again, unless ``dated`` says otherwise."""
    fields = list(staged.mapping.values())
    return checked(
        Recipe(
            name=name,
            table=staged.table,
            header=staged.source.names,
            mapping={column: f for column, f in staged.mapping.items() if fields.count(f) == 1},  # periods are found anew
            options=replace(staged.options, valid_on=None),
            dated=dated or ("ask" if staged.options.valid_on else "today"),
            leave_totals_out=bool(staged.totals),
            profile=staged.profile.id if staged.profile else "",
            note=note,
            author=author,
            saved_on=date.today(),
        )
    )


def checked(recipe: Recipe) -> Recipe:
    """The recipe with its name tidied; an empty name, an unknown table, column or field raise."""
    name = " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in recipe.name).split())
    if not name or len(name) > LONGEST:
        raise BadRecipe.saying(BadRecipe.template_name, limit=LONGEST)
    known_fields(recipe.table)  # an unknown table raises
    checked_mapping(recipe.mapping, recipe.header, recipe.table)
    return replace(recipe, name=name)


# -- as a file


def written(recipe: Recipe) -> str:
    """The recipe as the text of a .json file; only what was chosen is written."""
    own = {**strict_json.plain(recipe), "mapping": dict(recipe.mapping), "options": strict_json.plain(recipe.options)}
    return json.dumps({"format": FORMAT, "version": VERSION, **own}, ensure_ascii=False, indent=1)


def read(text: str | bytes, name: str = "") -> Recipe:
    """A recipe from the text of a .json file; whatever is not one, or says more than this release knows, raises BadRecipe."""
    try:
        told = strict_json.parse(text)
        if told.pop("format", None) != FORMAT:
            raise ValueError(N_("it does not say that it is one"))
        if told.pop("version", None) != VERSION:
            raise ValueError(N_("a newer release wrote it"))
        mapping, options = told.pop("mapping", {}), told.pop("options", {})
        if not isinstance(mapping, dict) or not isinstance(options, dict) or any(type(field) is not str for field in mapping.values()):
            raise ValueError(N_("its mapping or its options are not of their form"))
        given = _typed(Recipe, told) | {"mapping": mapping, "options": LoadOptions(**_typed(LoadOptions, options))}
        missing = [item for item in ("name", "table", "header") if item not in given]
        if missing:
            raise BadRecipe.saying(BadRecipe.template_part, name=name, part=", ".join(missing))
        return checked(Recipe(**given))
    except BadRecipe:
        raise
    except KamError as error:  # its table, its fields
        raise BadRecipe(name=name, detail=error.message) from error
    except ValueError as error:
        raise BadRecipe(name=name, detail=str(error)) from error


def _typed(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return strict_json.typed(kind, values)
    except KeyError as error:
        raise BadRecipe.saying(BadRecipe.template_unknown, part=error.args[0][:60]) from None
    except ValueError as error:
        raise BadRecipe.saying(BadRecipe.template_value, part=str(error)) from None


# -- in a workbook


def saved(wb: Workbook) -> list[Recipe]:
    """The recipes of a workbook by name; what cannot be read any more is left out."""
    found = []
    for key, text in wb.meta.items():
        if key.startswith(META):
            try:
                found.append(read(text))
            except BadRecipe:
                continue
    return sorted(found, key=lambda recipe: recipe.name.casefold())


def named(wb: Workbook, name: str) -> Recipe:
    """The recipe of that name; an unknown name raises with the closest ones."""
    known = {recipe.name: recipe for recipe in saved(wb)}
    if name not in known:
        raise UnknownName.of("recipe", name, list(known))
    return known[name]


def save(wb: Workbook, recipe: Recipe, *, instead: bool = False) -> Recipe:
    """Keep a recipe; a taken name raises unless it is put in the place of the one that has it."""
    recipe = checked(recipe)
    there = {known.name for known in saved(wb)}
    if recipe.name in there and not instead:
        raise BadRecipe.saying(BadRecipe.template_taken, name=recipe.name)
    if recipe.name not in there and len(there) >= MOST:
        raise BadRecipe.saying(BadRecipe.template_many, limit=MOST)
    text = written(recipe)
    read(text, recipe.name)  # what could not be read again would be lost without a word
    wb.set_meta(META + recipe.name, text)
    return recipe


def delete(wb: Workbook, name: str) -> None:
    """Forget a recipe; an unknown name raises."""
    wb.forget_meta(META + named(wb, name).name)


def rename(wb: Workbook, name: str, new: str) -> Recipe:
    """Give a recipe another name; a taken one raises."""
    before = named(wb, name)
    after = save(wb, replace(before, name=new), instead=new == name)
    if after.name != before.name:
        delete(wb, name)
    return after


def for_header(wb: Workbook, key: str, table: str | None = None) -> list[Recipe]:
    """The recipes of a header (its fingerprint), the last saved first."""
    fits = [recipe for recipe in saved(wb) if recipe.header_key == key and table in (None, recipe.table)]
    return sorted(fits, key=lambda recipe: recipe.saved_on or date.min, reverse=True)


def fitting(wb: Workbook, opened: Callable[[ReadOptions], Source]) -> list[Recipe]:
    """
    The recipes whose header a file has when it is read as they say, the last saved first.

    ``opened`` gives the file as it is read by some options. A sheet that goes by another name this time (that of a month, say) is found.
    """
    found = []
    for way, recipes in _by_way(saved(wb)).items():
        for attempt in dict.fromkeys((way, replace(way, sheet=None))):
            try:
                key = header_key(opened(attempt).names)
            except UnreadableFile:  # no such sheet, not that encoding
                continue
            found += [replace(r, options=replace(r.options, sheet=attempt.sheet)) for r in recipes if r.header_key == key]
            break
    return sorted(found, key=lambda recipe: recipe.saved_on or date.min, reverse=True)


def _by_way(known: Sequence[Recipe]) -> dict[ReadOptions, list[Recipe]]:
    """Recipes by how they find the table in a file: each way is looked at once."""
    ways: dict[ReadOptions, list[Recipe]] = {}
    for recipe in known:
        ways.setdefault(reading(recipe.options), []).append(recipe)
    return ways


def reading(options: LoadOptions) -> ReadOptions:
    """The part of the options that says how the table is found in the file."""
    return ReadOptions(**{item.name: getattr(options, item.name) for item in fields(ReadOptions)})


def told(wb: Workbook, name: str) -> Recipe:
    """A recipe by its name in the workbook, or by the path of its .json file."""
    path = Path(name)
    if path.suffix.casefold() == SUFFIX and path.is_file():
        return from_file(path)
    return named(wb, name)


def from_file(path: Path) -> Recipe:
    """The recipe of a .json file."""
    with path.open("rb") as file:
        return read(file.read(strict_json.MAX_BYTES + 1), path.name)

"""Recipes on the screen: one that fits a file is offered, how a file was read is kept under a name, and all of them are looked after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

import kam_core as kam
from kam_core.errors import KamError
from kam_core.ingest import apart, recipes
from kam_core.ingest.options import ReadOptions
from kam_core.ingest.recipes import META, Recipe
from kam_core.ingest.source import Source
from kam_core.text import Translator
from kam_core.workbook import home
from pages.ui import cache, frame, reading, refusal, state
from pages.ui.upload import KIND, Seen
from pages.ui.view import View
from pages.ui.words import plain

USED, NAME, SAID, TAKEN = "recipe_used", "recipe_name", "recipe_said", "recipe_taken"


def offer(view: View, seen: Seen, load: Callable[[Any], None]) -> Recipe | None:
    """
    Offer the recipe that fits a file; returns the one the file is read by, None when it is read afresh.

    One click loads the file (``load`` is given what was staged) when every row is good and nothing is left to agree to; else the
    recipe fills in the page and says why. What is for another table says so.
    """
    t, file, known = view.t, seen.file, _fitting(view, seen)
    fits = [recipe for recipe in known if recipe.table == file.table]
    used = next((recipe for recipe in fits if state.get(USED) == (str(file.path), recipe.name)), None)
    if not fits:
        _elsewhere(view, seen, known)
        return None
    best = used or fits[0]
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        _named(t, best)
        if used:
            st.badge(t("Read by this recipe"), color="blue")
            if st.button(t("Read it afresh"), type="tertiary", key="recipe_afresh"):
                reading.follow(seen.file, ReadOptions())
                state.drop(USED)
                st.rerun()
        else:
            if st.button(t("Load as last time"), type="primary", key="recipe_load", icon=":material/bolt:", disabled=best.dated == "ask"):
                _as_last_time(view, seen, best, load)
            if st.button(t("Show it first"), key="recipe_show"):
                _use(seen, best)
    said = state.drop(SAID)
    if said:
        st.warning(said, icon=":material/visibility:")
    return used


def keep(view: View, seen: Seen, staged: Any) -> None:
    """Keep how this file was read under a name, in the workbook it goes to."""
    t, book = view.t, seen.file.book
    with st.popover(t("Save as recipe"), type="tertiary", icon=":material/bookmark_add:"):
        st.caption(t("The next file with this header is then one click. Header words and choices are kept, no data."))
        name = st.text_input(t("Name"), key=NAME, max_chars=recipes.LONGEST, placeholder=t("Monthly orders from the ERP, …"))
        if st.button(t("Save"), key="recipe_save", disabled=not (name or "").strip()):
            try:
                made = recipes.of(staged, str(name), author=state.author())
                same = any(known.name == made.name for known in recipes.for_header(book, made.header_key))
                recipes.save(book, made, instead=same)
            except KamError as error:
                st.error(refusal.told(t, error), icon=":material/error:")
                return
            st.success(plain(t("Kept as the recipe {name}.", name=made.name)), icon=":material/check:")


def managed(view: View) -> None:
    """Every recipe of the workbook: take it along, rename it, delete it; take one from a file."""
    t, known = view.t, recipes.saved(view.book)
    frame.section(t("Recipes"), t("How a kind of file is read. The next file with the same header finds its recipe by itself."))
    said = state.drop(TAKEN)
    if said:
        st.error(said, icon=":material/error:")
    if not known:
        st.caption(t("None yet: upload a file and save how it was read as a recipe."))
    for number, recipe in enumerate(known):
        with st.container(horizontal=True, vertical_alignment="center"):
            _named(t, recipe)
            _file(view, recipe, number)
            _change(view, recipe, number)
    given = st.file_uploader(t("A recipe of a colleague"), ["json"], key=f"recipe_file_{state.turn('recipes')}")
    if given:
        _do(view, lambda: recipes.save(view.book, recipes.read(given.getvalue(), given.name)))
        state.bump("recipes")
        st.rerun()


def _fitting(view: View, seen: Seen) -> list[Recipe]:
    """The recipes of the workbook one looks at and of the one the file goes to, each header looked at once."""
    found: dict[str, Recipe] = {}
    for book in dict.fromkeys((seen.file.book, view.book)):
        kept = sorted((key, text) for key, text in book.meta.items() if key.startswith(META))
        if kept:
            mark = hashlib.sha256(repr(kept).encode("utf-8", "replace")).hexdigest()
            key = ("recipes", str(seen.file.path), reading.way(seen.file), mark)
            fits = cache.kept(book, key, lambda book=book: recipes.fitting(book, partial(_opened, view.t, seen)), tables=())
            found |= {recipe.name: recipe for recipe in fits if recipe.name not in found}
    return list(found.values())


def _elsewhere(view: View, seen: Seen, known: list[Recipe]) -> None:
    """A recipe or a system that says the file is for another table than the one it is read for."""
    t, table, profile = view.t, seen.file.table, seen.told.profile
    wanted = known[0].table if known else profile.table if profile and not profile.serves(table) else table
    if wanted == table:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        if known:
            _named(t, known[0])
        elif profile:
            st.markdown(plain(t("Looks like {what} from {system}", what=t(profile.what), system=profile.system)), width="stretch")
        st.button(t("It looks like {table}: read it so", table=t(kam.TABLES[wanted].title)), key="recipe_table",
                  on_click=state.put, args=(KIND, wanted))  # fmt: skip


def _named(t: Translator, recipe: Recipe) -> None:
    with st.container(gap=None, width="stretch"):
        st.markdown(f":material/receipt_long: **{plain(recipe.name)}**")
        st.caption(plain(_about(t, recipe)))


def _opened(t: Translator, seen: Seen, way: ReadOptions) -> Source:
    """The file as a recipe reads it: as it was read already, or apart, which is only looked at."""
    if way == reading.way(seen.file):
        return seen.source
    with st.spinner(t("Reading {name}", name=plain(seen.file.name))):
        source = apart.open_source(seen.file.path, way)
    source.discard()
    return source


def _as_last_time(view: View, seen: Seen, recipe: Recipe, load: Callable[[Any], None]) -> None:
    """Load at once what needs nobody; show the rest."""
    t, file = view.t, seen.file
    try:
        source = reading.read(view, file, recipes.reading(recipe.options))
        with st.spinner(t("Reading {name}", name=plain(file.name))):
            staged = file.book.stage(file.table, source, recipe=recipe)
    except KamError as error:
        st.error(refusal.told(t, error), icon=":material/error:")
        return
    if staged.rows_ready and not staged.rows_rejected and (recipe.totals_decided or not staged.totals):
        load(staged)
        return
    state.put(SAID, _why(t, staged))
    staged.close()
    _use(seen, recipe)


def _why(t: Translator, staged: Any) -> str:
    if staged.rows_rejected:
        return t.n("{n} row needs you before anything is loaded.", "{n} rows need you before anything is loaded.", staged.rows_rejected)
    if staged.totals:
        return t.n("{n} total row is new to this recipe: look before it is left out.",
                   "{n} total rows are new to this recipe: look before they are left out.", staged.totals)  # fmt: skip
    return t("The file has a header and no rows.")


def _use(seen: Seen, recipe: Recipe) -> None:
    reading.follow(seen.file, recipes.reading(recipe.options))
    state.put(USED, (str(seen.file.path), recipe.name))
    st.rerun()


def _about(t: Translator, recipe: Recipe) -> str:
    """Table, columns, by whom and when."""
    parts = [t(kam.TABLES[recipe.table].title), t.n("{n} column", "{n} columns", len(recipe.mapping)), recipe.author,
             t.day(recipe.saved_on) if recipe.saved_on else "", recipe.note,
             t("figures without a date: {day}", day=t(recipes.DATED[recipe.dated])) if recipe.dated != "today" else ""]  # fmt: skip
    return " · ".join(part for part in parts if part)


def _file(view: View, recipe: Recipe, number: int) -> None:
    name = home.file_name(recipe.name).removesuffix(home.SUFFIX) + recipes.SUFFIX
    st.download_button(
        view.t("Download"), recipes.written(recipe).encode(), name, "application/json", key=f"recipe_get_{number}", type="tertiary",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _change(view: View, recipe: Recipe, number: int) -> None:
    """Another name, or none at all."""
    t, key = view.t, f"recipe_rename_{number}"
    with st.popover(t("Edit"), type="tertiary", icon=":material/edit:"):
        new = st.text_input(t("Name"), recipe.name, key=f"{key}_to", max_chars=recipes.LONGEST)
        if st.button(t("Rename"), key=key, disabled=not (new or "").strip() or new == recipe.name):
            _do(view, lambda: recipes.rename(view.book, recipe.name, str(new)))
            st.rerun()
        st.caption(t("Files loaded with it stay. Deleting cannot be undone; a download brings it back."))
        if st.button(t("Delete the recipe"), key=f"recipe_delete_{number}", type="tertiary", icon=":material/delete:"):
            _do(view, lambda: recipes.delete(view.book, recipe.name))
            st.rerun()


def _do(view: View, deed: Callable[[], object]) -> None:
    try:
        deed()
    except KamError as error:
        state.put(TAKEN, refusal.told(view.t, error))

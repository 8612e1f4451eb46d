"""What the columns of a file become, and the questions that a file cannot answer by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.ingest.meaning.fields import fields as fields_of
from kam_core.ingest.recipes import Recipe
from kam_core.text import N_
from kam_core.workbook import lookup
from pages.ui import frame, reading, state
from pages.ui.tables import text_column
from pages.ui.upload import CURRENCY, RATES, VALID_ON, Seen
from pages.ui.view import View
from pages.ui.words import plain

DAY_FIRST, DECIMAL, TOTALS = "upload_day_first", "upload_decimal", "upload_totals"
KEEP, LEAVE = "keep", "leave"
MEANWHILE = {
    "day first": N_("Read as day first until you choose."),
    "month first": N_("Read as month first until you choose."),
    "year first": N_("Read as year first until you choose."),
}
"""How dates that can be read in two ways are read, by the words of their repair."""


def columns(view: View, seen: Seen, recipe: Recipe | None) -> dict[str, str | None]:
    """Which column becomes what: by the recipe, as remembered, as proposed, or as chosen here."""
    t, guesses, choices = view.t, seen.told.guesses, fields_of(seen.file.table)
    known = recipe.mapping_for(seen.source.names) if recipe else seen.file.book.known_mapping(seen.file.table, seen.told.header_key) or {}
    frame.section(t("Columns"), t("Click a field to change it. Empty = left out."))
    if known and not recipe:
        st.badge(t("Same header as before: mapping reused"), color="blue", icon=":material/history:")
    table = pd.DataFrame(
        {
            "column": [guess.column for guess in guesses],
            "example": [guess.example[:60] for guess in guesses],
            "field": [known.get(guess.column) if recipe else known.get(guess.column, guess.field) for guess in guesses],
            "sure": [round(guess.confidence * 100) for guess in guesses],
        }
    )
    edited = st.data_editor(
        table,
        hide_index=True,
        row_height=32,
        height=min(36 + 32 * len(table), 330),
        key=f"map_{seen.told.header_key}_{seen.file.table}_{t.lang}_{recipe.name if recipe else ''}",
        disabled=["column", "example", "sure"],
        column_order=["column", "field", "example", "sure"],
        placeholder=t("left out"),
        alt=t("Columns of the file and the fields they become"),
        column_config={
            "column": text_column(t("In the file"), 160),
            "example": text_column(t("Example"), 170),
            "field": st.column_config.SelectboxColumn(
                t("Becomes"), options=list(choices), format_func=lambda name: t(choices[name].title), width=170
            ),
            "sure": st.column_config.ProgressColumn(t("Sure"), min_value=0, max_value=100, format="%d%%", width=90, color="blue"),
        },
    )
    return {row.column: row.field if isinstance(row.field, str) else None for row in edited.itertuples()}


def options(view: View, seen: Seen, recipe: Recipe | None) -> kam.LoadOptions:
    """The choices of this load; what was decided from the file is asked about once it was checked (``doubts``)."""
    t, base = view.t, _base(recipe)
    frame.section(t("Options"), t("Everything else was decided from the file and is listed below."))
    reading.part(view, seen)
    if not seen.file.book.meta.get("currency") and any(column.kind == "money" for column in kam.TABLES[seen.file.table].columns):
        signs = {"": t("not stated"), "¥": "¥", "$": "$", "€": "€", "£": "£"}
        st.segmented_control(t("Currency"), list(signs), default=_currency(seen), required=True, format_func=signs.get, key=CURRENCY)
    currency = _rated(view, seen, base)
    asked = recipe is not None and recipe.dated == "ask"
    with st.expander(t("Read it otherwise"), icon=":material/rule:", expanded=asked):
        day = st.date_input(t("Date for figures without one"), value=None, key=VALID_ON, format="YYYY-MM-DD")
        reading.otherwise(view, seen.file, seen.source)
    order, mark, totals = (state.get(_key(key, seen, recipe)) for key in (DAY_FIRST, DECIMAL, TOTALS))
    return replace(
        base,
        **vars(reading.way(seen.file)),
        valid_on=day or base.valid_on,
        day_first={"day": True, "month": False}.get(order, base.day_first),
        decimal=mark if mark in (".", ",") else base.decimal,
        keep_totals=totals == KEEP if totals else base.keep_totals,
        currency=currency,
    )


def doubts(view: View, seen: Seen, made: Any, recipe: Recipe | None) -> None:
    """What the file leaves open, asked where it matters: total rows, days in two orders, marks in two meanings."""
    t, found = view.t, {repair.kind: repair for repair in made.repairs}
    if "no_account" in found and found["no_account"].count >= made.rows_ready > 0:
        st.warning(
            t("No row has an account. Choose its column in the table, or all rows are kept as “no account”."), icon=":material/help:"
        )
    if made.totals or made.options.keep_totals:
        _totals(view, seen, made, recipe)
    if {"ambiguous_dates", "mixed_dates"} & set(found) or made.options.day_first is not None:
        with st.container(border=True):
            _told(view, made, ("ambiguous_dates", "mixed_dates"))
            st.segmented_control(
                t("03/04/2025: which is it?"), ["day", "month"], key=_key(DAY_FIRST, seen, recipe),
                default={True: "day", False: "month"}.get(made.options.day_first),  # type: ignore[arg-type]
                format_func={"day": t("3 April"), "month": t("4 March")}.get,
            )  # fmt: skip
    if {"ambiguous_decimals", "mixed_decimals"} & set(found) or made.options.decimal is not None:
        with st.container(border=True):
            _told(view, made, ("ambiguous_decimals", "mixed_decimals"))
            st.segmented_control(
                t("1.234: which is it?"), [".", ","], key=_key(DECIMAL, seen, recipe), default=made.options.decimal,
                format_func={".": t("one and a bit"), ",": t("over a thousand")}.get,
            )  # fmt: skip


def _told(view: View, made: Any, kinds: tuple[str, ...]) -> None:
    """How many cells the question is about, and how they are read as long as nobody answers."""
    t, about = view.t, [repair for repair in made.repairs if repair.kind in kinds]
    n = sum(repair.count for repair in about)
    if n:
        st.markdown(t.n("{n} value can be read both ways.", "{n} values can be read both ways.", n))
    said = {said for words, said in MEANWHILE.items() if any(words in repair.detail for repair in about)}
    if said and made.options.day_first is None:
        st.caption(" ".join(t(one) for one in sorted(said)))


def _totals(view: View, seen: Seen, made: Any, recipe: Recipe | None) -> None:
    """Rows that look like totals are left out only when somebody who sees them agrees."""
    t = view.t
    with st.container(border=True):
        rows = [repair for repair in made.repairs if repair.kind == "total_row" and repair.row is not None]
        shown = t.listed([t("row {row}: {text}", row=t.count(repair.row), text=repair.detail[:40]) for repair in rows[:3]])
        n = made.totals or len(rows)
        said = t.n("**{n} row looks like a total**", "**{n} rows look like totals**", n)
        more = ", …" if n > len(rows[:3]) else ""
        st.markdown(t("{what} ({which})", what=said, which=plain(shown + more)) if rows else said)
        st.segmented_control(
            t("What becomes of them?"), [LEAVE, KEEP], key=_key(TOTALS, seen, recipe), required=True,
            default=KEEP if made.options.keep_totals else LEAVE,
            format_func={LEAVE: t("Leave them out"), KEEP: t("Load them as data")}.get,
        )  # fmt: skip


def _base(recipe: Recipe | None) -> kam.LoadOptions:
    if recipe is None:
        return kam.LoadOptions()
    return recipe.options if recipe.dated == "ask" else recipe.options_on()


def _key(name: str, seen: Seen, recipe: Recipe | None) -> str:
    """An answer is about one file, read by one recipe."""
    return "_".join([name, seen.file.path.parent.name, *([recipe.name] if recipe else [])])


def _rated(view: View, seen: Seen, base: kam.LoadOptions) -> str | None:
    """Which of the currencies with an exchange rate the amounts are in; asked only where the workbook keeps rates."""
    t, known = view.t, list(lookup.currencies(seen.file.book))
    if not known:
        return None
    ours = seen.file.book.meta.get("currency") or t("the workbook's own money")
    told = st.segmented_control(
        t("The amounts are in"), ["", *known], default=base.currency if base.currency in known else "", required=True,
        format_func=lambda name: name or ours, key=RATES,
        help=t("Each row is multiplied by the exchange rate of its day; a row before the first rate is left out and listed."),
    )  # fmt: skip
    return str(told) or None


def symbol(seen: Seen) -> str:
    """The sign of the money where the file goes: the workbook's own, else the one that was chosen."""
    return seen.file.book.meta.get("currency") or str(state.get(CURRENCY) or "")


def _currency(seen: Seen) -> str:
    """The sign that headers and examples show; empty when they show none."""
    text = " ".join(f"{guess.column} {guess.example}" for guess in seen.told.guesses)
    return next((sign for sign, marks in {"¥": "¥￥元", "€": "€", "£": "£", "$": "$"}.items() if any(mark in text for mark in marks)), "")

"""A download under every chart and table: files are built on click and say workbook, date, filters, assumptions and definitions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import columns
from kam_core.charts import alt_of, palette
from kam_core.charts.theme import FONT
from kam_core.export import csv_bytes, xlsx_bytes
from kam_core.text import Translator
from pages.ui import about
from pages.ui.view import View
from pages.ui.words import file_stem

Made = Callable[[], pd.DataFrame]


def below(
    view: View, name: str, table: pd.DataFrame | Callable[[], pd.DataFrame], figure: Callable[[], Any] | None = None, **notes: str
) -> None:
    """
    The row of quiet download buttons under a table (and its chart); a table given as a function is read when it is asked for.

    ``name`` is that of the file, and of the table of the schema when it is one; ``notes`` are further lines of the note.
    """
    t = view.t
    told = {**about.notes(view), **notes}
    stem = f"{file_stem(name)}-{view.as_of.isoformat()}"
    read: Made = table if callable(table) else lambda: table
    write = partial(written, read, t, view.symbol, name, told)
    files = [("CSV", partial(write, "csv"), "csv", "text/csv"), ("XLSX", partial(write, "xlsx"), "xlsx", None)]
    if figure is not None:
        page = partial(_page, figure, view.theme, t.lang, about.line(view))
        files.append((t("Chart as a web page"), page, "html", "text/html"))
    with st.container(horizontal=True, gap="small"):
        for label, make, ending, mime in files:
            st.download_button(
                label,
                make,
                f"{stem}.{ending}",
                mime,
                key=f"{ending}_{name}",
                type="tertiary",
                icon=":material/download:",
                on_click="ignore",
            )


def written(read: Made, t: Translator, symbol: str, name: str, notes: dict[str, str], ending: str) -> bytes:
    """
    The table in the session's language: titles and choices in words, what every column is beneath or on a sheet of its own.

    A CSV of a whole table of the workbook has no note: loaded again, its lines would become rows.
    """
    found = columns.in_words(read(), t, name)
    heads = columns.heads(found, t, symbol, name)
    if ending == "csv":
        return csv_bytes(found) if columns.is_table(found, name) else csv_bytes(found, notes, heads)
    return xlsx_bytes(found, title(t, name), notes, heads, t("About this file"))


def title(t: Translator, name: str) -> str:
    """What people call a table or matrix of that name."""
    known = kam.MATRICES.get(name) or kam.TABLES.get(name)
    return t(known.title) if known else name


def _page(figure: Callable[[], Any], theme: str, lang: str, source: str) -> bytes:
    """The chart as one file that opens without internet: on the paper of its theme, under its finding, over its date and filters."""
    colours, drawn = palette(theme), figure()
    drawn = type(drawn)(drawn).update_layout(paper_bgcolor=colours.paper)
    body = drawn.to_html(include_plotlyjs=True, full_html=False, default_height=drawn.layout.height or 560)
    finding = escape(alt_of(drawn))
    page = f"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{finding}</title></head>
<body style="margin:24px;background:{colours.paper};color:{colours.ink};font:15px/1.5 {escape(FONT)}">
<h1 style="font-size:18px;font-weight:600;margin:0 0 16px">{finding}</h1>
{body}
<p style="color:{colours.ink2};font-size:13px">{escape(source)}</p>
</body></html>
"""
    return page.encode()

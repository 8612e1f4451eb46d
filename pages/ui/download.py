"""A download under every chart and table: files are built on click and say date and definition."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.charts import palette
from kam_core.export import csv_bytes, xlsx_bytes
from pages.ui.frame import View
from pages.ui.words import file_stem


def below(
    view: View, name: str, table: pd.DataFrame | Callable[[], pd.DataFrame], figure: Callable[[], Any] | None = None, **notes: str
) -> None:
    """The row of quiet download buttons under a table (and its chart); a table given as a function is read when it is asked for."""
    t = view.t
    about = {
        t("Workbook"): view.book.meta.get("name", view.book.path.stem if view.book.path else ""),
        t("As of"): view.as_of.isoformat(),
        **notes,
    }
    stem = f"{file_stem(name)}-{view.as_of.isoformat()}"
    files = [
        ("CSV", partial(_made, csv_bytes, table, about), "csv", "text/csv"),
        ("XLSX", partial(_made, partial(xlsx_bytes, title=name), table, about), "xlsx", None),
    ]
    if figure is not None:
        page = partial(_page, figure, view.theme, " · ".join([name, t.day(view.as_of)]))
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


def _made(write: Callable[..., bytes], table: pd.DataFrame | Callable[[], pd.DataFrame], about: dict[str, str]) -> bytes:
    return write(table() if callable(table) else table, notes=about)


def _page(figure: Callable[[], Any], theme: str, title: str) -> bytes:
    """The chart as one file that opens without internet: on the paper of its theme, with its name and date."""
    colours = palette(theme)
    drawn = figure()
    drawn = type(drawn)(drawn).update_layout(
        paper_bgcolor=colours.paper,
        title={"text": title.replace("<", "&lt;"), "font": {"size": 15, "color": colours.ink}},
        margin={"t": 56},
    )
    text: str = drawn.to_html(include_plotlyjs=True, full_html=True)
    return text.replace("<body>", f'<body style="margin:24px;background:{colours.paper}">').encode()

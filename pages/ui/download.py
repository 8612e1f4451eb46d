"""A download under every chart and table: files are built on click and say date and definition."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.export import csv_bytes, xlsx_bytes
from pages.ui.frame import View


def below(view: View, name: str, frame: pd.DataFrame, figure: Callable[[], Any] | None = None, **notes: str) -> None:
    """The row of quiet download buttons under a table (and its chart)."""
    t = view.t
    about = {
        t("Workbook"): view.book.meta.get("name", view.book.path.stem if view.book.path else ""),
        t("As of"): view.as_of.isoformat(),
        **notes,
    }
    stem = f"{name}-{view.as_of.isoformat()}"
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "CSV",
            partial(csv_bytes, frame, about),
            f"{stem}.csv",
            "text/csv",
            key=f"csv_{name}",
            type="tertiary",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "XLSX",
            partial(xlsx_bytes, frame, name, about),
            f"{stem}.xlsx",
            key=f"xlsx_{name}",
            type="tertiary",
            icon=":material/download:",
            on_click="ignore",
        )
        if figure is not None:
            st.download_button(
                t("Chart as a web page"),
                partial(_page, figure),
                f"{stem}.html",
                "text/html",
                key=f"html_{name}",
                type="tertiary",
                icon=":material/download:",
                on_click="ignore",
            )


def _page(figure: Callable[[], Any]) -> bytes:
    """The chart as one file that opens without internet."""
    text: str = figure().to_html(include_plotlyjs=True, full_html=True)
    return text.encode()

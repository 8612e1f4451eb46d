"""
Column settings that every table shares: titles, widths, chips, bars; and short tables as a whole.

Words and amounts arrive written, in the session's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.charts import labels
from kam_core.charts.theme import CORNERS
from kam_core.text import Translator

COLOURS = {"hh": "blue", "lh": "violet", "hl": "orange", "ll": "gray"}
"""Chip colour of a corner; violet is the sky of the theme."""

BUTTON, LETTER = 26, 11.8
"""Pixels a button keeps free beside its text, and those of an em."""

assert set(COLOURS) == set(CORNERS)


def text_column(title: str, width: int, *, right: bool = False, **more: Any) -> Any:
    """A column of text, or of figures already written (then to the right)."""
    return st.column_config.TextColumn(title, width=width, alignment="right" if right else "left", **more)


def number_column(title: str, width: int, fmt: str = "%.0f") -> Any:
    """A column of plain numbers that sorts as numbers."""
    return st.column_config.NumberColumn(title, width=width, format=fmt)


def fitted(name: str, width: int) -> str:
    """A name cut with an ellipsis so that it fits the button of a column of so many pixels."""
    return labels.short(name, (width - BUTTON) / LETTER)


def bar_column(title: str, width: int, colour: str, top: float = 100.0) -> Any:
    """A number with a bar, 0 to ``top``."""
    return st.column_config.ProgressColumn(title, width=width, min_value=0, max_value=top, format="%.0f", color=colour)


def chips(title: str, colours: Mapping[str, str], width: int = 90) -> Any:
    """A column of one coloured chip a row."""
    return st.column_config.MultiselectColumn(title, options=list(colours), color=list(colours.values()), width=width)


def scaled(values: pd.Series, lang: str) -> tuple[pd.Series, str]:
    """
    Money as numbers in a unit for the header: the unit fits the largest, k or m in English and 万 or 亿 in Chinese.

    Returns the scaled numbers and the unit.
    """
    top = float(values.abs().max()) if values.notna().any() else 0.0
    steps = ((1e8, "亿"), (1e4, "万")) if lang == "zh" else ((1e7, "m"), (1e4, "k"))
    divisors = {"k": 1e3, "m": 1e6, "万": 1e4, "亿": 1e8}
    for limit, unit in steps:
        if top >= limit:
            return values / divisors[unit], unit
    return values, ""


def money_column(t: Translator, title: str, symbol: str, unit: str, width: int) -> Any:
    """A column of money that sorts as numbers, its unit in the header."""
    digits = "%.1f" if unit in ("m", "亿", "万") else "%.0f"
    label = t("{title}, {unit}", title=title, unit=f"{symbol}{unit}") if symbol or unit else title
    return st.column_config.NumberColumn(label, width=width, format=digits)


def whole(table: pd.DataFrame, alt: str, columns: Mapping[str, Any], row: int = 34) -> None:
    """A short table of written cells, as high as its rows, so that nothing scrolls."""
    st.dataframe(table, hide_index=True, row_height=row, height=36 + row * len(table), alt=alt, column_config=dict(columns))

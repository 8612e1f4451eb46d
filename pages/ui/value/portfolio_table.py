"""A list of accounts with any of the described columns: a press on the name opens the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kam_core import columns
from kam_core.charts.labels import short, text_width
from pages.ui import clicks
from pages.ui.tables import money_column, number_column, scaled, text_column
from pages.ui.view import View

WIDTHS = {
    "why": 264, "stage_before": 98, "owner": 100, "next_step": 178, "growth": 82, "gap_ratio": 82, "orders": 76,
    "order_value": 122, "median_order_value": 132, "days_since_last": 150, "potential_coverage": 150,
}  # fmt: skip
WIDTH = 104
LETTER, EDGES = 13.0, 22
"""Pixels of a letter in a grid, and what a cell keeps free around its text."""
TAIL = ("owner", "revenue", "profit")
"""What stands behind the own columns of a list."""
FORMATS = {"count": "%d", "days": "%d", "index": "%.0f", "number": "%.1f", "years": "%.1f"}


def listed(view: View, name: str, rows: pd.DataFrame, wanted: Sequence[str], called: str) -> None:
    """The rows in their order: account, class as it is ``called`` and the columns named; one of which nothing is known is left out."""
    t = view.t
    kept = [column for column in wanted if column == "class" or rows[column].notna().any()]
    shown: dict[str, Any] = {"account": rows["account_name"].map(short)}
    opens = f"open_{name}"
    config = {"account": st.column_config.ButtonColumn(t("Account"), width=168, type="tertiary", alignment="left", key=opens)}
    for column in kept:
        shown[column], config[column] = _column(view, column, rows[column], called)
    st.dataframe(
        pd.DataFrame(shown),
        hide_index=True,
        row_height=34,
        height=min(38 + 34 * max(len(rows), 1), 412),
        key=f"accounts_{name}_{t.lang}",
        alt=t("Accounts, the largest first"),
        column_config=config,
    )
    clicks.open_row(opens, rows["account_id"].tolist())


def _column(view: View, name: str, values: pd.Series, called: str) -> tuple[pd.Series, Any]:
    """The values as they are shown, and the setting of the column."""
    t = view.t
    if name == "class":
        named = values.fillna(t.missing)
        widest = max((text_width(str(title), LETTER) for title in named.unique()), default=0.0)
        return named, text_column(t(called), round(max(widest, 44.0)) + EDGES)
    told = columns.described(name)
    title = t("{title}, {unit}", title=t(told.title), unit=t(told.unit)) if told.unit else t(told.title)
    width = WIDTHS.get(name, WIDTH)
    if told.kind == "money":
        return amounts(view, title, values, width)
    if told.kind == "share":
        return _numbers(view, t("{title}, {unit}", title=title, unit="%"), values.astype("float64") * 100, width, "%.0f")
    if told.kind in FORMATS:
        return _numbers(view, title, values.astype("float64"), width, FORMATS[told.kind])
    return values.astype(object).where(values.notna(), t.missing), text_column(title, width)


def _numbers(view: View, title: str, values: pd.Series, width: int, form: str) -> tuple[pd.Series, Any]:
    """Numbers that sort as such; written down where some are missing, because the grid would call those None."""
    if values.notna().all():
        return values, number_column(title, width, form)
    told = [view.t.missing if pd.isna(value) else (form % value).replace("-", "−") for value in values]
    return pd.Series(told, index=values.index), text_column(title, width, right=True)


def amounts(view: View, title: str, values: pd.Series, width: int) -> tuple[pd.Series, Any]:
    """Money in the unit of its header; what rounds to nothing has no sign."""
    t, (numbers, unit) = view.t, scaled(values.astype("float64"), view.t.lang)
    digits = 1 if unit in ("m", "亿", "万") else 0
    shown = numbers.mask(numbers.abs() < 0.5 / 10**digits, 0.0)
    if values.notna().all():
        return shown, money_column(t, title, view.symbol, unit, width)
    label = t("{title}, {unit}", title=title, unit=f"{view.symbol}{unit}") if view.symbol or unit else title
    return _numbers(view, label, shown, width, f"%.{digits}f")

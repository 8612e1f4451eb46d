"""What the answers typed would do: index, coverage and quadrant of every account they touch, before and after."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import charts
from kam_core.index import INDICES
from kam_core.index.draft import Draft
from pages.ui import download, frame, pictures
from pages.ui.tables import text_column
from pages.ui.view import View

TOLD = 3
"""Effects of so many accounts are said in a line; the table has all."""


def in_a_line(view: View, found: Draft) -> str:
    """The effect in a line: index and quadrant, before and after, of the first accounts."""
    t = view.t
    told = []
    for row in found.indices.head(TOLD).to_dict("records"):
        moves = [_quadrants(view, name, row["account_id"], pair) for name, pair in found.matrices.items() if _uses(name, row["index"])]
        parts = [
            f"{t(INDICES[row['index']].short or INDICES[row['index']].title)} {t.index(row['before'])} → {t.index(row['after'])}",
            *moves,
        ]
        told.append(t.listed({_name(row): parts}))
    more = len(found.indices) - TOLD
    return " · ".join([*told, *([t("{n} more below", n=t.count(more))] if more > 0 else [])])


def _uses(matrix: str, index: str) -> bool:
    return index in (kam.MATRICES[matrix].x.id, kam.MATRICES[matrix].y.id)


def _quadrants(view: View, matrix: str, account: str, pair: tuple[pd.DataFrame, pd.DataFrame]) -> str:
    """The quadrant, or both where it changes."""
    declared, t = kam.MATRICES[matrix], view.t
    names = [table.loc[table["account_id"] == account, "quadrant"].iloc[0] for table in pair]
    before, after = (t(declared.quadrant(name).title) if isinstance(name, str) else t("not placed") for name in names)
    return _moved(before, after)


def _moved(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def show(view: View, found: Draft) -> None:
    """The accounts touched, before and after: a table, and every matrix that uses the index with arrows."""
    t = view.t
    frame.section(t("Effect before saving"), t("Hollow before, full after. Nothing is stored yet."))
    table = _table(view, found)
    widths = (172, *([90] if len(set(found.indices["index"])) > 1 else []), 90, 120, *[240] * len(found.matrices))
    left, right = st.columns([58, 42], gap="medium")
    with left:
        titles = {name: text_column(name, width) for name, width in zip(table.columns, widths, strict=True)}
        height = min(37 + 34 * len(table), 440)
        st.dataframe(
            table, hide_index=True, row_height=34, height=height, alt=t("Effect before saving"), placeholder=t.missing, column_config=titles
        )
    with right:
        for name, (before, after) in found.matrices.items():
            pictures.chart(
                view, lambda name=name, before=before, after=after: _figure(view, name, before, after), f"effect_{name}", height=290
            )
    download.below(view, "effect", table)


def _figure(view: View, name: str, before: pd.DataFrame, after: pd.DataFrame) -> Any:
    declared = kam.MATRICES[name]
    title = view.t(declared.short or declared.title)
    return charts.moves(before, after, title=title, evidence=view.params.evidence, **pictures.named(declared, view))


def _table(view: View, found: Draft) -> pd.DataFrame:
    t = view.t
    rows, several = [], len(set(found.indices["index"])) > 1
    for row in found.indices.to_dict("records"):
        change = {
            t("Account"): _name(row),
            **({t("Index"): _index(view, row["index"])} if several else {}),
            t("Value"): f"{t.index(row['before'])} → {t.index(row['after'])}",
            t("Coverage"): _moved(t.percent(row["coverage_before"]), t.percent(row["coverage_after"])),
        }
        for name, pair in found.matrices.items():
            title = t(kam.MATRICES[name].short or kam.MATRICES[name].title)
            change[title] = _quadrants(view, name, row["account_id"], pair) if _uses(name, row["index"]) else t.missing
        rows.append(change)
    return pd.DataFrame(rows)


def _name(row: dict[Any, Any]) -> str:
    return str(row["account_name"] if isinstance(row["account_name"], str) and row["account_name"] else row["account_id"])


def _index(view: View, name: str) -> str:
    return view.t(INDICES[name].short or INDICES[name].title)

"""What the check of a file found: everything put right, the first rows, the rows that need a look."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from kam_core.export import csv_bytes
from kam_core.ingest.repair import Repair
from kam_core.ingest.words import REASONS, REPAIRS
from pages.ui import frame
from pages.ui.tables import chips, text_column
from pages.ui.view import View
from pages.ui.words import plain

PREVIEW = 60


def repairs(view: View, made: Any) -> None:
    """Everything that was put right or made from other columns: what, how often, where; each one in the download."""
    t = view.t
    found: dict[str, list[Repair]] = {}
    for repair in made.repairs:
        found.setdefault(repair.kind, []).append(repair)
    lines = [(t(REPAIRS.get(kind, kind)), t.count(sum(one.count for one in those)), _where(view, those)) for kind, those in found.items()]
    if not (lines or made.derived):
        return
    frame.section(t("Repairs and derivations"))
    if made.derived:
        st.caption("  \n".join(plain(t(said)) for said in made.derived))
    if not lines:
        return
    st.dataframe(
        pd.DataFrame(lines, columns=["what", "rows", "where"]),
        hide_index=True,
        row_height=32,
        height=min(36 + 32 * len(lines), 36 + 32 * 9),
        alt=t("Repairs"),
        column_config={
            "what": text_column(t("What"), 250),
            "rows": text_column(t("Rows"), 60, right=True),
            "where": text_column(t("Where"), 110),
        },
    )
    st.download_button(
        t("Every repair with its row"), partial(_repairs, view, made), "repairs.csv", "text/csv", key="repairs_csv", type="tertiary",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _where(view: View, those: list[Repair]) -> str:
    """The first rows a repair is about."""
    rows = [view.t.count(one.row) for one in those if one.row is not None]
    return ", ".join(rows[:5]) + (" …" if len(rows) > 5 else "")


def _repairs(view: View, made: Any) -> bytes:
    t = view.t
    told = [(one.row, t(REPAIRS.get(one.kind, one.kind)), t(one.detail) if one.detail else "", one.count) for one in made.repairs]
    table = pd.DataFrame(told, columns=[t("Row"), t("What"), t("Detail"), t("Rows")])
    return csv_bytes(table.astype({t("Row"): "Int64"}))


def rows(view: View, made: Any) -> None:
    """The first rows, problems beside them; the rows that need a look first."""
    t = view.t
    if made.rows_rejected:
        names = {"problems": t("Problems {n}", n=t.count(made.rows_rejected)), "all": t("All {n}", n=t.count(made.rows_read))}
        chosen = st.segmented_control(
            t("Rows"),
            list(names),
            default="problems",
            required=True,
            format_func=names.get,
            key="rows_of_file",
            label_visibility="collapsed",
        )
        if chosen == "problems":
            _problems(view, made)
            return
    else:
        frame.section(t("The first rows of the file"))
    _first(view, made)


def _first(view: View, made: Any) -> None:
    t, seen = view.t, made.preview(PREVIEW)
    cells = {f"c{number}": seen.iloc[:, number] for number in range(1, len(seen.columns) - 1)}  # a file may call a column anything
    table = pd.DataFrame({"line": seen.iloc[:, 0], **cells})
    config: dict[str, Any] = {"line": st.column_config.NumberColumn(t("Row"), width=60)}
    config |= {name: st.column_config.TextColumn(column.name) for name, column in cells.items()}
    if made.rows_rejected:
        problems = {row: ", ".join(t(REASONS.get(r, r)) for r in part) for row, part in made.rejects.groupby("row")["reason"]}
        table.insert(1, "problem", [problems.get(row, "") for row in table["line"]])
        config["problem"] = text_column(t("Problem"), 150)
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        height=min(36 + 34 * max(len(table), 1), 420),
        alt=t("The first rows of the file"),
        column_config=config,
    )


def _problems(view: View, made: Any) -> None:
    t = view.t
    problems = made.rejects.head(PREVIEW)
    words = [[t(REASONS.get(reason, reason))] for reason in problems["reason"]]
    table = pd.DataFrame(
        {"row": problems["row"], "problem": words, "column": problems["column"], "value": problems["value"].str.slice(0, 80)}
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=34,
        alt=t("Rows that need a look"),
        column_config={
            "row": st.column_config.NumberColumn(t("Row"), width=70),
            "problem": chips(t("Problem"), {w[0]: "orange" for w in words}, 170),
            "column": text_column(t("Column"), 160),
            "value": text_column(t("In the file"), 200),
        },
    )

"""The reconciliation of a file: one sentence, the sum from the file to the app, what its total rows say, the rows behind every part."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core.export import csv_bytes
from kam_core.ingest.balance.parts import amount_title, exactly, finding, part_title, stated_words, unit_words
from kam_core.ingest.balance.reconcile import Part, Reconciliation
from kam_core.text.formats import MINUS
from pages.ui import download, state, titles
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.words import file_stem, plain

SHOWN = 100
"""Rows behind a part that are on the screen; the download has the others."""
TOLD = 5
"""Totals of the file that are written out; more are only counted."""
WITH_ROWS = ("stored", "changed", "shown")


def of_batch(view: View, number: int) -> None:
    """The reconciliation of a batch that was loaded from a file; nothing for any other."""
    found = kam.reconciliation(view.book, number)
    if found is not None:
        with st.expander(view.t("Reconciliation"), icon=":material/balance:", expanded=True):
            show(view, found)


def link(view: View, number: int) -> None:
    """The way to the reconciliation of a batch, in the journal."""
    label = view.t("Reconciliation of batch {batch}", batch=number)
    st.page_link("pages/settings.py", label=label, icon=":material/balance:", query_params={state.TAB: "journal", state.BATCH: str(number)})


def show(view: View, found: Reconciliation, symbol: str | None = None, *, key: str = "reconcile") -> None:
    """
    The reconcile screen: before storing (``staged.reconciliation``) or after (``report.reconciliation``, ``kam.reconciliation``).

    ``symbol`` is the sign of the money where the rows go, that of the workbook when empty; ``key`` keeps two of them on one page apart.
    """
    t, symbol = view.t, view.symbol if symbol is None else symbol
    if not found.balanced:
        st.error(plain(finding(t, found, symbol)), icon=":material/error:")
    else:
        st.markdown(f"**{plain(finding(t, found, symbol))}**")
    unit = unit_words(t, found)
    if unit:
        st.caption(plain(unit))
    _sum(view, found, symbol)
    _stated(view, found)
    _behind(view, found, key)
    download.below(view, f"{key}-{found.batch or 'file'}", lambda: _file(view, found))


def _sum(view: View, found: Reconciliation, symbol: str) -> None:
    """The parts in order, like a sum on paper: what is taken away has a minus."""
    t = view.t
    table = pd.DataFrame({"part": [_named(view, found, part) for part in found.parts], "rows": [_rows(view, part) for part in found.parts]})
    config = {"part": text_column(t("Where the rows are"), 160), "rows": text_column(t("Rows"), 60, right=True)}
    for amount in found.amounts:
        in_file, title = "" if amount in found.units else symbol, amount_title(t, amount)
        heads = {amount.name: title if amount not in found.units else t("{title}, as in the file", title=amount.label or t(amount.title))}
        table[amount.name] = [_money(view, part, found.of_file(part, amount), in_file) for part in found.parts]
        if amount in found.units:
            heads[f"{amount.name}_stored"] = t("{title}, in the workbook", title=t(amount.title))
            table[f"{amount.name}_stored"] = [_money(view, part, found.of_ours(part, amount), symbol) for part in found.parts]
        config |= {name: text_column(head, 125, right=True) for name, head in heads.items()}
    if any(part.without for part in found.parts):
        table["without"] = [_without(view, found, part) for part in found.parts]
        config["without"] = text_column(t("No readable amount"), 150)
    table["share"] = [_share(view, found, part) for part in found.parts]
    config["share"] = text_column(t("Share of rows"), 110, right=True)
    alt = t("Reconciliation: {finding}", finding=finding(t, found, symbol))
    st.dataframe(table, hide_index=True, row_height=30, height=35 + 30 * len(table), alt=alt, column_config=config)


def _named(view: View, found: Reconciliation, part: Part) -> str:
    title = part_title(view.t, part.id, stored=found.batch is not None)
    return title if part.role == "sum" else f"\N{EM SPACE}{title}"


def _rows(view: View, part: Part) -> str:
    if part.id == "rounding" or (not part.rows and part.kind == "excluded"):
        return view.t.missing
    return f"{MINUS if part.role == 'out' and part.rows else ''}{view.t.count(part.rows)}"


def _money(view: View, part: Part, value: Decimal | None, symbol: str) -> str:
    if value is None:
        return view.t.missing if part.without else ""
    return exactly(view.t, -value if part.role == "out" and part.id != "rounding" and value else value, symbol)


def _without(view: View, found: Reconciliation, part: Part) -> str:
    t = view.t
    counts = {t(amount.title): t.count(part.without[amount.name]) for amount in found.amounts if part.without.get(amount.name)}
    return next(iter(counts.values())) if len(found.amounts) == 1 and counts else t.listed(counts)


def _share(view: View, found: Reconciliation, part: Part) -> str:
    whole, ids = found["read"].rows, [one.id for one in found.parts]
    inside = ids.index("read") <= ids.index(part.id) and part.kind not in ("stored", "difference", "changed", "shown", "rounding")
    return view.t.percent(part.rows / whole) if whole and inside and part.rows else ""


def _stated(view: View, found: Reconciliation) -> None:
    """What the total rows of the file say, those that are wrong first."""
    t = view.t
    wrong = [stated for stated in found.stated if stated.difference]
    if wrong:
        lines = [stated_words(t, found, stated) for stated in wrong[:TOLD]]
        if len(wrong) > TOLD:
            more = len(wrong) - TOLD
            lines.append(t.n("{n} more total differs from its rows.", "{n} more totals differ from their rows.", more))
        st.warning("\n\n".join(map(plain, lines)), icon=":material/difference:")
    right = len(found.stated) - len(wrong)
    if right:
        st.caption(
            t.n("{n} total stated in the file is what its rows give.", "{n} totals stated in the file are what their rows give.", right)
        )


def _behind(view: View, found: Reconciliation, key: str) -> None:
    """The rows behind a part, to look at and to take along."""
    t = view.t
    any_of = [part for part in found.parts if part.rows or part.id == "changed"]
    parts = [part for part in any_of if part.role in ("out", "of_which", "check") or part.kind in WITH_ROWS]
    if found.batch is None:
        parts = [part for part in parts if part.kind not in WITH_ROWS]
    if not parts:
        return
    names = {part.id: f"{part_title(t, part.id)} ({t.count(part.rows)})" for part in parts}
    chosen = st.selectbox(
        t("Rows behind"),
        list(names),
        index=None,
        format_func=names.get,
        key=f"behind_{key}_{found.batch or 'file'}",
        placeholder=t("Choose a part to see its rows"),
    )
    if chosen is None:
        return
    rows = found.rows_behind(chosen)
    if rows.empty:
        st.caption(t("No rows were kept of this part."))
        return
    _table(view, found, found[chosen], rows)
    st.download_button(
        t("Download these rows"),
        partial(_every, found, chosen),
        f"{file_stem(part_title(t, chosen))}-{file_stem(Path(found.file_name).stem)}.csv",
        "text/csv",
        key=f"rows_{key}_{found.batch or 'file'}",
        icon=":material/download:",
        on_click="ignore",
    )


def _table(view: View, found: Reconciliation, part: Part, rows: pd.DataFrame) -> None:
    t, shown, first = view.t, rows.head(SHOWN), rows.columns[0]
    declared = kam.TABLES[found.main]
    known = {name: declared.column(name) for name in shown.columns if first == "row_id" and name in declared.names}
    cells = {name: [titles.of_value(t, known[name], value) for value in shown[name]] for name in known}
    as_is = {name: shown[name].astype(object).map(lambda value: str(value)[:200]) for name in shown.columns if name not in known}
    table = pd.DataFrame({name: cells.get(name, as_is.get(name)) for name in shown.columns})
    st.dataframe(
        table,
        hide_index=True,
        row_height=30,
        height=min(36 + 30 * len(table), 330),
        alt=t("Rows behind: {part}", part=part_title(t, part.id)),
        column_config={first: text_column(t("Row"), 70, right=True), **{name: t(column.title) for name, column in known.items()}},
    )
    if part.rows > len(shown):
        st.caption(t("The first {some} of {all}.", some=t.count(len(shown)), all=t.count(part.rows)))


def _every(found: Reconciliation, part: str) -> bytes:
    return csv_bytes(found.rows_behind(part, every=True))


def _file(view: View, found: Reconciliation) -> pd.DataFrame:
    """The whole reconciliation as a table of figures."""
    lines: Any = found.lines
    t, heads = view.t, {"part": view.t("Where the rows are"), "rows": view.t("Rows")}
    for amount in found.amounts:
        title = amount_title(t, amount)
        heads |= {
            amount.name: title if amount not in found.units else t("{title}, as in the file", title=title),
            f"{amount.name}_stored": t("{title}, in the workbook", title=t(amount.title)),
            f"{amount.name}_without": t("{title}: rows without a readable amount", title=t(amount.title)),
        }
    named = lines.assign(part=[part_title(t, part, stored=found.batch is not None) for part in lines["part"]]).drop(columns="role")
    return named.rename(columns=heads)

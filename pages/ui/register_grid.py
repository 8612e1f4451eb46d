"""The register as a grid: the accounts of a list a page at a time, and one Save for what was decided in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import proposals as proposed
from kam_core import register as book_of
from kam_core.schema import CHOICE_TITLES
from kam_core.workbook.lookup import Sought
from pages.ui import grid, saving, state, unsaved
from pages.ui.editor import edits, overlaid
from pages.ui.paging import paged
from pages.ui.tables import text_column
from pages.ui.view import View

if TYPE_CHECKING:
    from pages.ui.register import Facts

SHOWN = ("account_name", "checks", "owner", "status", "tier", "key_since", "review_on", "decided_why", "decided_by", "importance", "profit")


def decided(view: View, found: Facts, chosen: str) -> None:
    """The accounts of a list, a page at a time, and one Save for what was decided in it."""
    t, listed = view.t, _listed(found, chosen)
    text = _search(view) if chosen == "all" else ""
    if text:
        listed = listed[_contains(listed, text)]
    if listed.empty:
        if chosen != "key":
            st.caption(t("No account here."))
        return
    rows, number = paged(listed, grid.PAGE, f"page_register_{chosen}_{text}")
    shown = _shown(view, f"{chosen}_{text}_{number}", rows.set_index("row_id"), len(found.table))
    _editor(view, shown)
    if not view.stage:
        saving.save(view, kam.TABLES["accounts"], shown)


def _shown(view: View, what: str, rows: pd.DataFrame, total: int) -> grid.Shown:
    """The rows as they were when the first cell of this grid was edited: what somebody else saves meanwhile must not shift them."""
    stem = f"register_{view.book.id[:8]}_{what}_{view.filters}"
    unsaved.settle(view, f"{stem}_{state.turn('grid')}")
    key = f"{stem}_{state.turn('grid')}"
    held, told = state.get(grid.SHOWN, ("",)), state.get(key) or {}
    if held[0] != key or not told.get("edited_rows"):
        held = state.put(grid.SHOWN, (key, rows, overlaid(rows, "accounts", unsaved.of(view).carried)))
    return grid.Shown(key, held[1], held[2], len(rows), total, Sought())


def _listed(found: Facts, chosen: str) -> pd.DataFrame:
    """The rows of a list that stand in the table of accounts: the most important first, of all accounts the largest."""
    table = {"key": found.key, "prospects": found.table[found.table["status"] == "prospect"]}.get(chosen, found.table)
    by = ["revenue_12m", "importance"] if chosen == "all" else ["importance", "revenue_12m"]
    return table[table["row_id"].notna()].sort_values([*by, "account_name"], ascending=[False, False, True], na_position="last")


def _search(view: View) -> str:
    t = view.t
    return st.text_input(
        t("Find"),
        key="find_register",
        placeholder=t("Find a name, id or owner"),
        label_visibility="collapsed",
        icon=":material/search:",
    )


def _contains(table: pd.DataFrame, text: str) -> pd.Series:
    wanted = text.casefold()
    found = pd.Series(False, index=table.index)
    for name in ("account_name", "account_id", "owner"):
        found |= table[name].fillna("").astype(str).str.casefold().str.contains(wanted, regex=False)
    return found


def _editor(view: View, shown: grid.Shown) -> None:
    """The grid; what is typed, and what follows from it, is noted as unsaved."""
    t, rows = view.t, shown.data
    chips = {kind: t(check.chip) for kind, check in book_of.CHECKS.items()}
    texts, days = ("owner", "status", "tier", "decided_why", "decided_by"), ("key_since", "review_on")
    data = rows.assign(
        checks=[[chips[kind] for kind in chips if row[kind]] for row in book_of.checks(rows).to_dict("records")],
        importance=[t.index(value) for value in rows["importance"]],
        profit=[t.money(value, view.symbol) for value in rows["profit_12m"]],
        **{name: rows[name].astype(object).where(rows[name].notna(), "") for name in texts},
        **{name: pd.to_datetime(rows[name]).dt.date for name in days},
    )[list(SHOWN)]
    st.data_editor(
        data,
        key=shown.key,
        hide_index=True,
        num_rows="fixed",
        row_height=34,
        height=min(38 + 34 * len(data), 480),
        disabled=True if view.stage else ["account_name", "checks", "decided_by", "importance", "profit"],
        alt=t("Accounts of the register with what was decided about them"),
        column_config=_columns(view, chips),
    )
    if not view.stage:
        _note(view, shown)


def _note(view: View, shown: grid.Shown) -> None:
    how = {"author": state.author(), "day": view.as_of, "params": view.params}
    told = (state.get(shown.key) or {}).get("edited_rows") or {}
    rows = shown.rows
    made = {at: book_of.completed(rows.iloc[int(at)], cells, **how) for at, cells in told.items() if 0 <= int(at) < len(rows)}
    live = edits("accounts", rows, {"edited_rows": made})
    names = rows["account_name"].to_dict()
    unsaved.note(view, shown.key, live, {("accounts", edit.row_id): names[edit.row_id] for edit in live})


def _columns(view: View, chips: Mapping[str, str]) -> dict[str, Any]:
    t, declared = view.t, kam.TABLES["accounts"]
    config, title = st.column_config, {column.name: t(column.title) for column in declared.columns}
    colours = ["red" if kind in ("no_owner", "review_overdue", "buys_nothing") else "orange" for kind in chips]
    return {
        "account_name": text_column(title["account_name"], 140),
        "checks": config.MultiselectColumn(t("To check"), options=list(chips.values()), color=colours, width=116),
        "owner": config.TextColumn(title["owner"], width=88, max_chars=200),
        "status": config.SelectboxColumn(
            title["status"], width=100, options=["", *declared.column("status").choices], format_func=lambda c: t(CHOICE_TITLES.get(c, c))
        ),
        "tier": config.TextColumn(title["tier"], width=64, max_chars=40),
        "key_since": config.DateColumn(t("Since when"), width=106, format="YYYY-MM-DD"),
        "review_on": config.DateColumn(title["review_on"], width=112, format="YYYY-MM-DD"),
        "decided_why": config.TextColumn(title["decided_why"], width=96, max_chars=4000),
        "decided_by": text_column(t("By whom"), 70),
        "importance": text_column(t("Importance"), 82, right=True),
        "profit": text_column(t("Profit 12m"), 84, right=True),
    }


def whole(view: View, found: Facts, chosen: str) -> pd.DataFrame | Callable[[], pd.DataFrame]:
    """The whole list with every column of the register, or the policies."""
    if chosen == "policy":
        return lambda: view.book.table("policies")
    if chosen == "proposals":
        return lambda: found.proposals.assign(why=[proposed.why(row, view.t, view.symbol) for row in found.proposals.to_dict("records")])
    return lambda: _listed(found, chosen)

"""Which rows of which table the page shows. Every choice stands in the link, so that a finding can lead straight to its rows."""

from __future__ import annotations

from typing import Any

import streamlit as st

import kam_core as kam
from kam_core.quality import CHECKS, any_of, counts_of, rows_of
from kam_core.quality.words import says
from kam_core.schema import Table
from kam_core.workbook import lookup
from kam_core.workbook.lookup import Sought
from kam_core.workbook.suspects import about_accounts
from pages.ui import linked, state
from pages.ui.view import View

FIND, SORT, PROBLEM, ROWS = "find", "sort", "problem", "rows"
"""Parts of the link beside the table and the account."""
ANY = "any"
DOWN = "-"
"""Begins a column that is sorted downwards."""
MANY = 2_000
"""From so many accounts on one is named by its id instead of chosen from a list."""


def rows(view: View) -> tuple[Table, Sought]:
    """The controls above the grid, and what they come to."""
    left, middle, right = st.columns([3, 3, 2], gap="small")
    with left:
        declared = _table(view)
    with middle:
        find = _text(view, declared)
    with right:
        return declared, _sought(view, declared, find)


def _table(view: View) -> Table:
    """Which table; filled ones first. Another table starts without the choices made for the one before."""
    t = view.t
    counts = view.kept("counts", lambda: lookup.filled(view.book), tuple(view.book.revisions.values()))
    names = sorted(kam.TABLES, key=lambda name: name not in counts)
    link = {**linked.choice(state.TABLE, names, names[0]), "on_change": _another_table, "args": ()}
    chosen = st.selectbox(
        t("Table"),
        names,
        format_func=lambda name: f"{t(kam.TABLES[name].title)}  {t.count(counts.get(name, 0))}",
        label_visibility="collapsed",
        **link,
    )
    return kam.TABLES[str(chosen)]


def _another_table() -> None:
    everything()
    state.keep_in_link(state.TABLE, state.get(state.TABLE))


def everything() -> None:
    """Show every row again."""
    for name in (FIND, SORT, PROBLEM, ROWS, state.PAGE, state.ACCOUNT):
        state.keep_in_link(name, None)


def _text(view: View, declared: Table) -> str:
    """The text that rows, or the names of their accounts, must contain."""
    return str(
        st.text_input(
            view.t("Find"),
            placeholder=view.t("Find in any text column"),
            label_visibility="collapsed",
            icon=":material/search:",
            **_linked(FIND, f"find_{declared.name}"),
        )
        or ""
    )


def _sought(view: View, declared: Table, find: str) -> Sought:
    """The control of what else narrows and orders the rows, and what it comes to."""
    t, told = view.t, [state.link(name) for name in (SORT, PROBLEM, ROWS, state.ACCOUNT)]
    on = sum(bool(part) for part in told)
    with st.popover(t("Sort and narrow · {n} on", n=t.count(on)) if on else t("Sort and narrow"), icon=":material/filter_alt:"):
        account = _account(view, declared)
        column, descending = _sort(view, declared)
        question, facts = _problems(view, declared)
        if on:
            st.button(t("Show every row"), type="tertiary", icon=":material/filter_alt_off:", on_click=everything)
    return Sought(find, account, _row_ids(), question, tuple(facts.items()), column, descending)


def number(declared: Table, sought: Sought, pages: int) -> int:
    """Which page of them, from 1."""
    if pages == 1:
        return 1
    return min(max(int(st.pagination(pages, **linked.page(state.PAGE, pages, (declared.name, sought)))), 1), pages)


def _account(view: View, declared: Table) -> str:
    t = view.t
    if not about_accounts(declared.name):
        return ""
    names: dict[str, str] = view.kept("account_names", lambda: _names(view), view.book.revisions["accounts"])
    link = _linked(state.ACCOUNT, f"rows_of_{declared.name}")
    if len(names) > MANY:
        return str(st.text_input(t("Account id"), placeholder=t("All"), **link) or "")
    if state.get(link["key"]) not in names:
        state.put(link["key"], "")
    return str(st.selectbox(t("Account"), ["", *names], format_func=lambda a: f"{names[a]} · {a}" if a else t("All"), **link) or "")


def _names(view: View) -> dict[str, str]:
    accounts = view.book.table("accounts").sort_values("account_name")
    return {str(a): str(n) if isinstance(n, str) else "" for a, n in zip(accounts["account_id"], accounts["account_name"], strict=True)}


def _sort(view: View, declared: Table) -> tuple[str, bool]:
    t, titles = view.t, {column.name: column.title for column in declared.columns}
    link = _linked(SORT, f"sort_{declared.name}")
    ways = ["", *(f"{mark}{name}" for name in titles for mark in ("", DOWN))]
    if state.get(link["key"]) not in ways:
        state.put(link["key"], "")
    chosen = str(
        st.selectbox(
            t("Sort by"),
            ways,
            format_func=lambda way: f"{t(titles[way.lstrip(DOWN)])} {'↓' if way.startswith(DOWN) else '↑'}" if way else t("As recorded"),
            **link,
        )
        or ""
    )
    return chosen.lstrip(DOWN), chosen.startswith(DOWN)


def _problems(view: View, declared: Table) -> tuple[str, dict[str, Any]]:
    """Only rows with a problem (of one kind): the checks are counted when somebody asks."""
    t, told = view.t, state.link(PROBLEM) or ""
    key = f"problem_{declared.name}"
    switch = f"problems_{declared.name}"
    state.put(switch, bool(told))
    if not st.toggle(t("Only rows with problems"), key=switch, on_change=_switch_problems, args=(switch,)):
        return "", {}
    with st.spinner(t("Checking the data")):
        found: dict[str, int] = view.kept(
            "problems",
            lambda: counts_of(view.book, declared.name, view.as_of, view.params),
            declared.name,
            tuple(view.book.revisions.values()),
        )
    shown = [ANY, *found, *([told] if told in CHECKS and told not in found and CHECKS[told].table == declared.name else [])]
    state.put(key, told if told in shown else ANY)
    words = {ANY: t("Any problem"), **{check: says(check, found.get(check, 0), t) for check in shown if check != ANY}}
    chosen = str(st.selectbox(t("Problem"), shown, format_func=words.get, key=key, on_change=_follow, args=(PROBLEM, key)))
    if chosen != ANY:
        return rows_of(view.book, chosen, view.as_of, view.params)
    return any_of(view.book, tuple(found), view.as_of, view.params) if found else ("SELECT NULL AS row_id", {})


def _switch_problems(switch: str) -> None:
    state.keep_in_link(PROBLEM, ANY if state.get(switch) else None)


def _row_ids() -> tuple[int, ...]:
    """The rows the link names, to be seen side by side."""
    return tuple(int(part) for part in (state.link(ROWS) or "").split(",")[:200] if part.isdigit() and len(part) < 16)


def _linked(name: str, key: str) -> dict[str, Any]:
    """What a widget needs whose choice stands in the link under another name than its key."""
    state.put(key, state.link(name) or "")
    return {"key": key, "on_change": _follow, "args": (name, key)}


def _follow(name: str, key: str) -> None:
    state.keep_in_link(name, str(state.get(key) or "") or None)

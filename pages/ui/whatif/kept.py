"""Named scenarios of the workbook: save the open one, open, rename and delete one, and compare up to three."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

import kam_core as kam
from kam_core import charts
from kam_core.errors import KamError
from kam_core.scenario import FIGURES, Outcome, delete_edits, rename_edits, save_edits, saved, unreadable
from kam_core.workbook import Edit
from pages.ui import download, frame, linked, pictures, refusal, state
from pages.ui.tables import text_column
from pages.ui.view import View
from pages.ui.whatif import beside, controls, words
from pages.ui.words import plain
from pages.ui.worries import short

NAME, CHOSEN, COMPARED, FAILED, RENAMED = "scenario_name", "scenario_chosen", "compared", "scenario_failed", "scenario_to"
MOST = 3
"""Scenarios beside today; more than four columns nobody compares."""


def shown(view: View, opened: kam.Scenario) -> dict[str, kam.Scenario]:
    """Save what is open; open, rename or delete a saved one. Returns the saved ones."""
    t = view.t
    known: dict[str, kam.Scenario] = view.kept("scenarios", lambda: saved(view.book), view.book.revisions["scenarios"])
    frame.section(t("Named scenarios"), t("Saved in the workbook, one batch each; the link of this page holds the open one as well."))
    refused = state.drop(FAILED)
    if refused:
        st.error(refused, icon=":material/error:")
    if view.stage:
        state.drop(NAME)  # what was typed may name a customer
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(t("Name"), key=NAME, max_chars=60, placeholder=t("Largest account lost, …"), width=240, disabled=view.stage)
        name = (state.get(NAME) or "").strip()
        label = t("Replace") if name in known else t("Save scenario")
        st.button(label, icon=":material/bookmark_add:", disabled=view.stage or not name or not opened.changes, on_click=_save,
                  args=(view, opened))  # fmt: skip
        if known:
            _saved(view, known)
    bad = view.kept("scenarios_bad", lambda: unreadable(view.book), view.book.revisions["scenarios"])
    if bad:
        listed = t.listed([f"{plain(name)} {t.count(n)}" for name, n in bad.items()])
        st.warning(t("Rows of scenarios that say nothing were left out: {list}.", list=listed), icon=":material/rule:")
    return known


def compare(view: View, today: Outcome, named: dict[str, Outcome]) -> None:
    """Today beside the scenarios chosen: table and pictures."""
    t, outcomes = view.t, [today, *named.values()]
    titles = [t("Today"), *named]
    table = beside.figures_table(outcomes, titles)
    rows = [[t(FIGURES[name][0]), *(words.figure(view, name, value) for value in table.loc[name])] for name in beside.told_rows(table)]
    left, right = st.columns([1, 1], gap="medium")
    with left:
        frame.section(t("Scenarios compared"), t("12 months to {day}", day=t.day(view.as_of)))
        columns = ["what", *(str(place) for place in range(len(titles)))]
        heads = {"what": text_column(t("Figure"), 140)}
        heads |= {str(place): text_column(short(title, 14), 92, right=True) for place, title in enumerate(titles)}
        st.dataframe(
            [dict(zip(columns, row, strict=True)) for row in rows], hide_index=True, row_height=32, height=36 + 32 * len(rows),
            alt=t("Figures of the scenarios, a column each"), column_config=heads,
        )  # fmt: skip
        download.below(view, "scenarios-compared", beside.in_file(view, table))
    with right:
        _bars(view, titles, table.T)
    beside.curves(
        view,
        list(zip(titles, outcomes, strict=True)),
        "compared_curves",
        t("Whale curves of the scenarios"),
    )


def chosen(view: View, known: dict[str, kam.Scenario]) -> list[str]:
    """Which of the saved ones stand beside today; in the link."""
    t = view.t
    if not known:
        return []
    return list(
        st.multiselect(
            t("Compare up to {n}", n=t.count(MOST)),
            list(known),
            max_selections=MOST,
            placeholder=t("choose scenarios"),
            **linked.several(COMPARED, list(known)),
        )
    )[:MOST]


def _bars(view: View, titles: list[str], table: pd.DataFrame) -> None:
    t = view.t
    names = {"profit": t("Profit, 12 months"), "clv": t("Lifetime value"), "revenue": t("Revenue, 12 months")}
    wanted = [name for name in ("profit", "clv") if table[name].notna().any()] or ["revenue"]
    panels = [(names[name], table[name].tolist()) for name in wanted]
    figure = charts.scenario_bars(titles, panels, t=t, symbol=view.symbol, theme=view.theme)
    frame.section(t("What they come to"), t("Grey = today"))
    pictures.chart(view, lambda: figure, "scenario_bars", height=figure.layout.height)


def _saved(view: View, known: dict[str, kam.Scenario]) -> None:
    """The choice of a saved one, and what can be done with it."""
    t = view.t
    if state.get(CHOSEN) not in known:
        state.put(CHOSEN, next(iter(known)))
    name = str(st.selectbox(t("Saved"), list(known), key=CHOSEN, width=220))
    st.button(t("Open"), icon=":material/file_open:", on_click=controls.open_up, args=(known[name],))
    if st.button(t("Rename"), key="rename_scenario", type="tertiary", icon=":material/edit:", disabled=view.stage):
        _ask_rename(view, name)
    if st.button(t("Delete"), key="delete_scenario", type="tertiary", icon=":material/delete:", disabled=view.stage):
        _ask_delete(view, name)


def _ask_rename(view: View, name: str) -> None:
    t = view.t

    @st.dialog(t("Rename"))
    def ask() -> None:
        state.start(RENAMED, name)
        to = str(st.text_input(t("New name"), key=RENAMED, max_chars=60) or "").strip()
        if st.button(t("Rename the scenario"), type="primary", disabled=not to or to == name):
            _apply(view, lambda: rename_edits(view.book, name, to), t("The scenario is called {name} now.", name=plain(to)))
            state.drop(RENAMED)
            st.rerun()

    ask()


def _ask_delete(view: View, name: str) -> None:
    t = view.t

    @st.dialog(t("Delete"))
    def ask() -> None:
        rows = len(delete_edits(view.book, name))
        st.write(plain(t.n("{name}: {n} row of the table of scenarios.", "{name}: {n} rows of the table of scenarios.", rows, name=name)))
        st.caption(t("One batch. You can undo it in the journal."))
        if st.button(t("Delete the scenario"), type="primary"):
            _apply(view, lambda: [*delete_edits(view.book, name)], t("The scenario {name} is deleted.", name=plain(name)))
            st.rerun()

    ask()


def _save(view: View, opened: kam.Scenario) -> None:
    name = str(state.get(NAME)).strip()
    if _apply(view, lambda: save_edits(view.book, name, opened), view.t("Saved as the scenario {name}.", name=plain(name))):
        state.put(NAME, "")
        state.put(CHOSEN, name)


def _apply(view: View, make: Callable[[], list[Edit]], done: str) -> bool:
    """Write, and say so; whether it was written."""
    try:
        pending = make()
        if pending:
            view.book.apply(pending, author=state.author())
    except KamError as error:
        state.put(FAILED, refusal.told(view.t, error))
        return False
    state.put(state.NOTICE, done)
    return True
